"""Reads mobjects and printed numbers off a clip's stage, and computes the reference values to compare them with."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import groupby
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeVar

import mpmath
import numpy as np
from manim import Mobject, VMobject

import backprop_core as bp
from scenes.kit.clip import Clip
from scenes.kit.network.neuron import Neuron
from scenes.kit.text.formula import Formula, TextLine
from scenes.kit.text.glyphs import typeset_math
from scenes.kit.theme import THEMES, Theme
from scenes.numbers.typesetting import number_source
from tests.judges.network import COSTS, Judge, NetworkLike, Numbers, autograd_gradient
from tests.rigs.rehearsal import clips, lessons, rehearse, visible

T = TypeVar("T")
M = TypeVar("M", bound=Mobject)


# --- the stage ---------------------------------------------------------------------------------------------------


def observe_rests(name: str, lesson: bp.Lesson, look: Callable[[Any], T | None]) -> dict[str, list[T]]:
    """Play a clip, call ``look`` after each move, and return its results other than None, by beat."""
    kind = next(clip for clip in clips() if clip.__name__ == name)
    found: dict[str, list[T]] = {}

    class Watched(kind):
        def play(self, *args: Any, **kwargs: Any) -> None:
            super().play(*args, **kwargs)
            view = look(self)
            if view is not None:
                found.setdefault(self.typesetter.ledger.beat, []).append(view)

    Watched.beats = kind.beats  # pyright: ignore[reportAttributeAccessIssue]
    rehearse(Watched, lesson)
    return found


def played(name: str, lesson: bp.Lesson) -> Any:
    """Play a clip to its end and return it."""
    return rehearse(next(clip for clip in clips() if clip.__name__ == name), lesson).clip


def on_stage(clip: Clip, kind: type[M]) -> list[M]:
    """Return the mobjects of a class on the stage, in drawing order."""
    return [part for part in parts_on_stage(clip) if isinstance(part, kind)]


def parts_on_stage(clip: Clip) -> list[Mobject]:
    """Return every mobject on the stage once, in the order of drawing."""
    parts: dict[int, Mobject] = {}
    for mobject in clip.mobjects:
        _add_family(mobject, parts)
    return list(parts.values())


def _add_family(mobject: Mobject, parts: dict[int, Mobject]) -> None:
    if id(mobject) not in parts:
        parts[id(mobject)] = mobject
        for part in mobject.submobjects:
            _add_family(part, parts)


def are_visible(clip: Clip, *parts: Mobject) -> bool:
    """Whether these very mobjects, not copies of them, are on the stage and visible."""
    there = {id(part) for mobject in clip.mobjects for part in mobject.get_family()}
    return all(id(part) in there and visible(part) for part in parts)


def theme_of(lesson: bp.Lesson) -> Theme:
    return THEMES[lesson.theme]


# --- shapes ------------------------------------------------------------------------------------------------------


def columns(clip: Clip, *, desired: bool = False) -> list[list[Neuron]]:
    """Return the neurons on the stage in columns from left to right, each from top to bottom.

    Discs of desired outputs, which have their own colour, are only among them if they are asked for.
    """
    y, discs = clip.typesetter.theme.y, on_stage(clip, Neuron)
    neurons = sorted((disc for disc in discs if desired or stroke_colour(disc.circle) != y), key=_place)
    return [list(column) for _, column in groupby(neurons, key=lambda neuron: _place(neuron)[0])]


def _place(neuron: Neuron) -> tuple[float, float]:
    x, y, _ = neuron.circle.get_center()
    return round(float(x), 6), -float(y)


def stroke_between(strokes: Sequence[VMobject], start: Neuron, end: Neuron) -> VMobject:
    """Return the only stroke that joins the rims of two neurons, in either direction."""
    ends = np.array([start.circle.get_center(), end.circle.get_center()])
    inset = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0]) * start.circle.width / 2
    ends += [inset, -inset]
    found = [
        stroke
        for stroke in strokes
        if any(np.allclose(stroke.points[[0, -1]], way, atol=1e-6) for way in (ends, ends[::-1]))
    ]
    assert len(found) == 1, f"{len(found)} strokes lead from {ends[0]} to {ends[1]}"
    return found[0]


def is_dashed(stroke: VMobject) -> bool:
    return len(stroke.get_subpaths()) > 1


def stroke_colour(shape: Any) -> str:
    return shape.get_stroke_color().to_hex().upper()


def fill_colour(shape: Any) -> str:
    return shape.get_fill_color().to_hex().upper()


# --- what is written ---------------------------------------------------------------------------------------------

CHARACTERS = "0123456789−+.,"
SCRIPT = 0.7  # the size of an exponent


def read_number(line: TextLine) -> str:
    """Read a number by the outlines of its glyphs; smaller glyphs are an exponent: ``10^−3``."""
    read = [_character(glyph) for glyph in line.submobjects]
    first = read[0][1]
    texts = ["" if size > 0.9 * first else "^" for _, size in read]
    raised = texts.index("^") if "^" in texts else len(texts)
    return "".join("^" * (place == raised) + character for place, (character, _) in enumerate(read))


def parse_number(text: str) -> float:
    """Return the value of a printed number in either language, of a power 10^n, or of a factor ×n."""
    factors = text.replace("−", "-").replace(",", ".").removeprefix("×").split("×")
    return float(np.prod([float(base) ** int(power or 1) for base, _, power in (f.partition("^") for f in factors)]))


def number_beside(clip: Any, x: float, y: float, side: int) -> float:
    """Return the number that is written beside the end of a track, left (-1) or right (1) of it."""
    written = [line for line in on_stage(clip, Formula) if line.family_members_with_points()]
    level = [line for line in written if abs(line.get_y() - y) < 1e-6 and side * (line.get_x() - x) > 0]
    return parse_number(read_number(min(level, key=lambda line: abs(line.get_x() - x))))


def _character(glyph: Any) -> tuple[str, float]:
    """Return the character of a glyph, and its type size."""
    for character, outline in _alphabet():
        if outline.shape == glyph.points.shape:
            size = np.ptp(glyph.points[:, 0]) / np.ptp(outline[:, 0])
            if np.allclose(_from_corner(glyph.points), size * outline, atol=0.01 * size):
                return character, float(size)
    raise AssertionError("this glyph is no known character")


@cache
def _alphabet() -> list[tuple[str, np.ndarray]]:
    """Return the outlines of characters: those of numbers, and the font's own digits for exponents."""
    glyphs = [*typeset_math(number_source(CHARACTERS)), *typeset_math("times^0123456789")]
    sizes = [1.0] * (len(CHARACTERS) + 1) + [SCRIPT] * 10
    return [
        (character, _from_corner(glyph.outline) / size)
        for character, glyph, size in zip(CHARACTERS + "×0123456789", glyphs, sizes, strict=True)
    ]


