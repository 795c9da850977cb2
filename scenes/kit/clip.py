"""Clips, which are lists of beats with their narration, and the chapters that clips belong to."""

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any, ClassVar

from manim import Camera, ManimColor, Scene, config, logger
from manim.renderer.cairo_renderer import CairoRenderer

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.engine.renderer import Renderer
from scenes.kit.captions import timed, timed_by_speech
from scenes.kit.lesson import current_lesson
from scenes.kit.text.typesetter import SIZE_OF, Typesetter
from scenes.kit.theme import THEMES
from scenes.numbers.language import Language

# In seconds: the least pause after a beat's last animation, the least length of a beat whose narration is read, and
# how much longer than its recording a spoken beat lasts.
REST = 1.0
SHORTEST = 3.0
BREATH = 0.6


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

    def narration_for(self, clip: "Clip") -> str:
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


class Clip(Scene):
    """One clip of the lecture.

    A subclass has a ``headline``, names the parts of the lesson that it ``reads``, and defines the beats. Its
    docstring is one sentence that tells viewers what it shows. ``poster`` names the beat whose last picture stands
    for the clip; without it, that is the last beat. What the beats share is made in ``setup``.

    Parameters
    ----------
    renderer
        The renderer; by default the engine's.
    lesson
        The lesson to show; by default ``current_lesson``.
    speech
        The lengths of the recordings, in seconds, by the beat's name. Beats without one are read.
    only
        The name of the one beat to show: those before it are skipped, and those after it are not played.
    """

    headline: ClassVar[str]
    reads: ClassVar[str]
    poster: ClassVar[str] = ""

    def __init__(
        self,
        renderer: CairoRenderer | None = None,
        *,
        lesson: bp.Lesson | None = None,
        speech: Mapping[str, float] | None = None,
        only: str | None = None,
        **options: Any,
    ):
        super().__init__(renderer or Renderer(skip_animations=options.get("skip_animations", False)), **options)
        self.lesson = current_lesson() if lesson is None else lesson
        self.typesetter = Typesetter(THEMES[self.lesson.theme], Language(self.lesson.language), self.lesson.decimals)
        self.speech = speech or {}
        self.only = only
        self.played: list[PlayedBeat] = []

    @classmethod
    def beats(cls) -> list[Beat]:
        """Return the beats in the order in which they are written."""
        return [value for value in vars(cls).values() if isinstance(value, Beat)]

    @classmethod
    def poster_beat(cls) -> str:
        """Return the name of the beat whose last picture stands for the clip."""
        return cls.poster or cls.beats()[-1].name

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers, and the English words, that narrations may contain, by name."""
        return {}

    def narration(self, each: Beat) -> str:
        """Return a beat's narration in the lesson's language, with its numbers."""
        template = each.narration_for(self)
        named = {field.removeprefix(SIZE_OF) for _, field, *_ in Formatter().parse(template) if field}
        return self.typesetter.translate(template, **{n: part for n, part in self.spoken().items() if n in named})

    def render(self, preview: bool = False) -> bool:
        """Render the clip; where no program can open a preview, warn instead of failing after the last frame."""
        presentation = self.session_spec.presentation
        if (preview or presentation.open_after_render) and not _can_open_videos():
            logger.warning("No video player found to preview with; the video will be in %s", config.media_dir)
            preview, presentation = False, replace(presentation, open_after_render=False)
            self.session_spec = replace(self.session_spec, presentation=presentation)
        return super().render(preview)

    def construct(self) -> None:
        """Play the beats."""
        for each in self.beats():
            self._play_beat(each)
            if each.name == self.only:
                break

    def setup(self) -> None:
        """Set the theme's background; a subclass that overrides this calls it."""
        assert isinstance(self.camera, Camera)  # the lecture is drawn by Cairo
        self.camera.background_color = ManimColor(self.typesetter.theme.background)

    def _play_beat(self, each: Beat) -> None:
        self.next_section(each.name, skip_animations=self.only not in (None, each.name))
        self.typesetter.ledger.beat = each.name
        narration, speech = self.narration(each), self.speech.get(each.name)
        start = self.time
        each.play(self)
        needed = beat_duration(narration, self.lesson.reading_speed, speech) - (self.time - start)
        self.wait(max(needed, REST))
        span = start, self.time
        for caption in timed(narration, *span) if speech is None else timed_by_speech(narration, speech, *span):
            self.add_subcaption(caption.text, caption.end - caption.start, caption.start - self.time)
        self.played.append(PlayedBeat(each.name, narration, start, self.time))


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


def _can_open_videos() -> bool:
    """Tell whether there is a program that opens videos for manim; on Linux there may be none."""
    return sys.platform != "linux" or bool(config.preview_command or shutil.which("xdg-open"))


@dataclass(frozen=True)
class Chapter:
    """A chapter: its number in the lecture, from 1, and its English title."""

    number: int
    title: str
