"""Judges every cell of the tables of a handout."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import takewhile
from math import inf
from typing import Any

import numpy as np

import backprop_core as bp
from scenes.kit.flow.catalogue import catalogue
from tests.judges.algebra import last_digit_unit, number
from tests.judges.handout import Case, Cases, by_number, is_off
from tests.judges.network import autograd_gradient
from tests.readers.tagged_pdf import Document

Rows = Sequence[Sequence[str]]

# Two engines err in each step: how much farther they may drift apart than two starts that differ by a rounding error.
ROUNDINGS = 1000

# By how many units of the last decimal, and by which share at most, they change a cost that has no sure digits.
UNITS, SHARE = 10, 0.1


def complaints(lesson: bp.Lesson, document: Document) -> Iterator[str]:
    """Yield what is wrong in the tables of a handout."""
    titles = [section.title for section in bp.report(lesson).sections]
    clips, found, listed = list(catalogue()), set(), 0
    unsure = declared_unsure(document, clips.index("GradientDescent") + 1)
    tables = TABLES | {("GradientDescent", 1): partial(outcome_table, unsure=unsure)}
    chapters = list(dict.fromkeys(chapter for chapter, *_ in document.sections()))
    for chapter, section, elements in document.sections():
        for table in (each.rows for each in elements if each.role == "Table"):
            if section:
                clip = clips[int(re.findall(r"\d+", section)[0]) - 1]
                judge = tables[clip, len([each for each in found if each[0] == clip])]
                found.add((clip, len([each for each in found if each[0] == clip])))
                yield from (f"{section}: {each}" for each in judge(lesson, table))
            elif chapter == chapters[-2]:
                yield from (
                    f"{titles[listed]}: {each}" for each in listing_faults(lesson, titles[listed], table[1:], unsure)
                )
                listed += len(table[0]) == 1
    if (found, listed) != (set(TABLES), len(titles)):
        yield f"tables are missing: {set(TABLES) - found}, {listed} of {len(titles)} lists of numbers"


def declared_unsure(document: Document, number: int) -> float:
    """Return the step that the sentence below the last table of a section names: infinity, if there is none."""
    (elements,) = (each for _, title, each in document.sections() if re.match(rf"{number}\D", title))
    below = "".join(each.glyphs for each in takewhile(lambda each: each.role == "Span", reversed(elements)))
    return min(map(int, re.findall(r"\d+", below)), default=inf)


def cell_faults(name: str, text: str, truth: float, noise: float = 1e-12) -> Iterator[str]:
    if is_off(text, truth, noise):
        yield f"{name} is printed as {text}, but is {truth}"


def wiggle_table(lesson: bp.Lesson, rows: Rows) -> Iterator[str]:
    chain = lesson.chain
    for name, *texts in rows[1:]:
        for text, by in zip(texts, (-0.5, 0.5), strict=True):
            moved = Case(chain.network, chain.cost.name, chain.x, chain.y, (name, by))
            yield from cell_faults(f"C0 with {name} moved", text, moved("C0") + moved("ΔC0"))


def nudge_table(lesson: bp.Lesson, rows: Rows) -> Iterator[str]:
    case = Cases(lesson).chain
    for name, before, after, change in rows[1:]:
        yield from cell_faults(name, before, case(name))
        yield from cell_faults(f"{name}, nudged", after, case(name) + case(f"Δ{name}"))
        yield from cell_faults(f"Δ{name}", change, case(f"Δ{name}"))


def shrinking_table(lesson: bp.Lesson, rows: Rows) -> Iterator[str]:
    chain, header = lesson.chain, rows[0]
    for by, *texts in rows[1:]:
        case = Case(chain.network, chain.cost.name, chain.x, chain.y, (header[0][1:], number(by)))
        for name, text in zip(header[1:], texts, strict=True):
            yield from cell_faults(f"{name} for {by}", text, case(name))


def example_table(lesson: bp.Lesson, rows: Rows) -> Iterator[str]:
    case = Cases(lesson).examples
    first = int(rows[1][0])
    for place, (k, *texts) in enumerate(rows[1:]):
        if int(k) != place + first:
            yield f"example {k} is out of order"
        one = Case(case.net, case.cost, case.x[place], case.y[place])
        for name, text in zip(rows[0][1:], texts, strict=True):
            yield from cell_faults(f"{name} of example {k}", text, one(name.replace("k", "0")))


def step_table(lesson: bp.Lesson, rows: Rows) -> Iterator[str]:
    case = Cases(lesson).descent
    for name, before, move, after in rows[1:]:
        if name != "…":
            moved = -case.rate * case(f"∂C/∂{name}")
            yield from cell_faults(name, before, case(name))
            yield from cell_faults(f"move of {name}", move, moved)
            yield from cell_faults(f"{name}, moved", after, case(name) + moved)
            # The printed numbers add up, but for the last digits if the first number was rounded or has more of them.
            exact = number(before) == case(name) and last_digit_unit(before) > 0.999 * last_digit_unit(after)
            rounded = (after,) if exact else (before, move, after)
            off = abs(number(before) + number(move) - number(after))
            if off > 0.501 * sum(last_digit_unit(each) for each in rounded):
                yield f"{name}: {before} and {move} are not {after}"


def outcome_table(lesson: bp.Lesson, rows: Rows, unsure: float = inf) -> Iterator[str]:
    layers, own = (
        lesson.layers,
        Case(lesson.layers.network, lesson.layers.cost.name, lesson.layers.x, lesson.layers.y),
    )
    steps = [0, 1, lesson.descent.steps][: len(rows[0]) - 2]
    for name, *texts, wanted in rows[1:]:

        def value(batch: Case, name: str = name) -> float:
            return batch(name) if name == "C" else Case(batch.net, batch.cost, layers.x, layers.y)(name)

        for text, n in zip(texts, steps, strict=True):
            yield from trained_faults(lesson, n, f"{name} after {n}", text, value, unsure)
        if wanted:
            yield from cell_faults("desired", wanted, own(re.sub(r"a\d", "y", name)))


def trained_faults(
    lesson: bp.Lesson, steps: int, name: str, text: str, value: Callable[[Case], float], unsure: float
) -> Iterator[str]:
    """Yield what is wrong in a number after some steps, but for digits that the lesson does not determine.

    A high rate may magnify rounding errors in every step: how much, starts that differ by a few of them tell. If that
    leaves the cost hardly a digit, the handout has to declare from which step on all of them are ``unsure``.
    """
    truth = value(trained(lesson, steps))
    if is_off(text, truth):
        cost, spread = (spread_of(each, lesson, steps) for each in (lambda batch: batch("C"), value))
        if cost > min(UNITS * 10**-lesson.decimals, SHARE) * max(1.0, abs(trained(lesson, steps)("C"))):
            yield from [] if steps >= unsure else [f"{name} is printed as {text}, where no digit is sure: undeclared"]
        elif steps < unsure or spread < last_digit_unit(text):
            yield from cell_faults(name, text, truth, 1e-12 + ROUNDINGS * spread)


def spread_of(value: Callable[[Case], float], lesson: bp.Lesson, steps: int) -> float:
    """Return by how much a number after some steps differs for starts that differ by a few rounding errors."""
    truth, *others = (value(trained(lesson, steps, start)) for start in (1.0, 1 - 2**-51, 1 + 2**-51))
    return max(abs(other - truth) for other in others)


def trained(lesson: bp.Lesson, steps: int, start: float = 1.0) -> Case:
    """Return the training examples' case after some steps, taken one by one with another engine's gradients.

    ``start`` multiplies all weights and biases before the first step, and the rate: of zeros, the rate alone.
    """
    network, descent = lesson.layers.network, lesson.descent
    return _trained(network, descent.examples.X.tobytes(), lesson, steps, start)


@cache
def _trained(network: bp.Network, _: bytes, lesson: bp.Lesson, steps: int, start: float) -> Case:
    descent, cost, rate = lesson.descent, lesson.layers.cost.name, start * lesson.descent.rate
    X, Y, functions = descent.examples.X, descent.examples.Y, list(network.activation)
    w, b = [start * np.array(W) for W in network.w], [start * np.array(v) for v in network.b]
    for _step in range(steps):
        slope = autograd_gradient(bp.Network(w, b, functions), X, Y, cost)
        w = [W - rate * d for W, d in zip(w, slope.w, strict=True)]
        b = [v - rate * d for v, d in zip(b, slope.b, strict=True)]
    return Case(bp.Network(w, b, functions), cost, X, Y)


def listing_faults(lesson: bp.Lesson, title: str, rows: Rows, unsure: float) -> Iterator[str]:
    chain, layers, cases = lesson.chain, lesson.layers, Cases(lesson)
    case, own = (cases.chain, chain) if title.startswith("Chain") else (cases.layers, layers)
    if title.endswith(("training example", "training examples")):
        case = Case(chain.network, chain.cost.name, chain.examples.X, chain.examples.Y)
    steps = lesson.descent.steps if "after" in title else 0
    for name, text in rows:
        if title.startswith("Descent"):

            def value(batch: Case, name: str = name) -> float:
                return listed(name, batch, layers)

            yield from trained_faults(lesson, steps, name, text, value, unsure)
        else:
            yield from cell_faults(name, text, listed(name, case, own))


def listed(name: str, case: Case, own: Any) -> float:
    """Return a number of a list: C_k and what it depends on are of that example alone."""
    if match := re.match(r"C(\d+)$|∂C(\d+)/", name) if case.x.ndim == 2 else None:
        k = int(match[1] or match[2])
        pair = by_number(case.x, case.y, own.x, own.y)[k]
        case, name = Case(case.net, case.cost, *pair), name.replace(f"C{k}", "C0")
    return case(name)


TABLES = {
    ("SimplestNetwork", 0): wiggle_table,
    ("NudgePropagation", 0): nudge_table,
    ("NudgePropagation", 1): shrinking_table,
    ("AverageOverExamples", 0): example_table,
    ("GradientDescent", 0): step_table,
    ("GradientDescent", 1): outcome_table,
}
