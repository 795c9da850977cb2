"""Eyes that read mathematics off its outlines: what a viewer reads, whatever the scene believes that it shows.

Characters are known by the moments of their area (how large, how wide, how far from the middle), which do not depend
on how an outline is cut into curves. Those to compare with are set by manim's own ``Typst``, in each of the
styles that a formula has; nothing of the kit is used.
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

# What is written in quotes, as numbers are, and what as mathematics, as names are.
NUMERALS = "0123456789.,−+×"
SYMBOLS = "0123456789()+−=wbzaxyCLljknηΔ∂"

# Around a power they are larger, and of a shape of their own.
BRACKETS = "()"

# In a line, above a letter, below one, and below one that is below.
_STYLES = ("{}", "x^({})", "x_({})", "x_(y_({}))")

UNREADABLE = "?"

# How far the moments of two outlines of the same character may differ, and how much smaller a raised character is.
_ALIKE, _SMALLER = 1e-4, 0.85

# How many straight pieces a curve is taken for.
_PIECES = 8


@dataclass(frozen=True)
class Character:
    """A character where it was seen.

    Parameters
    ----------
    text
        What it is; ``UNREADABLE`` if it is none that is known.
    height
        The height that a nought of its style has.
    foot
        Where such a nought would stand.
    left, right
        Its ends.
    """

    text: str
    height: float
    foot: float
    left: float
    right: float


@dataclass(frozen=True)
class _KnownCharacter:
    """A character of the alphabet: its extent and how far below a nought it reaches, in heights of a nought."""

    text: str
    extent: float
    drop: float


def read_number(shapes: Iterable[np.ndarray]) -> str:
    """Return the number that some outlines show, as ``−1.5×10^−3``, from left to right.

    Each outline has shape (n, 3): cubic curves as manim keeps them. One may hold several characters.
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
    """Return the name that some outlines show, one a character, as ``∂C_0`` or ``w^(L−1)_jk``."""
    characters = sorted(map(recognize, shapes), key=lambda character: character.left)
    main = max(characters, key=lambda character: character.height)
    rows = {"": "", "^": "", "_": ""}
    for character in characters:
        small = character.height < _SMALLER * main.height
        rows["" if not small else "^" if character.foot > main.foot else "_"] += character.text
    return "".join(mark + row for mark, row in rows.items() if row)


def read_words(shapes: Sequence[np.ndarray], expected: str) -> str:
    """Return a line of words, one outline a glyph, where it is expected to be a certain one."""
    marks, known = [mark for mark in expected if not mark.isspace()], _words(expected)
    if not len(shapes) == len(known) == len(marks):
        return UNREADABLE
    ordered = sorted(shapes, key=lambda shape: shape[:, 0].min())
    alike = [
        np.abs(_extent_and_moments(shape)[1] - own).max() < _ALIKE for shape, own in zip(ordered, known, strict=True)
    ]
    return expected if all(alike) else "".join(m if a else UNREADABLE for m, a in zip(marks, alike, strict=True))


def recognize(shape: np.ndarray) -> Character:
    """Read one character."""
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
    """Take an outline apart where its parts, such as the digits of a number, stand side by side."""
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
    """Return the longer side of an outline's box, and its moments where that side is 1 long."""
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
    """Return the moments of every character in every style, and the characters."""
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
    """Return the moments of a line of words, glyph by glyph."""
    source = f'#text(font: "Source Sans Pro", ligatures: false, [#{_quoted(text)}])'
    folder = str(files("font_source_sans_pro") / "files")
    with _temporary_media():
        return [_extent_and_moments(glyph.points)[1] for glyph in Typst(source, font_paths=[folder])]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def _temporary_media() -> Iterator[None]:
    """Let manim write the files that it typesets with into a folder that is thrown away."""
    with TemporaryDirectory() as folder, tempconfig({"media_dir": folder, "verbosity": "WARNING"}):
        yield
