"""Measures the space on either side of the dots and equals signs that stand on a clip's stage.

The signs are recognized by their outlines, the space is that between inks, and type sizes are those of the signs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any
from unittest.mock import patch

import numpy as np

from backprop_core.quantities import Quantity
from scenes.kit.clip import Clip
from scenes.kit.text.bracket import Bracket, CurlyBracket
from scenes.kit.text.readout import Readout
from scenes.kit.text.typesetter import Typesetter
from tests.readers.stage import parts_on_stage
from tests.rigs.rehearsal import visible

# The space on either side of a sign, in em, and how much of it a gap may differ.
SPACE = {"·": 0.25, "=": 0.3, "≈": 0.3, "Σ": 0.25}
TOLERANCE = 0.1

# The space around an equals sign between columns at most, and how far the middle of what stands in a column may be
# from that of the factor above, in em.
WIDEST, OFF_CENTRE = 1.6, 0.02

# The sizes of the signs in the font, in em.
_DOT, _EQUALS, _EQUALS_HEIGHT, _APPROX, _SUM, _SUM_HEIGHT = 0.106, 0.666, 0.234, 0.661, 1.333, 1.4

# What is further away belongs to something else; how far above and below a sign its neighbours reach; how far signs
# of one column are apart, and what else is no column of its own in a table: in em.
_FAR, _REACH, _COLUMN, _ROW, _BACK = 2.0, 0.45, 0.03, 1.6, 0.2
_TABLE_COLUMN = 0.6


# Instead of a formula's serial number: for a live number, and for a large bracket.
_LIVE, _BRACKET = -1, -2

# A live number's digits stay where they are, and have more or less air of their own; zero has room for a sign: in em.
_DIGITS_AIR, _SIGN_AIR = 0.06, 0.8


@dataclass(frozen=True)
class Ink:
    """The box of a glyph or of a live number; ``line`` is the serial number of the formula that it was written in.

    ``air`` is how much space of its own it may have on its left and on its right, in em.
    """

    left: float
    right: float
    low: float
    high: float
    line: int
    sign: str
    em: float
    is_number: bool
    air: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def y(self) -> float:
        return (self.low + self.high) / 2

    @cached_property
    def x(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Gap:
    """The space on one side of a sign, in em, whether a number stands there, and how much air that may have."""

    space: float
    to_number: bool
    slack: float


@dataclass(frozen=True)
class Factor:
    """The ends of a formula beside a sign, the slack of its middle, and whether it is a number."""

    left: float
    right: float
    slack: float
    is_number: bool


@dataclass(frozen=True)
class SpacedSign:
    """A sign, and the gaps on its left and its right with the formulas there, None where there is nothing.

    ``of_table`` is whether the sign is a formula of its own, as between the factors of a table.
    """

    ink: Ink
    gaps: tuple[Gap | None, Gap | None]
    factors: tuple[Factor | None, Factor | None]
    of_table: bool


@contextmanager
def numbered_glyphs() -> Iterator[None]:
    """Give each glyph the serial number of its formula, and note which are the template's own, and which numbers."""
    lines, formula = count(), Typesetter.formula

    def numbered(typesetter: Typesetter, template: str, *arguments: Any, **options: Any) -> Any:
        line, serial = formula(typesetter, template, *arguments, **options), next(lines)
        own = {id(glyph) for glyph in line.rest()} if "dot" in template else set()
        own |= {id(glyph) for glyph in line.rest() if not _is_dot(glyph)}
        numbers: set[int] = set()
        for place, argument in enumerate(arguments):
            if isinstance(argument, Quantity) and f"{{{place}}}" in template.replace("{}", f"{{{place}}}"):
                numbers |= {id(glyph) for glyph in line.argument(place)}
        for glyph in line:
            glyph.written_in = serial, id(glyph) in own, id(glyph) in numbers  # pyright: ignore
        return line

    with patch.object(Typesetter, "formula", numbered):
        yield


def spaced_signs(clip: Clip) -> list[SpacedSign]:
    """Return the signs that are visible on the stage."""
    inks = list(_inks(clip))
    sums = [ink for ink in inks if ink.sign == "Σ"]
    signs = [ink for ink in inks if ink.sign and not any(_is_limit(ink, each, inks) for each in sums)]
    written = {ink.line for ink in inks if not ink.sign}
    return [
        SpacedSign(
            ink,
            (None if ink.sign == "Σ" else _gap(ink, inks, -1), _gap(ink, inks, 1)),
            (_factor(ink, inks, -1), _factor(ink, inks, 1)),
            ink.line not in written,
        )
        for ink in signs
    ]


