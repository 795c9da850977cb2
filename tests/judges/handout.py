"""Judges every formula of a handout: parses it, compares it with ``tests.judges.network``, and evaluates it again."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import mpmath
import numpy as np

import backprop_core as bp
from scenes.kit.flow.catalogue import catalogue
from tests.judges.algebra import (
    NAME,
    NUMBER,
    Line,
    evaluate,
    last_digit_unit,
    names_in,
    number,
    number_matches,
    parse_line,
)
from tests.judges.network import COSTS, COSTS_BY_Z, Judge, autograd_gradient
from tests.readers.tagged_pdf import Document, Element

# The slopes below and above 0; at 0, by convention, the one below.
_KINKED_SLOPES = {"relu": (0.0, 1.0), "leaky_relu": (0.01, 1.0)}

# The |z| from which on a float is 1 instead of a.
_ROUNDED_FROM = 36

# Beyond the |z| of a lesson's networks are only those that it trains or nudges: 1 − a may need a million digits.
_STEEPEST_OF_LESSONS = 2e4


class Case:
    """A network with one or several examples, and a nudge: called with a name, it returns the value."""

    def __init__(
        self, net: Any, cost: str, x: Any, y: Any, nudge: tuple[str, float] | None = None, rate: float = 0.0
    ):
        self.net, self.cost, self.x, self.y = net, cost, np.asarray(x), np.asarray(y)
        self.nudge, self.rate = nudge, rate
        self._known: dict[str, Any] = {}

    def __call__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._judged(name)
        return self._known[name]

    def _judged(self, name: str) -> Any:
        if name == "η":
            return self.rate
        if match := re.fullmatch(r"∂(C\d?)/∂([wbza])(\d)(?:\[(\d)(?:,(\d))?\])?", name):
            _, letter, l, *index = match.groups()
            before_kinks = self._near_kink and (letter, int(l)) != ("a", self.net.L)
            if before_kinks if letter in "za" else match[1] == "C" or self.x.ndim == 1:
                place = tuple(int(i) for i in index if i) or (0,) * (2 if letter == "w" else 1)
                by_autograd = float(getattr(self._gradient, letter)[int(l) - (letter != "a")][place])
                if np.isfinite(by_autograd):  # it divides by 0 where 1 − a, rounded, is 0
                    return by_autograd
        if match := re.fullmatch(r"∂a(\d)(\S*)/∂(z\d\S*)", name):
            slopes = _KINKED_SLOPES.get(self.net.activation[int(match[1])].name)
            if slopes:  # finite differences would step over the corner
                return slopes[self(match[3]) > 0]
        steepest = self._steepest_nudged if "Δ" in name else self._steepest
        beyond_floats = _ROUNDED_FROM < steepest <= _STEEPEST_OF_LESSONS
        with mpmath.workdps(50 + int(steepest) if beyond_floats else 50):
            found = (self._judge if steepest <= _STEEPEST_OF_LESSONS else self._judge_by_z).number(name)
        return found if beyond_floats else float(found)

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.net, self.x, self.y, COSTS[self.cost], self.nudge)

    @cached_property
    def _judge_by_z(self) -> Judge:
        return replace(self._judge, by_z=COSTS_BY_Z.get(self.cost))

    @cached_property
    def _steepest(self) -> float:
        """The largest |z| of the outputs, that of all examples, if the cost has a logarithm of them; else 0."""
        return self._largest(Judge.number)

    @cached_property
    def _steepest_nudged(self) -> float:
        """The same, before or after the nudge."""
        return max(self._steepest, self._largest(lambda judge, z: judge.number(z) + judge.change(z)))

    def _largest(self, value: Callable[[Judge, str], Any]) -> float:
        if "entropy" not in self.cost:
            return 0.0
        outputs = [f"z{self.net.L}[{j}]" for j in range(len(self.net.b[self.net.L]))]
        judges = [replace(self._judge, x=x, y=y) for x, y in zip(*map(np.atleast_2d, (self.x, self.y)), strict=True)]
        with mpmath.workdps(50):
            return max(abs(float(value(judge, z))) for judge in judges for z in outputs)

    def noise(self, name: str) -> Any:
        """Return the rounding error of float64 in a number.

        A measured ratio loses more the smaller the change, a derivative the more its paths cancel.
        """
        if self.x.ndim == 1 and (match := re.fullmatch(r"∂C0/∂([wbza])(\d)\S*", name)):
            l = int(match[2])
            fed = max(abs(self(f"a{l - 1}[{k}]")) for k in range(self.net.w[l].shape[1])) if match[1] == "w" else 1
            slope = 1 if match[1] == "a" else max(self._slopes(l))
            return 1e-12 + 1e-15 * fed * slope * self._paths[l]
        if match := re.fullmatch(r"Δ(.+)/Δ(.+)", name):
            change = self(f"Δ{match[2]}")
            return 1e-12 + (1e-15 * abs(self(match[1])) / abs(change) if change else 0.0)
        return 1e-12

    @cached_property
    def _near_kink(self) -> bool:
        """Whether a neuron is so near a corner that finite differences would step over it."""
        kinked = [l for l in range(1, self.net.L + 1) if self.net.activation[l].name in _KINKED_SLOPES]
        return self.x.ndim == 1 and any(
            abs(self(f"z{l}[{j}]")) < 1e-12 for l in kinked for j in range(len(self.net.b[l]))
        )

    @cached_property
    def _paths(self) -> list[Any]:
        """The largest |∂C0/∂a| of each layer if no paths cancelled."""
        L = self.net.L
        found = [np.array([abs(self(f"∂C0/∂a{L}[{j}]")) for j in range(len(self.net.b[L]))])]
        for l in range(L, 0, -1):
            found.append(abs(self.net.w[l]).T @ (found[-1] * self._slopes(l)))
        return [each.max() for each in reversed(found)]

    def _slopes(self, l: int) -> list[Any]:
        """Return |∂a/∂z| of each neuron of a layer."""
        return [abs(self(f"∂a{l}[{j}]/∂z{l}[{j}]")) for j in range(len(self.net.b[l]))]

    @cached_property
    def _gradient(self) -> Any:
        with np.errstate(divide="ignore", invalid="ignore"):
            return autograd_gradient(self.net, self.x, self.y, self.cost)


class Cases:
    """The cases that the formulas of a lesson's handout are about."""

    def __init__(self, lesson: bp.Lesson):
        chain, layers, descent = lesson.chain, lesson.layers, lesson.descent
        L = chain.network.L
        a = str(layers.watched_neuron)
        self.chain = Case(chain.network, chain.cost.name, chain.x, chain.y, (f"w{L}", chain.nudge))
        self.layers = Case(layers.network, layers.cost.name, layers.x, layers.y, (a, 0.001))
        right = f"z{layers.network.L}[{int(np.argmax(layers.y))}]"
        self.outputs = Case(layers.network, layers.cost.name, layers.x, layers.y, (right, 0.001))
        X, Y = numbered(chain.examples.X, chain.examples.Y, chain.x, chain.y)
        self.examples = Case(chain.network, chain.cost.name, X, Y)
        self.descent = Case(
            layers.network, layers.cost.name, descent.examples.X, descent.examples.Y, rate=descent.rate
        )
        k, (x, y) = exercise_example(chain, chain.examples)
        self.exercise = OfExample(Case(chain.network, chain.cost.name, x, y, rate=descent.rate), k)
        k, (x, y) = exercise_example(layers, descent.examples)
        self.other_exercise = OfExample(Case(layers.network, layers.cost.name, x, y), k)
        self.lesson = lesson

    def of(self, section: str, exercise: bool, formula: Line) -> Case:
        """Return the case of a formula, from the number of its clip or exercise."""
        place = int(re.findall(r"\d+", section)[0])
        if exercise:
            return self.other_exercise if place == 4 else self.exercise
        clip = list(catalogue())[place - 1]
        if re.search(r"∂C/|η", " ".join([formula.left, *(side for _, side in formula.sides)])):
            return self.descent if clip == "GradientDescent" else self.examples
        if clip == "SoftmaxOutput":
            return self.outputs
        return self.layers if place >= 13 else self.chain


