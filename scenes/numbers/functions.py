"""The three steps from the last weight to the cost, each a function with its derivative, and the costs' formulas."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TypeVar

import numpy as np

import backprop_core as bp
from backprop_core.lesson.load import ChainPart, LayersPart
from backprop_core.quantities import Change, Quantity, Symbol, activation, cost, partial, weighted_sum
from scenes.numbers.language import N_
from scenes.numbers.scales import limits

# The least half-widths of an activation function's graph: of a smooth, bounded function, and of any other.
_BOUNDED_REACH, _OTHER_REACH = 6.0, 1.0

Function = Callable[[np.ndarray], np.ndarray]
Argument = TypeVar("Argument")

OWN_SLOPE = "f'^((l))"
"""What the derivative of the function of a layer l is called where layers differ in it, as Typst mathematics."""


@dataclass(frozen=True)
class ChainStep:
    """One quantity as a function of the one it is computed from; everything else is as in the lesson.

    Parameters
    ----------
    x, y
        The names; y is computed from x.
    start
        The lesson's x.
    f, df
        The core's function and its derivative; both apply to each number of an array.
    kinks
        The values of x at which the function has no derivative.
    x_limits, y_limits
        The bounds of x and y, None where there are none.
    """

    x: Symbol
    y: Symbol
    start: float
    f: Function
    df: Function
    kinks: tuple[float, ...] = ()
    x_limits: tuple[float | None, float | None] = (None, None)
    y_limits: tuple[float | None, float | None] = (None, None)

    @classmethod
    def of_sum(cls, chain: ChainPart, letter: str = "w") -> "ChainStep":
        """Return z^(L) as a function of w^(L) or of b^(L)."""
        L = chain.network.L
        p = bp.Parameter(letter, L)

        def z(value: float) -> float:
            return bp.forward(chain.network.replace(p, value), chain.x).z[L].item()

        def slope(value: float) -> float:
            return bp.chain_rule(chain.network.replace(p, value), chain.x, chain.y, p, chain.cost).factors[0].value

        x = p.symbol().relative_to(L)
        return cls(x, weighted_sum(L, L=L), chain.network.value(p), _each(z), _each(slope))

    @classmethod
    def of_activation(cls, chain: ChainPart) -> "ChainStep":
        """Return a^(L) as a function of z^(L)."""
        L = chain.network.L
        function = chain.network.activation[L]
        z = bp.forward(chain.network, chain.x).z[L].item()
        names = weighted_sum(L, L=L), activation(L, L=L)
        return cls(*names, z, function.f, function.df, function.kinks, y_limits=limits(function))

    @classmethod
    def of_cost(cls, chain: ChainPart) -> "ChainStep":
        """Return C_0 as a function of a^(L)."""
        L, run = chain.network.L, bp.forward(chain.network, chain.x)
        C, a, grad = chain.cost, run.output.item(), bp.backward(chain.network, run, chain.y, chain.cost)
        pairs = (C.f, grad.cost), (C.df, grad.a[L].item())  # where a rounds to 1, only z tells how large these are
        f, df = (_each(lambda x, f=f, at=at: at if x == a else f(np.array([x]), chain.y).item()) for f, at in pairs)
        low, high = (end if isfinite(end) else None for end in C.interval)
        return cls(activation(L, L=L), cost(), a, f, df, x_limits=(low, high), y_limits=(0.0, None))

    @property
    def reach(self) -> float:
        """How far to either side of 0 an activation function's graph should go to show its shape and its start."""
        bounded = not self.kinks and self.y_limits != (None, None)
        return max(_BOUNDED_REACH, 1.25 * abs(self.start)) if bounded else max(_OTHER_REACH, 2 * abs(self.start))

    def at(self, x: float) -> tuple[Quantity, Quantity, Quantity]:
        """Return x, y and the derivative at ``x``."""
        given = () if x == self.start else (Quantity(self.x, x),)
        y, slope = (float(function(np.array([x]))[0]) for function in (self.f, self.df))
        return Quantity(self.x, x, given), Quantity(self.y, y, given), Quantity(partial(self.y, self.x), slope, given)

    def changes(self, by: float = 1.0) -> tuple[Quantity, Quantity]:
        """Return a change of x from the lesson's, and that of y which it causes."""
        given = (Quantity(Change(self.x), by),)
        before, after = self.f(np.array([self.start, self.start + by]))
        return Quantity(Change(self.x), by, given), Quantity(Change(self.y), float(after - before), given)


