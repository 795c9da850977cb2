"""Puts a fault into a function of the project for as long as a test needs it."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from types import FunctionType
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """A function with one piece of its source replaced.

    Parameters
    ----------
    fault
        The fault, in words.
    where
        The function: ``backprop_core.calculus.backward:Gradient.of``.
    old, new
        The piece of source, which must occur once, and its replacement.
    """

    fault: str
    where: str
    old: str
    new: str

    def __str__(self) -> str:
        module, _, function = self.where.partition(":")
        return f"{module.rpartition('.')[2]}.{function}: {self.fault}"

    @property
    def function(self) -> FunctionType:
        """The function itself, without its decorators."""
        return _undecorated(self._found)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Replace the function's code for all its callers."""
        function, sound = self.function, self.function.__code__
        function.__code__ = self._mutated().__code__
        self._clear_cache()
        try:
            yield
        finally:
            function.__code__ = sound
            self._clear_cache()

    @property
    def _found(self) -> Any:
        module, _, path = self.where.partition(":")
        found: Any = import_module(module)
        for name in path.split("."):
            found = vars(found)[name] if isinstance(found, type) else getattr(found, name)
        return found

    def _mutated(self) -> FunctionType:
        function = self.function
        module = import_module(self.where.partition(":")[0])
        if function.__name__ == "<lambda>":
            source = Path(str(module.__file__)).read_text()
            assert source.count(self.old) == 1, f"{self}: {self.old!r} stands there {source.count(self.old)} times"
            return eval(self.new, vars(module))
        source = dedent(inspect.getsource(self._found if inspect.isfunction(self._found) else function))
        assert source.count(self.old) == 1, f"{self}: {self.old!r} stands there {source.count(self.old)} times"
        made: dict[str, Any] = {}
        exec(compile(source.replace(self.old, self.new), f"<{self}>", "exec"), vars(module), made)
        (defined,) = made.values()
        return _undecorated(defined)

    def _clear_cache(self) -> None:
        """Empty the function's cache, if it has one."""
        forget: Callable[[], None] | None = getattr(self._found, "cache_clear", None)
        if forget is not None:
            forget()


def _undecorated(found: Any) -> FunctionType:
    match found:
        case property(fget=inner) | cached_property(func=inner) | staticmethod(__func__=inner):
            return _undecorated(inner)
        case classmethod(__func__=inner) | object(__wrapped__=inner):
            return _undecorated(inner)
    assert isinstance(found, FunctionType), f"{found!r} is no function"
    return found
