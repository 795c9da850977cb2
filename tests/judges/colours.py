"""Checks that each hue on the screen means one thing: a letter of the lecture, or amber for what is happening now."""

from collections.abc import Callable, Iterator
from itertools import groupby

import numpy as np

from backprop_core.quantities import Change, Name, Product, Ratio, Symbol
from scenes.kit.theme import Theme
from tests.judges.legibility import rgb, when
from tests.judges.screen_text import WatchedClip
from tests.rigs.rehearsal import Rehearsal, Rest, Shape

LETTERS = "wbzayC"

# From this difference between its channels on, a colour is no grey: the background, the text and what is muted are.
CHROMA = 0.13

# How far from a colour's blend with the background another may be, in RGB.
TOLERANCE = 0.01


def hues(rehearsal: Rehearsal) -> Iterator[str]:
    """Nothing at rest has a hue that is neither a letter's nor amber."""
    theme = rehearsal.clip.typesetter.theme
    known = [rgb(getattr(theme, name)) for name in (*LETTERS, "highlight")]
    for rest in rehearsal.rests:
        for paint, kind in {(tuple(paint), shape.kind) for shape in rest.shapes for paint in paints(shape)}:
            if not any(is_shade(np.array(paint), hue, rgb(theme.background)) for hue in known):
                yield f"{when(rest)}: the colour of a {kind} is no symbol's: {np.round(paint, 2)}"


def amber(rehearsal: Rehearsal) -> Iterator[str]:
    """What is amber at the end of a beat has changed in it: amber is what is happening now."""
    theme = rehearsal.clip.typesetter.theme
    beats = [list(rests)[-1] for _, rests in groupby(rehearsal.rests, key=lambda rest: rest.beat)]
    before: set[bytes] = set()
    for rest in beats:
        lit = {outline(shape): shape for shape in amber_shapes(rest, theme)}
        for points in lit.keys() & before:
            start = lit[points].curves[0, 0].round(2)
            yield f"{when(rest)}: a {lit[points].kind} has been amber since the beat before, at {start}"
        before = set(lit)


COLOUR_CHECKS: list[Callable[[Rehearsal], Iterator[str]]] = [hues, amber]


def ink_errors(screen: WatchedClip) -> Iterator[str]:
    """Yield an error for each number or symbol at rest in another symbol's colour."""
    theme = screen.clip.typesetter.theme
    for beat, name, colour in screen.inks:
        letter = letter_of(name)
        if colour.upper() == theme.highlight or not (chromatic(rgb(colour)) or is_response_of_cost(name)):
            continue
        if letter is None or colour.upper() != getattr(theme, letter):
            yield f"{beat}: {name.plain} is written in {colour}"


def letter_of(name: Name) -> str | None:
    """Return the letter whose colour a name and its numbers have, None for those without a colour."""
    match name:
        case Symbol(letter) | Change(Symbol(letter)):
            return letter if letter in LETTERS else None
    return "C" if is_response_of_cost(name) else None


def is_response_of_cost(name: Name) -> bool:
    """Whether a name is ∂C/∂… or ΔC/Δ…, or a product with one."""
    match name:
        case Ratio(Change(Symbol("C"))):
            return True
        case Product(factors):
            return any(map(is_response_of_cost, factors))
    return False


def paints(shape: Shape) -> Iterator[np.ndarray]:
    """Yield the visible colours of a shape that are no greys."""
    for paint, seen in ((shape.fill, True), (shape.stroke, shape.width > 0)):
        if seen and paint[3] > 0 and chromatic(paint[:3]):
            yield paint[:3]


def amber_shapes(rest: Rest, theme: Theme) -> Iterator[Shape]:
    colour = rgb(theme.highlight)
    for shape in rest.shapes:
        if any(np.abs(paint - colour).max() < TOLERANCE for paint in paints(shape)):
            yield shape


def outline(shape: Shape) -> bytes:
    return shape.curves.round(4).tobytes()


def chromatic(colour: np.ndarray) -> bool:
    return bool(np.ptp(colour) > CHROMA)


def is_shade(colour: np.ndarray, hue: np.ndarray, ground: np.ndarray) -> bool:
    """Whether a colour is a hue, or on the way to it from the background."""
    way = hue - ground
    share = np.clip((colour - ground) @ way / (way @ way), 0, 1)
    return bool(np.abs(ground + share * way - colour).max() < TOLERANCE)