@dataclass
class FormulaJudge:
    """Observes a clip at each rest, for gaps that are wrong at two rests running and not right later in the beat.

    The first sign of a column must have its space on both sides, and those below, which stand under it, no less;
    columns of nothing but numbers must have it on each side between the longest numbers, and these may come last; the
    equals signs of a table must have it after the longest formula on their left, which may come last, too, and before
    the longest number, where there are only numbers on their right.
    An equals sign between columns may have more, the same on both sides, and one below any more, too; or all are in
    the middle between a column of centred formulas and one that is as far from the nearest of them. What stands
    below a factor, between dots below dots, must be centred there; numbers in several rows, all together. Dots of a
    table stand in columns, in the middle of the lane between what is widest on both sides, and all lanes of a table
    are alike, or else in the middle between columns that are equally far apart; a row of numbers that is too wide for
    its columns has the usual space.
    """

    measured: Counter[str] = field(default_factory=Counter)
    _faults: dict[tuple[str, str, float], list[str]] = field(default_factory=dict)
    _before: set[tuple[str, str, float]] = field(default_factory=set)

    @property
    def complaints(self) -> list[str]:
        """What is wrong, with the beat."""
        return [f"{beat}: {fault}" for (beat, *_), faults in self._faults.items() for fault in faults]

    def observe(self, clip: Clip, *, at_rest: bool) -> None:
        """Measure the gaps on the stage."""
        if not at_rest:
            return
        before, self._before = self._before, set()
        columns = _columns(spaced_signs(clip))
        for column in columns:
            ink = column[0].ink
            self.measured[ink.sign] += 1
            where = clip.typesetter.ledger.beat, ink.sign, round(ink.x, 2)
            if ink.sign == "·" and column[0].of_table:
                faults = [*_wrong_dots(column, columns), *_out_of_column(column)]
            elif _is_between_columns(column):
                faults = []
            else:
                spaces = _spaces(column)
                faults = [*_wrong_gaps(column, spaces), *_uneven(column, spaces)]
            if not faults:
                self._faults.pop(where, None)
            elif where in before:
                self._faults[where] = faults
            if faults:
                self._before.add(where)


def _spaces(column: list[SpacedSign]) -> list[float]:
    """Return the spaces that the first sign of a column may have: its own, or that of the smallest sign below it.

    An equals sign or dots between columns may have more.
    """
    first = column[0]
    natural = SPACE[first.ink.sign]
    if not (first.of_table if first.ink.sign in ("=", "≈") else _is_between_numbers(column)):
        return [natural]
    smaller = natural * first.ink.em / min(sign.ink.em for sign in column)
    beside = (gap for sign in ([first] if first.ink.sign in ("=", "≈") else column) for gap in sign.gaps)
    return [natural, smaller, *(gap.space for gap in beside if gap and natural < gap.space < WIDEST)]


def _lane(column: list[SpacedSign]) -> tuple[float, float, float] | None:
    """Return the least space on the left and on the right of the dots in a column, and what may be air, in em."""
    em, signs = column[0].ink.em, [sign for sign in column if not _is_by_itself(sign)]
    sides = [[gap.space * sign.ink.em / em for sign in signs if (gap := sign.gaps[side])] for side in (0, 1)]
    slack = max((gap.slack for sign in signs for gap in sign.gaps if gap), default=0.0)
    return (min(sides[0]), min(sides[1]), slack) if all(sides) else None


