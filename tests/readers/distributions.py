"""Reads the bars of a softmax output: z and a in rows, all a in one whole bar, and what sticks out of the y."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from manim import Rectangle

from scenes.figures.learning.distribution_cost import Overhangs
from scenes.figures.learning.softmax_rows import NamedBars, ShareRows, SumRows
from tests.judges.geometry import Measurement, StageView
from tests.rigs.rehearsal import boxes


def distributions(view: StageView) -> Iterator[Measurement]:
    """Bars have their quantities' lengths at one scale; those of all a fill exactly the whole one."""
    shares, sums = getattr(view.clip, "shares", None), getattr(view.clip, "sums", None)
    if not isinstance(shares, ShareRows) or not isinstance(sums, SumRows):
        return
    there = {id(block) for block in view.on_stage(Rectangle) if not view.is_transforming(block)}
    zero = float(sums.zero.get_start()[0])
    for bar in _told(view, sums, there):
        value = view.true_value(bar.number.quantity)
        start, end = _ends(bar.block)
        yield from _reaches(view, "z", zero, value, (end if value > 0 else start) - zero)
        yield Measurement("z's start", bar.number.quantity.symbol.plain, start if value > 0 else end, zero)
    values = [view.true_value(bar.number.quantity) for bar in shares.bars]
    for bar, value in zip(shares.bars, values, strict=True):
        if bar in _told(view, shares, there):
            start, end = _ends(bar.block)
            yield from _reaches(view, "a", start, value, end - start)
            yield Measurement("a's start", bar.number.quantity.symbol.plain, start, _ends(shares.bars[0].block)[0])
    yield from _whole(view, shares, values, there)
    targets = [float(y) for y in view.lesson.layers.y]
    for frame, y in zip(shares.targets, targets, strict=True):
        if id(frame) in there:
            start, end = _ends(frame)
            yield from _reaches(view, "y", start, y, end - start)
    overhangs = view.clip.overhangs
    assert isinstance(overhangs, Overhangs)
    for block, bar, a, y in zip(overhangs.blocks, shares.bars, values, targets, strict=True):
        if id(block) in there and len(block.points) and not view.is_growing(block):
            low, high = (_ends(bar.block)[0] + view.memory["a"] * end for end in sorted((a, y)))
            for drawn, true in zip(_ends(block), (low, high), strict=True):
                yield Measurement("a minus y", bar.number.quantity.symbol.plain, drawn, true)
            hollow = block.get_fill_opacity() < 0.5
            yield Measurement("hollow where a is less", bar.number.quantity.symbol.plain, float(hollow), float(a < y))


def _told(view: StageView, rows: NamedBars, there: set[int]) -> list[Any]:
    """Return the bars whose numbers are on the stage, too, and whose scale is final."""
    numbers = {id(each) for each in view.on_stage(type(rows.bars[0].number))}
    moving = any(view.is_growing(group) for group in (rows.blocks, *(bar.block for bar in rows.bars)))
    shown = [
        bar for bar in rows.bars if id(bar.number) in numbers and id(bar.block) in there and len(bar.block.points)
    ]
    return [] if moving else shown


def _whole(view: StageView, shares: ShareRows, values: Sequence[float], there: set[int]) -> Iterator[Measurement]:
    parts = shares.whole.parts
    if not all(id(part) in there for part in parts) or "a" not in view.memory:
        return
    ends = [_ends(part) for part in parts]
    yield Measurement("the whole", "its length", ends[-1][1] - ends[0][0], view.memory["a"])
    for (_, end), (start, _) in pairwise(ends):
        yield Measurement("the whole", "laid end to end", start, end)
    for (start, end), value in zip(ends, values, strict=True):
        yield from _reaches(view, "a", start, value, end - start)
    (left, _), (right, _) = boxes([shares.whole.frame])[0]
    for drawn, true in ((left, ends[0][0]), (right, ends[-1][1])):
        yield Measurement("the whole", "its frame", float(drawn), true, 0.1)


def _reaches(view: StageView, kind: str, start: float, value: float, drawn: float) -> Iterator[Measurement]:
    """A length is its value at the scale of its kind; y has that of a."""
    scale = "z" if kind == "z" else "a"
    yield Measurement(kind, f"{value} from {start:.3f}", drawn, value * view.unit(scale, drawn, value), 1e-4)


def _ends(block: Any) -> tuple[float, float]:
    ((left, _), (right, _)) = boxes([block])[0]
    return float(left), float(right)