def exercise_example(part: Any, examples: Any) -> tuple[int, tuple[Any, Any]]:
    """Return the k in C_k, and the example."""
    pairs = by_number(examples.X, examples.Y, part.x, part.y)
    different = [k for k, (x, y) in pairs.items() if list(x) != list(part.x) or list(y) != list(part.y)]
    return (different[0], pairs[different[0]]) if different else (0, (part.x, part.y))


def numbered(X: Any, Y: Any, x: Any, y: Any) -> tuple[Any, Any]:
    """Return the examples in the order of their numbers: the lecture's own first, if it is among them."""
    places = range(len(X))
    own = [i for i in places if list(X[i]) == list(x) and list(Y[i]) == list(y)][:1]
    order = own + [i for i in places if i not in own]
    return X[order], Y[order]


def by_number(X: Any, Y: Any, x: Any, y: Any) -> dict[int, tuple[Any, Any]]:
    """Return the examples by the k in C_k: (x, y) has 0, if it is among them."""
    pairs = list(zip(*numbered(X, Y, x, y), strict=True))
    own = list(pairs[0][0]) == list(x) and list(pairs[0][1]) == list(y)
    return dict(enumerate(pairs, start=0 if own else 1))


def complaints(lesson: bp.Lesson, document: Document) -> Iterator[str]:
    """Yield what is wrong in the formulas of a handout."""
    cases = Cases(lesson)
    chapters = [chapter for chapter, *_ in document.sections()]
    exercises = chapters[-1]
    for chapter, section, elements in document.sections():
        if not section:
            continue
        held: Case | None = None
        for element in elements:
            if element.role == "Formula" and re.search("[=≈←→]", element.alt):
                formula = parse_line(element.alt)
                case = cases.of(section, chapter == exercises, formula)
                if section.startswith("8") and chapter != exercises:
                    held = case_with_activation_held(cases, formula) or held
                    case = held or case
                yield from (f"{section}: {each}" for each in faults(formula, case))


