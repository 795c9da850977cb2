"""Parses the project's source, without running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.rigs.rehearsal import ROOT

CORE, ENGINE, KIT, CHAPTERS = "backprop_core", "scenes.engine", "scenes.kit", "chapters"
LOCALE, NUMBERS, FIGURES = "scenes.locale", "scenes.numbers", "scenes.figures"
HANDOUT, STUDIO = "scenes.handout", "scenes.studio"


@dataclass(frozen=True)
class Source:
    """A module.

    Parameters
    ----------
    name
        ``scenes.kit.plot.bars``.
    text
        What is in its file.
    """

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def package(self) -> str:
        """The part of the project that the module belongs to."""
        return package_of(self.name) or STUDIO  # python -m scenes is the command

    def __str__(self) -> str:
        return self.name

    @cached_property
    def prose(self) -> set[ast.AST]:
        """The docstrings, and other strings that are statements."""
        return {node.value for node in ast.walk(self.tree) if isinstance(node, ast.Expr)}

    def strings(self) -> Iterator[ast.Constant]:
        """Yield every string that is no docstring, including the pieces of f-strings."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in self.prose:
                yield node

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Yield every call of a function or method with one of these names; of any, if none is given."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and (not names or called(node) in names):
                yield node


def package_of(name: str) -> str | None:
    """Return the part of the project that a module belongs to.

    >>> package_of("scenes.kit.plot.bars"), package_of("scenes.nudges"), package_of("numpy")
    ('scenes.kit', 'chapters', None)
    """
    for package in (CORE, ENGINE, LOCALE, NUMBERS, KIT, FIGURES, HANDOUT, STUDIO):
        if name == package or name.startswith(f"{package}."):
            return package
    return CHAPTERS if name.startswith("scenes.") and not name.startswith("scenes.__") else None


def sources() -> list[Source]:
    """Return every module of the project, without tests."""
    found = []
    for path in sorted([*(ROOT / "backprop_core").rglob("*.py"), *(ROOT / "scenes").rglob("*.py")]):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found.append(Source("scenes.__init__" if name == "scenes" else name, path.read_text("utf-8")))
    return found


def called(call: ast.Call) -> str:
    """Return the last name of the called function: ``formula`` for ``self.typesetter.formula(…)``."""
    return dotted(call.func).rpartition(".")[2]


def dotted(node: ast.AST) -> str:
    """Return a name with dots, as far as it is one.

    >>> dotted(ast.parse("np.random.seed(1)").body[0].value.func)
    'np.random.seed'
    """
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case _:
            return ""


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield each module, and each name in a module, that is imported anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
