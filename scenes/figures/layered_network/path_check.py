"""The check of ∂C_0/∂a_k by a nudge: both changes, enlarged, and their ratio as a mark that slides along."""

from dataclasses import replace

from manim import LEFT, PI, RIGHT, UP, Animation, FadeIn, RoundedRectangle, Square, VGroup

from backprop_core.quantities import Change, cost
from scenes.figures.layered_network.path_bars import PathBars
from scenes.kit.motion.animations import redraw
from scenes.kit.plot.bars import Bar, BarScale, number_room
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, NORMAL, SMALL, SMALLEST, THIN
from scenes.numbers.format import clip_decimals
from scenes.numbers.layers import PathSum

# In frame units: inside the panel, the radius of its corners, and the gap between names and bars; the room for bars
# at least, if type is not to be smaller; the mark's size.
_PADDING, _CORNER, _GAP = 0.22, 0.16, 0.25
_LEAST_BARS, _MARK = 2.0, 0.24

# The distance of two rows at least, and a bar's height, in em; the middle of a digit above the baseline, in em.
_ROW, _BAR, _DIGIT_MIDDLE = 1.2, 0.75, 0.325


class PathCheck(VGroup):
    """Δa_k and ΔC_0 as bars at one scale, enlarged, and their ratio, with a mark on the axis of the derivative.

    Parameters
    ----------
    by
        The size of the nudge.
    places
        The decimals of the ratio.
    bars
        The bars of the derivative, on whose axis the mark slides.
    left, right, top, bottom
        The panel's box, in frame units.

    Notes
    -----
    ``panel``, ``names`` of the two changes, their ``bars``, ``ratio`` and ``mark`` are its parts, to be shown one by
    one; the mark slides on top of the derivative's bar. Names of changes are written without the layer.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        sums: PathSum,
        by: float,
        places: int,
        bars: PathBars,
        *,
        left: float,
        right: float,
        top: float,
        bottom: float,
    ):
        theme = typesetter.theme
        a, C, changes = replace(sums.letters[0].bottom.of, layer=None), cost(), sums.changes(by)
        self.panel = RoundedRectangle(
            width=right - left,
            height=top - bottom,
            corner_radius=_CORNER,
            stroke_color=theme.muted,
            stroke_width=THIN,
        )
        self.panel.set_fill(theme.panel, opacity=1).set_z_index(-1)
        self.panel.move_to(((left + right) / 2, (top + bottom) / 2, 0))
        pitch = (top - bottom - _PADDING) / 3
        rows = [top - _PADDING / 2 - (place + 0.5) * pitch for place in range(3)]
        decimals = [clip_decimals(change, typesetter.decimals) for change in changes]
        pairs = [*zip(changes, decimals, strict=True)]
        left, right = left + _PADDING, right - _PADDING
        for size in (NORMAL, LABEL, SMALL, SMALLEST):
            self.names = [typesetter.formula("{}", Change(of), size=size) for of in (a, C)]
            numbers = max(number_room(typesetter, [change], size=size, decimals=n) for change, n in pairs)
            column = left + max(name.width for name in self.names) + _GAP + numbers
            if size * _ROW <= pitch and column + _GAP + _LEAST_BARS < right:
                break
        scale = BarScale.fitting([(0.0, change.value) for change in changes], column + _GAP, right, 0.0)
        self.bars = [
            Bar(typesetter, change, scale, y, height=_BAR * size, column=column, size=size, decimals=n)
            for change, y, n in zip(changes, rows, decimals, strict=False)
        ]
        sign = _diamond(theme.text).move_to((left + _MARK / 2, rows[2], 0))
        ratio = typesetter.formula(
            "{} slash {} = {}", Change(C), Change(a), sums.ratio(by), size=size, decimals=[None, None, places]
        )
        ratio.next_to(sign, RIGHT, buff=_MARK / 2)
        for line, y in zip((*self.names, ratio), rows, strict=True):
            line.on_baseline(y - _DIGIT_MIDDLE * size)
        for name in self.names:
            name.set_x(left, direction=LEFT)
        self.ratio = VGroup(sign, ratio)
        self.mark = _diamond(theme.text).set_fill(theme.background, opacity=1).set_z_index(1)
        above = bars.total.block.get_top()[1] + self.mark.height / 2
        self._path = bars.axis.zero, bars.axis.x(sums.ratio(by).value), above
        super().__init__(self.panel, *self.names, *self.bars, self.ratio, self.mark)

    def show_ratio(self, **options) -> Animation:
        """Return an animation that shows the ratio, and what its mark looks like."""
        return FadeIn(self.ratio, shift=0.2 * UP, **options)

    def slide(self, **options) -> Animation:
        """Return an animation in which the mark slides from zero along the derivative's bar, as far as the ratio."""
        start, end, y = self._path
        return redraw(self.mark, lambda t: self.mark.move_to((start + t * (end - start), y, 0)), **options)


def _diamond(colour: str) -> Square:
    """Return a hollow diamond."""
    return Square(_MARK, color=colour, stroke_width=MEDIUM).rotate(PI / 4)
