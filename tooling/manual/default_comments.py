"""What the default lesson's file says of its entries, in the comments beside and above them."""

import re
from functools import cache
from importlib import resources

_TABLE = re.compile(r"\[(\w+)\]$")
_KEY = re.compile(r"(\w+) = [^\n]*?(?:\s{2,}# (.*))?$")
_ABOVE, _BESIDE = re.compile(r"# (.*)$"), re.compile(r"\s{8,}# (.*)$")


def comment_on(place: str) -> str:
    """Return what is said of a section, or of one of its keys; an empty text where nothing is said.

    >>> comment_on("descent.steps")
    '1 to 5000'
    """
    return _comments().get(place, "")


@cache
def _comments() -> dict[str, str]:
    found: dict[str, str] = {}
    above: list[str] = []
    section = place = ""
    for line in (resources.files("backprop_core") / "lessons" / "default.toml").read_text("utf-8").splitlines():
        if comment := _ABOVE.match(line):
            above.append(comment[1])
            continue
        if table := _TABLE.match(line):
            section = place = table[1]
            found[section] = " ".join(above)
        elif key := _KEY.match(line):
            place = f"{section}.{key[1]}"
            found[place] = " ".join([*above, *filter(None, [key[2]])]).rstrip(".")
        elif beside := _BESIDE.match(line):
            found[place] += f" {beside[1]}"
        above = []
    return found
