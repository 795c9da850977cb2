"""The picture of the sum over paths: diagram, table, bars, and a check of the derivative by a nudge."""

from collections.abc import Iterator

from manim import LEFT, Animation, AnimationGroup, FadeIn, FadeOut, VGroup, there_and_back

from scenes.figures.layered_network.cost_diagram import CostDiagram
from scenes.figures.layered_network.path_bars import CHECK_ROW, SUM_ROW, PathBars
from scenes.figures.layered_network.path_check import PathCheck
from scenes.figures.layered_network.path_table import PathTable
from scenes.kit.motion.animations import change, fly, one_by_one
from scenes.kit.motion.lights import Glow
from scenes.kit.network.stage import LEFT_HALF
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LARGE, NORMAL, SAFE_BOTTOM, SAFE_RIGHT, SAFE_TOP, SMALL, SMALLEST
from scenes.numbers.layers import PathSum

# The left end of table and bars, in frame units, and the gap between them, in rows; the first place of the question,
# and the gap between two rows at least, in frame units.
_LEFT, _GAP = -0.3, 0.8
_QUESTION_AT = (3.1, 0.3, 0.0)
_LEAST_ROW_GAP = 0.03

# The type's size of a question mark, in sizes of what is asked.
_QUESTION = 1.7

# The type's size of rows with all their digits at least, in frame units.
_LEAST_SIZE = 0.93 * SMALL

# The distance of two bars and of two rows at most, in frame units; the type's size at most, times the number of rows.
_BAR_PITCH, _ROW_PITCH, _SIZE_TIMES_ROWS = 0.8, 1.04, 1.9

# How long it takes to work out the first path, each other one and all others at most, and to highlight the next one,
# in seconds.
_FIRST_TIME, _PATH_TIME, _OTHERS_TIME, _HIGHLIGHT_TIME = 4.0, 1.7, 10.0, 0.4


class PathStage:
    """The diagram on the left, the table and the bars on the right, and the check in both.

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
        self._typesetter = typesetter
        n, half = len(sums.products), {"left": _LEFT, "right": SAFE_RIGHT}
        self.diagram = CostDiagram(typesetter, sums, **LEFT_HALF)
        for largest, smallest in ((min(NORMAL, _SIZE_TIMES_ROWS / n), _LEAST_SIZE), (SMALLEST, SMALLEST)):
            self.table = PathTable(typesetter, sums, **half, top=SAFE_TOP, largest=largest, smallest=smallest)
            room = self.table.rule.get_bottom()[1] - SAFE_BOTTOM
            pitch = room / (n + _GAP + n + SUM_ROW + CHECK_ROW)
            if self.table.tallest < pitch - _LEAST_ROW_GAP:
                break
        lead, size = self.table.lead.copy(), self.table.rule_size
        mark = typesetter.formula("?", size=_QUESTION * size).match_y(lead.rest())
        self.question = VGroup(lead, mark.set_x(lead.get_right()[0] + self.table.space, direction=LEFT))
        self.question.scale(LARGE / size).move_to(_QUESTION_AT)
        self.table.spread(min(pitch, _ROW_PITCH))
        places, height = self.table.places, (n + SUM_ROW + CHECK_ROW) * min(pitch, _BAR_PITCH)
        top = SAFE_BOTTOM + height
        box = half | {"top": top, "bottom": SAFE_BOTTOM}
        self.bars = PathBars(typesetter, sums, places, **box, largest=self.table.size)
        self.check = PathCheck(typesetter, sums, by, places, self.diagram, self.table, self.bars)

    def ask(self, **options) -> Animation:
        """Return an animation in which the watched neuron lights up, and the question appears."""
        glow = FadeIn(Glow(self._typesetter, self.diagram.watched.circle), rate_func=there_and_back, remover=True)
        return AnimationGroup(glow, FadeIn(self.question), **options)

    def take_one(self, **options) -> Animation:
        """Return an animation in which only the first path stays lit, and the question goes to its answer's place.

        There, the line appears from which bars will grow.
        """
        bars = self.bars
        below = fly(self.question[0], bars.label), FadeIn(bars.unknown, bars.zero)
        return AnimationGroup(
            self.diagram.light_only(0),
            FadeOut(self.question),
            one_by_one(*below),
            **options,
        )

    def work_out(self) -> Iterator[Animation]:
        """Yield the animations of one path after another: its pieces become factors, and their product a bar."""
        rows = self.table.rows
        others = min(_PATH_TIME, _OTHERS_TIME / len(rows))
        for j, row in enumerate(rows):
            seconds = others if j else _FIRST_TIME
            lit = [self.diagram.light_only(j)] if j else []
            yield AnimationGroup(*lit, FadeIn(row.head), run_time=_HIGHLIGHT_TIME)
            yield row.show_factors(run_time=0.5 * seconds)
            yield self.bars.grow(j, row.head, VGroup(*row.cells), run_time=0.5 * seconds)
        yield self.diagram.light_only(run_time=_HIGHLIGHT_TIME)

    def dim_rows(self, **options) -> Animation:
        """Return an animation that dims the numbers of the paths."""
        return AnimationGroup(
            *(change(row, lambda each: each.set_opacity(DIM)) for row in self.table.rows), **options
        )
