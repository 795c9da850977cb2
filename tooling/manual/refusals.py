"""What the command says of a lesson that it refuses."""

import tempfile
from pathlib import Path

import backprop_core as bp
from scenes.kit.lesson import findings


def refusal(text: str) -> str:
    r"""Return the one line with which a lesson of this text is refused.

    Raises
    ------
    ValueError
        If it is not refused.

    Examples
    --------
    >>> refusal("[chain]\ninput = 0,7")
    'lesson.toml: line 2: expected a decimal point (0.7), got 0,7'
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "lesson.toml")
        file.write_text(text, "utf-8")
        try:
            findings(file)
        except bp.LessonError as error:
            return str(error).replace(str(file), file.name)
    raise ValueError(f"expected a lesson that is refused, got {text!r}")
