"""Starts a Dask scheduler and workers on the loopback interface."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.rigs.rehearsal import ROOT


class DaskCluster:
    """A scheduler and its workers, each in a process group of its own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self._dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        self.address = json.loads(wait_for(lambda: file.exists() and file.read_text()))["address"]

    def worker(
        self, *options: str, source: Path = ROOT, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker that imports the project from ``source``, with additional environment variables.

        Returns once the scheduler knows the worker, so that the order of start-up has no influence on a run.
        """
        log = self._log
        process = self._dask("worker", self.address, "--host", "127.0.0.1", *options, source=source, more=environment)
        wait_for(lambda: "Registered to: " in log.read_text("utf-8"))
        return process

    @property
    def _log(self) -> Path:
        """The log file of the next process."""
        return self.folder / f"{len(self.started)}.log"

    def _dask(
        self, *arguments: str, source: Path = ROOT, more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        with self._log.open("wb") as log:
            environment = {**os.environ, **(more or {}), "PYTHONPATH": str(source)}
            environment["DASK_TEMPORARY_DIRECTORY"] = str(self.folder)
            process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(found: Callable[[], Any], seconds: float = 60) -> Any:
    """Wait until ``found`` returns something true, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.05)
    raise TimeoutError
