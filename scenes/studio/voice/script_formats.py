"""The lines of a script, and the formats they are printed in: text, Markdown and CSV."""

import csv
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby

_CSV_COLUMNS = ("file", "clip", "beat", "narration")
_TEXT_WIDTH = 80


@dataclass(frozen=True)
class ScriptLine:
    """The narration of a beat.

    Parameters
    ----------
    heading
        The clip's number and headline.
    clip
        The clip's name.
    beat
        The beat's name.
    narration
        The words, with the lesson's numbers.
    """

    heading: str
    clip: str
    beat: str
    narration: str

    @property
    def file(self) -> str:
        """Where the beat's recording is expected."""
        return f"{self.clip}/{self.beat}.wav"


def _text(script: Sequence[ScriptLine]) -> str:
    parts = []
    for heading, lines in _by_clip(script):
        parts += [heading, *(f"{line.file}\n{textwrap.indent(_wrapped(line.narration), '    ')}" for line in lines)]
    return "\n\n".join(parts) + "\n"


def _markdown(script: Sequence[ScriptLine]) -> str:
    parts = []
    for heading, lines in _by_clip(script):
        parts += [f"## {_escaped(heading)}", *(f"`{line.file}`\n\n> {_escaped(line.narration)}" for line in lines)]
    return "\n\n".join(parts) + "\n"


def _csv(script: Sequence[ScriptLine]) -> str:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS)
    writer.writerows((line.file, line.clip, line.beat, line.narration) for line in script)
    return file.getvalue()


SCRIPT_FORMATS: Mapping[str, Callable[[Sequence[ScriptLine]], str]] = {
    "text": _text,
    "markdown": _markdown,
    "csv": _csv,
}
"""Each format's name, and the function that prints a script in it."""


def _by_clip(script: Sequence[ScriptLine]) -> Iterator[tuple[str, list[ScriptLine]]]:
    """Yield each clip's heading and lines."""
    for heading, lines in groupby(script, lambda line: line.heading):
        yield heading, list(lines)


def _wrapped(narration: str) -> str:
    return textwrap.fill(narration, _TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~&$])", r"\\\1", text)
