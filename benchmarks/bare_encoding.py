"""Times the bare encoding of clips: ``python -m benchmarks.bare_encoding manim|ours MP4 …``.

The clips' frames are decoded into memory, a few hundred at a time, and encoded again with manim's settings or with
ours, on one thread each; only the encoding is timed.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from fractions import Fraction
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO

import av

from scenes.engine.film import X264_OPTIONS

FRAMES_IN_MEMORY = 240
SETTINGS = {"manim": {"crf": "23", "threads": "1"}, "ours": X264_OPTIONS}


def main() -> None:
    """Print the seconds that it took, by the clock and of processor time, as JSON."""
    wall = cpu = 0.0
    name, *paths = sys.argv[1:]
    for path in map(Path, paths):
        with path.open("rb") as file:
            for seconds, processor in encode(file, SETTINGS[name]):
                wall, cpu = wall + seconds, cpu + processor
    print(json.dumps({"wall": wall, "cpu": cpu}))


def encode(video: IO[bytes], options: Mapping[str, str]) -> Iterator[tuple[float, float]]:
    """Encode a video's frames; yield the seconds of each step, by clock and processor."""
    with av.open(video, "r") as source, av.open(BytesIO(), "w", format="mp4") as target:
        given = source.streams.video[0]
        stream = target.add_stream("libx264", rate=given.average_rate, options=dict(options))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = given.width, given.height, "yuv420p"
        assert given.average_rate
        step, number = Fraction(1) / given.average_rate, 0
        frames = source.decode(given)
        while held := list(islice(frames, FRAMES_IN_MEMORY)):
            start = time.perf_counter(), time.process_time()
            for frame in held:
                frame.pts, frame.time_base, frame.pict_type = number, step, 0
                number += 1
                target.mux(stream.encode(frame))
            yield time.perf_counter() - start[0], time.process_time() - start[1]
        start = time.perf_counter(), time.process_time()
        target.mux(stream.encode())
        yield time.perf_counter() - start[0], time.process_time() - start[1]


if __name__ == "__main__":
    main()
