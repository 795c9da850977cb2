"""Quantities written as sums, in letters, in numbers and with the result: the cost, and a neuron's weighted sum."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from math import ceil, isfinite, prod

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
    LaggedStart,
    Succession,
    VGroup,
    VMobject,
)

from backprop_core.quantities import Quantity
from scenes.figures.layered_network.matrix import MatrixEquation
from scenes.figures.layered_network.named_layers import BESIDE_NAMES
from scenes.kit.layout import HEIGHT, centred, width_from
from scenes.kit.motion.animations import fly, one_by_one
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import AIR
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, MOVE, NORMAL, SMALL, SMALLEST
from scenes.numbers.format import as_printed
from scenes.numbers.layers import WatchedWeight

# From one row to the next; between two rows at least; to the last row, and above it at least; and how much further
# apart all rows are at most where there is height: all in em.
_LEADING, _LEAST_ROW_GAP, _LAST_LEADING, _ABOVE_LAST, _SPREAD = 1.35, 0.08, 2.0, 0.5, 0.8

# From the first line of a rule to its second one, in em.
_RULE_LEADING = 2.3

# By how much a term may begin earlier than another before its number, as one in brackets does, in em.
_BRACKET = 0.5

# After which share of a letter's flight out of the matrix the next one begins.
_LAG = 0.35

# The room at the right end of the rows, in frame units.
_EDGE = 0.25

# How long it takes to write all terms and the result at most, in seconds.
_WRITING_TIME = 5.0


@dataclass(frozen=True)
class Term:
    """One term of a sum.

    Parameters
    ----------
    template, quantities
        How it is written, and the quantities in it.
    value
        Computes its value from theirs; None where a later row has the value of both.
    sign
        The sign before it; the first one's may be an equals sign with another one.
    """

    template: str
    quantities: tuple[Quantity, ...]
    value: Callable[[Sequence[float]], float] | None
    sign: str = "+"

    def as_printed(self, decimals: Iterable[int]) -> float:
        """Return the value computed from the printed numbers."""
        printed = [as_printed(q.value, n) for q, n in zip(self.quantities, decimals, strict=True)]
        return self.value(printed) if self.value else 0.0


class WrittenSum(VGroup):
    """Name = rule, = term + term + …, = result; rows begin with their signs in one column, and points are aligned.

    Terms that begin in different ways, as ln a and ln(1 − a) do, begin in one column instead, like the result.

    A long rule goes on in a second line, whose sign stands in that column, too.

    All numbers have the decimals that they have in the neurons. The printed terms add up to the printed result, or it
    follows an ≈.

    Parameters
    ----------
    name, rule
        The first row: a name, and the lines of a formula that begins with an equals sign.
    terms
        The terms.
    result
        The sum.
    most
        The terms of a row at most.
    left
        The left end of the room, in frame units; the type is as large as there is room for.
    below
        The lines of a last formula, for a quantity computed from the sum; the signs that they begin with, or have
        after the name, stand in that column, too.

    Notes
    -----
    ``head`` are the parts of the first row; ``write`` shows the terms and the ``result``.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        name: Formula,
        rule: Sequence[Formula],
        terms: Sequence[Term],
        result: Quantity,
        *,
        most: int,
        left: float,
        below: Sequence[Formula] = (),
    ):
        places = [[typesetter.decimals] * len(term.quantities) for term in terms]
        added = sum(term.as_printed(each) for term, each in zip(terms, places, strict=True))
        exact = isfinite(added) and as_printed(added, typesetter.decimals) == as_printed(
            result.value, typesetter.decimals
        )
        self.head = name, *rule
        self.terms = [
            typesetter.formula(term.template, *term.quantities, decimals=each)
            for term, each in zip(terms, places, strict=True)
        ]
        signs = [term.sign if place or "=" in term.sign else "=" for place, term in enumerate(terms)]
        self.signs = [typesetter.formula(sign) for sign in signs]
        _align_second_factors(self.terms, terms)
        self._equals = typesetter.formula("=" if exact else "approx")
        self.result = typesetter.formula("{}", result)
        self._below = [*below]
        super().__init__(*self.head, *self.signs, *self.terms, self._equals, self.result, *self._below)
        columns = min(range(1, most + 1), key=lambda columns: max(NORMAL / LARGE, self._arrange(columns, left)))
        size = min(LARGE / NORMAL, max(SMALLEST / NORMAL, 1 / self._arrange(columns, left)))
        rows = ceil(len(terms) / columns) + 1 + len(self._below)
        self._arrange(columns, left, min(_SPREAD * NORMAL, max(0.0, HEIGHT / size - self.height) / rows))
        centred(self.scale(size), left)
        self.shift(_EDGE / 2 * LEFT)

    def write(self, sources: Iterable[Sequence[VMobject]], together: Iterable[Animation | None] = ()) -> Animation:
        """Return an animation in which the numbers of each term come from their sources, from left to right.

        With each term goes one of those that are to be played ``together`` with them; the result follows.
        """
        moves = []
        rows = zip_longest(self.signs, self.terms, sources, together)
        for sign, term, seen, *others in rows:
            flights = [fly(source, term.argument(i)) for i, source in enumerate(seen)]
            written = LaggedStart(one_by_one(*flights), FadeIn(sign, term.rest()), lag_ratio=0.6)
            moves.append(AnimationGroup(written, *filter(None, others)))
        moves.append(FadeIn(self._equals, self.result, shift=0.2 * DOWN))
        return Succession(*moves, run_time=min(_WRITING_TIME, 1.5 * MOVE * len(moves)))

    def _arrange(self, columns: int, left: float, spread: float = 0.0) -> float:
        """Arrange the terms row by row in so many columns; return the factor by which that exceeds the room.

        All rows below the first one are further apart by ``spread``.
        """
        air = EQUALS * NORMAL
        name, rule, *further = self.head
        start = name.on_baseline(0).set_x(0, direction=LEFT).get_right()[0] + air
        rule.on_baseline(0).set_x(start, direction=LEFT)
        for line in further:
            line.on_baseline(-_RULE_LEADING * NORMAL).set_x(start, direction=LEFT)
        leads = [term.argument(0).get_left()[0] - term.get_left()[0] for term in self.terms]
        alike = max(leads) - min(leads) < _BRACKET * NORMAL
        ends = [(term.argument(0).get_right() if alike else term.get_left())[0] for term in self.terms]
        before = max(end - term.get_left()[0] for term, end in zip(self.terms, ends, strict=True))
        after = max(term.get_right()[0] - end for term, end in zip(self.terms, ends, strict=True))
        opening = self.signs[0]
        aside = opening[-1].get_left()[0] - opening.get_left()[0]  # of the signs below the last of the first ones
        sign = opening.width + air
        leading = max(_LEADING * NORMAL, max(term.height for term in self.terms) + _LEAST_ROW_GAP * NORMAL)
        leading += spread
        baseline = min(part.get_bottom()[1] for part in self.head)
        for place, (plus, term, end) in enumerate(zip(self.signs, self.terms, ends, strict=True)):
            column = place % columns
            if not column:
                baseline -= leading
            x = start + column * (sign + before + after + air)
            plus.on_baseline(baseline).set_x(x + (aside if place else 0.0), direction=LEFT)
            term.on_baseline(baseline).shift((x + sign + before - end, 0, 0))
        self._equals.on_baseline(baseline - leading).set_x(start, direction=LEFT)
        self.result.on_baseline(baseline - leading).set_x(start + sign + before, direction=RIGHT if alike else LEFT)
        for above, line in pairwise((self.result, *self._below)):
            apart = above.baseline - above.get_bottom()[1] + line.get_top()[1] - line.baseline
            drop = max(_LAST_LEADING * NORMAL, apart + _ABOVE_LAST * NORMAL) + spread
            line.on_baseline(above.baseline - drop).shift((start - line.rest()[0].get_left()[0], 0, 0))
        return max(self.width / (width_from(left) - _EDGE), self.height / HEIGHT)


