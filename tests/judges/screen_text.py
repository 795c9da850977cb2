"""Reads every number, name and sentence that a clip shows off its glyphs' outlines, and checks them.

The ledger records what a clip meant to show. Here all text is found among the mobjects, at the end of each move and
at five moments within it, and read by ``outline_ocr``; ``screen_errors`` yields what is not true.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from math import isclose
from typing import Any

import numpy as np
from manim import Animation, AnimationGroup, Transform, VMobject
from manim.renderer.cairo_renderer import CairoRenderer

import backprop_core as bp
from backprop_core.quantities import Change, Name, Quantity, Symbol
from scenes.kit.clip import Clip
from scenes.kit.text.readout import Readout
from tests.judges.numbers import PRINTED, number_error, parse_amount
from tests.judges.spoken_numbers import spoken_errors
from tests.readers import outline_ocr
from tests.readers.glyph_labels import Equation, Meaning, Sentence, Tick, label_of, labelled_glyphs
from tests.rigs.rehearsal import BlindCamera, quiet_config, visible

READS_A_MOVE = 5
"""How often the screen is read during a move, before its end."""


@dataclass(frozen=True)
class ReadText:
    """A text that was read off the screen, the beat, whether anything was moving, and what it should say."""

    beat: str
    moving: bool
    text: str
    meaning: Meaning


@dataclass
class WatchedClip:
    """A played clip and the texts that were read while it played, with their counts.

    ``inks`` are the colours in which names, and the numbers of quantities with a name, were written at rest, by beat.
    """

    clip: Clip
    equations: list[Equation] = field(default_factory=list)
    texts: Counter[ReadText] = field(default_factory=Counter)
    inks: set[tuple[str, Name, str]] = field(default_factory=set)

    def read_all(self, *, moving: bool) -> None:
        """Read all text on the screen; while anything moves, only numbers.

        Glyphs in the middle of a Transform are skipped: their outlines are no characters yet.
        """
        beat, turning = (
            self.clip.typesetter.ledger.beat,
            set(_transforming(self.clip.animations or [])) if moving else set(),
        )
        for shapes, meaning in _written_parts(self.clip):
            if not moving or isinstance(meaning, Quantity | Tick):
                text = _read(meaning, shapes)
                if PRINTED.fullmatch(text.strip("()")) or turning.isdisjoint(map(id, shapes)):
                    self.texts[ReadText(beat, moving, text, meaning)] += 1
            if not moving and not isinstance(meaning, Tick | Sentence):
                name = meaning.symbol if isinstance(meaning, Quantity) else meaning
                self.inks |= {(beat, name, shape.get_fill_color().to_hex()) for shape in shapes}


def watch_clip(clip: type[Clip], lesson: bp.Lesson) -> WatchedClip:
    """Play a clip without drawing it, and read its text during each move and after it."""
    screen: WatchedClip

    class Watched(clip):
        def get_time_progression(self, run_time: float, *args: Any, **kwargs: Any) -> Any:
            progress = super().get_time_progression(run_time, *args, **kwargs)
            progress.iterable = np.linspace(0, run_time, READS_A_MOVE + 2)[1:]
            return progress

        def update_to_time(self, t: float) -> None:
            super().update_to_time(t)
            screen.read_all(moving=True)

        def play(self, *args: Any, **kwargs: Any) -> None:
            super().play(*args, **kwargs)
            screen.read_all(moving=False)

    Watched.__name__ = clip.__name__
    Watched.beats = clip.beats  # pyright: ignore[reportAttributeAccessIssue]
    with quiet_config(), labelled_glyphs() as equations:
        renderer = CairoRenderer(camera_class=BlindCamera, skip_animations=True)
        screen = WatchedClip(Watched(renderer, lesson=lesson, alone=True), equations)
        screen.clip.render()
    return screen


def screen_errors(screen: WatchedClip) -> Iterator[str]:
    """Yield an error for each text that is false, is not in the ledger, or stands beside the wrong name."""
    noted = {(entry.quantity, entry.text) for entry in screen.clip.typesetter.ledger.entries}
    for read in screen.texts:
        found = _text_error(read, screen.clip)
        if not found and isinstance(read.meaning, Quantity) and not read.moving:
            text = read.text.strip("()")
            found = None if (read.meaning, text) in noted else f"{text!r} is not in the ledger"
        if found:
            yield f"{read.beat}, {'moving' if read.moving else 'at rest'}: {found}"
    yield from spoken_errors(screen.clip)
    for equation in dict.fromkeys(screen.equations):
        name, symbol = (
            _with_watched_indices(each.plain, screen.clip) for each in (equation.name, equation.quantity.symbol)
        )
        short = re.sub(r"([wbza])\d+", r"\1", symbol)  # beside its neuron, a_k needs no layer
        if name not in (symbol, short):
            yield f"{equation.name.plain} is written beside {equation.quantity}"


def _text_error(read: ReadText, clip: Clip) -> str | None:
    text = read.text
    match read.meaning:
        case Quantity() as quantity:
            return number_error(text.strip("()"), quantity, clip.lesson, clip.reads)
        case Tick(value):
            shown = parse_amount(text, clip.lesson.language)
            exact = shown is not None and isclose(shown, value, rel_tol=1e-9, abs_tol=1e-12)
            return None if exact else f"{text!r} stands at a tick for {value!r}"
        case Sentence(expected):
            return None if text == expected else f"{text!r} is said for {expected!r}"
        case name:  # of ∂C, the sign may come later
            pieces = [name, name.of] if isinstance(name, Change) else [name]
            return None if text in map(written, pieces) else f"{text!r} is written for {name.plain}"


def written(name: Symbol | Change) -> str:
    """Return a name as the lecture writes it: ``w^(L−1)_jk``."""
    if isinstance(name, Change):
        return name.sign + written(name.of)
    l, L = name.layer, name.L
    layer = l if L is None or l is None else "L" if l == L else f"L-{L - l}"
    above = "" if l is None else f"^({layer})".replace("-", "−")
    return name.letter.replace("-", "−") + above + ("_" + "".join(map(str, name.index)) if name.index else "")


def _with_watched_indices(name: str, clip: Clip) -> str:
    """Return a name with the watched neurons' numbers for j and k; C_k, for any example k, becomes C."""
    watch = clip.lesson.layers.watch
    name = re.sub(r"C\w", "C", name)
    return re.sub(r"\bk\b", str(watch.k), re.sub(r"\bj\b", str(watch.j), name))


