"""Processes that render side by side; how they are killed, stopped or fail is tested in ``tests/studio/runs``."""

from errno import EAGAIN
from typing import Any

import pytest

import backprop_core as bp
from scenes.studio.build.job import Job
from scenes.studio.render.processes import CONTEXT, Processes


def test_the_system_allows_no_more_processes(monkeypatch: pytest.MonkeyPatch):
    """The error says what could not be had, so that the command can say it in one line."""

    def start(_: Any) -> None:
        raise BlockingIOError(EAGAIN, "too many")

    monkeypatch.setattr(CONTEXT.Process, "start", start)
    with pytest.raises(OSError, match="too many") as raised:
        list(Processes(2).run([Job.of("BackwardSweep", bp.load_document(), "l")]))
    assert (raised.value.filename, raised.value.strerror) == ("another process", "too many")