def _from_corner(points: Any) -> np.ndarray:
    return np.asarray(points) - np.min(points, axis=0)


# --- reference values --------------------------------------------------------------------------------------------


def reference_numbers(part: Any, net: NetworkLike | None = None, **held: float) -> Numbers:
    """Return every number of a forward pass of a lesson's part, by mpmath, under keys ("a", l, j).

    ``net`` is another network in place of its own; ``held`` fixes some numbers: ``a1_2=0.5``.
    """
    given: Numbers = {}
    for name, value in held.items():
        neuron, index = name[1:].split("_")
        given[name[0], int(neuron), int(index)] = mpmath.mpf(value)
    judge = Judge(net or part.network, part.x, part.y, COSTS[part.cost.name], None)
    return {at: float(number) for at, number in judge.all(given).items()}


class Descent(NamedTuple):
    """The networks of a gradient descent, from the lesson's own on, and the average cost of each."""

    networks: list[Any]
    costs: list[float]


@cache
def lesson_descent(name: str) -> Descent:
    """Return the descent of one of the project's lessons."""
    return reference_descent(lessons()[name])


def reference_descent(lesson: bp.Lesson) -> Descent:
    """Return the descent of a lesson, computed with autograd."""
    part, way = lesson.descent, Descent([lesson.layers.network], [])
    X, Y = part.examples.X, part.examples.Y
    for _ in range(part.steps + 1):
        at = way.networks[-1]
        by = autograd_gradient(at, X, Y, lesson.layers.cost.name)
        way.costs.append(by.cost)
        w = [before - part.rate * slope for before, slope in zip(at.w, by.w, strict=True)]
        b = [before - part.rate * slope for before, slope in zip(at.b, by.b, strict=True)]
        way.networks.append(SimpleNamespace(w=w, b=b, activation=at.activation))
    return Descent(way.networks[:-1], way.costs)
