"""Judges the numbers that a clip shows: their values with mpmath, their printed form with ``decimal``."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np

import backprop_core as bp
from backprop_core.quantities import Quantity, Symbol
from tests.judges.language import known
from tests.judges.network import COSTS, Judge, Numbers, autograd_gradient, key


@dataclass(frozen=True)
class TrueValue:
    """The true value of a quantity, and the rounding error that the shown one may have."""

    value: float
    slack: float


def true_value(quantity: Quantity, lesson: bp.Lesson, reads: str) -> TrueValue:
    """Return the true value of a quantity in the part of a lesson that a clip ``reads``.

    C_0 is the cost of the part's own example, C the mean over its training examples. The cost C_k of another example
    comes with that example, a^(0) and y, and is computed as the cost of the network for it.

    Raises
    ------
    AssertionError
        There is no such quantity.
    """
    name, given = quantity.symbol.plain, _given_values(quantity)
    causes = {re.sub(r"\[.*", "", cause): value for cause, value in given}
    if {"y", "a0"} <= causes.keys():
        for number in re.findall(r"C(\d+)", name):
            assert (causes["a0"], causes["y"]) == _examples(lesson)[int(number)], f"{quantity} is of another example"
        name = re.sub(r"C\d+", "C0", name)
    return _true_value(name, given, _Lesson(id(lesson), lesson), reads)


@dataclass(frozen=True)
class _Lesson:
    """A lesson as a cache key: its arrays cannot be hashed."""

    identity: int
    lesson: bp.Lesson = field(compare=False)


@dataclass(frozen=True)
class _GivenPass(Judge):
    """A judge of a network in which some numbers are held, or which has taken steps of a descent."""

    given: Numbers
    descent: dict[str, float]

    def number(self, name: str) -> Any:
        return mpmath.mpf(self.descent[name]) if name in self.descent else super().number(name)

    def _pass(self, held: Numbers) -> Numbers:
        return super()._pass(self.given | held)


def _examples(lesson: bp.Lesson) -> dict[int, tuple[float, float]]:
    """Return the chain's training examples by number: the chain's own is 0, the others follow in the given order."""
    chain = lesson.chain
    pairs = [(float(x), float(y)) for (x,), (y,) in zip(chain.examples.X, chain.examples.Y, strict=True)]
    own = (float(chain.x[0]), float(chain.y[0]))
    if own in pairs:
        pairs.remove(own)
    return {0: own} | dict(enumerate(pairs, start=1))


def _given_values(quantity: Quantity) -> tuple[tuple[str, float], ...]:
    return tuple((cause.symbol.plain, cause.value) for cause in quantity.given)


@cache
def _true_value(name: str, given: tuple[tuple[str, float], ...], of: _Lesson, reads: str) -> TrueValue:
    nudges = [cause for cause, _ in given if cause.startswith("Δ")]
    if name.startswith("Δ") and not nudges:
        return TrueValue(0.0, 0.0)  # nothing was nudged
    assert len(nudges) < 2, f"{name} is given by several nudges at once: {nudges}"
    with mpmath.workdps(50):
        judge = _judge(given, of, reads, of_all=re.search(r"C(?!0)", name) is not None)
        if (ratio := re.fullmatch("Δ(.+)/Δ(.+)", name)) and judge.change(ratio[2]) == 0:
            return TrueValue(0.0, 0.0)  # 0 / 0 is shown as 0
        value = float(judge.number(name))
    return TrueValue(value, 1e-12 * max(abs(value), 1e-3))


@lru_cache(maxsize=64)
def _judge(given: tuple[tuple[str, float], ...], of: _Lesson, reads: str, *, of_all: bool) -> _GivenPass:
    """Return the judge for given values and one example or all of them; cached, as many numbers need the same one."""
    net, x, y, cost = _example(of.lesson, reads, of_all=of_all)
    settings = {"η": of.lesson.descent.rate, "step": 0.0} | {c: v for c, v in given if c in ("η", "step")}
    settings |= {"−η": -settings["η"], "−1": -1.0}
    if settings["step"]:
        net = _trained(of, settings["η"], int(settings["step"]))
    causes = [cause for cause in given if cause[0] not in settings]
    nudge = next(((cause[1:], by) for cause, by in causes if cause.startswith("Δ")), None)
    held: Numbers = {key(cause): mpmath.mpf(value) for cause, value in causes if not cause.startswith("Δ")}
    return _GivenPass(net, x, y, COSTS[cost], nudge, held, settings)


def _trained(of: _Lesson, rate: float, step: int) -> Any:
    """Return the network after some steps of gradient descent, computed with autograd."""
    way, examples = _descent(of, rate), of.lesson.descent.examples
    while len(way) <= step:
        before = way[-1]
        by = autograd_gradient(before, examples.X, examples.Y, of.lesson.layers.cost.name)
        w = [w - rate * dC_dw for w, dC_dw in zip(before.w, by.w, strict=True)]
        b = [b - rate * dC_db for b, dC_db in zip(before.b, by.b, strict=True)]
        way.append(SimpleNamespace(w=w, b=b, activation=before.activation))
    return way[step]


@cache
def _descent(of: _Lesson, _rate: float) -> list[Any]:
    """Return the networks of a descent that were computed so far: at first, only the lesson's own."""
    return [of.lesson.layers.network]


