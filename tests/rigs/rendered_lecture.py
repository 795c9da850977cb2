"""The lecture of two real clips that ``tests/studio`` renders once: its lesson and the paths of its files."""

from pathlib import Path

import msgspec

from scenes.kit.flow.catalogue import catalogue
from scenes.studio.build.manifest import ClipRecord

# The shortest clips, at the highest reading speed.
CLIPS = ("LayeredChainRule", "BackwardSweep")

# In the order of the lecture, not of the request.
ORDER = sorted(CLIPS, key=lambda name: catalogue()[name].number)
TITLE = "#emph[$x$] <b>& 'titles'</b>"

LESSON = f"""\
[lesson]
title = "{TITLE}"
reading_speed = 17
"""


def files(rendered: Path, code: str, name: str) -> Path:
    """Return a clip's files, without their suffix."""
    return rendered / code / "clips" / catalogue()[name].stem


def record_of(rendered: Path, code: str, name: str) -> ClipRecord:
    return msgspec.json.decode(files(rendered, code, name).with_suffix(".json").read_bytes(), type=ClipRecord)


def records(rendered: Path, code: str) -> list[ClipRecord]:
    return [record_of(rendered, code, name) for name in ORDER]
