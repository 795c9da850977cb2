"""Kills ``backprop render`` at a change of the output folder; Python imports this module at start-up.

The environment variable ``SABOTAGE`` holds the fields of ``KillSwitch`` in ``tests/rigs/small_project.py`` as JSON.
"""

import json
import os
import signal
import sys
import threading
import time
from typing import Any

CHANGES = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")


def watch(out: str, count: str, moment: int, delay: float, everyone: bool) -> None:
    """Count the changes of a folder by this process and its forks, and kill at the given one."""
    counter = os.open(count, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def kill() -> None:
        time.sleep(delay)
        # The command is the leader of its process group.
        (os.killpg if everyone else os.kill)(os.getpgrp(), signal.SIGKILL)

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event in CHANGES and str(arguments[0]).startswith(out):
            os.write(counter, b".")
            if os.fstat(counter).st_size >= moment:
                threading.Thread(target=kill, daemon=True).start() if delay else kill()

    sys.addaudithook(heard)


if told := os.environ.get("SABOTAGE"):
    watch(**json.loads(told))
