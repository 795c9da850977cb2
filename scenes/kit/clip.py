"""Clips, which are lists of beats with their narration."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from manim import (
    Animation,
    Camera,
    FadeIn,
    ManimColor,
    Mobject,
    Scene,
    VMobject,
    Wait,
    config,
    logger,
    tempconfig,
)
from manim.renderer.cairo_renderer import CairoRenderer

import backprop_core as bp
from backprop_core.lesson.narration import names_in, said_instead
from backprop_core.quantities import Quantity
from scenes.engine.renderer import Renderer
from scenes.kit.flow.beats import REST, Beat, Chapter, PlayedBeat, beat_duration
from scenes.kit.flow.captions import clauses, timed, timed_by_speech
from scenes.kit.flow.catalogue import CatalogEntry, lecture
from scenes.kit.flow.chapter_title import ChapterTitle
from scenes.kit.flow.handover import HandOver
from scenes.kit.flow.pacing import Pace
from scenes.kit.lesson import current_lesson
from scenes.kit.text.typesetter import SIZE_OF, Typesetter
from scenes.kit.theme import QUICK, SLOW, THEMES
from scenes.numbers.language import Language

# How long the title of a chapter stands, in seconds.
TITLE_TIME = 0.9


class Clip(Scene):
    """One clip of the lecture.

    A subclass has a ``headline``, names the parts of the lesson that it ``reads``, and defines the beats. Its
    docstring is one sentence that tells viewers what it shows. ``poster`` names the beat whose last picture stands
    for the clip; without it, that is the last beat. What the beats share is made in ``setup``. One that not every
    lesson can be shown in says in ``shows`` which can, and in ``needs`` what those have. ``explores`` is what readers
    can take hold of: the state of the explorer, as its address has it, with what is the lesson's in braces:
    ``{weight}`` and ``{neuron}``, those that are watched; ``{smallest}``, the smallest nudge of the chain's weight;
    ``{steps}``, those of the descent. A beat that shows another state says so itself.

    Parameters
    ----------
    renderer
        The renderer; by default the engine's.
    lesson
        The lesson to show; by default ``current_lesson``.
    speech
        The lengths of the recordings, in seconds, by the beat's name. Beats without one are read.
    begins
        The seconds after which each clause of a recording begins, by the beat's name, where that is known.
    since, until
        The names of the first beat to show and of the last one, if not all are shown: those before are skipped, and
        those after are not played.
    alone
        Begin with an empty picture, and let moves follow each other without pauses, as rehearsals do.
    rehearsal
        The clip's rehearsal, if it has begun: the clip alone, by a renderer that skips animations.

    Notes
    -----
    A clip begins with the last picture of the one before it in the lecture; its first move is ``arrive``, which takes
    over from there. The moves of a beat are spread over the time in which it is said. For both, clips are rehearsed:
    played without being drawn.
    """

    headline: ClassVar[str]
    reads: ClassVar[str]
    poster: ClassVar[str] = ""
    needs: ClassVar[str] = ""
    explores: ClassVar[str] = "view=chain"

    def __init__(
        self,
        renderer: CairoRenderer | None = None,
        *,
        lesson: bp.Lesson | None = None,
        speech: Mapping[str, float] | None = None,
        begins: Mapping[str, Sequence[float]] | None = None,
        since: str | None = None,
        until: str | None = None,
        alone: bool = False,
        rehearsal: "Clip | None" = None,
        **options: Any,
    ):
        super().__init__(renderer or Renderer(skip_animations=options.get("skip_animations", False)), **options)
        self.lesson = current_lesson(type(self)) if lesson is None else lesson
        self.typesetter = Typesetter(THEMES[self.lesson.theme], Language(self.lesson.language), self.lesson.decimals)
        self.speech = speech or {}
        self.begins = begins or {}
        self.since, self.until = since, until
        self.alone = alone
        self._skips = since is not None
        self.played: list[PlayedBeat] = []
        self._rehearsal = rehearsal
        self._before: Sequence[Mobject] = ()
        self._title: ChapterTitle | None = None
        self._moves: dict[str, list[float]] = {}
        self._waits: dict[str, float] = {}
        self._clauses: list[float] = []
        self._pace = Pace()

    @classmethod
    def shows(cls, _lesson: bp.Lesson) -> bool:
        """Return whether the clip can show a lesson, and so is in its lecture; by default it can show any."""
        return True

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
        """Return a beat's narration in the lesson's language, with its numbers: the lesson's own if it has one."""
        own = said_instead(self.lesson.narration, type(self).__name__, self.lesson.language).get(each.name)
        template = each.narration_for(self) if own is None else own
        named = {name.removeprefix(SIZE_OF) for name in names_in(template)}
        parts = {name: part for name, part in self.spoken().items() if name in named}
        write = self.typesetter.translate if own is None else self.typesetter.filled
        return write(template, **parts)

    def render(self, preview: bool = False) -> bool:
        """Render the clip; where no program can open a preview, warn instead of failing after the last frame.

        A clip that cannot show the lesson is left out.
        """
        if not self.shows(self.lesson):
            logger.warning("%s is left out: it needs %s with %s", type(self).__name__, self.reads, self.needs)
            return False
        presentation = self.session_spec.presentation
        if (preview or presentation.open_after_render) and not _can_open_videos():
            logger.warning("No video player found to preview with; the video will be in %s", config.media_dir)
            preview, presentation = False, replace(presentation, open_after_render=False)
            self.session_spec = replace(self.session_spec, presentation=presentation)
        return super().render(preview)

    @property
    def entry(self) -> CatalogEntry | None:
        """The clip's place in the lesson's lecture, if it has one."""
        return lecture(self.lesson).get(type(self).__name__)

    def construct(self) -> None:
        """Play the beats."""
        rehearsal = None
        if not self.alone:
            own = {"speech": self.speech, "begins": self.begins}
            rehearsal = self._rehearsal or self._rehearsing(self.entry.clip if self.entry else type(self), **own)
            if self.entry and self.entry.before and self.since in (None, self.beats()[0].name):
                before = self._rehearsing(self.entry.before)
                before.rehearse(before.beats()[-1].name)
                self._before = before.mobjects
                self.add(*self._before)
        for each in self.beats():
            if rehearsal:
                rehearsal.rehearse(each.name)
            self._play_beat(each, rehearsal)
            if each.name == self.until:
                break

    def rehearse(self, until: str) -> None:
        """Go on with a rehearsal to the end of a beat, unless that was reached."""
        names = [each.name for each in self.beats()]
        with tempconfig({"from_animation_number": 0, "upto_animation_number": -1}):
            for each in self.beats()[len(self.played) : names.index(until) + 1]:
                self._play_beat(each)

    def arrive(self, *wanted: VMobject, **options: Any) -> Animation:
        """Return the first move of the clip: what it begins with appears; what the clip before left, leaves."""
        before, self._before = self._before, ()
        title, self._title = self._title, None
        return HandOver(before, wanted, title=title, **{"run_time": SLOW, **options})

    def play(self, *animations: Any, **options: Any) -> None:
        """Play animations, at the pace of the beat."""
        if len(animations) == 1 and isinstance(animations[0], Wait):
            super().play(*animations, **options)
            self._waits[self._beat] = self._waits.get(self._beat, 0.0) + self.duration
            return
        moves = self._moves.setdefault(self._beat, [])
        pace = self._pace
        if frames := round((pace.pause if moves else pace.lead) * config.frame_rate):
            super().play(Wait(frames / config.frame_rate))
        if "run_time" in options:
            options["run_time"] *= pace.slowdown
        super().play(*animations, **options)
        moves.append(self.duration)

    def until_said(self, clause: int) -> float:
        """Return the seconds until a clause of the narration is said, at least a quick move: -1 is the last.

        Of a narration that has fewer clauses, as the lesson's own may, it is the first one or the last.
        """
        first, last = -len(self._clauses), len(self._clauses) - 1
        return max(self._clauses[min(max(clause, first), last)] - self.time, QUICK)

    def setup(self) -> None:
        """Set the theme's background; a subclass that overrides this calls it."""
        assert isinstance(self.camera, Camera)  # the lecture is drawn by Cairo
        self.camera.background_color = ManimColor(self.typesetter.theme.background)

    def _rehearsing(self, clip: "type[Clip]", **own: Any) -> "Clip":
        """Return the rehearsal of a clip with this lesson, about to begin."""
        rehearsal = clip(Renderer(skip_animations=True), lesson=self.lesson, alone=True, **own)
        rehearsal.setup()
        return rehearsal

    def _announce(self, chapter: Chapter) -> None:
        """Show the title of the chapter over the picture that the one before it left; the first move ends both."""
        self._title = title = ChapterTitle(self.typesetter, chapter)
        for part in (title.veil, title.words):
            super().play(FadeIn(part), run_time=QUICK / 2)
        self.add(title)
        super().play(Wait(TITLE_TIME))

    def _play_beat(self, each: Beat, rehearsal: "Clip | None" = None) -> None:
        """Play a beat at the pace that its ``rehearsal`` allows; a chapter's first one with the chapter's title."""
        self._beat = each.name
        if each.name == self.since:
            self._skips = False
        self.next_section(each.name, skip_animations=self._skips)
        self.typesetter.ledger.beat = each.name
        narration, speech = self.narration(each), self.speech.get(each.name)
        start, length = self.time, beat_duration(narration, self.lesson.reading_speed, speech)
        shares, begins = clauses(narration), self.begins.get(each.name, ())
        if len(begins) != len(shares):  # they are not known, or of other words
            begins = ()
        self._clauses = [start + time for time in begins or [(speech or length) * share for share in shares]]
        if rehearsal:
            if self._before and self.entry and self.entry.opens_chapter:
                self._announce(self.entry.chapter)
            moves, waits = rehearsal._moves.get(each.name, []), rehearsal._waits.get(each.name, 0.0)
            lead = {"lead": 0.0} if self._title else {}
            self._pace = Pace.filling(length - (self.time - start), moves, waits, **lead)
        each.play(self)
        needed = length - (self.time - start)
        super().play(Wait(max(needed, REST)))
        span = start, self.time
        spoken = speech is not None
        for caption in timed_by_speech(narration, speech, *span, begins) if spoken else timed(narration, *span):
            self.add_subcaption(caption.text, caption.end - caption.start, caption.start - self.time)
        self.played.append(PlayedBeat(each.name, narration, start, self.time))


def _can_open_videos() -> bool:
    """Tell whether there is a program that opens videos for manim; on Linux there may be none."""
    return sys.platform != "linux" or bool(config.preview_command or shutil.which("xdg-open"))
