"""Runs a command and measures its cost, as the operating system counts it; rows of the table of ratios."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cost:
    """The cost of a process and of all processes that it started.

    Parameters
    ----------
    wall, cpu
        Seconds by the clock, and of processor time.
    memory
        The memory of the largest process, in MB.
    """

    wall: float
    cpu: float
    memory: float = 0.0


@dataclass(frozen=True)
class Row:
    """A ratio: the name of what is compared, the ratio, its aim, and the two figures."""

    name: str
    ratio: float
    aim: str
    figures: str


def run_module(*arguments: str, cores: int | None = None) -> Cost:
    """Run ``python -m`` with these arguments, on all cores or on a number of them."""
    return _run([sys.executable, "-m", *arguments], cores)[0]


def run_for_json(*arguments: str) -> Any:
    """Run ``python -m`` with these arguments and return the JSON that it prints last."""
    return json.loads(_run([sys.executable, "-m", *arguments])[1].splitlines()[-1])


def _run(command: list[str], cores: int | None = None) -> tuple[Cost, str]:
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    limit: Any = lambda: os.sched_setaffinity(0, allowed)  # noqa: E731
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, preexec_fn=limit
    ) as process:
        assert process.stdout
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: ended with status {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), printed
