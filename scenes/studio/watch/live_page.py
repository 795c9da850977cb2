"""Makes the lecture's pages as they are now: also with clips that are out of date, until they are rendered anew."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec

import backprop_core as bp
from scenes.kit.flow.catalogue import lecture
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import localized
from scenes.studio.build.manifest import ClipRecord, decoded
from scenes.studio.build.plan import CLIPS
from scenes.studio.media.lecture import LecturePart
from scenes.studio.publish.explorer_page import render_explorer
from scenes.studio.publish.lecture_files import CHAPTERS, EXPLORER, PAGE
from scenes.studio.publish.player_data import player_data
from scenes.studio.publish.player_page import Live, LivePreview, render_page
from scenes.studio.publish.portions import whole_lecture
from scenes.studio.publish.update import UpdateRequest
from scenes.studio.watch.messages import LivePage, LivePages, Place


def live_pages(request: UpdateRequest, folder: Folder) -> LivePages:
    """Return the page of each language in which there is a clip."""
    parts = {language: _parts(request, language, folder) for language in request.languages}
    return LivePages(
        {language: _live_page(request, language, parts, folder) for language in filter(parts.get, parts)}
    )


def preview_page(request: UpdateRequest, folder: Folder, place: Place, expected: ClipRecord) -> LivePage:
    """Return a page on which a clip is shown by a preview that begins at a beat.

    Parameters
    ----------
    expected
        The record of that clip as its film is expected to be.
    """
    parts = {language: _parts(request, language, folder) for language in request.languages}
    parts[place.language] = _parts(request, place.language, folder, expected)
    return _live_page(request, place.language, parts, folder, LivePreview(place.clip, place.beat))


def _parts(
    request: UpdateRequest, language: str, folder: Folder, expected: ClipRecord | None = None
) -> list[LecturePart]:
    """Return the clips that there are, up to date or not, in the lecture's order; one may be ``expected`` only."""
    found = []
    for entry in lecture(bp.make_lesson(request.document)).values():
        file = f"{language}/{CLIPS}/{entry.stem}"
        is_expected = expected is not None and entry.name == expected.clip
        record = expected if is_expected else decoded(folder.read(f"{file}.json"), ClipRecord)
        if entry.name in request.clips and record:
            found.append(LecturePart(entry.number, record, folder.path / f"{file}.mp4"))
    return found


def _live_page(
    request: UpdateRequest,
    language: str,
    parts: Mapping[str, Sequence[LecturePart]],
    folder: Folder,
    preview: LivePreview | None = None,
) -> LivePage:
    """Return the page of a language."""
    lesson = bp.make_lesson(localized(request.document, language))
    here = {part.record.clip: part.record for part in parts[language]}
    rendered = {code: [part for part in found if _alike(part.record, here)] for code, found in parts.items() if found}
    whole = whole_lecture(parts[language], lesson.title)
    data = player_data(whole, lesson, rendered, clips=CLIPS, chapter_videos=CHAPTERS, page=PAGE, explorer=EXPLORER)
    films = {part.record.clip: part.record.files[part.video.name].sha256 for part in parts[language]}
    version = sha256(msgspec.json.encode([data, films])).hexdigest()
    shown = [name for clip in data["clips"] for name in (clip["video"], clip["poster"])]
    shown += [portion["video"]["video"] for portion in data["chapters"]]
    shown += [data["lecture"]["video"]] if data["lecture"] else []
    html = render_page(data, Live(version, films, preview))
    files = {name: folder.path.absolute() / language / name for name in shown}
    explorer_version = _hash(render_explorer(lesson))
    return LivePage(html, render_explorer(lesson, explorer_version), version, explorer_version, films, files)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _alike(record: ClipRecord, others: Mapping[str, ClipRecord]) -> bool:
    """Return whether a clip has the beats that it has in another language; else one of them is out of date."""
    other = others.get(record.clip)
    return other is not None and [beat.name for beat in record.beats] == [beat.name for beat in other.beats]
