"""Beats, the ideas of a clip with their narration and their length, and chapters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scenes.numbers.language import Language

# In seconds: the least pause after a beat's last move, the least length of a beat whose narration is read, and how
# much longer than its recording a spoken beat lasts.
REST = 1.0
SHORTEST = 3.0
BREATH = 0.6


@dataclass(frozen=True)
class Chapter:
    """A chapter: its number in the lecture, from 1, and its English title."""

    number: int
    title: str


@dataclass(frozen=True)
class Beat:
    """One idea of a clip.

    Parameters
    ----------
    name
        The method's name; also the name of the video's section.
    play
        The method.
    narration
        The English text, with ``{names}`` in place of the lesson's numbers and of words that depend on it.
    variants
        What is said instead where the clip's property of that name is true, such as ``zero_derivative``.
    """

    name: str
    play: Callable[[Any], None]
    narration: str
    variants: Mapping[str, str]

    def narration_for(self, clip: object) -> str:
        """Return the narration that fits the lesson of ``clip``."""
        return next((text for name, text in self.variants.items() if getattr(clip, name)), self.narration)


@dataclass(frozen=True)
class PlayedBeat:
    """A beat that was played: its narration with the numbers filled in, and its time, in seconds of the clip."""

    name: str
    narration: str
    start: float
    end: float


def beat(narration: str, **variants: str) -> Callable[[Callable[[Any], None]], Beat]:
    """Turn a method of a clip into a beat; beats are played in the order in which they are written."""

    def decorate(play: Callable[[Any], None]) -> Beat:
        return Beat(play.__name__, play, narration, variants)

    return decorate


def beat_duration(narration: str, reading_speed: float, speech: float | None) -> float:
    """Return how long a beat lasts at least, in seconds: until its narration is read or, with a recording, heard."""
    return max(len(narration) / reading_speed, SHORTEST) if speech is None else speech + BREATH


def expected_seconds(beats: Iterable[Beat], settings: Mapping[str, Any], speech: Mapping[str, float]) -> float:
    """Estimate how long beats last, in seconds, before they are played.

    Parameters
    ----------
    settings
        The lesson's ``language`` and ``reading_speed``, with which what is said is read.
    speech
        The lengths of the recordings, by the beat's name.
    """
    language, speed = Language(settings["language"]), settings["reading_speed"]
    return sum(beat_duration(language.text(beat.narration), speed, speech.get(beat.name)) for beat in beats)
