"""A project of two short clips that ``backprop watch`` keeps up to date, and what it serves."""

import http.client
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.rigs.small_project import Project, end_group, members, wait_for

CHAPTER = Path(__file__).with_name("watched_chapter.py")
LESSON = "[lesson]\nclips = ['Layers', 'Target']\n\n[chain]\ntarget = 1.0\n"


class Watched:
    """The project, and the command that watches it.

    Parameters
    ----------
    root
        An empty folder.
    """

    def __init__(self, root: Path):
        self.project = Project(root)
        self.chapter = root / "scenes" / "small.py"
        shutil.copy(CHAPTER, self.chapter)
        self.lesson, self.out, self._drawn = root / "mine.toml", root / "out", root / "drawn"
        self._said, self._heard = root / "said", 0
        self.lesson.write_text(LESSON)
        self._drawn.touch()
        self.environment = {"DRAWN": str(self._drawn)}
        self.process: subprocess.Popen[str] | None = None
        self.address = ""

    def start(self, *arguments: str) -> None:
        """Start the command, and wait until it serves."""
        self.launch(*arguments)
        self.address = self.wait_until_said("http://")

    def launch(self, *arguments: str, **options: Any) -> None:
        """Start the command."""
        files = ("--no-browser", "--lesson", self.lesson, "--out", self.out)
        with self._said.open("w") as said:
            self.process = self.project.start(
                "watch", *arguments, *files, env=self.environment, stdout=said, **options
            )

    def wait_until_said(self, words: str) -> str:
        """Wait until the command prints a line with these words, after those that were found before; return it."""

        def found() -> str | None:
            lines = self._said.read_text().splitlines()[self._heard :]
            place = next((n for n, line in enumerate(lines) if words in line), None)
            if place is None:
                assert self.process
                assert self.process.poll() is None, self._said.read_text()
                return None
            self._heard += place + 1
            return lines[place]

        return wait_for(found, f"the command says {words}")

    def drawn(self) -> list[str]:
        """Return the names of the clips that were drawn since this was asked before."""
        names = self._drawn.read_text().split()
        self._drawn.write_text("")
        return names

    @contextmanager
    def films_held(self) -> Iterator[None]:
        """Let no film be drawn meanwhile."""
        hold = self._drawn.with_name("hold")
        hold.touch()
        try:
            yield
        finally:
            hold.unlink()

    def save(self, text: str) -> None:
        """Save the lesson as many editors do: another file takes its name."""
        other = self.lesson.with_suffix(".tmp")
        other.write_text(text)
        other.replace(self.lesson)

    @property
    def host(self) -> str:
        """The address and port."""
        return self.address.split("/")[2]

    @property
    def token(self) -> str:
        """The token in the address."""
        return self.address.split("/")[3]

    def ask(
        self, path: str, method: str = "GET", body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Return the status and the content that the server answers, for a path exactly as it is written."""
        connection = http.client.HTTPConnection(self.host, timeout=10)
        connection.putrequest(method, path, skip_host="Host" in (headers or {}))
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body.encode() if body is not None else None)
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def state(self) -> dict[str, Any]:
        """Return what pages are told."""
        connection = http.client.HTTPConnection(self.host, timeout=10)
        connection.request("GET", f"/{self.token}/events")
        line = connection.getresponse().readline()
        connection.close()
        return json.loads(line.removeprefix(b"data: "))

    def interrupt(self) -> int:
        """Press Ctrl-C, and return the exit status."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)

    def left_over(self) -> set[int]:
        """Return the processes that are left of all that the command started."""
        marker = f"DRAWN={self._drawn}".encode()
        found = set()
        for path in Path("/proc").iterdir():
            try:
                if path.name.isdigit() and marker in (path / "environ").read_bytes():
                    found.add(int(path.name))
            except OSError:
                continue
        return found

    def end(self) -> None:
        """Kill what is left."""
        if self.process:
            end_group(self.process)
            wait_for(lambda: not members(self.process.pid if self.process else 0), "the command has ended")
        for pid in self.left_over():
            os.kill(pid, signal.SIGKILL)
