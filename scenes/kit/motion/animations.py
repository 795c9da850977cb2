"""Animations that several clips share: flights, changes and redrawing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from manim import (
    DL,
    ORIGIN,
    RIGHT,
    UR,
    Animation,
    AnimationGroup,
    Circle,
    FadeIn,
    FadeOut,
    LaggedStart,
    LineJointType,
    Mobject,
    Scene,
    Transform,
    UpdateFromAlphaFunc,
    VGroup,
    VMobject,
    interpolate,
    smooth,
    squish_rate_func,
    there_and_back,
)

from backprop_core.quantities import Symbol
from scenes.kit.motion.lanes import AIR, Lane, free_lane
from scenes.kit.motion.look import Look
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import Readout
from scenes.kit.theme import SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP

# What flies begins no larger and no smaller than this, as shares of its own size; after which share of the way, from
# where it is clear of its source, it is seen entirely; how bright its source lights up if it cannot fly.
_LEAST_SIZE, _MOST_SIZE = 0.3, 2.0
_APPEARING = 0.12
_LIGHT_OPACITY = 0.14

# The width of the light along a source's outlines, in manim's pixels at 1080p, and the number of its strokes, which
# make it soft.
_LIGHT_WIDTH, _LIGHT_SHAPES = 30.0, 12

# What stands in the way of a flight is at least so opaque; the frame that it must not leave.
_UNSEEN = 0.1
_FRAME = np.array([[SAFE_LEFT, SAFE_BOTTOM], [SAFE_RIGHT, SAFE_TOP]])

# After which share of a flight the next one begins.
_LAG = 0.7

# Where one thing takes the place of another: after which share of the time the one is gone, and the other begins to
# show.
_GONE, _COMING = 0.5, 0.42

# How wide a shape is that is seen on edge, as a share of its width.
_EDGE = 1e-3

# The height of a digit, with what is below the baseline, in em.
_DIGIT_HEIGHT = 0.688

M = TypeVar("M", bound=Mobject)


class Flight(Animation):
    """A copy of a mobject leaves it, takes a free lane, and becomes ``target`` on the way; the source stays, or goes.

    It is seen only after it has left what stands around its source. The lane is chosen when its turn comes, from what
    stands on the scene then. If there is none, the target fades in at its place while its source lights up.

    Parameters
    ----------
    source
        Where it comes from.
    target
        What it becomes; the flight introduces it.
    size
        The target's size at the start, as a share of its own; by default it fits into the source.
    aligned_edge
        Where the target's middle, or this edge of it, begins on the source.
    panels
        What it must not cross, not even unseen.
    air
        The air that is kept around it on its way, in frame units.
    itself
        Whether the source itself, which has as many parts as the target, flies: it goes, and is seen all the way.
    """

    def __init__(
        self,
        source: Mobject,
        target: VMobject,
        *,
        size: float | None = None,
        aligned_edge: np.ndarray = ORIGIN,
        panels: Sequence[Mobject] = (),
        air: float = AIR,
        itself: bool = False,
        **options: Any,
    ):
        super().__init__(target, introducer=True, **options)
        self._source, self._itself = source, itself
        self._size = _fitting(source, target) if size is None else size
        self._edge, self._panels, self._air = aligned_edge, panels, air
        self._scene: Scene | None = None
        self._light = VGroup()

    def _setup_scene(self, scene: Scene) -> None:
        super()._setup_scene(scene)
        self._scene = scene
        scene.add(self._light, *([self._source] if self._itself else []))

    def begin(self) -> None:
        """Hide the target until its turn comes."""
        self._looks = [Look.of(part) for part in self._source.get_family()] if self._itself else []
        self._lane: Lane | None = None
        self._chosen = False
        super().begin()

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Remove the source's light, and a source that has gone."""
        super().clean_up_from_scene(scene)
        scene.remove(self._light, *(self._source.get_family() if self._itself else ()))

    def interpolate_mobject(self, alpha: float) -> None:
        """Draw the target on its way."""
        share = float(self.rate_func(alpha))
        if 0 < share < 1 and not self._chosen:
            self._lane, self._chosen = self._choose(), True
            if self._lane is None:
                self._light.add(*_light_behind(self._source))
        lane = self._lane
        if lane is None:
            self._light.set_stroke(opacity=_LIGHT_OPACITY * there_and_back(share) / _LIGHT_SHAPES)
            size, shift, opacity, left = 1.0, np.zeros(3), max(0.0, 2 * share - 1), max(0.0, 1 - 2 * share)
        else:
            size = interpolate(self._size, 1.0, share)
            shift = np.append(lane.at(share) - lane.knots[-1], 0.0)
            left = float(share == 0)
            opacity = 1 - left if self._itself else min(1.0, max(0.0, (share - lane.clear) / _APPEARING))
        for part, look in zip(self._source.get_family() if self._itself else (), self._looks, strict=True):
            look.faded(left).give(part)
        middle = self.starting_mobject.get_center()
        owns = self.starting_mobject.get_family()
        starts = self._looks or map(Look.of, owns)
        for part, own, start in zip(self.mobject.get_family(), owns, starts, strict=True):
            start.between(Look.of(own), share).faded(opacity if share < 1 else 1.0).give(part)
            if share < 1:
                part.points = (own.points - middle) * size + middle + shift

    def _choose(self) -> Lane | None:
        """Return a lane that is free at the moment."""
        start = self.starting_mobject.copy().scale(self._size).move_to(self._source, aligned_edge=self._edge)
        own = {id(part) for part in self.mobject.get_family()}
        standing = [part for part in _standing(self._scene) if id(part) not in own]
        boxes, walls = (np.array(list(map(_box, each))) for each in (standing, self._panels))
        return free_lane(_box(start), _box(self.starting_mobject), boxes, _FRAME, walls, self._air)


