"""Compares settings of x264 on every clip in both themes, and writes ``benchmarks/ENCODER.md``.

``python -m benchmarks.encoder``: the first seconds of each clip's longest beat are drawn at 1080p60 and kept without
loss, encoded by each setting on one core, decoded again and compared.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from itertools import chain, islice, product
from pathlib import Path

import av
import numpy as np
from av.filter import Graph
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from manim import tempconfig

import backprop_core as bp
from scenes.engine.film import X264_OPTIONS
from scenes.engine.memory_film import InMemoryFileWriter
from scenes.engine.renderer import Renderer
from scenes.engine.yuv import FORMAT
from scenes.kit.flow.catalogue import catalogue, lecture
from scenes.kit.theme import THEMES
from scenes.studio.build.job import frame_size, localized
from scenes.studio.render.draw import manim_defaults, render_settings

SECONDS = 4
RATE = 60
MANIMS, USED = "medium, crf 23 (manim's)", "veryfast, crf 21, chroma −3, lookahead 20 (ours)"
SETTINGS = {
    MANIMS: {"crf": "23"},
    "veryfast, crf 19": {"preset": "veryfast", "crf": "19"},
    "veryfast, crf 20, lookahead 20": {"preset": "veryfast", "crf": "20", "rc-lookahead": "20"},
    USED: X264_OPTIONS,
}


@dataclass(frozen=True)
class Measured:
    """What encoding films cost, and how far each frame is from what was drawn.

    Parameters
    ----------
    seconds
        Processor time.
    size
        Bytes.
    luma, chroma
        Mean squared errors of brightness and of colours, in levels squared; shape (frames,).
    similarity
        The structural similarity of all planes, 1 for equal frames; shape (frames,).
    """

    seconds: float
    size: int
    luma: np.ndarray
    chroma: np.ndarray
    similarity: np.ndarray

    @classmethod
    def of_all(cls, films: Sequence["Measured"]) -> "Measured":
        """Return the figures of films taken together."""
        joined = (
            np.concatenate([getattr(film, name) for film in films]) for name in ("luma", "chroma", "similarity")
        )
        return cls(sum(film.seconds for film in films), sum(film.size for film in films), *joined)

    def cells(self, yardstick: "Measured") -> str:
        """Return the cells of a row: time and size against a yardstick, then the quality's mean and worst frame."""
        cells = [f"{self.seconds / yardstick.seconds:.2f}", f"{self.size / yardstick.size:.2f}"]
        cells += [f"{psnr(error.mean()):.1f}, {psnr(error.max()):.1f}" for error in (self.luma, self.chroma)]
        return " | ".join([*cells, f"{self.similarity.mean():.5f}, {self.similarity.min():.4f}"])


def main() -> None:
    """Measure and write the table."""
    films = list(product(lecture(bp.default_lesson()), THEMES))
    with ProcessPoolExecutor() as pool:
        found = dict(zip(films, pool.map(measure, *zip(*films, strict=True)), strict=True))
    (Path(__file__).parent / "ENCODER.md").write_text("\n".join(report(found)) + "\n", "utf-8")


def measure(clip: str, theme: str) -> dict[str, Measured]:
    """Return what each setting makes of a clip."""
    film = lossless(clip, theme)
    return {name: encoded(film, options) for name, options in SETTINGS.items()}


def lossless(clip: str, theme: str) -> bytes:
    """Return the longest beat of a clip, drawn at 1080p60 and encoded without loss."""
    document = localized(bp.load_document(), "en", theme)
    entry = catalogue()[clip].clip
    beat = max(entry.beats(), key=lambda each: len(each.narration)).name
    exact = {"video_encoder_options": {"preset": "ultrafast", "crf": "0"}}
    with tempconfig(manim_defaults()), tempconfig(render_settings("h") | exact):
        renderer = Renderer(InMemoryFileWriter)
        entry(renderer, lesson=bp.make_lesson(document), since=beat, until=beat).render()
        return renderer.file_writer.segments[beat]


