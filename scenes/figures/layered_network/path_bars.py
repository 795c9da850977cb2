"""The products of all paths as signed bars that can be laid end to end, and below them a bar for their sum."""

from itertools import accumulate, pairwise

from manim import LEFT, RIGHT, Animation, AnimationGroup, VGroup, VMobject

from scenes.kit.motion.animations import fly, one_by_one, redraw
from scenes.kit.plot.bars import Bar, BarScale, number_room
from scenes.kit.text.readout import printed_height
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, SMALL, SMALLEST, THIN
from scenes.numbers.layers import PathSum

SUM_ROW, CHECK_ROW = 1.4, 1.6
"""The heights of the sum's row and of the check's below it, in rows of a path."""

# Beside labels and numbers, a bar's height at most, and the least room for all bars, in frame units; that height as a
# share of the bars' distance; between the numbers of two bars, in em.
_LABEL_GAP, _BAR_HEIGHT, _LEAST_LENGTH, _BAR_SHARE = 0.2, 0.45, 0.3, 0.62
_NUMBER_GAP = 0.1

MARK = 0.13
"""Half of the width of the check's mark, for which the sum's number makes room, in frame units."""

# How far up in its row the check stands, in rows of a path: its names have deep indices.
_LOW = 0.65

# How far the middle of a digit is above the baseline, in em.
_DIGIT_MIDDLE = 0.325

# The size of a question mark, in sizes of the label.
_QUESTION = 1.4


class PathBars(VGroup):
    """A bar for each path, at first all from the zero line, and a bar for their sum.

    The numbers of the paths stand in a column beside their names: at the end of a bar that has moved, a number would
    be taken for the value there. That of the sum is on the right, even of a negative one.

    Parameters
    ----------
    places
        The decimals of the numbers.
    left, right, top, bottom
        The box of the bars and of the check's row below them, in frame units.
    largest
        The type's size at most.

    Notes
    -----
    ``zero``, ``bars`` with their names ``tags``, ``label`` (of the sum) and ``total`` are its parts, to be shown one
    by one; ``unknown`` is a question mark where the sum's bar will be, ``axis`` is the scale of all bars, and ``low``
    the height of the check's row. ``size`` is the type's size.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        sums: PathSum,
        places: int,
        *,
        left: float,
        right: float,
        top: float,
        bottom: float,
        largest: float,
    ):
        self._typesetter = typesetter
        n = len(sums.products)
        pitch = (top - bottom) / (n + SUM_ROW + CHECK_ROW)
        heights = [top - (j + 0.5) * pitch for j in range(n)]
        self.low = bottom + _LOW * pitch
        quantities = [*sums.products, sums.total]
        height = min(_BAR_HEIGHT, _BAR_SHARE * pitch)
        printed = (typesetter.printed(each.value, decimals=places) for each in quantities)
        name = typesetter.formula("j = 0", size=1.0)
        tallest = max(name.height, *map(printed_height, printed))

        def fits(size: float) -> bool:
            wide = size * name.width + 2 * number_room(typesetter, quantities, size=size, decimals=places)
            free = right - left - wide - 2 * _LABEL_GAP - MARK
            return pitch > size * (tallest + _NUMBER_GAP) and free > _LEAST_LENGTH

        self.size = size = next(filter(fits, (min(LABEL, largest), SMALL)), SMALLEST)
        self.label = typesetter.formula("{} slash {}", sums.letters[0].top, sums.letters[0].bottom, size=size)
        sum_y = bottom + (CHECK_ROW + 0.5) * pitch
        self.tags = [typesetter.formula(f"j = {j}", size=size) for j in range(n)]
        room = number_room(typesetter, quantities, size=size, decimals=places)
        names = max(tag.width for tag in self.tags) + _LABEL_GAP
        column = left + max(names + room, self.label.width)
        self.starts = [0.0, *accumulate(product.value for product in sums.products)]
        spans = [*pairwise(self.starts), *((0.0, quantity.value) for quantity in quantities)]
        scale = self.axis = BarScale.fitting(spans, column + _LABEL_GAP, right - room - MARK, 0.0)
        style = {"height": height, "size": size, "decimals": places}
        self.bars = [
            Bar(typesetter, product, scale, y, column=column, **style)
            for product, y in zip(sums.products, heights, strict=True)
        ]
        own = scale.x(max(sums.total.value, 0.0)) + MARK
        own += number_room(typesetter, [sums.total], size=size, decimals=places)
        self.total = Bar(typesetter, sums.total, scale, sum_y, column=own, **style)
        for name, y in zip((*self.tags, self.label), (*heights, sum_y), strict=True):
            name.set_x(left, direction=LEFT).on_baseline(y - _DIGIT_MIDDLE * size)
        self.unknown = typesetter.formula("?", size=_QUESTION * size)
        self.unknown.next_to((scale.zero, sum_y, 0), RIGHT, _LABEL_GAP)
        self.zero = scale.upright(0.0, top, self.low + pitch / 2, colour=typesetter.theme.muted, width=THIN)
        super().__init__(self.zero, *self.bars, *self.tags, self.label, self.unknown, self.total)

    def grow(self, j: int, head: VMobject, factors: VMobject, **options) -> Animation:
        """Return an animation in which the ``head`` of path ``j`` and its factors' product drop; a bar grows."""
        bar, grown = self.bars[j], [bar.block for bar in self.bars[:j]]
        dropped = AnimationGroup(fly(head, self.tags[j]), fly(factors, bar.number, panels=grown))
        return one_by_one(dropped, bar.grow_block(), **options)

    def lay_end_to_end(self) -> list[Animation]:
        """Return animations that slide each bar to where the one above it ends."""
        return [self._slide(bar, start) for bar, start in zip(self.bars, self.starts, strict=False)][1:]

    def connectors(self) -> VGroup:
        """Return dashed lines from each bar's end down to the next bar, and from the last to the sum."""
        pairs = pairwise([*self.bars, self.total])
        return VGroup(*(bar.connector(following, colour=self._typesetter.theme.muted) for bar, following in pairs))

    def _slide(self, bar: Bar, start: float) -> Animation:
        """Return an animation that slides a bar."""
        return redraw(bar, lambda t: bar.place(self.axis, bar.y, start * t))
