"""The products of all paths as signed bars that can be laid end to end, and below them a bar for their sum."""

from itertools import accumulate, pairwise

import numpy as np
from manim import LEFT, RIGHT, Animation, VGroup, interpolate

from scenes.kit.motion.animations import redraw
from scenes.kit.plot.bars import Bar, BarScale, number_room
from scenes.kit.text.readout import printed_height
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, SMALL, SMALLEST, THIN
from scenes.numbers.layers import PathSum

SUM_ROW = 1.7
"""The height of the sum's row, in rows of a path."""

# Beside the label, and a bar's height at most, in frame units; that height as a share of the bars' distance; between
# the numbers of two bars, in em.
_LABEL_GAP, _BAR_HEIGHT, _BAR_SHARE = 0.2, 0.45, 0.62
_NUMBER_GAP = 0.1

# The size of a question mark, in sizes of the label.
_QUESTION = 1.4

# Shares of the label's width that are left free for it, tried until it does not meet the sum's bar.
_LABEL_SHARES = np.linspace(0.0, 1.0, 12)


class PathBars(VGroup):
    """A bar for each path, at first all from the zero line, and a bar for their sum.

    Parameters
    ----------
    places
        The decimals of the numbers.
    left, right, top, bottom
        The box that the bars fill, in frame units.

    Notes
    -----
    ``zero``, ``bars``, ``label`` (of the sum) and ``total`` are its parts, to be shown
    one by one; ``unknown`` is a question mark where the sum's bar will be, ``axis`` is the scale of all bars.
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
    ):
        self._typesetter = typesetter
        pitch = (top - bottom) / (len(sums.products) + SUM_ROW)
        heights = [top - (j + 0.5) * pitch for j in range(len(sums.products))]
        quantities = [*sums.products, sums.total]
        height = min(_BAR_HEIGHT, _BAR_SHARE * pitch)
        tallest = max(printed_height(typesetter.printed(each.value, decimals=places)) for each in quantities)
        size = next((size for size in (LABEL, SMALL) if pitch > size * (tallest + _NUMBER_GAP)), SMALLEST)
        self.label = typesetter.formula("{} slash {}", sums.letters[0].top, sums.letters[0].bottom, size=size)
        low = bottom + max(pitch, self.label.height) / 2
        self.starts = [0.0, *accumulate(product.value for product in sums.products)]
        spans = [*pairwise(self.starts), *((0.0, quantity.value) for quantity in quantities)]
        room = number_room(typesetter, quantities, size=size, decimals=places)
        scale = self.axis = self._fitting(spans, sums.total.value, left, right, room)
        self.bars = [
            Bar(typesetter, quantity, scale, y, height=height, size=size, decimals=places)
            for quantity, y in zip(quantities, [*heights, low], strict=True)
        ]
        self.total = self.bars.pop()
        side = RIGHT if sums.total.value < 0 else LEFT
        self.label.next_to((scale.zero, low, 0), side, buff=_LABEL_GAP)
        self.unknown = typesetter.formula("?", size=_QUESTION * size).next_to((scale.zero, low, 0), -side, _LABEL_GAP)
        self.zero = scale.upright(0.0, top, bottom, colour=typesetter.theme.muted, width=THIN)
        super().__init__(self.zero, *self.bars, self.label, self.unknown, self.total)

    def lay_end_to_end(self) -> list[Animation]:
        """Return animations that slide each bar to where the one above it ends."""
        return [self._slide(bar, start) for bar, start in zip(self.bars, self.starts, strict=False)][1:]

    def connectors(self) -> VGroup:
        """Return dashed lines from each bar's end down to the next bar, and from the last to the sum."""
        pairs = pairwise([*self.bars, self.total])
        return VGroup(*(bar.connector(following, colour=self._typesetter.theme.muted) for bar, following in pairs))

    def _slide(self, bar: Bar, start: float) -> Animation:
        """Return an animation that slides a bar; its number glides too, even if it changes to the bar's other end."""
        places = bar.number.get_x(), bar.place(self.axis, bar.y, start).number.get_x()
        bar.place(self.axis, bar.y)

        def show(t: float) -> None:
            bar.place(self.axis, bar.y, start * t).number.set_x(interpolate(*places, t))

        return redraw(bar, show)

    def _fitting(
        self, spans: list[tuple[float, float]], total: float, left: float, right: float, room: float
    ) -> BarScale:
        """Return the largest scale that leaves room for the sum's label, on the side where its number is not."""
        width = self.label.width + _LABEL_GAP
        sides = [
            (left, right - width * part) if total < 0 else (left + width * part, right) for part in _LABEL_SHARES
        ]
        scales = [BarScale.fitting(spans, *ends, room) for ends in sides]
        ends = {True: lambda scale: scale.zero + width <= right, False: lambda scale: scale.zero - width >= left}
        return next(filter(ends[total < 0], scales), scales[-1])
