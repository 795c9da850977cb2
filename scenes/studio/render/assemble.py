"""Assembles a clip's files: video, subtitles, poster and record."""

from collections.abc import Mapping, Sequence
from math import isfinite

from scenes.kit.flow.beats import PlayedBeat
from scenes.kit.text.ledger import ShownNumber
from scenes.numbers.format import exact_decimals
from scenes.numbers.language import Language
from scenes.studio.build.job import Job, frame_rate
from scenes.studio.build.manifest import BeatRecord, CaptionRecord, ClipRecord, FileRecord, NumberRecord, to_json
from scenes.studio.media.mux import concatenate
from scenes.studio.media.subtitles import srt_text, vtt_text
from scenes.studio.render.draw import Footage, Progress, draw


def render(job: Job, progress: Progress) -> dict[str, bytes]:
    """Draw a clip and return the contents of its files, by name; the record comes last.

    Parameters
    ----------
    progress
        Called whenever the picture changes.
    """
    footage, stem = draw(job, progress), job.entry.stem
    files = {
        f"{stem}.mp4": concatenate(footage.segments),
        f"{stem}.srt": srt_text(footage.captions).encode(),
        f"{stem}.vtt": vtt_text(footage.captions).encode(),
        f"{stem}.png": footage.poster,
    }
    record = _record(job, footage, {name: FileRecord.of(data) for name, data in files.items()})
    return files | {f"{stem}.json": to_json(record)}


def _record(job: Job, footage: Footage, files: Mapping[str, FileRecord]) -> ClipRecord:
    clip, (width, height) = job.entry.clip, footage.size
    return ClipRecord(
        clip=job.clip,
        headline=footage.sentences[clip.headline],
        about=footage.sentences[str(clip.__doc__)],
        frames=footage.frames,
        frame_rate=frame_rate(job.quality),
        width=width,
        height=height,
        beats=[BeatRecord(name=b.name, start=b.start, end=b.end, narration=b.narration) for b in footage.played],
        captions=[CaptionRecord(start=c.start, end=c.end, text=c.text) for c in footage.captions],
        numbers=numbers_shown(footage.numbers, footage.played, Language(job.language)),
        depends=job.depends,
        sentences=footage.sentences,
        files=files,
    )


def numbers_shown(
    numbers: Sequence[ShownNumber], played: Sequence[PlayedBeat], language: Language
) -> list[NumberRecord]:
    """Return, of each quantity in each beat, the number that was shown last."""
    shown: dict[str, list[ShownNumber]] = {beat.name: [] for beat in played}
    first = played[0].name
    for number in numbers:
        shown[number.beat or first].append(number)  # what was laid out before the first beat is there from its start
    latest = {}
    for beat, entries in shown.items():
        for entry in entries:
            symbol, value = entry.quantity.symbol.plain, entry.quantity.value
            causes = [(each.symbol.plain, each.value) for each in entry.quantity.given]
            given = ", ".join(
                f"{name} = {language.number(number, exact_decimals(number))}" for name, number in causes
            )
            latest[beat, symbol, given] = NumberRecord(
                beat=beat,
                symbol=symbol,
                value=float(value) if isfinite(value) else None,
                shown=entry.text,
                given=given,
            )
    return list(latest.values())