def _example(lesson: bp.Lesson, reads: str, *, of_all: bool) -> tuple[Any, Any, Any, str]:
    part = {"chain": lesson.chain, "layers": lesson.layers, "descent": lesson.layers}[reads]
    if of_all:
        examples = lesson.chain.examples if reads == "chain" else lesson.descent.examples
        return part.network, examples.X, examples.Y, part.cost.name
    return part.network, part.x, part.y, part.cost.name


def number_error(text: str, quantity: Quantity, lesson: bp.Lesson, reads: str) -> str | None:
    """Return what is wrong with ``text`` as the number that a clip shows for a quantity; None if it is right."""
    found = [_number_error(text, quantity, lesson, part) for part in reads.split()]
    if not all(found):
        return None
    causes = ", ".join(map(str, quantity.given)) or "nothing"
    return f"{quantity.symbol.plain} given {causes}: {'; '.join(map(str, found))}"


def _number_error(text: str, quantity: Quantity, lesson: bp.Lesson, part: str) -> str | None:
    try:
        truth = true_value(quantity, lesson, part)
    except (AssertionError, KeyError, ZeroDivisionError) as error:
        return f"nobody can judge it: {error!r}"
    if not abs(quantity.value - truth.value) <= truth.slack:
        return f"{quantity.value!r} is computed for {truth.value!r}"
    return print_error(text, truth, lesson.language)


def unexplained_values(shown: Iterable[Quantity], lesson: bp.Lesson) -> Iterator[str]:
    """Yield the weights and biases of the chain that come to rest at a single value that nothing explains.

    A parameter that swings returns to the lesson's own value, or is nudged as the lesson says.
    """
    rests: defaultdict[Symbol, set[float]] = defaultdict(set)
    for given in (given for quantity in shown for given in quantity.given):
        if isinstance(given.symbol, Symbol) and given.symbol.letter in "wb" and not given.symbol.index:
            rests[given.symbol].add(round(float(given.value), 9))
    for symbol, (value, *others) in rests.items():
        own = float(np.ravel(getattr(lesson.chain.network, symbol.letter)[symbol.layer])[0])
        if not others and not any(abs(value - own - moved) < 1e-8 for moved in (0, lesson.chain.nudge)):
            yield f"{symbol.plain} rests at {value}, and the lesson's own is {own}"


PRINTED = re.compile(r"(?P<sign>[−+]?)(?P<whole>\d+)(?:[.,](?P<decimals>\d+))?(?:×10\^(?P<power>−?\d+))?")


ABOUT_ZERO = "≈0"

# A number that is only said to be about zero is not zero, but would not be seen among those with a decimal.
_NEGLIGIBLE = Decimal("0.1")


def print_error(text: str, truth: TrueValue, language: str) -> str | None:
    """Return what is wrong with ``text`` as the printed form of a true value; None if it is right."""
    if text == ABOUT_ZERO:
        return None if 0 < abs(truth.value) < _NEGLIGIBLE else f"{text!r} is shown for {truth.value!r}"
    match = _printed_number(text, language)
    if match is None:
        return f"{text!r} is not how a number is written"
    places, power = len(match["decimals"] or ""), _power(match)
    shown = _amount(match)
    half = Decimal(5).scaleb(-places - 1 + (power or 0))
    if abs(shown - Decimal(truth.value)) > half + Decimal(truth.slack):
        return f"{text!r} is shown for {truth.value!r}"
    if not shown and abs(truth.value) > truth.slack:
        return f"{text!r} is shown for {truth.value!r}, which is not zero"
    expected = printed(shown, places, power, language, signed=match["sign"] == "+")
    return None if text == expected else f"{text!r} should be written {expected!r}"


def parse_amount(text: str, language: str) -> float | None:
    """Return the value of a printed number; None if ``text`` is no number in this language."""
    match = _printed_number(text, language)
    return None if match is None else float(_amount(match))


def _printed_number(text: str, language: str) -> re.Match[str] | None:
    foreign = {".": ",", ",": "."}[known(language)["mark"]]
    return None if foreign in text else PRINTED.fullmatch(text)


def _amount(match: re.Match[str]) -> Decimal:
    size = Decimal(f"{match['whole']}.{match['decimals'] or ''}").scaleb(_power(match) or 0)
    return -size if match["sign"] == "−" else size


def _power(match: re.Match[str]) -> int | None:
    return int(match["power"].replace("−", "-")) if match["power"] else None


def printed(value: Decimal, places: int, power: int | None, language: str, *, signed: bool = False) -> str:
    """Return a number as the lecture prints it, using only ``decimal``."""
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    size = abs(value)
    if power is not None:
        power, places = size.adjusted(), 2
        assert power >= 6 or power <= -3, f"{value} needs no power of ten"
        size = size.scaleb(-power)
    digits = str(size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)).replace(".", known(language)["mark"])
    return f"{sign}{digits}" if power is None else f"{sign}{digits}×10^{str(power).replace('-', '−')}"