def _align_second_factors(formulas: Sequence[Formula], terms: Sequence[Term]) -> None:
    """Put dots and second factors of all products into columns, as seen from the first ones, brackets or not."""
    products = []
    for formula, term in zip(formulas, terms, strict=True):
        if "dot.op" in term.template:
            glyphs = [*formula]
            dot = glyphs.index(formula.argument(0)[-1]) + 1 + (term.quantities[0].value < 0)
            products.append((VGroup(*glyphs[:dot]), glyphs[dot], VGroup(*glyphs[dot + 1 :]), formula))
    space = AIR * NORMAL
    before = ((first.get_right() - formula.argument(0).get_right())[0] for first, *_, formula in products)
    after = ((formula.argument(1).get_right() - second.get_left())[0] for *_, second, formula in products)
    begin, end = max(before, default=0.0), max(after, default=0.0)
    for _, dot, second, formula in products:
        dot.set_x(formula.argument(0).get_right()[0] + begin + space, direction=LEFT)
        second.shift((dot.get_right()[0] + space + end - formula.argument(1).get_right()[0], 0, 0))


# How many terms of the sum over k a row may have.
_MOST_TERMS = 4


class NeuronSum(WrittenSum):
    """z_j = Σ_k w_jk a_k + b_j for the watched neuron j, and below it a_j = σ(z_j)."""

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        (w, z, *_), (b, before, _) = watched.path, watched.side
        pairs = zip(watched.weights, watched.before, strict=True)
        terms = [Term(" dot.op ".join(map(bracketed, pair)), pair, prod) for pair in pairs]
        terms.append(Term(bracketed(watched.bias), (watched.bias,), prod))
        rule = typesetter.formula("= sum_k {} {} + {}", w, before, b)
        self._lines = _activation(typesetter, watched, width_from(BESIDE_NAMES))
        name = typesetter.formula("{}", z)
        most = 1 if watched.whole_layer else _MOST_TERMS  # a softmax takes the width
        super().__init__(
            typesetter, name, [rule], terms, watched.sum, most=most, left=BESIDE_NAMES, below=self._lines
        )

    def begin(self, matrix: MatrixEquation, **options) -> Animation:
        """Return an animation that writes the first row above the matrix, with letters from its row j."""
        name, rule = self.head
        sources = matrix.w_jk, matrix.a_k, matrix.b_j
        flights = fly(matrix.z_j, name), *(fly(source, rule.argument(i)) for i, source in enumerate(sources))
        return LaggedStart(*flights, FadeIn(rule.rest()), lag_ratio=_LAG, **options)

    def activate(self, neuron: VMobject, **options) -> Animation:
        """Return an animation that writes a_j: the sum flies into the function, the activation out of its neuron."""
        total, output = (self._lines[-1].argument(place) for place in range(2))
        flights = fly(self.result.argument(0), total), fly(neuron, output)
        flown = {id(glyph) for glyph in (*total, *output)}
        rest = VGroup(*(glyph for line in self._lines for glyph in line if id(glyph) not in flown))
        return AnimationGroup(FadeIn(rest), one_by_one(*flights), **options)


