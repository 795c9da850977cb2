"""Ends the command when something is wrong: one line on standard error, and an exit status."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click
import typer

import backprop_core as bp
from backprop_core.validation import printable, shown
from scenes.studio.build.folder import FolderError

# The module of typer's exceptions: its own copy of click's or, in older versions, click's.
_typer_errors = import_module(typer.BadParameter.__module__)

# What click puts between the choices in a message.
_CLICK_SEPARATOR = "\n\t"


@contextmanager
def errors_told() -> Iterator[None]:
    """Turn the errors that a user can mend, and Ctrl-C, into a line and an exit status."""
    try:
        yield
    except _typer_errors.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except (click.ClickException, _typer_errors.ClickException) as error:
        fail(error.format_message())
    except bp.LessonError as error:
        fail(str(error))
    except FolderError as error:
        fail(str(error), status=1)
    except (KeyboardInterrupt, typer.Abort):
        fail("stopped", status=130)
    except OSError as error:
        if error.filename is None:  # standard output failed: write no more to it, not even at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader has closed the pipe
            sys.exit(1)
        where = shown(error.filename) if error.filename else "standard output"
        fail(f"{where}: {error.strerror or error}", status=1)


def prepare_streams() -> None:
    """Make the streams accept any text: escape what the terminal cannot show, and replace closed streams."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - open until exit
        if isinstance(stream := getattr(sys, name), TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def fail(message: str, status: int = 2) -> NoReturn:
    """Print a message, and exit."""
    sys.stderr.write(f"backprop: {printable(message.replace(_CLICK_SEPARATOR, ' '))}\n")
    sys.exit(status)
