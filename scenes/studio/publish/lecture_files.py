"""Makes the files of the whole lecture in each language: the video of all clips, its captions, and the player."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from backprop_core.lesson.toml import Document
from scenes.studio.build.fingerprint import source_hash
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import library_versions
from scenes.studio.build.manifest import FileRecord, LectureRecord, decoded, to_json
from scenes.studio.build.plan import CLIPS
from scenes.studio.media import lecture
from scenes.studio.media.lecture import LecturePart
from scenes.studio.media.subtitles import vtt_text
from scenes.studio.publish import player_page
from scenes.studio.publish.player_data import player_data

VIDEO, CAPTIONS, PAGE, RECORD = "lecture.mp4", "lecture.vtt", "index.html", "lecture.json"

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
    title, theme = document["lesson"]["title"], document["lesson"]["theme"]
    for language, parts in rendered.items():
        _update_video(language, parts, title, folder, wrote)
        data = player_data(language, title, theme, rendered, clips=CLIPS, video=VIDEO, page=PAGE)
        page = player_page.render_page(data).encode()
        if folder.read(f"{language}/{PAGE}") != page:
            folder.write({f"{language}/{PAGE}": page})
            wrote(folder.path / language / PAGE)


def _update_video(language: str, parts: Sequence[LecturePart], title: str, folder: Folder, wrote: Wrote) -> None:
    """Write a language's video and captions if they are out of date, and then the record that vouches for them."""
    captions = vtt_text(lecture.lecture_captions(parts)).encode()
    videos = [part.record.files[part.video.name].sha256 for part in parts]
    marks = [mark.title for mark in lecture.chapter_marks(parts)]
    ingredients = [videos, marks, captions, title, library_versions(), source_hash(lecture.__name__)]
    made_from = sha256(msgspec.json.encode(ingredients)).hexdigest()
    record = decoded(folder.read(f"{language}/{RECORD}"), LectureRecord)
    if record and record.made_from == made_from and not folder.first_damaged(record.files, language):
        return
    folder.remove(f"{language}/{RECORD}")
    with folder.writing(f"{language}/{VIDEO}") as path:
        lecture.join_clips(parts, language, title, path)
        made = {VIDEO: FileRecord.of(path.read_bytes()), CAPTIONS: FileRecord.of(captions)}
    folder.write(
        {
            f"{language}/{CAPTIONS}": captions,
            f"{language}/{RECORD}": to_json(LectureRecord(made_from=made_from, files=made)),
        }
    )
    for name in made:
        wrote(folder.path / language / name)
