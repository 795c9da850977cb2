"""Measures how soon ``backprop watch`` shows a saved lesson: the still of the open beat, and the clip's film.

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
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.cost import Row, run_module
from scenes.kit.flow.catalogue import catalogue
from scenes.studio.build.manifest import ClipRecord, decoded

CLIP, BEAT = "NudgePropagation", "ratio"

# The values of y that are saved one after the other; the first one is that of the first rendering.
TARGETS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)

# The length, in seconds, to which the time until the film is scaled.
LENGTH = 30

Told = Callable[[Callable[[Any], bool]], Any]
"""A function that waits until the pages are told a state for which a condition holds, and returns the state."""


def rows() -> Iterator[Row]:
    """Yield the seconds until the still and the film are there, and ``manim -ql`` against the latter."""
    with TemporaryDirectory() as folder:
        out, lesson = Path(folder, "out"), Path(folder, "lesson.toml")
        save(lesson, TARGETS[0])
        with watching(lesson, out) as told:
            times = [times_of(told, lesson, target) for target in TARGETS[1:]]
        (record,) = (decoded(path.read_bytes(), ClipRecord) for path in out.glob("*/clips/*.json"))
        still, film = (median(each) for each in zip(*times, strict=True))
        source = str(Path(*catalogue()[CLIP].clip.__module__.split("."))) + ".py"
        stock = run_module("manim", "-ql", "--media_dir", folder, "--progress_bar", "none", source, CLIP)
    assert record
    name, seconds = f"{CLIP} saved, 480p15", float(record.seconds)
    yield Row(f"{name}: seconds to the still", still, "≤ 1", f"of {len(times)} times, the middle one")
    scaled = film * LENGTH / seconds
    yield Row(f"{name}: seconds to a film of {LENGTH} s", scaled, "≤ 2.5", f"{film:.1f} s for {seconds:.1f} s")
    yield Row(f"{name}: manim -ql / to the still", stock.wall / still, "", f"{stock.wall:.1f} s / {still:.1f} s")
    yield Row(f"{name}: manim -ql / to the film", stock.wall / film, "", f"{stock.wall:.1f} s / {film:.1f} s")


def times_of(told: Told, lesson: Path, target: float) -> tuple[float, float]:
    """Save a lesson, and return the seconds until the still is there, and the film."""
    before = told(lambda state: state["ended"] and state["pages"])
    start = time.perf_counter()
    save(lesson, target)
    told(lambda state: state["still"])
    still = time.perf_counter() - start
    told(lambda state: state["pages"] != before["pages"])
    return still, time.perf_counter() - start


def save(lesson: Path, target: float) -> None:
    """Write a lesson with this target."""
    lesson.write_text(f'[lesson]\nclips = ["{CLIP}"]\n\n[chain]\ntarget = {target}\n', "utf-8")


@contextmanager
def watching(lesson: Path, out: Path) -> Iterator[Told]:
    """Run ``backprop watch`` with a page that is open at the beat."""
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
                yield lambda condition: told(events, condition)
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
