"""Checks that optional dependencies are installed."""

from importlib import import_module
from pathlib import Path

import click

# Exists in a checkout only, not where the package is installed.
_PROJECT = Path(__file__).parents[3] / "pyproject.toml"

# A package that each extra installs.
_PACKAGES = {"cluster": "distributed", "slides": "manim_slides", "speech": "piper", "voice": "pyloudnorm"}


def require_extra(extra: str, what: str) -> None:
    """Make sure that an extra is installed.

    Parameters
    ----------
    what
        The command or option that needs it.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    try:
        import_module(_PACKAGES[extra])
    except ImportError:
        project = "-e '." if _PROJECT.exists() else "'backprop-calculus"
        command = f"python -m pip install {project}[{extra}]'"
        raise click.UsageError(f'{what}: expected the extra "{extra}": {command}') from None
