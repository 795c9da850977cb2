"""Portions of the lecture, each of which becomes a file of its own: the whole lecture, and each chapter."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.kit.flow.beats import Chapter
from scenes.kit.flow.catalogue import catalogue
from scenes.numbers.language import Language
from scenes.studio.media.lecture import LecturePart


@dataclass(frozen=True)
class Portion:
    """Rendered clips that follow each other, in one language.

    Parameters
    ----------
    name
        The name of its files without suffix, the same in all languages: ``lecture``, ``2-nudges``.
    title
        The title that players show.
    parts
        The clips, in order; at least one.
    """

    name: str
    title: str
    parts: Sequence[LecturePart]

    @property
    def language(self) -> Language:
        """The language of its narration."""
        return Language(self.parts[0].record.depends["language"])


def whole_lecture(parts: Sequence[LecturePart], title: str) -> Portion:
    """Return the whole lecture, which has the lesson's title."""
    return Portion("lecture", title, parts)


def chapters(lecture: Portion) -> dict[Chapter, Portion]:
    """Return the chapters of which at least one clip is rendered."""
    found: dict[Chapter, list[LecturePart]] = {}
    for part in lecture.parts:
        found.setdefault(catalogue()[part.record.clip].chapter, []).append(part)
    return {
        chapter: Portion(
            name=catalogue()[parts[0].record.clip].chapter_stem,
            title=f"{lecture.title} – {chapter.number} · {lecture.language.text(chapter.title)}",
            parts=parts,
        )
        for chapter, parts in found.items()
    }
