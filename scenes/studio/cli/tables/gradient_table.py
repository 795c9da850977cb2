"""The gradients of a lesson beside finite differences, as tables, for ``backprop check``."""

from collections.abc import Iterator, Sequence

from rich.console import Group
from rich.table import Table

import backprop_core as bp
from backprop_core.lesson.parts import ChainPart, LayersPart
from scenes.numbers.language import N_, Language
from scenes.studio.cli.tables.words import cost_words

# How far each weight and bias is nudged, up and down.
_STEP = 1e-5

# How many parameters are named in a cell.
_MOST_NAMES = 6


# The heads of both tables.
_NUDGES = N_("nudged"), N_("derivative"), N_("measured"), N_("difference")
_VERDICTS = (
    *(N_("gradient"), N_("greatest relative error"), N_("of what")),
    *(N_("left out, at a corner"), N_("flat"), N_("right")),
)

_FLAT, _RIGHT, _WRONG, _MANY = N_("flat"), N_("yes"), N_("NO"), N_("{count} parameters")
_CHAIN, _LAYERS = N_("Chain"), N_("Layers")


def check_gradients(lesson: bp.Lesson) -> tuple[Group, bool]:
    """Return tables with a row for each weight and bias, and whether all derivatives are right."""
    language = Language(lesson.language)
    checks = dict(_checks(lesson))
    tables = [
        _nudges(name, part, checks[name], language)
        for name, part in ((_CHAIN, lesson.chain), (_LAYERS, lesson.layers))
    ]
    verdicts = Table(*map(language.text, _VERDICTS))
    for name, check in checks.items():
        error = _number(f"{check.max_relative_error:.1e}", language) if check.worst else ""
        corners, flat = (_listed(each, language) for each in (check.kinks, check.flat))
        right = language.text(_RIGHT if check.passed else _WRONG)
        verdicts.add_row(language.text(name), error, str(check.worst or ""), corners, flat, right)
    return Group(*tables, verdicts), all(check.passed for check in checks.values())


def _nudges(name: str, part: ChainPart | LayersPart, check: bp.GradientCheck, language: Language) -> Table:
    """Return a table with the derivative for each parameter beside the ratio that nudges up and down measure."""
    title = f"{language.text(name)} – {cost_words(part.cost, language)}"
    table = Table(*map(language.text, _NUDGES), title=title, title_justify="left")
    net, x, y, cost = part.network, part.x, part.y, part.cost
    gradient = bp.backward(net, bp.forward(net, x), y, cost).vector
    for parameter, derivative in zip(net.parameters(), gradient, strict=True):
        up, down = (bp.nudge(net, x, y, parameter, by=by, cost=cost).dC for by in (_STEP, -_STEP))
        measured = (up - down) / (2 * _STEP)
        numbers = [f"{derivative:.9g}", f"{measured:.9g}", f"{measured - derivative:.1e}"]
        numbers = [_number(number, language) for number in numbers]
        if parameter in check.flat:
            numbers[-1] = language.text(_FLAT)
        table.add_row(str(parameter), *numbers)
    return table


def _checks(lesson: bp.Lesson) -> Iterator[tuple[str, bp.GradientCheck]]:
    chain, layers, each, training = lesson.chain, lesson.layers, lesson.chain.examples, lesson.descent.examples
    yield _CHAIN, bp.check_gradient(chain.network, chain.x, chain.y, chain.cost)
    yield N_("Chain, its examples"), bp.check_gradient(chain.network, each.X, each.Y, chain.cost)
    yield _LAYERS, bp.check_gradient(layers.network, layers.x, layers.y, layers.cost)
    yield N_("Layers, the descent’s examples"), bp.check_gradient(layers.network, training.X, training.Y, layers.cost)


def _listed(parameters: Sequence[bp.Parameter], language: Language) -> str:
    """Return their names, or how many there are if there are many."""
    if len(parameters) > _MOST_NAMES:
        return language.text(_MANY).format(count=len(parameters))
    return ", ".join(map(str, parameters))


def _number(written: str, language: Language) -> str:
    return written.replace(".", language.decimal_mark)
