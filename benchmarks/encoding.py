"""What a clip costs beyond its encoding: ``python benchmarks/encoding.py [QUALITY [CLIP …]]``.

A clip is rendered as ``backprop render`` does it; then its very frames, decoded into memory, are encoded again with
the same settings: nobody could be faster. Both are measured in processor time, in one run.
"""

import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO

import av

import backprop_core as bp
from scenes.studio.job import Job, frame_rate
from scenes.studio.render import render

# One that moves nearly all the time, and the lecture's longest.
CLIPS = ("BackwardSweep", "NudgePropagation")
X264 = {"crf": "23", "threads": "1", "mbtree": "0"}


def main() -> None:
    quality, *clips = sys.argv[1:] or ["h"]
    print(f"{'':<20}{'frames':>8}{'rendered':>12}{'encoded':>12}{'ratio':>8}")
    for clip in clips or CLIPS:
        job = Job.of(clip, bp.load_document(), quality)
        start = time.process_time()
        files = render(job, lambda _: None)
        rendered = time.process_time() - start
        frames = decoded(files[f"{job.entry.stem}.mp4"])
        start = time.process_time()
        encode(frames, frame_rate(quality))
        encoded = time.process_time() - start
        each = [f"{1000 * seconds / len(frames):.1f} ms" for seconds in (rendered, encoded)]
        print(f"{clip:<20}{len(frames):>8}{each[0]:>12}{each[1]:>12}{rendered / encoded:>8.2f}")


def decoded(video: bytes) -> list[av.VideoFrame]:
    """Return all frames of a video."""
    with av.open(BytesIO(video), "r") as container:
        return list(container.decode(video=0))


def encode(frames: Sequence[av.VideoFrame], rate: int) -> None:
    """Encode frames as manim does."""
    with av.open(BytesIO(), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=rate, options=X264)
        stream.width, stream.height, stream.pix_fmt = frames[0].width, frames[0].height, "yuv420p"
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base, frame.pict_type = number, Fraction(1, rate), 0
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


if __name__ == "__main__":
    main()
