"""Where everything stands when the paths from one neuron to the cost are worked out and added up."""

from collections.abc import Iterator

from manim import LEFT, Animation, AnimationGroup, FadeIn, VGroup

from scenes.figures.layered_network.cost_diagram import LEFT_HALF, CostDiagram
from scenes.figures.layered_network.path_bars import SUM_ROW, PathBars
from scenes.figures.layered_network.path_check import PathCheck
from scenes.figures.layered_network.path_table import PathTable
from scenes.kit.grow_from import emerge
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LARGE, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SMALL, SMALLEST
from scenes.numbers.path_sum import PathSum

# In frame units: the table on the right, where the rule may begin further left, with the bars below; the question
# in its place at first; the check below the diagram; the air between two rows at least.
_TABLE_LEFT, _RULE_LEFT, _GAP = -0.45, -2.2, 0.25
_QUESTION, _CHECK_RIGHT = (3.2, 0.3, 0.0), -0.85
_AIR = 0.03

# The distance of two bars and of two rows at most; the type's size in a crowd, times the number of rows.
_BAR_PITCH, _ROW_PITCH, _CROWD = 0.8, 1.04, 1.9

# How long it takes to work out a path, and all of them, at most; and to turn to the next, in seconds.
_PATH_TIME, _PATHS_TIME, _TURN_TIME = 3.0, 15.0, 0.4


class PathStage:
    """The diagram on the left, the table and the bars on the right, and the check of the sum.

    Parameters
    ----------
    sums
        The numbers that are shown.
    by
        How far the activation is nudged for the check.

    Notes
    -----
    ``diagram``, ``question``, ``table``, ``bars`` and ``check`` stand where they will be seen.
    """

    def __init__(self, pen: Pen, sums: PathSum, by: float):
        n, half = len(sums.products), {"left": _TABLE_LEFT, "right": SAFE_RIGHT}
        self.diagram = CostDiagram(pen, sums, **LEFT_HALF)
        for largest, smallest in ((_CROWD / n, SMALL), (SMALLEST, SMALLEST)):
            place = {"top": SAFE_TOP, "rule_left": _RULE_LEFT, **half}
            self.table = PathTable(pen, sums, **place, largest=largest, smallest=smallest)
            room = self.table.rule.get_bottom()[1] - SAFE_BOTTOM - _GAP
            pitch = room / (n + n + SUM_ROW)
            if self.table.tallest < pitch - _AIR:
                break
        self.question = VGroup(self.table.lead, self.table.question).copy()
        self.question.scale(LARGE / self.table.size).move_to(_QUESTION)
        self.table.spread(min(pitch, _ROW_PITCH))
        places, height = self.table.places, (n + SUM_ROW) * min(pitch, _BAR_PITCH)
        spare = room - n * min(pitch, _ROW_PITCH) - height
        bottom = SAFE_BOTTOM + max(0.0, spare - _GAP) / 2
        self.bars = PathBars(pen, sums, places, **half, top=bottom + height, bottom=bottom)
        below = self.diagram.get_bottom()[1] + self.diagram.rise - _GAP
        box = {"left": SAFE_LEFT, "right": _CHECK_RIGHT, "top": below, "bottom": SAFE_BOTTOM}
        self.check = PathCheck(pen, sums, by, places, **box)

    def work_out(self) -> Iterator[Animation]:
        """Yield the moves for each path in turn: its pieces become factors; then come the product and its bar."""
        seconds = min(_PATH_TIME, _PATHS_TIME / len(self.table.rows))
        for j, (row, path) in enumerate(zip(self.table.rows, self.diagram.paths, strict=True)):
            yield self.diagram.light_only(j, run_time=_TURN_TIME)
            flights = [emerge(*pair) for pair in zip(path, row.cells, strict=True)]
            yield AnimationGroup(FadeIn(row.head, *row.links), *flights, run_time=0.4 * seconds)
            if row.product:
                yield FadeIn(row.product, shift=0.2 * LEFT, run_time=0.2 * seconds)
            yield self.bars.bars[j].grow(run_time=0.4 * seconds)