def _wrong_dots(column: list[SpacedSign], columns: list[list[SpacedSign]]) -> Iterator[str]:
    """Yield what is wrong with the dots in one column of a table."""
    first, *_ = column
    natural = SPACE["·"]
    for sign in column:
        left, right = sign.gaps
        where = f"· at {sign.ink.x:.2f}, {sign.ink.y:.2f}"
        if left and right and min(left.space + left.slack, right.space + right.slack) < (1 - TOLERANCE) * natural:
            yield f"{where} has {left.space:.3f} and {right.space:.3f} em beside it"
        if not _is_by_itself(sign) and abs(sign.ink.x - first.ink.x) > _COLUMN * first.ink.em:
            yield f"{where} is out of its column"
    if not (lane := _lane(column)) or not _is_whole(column):
        return
    level = [each[0] for each in columns if abs(each[0].ink.y - first.ink.y) < _COLUMN * first.ink.em]
    if _is_regular([sign for sign in level if sign.of_table and sign.ink.sign == "·"]):
        return
    left, right, slack = lane
    if abs(left - right) > TOLERANCE * max(left, right) + slack:
        yield f"dots at {first.ink.x:.2f} have {left:.3f} and {right:.3f} em between columns"
    for other in columns:
        beside, level = other[0], abs(other[0].ink.y - first.ink.y) < _COLUMN * first.ink.em
        alike = beside.of_table and beside.ink.sign == "·" and level and _is_whole(other)
        if alike and (lane := _lane(other)) and min(lane[:2]) + lane[2] + slack < (1 - TOLERANCE) * min(left, right):
            yield f"dots at {beside.ink.x:.2f} have {min(lane[:2]):.3f} em, those beside {min(left, right):.3f}"


def _is_regular(row: list[SpacedSign]) -> bool:
    """Return whether the dots of a row are in the middle between factors that are equally far apart."""
    pairs = [sign.factors for sign in row]
    middles = [[(each.left + each.right) / 2 for each in pair if each] for pair in pairs]
    if any(len(pair) < 2 for pair in middles):
        return False
    off = [abs(sum(pair) / 2 - sign.ink.x) for sign, pair in zip(row, middles, strict=True)]
    return max(*off, float(np.ptp([after - before for before, after in middles]))) <= OFF_CENTRE * row[0].ink.em


def _is_whole(column: list[SpacedSign]) -> bool:
    """Return whether there are names and numbers in a column."""
    return {_has_numbers(sign) for sign in column} == {True, False}


def _wrong_gaps(column: list[SpacedSign], spaces: list[float]) -> Iterator[str]:
    """Yield what is wrong with the gaps of the signs in one column, of which the first has one of these spaces."""
    kind, ink = column[0].ink.sign, column[0].ink
    of_table = ink.sign in ("=", "≈") and all(sign.of_table for sign in column)
    gaps = [[gap for sign in column if (gap := sign.gaps[side])] for side in (0, 1)]
    shortest = _has_only_numbers(column) or (kind == "·" and _is_between_numbers(column))
    of_table &= not _is_below_wide(column, spaces)
    by_shortest = shortest or of_table, shortest or (of_table and all(gap.to_number for gap in gaps[1]))
    firsts = [
        min(each, key=lambda gap: gap.space) if least else each[0]
        for each, least in zip(gaps, by_shortest, strict=True)
        if each
    ]
    space = min(spaces, key=lambda space: max((abs(gap.space - space) for gap in firsts), default=0.0))
    for each, least, where in zip(gaps, by_shortest, ("left", "right"), strict=True):
        if not each:
            continue
        first = min(each, key=lambda gap: gap.space) if least else each[0]
        if not -TOLERANCE * space - first.slack < first.space - space < TOLERANCE * space + first.slack:
            yield f"{kind} at {ink.x:.2f}, {ink.y:.2f} has {first.space:.3f} em on its {where}"
        for gap in each:
            if gap.space < (1 - TOLERANCE) * SPACE[kind] - gap.slack:
                yield f"{kind} below {ink.x:.2f}, {ink.y:.2f} has {gap.space:.3f} em on its {where}"


def _is_below_wide(column: list[SpacedSign], spaces: list[float]) -> bool:
    """Return whether the first sign of a column is an equals sign with the wider space of its row on both sides."""
    (first, *_), (natural, *wider) = column, spaces
    return first.ink.sign != "·" and any(
        all(gap and abs(gap.space - space) <= TOLERANCE * space for gap in first.gaps)
        for space in wider
        if space > natural
    )


def _has_only_numbers(column: list[SpacedSign]) -> bool:
    return all(gap.to_number for sign in column for gap in sign.gaps if gap)


def _has_numbers(sign: SpacedSign) -> bool:
    return any(factor and factor.is_number for factor in sign.factors)


