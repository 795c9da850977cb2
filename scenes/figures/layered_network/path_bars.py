"""The products of all paths as signed bars, which are laid end to end; and their sum below them."""

from itertools import accumulate, pairwise

import numpy as np
from manim import LEFT, RIGHT, Animation, VGroup, interpolate

from scenes.kit.animations import redraw
from scenes.kit.plot.bars import Bar, BarScale, number_room
from scenes.kit.text.readout import printed_height
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, SMALL, SMALLEST, THIN
from scenes.numbers.layers import PathSum

SUM_ROW = 1.7

# Room beside the label; a bar's height, at most and as a share of the bars' distance; the space between the numbers
# of two bars, in em.
_AIR, _HIGHEST, _SHARE = 0.2, 0.45, 0.62
_SPACE = 0.1

# Shares of the label's width that the bars make room for, until it does not meet the sum's bar.
_PARTS = np.linspace(0.0, 1.0, 12)


class PathBars(VGroup):
    """A bar for each path, all from one zero line at first, and a bar for their sum.

    Parameters
    ----------
    places
        The decimals of their numbers.
    left, right, top, bottom
        The box that they fill, in frame units; the sum takes ``SUM_ROW`` times the room of a path's bar.

    Notes
    -----
    ``zero``, ``bars``, ``label`` (of the sum) and ``total`` are its parts, to be shown one by one.
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
        height = min(_HIGHEST, _SHARE * pitch)
        tallest = max(printed_height(typesetter.printed(each.value, decimals=places)) for each in quantities)
        size = next((size for size in (LABEL, SMALL) if pitch > size * (tallest + _SPACE)), SMALLEST)
        self.label = typesetter.formula("{} slash {}", sums.letters[0].top, sums.letters[0].bottom, size=size)
        low = bottom + max(pitch, self.label.height) / 2
        colours = typesetter.theme.paths[: len(heights)]
        self.starts = [0.0, *accumulate(product.value for product in sums.products)]
        spans = [*pairwise(self.starts), *((0.0, quantity.value) for quantity in quantities)]
        room = number_room(typesetter, quantities, size=size, decimals=places)
        scale = self._scale = self._fitting(spans, sums.total.value, left, right, room)
        self.bars = [
            Bar(typesetter, quantity, scale, y, height=height, size=size, decimals=places, colour=colour)
            for quantity, y, colour in zip(
                quantities, [*heights, low], [*colours, typesetter.theme.text], strict=True
            )
        ]
        self.total = self.bars.pop()
        side = RIGHT if sums.total.value < 0 else LEFT
        self.label.next_to((scale.zero, low, 0), side, buff=_AIR)
        self.zero = scale.upright(0.0, top, bottom, colour=typesetter.theme.muted, width=THIN)
        super().__init__(self.zero, *self.bars, self.label, self.total)

    def lay_end_to_end(self) -> list[Animation]:
        """Return the moves by which each bar comes to start where the one above it ends."""
        return [self._slide(bar, start) for bar, start in zip(self.bars, self.starts, strict=False)][1:]

    def connectors(self) -> VGroup:
        """Return dashed lines from each bar's end to the next bar, and to the end of the sum."""
        pairs = pairwise([*self.bars, self.total])
        return VGroup(*(bar.connector(following, colour=self._typesetter.theme.muted) for bar, following in pairs))

    def _slide(self, bar: Bar, start: float) -> Animation:
        """Let a bar slide; its number does not jump, even if it is to stand at the bar's other end."""
        places = bar.number.get_x(), bar.place(self._scale, bar.y, start).number.get_x()
        bar.place(self._scale, bar.y)

        def show(t: float) -> None:
            bar.place(self._scale, bar.y, start * t).number.set_x(interpolate(*places, t))

        return redraw(bar, show)

    def _fitting(
        self, spans: list[tuple[float, float]], total: float, left: float, right: float, room: float
    ) -> BarScale:
        """Return the largest scale that leaves room for the sum's label, on the side where its number is not."""
        width = self.label.width + _AIR
        sides = [(left, right - width * part) if total < 0 else (left + width * part, right) for part in _PARTS]
        scales = [BarScale.fitting(spans, *ends, room) for ends in sides]
        ends = {True: lambda scale: scale.zero + width <= right, False: lambda scale: scale.zero - width >= left}
        return next(filter(ends[total < 0], scales), scales[-1])
