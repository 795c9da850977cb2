"""The check of ∂C_0/∂a_k by a nudge: changes where they happen, their quotient, and its mark on the bars' axis."""

from dataclasses import replace
from itertools import product

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    Line,
    Square,
    VGroup,
    linear,
    smooth,
    squish_rate_func,
)

from backprop_core.quantities import Change, cost
from scenes.figures.layered_network.cost_diagram import CostDiagram
from scenes.figures.layered_network.path_bars import MARK, PathBars
from scenes.figures.layered_network.path_table import PathTable
from scenes.kit.layout import kept_inside, width_from
from scenes.kit.motion.animations import change, fly, one_by_one, redraw
from scenes.kit.motion.lights import Glow
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, MEDIUM, SAFE_BOTTOM, SAFE_RIGHT, SMALLEST, THIN
from scenes.numbers.format import as_printed, clip_decimals, decimals_for_smallest
from scenes.numbers.layers import PathSum

# In frame units: below names, and beside marks; from the cost down to its values at least; below the last layer; from
# the line to the cost and to its values.
_BELOW, _DROP, _CLEAR, _LINE_GAP = 0.13, 0.6, 0.22, 0.09

# The opacity of the cost's value that has passed.
_PASSED = 0.6

# The type's sizes, of which the first is taken that fits, and the space between two lines, in em.
_SIZES, _BETWEEN = np.linspace(LABEL, SMALLEST, 8), 0.3

# Above and below the quotient, in frame units.
_ABOVE = 0.2

# The middle of a digit above the baseline, in em.
_DIGIT_MIDDLE = 0.325

# The digits of its change that the cost shows: as many of these as there are decimals for.
_DIGITS = (1, 2, 3)

# The parts of a light's run, from 0 to 1, in which the last layer feels it, and in which the cost does.
_AT_LAYER, _AT_COST = (0.37, 0.62), (0.72, 0.97)


