"""Compares numbers, dots and bars in the frames of a rendered video with the judge's values."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np

import backprop_core as bp
from scenes.kit.theme import Theme
from tests.judges.network import autograd_gradient, judged
from tests.judges.numbers import TrueValue, print_error
from tests.readers.pixel_lengths import SHORTEST_BAR, PixelBar, bars, number_lines
from tests.readers.tesseract import read_numbers
from tests.rigs.number_positions import PATH, PlacedNumber
from tests.rigs.rendered_video import Frame, RenderedClip

# The tolerance of positions that are measured in pixels.
BLUR = 2.0

# The boxes of the number above a dot, clear of the ring at y, and of those below a line's ends, relative to them, in
# frame units.
_ABOVE = ((-1.0, 0.18), (0.72, 0.56))
_BELOW = ((-0.45, -0.5), (0.45, -0.16))


def misprinted_numbers(picture: Frame, numbers: Sequence[PlacedNumber], language: str) -> Iterator[str]:
    """Yield an error for each number that is not read as the lecture would print the true value."""
    texts = read_numbers([picture.crop(placed.box) for placed in numbers])
    for placed, text in zip(numbers, texts, strict=True):
        if wrong := print_error(text, TrueValue(placed.true, 1e-9), language):
            yield f"{placed.name}: {wrong}"


# --- number lines ------------------------------------------------------------------------------------------------


def swing_errors(film: RenderedClip, lesson: bp.Lesson) -> Iterator[str]:
    """Check frames of the swing: the printed w determines the other numbers and the positions of all dots."""
    for place, picture in enumerate([film.last_frame_of("number_lines"), *film.frames_within("swing", 4)]):
        yield from (
            f"picture {place} of the swing: {complaint}"
            for complaint in number_line_errors(picture, film.theme, lesson)
        )


def number_line_errors(picture: Frame, theme: Theme, lesson: bp.Lesson, *, left_of: float = np.inf) -> Iterator[str]:
    """Read w, z, a and C_0 off their number lines, both as printed and as their dots show, and check them."""
    lines = number_lines(picture, (theme.w, theme.z, theme.a, theme.C), left_of=left_of)
    cuts = [picture.crop_around(at, line.row, box) for line in lines for at, box in line.texts(_ABOVE, _BELOW)]
    texts = read_numbers(cuts)
    try:
        numbers = [float(text.replace("−", "-").replace(",", ".")) for text in texts]
    except ValueError:
        yield f"not all of these are numbers: {texts}"
        return
    halves = [10.0 ** -len(text.replace(",", ".").partition(".")[2]) / 2 for text in texts]
    w, half = numbers[0], halves[0]
    for place, (name, line) in enumerate(zip(PATH, lines, strict=True)):
        printed, low, high = numbers[3 * place : 3 * place + 3]
        reached = [value_at_weight(lesson, name, each) for each in np.linspace(w - half, w + half, 5)]
        if not min(reached) - halves[3 * place] <= printed <= max(reached) + halves[3 * place] + 1e-9:
            yield f"where w is {w}, {name} is not {printed} but {reached[2]:.5f}"
        blur = BLUR * (high - low) / (line.right - line.left)
        if not min(reached) - blur <= line.value(low, high) <= max(reached) + blur:
            yield f"where w is {w}, the dot of {name} is at {line.value(low, high):.4f}, not at {reached[2]:.4f}"


def value_at_weight(lesson: bp.Lesson, name: str, w: float) -> float:
    """Return z, a or C_0 of the chain where its last weight is ``w``."""
    chain, L = lesson.chain, lesson.chain.network.L
    net = chain.network
    moved: Any = SimpleNamespace(w=[*net.w][:-1] + [np.array([[w]])], b=net.b, activation=net.activation)
    return judged(name.format(L=L), moved, chain.x, chain.y, cost=chain.cost.name)


# --- bars --------------------------------------------------------------------------------------------------------


def example_bar_errors(film: RenderedClip, lesson: bp.Lesson) -> Iterator[str]:
    """Check the bars of the examples, in order, and of their mean."""
    chain, picture = lesson.chain, film.last_frame_of("average")
    pairs = zip(chain.examples.X, chain.examples.Y, strict=True)
    slopes = [float(autograd_gradient(chain.network, x, y, chain.cost.name).w[-1].item()) for x, y in pairs]
    slopes.append(sum(slopes) / len(slopes))
    seen = bars(picture, film.theme.C, left=1.1)
    zeros = [bar.right if slope < 0 else bar.left for bar, slope in zip(seen, slopes, strict=True)]
    if np.ptp(zeros) > 2 * BLUR:
        yield f"the bars do not start at one line, but at {sorted(set(zeros))}"
    yield from bar_errors(seen, [(0.0, slope) for slope in slopes], float(np.mean(zeros)))


def path_bar_errors(film: RenderedClip, lesson: bp.Lesson) -> Iterator[str]:
    """Check the bars of the paths, each starting where the one above it ends, and of their sum."""
    part, picture = lesson.layers, film.last_frame_of("add_them_up")
    net, k = part.network, part.watch.k
    by = autograd_gradient(net, part.x, part.y, part.cost.name)
    products = (by.z[-1] * net.w[net.L][:, k]).tolist()
    total = float(by.a[-2][k])
    seen = bars(picture, film.theme.C, left=-0.6)
    zero = seen[-1].left if total > 0 else seen[-1].right
    yield from bar_errors(seen, [*pairwise(accumulate(products, initial=0.0)), (0.0, total)], zero)


def bar_errors(seen: Sequence[PixelBar], spans: Sequence[tuple[float, float]], zero: float) -> Iterator[str]:
    """Yield an error for each bar with wrong ends; the longest bar sets the scale."""
    unit = max(bar.right - bar.left for bar in seen) / max(abs(end - start) for start, end in spans)
    left = [*seen]
    for place, (start, end) in enumerate(spans):
        ends = sorted((zero + unit * start, zero + unit * end))
        if left and max(abs(left[0].left - ends[0]), abs(left[0].right - ends[1])) <= BLUR:
            left.pop(0)
        elif ends[1] - ends[0] > SHORTEST_BAR + BLUR:
            yield f"bar {place} should go from {ends[0]:.1f} to {ends[1]:.1f}, but next is {left[:1]}"
    if left:
        yield f"bars that should not be there: {left}"


SHAPE_CHECKS: dict[str, Callable[[RenderedClip, bp.Lesson], Iterator[str]]] = {
    "NudgePropagation": swing_errors,
    "AverageOverExamples": example_bar_errors,
    "MultiplePaths": path_bar_errors,
}
