"""How something comes out of what it was seen in."""

from manim import Animation, ReplacementTransform, VMobject


def emerge(source: VMobject, target: VMobject, **options) -> Animation:
    """Let ``target`` come to its place out of ``source``, which stays.

    At first it is no larger than the source and cannot be seen: where several wait for their turn, none of them
    stands in front of what it comes from.
    """
    start = target.copy().set_opacity(0)
    room = max(source.width, source.height) / max(start.width, start.height)
    return ReplacementTransform(start.scale(min(1.0, room)).move_to(source), target, introducer=True, **options)
