"""Fakes the rendering of clips, so that planning and file handling can be tested quickly for all of them."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path

import av
import numpy as np

import backprop_core as bp
from backprop_core.lesson.toml import Document
from scenes.kit.flow.captions import Caption
from scenes.kit.flow.catalogue import lecture
from scenes.numbers.language import Language
from scenes.studio.build.folder import Folder
from scenes.studio.build.job import Job
from scenes.studio.build.manifest import BeatRecord, CaptionRecord, ClipRecord, FileRecord, NumberRecord, to_json
from scenes.studio.build.plan import PlannedClip, planned
from scenes.studio.media.subtitles import srt_text, vtt_text
from scenes.studio.publish.update import UpdateRequest, update_lecture
from scenes.studio.render.executor import Done, Event, Failed, Started
from tests.rigs.languages import PAIR

FRAMES, RATE, WIDTH, HEIGHT = 6, 3, 32, 18


class FakeExecutor:
    """An executor that renders nothing; ``jobs`` are those it was given, ``fails`` the labels of those that fail."""

    def __init__(self, *fails: str):
        self.jobs: list[Job] = []
        self.fails = fails

    @property
    def labels(self) -> list[str]:
        """The labels of its jobs, in order."""
        return [job.label for job in self.jobs]

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        """Yield the events of each job."""
        for job in jobs:
            self.jobs.append(job)
            yield Started(job)
            yield Failed(job, "it is not to be") if job.label in self.fails else Done(job, rendered_files(job))


class RecordingDisplay:
    """A display that records its events and paths."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.paths: list[Path] = []

    @contextmanager
    def rendering(self, due: Sequence[PlannedClip], seconds: Mapping[str, float]) -> Iterator[None]:
        yield

    def show(self, event: Event) -> None:
        self.events.append(event)

    def idle(self) -> None:
        pass

    def wrote(self, path: Path) -> None:
        self.paths.append(path)


class MustNotRender(FakeExecutor):
    """An executor for a run in which there is nothing to render."""

    def run(self, jobs: Sequence[Job]) -> Generator[Event]:
        raise AssertionError("nothing was to be rendered")


def request(document: Document | None = None, *clips: str, **options: object) -> UpdateRequest:
    """Return a request for some clips, or all of them."""
    chosen = {"languages": PAIR, "quality": "l"} | options
    document = document or bp.load_document()
    return UpdateRequest(document, clips or tuple(lecture(bp.make_lesson(document))), **chosen)  # pyright: ignore[reportArgumentType]


def update_folder(path: Path, wanted: UpdateRequest, executor: FakeExecutor | None = None) -> RecordingDisplay:
    """Bring a folder up to date with fake renders."""
    folder, heard = Folder(path), RecordingDisplay()
    with folder.locked(lambda: None):
        update_lecture(wanted, folder, executor or FakeExecutor(), heard)
    return heard


def due_labels(path: Path, wanted: UpdateRequest) -> set[str]:
    """Return the labels of the clips that are due."""
    return {step.job.label for step in planned(wanted.jobs(), Folder(path)) if wanted.reason(step)}


def rendered_files(job: Job) -> dict[str, bytes]:
    """Return minimal files in place of a rendered clip's."""
    stem, clip, text = job.entry.stem, job.entry.clip, Language(job.language).text
    beats = clip.beats()
    length = Fraction(FRAMES, RATE) / len(beats)
    spans = [(float(i * length), float((i + 1) * length)) for i in range(len(beats))]
    told = [text(beat.narration) for beat in beats]
    captions = [Caption(each[:42], *span) for each, span in zip(told, spans, strict=True)]
    made = {
        f"{stem}.mp4": tiny_video(job.entry.number),
        f"{stem}.srt": srt_text(captions).encode(),
        f"{stem}.vtt": vtt_text(captions).encode(),
        f"{stem}.png": f"the picture of {job.label}".encode(),
    }
    record = ClipRecord(
        clip=job.clip,
        headline=text(clip.headline),
        about=text(str(clip.__doc__)),
        frames=FRAMES,
        frame_rate=RATE,
        width=WIDTH,
        height=HEIGHT,
        beats=[
            BeatRecord(name=beat.name, start=start, end=end, narration=narration)
            for beat, narration, (start, end) in zip(beats, told, spans, strict=True)
        ],
        captions=[CaptionRecord(start=c.start, end=c.end, text=c.text) for c in captions],
        numbers=[NumberRecord(beat=beats[0].name, symbol="w3", value=1.6, shown="1.600")],
        depends=job.depends,
        sentences={beat.narration: narration for beat, narration in zip(beats, told, strict=True)},
        files={name: FileRecord.of(data) for name, data in made.items()},
    )
    return made | {f"{stem}.json": to_json(record)}


@cache
def tiny_video(shade: int) -> bytes:
    """Return a tiny video in one shade of grey."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", RATE, options={"threads": "1", "g": "1"})  # beats begin anywhere
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for _ in range(FRAMES):
            picture = np.full((HEIGHT, WIDTH, 3), 10 * shade, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    return file.getvalue()


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return the contents of all files in a folder, by relative path; None for folders."""
    found = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in found}


def file_states(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return the inode and the times of each file and folder, which change whenever anything is written."""
    states = {path: path.lstat() for path in [folder, *sorted(folder.rglob("*"))]}
    return {str(path): (state.st_ino, state.st_mtime_ns, state.st_ctime_ns) for path, state in states.items()}
