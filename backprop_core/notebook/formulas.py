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
from backprop_core.calculus.chain_rule import ChainRuleFactors, Factors, OutputTerm, Path, Paths
from backprop_core.digits import in_full, is_exact, with_power
from backprop_core.display import LatexRepr
from backprop_core.model.parameter import Parameter
from backprop_core.notebook.excerpt import excerpt
from backprop_core.quantities import Change, Name, Product, Quantity, Ratio, Symbol, partial

MOST_TERMS = 8
"""The most terms of a sum that a formula shows; of more, the first ones and the last two."""


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
            product = _product(rf"\displaystyle {result.symbol.latex} & = &", result.factors, result.value)
            if not result.outputs:
                return product
            return rf"\begin{{gathered}} {product} \\[1ex] {_sum_over_outputs(result)} \end{{gathered}}"
        case Path() | OutputTerm():
            return _product("& &", result.factors, result.value)
        case Paths():
            return _sum_over_paths(result)
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


def _sum_over_paths(ways: Paths) -> str:
    l, of = ways.parameter.l + 1, ways.parameter.symbol()
    j = "j" if len(ways.paths) > 1 else None
    z, a = quantities.weighted_sum(l, j), quantities.activation(l, j)
    C = quantities.cost()
    names = (partial(C, z),) if any(path.outputs for path in ways.paths) else (partial(a, z), partial(C, a))
    return _sum(ways.symbol, j, (partial(z, of), *names), ways.paths, ways.value)


def _sum_over_outputs(rule: ChainRuleFactors) -> str:
    """Return the sum that the last factor is: over all outputs, as each of them depends on z."""
    *_, by_z = rule.factors
    l = rule.parameter.l
    z, a = quantities.weighted_sum(l, rule.parameter.index[0]), quantities.activation(l, "i")
    return _sum(by_z.symbol, "i", (partial(a, z), partial(quantities.cost(), a)), rule.outputs, by_z.value)


def _sum(
    symbol: Name, over: str | None, names: Sequence[Name], terms: Sequence[Path | OutputTerm], total: float
) -> str:
    """Return a sum of products: by name, then each term's factors, then what each contributes."""
    shown = [None if n is None else terms[n] for n in excerpt(len(terms), MOST_TERMS)]
    numbers = [factor.value for term in terms for factor in term.factors]
    values = [term.value for term in terms]
    over_all = rf"\sum_{{{over}}} " if over else ""
    lines = [rf"{symbol.latex} &= {over_all}" + r" \cdot ".join(name.latex for name in names)]
    if all(map(math.isfinite, numbers)):
        products = [r"\cdots" if term is None else _times(term.factors) for term in shown]
        lines.append(rf"&{_equals(*numbers)} " + r" \\ & \phantom{{}={}} {} + ".join(products))
    if len(values) > 1:
        others = [r"\cdots" if term is None else _factor(term.value) for term in shown[1:]]
        lines.append(f"&{_equals(*values)} " + " + ".join((_number(values[0]), *others)))
    lines.append(f"&{_equals(*values, total)} {_number(total)}")
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
