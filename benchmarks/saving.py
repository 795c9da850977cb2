"""Measures how soon ``backprop watch`` shows a saved lesson: the open beat's still and preview, and the clip's film.

``python -m benchmarks.saving`` prints these rows alone.
"""

import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPResponse
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

import av

from benchmarks.cost import Row, run_module
from scenes.kit.flow.catalogue import catalogue
from scenes.studio.build.manifest import ClipRecord, decoded

CLIP, BEAT = "NudgePropagation", "ratio"

# The second of the beat that is looked at, near its middle.
SECOND = 4

# The values of y that are saved one after the other; the first one is that of the first rendering.
TARGETS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)

# The length, in seconds, to which the time until the film is scaled.
LENGTH = 30

Told = Callable[[Callable[[Any], bool]], Any]
"""A function that waits until the pages are told a state for which a condition holds, and returns the state."""


def rows() -> Iterator[Row]:
    """Yield the seconds until the still, the preview and the film are there, and ``manim -ql`` against these."""
    with TemporaryDirectory() as folder:
        out, lesson = Path(folder, "out"), Path(folder, "lesson.toml")
        save(lesson, TARGETS[0])
        with watching(lesson, out) as (told, address):
            times = [times_of(told, address, lesson, target) for target in TARGETS[1:]]
        (record,) = (decoded(path.read_bytes(), ClipRecord) for path in out.glob("*/clips/*.json"))
        still, preview, film = (median(each) for each in zip(*times, strict=True))
        source = str(Path(*catalogue()[CLIP].clip.__module__.split("."))) + ".py"
        stock = run_module("manim", "-ql", "--media_dir", folder, "--progress_bar", "none", source, CLIP)
    assert record
    name, seconds = f"{CLIP} saved, 480p15", float(record.seconds)
    yield Row(f"{name}: seconds to the still", still, "≤ 1", f"of {len(times)} times, the middle one")
    where = f"second {SECOND} of the open beat"
    yield Row(f"{name}: seconds until it plays on", preview, "≤ 2.5", f"from {where}")
    scaled = film * LENGTH / seconds
    yield Row(f"{name}: seconds to a film of {LENGTH} s", scaled, "", f"{film:.1f} s for {seconds:.1f} s")
    yield Row(f"{name}: manim -ql / to the still", stock.wall / still, "", f"{stock.wall:.1f} s / {still:.1f} s")
    yield Row(f"{name}: manim -ql / to the film", stock.wall / film, "", f"{stock.wall:.1f} s / {film:.1f} s")


def times_of(told: Told, address: str, lesson: Path, target: float) -> tuple[float, float, float]:
    """Save a lesson, and return the seconds until the still is there, the preview at ``SECOND``, and the film."""
    told(lambda state: state["ended"] and state["pages"])
    start = time.perf_counter()
    save(lesson, target)
    told(lambda state: state["still"])
    still = time.perf_counter() - start
    (page,) = told(lambda state: state["pages"]["en"]["preview"])["pages"].values()
    wait_for_preview(f"{address}/preview/{page['version']}")
    preview = time.perf_counter() - start
    told(lambda state: not state["pages"]["en"]["preview"])
    return still, preview, time.perf_counter() - start


def wait_for_preview(address: str) -> None:
    """Read a preview until its picture at ``SECOND`` is there."""
    film = b""
    with urlopen(address) as response:
        while piece := response.read1():
            film += piece
            if reached(film) > SECOND:
                return
    raise EOFError(f"{address}: the preview ends before second {SECOND}")


def reached(film: bytes) -> float:
    """Return the time in seconds of the last picture of a film that is still growing."""
    with av.open(BytesIO(film), "r") as opened:
        times = [float(packet.pts * packet.time_base) for packet in opened.demux(video=0) if packet.pts is not None]
    return max(times, default=0.0)


def save(lesson: Path, target: float) -> None:
    """Write a lesson with this target."""
    lesson.write_text(f'[lesson]\nclips = ["{CLIP}"]\n\n[chain]\ntarget = {target}\n', "utf-8")


@contextmanager
def watching(lesson: Path, out: Path) -> Iterator[tuple[Told, str]]:
    """Run ``backprop watch`` with a page that is open at the beat; yield what that is told, and the address."""
    command = [sys.executable, "-m", "scenes", "watch", "--no-browser", "--lesson", str(lesson), "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        _, _, host, token, _ = process.stdout.readline().strip().split("/")
        with closing(http.client.HTTPConnection(host)) as connection:
            connection.request("GET", f"/{token}/events")
            events = connection.getresponse()
            told(events, lambda state: state["pages"])
            look_at_the_beat(host, token)
            try:
                yield lambda condition: told(events, condition), f"http://{host}/{token}"
            finally:
                process.send_signal(signal.SIGINT)


def told(events: HTTPResponse, condition: Callable[[Any], bool]) -> Any:
    """Read what a page is told until a condition holds."""
    while True:
        line = events.readline().partition(b"data: ")[2]
        if line and condition(state := json.loads(line)):
            return state


def look_at_the_beat(host: str, token: str) -> None:
    """Say that a page shows the beat."""
    with closing(http.client.HTTPConnection(host)) as connection:
        body = json.dumps({"language": "en", "clip": CLIP, "beat": BEAT})
        connection.request("POST", f"/{token}/place", body, {"Origin": f"http://{host}"})
        assert connection.getresponse().status == 204


if __name__ == "__main__":
    for row in rows():
        sys.stdout.write(f"{row.name:<66}{row.ratio:>8.2f}  {row.aim:<8}{row.figures}\n")
