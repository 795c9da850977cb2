"""Plays clips without drawing them, and records what would be visible at each rest.

A rest is the moment after a move. ``clips()``, ``lessons()`` and ``squares()`` find every clip and lesson, and which
go together, so that tests cover new ones without naming them.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import import_module
from inspect import getmembers, isclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeGuard
from unittest.mock import patch

import numpy as np
from manim import Camera, Mobject, VMobject, logger, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from scenes.kit.network.neuron import Neuron
from scenes.kit.plot.value_line import ValueLine
from scenes.kit.text.formula import TextLine
from scenes.kit.text.readout import Readout
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import THEMES
from scenes.numbers.language import Language
from scenes.numbers.scales import Scale

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(path for path in (ROOT / "scenes").glob("*.py") if not path.stem.startswith("__"))

FAINT = 0.1
"""The opacity up to which a shape counts as invisible."""

Box = np.ndarray
"""Shape (2, 2): the lower left and the upper right corner."""


@cache
def clips() -> tuple[type[Clip], ...]:
    """Return every clip of every chapter."""
    modules = [import_module(f"scenes.{path.stem}") for path in CHAPTERS]
    return tuple(
        each
        for module in modules
        for _, each in getmembers(module, isclass)
        if issubclass(each, Clip) and each.__module__ == module.__name__
    )


@cache
def lessons() -> dict[str, bp.Lesson]:
    """Return every lesson of the project, by file name."""
    return {path.stem: bp.load_lesson(path) for path in sorted((ROOT / "backprop_core" / "lessons").glob("*.toml"))}


def squares() -> list[tuple[type[Clip], str]]:
    """Return each clip with the name of each lesson that it can show."""
    return [(clip, name) for clip in clips() for name, each in lessons().items() if clip.shows(each)]


def home(clip: type[Clip]) -> str:
    """Return the lesson for a clip of which one is enough: the default one, if the clip can show it."""
    names = [name for each, name in squares() if each is clip]
    return "default" if "default" in names else names[0]


def lesson(name: str = "default", **changed: Any) -> bp.Lesson:
    """Return a lesson of the project with some settings changed, such as its language."""
    return replace(lessons()[name], **changed)


def typesetter(language: str = "en", theme: str = "dark", decimals: int = 3) -> Typesetter:
    return Typesetter(THEMES[theme], Language(language), decimals)


@dataclass(frozen=True)
class Text:
    """A formula, a line of words, a number, or a loose glyph of one.

    ``ink`` holds the boxes of its glyphs, ``shapes`` their indices among all shapes; ``em`` is the type size,
    None for a loose glyph.
    """

    ink: np.ndarray
    shapes: range
    em: float | None

    @property
    def is_glyph(self) -> bool:
        return self.em is None

    @cached_property
    def box(self) -> Box:
        return np.array([self.ink[:, 0].min(axis=0), self.ink[:, 1].max(axis=0)])


@dataclass(frozen=True)
class Shape:
    """The outline and style of a visible shape; ``curves`` has the points of its Bézier curves, shape (n, 4, 2).

    ``fill`` and ``stroke`` are RGBA colours from 0 to 1; ``width`` is that of the stroke, in frame units.
    """

    kind: str
    curves: np.ndarray
    fill: np.ndarray
    stroke: np.ndarray
    width: float


@dataclass(frozen=True)
class Rest:
    """The stage after a move: each visible shape with its box, in drawing order, and the texts."""

    beat: str
    time: float
    shapes: tuple[Shape, ...]
    boxes: np.ndarray
    texts: tuple[Text, ...]


class Observer(Protocol):
    """A function that is called on each frame and at each rest of a rehearsal."""

    def __call__(self, clip: Clip, *, at_rest: bool) -> None: ...


@dataclass(frozen=True)
class PointedValue:
    """A value that a value line showed on any frame, and the position of its dot as a share of the axis."""

    beat: str
    quantity: Quantity
    scale: Scale
    share: float


@dataclass
class Rehearsal:
    """A played clip and its records; ``empty_times`` are the times of frames on which nothing is visible."""

    clip: Clip
    rests: list[Rest] = field(default_factory=list)
    pointed: list[PointedValue] = field(default_factory=list)
    empty_times: list[float] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class BlindCamera(Camera):
    """A camera that draws nothing: rehearsals only need positions."""

    def capture_mobjects(self, mobjects: Any, **kwargs: Any) -> None:
        pass


def rehearse(
    clip: type[Clip],
    lesson: bp.Lesson,
    *,
    frames: int = 0,
    draw: bool = False,
    look: Observer | None = None,
    speech: Mapping[str, float] | None = None,
    begins: Mapping[str, Sequence[float]] | None = None,
    alone: bool = True,
) -> Rehearsal:
    """Play a clip, either only the ends of its moves or with some ``frames`` a second; no file is left.

    ``look`` is called on each frame, and once more at each rest. Unless the clip is ``alone``, it begins with the
    picture of the one before it.
    """
    rehearsal: Rehearsal
    show, show_neuron = ValueLine.show, Neuron.show

    class Watched(clip):
        def play(self, *args: Any, **kwargs: Any) -> None:
            super().play(*args, **kwargs)
            rehearsal.rests.append(rest_of(self))
            if look:
                look(self, at_rest=True)

        def update_to_time(self, t: float) -> None:
            super().update_to_time(t)
            if look:
                look(self, at_rest=False)
            if frames and not any(visible(part) and opacity(part) > FAINT for part in _family(self.mobjects)):
                rehearsal.empty_times.append(self.time + t)

    def watched(line: ValueLine, quantity: Quantity) -> ValueLine:
        show(line, quantity)
        (start, end), dot = line.axis.get_start_and_end(), line.dot.get_center()
        assert abs(dot[1] - start[1]) < 1e-9, "the dot has left its axis"
        part = float((dot - start)[0] / (end - start)[0])
        rehearsal.pointed.append(
            PointedValue(rehearsal.clip.typesetter.ledger.beat, quantity, line.scale_of_values, part)
        )
        return line

    def shown(neuron: Neuron, quantity: Quantity) -> Neuron:
        vars(neuron)["shown"] = quantity
        return show_neuron(neuron, quantity)

    Watched.__name__ = clip.__name__
    Watched.beats = clip.beats  # pyright: ignore[reportAttributeAccessIssue]
    watching = patch.multiple(ValueLine, show=watched), patch.multiple(Neuron, show=shown)
    with quiet_config(frames or 15), captured_warnings() as warnings, watching[0], watching[1]:
        renderer = CairoRenderer(camera_class=Camera if draw else BlindCamera, skip_animations=not frames)
        watched_clip = Watched(renderer, lesson=lesson, speech=speech, begins=begins, alone=alone)
        rehearsal = Rehearsal(watched_clip, warnings=warnings)
        rehearsal.clip.render()
    return rehearsal


@contextmanager
def quiet_config(frame_rate: int = 15) -> Iterator[Path]:
    """Configure manim to write nothing, and assert that it leaves no file in its temporary folder."""
    with TemporaryDirectory() as folder:
        options = {
            "quality": "low_quality",
            "frame_rate": frame_rate,
            "dry_run": True,
            "disable_caching": True,
            "media_dir": folder,
            "progress_bar": "none",
            "verbosity": "WARNING",
        }
        with tempconfig(options):
            yield Path(folder)
        left = [path for path in Path(folder).rglob("*") if path.is_file()]
        assert not left, f"a rehearsal left files behind: {left}"


@contextmanager
def captured_warnings() -> Iterator[list[str]]:
    """Collect the warnings of manim's logger."""
    messages: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: messages.append(record.getMessage())
    logger.addHandler(listener)
    try:
        yield messages
    finally:
        logger.removeHandler(listener)


