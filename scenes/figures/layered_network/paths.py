"""The picture of the sum over paths: diagram, table, bars, and a check of the derivative by a nudge."""

from collections.abc import Iterator
from dataclasses import replace

from manim import LEFT, Animation, AnimationGroup, FadeIn, VGroup, VMobject

from backprop_core.quantities import Change, cost
from scenes.figures.layered_network.cost_diagram import LEFT_HALF, CostDiagram
from scenes.figures.layered_network.path_bars import SUM_ROW, PathBars
from scenes.figures.layered_network.path_table import PathTable
from scenes.kit.animations import fly, one_by_one
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, LARGE, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SMALL, SMALLEST
from scenes.numbers.layers import PathSum

# From one line to the next, and from the nudge to the change, in em.
_LEADING, _NUDGE_GAP = 1.3, 1.0


class PathCheck(VGroup):
    """Δa_k and ΔC_0, below them their ratio, and below that the derivative, equals signs in one column.

    Parameters
    ----------
    by
        The size of the nudge.
    places
        The decimals of the ratio and the derivative.
    left, right, top, bottom
        The room, in frame units.

    Notes
    -----
    ``nudge``, ``change``, ``ratio`` and ``derivative`` are its parts, to be shown one by one. Names of changes are
    written without the layer.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        sums: PathSum,
        by: float,
        places: int,
        *,
        left: float,
        right: float,
        top: float,
        bottom: float,
    ):
        a, C, (da, dC) = replace(sums.letters[0].bottom.of, layer=None), cost(), sums.changes(by)
        self.nudge, self.change = (
            typesetter.formula("{} = {}", Change(of), value, size=LABEL) for of, value in ((a, da), (C, dC))
        )
        self.ratio, self.derivative = (
            typesetter.formula(
                "{} slash {} = {}", Change(C, sign), Change(a, sign), value, size=LABEL, decimals=places
            )
            for sign, value in (("Δ", sums.ratio(by)), ("∂", sums.total))
        )
        for place, line in enumerate((self.ratio, self.derivative), start=1):
            line.on_baseline(-place * _LEADING * LABEL).shift((-line.rest()[-1].get_left()[0], 0, 0))
        x = VGroup(self.ratio, self.derivative).get_left()[0]
        for line in (self.nudge, self.change):
            x = line.on_baseline(0).set_x(x, direction=LEFT).get_right()[0] + _NUDGE_GAP * LABEL
        super().__init__(self.nudge, self.change, self.ratio, self.derivative)
        fitting = min((right - left) / self.width, (top - bottom) / self.height, 1.0)
        self.scale(max(fitting, SMALLEST / LABEL))
        self.move_to(((left + right) / 2, max((top + bottom) / 2, bottom + self.height / 2), 0))

    def compare(self, total: VMobject, **options) -> Animation:
        """Return an animation in which the derivative's number comes from that of the sum."""
        names = FadeIn(self.derivative.argument(0, 1), self.derivative.rest())
        return AnimationGroup(fly(total, self.derivative.argument(2)), names, **options)


# In frame units: the left ends of the table and of its rule, and the gap below them; the first place of the question;
# the right end of the check; the gap between two rows at least.
_TABLE_LEFT, _RULE_LEFT, _GAP = -0.45, -2.2, 0.25
_QUESTION_AT, _CHECK_RIGHT = (3.2, 0.3, 0.0), -0.85
_LEAST_ROW_GAP = 0.03

# The distance of two bars and of two rows at most, in frame units; the type's size at most, times the number of rows.
_BAR_PITCH, _ROW_PITCH, _SIZE_TIMES_ROWS = 0.8, 1.04, 1.9

# How long it takes to work out a path and all of them at most, and to highlight the next one, in seconds.
_PATH_TIME, _PATHS_TIME, _HIGHLIGHT_TIME = 3.0, 15.0, 0.4


class PathStage:
    """The diagram on the left, the table and the bars on the right, and the check below the diagram.

    Parameters
    ----------
    sums
        The sum that is shown.
    by
        The nudge of the activation in the check.

    Notes
    -----
    The parts, each in its place, are ``diagram``, ``question``, ``table``, ``bars`` and ``check``.
    """

    def __init__(self, typesetter: Typesetter, sums: PathSum, by: float):
        n, half = len(sums.products), {"left": _TABLE_LEFT, "right": SAFE_RIGHT}
        self.diagram = CostDiagram(typesetter, sums, **LEFT_HALF)
        for largest, smallest in ((_SIZE_TIMES_ROWS / n, SMALL), (SMALLEST, SMALLEST)):
            place = {"top": SAFE_TOP, "rule_left": _RULE_LEFT, **half}
            self.table = PathTable(typesetter, sums, **place, largest=largest, smallest=smallest)
            room = self.table.rule.get_bottom()[1] - SAFE_BOTTOM - _GAP
            pitch = room / (n + n + SUM_ROW)
            if self.table.tallest < pitch - _LEAST_ROW_GAP:
                break
        self.question = VGroup(self.table.lead, self.table.question).copy()
        self.question.scale(LARGE / self.table.size).move_to(_QUESTION_AT)
        self.table.spread(min(pitch, _ROW_PITCH))
        places, height = self.table.places, (n + SUM_ROW) * min(pitch, _BAR_PITCH)
        spare = room - n * min(pitch, _ROW_PITCH) - height
        bottom = SAFE_BOTTOM + max(0.0, spare - _GAP) / 2
        self.bars = PathBars(typesetter, sums, places, **half, top=bottom + height, bottom=bottom)
        below = self.diagram.get_bottom()[1] + self.diagram.rise - _GAP
        box = {"left": SAFE_LEFT, "right": _CHECK_RIGHT, "top": below, "bottom": SAFE_BOTTOM}
        self.check = PathCheck(typesetter, sums, by, places, **box)

    def work_out(self) -> Iterator[Animation]:
        """Yield the animations of one path after another: its pieces become factors; product and bar follow."""
        seconds = min(_PATH_TIME, _PATHS_TIME / len(self.table.rows))
        for j, (row, path) in enumerate(zip(self.table.rows, self.diagram.paths, strict=True)):
            yield self.diagram.light_only(j, run_time=_HIGHLIGHT_TIME)
            flights = [fly(*pair) for pair in zip(path, row.cells, strict=True)]
            yield AnimationGroup(FadeIn(row.head, *row.links), one_by_one(*flights), run_time=0.4 * seconds)
            if row.product:
                yield FadeIn(row.product, shift=0.2 * LEFT, run_time=0.2 * seconds)
            yield self.bars.bars[j].grow(run_time=0.4 * seconds)
