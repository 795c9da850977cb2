"""``backprop language``: makes the folder of a language, and says what is left to do in it."""

from typing import Annotated

import typer

from backprop_core.validation import printable
from scenes.locale.languages import folders

language_app = typer.Typer(help="Add a language to the lecture, or check one.", no_args_is_help=True)


def _codes(incomplete: str) -> list[str]:
    return [code for code in folders() if code.startswith(incomplete)]


@language_app.command("new")
def language_new(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The language's two-letter code, such as it.")],
) -> None:
    """Make the folder of a language, with all sentences of the lecture, for you to fill in."""
    from scenes.studio.translate.folder import new_language
    from scenes.studio.translate.sentences import seen_from_here

    folder = seen_from_here(new_language(code))
    typer.echo(f"{folder}: fill in its .toml files and its catalogues; then: backprop language check {code}")


@language_app.command("check")
def language_check(
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="The language; by default, all.", autocompletion=_codes),
    ] = None,
) -> None:
    """Say what is missing in a language's folder, too long, or without a number; the exit status is 1 if anything is.

    One line for each, with its file and line.
    """
    from scenes.studio.translate.findings import findings

    if code is not None and code not in folders():
        raise typer.BadParameter(f"expected a language that has a folder ({', '.join(folders())}), got {code!r}")
    left = 0
    for each in [code] if code else folders():
        found = findings(each)
        left += len(found)
        for line in found:
            typer.echo(printable(line))
        typer.echo(f"{each}: {len(found) or 'nothing'} left to do")
    raise typer.Exit(1 if left else 0)