class PathCheck(VGroup):
    """Δa_k below the nudged neuron, ΔC_0 and C_0 below the network, and their ratio on the axis of the derivative.

    Parameters
    ----------
    by
        The size of the nudge.
    places
        The decimals of the ratio.
    diagram
        The diagram in which the nudge happens.
    table
        The table above the bars; the quotient takes the place of its rows.
    bars
        The bars of the derivative; below that of the sum, a mark slides along their axis as far as the ratio.

    Notes
    -----
    ``before``, the cost without the nudge, with a ``line`` to it from the cost, ``cost``, its live value below, the
    changes ``da`` and ``dC``, their ``quotient``, and ``label``, ``mark`` and ``number`` of the ratio are its parts,
    to be shown one by one.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        sums: PathSum,
        by: float,
        places: int,
        diagram: CostDiagram,
        table: PathTable,
        bars: PathBars,
    ):
        theme, self._sums, self._by = typesetter.theme, sums, by
        self._diagram, self._table = diagram, table
        a, C = sums.letters[0].bottom.of, cost()
        da, dC = sums.changes(by)
        decimals = [clip_decimals(change, typesetter.decimals) for change in (da, dC)]
        shown = max(typesetter.decimals, *(decimals_for_smallest(dC.value, digits=n) for n in _DIGITS))
        costs = [sums.cost(0.0), sums.cost(by)]
        seen = len({as_printed(each.value, shown) for each in costs}) > 1 or not dC.value
        written = "{}" if seen else "approx {}"  # beside a change, equal numbers are only nearly so
        box = diagram.box
        # If it can be, well before the names of the derivatives to the right.
        for right, size in product((box.get_x(), float(box.get_right()[0])), _SIZES):
            self.before = typesetter.formula(written, costs[0], size=size, decimals=shown)
            self.cost = LiveFormula(typesetter, written, costs, size=size, decimals=shown)
            self.da, self.dC = (
                typesetter.formula("{}", change, size=size, decimals=n, signed=True)
                for change, n in zip((da, dC), decimals, strict=True)
            )
            values = VGroup(self.before, self.cost, self.dC).arrange(DOWN, buff=_BETWEEN * size, aligned_edge=RIGHT)
            kept_inside(values, diagram.watched.get_right()[0], right).set_x(right, direction=RIGHT)
            low = box.get_bottom()[1] - _DROP, diagram.clear_below(values.get_left()[0] - _BELOW) - _CLEAR
            if values.set_y(min(low), direction=UP).get_bottom()[1] >= SAFE_BOTTOM:
                break
        end = diagram.names[0].get_right()[0]
        kept_inside(self.da, right=end).next_to(diagram.names[0], DOWN, _BELOW).set_x(end, direction=RIGHT)
        low, top = box.get_bottom()[1] - _LINE_GAP, self.before.get_top()[1] + _LINE_GAP
        x = min(box.get_x(), self.before[-1].get_x())
        self.line = Line((x, low, 0), (x, top, 0), stroke_width=THIN, color=theme.C)
        ratio, axis = sums.ratio(by), bars.axis
        divided = as_printed(dC.value, decimals[1]) / as_printed(da.value, decimals[0])
        relation = "=" if as_printed(divided, places) == as_printed(ratio.value, places) else "approx"
        names, numbers = (Change(C), Change(a)), (dC, da, ratio)
        self.quotient = typesetter.formula(
            f"{{}}/{{}} = {{}}/{{}} {relation} {{}}",
            *names,
            *numbers,
            decimals=[None, None, *reversed(decimals), places],
            signed=True,
        )
        top, low, left = table.rule.get_bottom()[1], bars.zero.get_top()[1], bars.label.get_left()[0]
        _, equals, *_ = self.quotient.rest()
        sign = table.lead.rest().get_x()
        shares = (
            (sign - left) / (equals.get_x() - self.quotient.get_left()[0]),
            (top - low - 2 * _ABOVE) / self.quotient.height,
            width_from(left) / self.quotient.width,
        )
        self.quotient.scale(min(shares)).set_y((top + low) / 2)
        kept_inside(self.quotient.shift((sign - equals.get_x()) * RIGHT), left)
        self.label = typesetter.formula("{} slash {}", Change(C), Change(a), size=bars.size)
        self.mark = Square(2**0.5 * MARK, color=theme.text, stroke_width=MEDIUM).rotate(PI / 4)
        self.mark.set_fill(theme.background, opacity=1).set_z_index(1)
        self._level, self._blocks = bars.low, [bar.block for bar in (*bars.bars, bars.total)]
        kept_inside(self.label.set_x(left, direction=LEFT), left, axis.zero - _BELOW).on_baseline(
            bars.low - _DIGIT_MIDDLE * bars.size
        )
        beyond = bars.zero.get_bottom()[1], 2 * bars.low - bars.zero.get_bottom()[1]
        self._zero = axis.upright(0.0, *beyond, colour=theme.muted, width=THIN)
        self._ends = axis.zero, axis.x(ratio.value)
        above, beside = bars.total.number, MARK + _BELOW
        self.number = typesetter.formula("{}", ratio, size=bars.size, decimals=places, signed=True)
        end = self._ends[1] - beside
        self.number.set_x(max(above.get_left()[0], self._ends[1] + beside), direction=LEFT)
        if self.number.get_right()[0] > SAFE_RIGHT:
            self.number.scale(min(1.0, (end - axis.zero - _BELOW) / self.number.width)).set_x(end, direction=RIGHT)
        self.number.on_baseline(self.label.baseline)
        self._glow = Glow(typesetter, diagram.watched.circle)
        super().__init__(self.before, self.cost, self.line, self.da, self.dC, self.quotient)
        self.add(self._zero, self.label, self.mark, self.number)

    def show_cost(self) -> Animation:
        """Return an animation that shows the cost's value, and a line that leads to it."""
        return one_by_one(Create(self.line), FadeIn(self.before))

    def nudge(self, **options) -> Animation:
        """Return an animation in which a_k changes, and the change appears below its name.

        The cost comes once more below its value before the nudge, which is dimmed.
        """
        ticking = redraw(self._diagram.watched, self._show_neuron)
        kept = change(self.before, lambda number: number.set_opacity(_PASSED))
        return AnimationGroup(FadeIn(self._glow), ticking, FadeIn(self.da, self.cost), kept, **options)

    def propagate(self, **options) -> Animation:
        """Return an animation of a light along all paths: as it arrives, the last layer and then the cost change."""
        light = self._diagram.light_every_way()
        outputs = self._diagram.column(self._diagram.L)
        moves = (
            redraw(outputs, self._show_outputs, rate_func=squish_rate_func(smooth, *_AT_LAYER)),
            redraw(self.cost, self._show_cost, rate_func=squish_rate_func(smooth, *_AT_COST)),
        )
        return AnimationGroup(light.run(rate_func=linear), *moves, **options)

    def show_change(self, **options) -> Animation:
        """Return an animation that shows by how much the cost has changed."""
        return FadeIn(self.dC, **options)

    def divide(self, **options) -> Animation:
        """Return an animation in which the table's rows leave, and the changes become a quotient in their place.

        The rule, with nothing below its factors any more, closes.
        """
        quotient = self.quotient
        flights = fly(self.dC, quotient.argument(2)), fly(self.da, quotient.argument(3))
        rest = FadeIn(quotient.argument(0, 1, 4), quotient.rest())
        left = AnimationGroup(FadeOut(*self._table.rows), self._table.close())
        return one_by_one(left, *flights, rest, **options)

    def slide(self, **options) -> Animation:
        """Return an animation in which a mark slides from zero to the ratio, below the derivative's bar.

        The ratio's number comes after it.
        """
        shown = FadeIn(self.label, self._zero, self._slid(0.0))
        number = fly(self.quotient.argument(4), self.number, panels=self._blocks)
        return one_by_one(shown, redraw(self.mark, self._slid), number, **options)

    def _slid(self, t: float) -> Square:
        start, end = self._ends
        return self.mark.move_to((start + t * (end - start), self._level, 0))

    def _show_neuron(self, t: float) -> None:
        _, held = self._sums.nudged(self._by * t)
        self._diagram.watched.show(replace(held, given=(held,)))

    def _show_outputs(self, t: float) -> None:
        self._diagram.follow(*self._sums.nudged(self._by * t))

    def _show_cost(self, t: float) -> None:
        self.cost.show(self._sums.cost(self._by * t))
