"""Makes the files of the lecture in each language: videos of all of it and of each chapter, captions, the pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

import backprop_core as bp
from backprop_core.lesson.toml import Document
from scenes.kit.flow.catalogue import catalogue
from scenes.studio.build.fingerprint import source_hash
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import library_versions, localized
from scenes.studio.build.manifest import FileRecord, LectureRecord, decoded, to_json
from scenes.studio.build.plan import CLIPS
from scenes.studio.media import lecture
from scenes.studio.media.lecture import LecturePart
from scenes.studio.media.subtitles import vtt_text
from scenes.studio.publish import player_page
from scenes.studio.publish.explorer_page import render_explorer
from scenes.studio.publish.player_data import player_data
from scenes.studio.publish.portions import Portion, chapters, whole_lecture

CHAPTERS, PAGE, EXPLORER = "chapters", "index.html", "explore.html"

# The suffixes of a portion's record, which vouches for the others, its video and its captions.
_RECORD, _VIDEO, _CAPTIONS = _SUFFIXES = (".json", ".mp4", ".vtt")

Wrote = Callable[[Path], None]
"""Called with each file that was written."""


def update_lecture_files(
    rendered: Mapping[str, Sequence[LecturePart]], document: Document, folder: Folder, wrote: Wrote
) -> None:
    """Write the files that are out of date; the others are not touched.

    Parameters
    ----------
    rendered
        The clips that are up to date, in the lecture's order, by language.
    document
        The lesson, in the theme of the clips.

    Raises
    ------
    FolderError
        If a file cannot be written.
    """
    for language, parts in rendered.items():
        lesson = bp.make_lesson(localized(document, language))
        whole, of_chapters = whole_lecture(parts, lesson.title), f"{language}/{CHAPTERS}"
        _update_video(whole, language, folder, wrote)
        for chapter in chapters(whole).values():
            _update_video(chapter, of_chapters, folder, wrote)
        _remove_other_chapters(chapters(whole).values(), of_chapters, folder)
        data = player_data(
            whole, lesson, rendered, clips=CLIPS, chapter_videos=CHAPTERS, page=PAGE, explorer=EXPLORER
        )
        _update_page(f"{language}/{EXPLORER}", render_explorer(lesson), folder, wrote)
        _update_page(f"{language}/{PAGE}", player_page.render_page(data), folder, wrote)


def _update_page(name: str, page: str, folder: Folder, wrote: Wrote) -> None:
    content = page.encode()
    if folder.read(name) != content:
        folder.write({name: content})
        wrote(folder.path / name)


def _update_video(portion: Portion, where: str, folder: Folder, wrote: Wrote) -> None:
    """Write a portion's video and captions if they are out of date, and then the record that vouches for them."""
    parts, language = portion.parts, portion.language.code
    captions = vtt_text(lecture.lecture_captions(parts)).encode()
    videos = [part.record.files[part.video.name].sha256 for part in parts]
    marks = [mark.title for mark in lecture.chapter_marks(parts)]
    ingredients = [videos, marks, captions, portion.title, library_versions(), source_hash(lecture.__name__)]
    made_from = sha256(msgspec.json.encode(ingredients)).hexdigest()
    record = decoded(folder.read(f"{where}/{portion.name}{_RECORD}"), LectureRecord)
    if record and record.made_from == made_from and not folder.first_damaged(record.files, where):
        return
    folder.remove(f"{where}/{portion.name}{_RECORD}")
    video, text = f"{portion.name}{_VIDEO}", f"{portion.name}{_CAPTIONS}"
    with folder.writing(f"{where}/{video}") as path:
        lecture.join_clips(parts, language, portion.title, path)
        made = {video: FileRecord.of(path.read_bytes()), text: FileRecord.of(captions)}
    folder.write(
        {
            f"{where}/{text}": captions,
            f"{where}/{portion.name}{_RECORD}": to_json(LectureRecord(made_from=made_from, files=made)),
        }
    )
    for name in made:
        wrote(folder.path / where / name)


def _remove_other_chapters(made: Iterable[Portion], where: str, folder: Folder) -> None:
    """Remove the files of chapters of which no clip is up to date."""
    names = {entry.chapter_stem for entry in catalogue().values()} - {chapter.name for chapter in made}
    for name in sorted(names):
        for suffix in _SUFFIXES:
            if (folder.path / where / f"{name}{suffix}").exists():  # removing nothing fails too on a read-only disk
                folder.remove(f"{where}/{name}{suffix}")
