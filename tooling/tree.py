"""Writes the table of the source folders, in reading order, into CONTRIBUTING.md. Called by make tree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- tree: made by make tree -->\n", "<!-- end of tree -->\n"

# From the numbers to the clips, and from there to what is made of them.
READING_ORDER = (
    "backprop_core",
    "backprop_core/model",
    "backprop_core/calculus",
    "backprop_core/lesson",
    "backprop_core/reports",
    "backprop_core/notebook",
    "scenes/numbers",
    "scenes/kit",
    "scenes/kit/text",
    "scenes/kit/plot",
    "scenes/kit/network",
    "scenes",
    "scenes/figures",
    "scenes/figures/simple_network",
    "scenes/figures/nudges",
    "scenes/figures/derivatives",
    "scenes/figures/training_examples",
    "scenes/figures/layered_network",
    "scenes/figures/learning",
    "scenes/engine",
    "scenes/handout",
    "scenes/studio",
)


def main() -> None:
    """Replace the tree in the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}{tree()}{END}{after}", "utf-8")


def tree() -> str:
    """Return the table of the folders."""
    return "| folder | files | lines | what it holds |\n|---|---|---|---|\n" + "".join(map(row, folders()))


def folders() -> Iterator[Path]:
    """Yield all packages: those of the reading order, each followed by its subpackages that are not named there."""
    named = [ROOT / each for each in READING_ORDER]
    for folder in named:
        yield folder
        for inner in sorted(file.parent for file in folder.glob("*/__init__.py")):
            if inner not in named:
                yield inner
                yield from sorted(file.parent for file in inner.glob("*/__init__.py"))


def row(folder: Path) -> str:
    """Return a folder's line: how many modules it has, their lines, and the first sentence of its docstring."""
    modules = sorted(folder.glob("*.py"))
    lines = sum(len(module.read_text("utf-8").splitlines()) for module in modules)
    about = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    sentence = re.sub(r"``([^`]*)``", r"`\1`", about.partition("\n\n")[0].replace("\n", " "))
    return f"| `{folder.relative_to(ROOT)}/` | {len(modules)} | {lines:,} | {sentence} |\n"


if __name__ == "__main__":
    main()
