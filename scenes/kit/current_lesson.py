"""Which lesson is shown: the one that the surroundings name."""

import os
import sys
from pathlib import Path

import backprop_core as bp


def lesson_path() -> Path | None:
    """Return the file that ``BACKPROP_LESSON`` names, else this folder's ``lesson.toml``, else None."""
    if named := os.environ.get("BACKPROP_LESSON"):
        return Path(named)
    here = Path("lesson.toml")
    return here if here.exists() else None


def current_lesson() -> bp.Lesson:
    """Return the lesson at ``lesson_path``, else the default one.

    A lesson that cannot be used ends the program with one line and exit status 2.
    """
    path = lesson_path()
    try:
        return bp.load_lesson(path) if path else bp.default_lesson()
    except bp.LessonError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
