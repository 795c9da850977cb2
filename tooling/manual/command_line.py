"""The reference of the command line, by typer's own description of the commands."""

import re

import click
import typer
from typer.cli import get_docs_for_click

from scenes.studio.cli.main import app


def command_line() -> str:
    """Return the usage, the arguments and the options of each command."""
    command = typer.main.get_command(app)
    text = get_docs_for_click(obj=command, ctx=click.Context(command, info_name="backprop"), name="backprop")
    body = text.partition("\n")[2]  # the page has a title of its own
    return re.sub(r"^(\*\*[A-Z]\w+\*\*:)$", r"\1", body, flags=re.MULTILINE)