def _is_by_itself(sign: SpacedSign) -> bool:
    """Return whether a sign has the usual space on both sides."""
    space = SPACE[sign.ink.sign]
    return all(gap and abs(gap.space - space) <= TOLERANCE * space + gap.slack for gap in sign.gaps)


def _is_between_numbers(column: list[SpacedSign]) -> bool:
    """Return whether all that stands beside the signs of a column is numbers, in brackets or not."""
    return all(factor.is_number for sign in column for factor in sign.factors if factor)


def _out_of_column(column: list[SpacedSign]) -> Iterator[str]:
    """Yield which formulas beside the dots of a table's column are not centred below the factor in the first row."""
    first, *others = column
    for side, where in enumerate(("left", "right")):
        above = first.factors[side]
        below = [each for sign in others if not _is_by_itself(sign) and (each := sign.factors[side])]
        if not above or above.is_number:
            continue
        numbers = [factor for factor in below if factor.is_number]
        for column_of in ([factor] for factor in below if not factor.is_number), [numbers] if numbers else []:
            for each in column_of:
                middle = (min(factor.left for factor in each) + max(factor.right for factor in each)) / 2
                off = (middle - (above.left + above.right) / 2) / first.ink.em
                if abs(off) > OFF_CENTRE + max(factor.slack for factor in each):
                    yield f"below · at {first.ink.x:.2f}, {first.ink.y:.2f}, {off:.3f} em off centre on its {where}"


def _uneven(column: list[SpacedSign], spaces: list[float]) -> Iterator[str]:
    """Yield which equals signs below one with the wider space have more on one side than on the other."""
    first, *others = column
    if not first.of_table or not _is_below_wide(column, spaces):
        return
    for sign in others:
        left, right = sign.gaps
        if left is None or right is None:
            continue
        if abs(left.space - right.space) > TOLERANCE * max(left.space, right.space) + left.slack + right.slack:
            where = f"{sign.ink.sign} at {sign.ink.x:.2f}, {sign.ink.y:.2f}"
            yield f"{where} has {left.space:.3f} and {right.space:.3f} em beside it"


def _is_between_columns(column: list[SpacedSign]) -> bool:
    """Return whether equals signs are in the middle between two columns, and what stands in these is in its place.

    On the left that is centred; on the right too, or it begins where the widest begins.
    """
    em, natural = column[0].ink.em, SPACE[column[0].ink.sign]
    before, after = ([factor for sign in column if (factor := sign.factors[side])] for side in (0, 1))
    gaps = [[gap.space for sign in column if (gap := sign.gaps[side])] for side in (0, 1)]
    if len(column) == 1 or not all(sign.of_table for sign in column) or len(before) + len(after) < 2 * len(column):
        return False
    left, right = (min(spaces, default=0.0) for spaces in gaps)
    begin = min(factor.left for factor in after)
    inside = [factor for factor in after if factor.left > begin + OFF_CENTRE * em]
    centred = (np.ptp([factor.left + factor.right for factor in each]) / 2 for each in (before, inside) if each)
    in_middle = abs(left - right) <= TOLERANCE * max(left, right) and min(left, right) >= (1 - TOLERANCE) * natural
    return in_middle and all(off <= OFF_CENTRE * em for off in centred)


def _columns(signs: list[SpacedSign]) -> list[list[SpacedSign]]:
    columns: dict[str, list[list[SpacedSign]]] = defaultdict(list)
    for sign in sorted(signs, key=lambda sign: -sign.ink.y):
        kind = "=" if sign.ink.sign == "≈" else sign.ink.sign
        for column in columns[kind]:
            of_table = kind == "·" and column[0].of_table and sign.of_table
            apart = _TABLE_COLUMN if of_table and column[-1].ink.y - sign.ink.y > _REACH * sign.ink.em else _COLUMN
            if abs(column[0].ink.x - sign.ink.x) < apart * sign.ink.em:
                column.append(sign)
                break
        else:
            columns[kind].append([sign])
    return [column for each in columns.values() for column in each]


def _is_dot(glyph: Any) -> bool:
    return abs(glyph.width / glyph.height - 1) < 0.01


