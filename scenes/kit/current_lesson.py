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


def chosen_lesson(path: Path | None = None) -> bp.Lesson:
    """Return the lesson of a file, else the one at ``lesson_path``, else the default one.

    Raises
    ------
    LessonError
        If it cannot be used.
    """
    path = path or lesson_path()
    return bp.load_lesson(path) if path else bp.default_lesson()


def current_lesson() -> bp.Lesson:
    """Return the chosen lesson; one that cannot be used ends the program with one line and exit status 2."""
    try:
        return chosen_lesson()
    except bp.LessonError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
