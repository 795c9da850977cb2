"""A quantity as a sum: the rule in letters, below it each term in numbers, wrapped, and the result."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import prod

from manim import DOWN, LEFT, PI, Animation, AnimationGroup, FadeIn, FadeOut, Succession, VGroup, VMobject

from backprop_core.quantities import Quantity
from scenes.figures.layered_network.matrix import MatrixEquation
from scenes.figures.layered_network.named_layers import BESIDE_NAMES, BESIDE_TARGETS
from scenes.kit.animations import assemble, fly, grow_from
from scenes.kit.layout import HEIGHT, centred, width_from
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, MOVE, NORMAL, SMALL, SMALLEST
from scenes.numbers.format import as_printed, exact_decimals
from scenes.numbers.layers import WatchedWeight

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
        typesetter: Typesetter,
        name: Formula,
        rule: Formula,
        terms: Sequence[Term],
        result: Quantity,
        *,
        most: int,
        left: float,
        below: Formula | None = None,
    ):
        places, equals = _decimals(terms, result, typesetter.decimals)
        self.head = name, rule
        self.terms = [
            typesetter.formula(term.template, *term.quantities, decimals=each)
            for term, each in zip(terms, places, strict=True)
        ]
        self.signs = [typesetter.formula("+" if place else "=") for place in range(len(terms))]
        self.result = typesetter.formula(f"{equals} {{}}", result)
        self._below = VGroup() if below is None else VGroup(below)
        super().__init__(*self.head, *self.signs, *self.terms, self.result, self._below)
        columns = min(range(1, most + 1), key=lambda columns: max(NORMAL / LARGE, self._lay(columns, left)))
        centred(self.scale(min(LARGE / NORMAL, max(SMALLEST / NORMAL, 1 / self._lay(columns, left)))), left)

    def write(self, sources: Iterable[Sequence[VMobject]]) -> Animation:
        """Return the move in which the numbers of each term come from where they were seen; then comes the result."""
        moves = []
        for sign, term, seen in zip(self.signs, self.terms, sources, strict=True):
            flights = [grow_from(source, term.argument(i)) for i, source in enumerate(seen)]
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


# How many terms of the sum over k a row may have.
_TERMS = 4

# The angle of the arc in which z_j comes from the right: from below, not through the equals sign.
_ARC = -PI / 3


class CostSum(WrittenSum):
    """C_0 = Σ_j (a_j − y_j)², with a term for each output neuron, each in a row of its own."""

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        (_, _, a, C), (_, _, y) = watched.path, watched.side
        pairs = zip(watched.outputs, watched.targets, strict=True)
        terms = [Term(f"({{}} - {_bracketed(y)})^2", (a, y), lambda ay: (ay[0] - ay[1]) ** 2) for a, y in pairs]
        rule = typesetter.formula("= sum_(j=0)^(n_L - 1) ({} - {})^2", a, y)
        super().__init__(
            typesetter, typesetter.formula("{}", C), rule, terms, watched.cost, most=1, left=BESIDE_TARGETS
        )


class NeuronSum(WrittenSum):
    """z_j = Σ_k w_jk a_k + b_j for the watched j, and below it a_j, which the activation function makes of it."""

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        (w, z, *_), (b, before, _) = watched.path, watched.side
        pairs = zip(watched.weights, watched.before, strict=True)
        terms = [Term(" dot.op ".join(map(_bracketed, pair)), pair, prod) for pair in pairs]
        terms.append(Term(_bracketed(watched.bias), (watched.bias,), prod))
        rule = typesetter.formula("= sum_(k=0)^(n_(L-1) - 1) {} {} + {}", w, before, b)
        self._watched, self._line = watched, _activation(typesetter, watched, width_from(BESIDE_NAMES))
        name = typesetter.formula("{}", z)
        super().__init__(typesetter, name, rule, terms, watched.sum, most=_TERMS, left=BESIDE_NAMES, below=self._line)

    def begin(self, matrix: MatrixEquation, **options) -> Animation:
        """Return the move that writes the first row, with letters from row j of the matrix, which goes."""
        (w, *_), (b, before, _) = self._watched.path, self._watched.side
        name, rule = self.head
        sources = {w: matrix.w_jk, before: matrix.a_k, b: matrix.b_j}
        written = grow_from(matrix.z_j, name, path_arc=_ARC), assemble(rule, sources)
        return AnimationGroup(FadeOut(matrix), *written, **options)

    def activate(self, neuron: VMobject, **options) -> Animation:
        """Return the move that writes a_j: the sum goes into the function, the activation comes from its neuron."""
        line = self._line
        sum_, output = fly(self.result.argument(0), line.argument(1)), grow_from(neuron, line.argument(2))
        return AnimationGroup(FadeIn(line.argument(0, 3), line.rest()), sum_, output, **options)


def _activation(typesetter: Typesetter, watched: WatchedWeight, width: float) -> Formula:
    """Write a_j = σ(z_j) in letters and numbers, or where there is no room for both, in numbers."""
    (_, z, a, _), f, output = watched.path, watched.function, watched.output
    computed = float(f.f(as_printed(watched.sum.value, typesetter.decimals)))
    equals = (
        "="
        if as_printed(computed, typesetter.decimals) == as_printed(output.value, typesetter.decimals)
        else "approx"
    )
    numbers = f"{f.typst}({{1}}) {equals} {{2}}"
    written = (a, watched.sum, output, z)
    line = typesetter.formula(f"{{0}} = {f.typst}({{3}}) = {numbers}", *written)
    return line if line.width * SMALL / NORMAL <= width else typesetter.formula(f"{{0}} = {numbers}", *written)


def _bracketed(quantity: Quantity) -> str:
    return "({})" if quantity.value < 0 else "{}"