@dataclass(frozen=True)
class CostFormula:
    """A cost and its derivative as Typst mathematics, in terms of an output ``{a}`` and its desired value ``{y}``.

    Parameters
    ----------
    factor
        What stands before the sum over the outputs: a sign, a fraction or nothing.
    term
        What is added up.
    slope, short_slope
        The derivative of the cost by an output, and another form of it, if a product has that.
    words, slope_words, terms_words, start_words
        What cost and derivative of a single output, the terms of a sum, and the derivative with which a sweep
        through any network starts, are called, in English.
    term_is_sum, slope_is_sum
        Whether term and derivative need brackets as a factor.
    square_share
        The share of the square over the gap a − y whose area is the cost of a single output; None if there is none.
    slope_of_sum
        The derivative by the output's weighted sum if the outputs are those of softmax; None if it is not short.
    term_for
        What the term is for some desired values, where that is shorter.
    surprises
        −ln a and −ln(1 − a) in terms of the weighted sum ``{a}`` of a sigmoid output, if these are in the term.
    """

    factor: str
    term: str
    slope: str
    words: str
    slope_words: str
    terms_words: str
    start_words: str
    term_is_sum: bool = False
    slope_is_sum: bool = False
    square_share: float | None = None
    short_slope: str | None = None
    slope_of_sum: str | None = None
    term_for: Mapping[float, str] = field(default_factory=dict)
    surprises: Sequence[str] = ()

    def of_one(self, a: Argument, y: Argument) -> tuple[str, list[Argument]]:
        """Return the cost of a single output: a typesetter's template, and its arguments in order.

        >>> COST_FORMULAS["cross_entropy"].of_one("a", "y")[1]
        ['y', 'a', 'y', 'a']
        """
        return placed(self._times(self.term_as_factor if self.factor else self.term), a, y)

    def of_layer(self, a: Argument, y: Argument) -> tuple[str, list[Argument]]:
        """Return the cost of a layer, a sum over j, in terms of an output and a desired value with that index.

        >>> COST_FORMULAS["categorical_cross_entropy"].of_layer("a_j", "y_j")
        ('- sum_j {} ln {}', ['y_j', 'a_j'])
        """
        return placed(self._times(f"sum_j {self.term_as_factor}"), a, y)

    def derivative(self, a: Argument, y: Argument) -> tuple[str, list[Argument]]:
        """Return the derivative of the cost by an output."""
        return placed(self.slope, a, y)

    def short_derivative(self, a: Argument, y: Argument) -> tuple[str, list[Argument]]:
        """Return the same in its short form, which begins with a − y or that as its numerator."""
        return placed(self.short_slope or self.slope, a, y)

    def derivative_as_factor(self, a: Argument, y: Argument) -> tuple[str, list[Argument]]:
        """Return the derivative as it is written in a product."""
        long = f"({self.slope})" if self.slope_is_sum else self.slope
        return placed(self.short_slope or long, a, y)

    def in_numbers(self, a: Quantity, y: Quantity) -> tuple[str, list[Quantity]]:
        """Return the cost of a single output for its numbers, which may be shorter.

        >>> a, y = Quantity(Symbol("a"), 0.25), Quantity(Symbol("y"), 0.0)
        >>> COST_FORMULAS["cross_entropy"].in_numbers(a, y)[0]
        '- ln (1 - {})'
        """
        known = self.term_for.get(y.value)
        return placed(self._times(known), a, y) if known else self.of_one(a, y)

    @property
    def term_as_factor(self) -> str:
        """The term as it is written behind a factor or a sum sign."""
        return f"\\({self.term}\\)" if self.term_is_sum else self.term

    def _times(self, term: str) -> str:
        return f"{self.factor} {term}".strip()


