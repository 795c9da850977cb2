"""Renders results as plain text for ``print``: the tables and formulas of notebooks, aligned by spaces.

>>> from backprop_core import Network, chain_rule
>>> net = Network.chain(weights=[2.0, 0.5], biases=[0.5, -1.0], activation="identity")
>>> print(net)
l   w     b  f
1  2     0.5 identity
2  0.5  -1   identity
>>> print(chain_rule(net, [0.25], [0.125], "w1"))
∂C0/∂w1 = ∂z1/∂w1 · ∂a1/∂z1 · ∂C0/∂a1 = 0.25 · 1 · (-0.625) ≈ -0.1562
"""

import math

from backprop_core.calculus.chain_rule import ChainRuleFactors, OutputTerm, Path, Paths
from backprop_core.digits import in_full, is_exact
from backprop_core.display import HtmlRepr, LatexRepr
from backprop_core.notebook.excerpt import excerpt
from backprop_core.notebook.formulas import MOST_TERMS
from backprop_core.notebook.html import MOST_ROWS, BarCell, Cell, Code, HtmlTable, shortened
from backprop_core.notebook.tables import sheet
from backprop_core.quantities import Name
from backprop_core.reports.formats import Report, table_rows
from backprop_core.validation import printable

_BAR = 20
"""The length of the longest bar, in characters."""


def text(result: HtmlRepr | LatexRepr | Name) -> str:
    """Return a result, or a name, as text of one line or more."""
    match result:
        case Report():
            return "\n".join(_report(result))
        case HtmlRepr():
            shown = sheet(result)
            parts = [printable(shown.title), *map(_table, shown.tables)]
            return "\n\n".join(part for part in parts if part)
        case ChainRuleFactors():
            return "\n".join([f"{result.symbol.plain} = {_product(result)}", *_sum_over_outputs(result)])
        case Paths():
            terms = _terms(result.paths)
            return "\n".join([f"{result.symbol.plain} {_equal(result.value)}, the sum of", *terms])
        case Path() | OutputTerm():
            return _product(result)
        case _:
            return getattr(result, "plain", object.__repr__(result))


def _report(report: Report) -> list[str]:
    """Return the lines of its table, of long sections only the first and last ones."""
    lines = [printable(report.title), printable(report.cost)]
    for section in report.sections:
        rows = table_rows(section, report)
        shown = ["  ⋮" if i is None else rows[i] for i in excerpt(len(rows), MOST_ROWS)]
        lines += ["", printable(section.title), *shown]
    return lines


def _sum_over_outputs(rule: ChainRuleFactors) -> list[str]:
    if not rule.outputs:
        return []
    by_z = rule.factors[-1]
    return [f"{by_z.symbol.plain} {_equal(by_z.value)}, the sum of", *_terms(rule.outputs)]


def _terms(terms: tuple[Path, ...] | tuple[OutputTerm, ...]) -> list[str]:
    return ["  …" if n is None else f"  {_product(terms[n])}" for n in excerpt(len(terms), MOST_TERMS)]


def _product(product: ChainRuleFactors | Path | OutputTerm) -> str:
    """Return the names of the factors, their numbers if all are finite, and the value."""
    numbers = [factor.value for factor in product.factors]
    sides = [" · ".join(factor.symbol.plain for factor in product.factors)]
    if all(map(math.isfinite, numbers)):
        worked = " · ".join(f"({in_full(number)})" if number < 0 else in_full(number) for number in numbers)
        sides.append(f"{'=' if all(map(is_exact, numbers)) else '≈'} {worked}")
    return " ".join([*sides, _equal(product.value)])


def _equal(value: float) -> str:
    """Return = and a number with all its digits, or ≈ and a rounded one."""
    return f"{'=' if is_exact(value) else '≈'} {in_full(value)}"


def _table(table: HtmlTable) -> str:
    head, rows = shortened(table)
    columns = [_column(cells, table.decimals) for cells in zip(head, *rows, strict=True)]
    lines = ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]
    caption = [_content(table.caption, table.decimals)] if table.caption else []
    return "\n".join([*caption, *(lines if table.head else lines[1:])])


def _column(cells: tuple[Cell, ...], decimals: int) -> list[str]:
    """Return the head and the cells of a column, as wide as each other, with the decimal points below each other."""
    shown = [_content(cell, decimals) for cell in cells]
    numbers = [isinstance(cell, float) for cell in cells]
    after = max((len(_fraction(each)) for each, number in zip(shown, numbers, strict=True) if number), default=0)
    shown = [
        each + " " * (after - len(_fraction(each))) if number else each
        for each, number in zip(shown, numbers, strict=True)
    ]
    width = max(map(len, shown))
    return [each.rjust(width) if any(numbers) else each.ljust(width) for each in shown]


def _fraction(number: str) -> str:
    """Return what stands from the decimal point on."""
    return number[len(number.partition(".")[0]) :]


def _content(cell: Cell, decimals: int) -> str:
    match cell:
        case float():
            return in_full(cell, decimals)
        case str() | int():
            return printable(str(cell))
        case Code(inside):
            return printable(inside)
        case BarCell(part):
            return "█" * round(part * _BAR)
        case _:
            return cell.plain
