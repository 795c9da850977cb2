"""One job → the contents of a clip's files."""

from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

from scenes.kit.text.ledger import ShownNumber as Shown
from scenes.numbers.language import Language, exact_decimals
from scenes.studio.build.job import Job, frame_rate
from scenes.studio.build.manifest import BeatRecord, CaptionRecord, ClipRecord, FileRecord, NumberRecord, to_json
from scenes.studio.media.mux import concatenate
from scenes.studio.media.subtitles import srt_text, vtt_text
from scenes.studio.render.beat_queue import Claims
from scenes.studio.render.draw import Piece, Progress, draw


def render(job: Job, progress: Progress, scratch: Path | None = None) -> dict[str, bytes]:
    """Draw a clip and return the contents of its files, by name; see ``assembled``.

    Parameters
    ----------
    progress
        Is called whenever the picture changes.
    scratch
        Where a temporary folder may be made; without one, where the system puts them.
    """
    with TemporaryDirectory(dir=scratch) as folder:
        return assembled(job, [draw(job, progress, claims_of(job, Path(folder)))])


def claims_of(job: Job, folder: Path) -> Claims:
    """Return the claims for a clip that nobody has begun, kept in a new folder within ``folder``."""
    mine = folder / "claims"
    mine.mkdir()
    return Claims(mine, [beat.name for beat in job.entry.clip.beats()])


def assembled(job: Job, pieces: Sequence[Piece]) -> dict[str, bytes]:
    """Return the contents of a clip's files, by name, from all its pieces; the record comes last."""
    stem = job.entry.stem
    whole = max(pieces, key=lambda piece: piece.frames)
    segments = {name: video for piece in pieces for name, video in piece.segments.items()}
    (poster,) = (piece.poster for piece in pieces if piece.poster)
    files = {
        f"{stem}.mp4": concatenate([segments[beat.name] for beat in whole.played]),
        f"{stem}.srt": srt_text(whole.captions).encode(),
        f"{stem}.vtt": vtt_text(whole.captions).encode(),
        f"{stem}.png": poster,
    }
    record = _record(job, whole, _numbers(job, pieces), {name: FileRecord.of(data) for name, data in files.items()})
    return files | {f"{stem}.json": to_json(record)}


def _record(job: Job, whole: Piece, numbers: list[NumberRecord], files: Mapping[str, FileRecord]) -> ClipRecord:
    clip, (width, height) = job.entry.clip, whole.size
    return ClipRecord(
        clip=job.clip,
        headline=whole.sentences[clip.headline],
        about=whole.sentences[str(clip.__doc__)],
        frames=whole.frames,
        frame_rate=frame_rate(job.quality),
        width=width,
        height=height,
        beats=[BeatRecord(name=b.name, start=b.start, end=b.end, narration=b.narration) for b in whole.played],
        captions=[CaptionRecord(start=c.start, end=c.end, text=c.text) for c in whole.captions],
        numbers=numbers,
        depends=job.depends,
        sentences=whole.sentences,
        files=files,
    )


def _numbers(job: Job, pieces: Sequence[Piece]) -> list[NumberRecord]:
    """Return of each quantity, in each beat, what was shown of it last."""
    language, beats = Language(job.language), [beat.name for beat in job.entry.clip.beats()]
    shown: dict[str, list[Shown]] = {beat: [] for beat in beats}
    for entry in (entry for piece in pieces for entry in piece.numbers):
        shown[entry.beat or beats[0]].append(entry)  # what was laid out before is there from the start
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
