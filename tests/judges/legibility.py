"""Checks that a rehearsed clip can be read: safe area, type size, overlaps, lines through text, and contrast."""

from collections.abc import Callable, Iterator

import numpy as np

from scenes.kit import theme
from tests.rigs.rehearsal import Rehearsal, Rest, Shape, Text, curve_points

# The least distance between two texts, in frame units.
LEAST_GAP = 0.02

# The smallest type, in frame units an em: its capitals are 11 pixels high at 480p, where a unit is 60 pixels.
SMALLEST_TYPE = 11 / 60 / 0.65

# A line that strikes text out is at least so wide and so high, and extends beyond the text by no more than that.
STRIKE_MARGIN = 0.2

# How long the screen may be empty, in seconds.
LONGEST_EMPTY = 0.5

# What is no difference between two places, in frame units.
_ROUNDING = 1e-9


def safe_area(rehearsal: Rehearsal) -> Iterator[str]:
    low, high = (theme.SAFE_LEFT, theme.SAFE_BOTTOM), (theme.SAFE_RIGHT, theme.SAFE_TOP)
    for rest in rehearsal.rests:
        beyond = np.maximum(low - rest.boxes[:, 0], rest.boxes[:, 1] - high) > 1e-3
        for shape in np.flatnonzero(beyond.any(axis=1)):
            yield f"{when(rest)}: a {rest.shapes[shape].kind} leaves the safe area: {where(rest.boxes[shape])}"


def empty_screen(rehearsal: Rehearsal) -> Iterator[str]:
    for rest in rehearsal.rests:
        if not rest.shapes:
            yield f"{when(rest)}: the screen is empty"
    since = last = -1.0
    for time in rehearsal.empty_times:
        since, last = (since, time) if time - last < LONGEST_EMPTY / 2 else (time, time)
        if last - since > LONGEST_EMPTY:
            yield f"{last:.1f} s: the screen has been empty for {last - since:.1f} s"


def overlaps(rehearsal: Rehearsal) -> Iterator[str]:
    for rest in rehearsal.rests:
        boxes = np.array([text.box for text in rest.texts]).reshape(-1, 2, 2)
        for i, j in np.argwhere(np.triu(too_close(boxes, boxes), 1)):
            one, other = rest.texts[i], rest.texts[j]
            if collide(one, other):
                yield f"{when(rest)}: texts overlap: {where(one.box)} and {where(other.box)}"


def type_size(rehearsal: Rehearsal) -> Iterator[str]:
    for rest in rehearsal.rests:
        for text in rest.texts:
            if text.em is not None and text.em < SMALLEST_TYPE - 1e-6:
                yield f"{when(rest)}: type of {text.em:.3f} units, below {SMALLEST_TYPE:.3f}: {where(text.box)}"


def crossed_texts(rehearsal: Rehearsal) -> Iterator[str]:
    """No line runs through a text, unless it is faint or strikes something out."""
    for rest in rehearsal.rests:
        lines = [i for i, shape in enumerate(rest.shapes) if shape.width and shape.stroke[3] > 0.5]
        for text in rest.texts:
            for line in touching(text, rest, lines):
                if not strikes_out(rest.boxes[line], text.box) and runs_through(
                    rest.shapes[line], without_margin(text.ink)
                ):
                    yield f"{when(rest)}: a {rest.shapes[line].kind} runs through a text: {where(text.box)}"


def contrast(rehearsal: Rehearsal) -> Iterator[str]:
    """Text has a contrast of 4.5 : 1 with what is behind it (WCAG 2); dimmed text is left out."""
    ground = rgb(rehearsal.clip.typesetter.theme.background)
    for rest in rehearsal.rests:
        of_texts = {i for text in rest.texts for i in text.shapes}
        filled = [i for i, shape in enumerate(rest.shapes) if shape.fill[3] and i not in of_texts]
        for text in rest.texts:
            under = touching(text, rest, filled)
            glyphs = [(i, rest.shapes[i].fill) for i, box in zip(text.shapes, text.ink, strict=True) if area(*box)]
            for i, ink in glyphs if under else glyphs[:1]:
                below = [rest.shapes[j] for j in under if j < i]
                found = contrast_ratio(ink[:3], colour_at(below, rest.boxes[i].mean(axis=0), ground))
                if ink[3] == 1 and found < 4.5:
                    yield f"{when(rest)}: a contrast of {found:.1f} : 1 in a text: {where(text.box)}"
                    break


