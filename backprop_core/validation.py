"""Validates arguments, with error messages of one line: where, what was expected, what was given.

Also how text and names that others wrote are quoted in such messages.
"""

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from backprop_core.frozen import Array, read_only

T = TypeVar("T")

COPY_LIMIT = 2**16
"""The most numbers of an input that is always copied: 65,536, half a megabyte."""


def printable(text: str) -> str:
    r"""Return text with every character escaped that is not printable, so that none controls a terminal.

    Examples
    --------
    >>> print(printable("red \x1b[31m, backwards \u202e, new line \n"))
    red \x1b[31m, backwards \u202e, new line \n
    """
    return "".join(each if _is_shown(each) else each.encode("unicode_escape").decode() for each in text)


def shown(path: str | Path | None) -> str:
    """Return a path as messages show it: in quotes if it is empty, or begins or ends with white space.

    >>> shown("mine.toml"), shown(" mine.toml")
    ('mine.toml', "' mine.toml'")
    """
    text = str(path)
    return text if text and text == text.strip() else repr(text)


def _is_shown(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def finite_array(value: ArrayLike, where: str, *shapes: tuple[int | str, ...], copy_limit: float = math.inf) -> Array:
    """Return an argument as a read-only float64 array of finite numbers.

    Parameters
    ----------
    value
        Anything that numpy converts to an array of real numbers.
    where
        The name of the argument, for the message.
    *shapes
        The shapes allowed; a letter stands for any positive length.
    copy_limit
        An array of more numbers than this is shared instead of copied, which makes the gradient of a large batch
        much faster; its owner must not change it then.

    Returns
    -------
    Array
        ``value`` itself if it already is such an array, else a copy (or a view, beyond ``copy_limit``).

    Raises
    ------
    ValueError
        If the numbers are not real, not finite, masked, or not of an allowed shape.

    Examples
    --------
    >>> finite_array([[1, 2], [3, 4]], "weights[0]", ("N", 2))
    array([[1., 2.],
           [3., 4.]])
    >>> finite_array([0.1, float("nan")], "x", (2,))
    Traceback (most recent call last):
    ValueError: x[1]: expected a finite number, got nan
    """
    array = value if type(value) is np.ndarray and value.dtype == np.float64 else _real_array(value, where)
    if array.shape not in shapes and not any(_fits(array.shape, shape) for shape in shapes):
        expected = " or ".join(_shape_name(shape) for shape in shapes)
        raise ValueError(f"{where}: expected shape {expected}, got {_shape_name(array.shape)}")
    if array.flags.writeable or array.base is not None:
        array = read_only(array.copy() if array.size <= copy_limit else array.view())
    if not all_finite(array):
        at = tuple(np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{where}{brackets(at)}: expected a finite number, got {array[at]}")
    return array


def finite_number(value: Any, where: str) -> float:
    """Return an argument as a finite float.

    Raises
    ------
    ValueError
        If it is no number, or not finite.

    Examples
    --------
    >>> finite_number("0.1", "by")
    Traceback (most recent call last):
    ValueError: by: expected a finite number, got '0.1'
    """
    try:
        number = math.nan if isinstance(value, str | bytes) or _has_masked(value) else float(value)
    except (TypeError, ValueError, OverflowError, RuntimeError):  # the last by other libraries' arrays
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{where}: expected a finite number, got {_brief(value)}")
    return number


def whole_number(value: Any, where: str, least: int) -> int:
    """Return an argument as an int that is not below ``least``.

    Raises
    ------
    ValueError
        If it is no whole number, or too small.

    Examples
    --------
    >>> whole_number(1.5, "steps", 0)
    Traceback (most recent call last):
    ValueError: steps: expected a whole number, 0 or more, got 1.5
    """
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        raise ValueError(f"{where}: expected a whole number, {least} or more, got {value!r}")
    return int(value)


def all_finite(array: Array) -> bool:
    """Return whether all numbers are finite, without a temporary array where possible.

    A sum of squares is finite only if each number is; but one beyond 1e154 makes it overflow too: then check each.

    >>> all_finite(np.array([1e200, 2.0])), all_finite(np.array([np.nan, 2.0]))
    (True, False)
    """
    flat = array.ravel(order="K")
    return math.isfinite(np.vdot(flat, flat)) or bool(np.isfinite(array).all())


def lookup(known: Mapping[str, T], given: object, where: str, hints: Mapping[str, str] | None = None) -> T:
    """Return the value of the key ``given``; ``hints`` say what to use for names that others give.

    Raises
    ------
    ValueError
        If there is no such key; the message lists the known ones, and suggests the nearest.

    Examples
    --------
    >>> lookup({"relu": 1, "tanh": 2}, "tahn", "activation")
    Traceback (most recent call last):
    ValueError: activation: expected one of relu, tanh, got 'tahn' (did you mean 'tanh'?)
    """
    if isinstance(given, str) and given in known:
        return known[given]
    expected = f"{where}: expected one of {', '.join(known)}, got {given!r}"
    hint = (hints or {}).get(_plainly(given)) if isinstance(given, str) else None
    raise ValueError(expected + (f" (use {hint})" if hint else did_you_mean(given, known)))


def did_you_mean(given: object, known: Iterable[str]) -> str:
    """Return `` (did you mean 'tanh'?)`` with the known name nearest to ``given``, or nothing.

    >>> did_you_mean("tahn", ["relu", "tanh"]), did_you_mean(7, ["relu"])
    (" (did you mean 'tanh'?)", '')
    """
    name = nearest(given, known)
    return "" if name is None else f" (did you mean {name!r}?)"


def nearest(given: object, known: Iterable[str]) -> str | None:
    """Return the known name nearest to ``given``, ignoring case and hyphens, or None if none is near.

    >>> nearest("Leaky ReLU", ["relu", "leaky_relu"]), nearest("x", ["relu"])
    ('leaky_relu', None)
    """
    names = {_plainly(name): name for name in known}
    near = difflib.get_close_matches(_plainly(given), names, n=1) if isinstance(given, str) else []
    return names[near[0]] if near else None


def _plainly(name: str) -> str:
    return re.sub(r"[\s-]", "_", name.casefold())


def brackets(index: Iterable[int]) -> str:
    """Return subscripts as they are printed everywhere: ``[1,0]``, or nothing.

    >>> brackets((1, 0)), brackets(())
    ('[1,0]', '')
    """
    inside = ",".join(str(i) for i in index)
    return f"[{inside}]" if inside else ""


@np.errstate(over="ignore")
def _real_array(value: ArrayLike, where: str) -> Array:
    if _has_masked(value):
        raise ValueError(f"{where}: expected numbers without a mask, got masked ones")
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{where}: expected rows of equal length, got {_brief(value)}") from None
    except (TypeError, RuntimeError) as error:  # another library's array that numpy may not read as it is
        raise ValueError(f"{where}: expected numbers that numpy can read, but {str(error).splitlines()[0]}") from None
    exact = array.dtype.kind == "O" and all(isinstance(each, Real | Decimal) for each in array.flat)
    if array.dtype.kind not in "iufb" and not exact:
        raise ValueError(f"{where}: expected real numbers, got {_brief(value)}")
    try:
        return array.astype(np.float64)
    except OverflowError:
        raise ValueError(f"{where}: expected numbers within float64, got {_brief(value)}") from None


def _brief(value: object) -> str:
    """Return a value as messages show it, on one line that is not too long."""
    line = " ".join(repr(value).split())
    return line if len(line) <= 80 else f"{line[:60]} … {line[-10:]}"


def _has_masked(value: object) -> bool:
    """Return whether some numbers are masked: numpy.asarray would drop the mask."""
    if isinstance(value, list | tuple):
        return any(map(_has_masked, value))
    return isinstance(value, np.ma.MaskedArray) and bool(np.ma.getmaskarray(value).any())


def _fits(shape: tuple[int, ...], allowed: tuple[int | str, ...]) -> bool:
    return len(shape) == len(allowed) and all(
        n == m if isinstance(m, int) else n > 0 for n, m in zip(shape, allowed, strict=True)
    )


def _shape_name(shape: tuple[int | str, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
