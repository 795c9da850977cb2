"""Parses and evaluates formulas in plain text, such as ``1/(1 + e^(−z3))``, given the values of their names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import exp, isinf, log, tanh
from typing import Any

import mpmath

Values = Callable[[str], Any]

_SYMBOL = r"(?:[wbzayC]\d*(?:\[[\dk,]+\])?|η)"
NAME = rf"[∂Δ]{_SYMBOL}/[∂Δ]{_SYMBOL}|Δ{_SYMBOL}|{_SYMBOL}"
NUMBER = r"\d+(?:[.,]\d+)?(?:×10\^−?\d+)?|∞"


def _sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z)) if z > 0 else exp(z) / (1 + exp(z))


_FUNCTIONS: dict[str, Callable[..., float]] = {
    # In between, as in ln(1 + e^9000), a number may be too large for floating point, or too near to 1.
    "e^": mpmath.exp,
    "ln": mpmath.log,
    "max": max,
    "σ": _sigmoid,
    "σ′": lambda z: mpmath.exp(-abs(z)) / (1 + mpmath.exp(-abs(z))) ** 2,
    "tanh": tanh,
    "tanh′": lambda z: 1 - tanh(z) ** 2,
    "softplus": lambda z: max(z, 0) + log(1 + exp(-abs(z))),
    "softplus′": _sigmoid,
    "ReLU": lambda z: max(z, 0),
    "ReLU′": lambda z: float(z > 0),
    "LReLU": lambda z: max(z, 0.01 * z),
    "LReLU′": lambda z: 1 if z > 0 else 0.01,
    "id": lambda z: z,
    "id′": lambda z: 1,
}
_TOKENS = re.compile(
    rf"({'|'.join(map(re.escape, sorted(_FUNCTIONS, key=len, reverse=True)))})(?=\()|({NAME})|({NUMBER})|(\S)"
)


def number(text: str) -> Any:
    """Return the value of a printed number, in either language."""
    text = text.replace("−", "-").replace(",", ".").replace("∞", "inf")
    return as_float(mpmath.mpf(text.replace("×10^", "e")))


def last_digit_unit(text: str) -> Any:
    """Return the unit of the last digit of a printed number; infinity has digits of any size."""
    mantissa, _, power = text.replace("−", "-").replace(",", ".").partition("×10^")
    digits = Decimal(0 if "∞" in mantissa else mantissa).as_tuple().exponent
    return as_float(mpmath.mpf(f"1e{int(power or 0) + int(digits)}"))


def as_float(value: Any) -> Any:
    """Return a number of mpmath as a float, unless it is finite and too large for one."""
    near = float(value)
    return value if isinf(near) and not mpmath.isinf(value) else near


@dataclass
class Parser:
    tokens: list[tuple[str, str]]
    values: Values

    def sum(self) -> float:
        total = self.product()
        while self.next() in ("+", "−"):
            sign = self.take()
            total += self.product() * (1 if sign == "+" else -1)
        return total

    def product(self) -> float:
        total = self.power()
        while (sign := self.next()) and sign not in ("+", "−", ")", ";", ","):
            if sign == "/":
                self.take()
                bottom = self.power()
                total = total / bottom if bottom else float("nan")
            else:
                if sign == "·":
                    self.take()
                total *= self.power()
        return total

    def power(self) -> float:
        base = self.atom()
        if self.next() == "²":
            self.take()
            return base * base
        return base

    def atom(self) -> float:
        kind, text = self.tokens.pop(0)
        match kind:
            case "function":
                return _FUNCTIONS[text](*self.arguments())
            case "name":
                return self.values(text)
            case "number":
                return number(text)
        if text == "−":
            return -self.power()
        assert text == "(", f"unexpected {text!r}"
        self.tokens.insert(0, (kind, text))
        (value,) = self.arguments()
        return value

    def arguments(self) -> list[float]:
        assert self.take() == "("
        found = [self.sum()]
        while self.next() in (";", ","):
            self.take()
            found.append(self.sum())
        assert self.take() == ")"
        return found

    def next(self) -> str:
        return self.tokens[0][1] if self.tokens else ""

    def take(self) -> str:
        return self.tokens.pop(0)[1]


def tokens(text: str) -> list[tuple[str, str]]:
    kinds = ("function", "name", "number", "sign")
    return [
        next((kind, part) for kind, part in zip(kinds, match.groups(), strict=True) if part)
        for match in _TOKENS.finditer(text)
    ]


def evaluate(text: str, values: Values) -> Any:
    """Return the value of one side of a formula."""
    parser = Parser(tokens(text), values)
    with mpmath.workdps(400):  # 1 + e^(−745) is not 1
        value = as_float(mpmath.mpf(parser.sum()))
    assert not parser.tokens, f"{text!r}: {parser.tokens} left over"
    return value


def names_in(text: str) -> list[str]:
    return [part for kind, part in tokens(text) if kind == "name"]


def number_matches(text: str) -> list[re.Match[str]]:
    return [match for match in _TOKENS.finditer(text) if match[3]]


@dataclass(frozen=True)
class Line:
    """A formula: its left side, and the others, each with the sign before it."""

    left: str
    sides: list[tuple[str, str]]


def parse_line(alt: str) -> Line:
    """Split a formula at its signs, without the remark in brackets at its end."""
    text = re.sub(r" \(\S+ [>≤] 0\)$", "", alt)
    left, *rest = re.split(r" ([=≈←→]) ", text)
    return Line(left, list(zip(rest[::2], rest[1::2], strict=True)))
