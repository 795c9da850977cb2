"""Soft bands behind the layers of a network, headed by the letters that number their neurons."""

from manim import DOWN, Animation, AnimationGroup, Circle, FadeIn, FadeOut, ManimColor, RoundedRectangle, VGroup

from scenes.kit.motion.animations import change
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import NORMAL, THICK

SIDE = 0.05
"""How far a band reaches beyond its neurons to the sides, in frame units."""

# How far it reaches up and down, from it up to its letter's baseline, with room for the tail of a j, and how much of
# the text's colour the band has; how far a letter drops in; between a neuron and its ring: all in frame units.
_END, _LETTER_RISE, _SHADE = 0.14, 0.215, 0.09
_DROP, _RING_GAP = 0.45, 0.05


class ColumnHead(VGroup):
    """A band behind a layer, and above it a letter.

    Parameters
    ----------
    column
        The layer's neurons, from top to bottom.
    letter
        The letter, Typst mathematics.

    Notes
    -----
    ``band`` and ``letter`` are its parts. ``rings`` are around the neurons, to be shown one by one.
    """

    def __init__(self, typesetter: Typesetter, column: VGroup, letter: str):
        theme = typesetter.theme
        ground, light = ManimColor(theme.background), ManimColor(theme.text)
        self.band = RoundedRectangle(
            width=column.width + 2 * SIDE,
            height=column.height + 2 * _END,
            corner_radius=column.width / 2,
            stroke_width=0,
            fill_color=ground.interpolate(light, _SHADE),
            fill_opacity=1,
        )
        self.band.move_to(column).set_z_index(-2)
        self.letter = typesetter.formula(letter, size=NORMAL).set_x(self.band.get_x())
        self.letter.on_baseline(self.band.get_top()[1] + _LETTER_RISE)
        ring = Circle(column.width / 2 + _RING_GAP, color=theme.highlight, stroke_width=THICK)
        self.rings = VGroup(*(ring.copy().move_to(neuron) for neuron in column))
        self._colours = theme.text, theme.highlight
        super().__init__(self.band, self.letter)

    def drop(self, **options) -> Animation:
        """Return an animation in which the band appears, and its letter drops in, amber for now."""
        self.letter.set_color(self._colours[1])
        return AnimationGroup(FadeIn(self.band), FadeIn(self.letter, shift=_DROP * DOWN), **options)

    def settle(self, **options) -> Animation:
        """Return an animation in which the letter takes its usual colour."""
        return change(self.letter, lambda letter: letter.set_color(self._colours[0]), **options)

    def glide(self, there: "ColumnHead", **options) -> Animation:
        """Return an animation in which the letter moves to the place of another head's, and so does the band."""
        gone, self.band = self.band, there.band
        letter = change(self.letter, lambda letter: letter.move_to(there.letter))
        return AnimationGroup(FadeOut(gone), letter, FadeIn(self.band), **options)
