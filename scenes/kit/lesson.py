"""Which lesson is shown: the one that the surroundings name."""

import os
import sys
from pathlib import Path

import backprop_core as bp
from scenes.kit.drawable import check_title


def lesson_path() -> Path | None:
    """Return the file that ``BACKPROP_LESSON`` names, else this folder's ``lesson.toml``, else None."""
    if named := os.environ.get("BACKPROP_LESSON"):
        return Path(named)
    here = Path("lesson.toml")
    return here if os.path.lexists(here) else None  # one that cannot be read is an error, not the default lesson


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
    """Return the chosen lesson; one that cannot be drawn ends the program with one line and exit status 2."""
    try:
        lesson = chosen_lesson()
        check_title(lesson.title, lesson_path())
        return lesson
    except bp.LessonError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
