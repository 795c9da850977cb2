"""A quantity as a sum: the rule in letters, below it each term in numbers, wrapped, and the result."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from manim import DOWN, LEFT, Animation, AnimationGroup, FadeIn, Succession, VGroup, VMobject

from backprop_core.quantities import Quantity
from scenes.kit.grow_from import emerge
from scenes.kit.layout import HEIGHT, centred, width_from
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import LARGE, MOVE, NORMAL, SMALLEST
from scenes.numbers.format import as_printed
from scenes.numbers.language import exact_decimals

# Air after a sign and around a plus; from one row to the next, if there is more than the least air between them, and
# to what follows; all in em.
_AIR, _LEADING, _LEAST, _SPACE = 0.3, 1.35, 0.08, 2.0

# Decimals at most, and how long it takes to write all terms and the result at most, in seconds.
_MOST, _LONGEST = 6, 5.0


@dataclass(frozen=True)
class Term:
    """One term: a template, the quantities that stand in it, and how its value follows from theirs."""

    template: str
    quantities: tuple[Quantity, ...]
    value: Callable[[Sequence[float]], float]

    def decimals(self, most: int, least: int) -> list[int]:
        """Return the decimals of its numbers; one that somebody chose has none that are idle, but ``least``."""
        return [max(least, min(most, exact_decimals(q.value))) for q in self.quantities]

    def as_printed(self, decimals: Iterable[int]) -> float:
        """Return the value that a viewer finds from the printed numbers."""
        return self.value([as_printed(q.value, n) for q, n in zip(self.quantities, decimals, strict=True)])


class WrittenSum(VGroup):
    """Name = rule, = term + term + …, = result; the signs that rows begin with in one column, and points too.

    The numbers have decimals enough to add up to the result, or the sign before it says that they don't quite.

    Parameters
    ----------
    name, rule
        The first row: what it is about, and a formula that begins with an equals sign.
    terms
        What is added.
    result
        The sum.
    most
        How many terms a row may have.
    left
        Where its room begins; it is as large as that allows, in frame units.
    below
        What follows from the sum, in a row of its own.

    Notes
    -----
    ``head`` are the parts of the first row, ``result`` is the last; ``write`` shows what is between, and the result.
    """

    def __init__(
        self,
        pen: Pen,
        name: Formula,
        rule: Formula,
        terms: Sequence[Term],
        result: Quantity,
        *,
        most: int,
        left: float,
        below: Formula | None = None,
    ):
        places, equals = _decimals(terms, result, pen.decimals)
        self.head = name, rule
        self.terms = [
            pen.formula(term.template, *term.quantities, decimals=each)
            for term, each in zip(terms, places, strict=True)
        ]
        self.signs = [pen.formula("+" if place else "=") for place in range(len(terms))]
        self.result = pen.formula(f"{equals} {{}}", result)
        self._below = VGroup() if below is None else VGroup(below)
        super().__init__(*self.head, *self.signs, *self.terms, self.result, self._below)
        columns = min(range(1, most + 1), key=lambda columns: max(NORMAL / LARGE, self._lay(columns, left)))
        centred(self.scale(min(LARGE / NORMAL, max(SMALLEST / NORMAL, 1 / self._lay(columns, left)))), left)

    def write(self, sources: Iterable[Sequence[VMobject]]) -> Animation:
        """Return the move in which the numbers of each term come from where they were seen; then comes the result."""
        moves = []
        for sign, term, seen in zip(self.signs, self.terms, sources, strict=True):
            flights = [emerge(source, term.argument(i)) for i, source in enumerate(seen)]
            moves.append(AnimationGroup(FadeIn(sign, term.rest()), *flights))
        moves.append(FadeIn(self.result, shift=0.2 * DOWN))
        return Succession(*moves, run_time=min(_LONGEST, MOVE * len(moves)))

    def _lay(self, columns: int, left: float) -> float:
        """Put the terms into so many columns, row by row; return how many times too large that is."""
        air = _AIR * NORMAL
        name, rule = self.head
        start = name.on_baseline(0).set_x(0, direction=LEFT).get_right()[0] + air
        rule.on_baseline(0).set_x(start, direction=LEFT)
        ends = [term.argument(0).get_right()[0] for term in self.terms]
        before = max(end - term.get_left()[0] for term, end in zip(self.terms, ends, strict=True))
        after = max(term.get_right()[0] - end for term, end in zip(self.terms, ends, strict=True))
        sign = self.signs[0].width + air
        leading = max(_LEADING * NORMAL, max(term.height for term in self.terms) + _LEAST * NORMAL)
        baseline = min(part.get_bottom()[1] for part in self.head)
        for place, (plus, term, end) in enumerate(zip(self.signs, self.terms, ends, strict=True)):
            column = place % columns
            if not column:
                baseline -= leading
            x = start + column * (sign + before + after + air)
            plus.on_baseline(baseline).set_x(x, direction=LEFT)
            term.on_baseline(baseline).shift((x + sign + before - end, 0, 0))
        self.result.on_baseline(baseline - leading).set_x(start, direction=LEFT)
        for line in self._below:
            line.on_baseline(self.result.baseline - _SPACE * NORMAL).set_x(0, direction=LEFT)
        return max(self.width / width_from(left), self.height / HEIGHT)


def _decimals(terms: Sequence[Term], result: Quantity, least: int) -> tuple[list[list[int]], str]:
    """Return the decimals of the numbers in each term, and the sign to write before the result."""
    for most in range(least, _MOST + 1):
        places = [term.decimals(most, least) for term in terms]
        added = sum(term.as_printed(each) for term, each in zip(terms, places, strict=True))
        if as_printed(added, least) == as_printed(result.value, least):
            return places, "="
    return [term.decimals(least, least) for term in terms], "approx"
