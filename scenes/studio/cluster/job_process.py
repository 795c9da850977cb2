"""Renders one job: reads it from standard input and writes messages about its progress to standard output.

A worker of a cluster runs ``python -m scenes.studio.cluster.job_process`` for each clip. So the code that is compared
with the sender's is the code that draws. The process ends when its output is closed.
"""

import json
import os
import pickle
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from scenes.kit.flow.catalogue import catalogue
from scenes.locale.languages import HOME
from scenes.studio.build.job import Job, code_versions, library_versions
from scenes.studio.render.processes import Processes

REFUSED = "Refused"
"""The kind of a message, sent with a reason instead of events, that the code here differs from the sender's."""

# Parts of the code that are identified by a hash, which would mean nothing to the user.
_HASHED = ("source", "translation")


def encoded(job: Job) -> bytes:
    """Return the standard input of this module's process for a job: the job and the versions of the sender's code."""
    return json.dumps({"job": asdict(job), "code": _code(job)}).encode()


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Say how the code that was found differs from the code that is wanted.

    >>> differences({"source": "1f", "manim": "0.22.1"}, {"source": "2e", "manim": "0.22.0"})
    ['the source differs', 'manim is 0.22.0 there, 0.22.1 here']
    """
    return [
        f"the {name} differs" if name in _HASHED else f"{name} is {found[name]} there, {value} here"
        for name, value in wanted.items()
        if found[name] != value
    ]


def _code(job: Job) -> dict[str, str]:
    """Return what identifies the code here: hashes of source and translation, and the libraries' versions."""
    clips = {job.clip, *job.document["lesson"]["clips"]}
    known = clips <= catalogue().keys()  # the sender's version may have other clips
    files = [path for path in sorted((HOME / job.language).rglob("*")) if path.is_file()]
    words = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return (code_versions(job.entry) if known else {"source": "none"} | library_versions()) | {"translation": words}


def _main() -> None:
    request = json.load(sys.stdin)
    # Whatever libraries print goes to standard error, not between the messages.
    with os.fdopen(os.dup(1), "wb") as pipe:
        os.dup2(2, 1)

        def send(*message: Any) -> None:
            pickle.dump(message, pipe)
            pipe.flush()

        job = Job(**request["job"])
        if differing := differences(request["code"], _code(job)):
            send(REFUSED, ", ".join(differing))
            return
        with closing(Processes(1).run([job])) as events:
            for event in events:
                _, *details = vars(event).values()
                send(type(event).__name__, *details)


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # the output was closed
        _main()
