"""Says what went wrong in one line, with the place in its file, and in as many lines as a traceback has."""

import traceback
from pathlib import Path

# The folder that holds the project's packages.
_PROJECT = Path(__file__).parents[3]


def trouble_of(error: BaseException) -> tuple[str, str, str]:
    """Return the fields of the ``Trouble`` with an error: no clip, one line, and the traceback."""
    message = str(error.msg if isinstance(error, SyntaxError) else error).strip().partition("\n")[0]
    place = _place(error)
    text = f"{place}: {type(error).__name__}: {message}" if place else f"{type(error).__name__}: {message}"
    return "", text, "".join(traceback.format_exception(error))


def _place(error: BaseException) -> str:
    """Return the file and line of the project where an error was raised; nothing if it was raised elsewhere."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_relative(error.filename)}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{_relative(f.filename)}:{f.lineno}" for f in frames if Path(f.filename).is_relative_to(_PROJECT)]
    return places[-1] if places else ""


def _relative(file: str) -> str:
    return str(Path(file).relative_to(_PROJECT)) if Path(file).is_relative_to(_PROJECT) else file