def placed(template: str, a: Argument, y: Argument) -> tuple[str, list[Argument]]:
    """Return a template of a cost with ``{}`` for each ``{a}`` and ``{y}``, and what stands there, in order."""
    names = re.findall(r"\{([ay])\}", template)
    return re.sub(r"\{[ay]\}", "{}", template), [a if name == "a" else y for name in names]


def in_lines(template: str, arguments: Sequence[Argument]) -> list[tuple[str, Sequence[Argument]]]:
    """Return a template and its arguments as those of several lines, which begin with its plus signs.

    >>> in_lines("{} ln {} + {}", ["y", "a", "b"])
    [('{} ln {}', ['y', 'a']), ('+ {}', ['b'])]
    """
    lines, left = [], arguments
    for line in re.split(r" (?=\+ )", template):
        count = line.count("{}")
        lines.append((line, left[:count]))
        left = left[count:]
    return lines


COST_FORMULAS = {
    "squared_error": CostFormula(
        factor="",
        term=r"\({a} - {y}\)^2",
        slope="2({a} - {y})",
        words=N_("a L minus y, squared"),
        slope_words=N_("twice the gap, a L minus y"),
        terms_words=N_("the squared differences, one for each output"),
        start_words=N_("twice the gap, a minus y"),
        square_share=1.0,
    ),
    "half_squared_error": CostFormula(
        factor="frac(1, 2)",
        term=r"\({a} - {y}\)^2",
        slope="{a} - {y}",
        words=N_("half the square of a L minus y"),
        slope_words=N_("just the gap, a L minus y"),
        terms_words=N_("half of each squared difference, one for each output"),
        start_words=N_("a minus y"),
        slope_is_sum=True,
        square_share=0.5,
    ),
    "cross_entropy": CostFormula(
        factor="-",
        term="{y} ln {a} + (1 - {y}) ln (1 - {a})",
        slope="-frac({y}, {a}) + frac(1 - {y}, 1 - {a})",
        words=N_("the cross-entropy of a L and y"),
        slope_words=N_("the gap, a L minus y, over a L times one minus a L"),
        terms_words=N_("the cross-entropies, one for each output"),
        start_words=N_("a minus y, over a times one minus a"),
        short_slope="frac({a} - {y}, {a} (1 - {a}))",
        term_for={1.0: "ln {a}", 0.0: "ln (1 - {a})"},
        surprises=("ln (1 + e^(-{a}))", "ln (1 + e^({a}))"),
        term_is_sum=True,
        slope_is_sum=True,
    ),
    "categorical_cross_entropy": CostFormula(
        factor="-",
        term="{y} ln {a}",
        slope="-frac({y}, {a})",
        words=N_("the cross-entropy of the outputs and y"),
        slope_words=N_("minus y j over a j"),
        terms_words=N_("minus y j times the logarithm of a j, one for each output"),
        start_words=N_("a minus y"),
        slope_of_sum="{a} - {y}",
        slope_is_sum=True,
    ),
}
"""The formulas of the costs that a lesson may have, by the cost's name."""


def start_words(part: LayersPart) -> str:
    """Return what the derivative is called, in English, with which a sweep through the layers starts."""
    formula, network = COST_FORMULAS[part.cost.name], part.network
    summed = network.activation[network.L].whole_layer and not formula.slope_of_sum
    return N_("a sum over all outputs") if summed else formula.start_words


def shared_function(network: bp.Network) -> bp.Activation | None:
    """Return the activation function that all layers of a network have; None if they differ.

    >>> shared_function(bp.Network.chain([1.0, 2.0], [0.0, 0.0], "tanh"))
    Activation('tanh')
    """
    return _only(network.activation)


def slope_function(network: bp.Network) -> bp.Activation | None:
    """Return the function of all layers whose neurons have a slope of their own, unlike softmax; None if they differ.

    >>> slope_function(bp.Network([[[1.0]], [[1.0], [2.0]]], [[0.0], [0.0, 0.0]], ["relu", "softmax"]))
    Activation('relu')
    """
    return _only(function for function in network.activation if not function.whole_layer)


def _only(functions: Iterable[bp.Activation]) -> bp.Activation | None:
    found = set(functions)
    return found.pop() if len(found) == 1 else None


def _each(of: Callable[[float], float]) -> Function:
    return np.vectorize(of, otypes=[float])
