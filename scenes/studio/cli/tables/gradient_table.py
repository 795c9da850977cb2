"""The gradients of a lesson beside finite differences, as tables, for ``backprop check``."""

from collections.abc import Iterator, Sequence

from rich.console import Group
from rich.table import Table

import backprop_core as bp
from backprop_core.lesson.parts import ChainPart, LayersPart
from backprop_core.model.costs import CONVENTION

# How far each weight and bias is nudged, up and down.
_STEP = 1e-5

# How many parameters are named in a cell.
_MOST_NAMES = 6


def check_gradients(lesson: bp.Lesson) -> tuple[Group, bool]:
    """Return tables with a row for each weight and bias, and whether all derivatives are right."""
    checks = dict(_checks(lesson))
    tables = [
        _nudges(name, part, checks[name]) for name, part in (("chain", lesson.chain), ("layers", lesson.layers))
    ]
    verdicts = Table("gradient", "greatest relative error", "of", "left out, at a corner", "flat", "right")
    right = True
    for name, check in checks.items():
        error = f"{check.max_relative_error:.1e}" if check.worst else ""
        corners, flat = (_listed(each) for each in (check.kinks, check.flat))
        verdicts.add_row(name, error, str(check.worst or ""), corners, flat, _yes(check.passed))
        right = right and check.passed
    return Group(*tables, verdicts), right


def _nudges(name: str, part: ChainPart | LayersPart, check: bp.GradientCheck) -> Table:
    """Return a table with the derivative for each parameter beside the ratio that nudges up and down measure."""
    title = f"{name}: {part.cost.name}, {CONVENTION}"
    table = Table("nudged", "derivative", "measured", "difference", title=title, title_justify="left")
    net, x, y, cost = part.network, part.x, part.y, part.cost
    gradient = bp.backward(net, bp.forward(net, x), y, cost).vector
    for parameter, derivative in zip(net.parameters(), gradient, strict=True):
        up, down = (bp.nudge(net, x, y, parameter, by=by, cost=cost).dC for by in (_STEP, -_STEP))
        measured = (up - down) / (2 * _STEP)
        difference = "flat" if parameter in check.flat else f"{measured - derivative:.1e}"
        table.add_row(str(parameter), f"{derivative:.9g}", f"{measured:.9g}", difference)
    return table


def _checks(lesson: bp.Lesson) -> Iterator[tuple[str, bp.GradientCheck]]:
    chain, layers, each, training = lesson.chain, lesson.layers, lesson.chain.examples, lesson.descent.examples
    yield "chain", bp.check_gradient(chain.network, chain.x, chain.y, chain.cost)
    yield "chain, its examples", bp.check_gradient(chain.network, each.X, each.Y, chain.cost)
    yield "layers", bp.check_gradient(layers.network, layers.x, layers.y, layers.cost)
    yield "layers, the descent's examples", bp.check_gradient(layers.network, training.X, training.Y, layers.cost)


def _listed(parameters: Sequence[bp.Parameter]) -> str:
    """Return their names, or how many there are if there are many."""
    return ", ".join(map(str, parameters)) if len(parameters) <= _MOST_NAMES else f"{len(parameters)} parameters"


def _yes(passed: bool) -> str:
    return "yes" if passed else "NO"
