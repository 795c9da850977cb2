"""What is installed only by those who want it."""

from importlib import import_module
from pathlib import Path

import click

# There in a checkout only: it is not installed.
_PROJECT = Path(__file__).parents[3] / "pyproject.toml"

# Which package each extra of this project brings.
_BRINGS = {"cluster": "distributed", "slides": "manim_slides", "voice": "pyloudnorm"}


def need(extra: str, what: str) -> None:
    """Make sure that an extra is installed, without which something cannot be done.

    Raises
    ------
    UsageError
        If it is not.
    """
    try:
        import_module(_BRINGS[extra])
    except ImportError:
        project = "-e '." if _PROJECT.exists() else "'backprop-calculus"
        command = f"python -m pip install {project}[{extra}]'"
        raise click.UsageError(f'{what}: expected the extra "{extra}": {command}') from None
