"""Runs all benchmarks, prints their ratios, and writes them to ``benchmarks/RESULTS.md``, with those of the last run.

``python -m benchmarks [CLIP …]``: with names, the lecture consists of these clips only; the profile at 480p15 is
always of all clips.
"""

import json
import operator
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import backprop_core as bp
from benchmarks import core, dragging, lecture, readout, saving
from benchmarks.cost import Row, run_for_json
from scenes.kit.flow.catalogue import lecture as lecture_of
from scenes.studio.build.job import library_versions

HERE = Path(__file__).parent
RUNS = HERE.parent / "media" / "benchmarks.json"
REACHED = {"≤": operator.le, "<": operator.lt, "≥": operator.ge}
PARTS = ("formulas", "moving", "drawing", "converting", "encoding")


def main() -> None:
    """Measure, print and write the results."""
    clips = sys.argv[1:] or list(lecture_of(bp.default_lesson()))
    rows = []
    for row in measure(clips):
        rows.append(row)
        sys.stdout.write(f"{row.name:<66}{row.ratio:>8.2f}  {row.aim:<8}{row.figures}\n")
        sys.stdout.flush()
    profiles = {
        "l": run_for_json("benchmarks.profile", "l"),
        "h": run_for_json("benchmarks.profile", "h", *clips[-3:]),
    }
    runs = json.loads(RUNS.read_text("utf-8")) if RUNS.exists() else []
    runs = [*runs, {"day": str(date.today()), "clips": len(clips), "rows": list(map(asdict, rows))}][-2:]
    RUNS.parent.mkdir(exist_ok=True)
    RUNS.write_text(json.dumps(runs), "utf-8")
    (HERE / "RESULTS.md").write_text(results_markdown(runs, profiles), "utf-8")


def measure(clips: list[str]) -> Iterable[Row]:
    """Run all benchmarks and yield their ratios."""
    yield from core.rows()
    yield from readout.rows()
    yield from lecture.rows(clips)
    yield from saving.rows()
    yield from dragging.rows()


def results_markdown(runs: list[dict[str, Any]], profiles: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return ``RESULTS.md``."""
    heads = [f"run {n}: {run['day']}, {run['clips']} clips" for n, run in enumerate(runs, 1)]
    figures = [f"figures of run {n}" for n in range(1, len(runs) + 1)]
    lines = [
        "# Results",
        "",
        f"Written by `make bench`; what each line means stands in [README.md](README.md). {machine()}.",
        "",
        f"| | aim | {' | '.join([*heads, *figures])} |",
        f"|---|--:|{'--:|' * len(runs)}{'---|' * len(runs)}",
    ]
    for name, rows in rows_by_name(runs):
        cells = [*(f"{row['ratio']:.2f}" if row else "–" for row in rows), *(row.get("figures", "–") for row in rows)]
        lines.append(f"| {name} | {aim_of(rows)} | {' | '.join(cells)} |")
    for quality, title in (("l", "480p15"), ("h", "1080p60")):
        lines += ["", f"## Where the time goes, {title}", "", *profile_table(profiles[quality])]
    lines += ["", "## What is not reached", "", *missed_aims(runs)]
    return "\n".join(lines) + "\n"


def rows_by_name(runs: list[dict[str, Any]]) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    """Yield the name of each row without the number of clips, and the row of each run, or nothing."""
    named = [{row["name"].removeprefix(f"{run['clips']} "): row for row in run["rows"]} for run in runs]
    for name in dict.fromkeys(name for rows in named for name in rows):
        yield name, [rows.get(name, {}) for rows in named]


def aim_of(rows: list[dict[str, Any]]) -> str:
    """Return the aim of a row, by the last run that has it."""
    return [row["aim"] for row in rows if row][-1]


def missed_aims(runs: list[dict[str, Any]]) -> Iterable[str]:
    """Yield a line for each ratio that misses its aim in one of the runs."""
    for name, rows in rows_by_name(runs):
        sign, _, aim = aim_of(rows).partition(" ")
        reached, ratios = REACHED.get(sign), [row["ratio"] for row in rows if row]
        if reached and not all(reached(ratio, float(aim)) for ratio in ratios):
            yield f"- {name}: {' and '.join(f'{ratio:.2f}' for ratio in ratios)}, not {sign} {aim}"
    yield ""
    yield "Why, by the profiles above: [README.md](README.md#what-is-not-reached-and-why)."


def profile_table(clips: dict[str, dict[str, float]]) -> Iterable[str]:
    """Yield the lines of a table: for each clip, the milliseconds of processor time a frame that each part takes."""
    yield f"| ms a frame | {' | '.join(PARTS)} | all |"
    yield f"|---|{'--:|' * (len(PARTS) + 1)}"
    for name, spent in clips.items():
        each = [1000 * spent[part] / spent["frames"] for part in (*PARTS, "whole")]
        yield f"| {name} | {' | '.join(f'{ms:.2f}' for ms in each)} |"


def machine() -> str:
    """Return the processor and the versions of Python and the libraries."""
    cpus = Path("/proc/cpuinfo").read_text("utf-8").split("\n\n")[:-1]
    (cpu,) = {line.partition(": ")[2] for line in cpus[0].splitlines() if "model name" in line}
    libraries = ", ".join(f"{name} {version}" for name, version in library_versions().items())
    return f"{len(cpus)} × {cpu}, Python {platform.python_version()}, {libraries}"


if __name__ == "__main__":
    main()