def frames(film: bytes) -> Iterator[VideoFrame]:
    """Yield the first frames of a film, timed anew."""
    with av.open(BytesIO(film), "r") as container:
        for number, frame in enumerate(islice(container.decode(video=0), SECONDS * RATE)):
            frame.pts, frame.time_base, frame.pict_type = number, Fraction(1, RATE), PictureType.NONE
            yield frame


def encoded(film: bytes, options: Mapping[str, str]) -> Measured:
    """Encode a film and compare the result with it."""
    file, seconds = BytesIO(), 0.0
    with av.open(file, "w", format="mp4") as target:
        stream = target.add_stream("libx264", RATE, options=dict(options) | {"threads": "1"})
        assert isinstance(stream, VideoStream)
        (stream.width, stream.height), stream.pix_fmt = frame_size("h"), FORMAT
        for frame in chain(frames(film), [None]):
            start = time.thread_time()
            packets = stream.encode(frame)
            seconds += time.thread_time() - start
            target.mux(packets)
    found = compared(file.getvalue(), film)
    chroma = (found["psnr.mse.u"] + found["psnr.mse.v"]) / 2
    return Measured(seconds, len(file.getvalue()), found["psnr.mse.y"], chroma, found["ssim.All"])


def compared(film: bytes, original: bytes) -> dict[str, np.ndarray]:
    """Return what FFmpeg's filters ``psnr`` and ``ssim`` say of each frame, by the names of their figures."""
    graph, (width, height) = Graph(), frame_size("h")
    film_input, original_input = (
        graph.add_buffer(width=width, height=height, format=av.VideoFormat(FORMAT), time_base=Fraction(1, RATE))
        for _ in range(2)
    )
    errors, similarity, fork, sink = (graph.add(name) for name in ("psnr", "ssim", "split", "buffersink"))
    film_input.link_to(errors)
    original_input.link_to(fork)
    fork.link_to(errors, 0, 1)
    errors.link_to(similarity)
    fork.link_to(similarity, 1, 1)
    similarity.link_to(sink)
    graph.configure()
    found: dict[str, list[float]] = {}
    for ours, theirs in zip(frames(film), frames(original), strict=True):
        film_input.push(ours)
        original_input.push(theirs)
        for name, value in sink.pull().metadata.items():
            found.setdefault(name.removeprefix("lavfi."), []).append(float(value))
    return {name: np.array(values) for name, values in found.items()}


def psnr(error: float) -> float:
    """Return the peak signal-to-noise ratio in dB for a mean squared error."""
    return 10 * np.log10(255**2 / max(error, 1e-9))


def report(found: Mapping[tuple[str, str], Mapping[str, Measured]]) -> Iterator[str]:
    """Yield the lines of ``ENCODER.md``."""
    yield "# Settings of x264"
    yield ""
    yield f"Written by `python -m benchmarks.encoder`: the first {SECONDS} seconds of the longest beat of each clip,"
    yield "in both themes, at 1080p60, on one core. Processor time and size are ratios to manim's setting; PSNR is in"
    yield "dB, SSIM of all planes, each as the mean and the worst frame."
    head = ["| processor | size | luma | chroma | SSIM |", "|--:|--:|--:|--:|--:|"]
    for theme in THEMES:
        yield from ["", f"## All clips, {theme}", "", f"| {head[0]}", f"|---{head[1]}"]
        films = [measured for (_, each), measured in found.items() if each == theme]
        totals = {name: Measured.of_all([film[name] for film in films]) for name in SETTINGS}
        for name, total in totals.items():
            yield f"| {name} | {total.cells(totals[MANIMS])} |"
    yield from ["", f"## Each clip: {USED}", "", f"| {head[0]}", f"|---{head[1]}"]
    for (clip, theme), film in found.items():
        yield f"| {clip}, {theme} | {film[USED].cells(film[MANIMS])} |"


if __name__ == "__main__":
    main()
