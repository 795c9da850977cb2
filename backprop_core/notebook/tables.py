"""The tables of each kind of result: which names and numbers they have; ``html`` renders them.

Heads are symbols, or names in Python: nothing has to be translated.

>>> from backprop_core import Network
>>> net = Network.chain(weights=[1.5, -1.4], biases=[-0.3, 2.3])
>>> [row[:3] for row in sheet(net).tables[0].rows]
[(1, 1.5, -0.3), (2, -1.4, 2.3)]
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from backprop_core.calculus.backward import Gradient
from backprop_core.calculus.descent import Descent
from backprop_core.calculus.forward import ForwardPass
from backprop_core.calculus.gradcheck import GradientCheck
from backprop_core.calculus.nudge import Nudge
from backprop_core.display import HtmlRepr
from backprop_core.frozen import Array
from backprop_core.lesson.parts import ChainPart, DescentPart, Examples, LayersPart, Lesson
from backprop_core.model.layers import Layers
from backprop_core.model.network import Network
from backprop_core.model.neurons import neuron_symbol
from backprop_core.notebook.html import BarCell, Cell, Code, HtmlTable, Sheet, page
from backprop_core.quantities import Change, Name, Product, Symbol, cost, measured, partial
from backprop_core.reports.formats import Report, ReportSection

# The head of a column, and a function that returns the cell for neuron j of layer l.
Column = tuple[Cell, Callable[[int, int], Cell]]


def html(result: HtmlRepr) -> str:
    """Return a result as HTML.

    >>> html(Network([[[0.5]]], [[0.25]])).count("<td")
    4
    """
    return page(sheet(result))


def sheet(result: HtmlRepr) -> Sheet:
    """Return the tables of a result.

    Raises
    ------
    TypeError
        If there are no tables for it.
    """
    match result:
        case Report():
            C = HtmlTable([(Code("cost"), Code(result.cost))])
            return Sheet([C, *map(_section, result.sections)], title=result.title)
        case Lesson():
            return Sheet(list(_lesson(result)), title=result.title)
        case _:
            return Sheet(list(_tables(result)))


def _tables(result: HtmlRepr) -> Iterator[HtmlTable]:
    match result:
        case Network():
            yield _network(result)
        case ForwardPass():
            yield _batch(result) if result.output.ndim > 1 else _pass(result)
        case Gradient():
            yield from _gradient(result)
        case Nudge():
            yield from _nudge(result)
        case GradientCheck():
            yield _check(result)
        case Descent():
            yield _descent(result)
        case Examples():
            yield _examples(result)
        case ReportSection():
            yield _section(result)
        case ChainPart() | LayersPart() | DescentPart():
            yield from _part(result)
        case _:
            raise TypeError(f"html: expected a result, got {result!r}")


# ---- one network


def _network(net: Network) -> HtmlTable:
    return _by_neuron(net, [*_into(net, net.w, net.b), (Code("f"), lambda l, _: Code(net.activation[l].name))])


def _pass(run: ForwardPass) -> HtmlTable:
    net = run.network
    z, a = _neuron(net, "z"), _neuron(net, "a")
    columns: list[Column] = [
        (z, lambda l, j: float(run.z[l][j]) if l else ""),
        (a, lambda l, j: float(run.a[l][j])),
    ]
    return _by_neuron(net, columns, first=0)


def _batch(run: ForwardPass) -> HtmlTable:
    net = run.network
    rows = _across(net, "a", 0, run.a[0])
    for l in range(1, net.L + 1):
        rows += _across(net, "z", l, run.z[l]) + _across(net, "a", l, run.a[l])
    return HtmlTable(rows, head=(Symbol("k"), *range(len(run.output))))


def _across(net: Network, letter: str, l: int, values: Array) -> list[list[Cell]]:
    """Return a row for each neuron of a layer: its name, and its number for each example."""
    return [[neuron_symbol(letter, l, j, net.sizes[l]), *map(float, row)] for j, row in enumerate(values.T)]


def _gradient(grad: Gradient) -> Iterator[HtmlTable]:
    net, one = grad.network, grad.z[1].ndim == 1
    C = cost() if one else cost(None)
    columns = _into(net, grad.w, grad.b, C)
    if one:
        columns += [
            (partial(C, _neuron(net, "z")), lambda l, j: float(grad.z[l][j])),
            (partial(C, _neuron(net, "a")), lambda l, j: float(grad.a[l][j])),
        ]
    yield _by_neuron(net, columns)
    each = [] if one else [(cost(k), float(C_k)) for k, C_k in enumerate(grad.costs)]
    yield HtmlTable([*each, (C, grad.cost)])


def _by_neuron(net: Network, columns: list[Column], first: int = 1) -> HtmlTable:
    """Return a table with a row for each neuron, without the column j if every layer has only one."""
    several = max(net.sizes) > 1
    where = ("l", "j") if several else ("l",)
    neurons = [(l, j) for l in range(first, net.L + 1) for j in range(net.sizes[l])]
    rows = [((l, j)[: len(where)] + tuple(of(l, j) for _, of in columns)) for l, j in neurons]
    return HtmlTable(rows, head=(*map(Symbol, where), *(head for head, _ in columns)))


def _into(net: Network, w: Layers[Array], b: Layers[Array], C: Symbol | None = None) -> list[Column]:
    """Return the columns of the weights and biases into each neuron, or of the derivatives of C."""

    def weight(k: int) -> Column:
        name = Symbol("w", index=("j", k) if max(net.sizes) > 1 else ())
        return named(name), lambda l, j: float(w[l][j, k]) if k < net.sizes[l - 1] else ""

    def named(symbol: Symbol) -> Name:
        return partial(C, symbol) if C else symbol

    weights = [weight(k) for k in range(max(net.sizes[:-1]))]
    return [*weights, (named(_neuron(net, "b")), lambda l, j: float(b[l][j]))]


def _neuron(net: Network, letter: str) -> Symbol:
    return neuron_symbol(letter, None, "j", max(net.sizes))


# ---- nudges, checks, descent


def _nudge(push: Nudge) -> Iterator[HtmlTable]:
    p, net = push.parameter, push.before.network
    held = p.letter == "a"
    l = p.l + 1 if held else p.l
    value = (lambda run: run.a[p.l][p.index]) if held else (lambda run: run.network.value(p))
    rows: list[tuple[Name, float, float, float]] = [
        (p.symbol(), float(value(push.before)), float(value(push.after)), push.dw)
    ]
    for letter, before, after, changes in (
        ("z", push.before.z[l], push.after.z[l], push.dz),
        ("a", push.before.a[l], push.after.a[l], push.da),
    ):
        fed = range(net.sizes[l]) if np.ndim(changes) else p.index[:1]
        for j, change in zip(fed, np.atleast_1d(changes), strict=True):
            name = neuron_symbol(letter, l, j, net.sizes[l])
            rows.append((name, float(before[j]), float(after[j]), float(change)))
    rows.append((cost(), push.cost_before, push.cost_after, push.dC))
    yield HtmlTable(rows, head=("", Code("before"), Code("after"), "Δ"), decimals=6)
    derivative = partial(cost(), p.symbol())
    yield HtmlTable(
        [
            (Product((derivative, Change(p.symbol()))), push.predicted),
            (Change(cost()), push.dC),
            (derivative, push.derivative),
            (measured(cost(), p.symbol()), push.ratio),
        ],
        decimals=6,  # the measured and the predicted numbers are close to each other
    )


def _check(check: GradientCheck) -> HtmlTable:
    return HtmlTable(
        [
            (Code("passed"), Code(str(check.passed))),
            (Code("max_relative_error"), check.max_relative_error),
            (Code("worst"), check.worst.symbol() if check.worst else Code("None")),
            (Code("kinks"), *(p.symbol() for p in check.kinks)),
            (Code("flat"), *(p.symbol() for p in check.flat)),
        ]
    )


def _descent(descent: Descent) -> HtmlTable:
    """Return the cost after 0, 1, 2, 5, 10, 20, 50 … steps and after the last one."""
    last = len(descent.costs) - 1
    steps = [0, *(m * 10**e for e in range(len(str(last))) for m in (1, 2, 5))]
    costs = {step: float(descent.costs[step]) for step in (*(each for each in steps if each < last), last)}
    most = max(filter(math.isfinite, costs.values()), default=0.0) or 1.0
    rows = [(step, C, BarCell(C / most) if math.isfinite(C) else "") for step, C in costs.items()]
    return HtmlTable(rows, head=(Code("steps"), cost(None), ""))


# ---- lessons and reports


def _section(section: ReportSection) -> HtmlTable:
    return HtmlTable([(each.symbol, each.value) for each in section.quantities], caption=section.title)


def _lesson(lesson: Lesson) -> Iterator[HtmlTable]:
    settings = ("language", "theme", "decimals", "reading_speed")
    yield HtmlTable([(Code(name), Code(str(getattr(lesson, name)))) for name in settings])
    yield from _part(lesson.chain, "chain.")
    yield from _part(lesson.layers, "layers.")
    yield from _part(lesson.descent, "descent.")


def _part(part: ChainPart | LayersPart | DescentPart, where: str = "") -> Iterator[HtmlTable]:
    """Yield the attributes of a part of a lesson, under their names in Python."""
    if isinstance(part, DescentPart):
        yield HtmlTable([(Code(f"{where}rate"), part.rate), (Code(f"{where}steps"), part.steps)])
    else:
        yield replace(_network(part.network), caption=Code(f"{where}network"))
        nudge = [(Code(f"{where}nudge"), part.nudge)] if isinstance(part, ChainPart) else []
        yield HtmlTable(
            [
                (Code(f"{where}cost"), Code(part.cost.name)),
                (Code(f"{where}x"), *_floats(part.x)),
                (Code(f"{where}y"), *_floats(part.y)),
                *nudge,
            ]
        )
    if not isinstance(part, LayersPart):
        yield replace(_examples(part.examples), caption=Code(f"{where}examples"))


def _examples(examples: Examples) -> HtmlTable:
    names = [(letter, len(values[0])) for letter, values in (("x", examples.X), ("y", examples.Y))]
    heads = [neuron_symbol(letter, None, j, n) for letter, n in names for j in range(n)]
    rows = [(k, *_floats(x), *_floats(y)) for k, (x, y) in enumerate(zip(examples.X, examples.Y, strict=True))]
    return HtmlTable(rows, head=(Symbol("k"), *heads))


def _floats(values: Array) -> list[float]:
    return [float(value) for value in values]
