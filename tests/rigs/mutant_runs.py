"""Plays clips with a mutant of the core: whether they show the fault, and whether the judge notices it."""

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from manim import Mobject, VMobject
from manim.renderer.cairo_renderer import CairoRenderer

import backprop_core as bp
from scenes.kit.clip import Clip
from scenes.kit.text.ledger import ShownNumber
from tests.judges.numbers import number_error, unexplained_values
from tests.rigs.mutant import Mutant
from tests.rigs.rehearsal import ROOT, BlindCamera, lessons, quiet_config, visible

CORE = str(Path(bp.__file__).parent)


@cache
def all_lessons() -> dict[str, bp.Lesson]:
    """Return the lessons of the project and of the tests."""
    return lessons() | {
        path.stem: bp.load_lesson(path) for path in sorted((ROOT / "tests" / "lessons").glob("*.toml"))
    }


@dataclass(frozen=True)
class Playback:
    """The numbers that a clip showed, a hash of each picture at rest, and the code of the core that it called."""

    entries: tuple[ShownNumber, ...]
    pictures: tuple[int, ...]
    called: frozenset[Any]


@cache
def play_unmutated(clip: type[Clip], name: str) -> Playback:
    """Play a clip without a mutant."""
    with core_calls() as called:
        return play(clip, all_lessons()[name], called)


def play(clip: type[Clip], lesson: bp.Lesson, called: Collection[Any] = ()) -> Playback:
    """Play only the ends of a clip's moves, with a copy of the lesson, which has not been trained yet."""
    pictures: list[int] = []

    class Watched(clip):
        def play(self, *args: Any, **kwargs: Any) -> None:
            super().play(*args, **kwargs)
            pictures.append(picture_hash(self.mobjects))

    Watched.__name__ = clip.__name__
    Watched.beats = clip.beats  # pyright: ignore[reportAttributeAccessIssue]
    with quiet_config():
        renderer = CairoRenderer(camera_class=BlindCamera, skip_animations=True)
        played = Watched(renderer, lesson=replace(lesson), alone=True)
        played.render()
    return Playback(tuple(dict.fromkeys(played.typesetter.ledger.entries)), tuple(pictures), frozenset(called))


def picture_hash(mobjects: list[Mobject]) -> int:
    """Return a checksum of the visible outlines and their styles."""
    found = 0
    for part in (part for mobject in mobjects for part in mobject.get_family()):
        if visible(part):
            found = crc32(np.asarray(part.points).round(9).tobytes(), found)
            if isinstance(part, VMobject):
                style = [*np.ravel(part.fill_rgbas), *np.ravel(part.stroke_rgbas), part.get_stroke_width()]
                found = crc32(np.array(style, dtype=float).round(9).tobytes(), found)
    return found


@contextmanager
def core_calls() -> Iterator[set[Any]]:
    """Collect the code objects of the core's functions that are called."""
    called: set[Any] = set()

    def note(frame: Any, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(CORE):
            called.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(before)


@dataclass(frozen=True)
class MutantRun:
    """The effects of a mutant in one clip with one lesson.

    Parameters
    ----------
    played
        Whether the clip could be played to its end.
    numbers, prints, pictures
        Whether the mutant led to numbers or printed forms that the clip does not show without it, or changed anything
        visible.
    noticed
        The first complaint; None if there was none.
    """

    clip: str
    lesson: str
    played: bool = True
    numbers: bool = False
    prints: bool = False
    pictures: bool = False
    noticed: str | None = None

    @property
    def survived(self) -> bool:
        """Whether a false number was shown and not noticed."""
        return self.numbers and self.noticed is None


def run_mutant(mutant: Mutant, clip: type[Clip], name: str) -> MutantRun:
    """Play a clip with a mutant, and judge the numbers that it shows."""
    lesson, healthy = all_lessons()[name], play_unmutated(clip, name)
    if mutant.function.__code__ not in healthy.called:
        return MutantRun(clip.__name__, name)
    try:
        with mutant.applied():
            ill = play(clip, lesson)
    except Exception as error:
        return MutantRun(clip.__name__, name, played=False, noticed=repr(error))
    numbers, pictures = not set(ill.entries) <= set(healthy.entries), ill.pictures != healthy.pictures
    prints = not {entry.text for entry in ill.entries} <= {entry.text for entry in healthy.entries}
    lies = (number_error(entry.text, entry.quantity, lesson, clip.reads) for entry in ill.entries)
    wrong = chain(filter(None, lies), unexplained_values((entry.quantity for entry in ill.entries), lesson))
    noticed = next(wrong, None) if numbers else None
    return MutantRun(clip.__name__, name, numbers=numbers, prints=prints, pictures=pictures, noticed=noticed)
