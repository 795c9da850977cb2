"""The picture of the sum over paths: diagram, table, bars, and a check of the derivative by a nudge."""

from collections.abc import Iterator
from functools import partial

from manim import LEFT, Animation, AnimationGroup, FadeIn, FadeOut, VGroup

from scenes.figures.layered_network.cost_diagram import CostDiagram
from scenes.figures.layered_network.equations import paint
from scenes.figures.layered_network.path_bars import SUM_ROW, PathBars
from scenes.figures.layered_network.path_check import PathCheck
from scenes.figures.layered_network.path_table import PathTable
from scenes.kit.motion.animations import change, fly, one_by_one
from scenes.kit.network.stage import LEFT_HALF
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, NORMAL, SAFE_BOTTOM, SAFE_RIGHT, SAFE_TOP, SMALL, SMALLEST
from scenes.numbers.layers import PathSum

# In frame units: the left ends of the table and of its rule, and the gap below them; the first place of the question;
# the left end of the check; the gap between two rows at least.
_TABLE_LEFT, _RULE_LEFT, _GAP = -0.45, -1.9, 0.25
_CHECK_LEFT = -0.25
_QUESTION_AT = (3.1, 0.3, 0.0)
_LEAST_ROW_GAP = 0.03

# The type's size of a question mark, in sizes of what is asked.
_QUESTION = 1.7

# The distance of two bars and of two rows at most, in frame units; the type's size at most, times the number of rows.
_BAR_PITCH, _ROW_PITCH, _SIZE_TIMES_ROWS = 0.8, 1.04, 1.9

# How long it takes to work out a path and all of them at most, and to highlight the next one, in seconds.
_PATH_TIME, _PATHS_TIME, _HIGHLIGHT_TIME = 3.0, 15.0, 0.4


class PathStage:
    """The diagram on the left, the table and the bars on the right, the check in the place of the numbers.

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
        self._colours = typesetter.theme.highlight, typesetter.theme.text
        n, half = len(sums.products), {"left": _TABLE_LEFT, "right": SAFE_RIGHT}
        self.diagram = CostDiagram(typesetter, sums, **LEFT_HALF)
        for largest, smallest in ((min(NORMAL, _SIZE_TIMES_ROWS / n), SMALL), (SMALLEST, SMALLEST)):
            place = {"top": SAFE_TOP, "rule_left": _RULE_LEFT, **half}
            self.table = PathTable(typesetter, sums, **place, largest=largest, smallest=smallest)
            room = self.table.rule.get_bottom()[1] - SAFE_BOTTOM - _GAP
            pitch = room / (n + n + SUM_ROW)
            if self.table.tallest < pitch - _LEAST_ROW_GAP:
                break
        lead = self.table.lead.copy()
        mark = typesetter.formula("?", size=_QUESTION * self.table.size).match_y(lead.rest())
        self.question = VGroup(lead, mark.set_x(lead.get_right()[0] + EQUALS * self.table.size, direction=LEFT))
        self.question.scale(LARGE / self.table.size).move_to(_QUESTION_AT)
        self.table.spread(min(pitch, _ROW_PITCH))
        places, height = self.table.places, (n + SUM_ROW) * min(pitch, _BAR_PITCH)
        spare = room - n * min(pitch, _ROW_PITCH) - height
        bottom = SAFE_BOTTOM + max(0.0, spare - _GAP) / 2
        self.bars = PathBars(typesetter, sums, places, **half, top=bottom + height, bottom=bottom)
        box = {"left": _CHECK_LEFT, "right": SAFE_RIGHT, "top": self.table.rule.get_bottom()[1] - _GAP / 2}
        self.check = PathCheck(typesetter, sums, by, places, self.bars, **box, bottom=bottom + height + _GAP / 2)

    def ask_below(self, **options) -> Animation:
        """Return an animation in which the question goes down to where its answer will be, at the zero line."""
        bars = self.bars
        moved = AnimationGroup(FadeOut(self.question), fly(self.question[0], bars.label))
        return one_by_one(moved, FadeIn(bars.zero, bars.unknown), **options)

    def work_out(self) -> Iterator[Animation]:
        """Yield the animations of one path after another: its pieces become factors, and their product a bar."""
        seconds = min(_PATH_TIME, _PATHS_TIME / len(self.table.rows))
        amber, white = (partial(paint, colour) for colour in self._colours)
        heads = [row.head for row in self.table.rows]
        for j, row in enumerate(self.table.rows):
            amber(row.head)
            done = [change(head, white) for head in heads[max(0, j - 1) : j]]
            yield AnimationGroup(self.diagram.light_only(j), *done, FadeIn(row.head), run_time=_HIGHLIGHT_TIME)
            yield one_by_one(*(FadeIn(cell, shift=0.2 * LEFT) for cell in row.cells), run_time=0.4 * seconds)
            yield self.bars.bars[j].grow(run_time=0.5 * seconds)
        yield AnimationGroup(self.diagram.light_only(), change(heads[-1], white), run_time=_HIGHLIGHT_TIME)