LEGIBILITY_CHECKS: list[Callable[[Rehearsal], Iterator[str]]] = [
    safe_area,
    empty_screen,
    overlaps,
    type_size,
    crossed_texts,
    contrast,
]


def touching(text: Text, rest: Rest, shapes: list[int]) -> list[int]:
    """Return those of some shapes, other than its own, whose boxes meet a text's box."""
    low, high = rest.boxes[shapes, 0], rest.boxes[shapes, 1]
    near = np.all((low < text.box[1]) & (high > text.box[0]), axis=1)
    return [i for i, is_near in zip(shapes, near, strict=True) if is_near and i not in text.shapes]


def colour_at(shapes: list[Shape], point: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Return the colour at a point after filling shapes, in this order, on a background."""
    for shape in shapes:
        if inside(shape, point):
            ground = ground + shape.fill[3] * (shape.fill[:3] - ground)
    return ground


def inside(shape: Shape, point: np.ndarray) -> bool:
    """Whether a point is inside a shape: an odd number of its sides lie to the right.

    The end of a closed shape is its start only to rounding.
    """
    start, end = shape.curves[:, 0] - point, shape.curves[:, 3] - point
    across = (start[:, 1] > _ROUNDING) != (end[:, 1] > _ROUNDING)
    start, end = start[across], end[across]
    x = start[:, 0] - start[:, 1] * (end - start)[:, 0] / (end - start)[:, 1]
    return bool(np.count_nonzero(x > 0) % 2)


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def contrast_ratio(one: np.ndarray, other: np.ndarray) -> float:
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: np.ndarray) -> float:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def runs_through(line: Shape, boxes: np.ndarray) -> bool:
    """Whether a line passes through any of some boxes, shape (n, 2, 2)."""
    points = curve_points(line.curves)
    starts, steps = points[:, :-1].reshape(-1, 1, 1, 2), np.diff(points, axis=1).reshape(-1, 1, 1, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossings = np.sort((boxes - starts) / steps, axis=2)  # where each piece enters and leaves the box's slabs
    aside = (steps == 0) & ((starts < boxes[:, :1]) | (starts > boxes[:, 1:]))
    crossings = np.where(steps == 0, np.array([[-np.inf], [np.inf]]), crossings)
    first, last = crossings[:, :, 0].max(axis=-1), crossings[:, :, 1].min(axis=-1)
    return bool(((np.maximum(first, 0) < np.minimum(last, 1)) & ~aside.any(axis=(2, 3))).any())


def strikes_out(line: np.ndarray, text: np.ndarray) -> bool:
    """Whether a line, judged by its box, strikes out a text or a part of it."""
    aslant = (line[1] - line[0] > STRIKE_MARGIN).all()
    return bool(aslant and (line[0] > text[0] - STRIKE_MARGIN).all() and (line[1] < text[1] + STRIKE_MARGIN).all())


def without_margin(ink: np.ndarray) -> np.ndarray:
    """Return the boxes of glyphs without their margins, where a line may pass."""
    margin = 0.15 * (ink[:, 1] - ink[:, 0])
    return np.stack([ink[:, 0] + margin, ink[:, 1] - margin], axis=1)


def collide(one: Text, other: Text) -> bool:
    """Whether glyphs of two texts come too close; loose glyphs, being neighbours in a formula, may touch."""
    if one.is_glyph and other.is_glyph:
        shared = area(np.maximum(one.box[0], other.box[0]), np.minimum(one.box[1], other.box[1]))
        return shared > min(area(*text.box) for text in (one, other)) / 2
    return bool(too_close(one.ink, other.ink).any())


def too_close(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return for each pair of boxes, shape (n, m), whether their distance is below the least gap."""
    low = np.maximum(some[:, None, 0], others[None, :, 0])
    high = np.minimum(some[:, None, 1], others[None, :, 1])
    return np.all(high - low > -LEAST_GAP, axis=-1)


def area(low: np.ndarray, high: np.ndarray) -> float:
    return float(np.prod(np.maximum(high - low, 0)))


def when(rest: Rest) -> str:
    return f"{rest.beat}, {rest.time:.1f} s"


def where(box: np.ndarray) -> str:
    return str(box.round(2).tolist())