def rest_of(clip: Clip) -> Rest:
    """Return the visible stage of a clip."""
    staged = sorted(pieces(clip.mobjects), key=lambda piece: piece[0][0].z_index)
    parts = [part for parts, _ in staged for part in parts]
    places = boxes(parts)
    starts = np.cumsum([0, *(len(parts) for parts, _ in staged)])
    texts = [
        Text(places[start:end], range(start, end), _em(text))
        for (_, text), (start, end) in zip(staged, pairwise(starts), strict=True)
        if text is not None
    ]
    return Rest(clip.typesetter.ledger.beat, clip.time, tuple(map(_shape, parts)), places, tuple(texts))


def pieces(mobjects: Iterable[Mobject]) -> Iterator[tuple[list[VMobject], Mobject | None]]:
    """Yield the visible shapes, those of a text together with it; a plain VMobject is a loose glyph."""
    for mobject in mobjects:
        if isinstance(mobject, TextLine | Readout):
            shapes = [part for part in mobject.get_family() if visible(part)]
            if shapes:
                yield shapes, mobject
            continue
        if visible(mobject):
            yield [mobject], mobject if type(mobject) is VMobject else None
        yield from pieces(mobject.submobjects)


def _em(text: Mobject) -> float | None:
    return text.em if isinstance(text, TextLine | Readout) else None


def _shape(part: VMobject) -> Shape:
    fill, stroke = part.get_fill_rgbas()[0].copy(), part.get_stroke_rgbas()[0].copy()
    return Shape(type(part).__name__, _curves(part).copy(), fill, stroke, part.get_stroke_width() * _STROKE_UNIT)


def visible(part: Mobject) -> TypeGuard[VMobject]:
    """Whether a mobject is drawn, apart from its submobjects."""
    if not len(part.points):
        return False
    assert isinstance(part, VMobject), f"a {type(part).__name__} is drawn, which no test can judge"
    return bool(part.get_fill_opacity() > 0 or part.get_stroke_opacity() * part.get_stroke_width() > 0)


def opacity(part: VMobject) -> float:
    """Return the larger of a shape's fill and stroke opacity."""
    return max(part.get_fill_opacity(), part.get_stroke_opacity() if part.get_stroke_width() else 0.0)


def _family(mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    for mobject in mobjects:
        yield from mobject.get_family()


def boxes(shapes: Sequence[Mobject]) -> np.ndarray:
    """Return the bounding boxes of shapes' curves, shape (n, 2, 2)."""
    if not shapes:
        return np.empty((0, 2, 2))
    curves = np.concatenate([_curves(part) for part in shapes])
    assert np.isfinite(curves).all(), "something stands nowhere"
    points = curve_points(curves)
    starts = np.cumsum([0, *(len(part.points) // 4 for part in shapes[:-1])])
    low = np.minimum.reduceat(points.min(axis=1), starts)
    high = np.maximum.reduceat(points.max(axis=1), starts)
    return np.stack([low, high], axis=1)


def curve_points(curves: np.ndarray) -> np.ndarray:
    """Return points along Bézier curves, shape (n, 9, 2)."""
    return np.einsum("tp,npx->ntx", _BERNSTEIN, curves)


def _curves(part: Mobject) -> np.ndarray:
    return np.asarray(part.points)[:, :2].reshape(-1, 4, 2)


_T = np.linspace(0, 1, 9)
_BERNSTEIN = np.stack([(1 - _T) ** 3, 3 * (1 - _T) ** 2 * _T, 3 * (1 - _T) * _T**2, _T**3], axis=1)

# manim measures strokes in hundredths of a frame unit.
_STROKE_UNIT = 0.01