def _inks(clip: Clip) -> Iterator[Ink]:
    for part in parts_on_stage(clip):
        written = vars(part).get("written_in")
        if (
            (written is None and not isinstance(part, Readout | Bracket | CurlyBracket))
            or not len(part.points)
            or not visible(part)
        ):
            continue
        points = part.points[:, :2]
        (left, low), (right, high) = points.min(axis=0), points.max(axis=0)
        live = isinstance(part, Readout)
        air = (0.0, 0.0)
        if live:
            air = (_DIGITS_AIR if part.text.strip("0.,") else _SIGN_AIR, _DIGITS_AIR)
        line, own, number = written or (_LIVE if live else _BRACKET, False, live)
        sign, em = _sign(points, right - left, high - low) if own else ("", 0.0)
        yield Ink(float(left), float(right), float(low), float(high), line, sign, em, number, air)


def _sign(points: np.ndarray, width: float, height: float) -> tuple[str, float]:
    """Return which sign an outline is, or nothing, and its type size."""
    shape = width / height
    curves = points.reshape(-1, 4, 2)
    parts = 1 + int((np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > 1e-9).sum())
    if parts == 1 and abs(shape - 1) < 0.01 and len(curves) <= 8:
        return "·", width / _DOT
    if parts == 2 and abs(shape - _EQUALS / _EQUALS_HEIGHT) < 0.03:
        return "=", width / _EQUALS
    if parts == 2 and abs(shape - _APPROX / 0.414) < 0.03:
        return "≈", width / _APPROX
    if parts == 1 and abs(shape - _SUM / _SUM_HEIGHT) < 0.003 and len(curves) > 8:  # that in a fraction: 0.007 off
        return "Σ", width / _SUM
    return "", 0.0


def _is_limit(ink: Ink, sum_: Ink, inks: list[Ink]) -> bool:
    """Return whether something stands above or below a sum sign, and not in a fraction on its right."""
    away = np.abs([ink.x - sum_.x, ink.y - sum_.y]) / sum_.em
    if ink.line != sum_.line or away[0] >= 1.3 or away[1] <= 0.7:
        return False
    flat = (each for each in inks if each.line == ink.line and each.right - each.left > 4 * (each.high - each.low))
    return not any(sum_.x < bar.left <= ink.x <= bar.right for bar in flat)


def _factor(sign: Ink, inks: list[Ink], side: int) -> Factor | None:
    """Return the formula next to a sign on one side."""
    there = [ink for ink in inks if ink is not sign and side * (ink.x - sign.x) > 0 and _is_level(ink, sign)]
    if not there:
        return None
    first = min(there, key=lambda ink: min(side * ink.left, side * ink.right))
    line = [ink for ink in inks if ink.line == first.line] if first.line >= 0 else [first]
    left, right = min(ink.left for ink in line), max(ink.right for ink in line)
    within = [ink for ink in there if left <= ink.x <= right]
    slack = max(first.air) if first.line < 0 else 0.0
    return Factor(left, right, slack, any(ink.is_number for ink in (*line, *within)))


def _is_level(ink: Ink, sign: Ink) -> bool:
    """Return whether something stands beside a sign, rather than above or below its line."""
    reach = _REACH * sign.em
    return ink.low < sign.y + reach and ink.high > sign.y - reach


def _gap(sign: Ink, inks: list[Ink], side: int) -> Gap | None:
    """Return the space between a sign and the nearest ink on one side, with what stands above and below that."""
    limits = [ink for ink in inks if sign.sign == "Σ" and _is_limit(ink, sign, inks)]
    edge = max(side * end for ink in (sign, *limits) for end in (ink.left, ink.right))

    def near(ink: Ink) -> float:
        return min(side * ink.left, side * ink.right)

    there = [
        ink
        for ink in inks
        if ink is not sign and ink not in limits and side * (ink.x - sign.x) > 0 and _is_level(ink, sign)
    ]
    if not there:
        return None
    first = min(there, key=near)
    end = near(first)
    over = [
        ink
        for ink in inks
        if ink.line == first.line >= 0
        and ink is not sign
        and abs(ink.y - sign.y) < _ROW * sign.em
        and (_is_limit(ink, first, inks) if first.sign == "Σ" else ink.left < first.right and ink.right > first.left)
        and near(ink) > edge - _BACK * sign.em
    ]
    end = min([end, *map(near, over)])
    space = (end - edge) / sign.em
    return Gap(float(space), first.is_number, first.air[0 if side > 0 else 1]) if space < _FAR else None
