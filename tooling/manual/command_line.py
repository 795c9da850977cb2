"""The reference of the command line, by typer's own description of the commands."""

import re

import typer
from typer.cli import get_docs_for_click

from scenes.studio.cli.main import app

# A command in the list of all, whose description typer cuts short.
_LISTED = re.compile(r"^\* `([a-z][a-z-]*)`: .*$", re.MULTILINE)


def command_line() -> str:
    """Return the usage, the arguments and the options of each command."""
    command = typer.main.get_command(app)
    text = get_docs_for_click(obj=command, ctx=typer.Context(command, info_name="backprop"), name="backprop")
    said = dict(re.findall(r"^## `backprop ([a-z-]+)`\n\n(.+)$", text, re.MULTILINE))
    before, head, after = text.partition("\n## ")
    listed = _LISTED.sub(lambda found: f"* [`{found[1]}`](#backprop-{found[1]}): {said[found[1]]}", before)
    return listed.partition("\n")[2] + head + after  # the page has a title of its own
