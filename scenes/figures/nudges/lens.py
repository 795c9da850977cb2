"""Magnifiers beside value lines: changes too small to see, with their true relative lengths and directions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from manim import DOWN, DR, LEFT, RIGHT, UP, Animation, Circle, Dot, FadeOut, Line, Polygon, RoundedRectangle, VGroup

from backprop_core.quantities import Quantity
from scenes.figures.nudges.brace import NarrowBrace
from scenes.figures.nudges.magnification import Magnification, power_sign
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import change, redraw
from scenes.kit.plot.value_line import DOT_RADIUS, ValueLine
from scenes.kit.text.formula import Formula
from scenes.kit.text.readout import Readout, printed_width
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, MEDIUM, SMALL, THICK, THIN
from scenes.numbers.format import decimals_for_smallest, is_tiny
from scenes.numbers.language import N_
from scenes.numbers.scales import Unit, round_below

# In frame units: between a panel's ends and what it shows, the radius of its corners, its axis below its top, the
# brace below the axis, the number above its bottom.
PADDING = 0.3
_CORNER = 0.16
_AXIS_DROP = 0.22
_BRACE_DROP = 0.12
_NUMBER_RISE = 0.18

_CONE_OPACITY = 0.1

# The length of the scale bar at most, in frame units: its words and the longest number have room beside it.
_LONGEST_SCALE_BAR = 1.45

# How many times more lenses magnify from one look to the next, closer one; for how many looks there is room.
_CLOSER, _LOOKS = 10.0, 3


class Lens(VGroup):
    """A panel beside a value line that shows one change under a magnifier.

    Parameters
    ----------
    line
        The value line; the panel stands to its right, at its height.
    change
        The whole change; the lens begins with none of it.
    unit, power
        The length of a change of 1, and the further factor by which this lens magnifies.
    origin
        Where the change starts, in frame units from the left end of the room inside the panel.
    left, width, height
        The panel's left edge and size, in frame units.
    decimals
        How the number is printed; a change too small for three digits is a power of ten.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        line: ValueLine,
        change: Quantity,
        *,
        unit: Unit,
        power: int,
        origin: float,
        left: float,
        width: float,
        height: float,
        decimals: int,
    ):
        super().__init__()
        colour = line.colour
        self._typesetter, self._power, self.decimals = typesetter, power, decimals
        self._is_tiny = is_tiny(change.value)
        self._unit = unit.times(power)
        middle = line.axis.get_center()[1]
        self.panel = RoundedRectangle(
            width=width,
            height=height,
            corner_radius=_CORNER,
            color=colour,
            stroke_width=THIN,
            fill_color=typesetter.theme.panel,
            fill_opacity=1,
        ).move_to((left + width / 2, middle, 0))
        self.cone = Polygon(
            line.dot.get_center(),
            (left, middle + height / 2 - _CORNER, 0),
            (left, middle - height / 2 + _CORNER, 0),
            stroke_width=0,
            fill_color=colour,
            fill_opacity=_CONE_OPACITY,
        )
        y = middle + height / 2 - _AXIS_DROP
        ends = (left + PADDING / 2, y, 0), (left + width - PADDING / 2, y, 0)
        self.axis = Line(*ends, color=typesetter.theme.muted, stroke_width=THIN)
        self.ring = Circle(DOT_RADIUS, color=colour, stroke_width=THIN).move_to((left + PADDING + origin, y, 0))
        self.bar = Line(color=colour, stroke_width=THICK)
        self.dot = Dot(self._origin, DOT_RADIUS, color=colour)
        self.brace = NarrowBrace(self._origin, self._origin, colour=colour)

        foot = middle - height / 2 + _NUMBER_RISE
        self.power_sign = power_sign(typesetter, power).shift((left + PADDING, foot, 0))
        room = width - PADDING - (self.power_sign.get_right()[0] - left if power > 1 else 0.0) - PADDING / 2
        self._room = room
        self.readout, self.name = self._say(change)
        self.symbol = self.name.argument(0)
        self.add(self.cone, self.panel, self.axis, self.bar, self.brace, self.ring, self.dot)
        self.add(self.name, self.readout, self.power_sign)
        self.show(replace(change, value=0.0, given=()))

    @property
    def _origin(self) -> np.ndarray:
        """The point where the change starts."""
        return self.ring.get_center()

    @property
    def measured(self) -> VGroup:
        """The parts that show the change: ring, bar, dot, and the brace below them."""
        return VGroup(self.ring, self.bar, self.dot, self.brace)

    @property
    def length(self) -> float:
        """The length of the drawn change in frame units, negative to the left."""
        return float(self.dot.get_center()[0] - self._origin[0])

    @property
    def places(self) -> int:
        """The decimals of the number, none for a power of ten."""
        return 0 if self._is_tiny else self.decimals

    def show(self, change: Quantity) -> Self:
        """Draw a change: the dot away from its ring, a bar and a brace between them, and the number."""
        end = self._origin + self._unit.length(change.value) * RIGHT
        self.dot.move_to(end)
        self.bar.set_points_as_corners([self._origin, end])
        self.brace.span(self._origin + _BRACE_DROP * DOWN, end + _BRACE_DROP * DOWN)
        self.readout.show(change)
        return self

    def magnify(self, unit: Unit) -> Self:
        """Draw the change with another length of a change of 1, common to all lenses."""
        self._unit = unit.times(self._power)
        return self.show(self.readout.quantity)

    def add_digit(self) -> None:
        """Print the number with one more decimal; name and digits stay where they are."""
        self.decimals += 1
        self.remove(self.readout)
        before = self.readout
        self.readout = self._number(before.quantity, before.em).anchor_at((before.start, before.baseline, 0))
        self.add(self.readout)

    def _say(self, change: Quantity) -> tuple[Readout, Formula]:
        """Return the change's number and its name, at the panel's foot; if there is room, with "=" in its middle.

        There is room for the numbers of all closer looks.
        """
        right, foot, _ = corner = self.panel.get_corner(DR) + PADDING * LEFT + _NUMBER_RISE * UP
        longest = max(
            printed_width(
                self._typesetter.printed(change.value / _CLOSER**look, decimals=self.places + look, signed=True)
            )
            for look in range(_LOOKS)
        )
        readout = self._number(change, LABEL)
        readout.shift((right - longest * LABEL - readout.get_left()[0], foot - readout.baseline, 0))
        name = self._typesetter.formula("{} =", change.symbol, size=LABEL)
        name.next_to(readout, LEFT, buff=EQUALS * LABEL).on_baseline(foot)
        said, width = VGroup(name, readout), right - name.get_left()[0]
        shrink = min(1.0, self._room / width)
        said.scale(shrink, about_point=corner)
        spare = self._room - shrink * width
        said.shift(min(max(name[-1].get_x() - self.panel.get_x(), 0.0), spare) * LEFT)
        return readout, name

    def _number(self, change: Quantity, size: float) -> Readout:
        return self._typesetter.readout(change, size=size, decimals=self.places, signed=True, from_left=True)


