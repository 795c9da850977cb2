r"""Renders results as LaTeX: a name, a quantity, a product of factors, a sum over paths.

Before a number with all its digits stands =, before a rounded one ≈.

>>> from backprop_core import Network, chain_rule
>>> net = Network.chain(weights=[2.0], biases=[0.5], activation="identity")
>>> print(latex(chain_rule(net, [0.25], [0.125], "b1").factors[2]))
\frac{\partial C_{0}}{\partial a^{(1)}} = 1.75
"""

import math
from collections.abc import Sequence

from backprop_core import quantities
from backprop_core.calculus.chain_rule import ChainRuleFactors, Factors, Path, Paths
from backprop_core.digits import in_full, is_exact, with_power
from backprop_core.display import LatexRepr
from backprop_core.model.parameter import Parameter
from backprop_core.notebook.excerpt import excerpt
from backprop_core.quantities import Change, Product, Quantity, Ratio, Symbol, partial

MOST_PATHS = 8
"""The most paths that a formula shows; of more, the first ones and the last two."""


def latex(result: LatexRepr) -> str:
    r"""Return the LaTeX mathematics of a result, or of a name.

    Raises
    ------
    TypeError
        If there is no formula for it.

    Examples
    --------
    >>> latex(Parameter.parse("a1[2]"))
    'a^{(1)}_{2}'
    """
    match result:
        case Quantity(symbol=symbol, value=value):
            return f"{symbol.latex} {_equals(value)} {_number(value)}"
        case ChainRuleFactors():
            return _product(rf"\displaystyle {result.symbol.latex} & = &", result.factors, result.value)
        case Path():
            return _product("& &", result.factors, result.value)
        case Paths():
            return _sum(result)
        case Parameter():
            return result.symbol().latex
        case Symbol() | Change() | Ratio() | Product():
            return result.latex
        case _:
            raise TypeError(f"latex: expected a result or a name, got {result!r}")


def _product(left: str, factors: Factors, value: float) -> str:
    """Return a product: a row of names, and below them their numbers."""
    names = r" & \cdot & ".join(rf"\displaystyle {factor.symbol.latex}" for factor in factors)
    numbers = [factor.value for factor in factors]
    worked = f"{_equals(value)} & {_number(value)}"
    if all(map(math.isfinite, numbers)):
        products = r" & \cdot & ".join(map(_factor, numbers))
        worked = f"{_equals(*numbers)} & {products} & {_equals(*numbers, value)} & {_number(value)}"
    return rf"\begin{{array}}{{rcccccccl}} {left} {names} \\[1.5ex] & {worked} \end{{array}}"


def _sum(ways: Paths) -> str:
    """Return a sum over paths: by name, then each path's factors, then what each contributes."""
    l, of = ways.parameter.l + 1, ways.parameter.symbol()
    shown = [None if j is None else ways.paths[j] for j in excerpt(len(ways.paths), MOST_PATHS)]
    j = "j" if len(ways.paths) > 1 else None
    z, a = quantities.weighted_sum(l, j), quantities.activation(l, j)
    names = (partial(z, of), partial(a, z), partial(quantities.cost(), a))
    numbers = [factor.value for path in ways.paths for factor in path.factors]
    values = [path.value for path in ways.paths]
    over_j = r"\sum_{j} " if j else ""
    lines = [rf"{ways.symbol.latex} &= {over_j}" + r" \cdot ".join(name.latex for name in names)]
    if all(map(math.isfinite, numbers)):
        products = [r"\cdots" if path is None else _times(path.factors) for path in shown]
        lines.append(rf"&{_equals(*numbers)} " + r" \\ & \phantom{{}={}} {} + ".join(products))
    if len(values) > 1:
        others = [r"\cdots" if path is None else _factor(path.value) for path in shown[1:]]
        lines.append(f"&{_equals(*values)} " + " + ".join((_number(values[0]), *others)))
    lines.append(f"&{_equals(*values, ways.value)} {_number(ways.value)}")
    return r"\begin{aligned} " + r" \\[1ex] ".join(lines) + r" \end{aligned}"


def _times(factors: Sequence[Quantity]) -> str:
    return r" \cdot ".join(_factor(factor.value) for factor in factors)


def _equals(*values: float) -> str:
    return "=" if all(map(is_exact, values)) else r"\approx"


def _number(value: float) -> str:
    if math.isnan(value):
        return r"\mathrm{nan}"
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    return with_power(in_full(value), r"\1 \\times 10^{\2}")


def _factor(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)
