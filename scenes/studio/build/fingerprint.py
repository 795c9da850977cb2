"""Hashes the source of a module together with that of all project modules that it imports."""

import ast
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("backprop_core", "scenes")

# How notebooks and reports look. The core imports them inside functions that no clip calls, and no clip imports them
# (a rule of tests/architecture), so a change in them leaves every clip up to date.
_PRESENTATION = ("backprop_core.notebook", "backprop_core.reports")


@cache
def source_hash(*modules: str) -> str:
    """Return a hash of the source of modules and of all project modules that they import, directly or not.

    The files are parsed, not run. How notebooks and reports look is left out.
    """
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name not in found and (path := _file(name)):
            found.add(name)
            waiting += _imported(path)
    digest = sha256()
    for name in sorted(found):
        digest.update(f"{name}\0{_content_hash(name)}\n".encode())
    return digest.hexdigest()


@cache
def _file(name: str) -> Path | None:
    """Return the file of a module of the project; None if there is no such module."""
    package, *rest = name.split(".")
    if package not in PACKAGES or ".".join((package, *rest[:1])) in _PRESENTATION:
        return None
    path = _root(package).joinpath(*rest)
    return next((file for file in (path / "__init__.py", path.with_suffix(".py")) if file.is_file()), None)


@cache
def _root(package: str) -> Path:
    spec = find_spec(package)
    assert spec
    assert spec.origin
    return Path(spec.origin).parent


@cache
def _content_hash(name: str) -> str:
    path = _file(name)
    assert path
    return sha256(path.read_bytes()).hexdigest()


@cache
def _imported(path: Path) -> tuple[str, ...]:
    """Return the modules that a file imports, with the packages that contain them."""
    return tuple(dict.fromkeys(_with_packages(_names(ast.parse(path.read_bytes())))))


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)  # a module, or a name in one


def _with_packages(names: Iterator[str]) -> Iterator[str]:
    for name in names:
        parts = name.split(".")
        if parts[0] in PACKAGES:
            yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))