def _activation(typesetter: Typesetter, watched: WatchedWeight, width: float) -> list[Formula]:
    """Return a_j = σ(z_j) in letters and numbers or, where there is no room for both, in numbers.

    The first two arguments of the last line are the numbers z_j and a_j.
    """
    (_, z, a, _), f, output = watched.path, watched.function, watched.output
    if watched.whole_layer:
        return _share(typesetter, watched, width)
    computed = float(f.f(as_printed(watched.sum.value, typesetter.decimals)))
    equals = _equals(typesetter, computed, output)
    numbers = f"{f.typst}({{0}}) {equals} {{1}}"
    written = (watched.sum, output, a, z)
    line = typesetter.formula(f"{{2}} = {f.typst}({{3}}) = {numbers}", *written)
    return [line if line.width * SMALL / NORMAL <= width else typesetter.formula(f"{{2}} = {numbers}", *written)]


def _share(typesetter: Typesetter, watched: WatchedWeight, width: float) -> list[Formula]:
    """Return a_j = e^(z_j) / Σ_i e^(z_i), in letters and, in a second line, in numbers, or in some of them."""
    (_, z, a, _), j, output = watched.path, watched.part.watch.j, watched.output
    printed = np.array([as_printed(each.value, typesetter.decimals) for each in watched.sums])
    equals = _equals(typesetter, float(watched.function.f(printed)[j]), output)
    powers = " + ".join(f"e^({{{place}}})" for place in range(2, 2 + len(printed)))
    rule = typesetter.formula("{} = frac(e^({}), sum_i e^({}))", a, z, replace(z, index=("i",)))
    templates = f"= frac(e^({{0}}), {powers}) {equals} {{1}}", "= frac(e^({0}), e^({2}) + dots.c) approx {1}"
    lines = (typesetter.formula(each, watched.sum, output, *watched.sums) for each in templates)
    return [rule, next(line for line in lines if line.width * SMALL / NORMAL <= width)]


def _equals(typesetter: Typesetter, computed: float, output: Quantity) -> str:
    """Return the sign before an output that is computed from printed numbers."""
    shown = (as_printed(value, typesetter.decimals) for value in (computed, output.value))
    return "=" if len(set(shown)) == 1 else "approx"


def bracketed(quantity: Quantity) -> str:
    """Return the template of a number, in brackets if it is negative."""
    return "({})" if quantity.value < 0 else "{}"