class Lenses(VGroup):
    """A lens for each of several value lines, and above them their common scale.

    Parameters
    ----------
    lines, changes
        The value lines, and the whole change of each.
    left, right, height
        The ends of all panels, and their height, in frame units.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        lines: Sequence[ValueLine],
        changes: Sequence[Quantity],
        *,
        left: float,
        right: float,
        height: float,
    ):
        values = [change.value for change in changes]
        width = right - left
        room = width - 2 * PADDING
        self.magnification = Magnification.of(values, room)
        self.each = [
            Lens(
                typesetter,
                line,
                change,
                unit=self.magnification.unit,
                power=power,
                origin=self.magnification.origin,
                left=left,
                width=width,
                height=height,
                decimals=decimals_for_smallest(*values),
            )
            for line, change, power in zip(lines, changes, self.magnification.powers, strict=True)
        ]
        self._typesetter, self._room = typesetter, room
        self.heading = self._scale_bar(self.magnification.unit)
        super().__init__(*self.each, self.heading)

    @property
    def type_size(self) -> float:
        """The size of the smallest number."""
        return min(lens.readout.em for lens in self.each)

    @property
    def cones(self) -> VGroup:
        """The cones that lead from the lines to the lenses."""
        return VGroup(*(lens.cone for lens in self.each))

    def compare_ends(self, **options) -> Animation:
        """Return an animation in which the cones leave, and the lenses between the first and the last one dim."""

        def dim(lenses: Lenses) -> None:
            lenses.cones.set_fill(opacity=0)
            VGroup(*lenses.each[1:-1]).fade(1 - DIM)

        return change(self, dim, **options)

    def leave_symbols(self, **options) -> Animation:
        """Return an animation in which all leaves but the symbols of the first change and the last one."""
        staying = {id(glyph) for lens in (self.each[0], self.each[-1]) for glyph in lens.symbol}
        return FadeOut(*(part for part in self.family_members_with_points() if id(part) not in staying), **options)

    def look_closer(self, **options) -> Animation:
        """Return an animation in which all lenses magnify up to ten times more: the bars grow, and the scale changes.

        The numbers have one more digit.
        """
        start, lengths = self.magnification.unit, [lens.length for lens in self.each]
        left, right = self.magnification.origin, self._room - self.magnification.origin
        most = [(right if length > 0 else left) / abs(length) for length in lengths if length]
        factor = min([_CLOSER, *most])
        self.remove(self.heading)
        self.heading = self._scale_bar(replace(start, share=start.share * factor))
        self.add(self.heading)
        value, middle = self._marked, self.heading[1].get_center()
        for lens in self.each:
            lens.add_digit()

        def show(t: float) -> None:
            unit = replace(start, share=start.share * factor**t)
            self.magnification = replace(self.magnification, unit=unit)
            self.heading[1].become(self._bar(unit.length(value)).move_to(middle))
            for lens in self.each:
                lens.magnify(unit)

        return redraw(self, show, **options)

    def _scale_bar(self, unit: Unit) -> VGroup:
        """Return a bar as long as a round number is in all lenses, with words that say so."""
        typesetter = self._typesetter
        self._marked = value = round_below(unit.value(_LONGEST_SCALE_BAR))
        words = typesetter.words(N_("in every lens"), size=SMALL, colour=typesetter.theme.muted)
        number = typesetter.tick(
            value, decimals_for_smallest(value, digits=1), size=SMALL, colour=typesetter.theme.text
        )
        equals = typesetter.formula("=", size=SMALL)
        bar = self._bar(unit.length(value))
        equation = VGroup(bar, equals, number).arrange(RIGHT, buff=EQUALS * SMALL).next_to(words, RIGHT, buff=0.18)
        for part in (words, equals, number):
            part.on_baseline(0)
        bar.match_y(equals)
        return kept_inside(VGroup(words, *equation).next_to(self.each[0].panel, UP, buff=0.2, aligned_edge=RIGHT))

    def _bar(self, length: float) -> VGroup:
        """Return a line of this length with a stroke across each end."""
        half, colour = length / 2 * RIGHT, self._typesetter.theme.text
        return VGroup(
            Line(-half, half, color=colour, stroke_width=MEDIUM),
            *(Line(end + 0.1 * DOWN, end + 0.1 * UP, color=colour, stroke_width=MEDIUM) for end in (-half, half)),
        )
