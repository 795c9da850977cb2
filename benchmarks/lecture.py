"""Measures rendering the lecture against its bare encoding and stock manim, and how it uses the machine's cores."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.cost import Cost, Row, run_for_json, run_module
from scenes.kit.flow.catalogue import catalogue

LONGEST = "NudgePropagation"


def rows(clips: Sequence[str]) -> Iterator[Row]:
    """Yield the ratios for a lecture of these clips."""
    with TemporaryDirectory() as folder:
        yield from against_encoding_and_stock(clips, Path(folder, "h"))
        yield from jobs_in_parallel(clips, Path(folder, "jobs"))
        yield from one_clip(Path(folder, "one"))
        yield from plain_manim(clips, Path(folder, "alone"))
    yield from scaling()


def against_encoding_and_stock(clips: Sequence[str], out: Path) -> Iterator[Row]:
    """Compare rendering with two jobs to encoding its result by two processes, and to stock manim."""
    name = f"{len(clips)} clips at 1080p60"
    ours = render(clips, out, "h", jobs=2)
    videos = sorted(map(str, (out / "en" / "clips").glob("*.mp4")), key=lambda each: -Path(each).stat().st_size)
    for settings, title, aim in (("manim", "manim's settings", "≤ 0.95"), ("ours", "our settings", "")):
        bare, what = bare_encoding(settings, videos), f"{name}: project / bare encoding by {title}"
        yield Row(f"{what}, processor", ours.cpu / bare.cpu, aim, figures(ours.cpu, bare.cpu))
        yield Row(f"{what}, by the clock", ours.wall / bare.wall, "", figures(ours.wall, bare.wall))
    stock = run_module("benchmarks.stock_manim", "h", *clips)
    yield Row(f"{name}: stock manim / project", stock.wall / ours.wall, "≥ 4", figures(stock.wall, ours.wall))
    yield Row(f"{name}: stock manim / project, processor", stock.cpu / ours.cpu, "", figures(stock.cpu, ours.cpu))
    yield Row("largest process at 1080p60, in MB", ours.memory, "< 700", "")


def bare_encoding(settings: str, videos: Sequence[str]) -> Cost:
    """Return what encoding the frames of videos costs two processes."""
    halves = videos[::2], videos[1::2]
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run_for_json, "benchmarks.bare_encoding", settings, *half) for half in halves]
        costs: list[Any] = [run.result() for run in runs]
    return Cost(max(cost["wall"] for cost in costs), sum(cost["cpu"] for cost in costs))


def jobs_in_parallel(clips: Sequence[str], out: Path) -> Iterator[Row]:
    """Compare one job with two; also one job on a single core, as its encoder would use a second one."""
    name = f"{len(clips)} clips at 480p15"
    one, two = (render(clips, out, "l", jobs) for jobs in (1, 2))
    alone = render(clips, out, "l", 1, cores=1)
    yield Row(f"{name}: one job / two", one.wall / two.wall, "≥ 1.7", figures(one.wall, two.wall))
    yield Row(f"{name}: one job on one core / two", alone.wall / two.wall, "", figures(alone.wall, two.wall))
    yield Row("cores that one job keeps busy at 480p15", one.cpu / one.wall, "", figures(one.cpu, one.wall))


def one_clip(out: Path) -> Iterator[Row]:
    """Compare one long clip, the start of the command included, with stock manim's."""
    ours, stock = render([LONGEST], out, "l", jobs=1), run_module("benchmarks.stock_manim", "l", LONGEST)
    name = f"{LONGEST} at 480p15: stock manim / project"
    yield Row(name, stock.wall / ours.wall, "≥ 4", figures(stock.wall, ours.wall))


def plain_manim(clips: Sequence[str], folder: Path) -> Iterator[Row]:
    """Compare the time that ``manim -ql`` takes for each clip, beyond ``import manim``, with the clip's length."""
    imported = min(run_module("manim", "--version").wall for _ in range(3))
    shares = {}
    for name in clips:
        source = str(Path(*catalogue()[name].clip.__module__.split("."))) + ".py"
        cost = run_module("manim", "-ql", "--media_dir", str(folder), "--progress_bar", "none", source, name)
        (subtitles,) = folder.rglob(f"{name}.srt")
        shares[name] = (cost.wall - imported) / length(subtitles)
    worst = max(shares, key=lambda name: shares[name])
    worst_and_mean = f"the most: {worst}; {sum(shares.values()) / len(shares):.2f} on average"
    yield Row("a clip by manim -ql, beyond the import / its length", shares[worst], "≤ 0.25", worst_and_mean)


def scaling() -> Iterator[Row]:
    """Measure the cost of longer clips and of still pictures."""
    ratios = run_for_json("benchmarks.scaling")
    yield Row("six beats alike, 1080p60: a second of the last / the first", ratios["cost"], "flat", "")
    yield Row("six beats alike, 1080p60: memory after the last / the first", ratios["memory"], "flat", "")
    yield Row("half a minute of rest, 1080p60: project / bare encoding", ratios["rest"], "≈ 1", "")


def render(clips: Sequence[str], out: Path, quality: str, jobs: int, *, cores: int | None = None) -> Cost:
    """Run ``backprop render --force``."""
    options = ("--quality", quality, "--jobs", str(jobs), "--lang", "en", "--force", "--out", str(out))
    return run_module("scenes", "render", *options, *clips, cores=cores)


def length(subtitles: Path) -> float:
    """Return the end of a clip's last caption, in seconds."""
    last = subtitles.read_text("utf-8").strip().split("\n\n")[-1].split("\n")[1].split(" --> ")[1]
    hours, minutes, rest = last.replace(",", ".").split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def figures(one: float, other: float) -> str:
    """Return the two figures of a ratio."""
    return f"{one:.1f} s / {other:.1f} s"
