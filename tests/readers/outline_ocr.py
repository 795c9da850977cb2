"""Reads numbers, names and words off the outlines of their glyphs, as a viewer would, without trusting the scene.

Characters are recognized by the moments of their area, which do not depend on how an outline is split into curves.
The reference characters are typeset by manim's own ``Typst``, in each style that a formula uses; the kit is not
involved.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tempfile import TemporaryDirectory

import numpy as np
from manim import VMobject, tempconfig
from manim.mobject.text.typst_mobject import MathTypst, Typst

# Characters that Typst sets in quotes, as in numbers, and those that it sets as mathematics, as in names.
NUMERALS = "0123456789.,−+×≈"
SYMBOLS = "0123456789()+−=wbzaxyCLlijknηΔ∂"

# Around a power, brackets are larger and have another shape.
BRACKETS = "()"

# On the line, as exponent, as index, and as index of an index.
_STYLES = ("{}", "x^({})", "x_({})", "x_(y_({}))")

UNREADABLE = "?"

# The greatest difference between the moments of two outlines of one character, and the relative size below which a
# character counts as an exponent or index.
_ALIKE, _SMALLER = 1e-4, 0.85

# The number of line segments that approximate a curve.
_PIECES = 8


@dataclass(frozen=True)
class Character:
    """A recognized character.

    Parameters
    ----------
    text
        The character; ``UNREADABLE`` if it is unknown.
    height
        The height of a 0 in its style.
    foot
        The baseline of such a 0.
    left, right
        The ends of the character.
    """

    text: str
    height: float
    foot: float
    left: float
    right: float


@dataclass(frozen=True)
class _KnownCharacter:
    """A reference character: its extent and how far it reaches below a 0, in heights of a 0."""

    text: str
    extent: float
    drop: float


def read_number(shapes: Iterable[np.ndarray]) -> str:
    """Return the number that outlines show, in the form ``−1.5×10^−3``.

    Each outline has shape (n, 3): cubic curves as manim stores them. One outline may hold several characters.
    """
    characters = [recognize(piece) for shape in shapes for piece in _side_by_side(shape)]
    characters.sort(key=lambda character: character.left)
    text, main = "", max((each.height for each in characters if each.text not in BRACKETS), default=0.0)
    for character in characters:
        if character.height < _SMALLER * main and "^" not in text:
            text += "^"
        text += character.text
    return text


def read_name(shapes: Sequence[np.ndarray]) -> str:
    """Return the name that outlines show, one for each character: ``∂C_0`` or ``w^(L−1)_jk``."""
    characters = sorted(map(recognize, shapes), key=lambda character: character.left)
    main = max(characters, key=lambda character: character.height)
    rows = {"": "", "^": "", "_": ""}
    for character in characters:
        small = character.height < _SMALLER * main.height
        rows["" if not small else "^" if character.foot > main.foot else "_"] += character.text
    return "".join(mark + row for mark, row in rows.items() if row)


def read_words(shapes: Sequence[np.ndarray], expected: str) -> str:
    """Return an expected line of words, with ``UNREADABLE`` for each glyph whose outline is another."""
    marks, known = [mark for mark in expected if not mark.isspace()], _words(expected)
    if not len(shapes) == len(known) == len(marks):
        return UNREADABLE
    ordered = sorted(shapes, key=lambda shape: shape[:, 0].min())
    alike = [
        np.abs(_extent_and_moments(shape)[1] - own).max() < _ALIKE for shape, own in zip(ordered, known, strict=True)
    ]
    return expected if all(alike) else "".join(m if a else UNREADABLE for m, a in zip(marks, alike, strict=True))


def recognize(shape: np.ndarray) -> Character:
    """Recognize one character by its moments."""
    extent, moments = _extent_and_moments(shape)
    known, letters = _alphabet()
    difference = np.abs(known - moments).max(axis=1)
    best = int(difference.argmin())
    (left, low), (right, high) = shape[:, :2].min(axis=0), shape[:, :2].max(axis=0)
    if difference[best] > _ALIKE:
        return Character(UNREADABLE, float(high - low), float(low), float(left), float(right))
    letter = letters[best]
    height = extent / letter.extent
    return Character(letter.text, height, float(low) + letter.drop * height, float(left), float(right))


def _side_by_side(shape: np.ndarray) -> list[np.ndarray]:
    """Split an outline into parts that stand side by side, such as the digits of a number."""
    curves = shape.reshape(-1, 4, 3)
    starts = np.flatnonzero(np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-9) + 1
    pieces: list[np.ndarray] = []
    for contour in sorted(np.split(curves, starts), key=lambda contour: contour[..., 0].min()):
        if pieces and contour[..., 0].min() < pieces[-1][..., 0].max():
            pieces[-1] = np.concatenate([pieces[-1], contour])
        else:
            pieces.append(contour)
    return [piece.reshape(-1, 3) for piece in pieces]


def _extent_and_moments(shape: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the longer side of an outline's box, and the outline's moments when scaled to make that side 1."""
    curves = shape[:, :2].reshape(-1, 4, 2)
    t = np.linspace(0, 1, _PIECES + 1)
    bernstein = np.stack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3], axis=1)
    lines = np.einsum("tp,npx->ntx", bernstein, curves)
    low, high = lines.min(axis=(0, 1)), lines.max(axis=(0, 1))
    extent = float((high - low).max())
    (x, y), (u, v) = (np.moveaxis((part - low) / extent, 2, 0) for part in (lines[:, :-1], lines[:, 1:]))
    turn = x * v - u * y
    area = turn.sum() / 2
    moments = [
        area,
        (turn * (x + u)).sum() / 6,
        (turn * (y + v)).sum() / 6,
        (turn * (x * x + x * u + u * u)).sum() / 12,
        (turn * (y * y + y * v + v * v)).sum() / 12,
        (turn * (x * (2 * y + v) + u * (y + 2 * v))).sum() / 24,
    ]
    return extent, np.array([*(high - low) / extent, *np.sign(area) * np.array(moments)])


