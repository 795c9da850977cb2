"""The check of ∂C_0/∂a_k by a nudge: both changes under a magnifier, and their ratio as a mark that slides along."""

from dataclasses import replace

from manim import DOWN, LEFT, PI, UP, Animation, FadeIn, Polygon, RoundedRectangle, Square, VGroup

from backprop_core.quantities import Change, cost
from scenes.figures.layered_network.path_bars import PathBars
from scenes.kit.motion.animations import redraw
from scenes.kit.network.neuron import Neuron
from scenes.kit.plot.bars import Bar, BarScale, number_room
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import MEDIUM, SMALL, SMALLEST, THIN
from scenes.numbers.format import clip_decimals
from scenes.numbers.layers import PathSum

# In frame units: inside the panel, the radius of its corners, a bar's height, the gap between names and bars, and
# between these and the ratio; the room for bars at least, if numbers are not to be smaller; the mark's size.
_PADDING, _CORNER, _BAR, _GAP = 0.18, 0.16, 0.2, 0.2
_LEAST_BARS, _MARK = 0.6, 0.24

# The baseline of a name below the middle of its bar, in em; how opaque the cone is.
_DROP, _CONE_OPACITY = 0.25, 0.12


class PathCheck(VGroup):
    """Δa_k and ΔC_0 as bars at one scale, magnified, and their ratio, with a mark on the axis of the derivative.

    Parameters
    ----------
    by
        The size of the nudge.
    places
        The decimals of the ratio.
    neuron
        The neuron that is nudged; the panel is below it.
    bars
        The bars of the derivative, on whose axis the mark slides.
    left, right, top, bottom
        The room, in frame units.

    Notes
    -----
    ``lens``, ``nudge``, ``change``, ``ratio`` and ``mark`` are its parts, to be shown one by one; the mark slides on
    top of the derivative's bar. Names of changes are written without the layer.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        sums: PathSum,
        by: float,
        places: int,
        neuron: Neuron,
        bars: PathBars,
        *,
        left: float,
        right: float,
        top: float,
        bottom: float,
    ):
        theme = typesetter.theme
        a, C, changes = replace(sums.letters[0].bottom.of, layer=None), cost(), sums.changes(by)
        rows = [top + (bottom - top) * share for share in (0.28, 0.72)]
        panel = RoundedRectangle(width=right - left, height=top - bottom, corner_radius=_CORNER, stroke_width=THIN)
        panel.set_stroke(theme.muted).set_fill(theme.panel, opacity=1)
        panel.move_to(((left + right) / 2, (top + bottom) / 2, 0))
        foot = neuron.circle.get_center() + neuron.circle.width / 2 * DOWN
        cone = Polygon(neuron.circle.get_center(), (foot[0] + 0.9, top, 0), (foot[0] - 0.5, top, 0), stroke_width=0)
        cone.set_fill(theme.muted, opacity=_CONE_OPACITY).set_z_index(-2)
        self.lens = VGroup(cone, panel.set_z_index(-1))

        sign = _diamond(theme.text).move_to((0, rows[0], 0))
        ratio = typesetter.formula("{} slash {}", Change(C), Change(a), size=SMALL)
        value = typesetter.formula("= {}", sums.ratio(by), size=SMALL, decimals=places)
        for line, y in ((ratio, rows[0]), (value, rows[1])):
            line.set_x(_MARK, direction=LEFT).on_baseline(y - _DROP * SMALL)
        self.ratio = VGroup(sign, ratio, value)
        self.ratio.shift((right - _PADDING - self.ratio.get_right()[0], 0, 0))

        names = [typesetter.formula("{}", Change(of), size=SMALL) for of in (a, C)]
        for name, y in zip(names, rows, strict=True):
            name.set_x(left + _PADDING, direction=LEFT).on_baseline(y - _DROP * SMALL)
        decimals = [clip_decimals(change, typesetter.decimals) for change in changes]
        pairs = [*zip(changes, decimals, strict=True)]
        end = self.ratio.get_left()[0] - _GAP
        for size in (SMALL, SMALLEST):
            widths = [number_room(typesetter, [change], size=size, decimals=n) for change, n in pairs]
            column = max(name.get_right()[0] for name in names) + max(widths)
            if column + _GAP + _LEAST_BARS < end:
                break
        room = column + _GAP, end
        scale = BarScale.fitting([(0.0, change.value) for change in changes], *room, 0.0)
        self.bars = [
            Bar(typesetter, change, scale, y, height=_BAR, column=column, size=size, decimals=n)
            for change, y, n in zip(changes, rows, decimals, strict=True)
        ]
        self.nudge, self.change = (VGroup(*pair) for pair in zip(names, self.bars, strict=True))
        self.mark = _diamond(theme.text).set_fill(theme.background, opacity=1).set_z_index(1)
        above = bars.total.block.get_top()[1] + self.mark.height / 2
        self._path = bars.axis.zero, bars.axis.x(sums.ratio(by).value), above
        super().__init__(self.lens, self.nudge, self.change, self.ratio, self.mark)

    def magnify(self, **options) -> Animation:
        """Return an animation in which the panel opens below the neuron."""
        return FadeIn(self.lens, shift=0.2 * DOWN, **options)

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
