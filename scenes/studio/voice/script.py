"""What is said in each beat, to be read aloud and recorded."""

import csv
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby

from manim import tempconfig

import backprop_core as bp
from scenes.numbers.language import Language
from scenes.studio.build.catalogue import CatalogEntry, catalogue
from scenes.studio.render.draw import manim_defaults

_COLUMNS = ("file", "clip", "beat", "narration")
_WIDTH = 80


@dataclass(frozen=True)
class Line:
    """What is said in a beat.

    Parameters
    ----------
    entry
        The clip.
    beat
        The beat's name.
    narration
        The words, with this lesson's numbers.
    """

    entry: CatalogEntry
    beat: str
    narration: str

    @property
    def file(self) -> str:
        """Where its recording is looked for."""
        return f"{self.entry.name}/{self.beat}.wav"


@dataclass(frozen=True)
class Script:
    """What is said, line by line, in a language."""

    lines: Sequence[Line]
    language: Language

    def to(self, style: str) -> str:
        """Return it as ``text``, ``markdown`` or ``csv``."""
        return {"text": self._text, "markdown": self._markdown, "csv": self._csv}[style]()

    def _text(self) -> str:
        parts = []
        for title, lines in self._clips():
            parts += [title, *(f"{line.file}\n{textwrap.indent(_folded(line.narration), '    ')}" for line in lines)]
        return "\n\n".join(parts) + "\n"

    def _markdown(self) -> str:
        parts = []
        for title, lines in self._clips():
            parts += [f"## {_escaped(title)}", *(f"`{line.file}`\n\n> {_escaped(line.narration)}" for line in lines)]
        return "\n\n".join(parts) + "\n"

    def _csv(self) -> str:
        file = StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows((line.file, line.entry.name, line.beat, line.narration) for line in self.lines)
        return file.getvalue()

    def _clips(self) -> Iterator[tuple[str, list[Line]]]:
        """Yield each clip's title and lines."""
        for entry, lines in groupby(self.lines, lambda line: line.entry):
            yield f"{entry.number} · {self.language.text(entry.clip.headline)}", list(lines)


def script(lesson: bp.Lesson, clips: Sequence[str]) -> Script:
    """Return what is said in some clips. They are laid out, on which it may depend, but not played or drawn."""
    with tempconfig(manim_defaults()), tempconfig({"dry_run": True}):
        told = {name: catalogue()[name].clip(lesson=lesson) for name in clips}
        for clip in told.values():
            clip.setup()
    lines = [
        Line(catalogue()[name], beat.name, clip.narration(beat))
        for name, clip in told.items()
        for beat in clip.beats()
    ]
    return Script(lines, Language(lesson.language))


def _folded(narration: str) -> str:
    return textwrap.fill(narration, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~&$])", r"\\\1", text)