def case_with_activation_held(cases: Cases, formula: Line) -> Case | None:
    """Return the case of the last layer alone, if the formula sets the activation before it."""
    chain = cases.lesson.chain
    L = chain.network.L
    if formula.left != f"a{L - 1}":
        return None
    level = number(formula.sides[0][1])
    last = bp.Network.chain(
        [chain.network.w[L].item()], [chain.network.b[L].item()], chain.network.activation[L].name
    )
    return Renamed(Case(last, chain.cost.name, [level], chain.y, ("w1", chain.nudge)), L)


class OfExample(Case):
    """A case in which the cost of the example is called C_k."""

    def __init__(self, case: Case, k: int):
        super().__init__(case.net, case.cost, case.x, case.y, rate=case.rate)
        self.case, self.k = case, k

    def __call__(self, name: str) -> Any:
        return self.case(self._own_name(name))

    def noise(self, name: str) -> float:
        return self.case.noise(self._own_name(name))

    def _own_name(self, name: str) -> str:
        numbers = re.findall(r"C(\d+)", name)
        assert set(numbers) <= {str(self.k)}, f"{name} is about another example than C{self.k}"
        return re.sub(r"C\d+", "C0", name)


class Renamed(Case):
    """The last layer of a network alone, with the names that it has in the whole network."""

    def __init__(self, case: Case, L: int):
        super().__init__(case.net, case.cost, case.x, case.y, case.nudge)
        self.case, self.L = case, L

    def __call__(self, name: str) -> Any:
        return self.case(self._own_name(name))

    def noise(self, name: str) -> float:
        return self.case.noise(self._own_name(name))

    def _own_name(self, name: str) -> str:
        return re.sub(r"([wbza])(\d)", lambda m: f"{m[1]}{int(m[2]) - self.L + 1}", name)


def faults(formula: Line, case: Case) -> Iterator[str]:
    """Yield what is wrong in a formula: in letters, in numbers, or in its result."""
    left, sides = formula.left, formula.sides
    if any("?" in side or "∇" in left or "(l)" in side for _, side in sides) or not re.search(NAME, left):
        return
    if re.search(r"[a-z][lL]|/∂w$|^df|\[j|\[k|^L", left):
        return  # a rule for any layer or neuron
    if any(")(" in side.replace(" ", "") and not names_in(side) for _, side in sides):
        yield from matrix_faults(formula)
    if ";" in sides[-1][1] or re.fullmatch(rf"\(({NUMBER}|[−, ])+\)", sides[-1][1]):
        yield from entry_faults(left, sides[-1][1], case)
        return
    if any(";" in side and "max" not in side for _, side in sides):
        sides = sides[-1:]
    becomes = sides[0][0] == "←"
    truth = evaluate(sides[0][1] if becomes else left, case)
    plugged: list[tuple[str, float]] = []
    for sign, side in sides:
        if "Σ" in side or side.startswith("C("):
            continue
        names = names_in(side)
        value = evaluate(side, case)
        if names and not mpmath.isfinite(value) and any(case(name) in (0.0, 1.0) for name in names):
            continue  # in letters alone: a logarithm of what no float tells from 0
        if names and not abs(value - truth) <= 1e-6 * abs(truth) + 1e-12:
            yield f"{left} = {side} is {value}, not {truth}"
        elif not names and (side, sign) != (sides[-1][1], sides[-1][0]):
            plugged.append((side, value))
    sign, last = sides[-1]
    if not re.fullmatch(f"−?(?:{NUMBER})", last):
        if names_in(last):
            return
        yield f"{left}: {last} is no number"
        return
    unit = max(last_digit_unit(last), 5e-324)
    if is_off(last, truth, case.noise(left)):
        yield f"{left} is printed as {last}, but is {truth}"
    for side, value in plugged:
        if sign == "→":  # which only what is no number does, as 0·∞
            if mpmath.isfinite(value):
                yield f"{left} {sign} {last}, but what is printed before is {value}"
            continue
        off = abs(number(last) - value) / unit
        close = max(3.0, 0.02 * abs(truth) / unit) if abs(truth) > 1e-12 else np.inf  # what float64 loses
        least = 0.0 if "×" in last else 0.499  # a power of ten less, and a unit is another
        if not (off <= 0.501 if sign == "=" else least <= off <= max(close, rounding_loss(side, value) / unit)):
            yield f"{left} {sign} {last}, but what is printed before comes to {value}"


