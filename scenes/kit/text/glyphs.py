"""Typesets Typst source in memory and returns the outlines of its glyphs.

manim's own ``MathTypst`` writes files, makes a new compiler for each formula and draws fraction bars with a stroke
that depends on the resolution. Here one compiler is kept, which sees no system font, so that every machine draws the
same picture; each glyph's outline is converted once; a fraction bar is a filled rectangle, which scales with its
formula.
"""

from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

import numpy as np
import svgelements
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath

from scenes.numbers.typesetting import compiler, quoted

POINTS_PER_EM = 100
UNMARKED = "#000000"
WORDS_FONT = "Source Sans Pro"
MATH_FONT = "New Computer Modern Math"

_BASELINE = "#fedcba"

# Brackets do not grow with an exponent in them: they are the same around a name and around its number.
_ONE_SIZE = "#set math.lr(size: 1em)"
_PREAMBLE = f"""\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: {POINTS_PER_EM}pt, ligatures: false)
#let marked(colour, body) = text(fill: rgb(colour), body)
"""


@dataclass(frozen=True, eq=False)
class Glyph:
    """A filled shape of a typeset line.

    Parameters
    ----------
    outline
        Shape (n, 3), n a multiple of 4: cubic Bézier curves as manim stores them, in em; y is measured upwards from
        the line's baseline.
    origin
        Shape (3,): the left end of the glyph's own baseline, in em.
    colour
        The fill in the source, ``#rrggbb``.
    """

    outline: np.ndarray
    origin: np.ndarray
    colour: str


def typeset_math(source: str) -> tuple[Glyph, ...]:
    """Typeset a line of Typst mathematics in display style.

    In ``source``, ``marked("#0000ff", x)`` colours x without changing the layout.

    Raises
    ------
    typst.TypstError
        If the source is not valid Typst.
    """
    anchor = f'#text(fill: rgb("{_BASELINE}"))[x]'
    line = f"#let line = $ {source} $\n{anchor}#math.equation(block: false, math.display(line.body))"
    return _glyphs(f'{_ONE_SIZE}\n#show math.equation: set text(font: "{MATH_FONT}", kerning: false)\n{line}')


def typeset_words(text: str, weight: str = "regular") -> tuple[Glyph, ...]:
    """Typeset a line of plain words; nothing in ``text`` is read as Typst code."""
    anchor = f'#text(fill: rgb("{_BASELINE}"))[x]'
    return _glyphs(f'#set text(font: "{WORDS_FONT}", weight: "{weight}")\n{anchor}#{quoted(text)}')


@cache
def _glyphs(body: str) -> tuple[Glyph, ...]:
    svg = compiler().compile(input=(_PREAMBLE + body).encode(), format="svg")
    assert isinstance(svg, bytes)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own compiler wrote it
    outlines = {symbol.get("id"): path.get("d", "") for symbol in root.iter(_tag("symbol")) for path in symbol}
    found = list(_shapes(root, np.eye(3), outlines))
    anchor = next(glyph for glyph in found if glyph.colour == _BASELINE)
    down = np.array([0, anchor.origin[1], 0])
    return tuple(
        Glyph(_frozen(glyph.outline - down), glyph.origin - down, glyph.colour)
        for glyph in found
        if glyph is not anchor
    )


def _shapes(element, placed, outlines):
    """Yield a glyph for each shape in ``element``, in drawing order; y is still measured from the top of the page."""
    placed = placed @ _matrix(element.get("transform"))
    if element.tag == _tag("use"):
        placed = placed @ _shift(float(element.get("x", 0)), float(element.get("y", 0)))
        name = element.get(_tag("href", "http://www.w3.org/1999/xlink"), "#")[1:]
        yield _placed(_curves(outlines[name]), placed, element.get("fill", UNMARKED))
    elif element.tag == _tag("path"):
        yield _placed(_bar(element), placed, element.get("stroke", UNMARKED))
    elif element.tag != _tag("defs"):
        for child in element:
            yield from _shapes(child, placed, outlines)


def _placed(points, placed, colour) -> Glyph:
    """Return a glyph with its outline, in em, where the matrix ``placed`` puts it."""
    flip = np.array([1, -1]) / POINTS_PER_EM
    plane = (points[:, :2] @ placed[:2, :2].T + placed[:2, 2]) * flip
    outline = np.column_stack([plane, np.zeros(len(plane))])
    return Glyph(outline, np.append(placed[:2, 2] * flip, 0.0), colour)


@cache
def _curves(path: str) -> np.ndarray:
    """Return the Bézier points of an SVG path, in its own coordinates."""
    start = path.removeprefix("M 0 0") if path.startswith("M 0 0m") else path  # else a glyph begins at its origin
    return _frozen(VMobjectFromSVGPath(svgelements.Path(start)).points)


def _bar(element) -> np.ndarray:
    """Return a stroked straight line (a fraction bar, the roof of a root) as a filled rectangle."""
    line = svgelements.Path(element.get("d"))
    first, *_, last = line.as_points()
    start, end = np.array([first.x, first.y, 0]), np.array([last.x, last.y, 0])
    along = (end - start) / np.linalg.norm(end - start)
    across = np.array([-along[1], along[0], 0]) * float(element.get("stroke-width")) / 2
    corners = np.array([start - across, end - across, end + across, start + across])
    steps = np.linspace(0, 1, 4)[None, :, None]
    sides = corners[:, None] + steps * (np.roll(corners, -1, axis=0) - corners)[:, None]
    return sides.reshape(-1, 3)


def _matrix(transform: str | None) -> np.ndarray:
    m = svgelements.Matrix(transform or "")
    return np.array([[m.a, m.c, m.e], [m.b, m.d, m.f], [0, 0, 1]])


def _shift(x: float, y: float) -> np.ndarray:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]])


def _tag(name: str, namespace: str = "http://www.w3.org/2000/svg") -> str:
    return f"{{{namespace}}}{name}"


def _frozen(array: np.ndarray) -> np.ndarray:
    array = np.array(array, dtype=float)
    array.flags.writeable = False
    return array
