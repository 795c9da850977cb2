"""Beats, the ideas of a clip with their narration and their length, and chapters."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from backprop_core.lesson.narration import names_in
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
    explores
        What the explorer shows of it, as ``Clip.explores`` says it; empty if that is what it shows of the clip.
    """

    name: str
    play: Callable[[Any], None]
    narration: str
    variants: Mapping[str, str]
    explores: str = ""

    def narration_for(self, clip: object) -> str:
        """Return the narration that fits the lesson of ``clip``."""
        return next((text for name, text in self.variants.items() if getattr(clip, name)), self.narration)

    def names(self) -> list[str]:
        """Return the names of the numbers and words that the narration has, in all its variants, each once."""
        texts = (self.narration, *self.variants.values())
        return list(dict.fromkeys(name for text in texts for name in names_in(text)))


@dataclass(frozen=True)
class PlayedBeat:
    """A beat that was played: its narration with the numbers filled in, and its time, in seconds of the clip."""

    name: str
    narration: str
    start: float
    end: float


def beat(narration: str, *, explores: str = "", **variants: str) -> Callable[[Callable[[Any], None]], Beat]:
    """Turn a method of a clip into a beat; beats are played in the order in which they are written."""

    def decorate(play: Callable[[Any], None]) -> Beat:
        return Beat(play.__name__, play, narration, variants, explores)

    return decorate


def beat_duration(narration: str, reading_speed: float, speech: float | None) -> float:
    """Return how long a beat lasts at least, in seconds: until its narration is read or, with a recording, heard."""
    return max(len(narration) / reading_speed, SHORTEST) if speech is None else speech + BREATH


def expected_seconds(
    beats: Iterable[Beat], settings: Mapping[str, Any], own: Mapping[str, str], speech: Mapping[str, float]
) -> float:
    """Estimate how long beats last, in seconds, before they are played.

    Parameters
    ----------
    settings
        The lesson's ``language`` and ``reading_speed``, with which what is said is read.
    own
        The lesson's own sentences, by the beat's name.
    speech
        The lengths of the recordings, by the beat's name.
    """
    language, speed = Language(settings["language"]), settings["reading_speed"]
    said = {beat.name: own.get(beat.name) or language.text(beat.narration) for beat in beats}
    return sum(beat_duration(text, speed, speech.get(name)) for name, text in said.items())