@cache
def _alphabet() -> tuple[np.ndarray, list[_KnownCharacter]]:
    """Return the moments of every reference character in every style, and the characters."""
    quoted = f'"0{NUMERALS}"', f"0{NUMERALS}"
    bare = "0 " + " ".join(f"\\{c}" if c in "()" else c for c in SYMBOLS), f"0{SYMBOLS}"
    moments, letters = [], []

    def learn(characters: str, glyphs: Sequence[VMobject]) -> None:
        nought = glyphs[0]
        for character, glyph in zip(characters, glyphs, strict=True):
            extent, found = _extent_and_moments(glyph.points)
            drop = (nought.get_bottom()[1] - glyph.get_bottom()[1]) / nought.height
            moments.append(found)
            letters.append(_KnownCharacter(character, extent / nought.height, float(drop)))

    with _temporary_media():
        for source, characters in (quoted, bare):
            for style in _STYLES:
                learn(characters, MathTypst(style.format(source)).submobjects[-len(characters) :])
        nought, opening, *_, closing = MathTypst('"0"("10"^"0")').submobjects
        learn(f"0{BRACKETS}", [nought, opening, closing])
    return np.array(moments), letters


@cache
def _words(text: str) -> list[np.ndarray]:
    """Return the moments of each glyph in a line of words."""
    source = f'#text(font: "Source Sans Pro", ligatures: false, [#{_quoted(text)}])'
    folder = str(files("font_source_sans_pro") / "files")
    with _temporary_media():
        return [_extent_and_moments(glyph.points)[1] for glyph in Typst(source, font_paths=[folder])]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def _temporary_media() -> Iterator[None]:
    """Let manim typeset in a temporary folder."""
    with TemporaryDirectory() as folder, tempconfig({"media_dir": folder, "verbosity": "WARNING"}):
        yield