def _written_parts(clip: Clip) -> Iterator[tuple[list[VMobject], Meaning]]:
    """Yield the visible glyphs of each text on the stage, with its meaning."""
    parts = {id(part): part for mobject in clip.mobjects for part in mobject.get_family() if visible(part)}
    groups: dict[tuple[int, Meaning], list[dict[int, VMobject]]] = {}
    for part in parts.values():
        if isinstance(part, Readout):
            yield [part], part.quantity
        elif isinstance(part, VMobject) and (label := label_of(part)):
            copies = groups.setdefault((label.part, label.meaning), [])
            group = next((copy for copy in copies if label.place not in copy), None)
            if group is None:
                copies.append(group := {})
            group[label.place] = part
    for (_, meaning), copies in groups.items():
        yield from ((list(group.values()), meaning) for group in copies)


def _transforming(animations: Iterable[Animation]) -> Iterator[int]:
    """Yield the id of every mobject that is being transformed."""
    for animation in animations:
        if isinstance(animation, AnimationGroup):
            yield from _transforming(animation.animations)
        elif isinstance(animation, Transform):
            yield from map(id, animation.mobject.get_family())


def _read(meaning: Meaning, glyphs: list[VMobject]) -> str:
    origin = glyphs[0].points[0]
    shapes = tuple((glyph.points - origin).round(7).tobytes() for glyph in glyphs)
    if isinstance(meaning, Sentence):
        return _read_sentence(shapes, meaning.text)
    return _read_name(shapes) if isinstance(meaning, Symbol | Change) else _read_number(shapes)


@cache
def _read_number(shapes: tuple[bytes, ...]) -> str:
    return outline_ocr.read_number(map(_outline, shapes))


@cache
def _read_name(shapes: tuple[bytes, ...]) -> str:
    return outline_ocr.read_name([*map(_outline, shapes)])


@cache
def _read_sentence(shapes: tuple[bytes, ...], expected: str) -> str:
    return outline_ocr.read_words([*map(_outline, shapes)], expected)


def _outline(points: bytes) -> np.ndarray:
    return np.frombuffer(points).reshape(-1, 3)
