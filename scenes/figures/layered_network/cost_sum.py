"""The cost of a layer written as a sum, with one row or, where its term is a sum, two for each output."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import isfinite

import numpy as np
from manim import Animation, VMobject

from backprop_core.quantities import Quantity, Symbol
from scenes.figures.layered_network.named_layers import BESIDE_TARGETS
from scenes.figures.layered_network.sums import Term, WrittenSum, bracketed
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.numbers.functions import CostFormula, placed
from scenes.numbers.layers import WatchedWeight

_Row = tuple[str, list[Quantity], str]


class CostSum(WrittenSum):
    """C_0 as a sum over j, such as Σ_j (a_j − y_j)², with the terms of all outputs in numbers."""

    def __init__(self, typesetter: Typesetter, watched: WatchedWeight):
        self._rows = [_term_rows(typesetter, watched, j) for j in range(len(watched.outputs))]
        name, terms = typesetter.formula("{}", watched.path[-1]), [row for rows in self._rows for row in rows]
        super().__init__(
            typesetter, name, _rule(typesetter, watched), terms, watched.cost, most=1, left=BESIDE_TARGETS
        )

    def write_from(self, sources: Iterable[Mapping[str, VMobject]], together: Iterable[Animation]) -> Animation:
        """Return an animation as ``write``, with one of those played together for each output.

        The sources of an output's numbers are given by the letters z, a and y.
        """
        found: list[list[VMobject]] = []
        moves: list[Animation | None] = []
        for rows, seen, move in zip(self._rows, sources, together, strict=True):
            found += [[seen[_letter(number)] for number in row.quantities] for row in rows]
            moves += [*[None] * (len(rows) - 1), move]
        return self.write(found, moves)


def _rule(typesetter: Typesetter, watched: WatchedWeight) -> list[Formula]:
    """Return the cost in letters, in one line or, if its term is a sum, in two."""
    (_, _, a, _), (_, _, y) = watched.path, watched.side
    template, names = watched.cost_formula.of_layer(a, y)
    first, plus, second = template.partition(" + ") if watched.cost_formula.term_is_sum else (template, "", "")
    count = first.count("{}")
    further = [typesetter.formula(f"+ {second}", *names[count:])] if plus else []
    return [typesetter.formula(f"= {first}", *names[:count]), *further]


def _term_rows(typesetter: Typesetter, watched: WatchedWeight, j: int) -> list[Term]:
    """Return the rows of an output's term; the last one has the value of all.

    Where the printed digits of a lose it, as of ln(1 − a) for an a near 1, it is written in terms of z.
    """
    formula, z, a, y = watched.cost_formula, watched.sums[j], watched.outputs[j], watched.targets[j]
    rows = [_row(watched, y, *row) for row in _by_output(formula, a, y, first=not j)]
    if not isfinite(rows[-1].as_printed([typesetter.decimals] * len(rows[-1].quantities))):
        rows = [_row(watched, y, *row) for row in _by_sum(formula, z, y, first=not j)] or rows
    return [*(replace(row, value=None) for row in rows[:-1]), rows[-1]]


def _by_output(formula: CostFormula, a: Quantity, y: Quantity, *, first: bool) -> list[_Row]:
    """Return the rows of a term: for each a template, what stands there, and its sign."""
    known = formula.term_for.get(y.value)
    parts = [known] if known else formula.term.split(" + ") if formula.term_is_sum else [formula.term]
    opening, sign, factor = ("= -", "-", "") if formula.factor == "-" else ("=", "+", formula.factor)
    signs = [opening if first and not place else sign for place in range(len(parts))]
    return [(*placed(f"{factor} {part}".strip(), a, y), each) for part, each in zip(parts, signs, strict=True)]


def _by_sum(formula: CostFormula, z: Quantity, y: Quantity, *, first: bool) -> list[_Row]:
    """Return the rows of a term as a function of the output's weighted sum; none if that is not known."""
    weighed = zip(formula.surprises, ("{y}", "(1 - {y})"), (y.value, 1 - y.value), strict=False)
    parts = [part if share == 1 else f"{weight} {part}" for part, weight, share in weighed if share]
    return [(*placed(part, z, y), "=" if first and not place else "+") for place, part in enumerate(parts)]


def _row(watched: WatchedWeight, y: Quantity, template: str, numbers: Sequence[Quantity], sign: str) -> Term:
    """Return a row of a term; a negative number that follows another is in brackets."""
    following, cost, function = iter(numbers), watched.part.cost, watched.function

    def place(match: re.Match[str]) -> str:
        number = next(following)
        return match[0] if match[1] else bracketed(number)

    def value(printed: Sequence[float]) -> float:
        known = {"y": y.value} | dict(zip(map(_letter, numbers), printed, strict=True))
        at = {letter: np.array([number]) for letter, number in known.items()}
        return float(cost.value(function, at["z"], at["z"], at["y"]) if "z" in at else cost.f(at["a"], at["y"]))

    return Term(re.sub(r"(\\\()?\{\}", place, template), tuple(numbers), value, sign)


def _letter(quantity: Quantity) -> str:
    assert isinstance(quantity.symbol, Symbol)
    return quantity.symbol.letter