def rounding_loss(side: str, value: float) -> float:
    """Return how far off a side may be because its longest numbers were rounded.

    The longest have six digits, six decimals or a power of ten.
    """
    off = 0.0
    for match in number_matches(side):
        mantissa, power, _ = match[0].partition("×")
        digits, decimals = re.sub(r"^[0.,]+|\D", "", mantissa), re.sub(r"^\d+[.,]?", "", mantissa)
        if power or max(len(digits), len(decimals)) >= 6:
            half = f"5×10^{round(np.log10(last_digit_unit(match[0]))) - 1}".replace("-", "−")
            moved = f"{side[: match.start()]}({match[0]} + {half}){side[match.end() :]}"
            off += abs(evaluate(moved, {}.__getitem__) - value)
    return off


def matrix_faults(formula: Line) -> Iterator[str]:
    """Yield what is wrong in a formula z = w a + b of matrices: the printed numbers must yield the printed result."""
    (_, _), (_, plugged), (sign, result) = formula.sides
    groups = re.findall(rf"\(([^()]*)\)|\+ (−?{NUMBER})", plugged)
    w, a, b = (rows(group or single) for group, single in groups)
    z, units = np.array(rows(result)), np.array(rows(result, last_digit_unit))
    off = abs(np.array(w) @ np.array(a) + np.array(b) - z) / units
    if off.max() > 0.501 if sign == "=" else off.max() < 0.499:  # in between, either sign is right
        yield f"{formula.left}: {plugged} {sign} {result} is off by {off.max()} units"


def rows(matrix: str, read: Callable[[str], float] = number) -> list[list[float]]:
    return [[read(text) for text in re.split(r", ", row)] for row in matrix.strip("()").split("; ")]


def entry_faults(left: str, matrix: str, case: Case) -> Iterator[str]:
    """Yield what is wrong in a vector or a matrix of numbers."""
    for j, row in enumerate(row.split(", ") for row in matrix.strip("()").split("; ")):
        for k, text in enumerate(row):
            name = left + (f"[{j},{k}]" if re.search(r"w\d$", left) else f"[{j}]")
            try:
                truth = case(name)
            except (IndexError, KeyError):
                yield f"there is no {name}"
                continue
            if is_off(text, truth, case.noise(name)):
                yield f"{name} is printed as {text}, but is {truth}"


def is_off(text: str, truth: float, noise: float = 1e-12) -> bool:
    """Return whether a printed number is not the true one, rounded, within the rounding error of float64."""
    if "∞" in text:  # as a float: there is no larger number
        return number(text) != float(truth)
    return abs(number(text) - truth) > 0.5001 * last_digit_unit(text) + noise


def glyph_faults(elements: Sequence[Element]) -> Iterator[str]:
    """Yield formulas whose drawn digits and signs differ from those of their alternative text."""
    for each in elements:
        drawn, alternative = (sorted(re.findall(r"[\d−]", text)) for text in (plain(each.glyphs), plain(each.alt)))
        if drawn != alternative:
            yield f"drawn {each.glyphs!r}, but the alternative text is {each.alt!r}"


def plain(text: str) -> str:
    return text.replace("²", "2").replace("-", "−").replace("\u2060", "")