def _fitting(source: Mobject, target: Mobject) -> float:
    """Return the size at which the target fits into the source, as a share of its own, within limits."""
    ratio = min(source.width / max(target.width, 1e-9), source.height / max(target.height, 1e-9))
    return min(max(ratio, _LEAST_SIZE), _MOST_SIZE)


def _light_behind(source: Mobject) -> VGroup:
    """Return the soft light along the outlines of a source in their own colours, out at first.

    Outlines of one colour are one path: where the light of neighbours meets, it isn't brighter.
    """
    outlines: dict[str, list[np.ndarray]] = {}
    for part in source.family_members_with_points():
        outlines.setdefault(part.get_color().to_hex(), []).append(np.asarray(part.points))
    light = VGroup()
    for width in np.linspace(0.0, _LIGHT_WIDTH, _LIGHT_SHAPES + 1)[1:]:
        for colour, parts in outlines.items():
            stroke = VMobject(color=colour, joint_type=LineJointType.ROUND)
            light.add(stroke.set_points(np.concatenate(parts)).set_stroke(width=width, opacity=0))
    return light.set_z_index(-0.5)


def _standing(scene: Scene | None) -> Iterator[VMobject]:
    """Yield the glyphs, numbers and discs that can be seen on a scene."""
    for part in scene.get_mobject_family_members() if scene else ():
        if not isinstance(part, VMobject) or not len(part.points):
            continue
        solid = isinstance(part, Readout | Circle) or type(part) is VMobject
        if solid and max(part.get_fill_rgbas()[0, 3], part.get_stroke_rgbas()[0, 3]) > _UNSEEN:
            yield part


def _box(mobject: Mobject) -> np.ndarray:
    """Return the lower left and the upper right corner of a mobject."""
    return np.array([mobject.get_corner(DL)[:2], mobject.get_corner(UR)[:2]])


def fly(source: Mobject, target: VMobject, **options: Any) -> Animation:
    """Return an animation in which ``target`` flies to its place from ``source``, which stays."""
    return Flight(source, target, **options)


def carry(source: VMobject, target: VMobject, **options: Any) -> Animation:
    """Return an animation in which a number flies to its place from ``source``, with the size of its digits."""
    size = _digit_height(source) / _digit_height(target)
    return Flight(source, target, size=size, aligned_edge=RIGHT, **options)


def _digit_height(text: VMobject) -> float:
    """Return the height of a number's digits: of its highest glyph, if each glyph is a mobject."""
    return text.em * _DIGIT_HEIGHT if isinstance(text, Readout) else max(glyph.height for glyph in text)


def assemble(formula: Formula, sources: Mapping[Symbol, Mobject], **options: Any) -> Animation:
    """Return an animation in which the symbols of ``formula`` fly in, one after another; then the rest fades in."""
    flown = {symbol: formula.of(symbol) for symbol in sources}
    moving = {id(glyph) for part in flown.values() for glyph in part}
    rest = VGroup(*(glyph for glyph in formula if id(glyph) not in moving))
    flights = [Flight(sources[symbol], part) for symbol, part in flown.items()]
    return one_by_one(*flights, *([FadeIn(rest)] if len(rest) else []), **options)


def one_by_one(*animations: Animation, **options: Any) -> Animation:
    """Return an animation of several, each of which begins when the one before has nearly ended."""
    return LaggedStart(*animations, lag_ratio=_LAG, **options)


def turn_over(
    old: Sequence[Mobject], new: Sequence[Mobject], *, shift: np.ndarray = ORIGIN, **options: Any
) -> Animation:
    """Return an animation in which new mobjects appear once those that stand in their place have gone.

    The new ones move by ``shift`` on their way in.
    """
    leaving = FadeOut(*old, rate_func=squish_rate_func(smooth, 0, _GONE))
    return AnimationGroup(
        leaving, FadeIn(*new, shift=shift, rate_func=squish_rate_func(smooth, _COMING, 1)), **options
    )


def flip(old: VMobject, new: VMobject, *, rate_func: Callable[[float], float] = smooth, **options: Any) -> Animation:
    """Return an animation in which ``old`` turns around like a card on its way to ``new``, which is its back.

    Outlines keep their shapes, so that either can be read at any time.
    """
    halfway = (old.get_center() + new.get_center()) / 2
    front = _Turned(old, halfway, remover=True, rate_func=lambda t: 1 - min(1.0, 2 * rate_func(t)))
    back = _Turned(new, halfway, introducer=True, rate_func=lambda t: max(0.0, 2 * rate_func(t) - 1))
    return AnimationGroup(front, back, **options)


class _Turned(Transform):
    """A shape from its look on edge, at a point, to its own; or the other way round, if its rate falls."""

    def __init__(self, shape: VMobject, at: np.ndarray, **options: Any):
        self._at = at
        super().__init__(shape, **options)

    def create_target(self) -> Mobject:
        return self.mobject.copy()

    def create_starting_mobject(self) -> Mobject:
        return self.mobject.copy().stretch(_EDGE, 0).move_to(self._at)


def change(mobject: M, into: Callable[[M], object], **options) -> Animation:
    """Return an animation that transforms ``mobject`` into the result of applying ``into`` to a copy."""
    target = mobject.copy()
    into(target)
    return Transform(mobject, target, **options)


def redraw(mobject: Mobject, show: Callable[[float], object], **options) -> Animation:
    """Return an animation that redraws ``mobject`` on each frame: ``show`` is called with its progress, 0 to 1."""
    return UpdateFromAlphaFunc(mobject, lambda _, alpha: show(alpha), **options)
