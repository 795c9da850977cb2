"""A job done for another process: it is read from standard input, and what happens is told on standard output.

A worker of a cluster runs ``python -m scenes.studio.cluster.job_process`` for each clip. The process that draws is
thus the one that says which code it has; it holds one clip and no threads, and ends when nobody listens any more.
"""

import json
import os
import pickle
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import scenes
from scenes.studio.build.catalogue import catalogue
from scenes.studio.build.job import Job, code_of, versions
from scenes.studio.render.processes import Processes

REFUSED = "Refused"
"""What is told instead of the names of events, with the reason: a clip would not come out here as it should."""


# What of the code is known by a hash, which would tell a person nothing.
_HASHED = ("source", "translation")


def packed(job: Job) -> bytes:
    """Return what to write to an errand's standard input: a job, and the code that it is to be done with."""
    return json.dumps({"job": asdict(job), "code": _code(job)}).encode()


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Say in what the code that was found differs from that which is wanted.

    >>> differences({"source": "1f", "manim": "0.22.1"}, {"source": "2e", "manim": "0.22.0"})
    ['the source differs', 'manim is 0.22.0 there, 0.22.1 here']
    """
    return [
        f"the {name} differs" if name in _HASHED else f"{name} is {found[name]} there, {value} here"
        for name, value in wanted.items()
        if found[name] != value
    ]


def _code(job: Job) -> dict[str, str]:
    """Return the source, the libraries' versions, and the catalogue of the job's language, as they are here."""
    known = job.clip in catalogue()  # another version may have other clips
    folder = Path(str(scenes.__file__)).parent / "locale" / job.language
    words = sha256(b"".join(path.read_bytes() for path in sorted(folder.rglob("*.po")))).hexdigest()
    return (code_of(job.clip) if known else {"source": "none"} | versions()) | {"translation": words}


def _main() -> None:
    errand = json.load(sys.stdin)
    # What libraries may print must not get in between.
    with os.fdopen(os.dup(1), "wb") as pipe:
        os.dup2(2, 1)

        def tell(*message: Any) -> None:
            pickle.dump(message, pipe)
            pipe.flush()

        job = Job(**errand["job"])
        if differing := differences(errand["code"], _code(job)):
            tell(REFUSED, ", ".join(differing))
            return
        with closing(Processes(1).run([job])) as events:
            for event in events:
                _, *details = vars(event).values()
                tell(type(event).__name__, *details)


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # nobody listens any more
        _main()
