"""The parts of the documentation that are made from the code whenever it is built, so that they cannot go stale.

A page asks for one by a line ``<!-- made: NAME -->``. A lesson in a fence ``toml refused`` is followed by what the
command says of it.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from tooling.manual.blocks import Block, replaced
from tooling.manual.clips import clips_table
from tooling.manual.command_line import command_line
from tooling.manual.default_comments import comment_on
from tooling.manual.lesson_file import costs, functions, keys
from tooling.manual.refusals import refusal
from tooling.tree import tree

MADE: Mapping[str, Callable[[], str]] = {
    "command line": command_line,
    "clips": clips_table,
    "functions": functions,
    "costs": costs,
    "map": tree,
    "narration": partial(comment_on, "narration"),
} | {f"keys of {section}": partial(keys, section) for section in ("lesson", "chain", "layers", "descent")}

_PLACE = re.compile(r"^<!-- made: (.*) -->$", re.MULTILINE)


def with_made_parts(markdown: str) -> str:
    """Return a page with what is made in its places."""
    return replaced(_PLACE.sub(lambda found: MADE[found[1]](), markdown), _answered)


def _answered(block: Block) -> str | None:
    """Return a refused lesson with what is said of it."""
    if (block.language, block.note) != ("toml", "refused"):
        return None
    return f"```toml\n{block.text}```\n\n> `{refusal(block.text)}`\n"
