"""The picture of the sum over paths: diagram, table, bars, and a check of the derivative by a nudge."""

from collections.abc import Iterator

from manim import LEFT, RIGHT, Animation, AnimationGroup, FadeIn, VGroup

from scenes.figures.layered_network.cost_diagram import LEFT_HALF, CostDiagram
from scenes.figures.layered_network.path_bars import SUM_ROW, PathBars
from scenes.figures.layered_network.path_check import PathCheck
from scenes.figures.layered_network.path_table import PathTable
from scenes.kit.motion.animations import one_by_one
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SMALL, SMALLEST
from scenes.numbers.layers import PathSum

# In frame units: the left ends of the table and of its rule, and the gap below them; the first place of the question;
# the box of the check, below the diagram; the gap between two rows at least.
_TABLE_LEFT, _RULE_LEFT, _GAP = -0.45, -1.9, 0.25
_QUESTION_AT = (3.1, 0.3, 0.0)
_CHECK = {"left": SAFE_LEFT, "right": -0.75, "top": -2.14, "bottom": SAFE_BOTTOM}
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
        self.question[1].next_to(self.table.lead, RIGHT, buff=EQUALS * self.table.size, coor_mask=RIGHT)
        self.question.scale(LARGE / self.table.size).move_to(_QUESTION_AT)
        self.table.spread(min(pitch, _ROW_PITCH))
        places, height = self.table.places, (n + SUM_ROW) * min(pitch, _BAR_PITCH)
        spare = room - n * min(pitch, _ROW_PITCH) - height
        bottom = SAFE_BOTTOM + max(0.0, spare - _GAP) / 2
        self.bars = PathBars(typesetter, sums, places, **half, top=bottom + height, bottom=bottom)
        neuron = self.diagram.neuron(self.diagram.L - 1, sums.part.watch.k)
        self.check = PathCheck(typesetter, sums, by, places, neuron, self.bars, **_CHECK)

    def work_out(self) -> Iterator[Animation]:
        """Yield the animations of one path after another: its pieces become factors; product and bar follow."""
        seconds = min(_PATH_TIME, _PATHS_TIME / len(self.table.rows))
        for j, row in enumerate(self.table.rows):
            yield self.diagram.light_only(j, run_time=_HIGHLIGHT_TIME)
            yield AnimationGroup(
                FadeIn(row.head, *row.links), one_by_one(*map(FadeIn, row.cells)), run_time=0.4 * seconds
            )
            if row.product:
                yield FadeIn(row.product, shift=0.2 * LEFT, run_time=0.2 * seconds)
            yield self.bars.bars[j].grow(run_time=0.4 * seconds)
