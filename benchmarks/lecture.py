"""The lecture against its bare encoding and against stock manim, and how it uses what the machine has."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.cost import Cost, Row, module, told
from scenes.studio.build.catalogue import catalogue

LONGEST = "NudgePropagation"


def rows(clips: Sequence[str]) -> Iterator[Row]:
    """Measure these clips, as a lecture of their own."""
    with TemporaryDirectory() as folder:
        yield from against_encoding_and_stock(clips, Path(folder, "h"))
        yield from side_by_side(clips, Path(folder, "jobs"))
        yield from one_clip(Path(folder, "one"))
        yield from alone(clips, Path(folder, "alone"))
    yield from growth()


def against_encoding_and_stock(clips: Sequence[str], out: Path) -> Iterator[Row]:
    """Render on two cores; encode what came out, by two processes; render as manim alone would."""
    name = f"{len(clips)} clips at 1080p60"
    ours = rendered(clips, out, "h", jobs=2)
    videos = sorted(map(str, (out / "en" / "clips").glob("*.mp4")), key=lambda each: -Path(each).stat().st_size)
    with ThreadPoolExecutor(2) as pool:
        halves: list[Any] = list(pool.map(lambda part: told("benchmarks.bare", *part), (videos[::2], videos[1::2])))
    bare = Cost(max(half["wall"] for half in halves), sum(half["cpu"] for half in halves))
    stock = module("benchmarks.stock", "h", *clips)
    yield Row(
        f"{name}: project / bare encoding, processor", ours.cpu / bare.cpu, "≤ 1.3", seconds(ours.cpu, bare.cpu)
    )
    yield Row(
        f"{name}: project / bare encoding, by the clock", ours.wall / bare.wall, "", seconds(ours.wall, bare.wall)
    )
    yield Row(f"{name}: stock manim / project", stock.wall / ours.wall, "≥ 3", seconds(stock.wall, ours.wall))
    yield Row(f"{name}: stock manim / project, processor", stock.cpu / ours.cpu, "", seconds(stock.cpu, ours.cpu))
    yield Row("largest process at 1080p60, in MB", ours.memory, "< 700", "")


def side_by_side(clips: Sequence[str], out: Path) -> Iterator[Row]:
    """Render by one process and by two; by one that has one core only, for its encoder would use the other."""
    name = f"{len(clips)} clips at 480p15"
    one, two = (rendered(clips, out, "l", jobs) for jobs in (1, 2))
    alone = rendered(clips, out, "l", 1, cores=1)
    yield Row(f"{name}: one job / two", one.wall / two.wall, "≥ 1.7", seconds(one.wall, two.wall))
    yield Row(f"{name}: one job on one core / two", alone.wall / two.wall, "", seconds(alone.wall, two.wall))
    yield Row("cores that one job keeps busy at 480p15", one.cpu / one.wall, "", seconds(one.cpu, one.wall))


def one_clip(out: Path) -> Iterator[Row]:
    """Compare one long clip, the start of the command included, with stock manim's."""
    ours, stock = rendered([LONGEST], out, "l", jobs=1), module("benchmarks.stock", "l", LONGEST)
    name = f"{LONGEST} at 480p15: stock manim / project"
    yield Row(name, stock.wall / ours.wall, "≥ 3", seconds(stock.wall, ours.wall))


def alone(clips: Sequence[str], folder: Path) -> Iterator[Row]:
    """Render each clip by plain ``manim -ql``; compare what that takes beyond ``import manim`` with its length."""
    imported = min(module("manim", "--version").wall for _ in range(3))
    shares = {}
    for name in clips:
        source = str(Path(*catalogue()[name].clip.__module__.split("."))) + ".py"
        cost = module("manim", "-ql", "--media_dir", str(folder), "--progress_bar", "none", source, name)
        (subtitles,) = folder.rglob(f"{name}.srt")
        shares[name] = (cost.wall - imported) / length(subtitles)
    worst = max(shares, key=lambda name: shares[name])
    figures = f"the most: {worst}; {sum(shares.values()) / len(shares):.2f} on average"
    yield Row("a clip by manim -ql, beyond the import / its length", shares[worst], "≤ 0.25", figures)


def growth() -> Iterator[Row]:
    """Tell what longer clips, and pictures that stand still, cost."""
    grown = told("benchmarks.growth")
    yield Row("six beats alike, 1080p60: a second of the last / the first", grown["cost"], "flat", "")
    yield Row("six beats alike, 1080p60: memory after the last / the first", grown["memory"], "flat", "")
    yield Row("half a minute of rest, 1080p60: project / bare encoding", grown["rest"], "≈ 1", "")


def rendered(clips: Sequence[str], out: Path, quality: str, jobs: int, *, cores: int | None = None) -> Cost:
    """Run ``backprop render``, whatever is there."""
    options = ("--quality", quality, "--jobs", str(jobs), "--lang", "en", "--force", "--out", str(out))
    return module("scenes", "render", *options, *clips, cores=cores)


def length(subtitles: Path) -> float:
    """Return when the last caption of a clip ends, in seconds."""
    last = subtitles.read_text("utf-8").strip().split("\n\n")[-1].split("\n")[1].split(" --> ")[1]
    hours, minutes, rest = last.replace(",", ".").split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def seconds(one: float, other: float) -> str:
    """Return both figures of a ratio."""
    return f"{one:.1f} s / {other:.1f} s"
