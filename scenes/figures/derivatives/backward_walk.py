"""The chain rule followed back from the cost to the first weight: factors below the chain, their product as bars."""

from dataclasses import replace
from itertools import pairwise

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    VGroup,
    VMobject,
)

import backprop_core as bp
from backprop_core.quantities import Quantity, Ratio, Symbol, activation, cost, weight
from scenes.figures.derivatives.standing_bar import StandingBar, standing_scale
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import change
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import space_evenly
from scenes.kit.text.readout import printed_width
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import (
    DIM,
    LABEL,
    MEDIUM,
    NORMAL,
    SAFE_BOTTOM,
    SAFE_LEFT,
    SAFE_RIGHT,
    SMALL,
    SMALLEST,
    THICK,
    THIN,
)
from scenes.numbers.chain import BackwardPath, LastLayer
from scenes.numbers.format import exact_decimals, significant_decimals
from scenes.numbers.language import N_
from scenes.numbers.training import named_from_the_end

# The chain on top: the x of its first neuron and of the cost, its height and its neurons' radius; the gap to names.
_LEFT, _RIGHT, _CHAIN_Y, _RADIUS, _NAME_GAP = -6.0, 6.1, 2.5, 0.45, 0.12

# Below it: the top of the factors, the gap to their numbers, and the room for the bars.
_FACTORS_TOP, _NUMBER_GAP, _BARS_GAP, _BARS_BOTTOM = 1.85, 0.18, 0.55, SAFE_BOTTOM + 0.5

# The gap between the last weight's bar and its name, how far that bar's middle is from the frame's side, and the gap
# between its zero line and that of the walk.
_COMPARED_GAP, _STUB, _AXES_GAP = 0.12, 0.45, 0.25

# The most layers whose factors are named; with more, there is only room for their numbers.
_NAMED_LAYERS = 3

# The room for half an equals sign and the gap before it, and for the dot between two names, in em.
_SIGN, _DOT_ROOM = 0.85, 0.61

# The width of a bar, as a share of its column's; at most that of the last weight's zero line.
_BAR_SHARE = 0.55

# Air between the numbers of neighbouring columns, and how far parts move while they fade in, in frame units.
_AIR, _SHIFT = 0.12, 0.2


class BackwardWalk(VGroup):
    """The chain with its cost; below each neuron, edge and C_0 their factor; below that, the product so far.

    Each product is a bar below its last factor, all at one scale. At the left is the name of the last product, with
    its number in the end; below that, for comparison, the bar of the derivative by the last weight, with its name.
    As in ∇C, the first layer is named by its number.

    Notes
    -----
    ``diagram`` is the chain, ``link`` leads on to the cost. ``parts`` are the parts of both that a change passes, in
    backward order, one for each factor: the link, then neurons and edges by turns; ``labels`` are their names, by
    symbol. ``factors`` are the factors, each with its number first, ``bars`` the products, one for each step.
    ``left`` is the name of the last product, if there is room for names, and ``equals`` the sign after it; ``value``
    is its number, if there is room.
    ``compared`` is the last weight's bar, ``axis_name`` says what the bars of the walk are.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        path, L = BackwardPath(last.chain, 1), last.chain.network.L
        self._highlight = typesetter.theme.highlight
        self._typesetter = typesetter
        self._column = (_RIGHT - _LEFT) / (2 * L + 1)
        self._xs = [_RIGHT - self._column * place for place in range(len(path.factors))]
        self.labels: dict[Symbol, Formula] = {}
        self.diagram, self.link, self.parts = self._chain(last)
        factors = [_named(each, L) for each in path.factors]
        shown = [*path.products, last.derivative]
        decimals = [significant_decimals(each.value, least=min(3, typesetter.decimals)) for each in shown]
        few = [_usual_decimals(each.value, min(3, typesetter.decimals)) for each in path.factors]
        wide = [_width(typesetter, *each) for each in zip(shown, decimals, strict=True)]
        beside = (self._xs[-1] - SAFE_LEFT - _AIR) / (wide[-1] + wide[-2] / 2)
        size = max(SMALLEST, min(LABEL, beside, (self._column - _AIR) / max(wide)))
        within = [_width(typesetter, *each, brackets=True) for each in zip(path.factors, few, strict=True)]
        most = (self._column - _AIR / 2) / SMALLEST
        self._crowded_factors, self._crowded_bars = max(within) > most, max(wide) > most
        self._named = L <= _NAMED_LAYERS
        product = _named(path.products[-1], L)
        symbols = [each.symbol for each in (*factors, product)] if self._named else []
        names = [typesetter.formula("{}", symbol, size=1).width for symbol in symbols]
        room = max(SMALLEST, min(LABEL, (self._column - 2 * _AIR) / max(within)))
        name_room = max(SMALLEST, min(NORMAL, self._column / (max(names, default=1.0) + _DOT_ROOM)))
        before_sign = _LEFT + self._column / 2 - SAFE_LEFT
        name_size, smaller = (
            max(SMALLEST, min(most, before_sign / (width + _SIGN)))
            for most, width in ((name_room, max(names[-1:], default=0.0)), (room, wide[-2]))
        )
        dot = "dot.op" if self._column - max(within) * room > _AIR else ""
        self.factors = [
            VGroup(*self._term(factor, x, dot if place else "", sizes=(name_room, room), decimals=few[place]))
            for place, (factor, x) in enumerate(zip(factors, self._xs, strict=True))
        ]
        left = self._term(
            product, self._xs[-1] - self._column, "=", sizes=(name_size, smaller), decimals=decimals[-2]
        )
        for level in zip(*self.factors, left, strict=True):
            low = min(term[0].baseline for term in level)
            for term in level:
                term.shift((0, low - term[0].baseline, 0))
        if self._named:
            space_evenly([name for _, (name, *_) in reversed(self.factors)])
            for (number, *_), (name, *_) in self.factors:
                number.set_x(name.get_x())
        for after, before in pairwise(self.factors):
            for (right, *_), (left_part, *marks) in zip(after, before, strict=True):
                for mark in marks:
                    mark.set_x((left_part.get_right()[0] + right.get_left()[0]) / 2)
        fits = self._named and (wide[-2] + _SIGN) * smaller <= before_sign
        self.value, self.left = left[0] if fits else VGroup(), VGroup(*(name for name, _ in left[1:]))
        self.equals = VGroup(*(sign for _, sign in left[1:]))
        bottom = min(float(each.get_bottom()[1]) for each in self.factors)
        values = [each.value for each in shown]
        top, upwards = bottom - _BARS_GAP, last.derivative.value >= 0
        self._name = typesetter.formula("{}", last.derivative.symbol, size=SMALL)
        for room in (0.0, self._name.height + 2 * _COMPARED_GAP):
            ends = (top - room, _BARS_BOTTOM) if upwards else (top, _BARS_BOTTOM + room)
            zero, unit = standing_scale(values, *ends, size)
            *self.bars, self.compared = (
                kept_inside(
                    StandingBar(
                        typesetter,
                        each,
                        unit,
                        (x, zero),
                        width=min(_BAR_SHARE * self._column, 2 * _STUB),
                        size=size,
                        decimals=places,
                    )
                )
                for each, x, places in zip(shown, (*self._xs, SAFE_LEFT + _STUB), decimals, strict=True)
            )
            self._name.next_to(self.compared, UP if upwards else DOWN, _COMPARED_GAP)
            if beside < SMALLEST:
                self.compared.number.set_y(zero - (_COMPARED_GAP + size / 2) * (1 if upwards else -1))
            if self._name.get_bottom()[1] >= SAFE_BOTTOM and self._name.get_top()[1] <= top:
                break
        apart = self._xs[-1] - self._column / 2
        self.zero, self._stub = (
            Line((left, zero, 0), (right, zero, 0), color=typesetter.theme.muted, stroke_width=THIN)
            for left, right in ((apart, SAFE_RIGHT), (SAFE_LEFT, apart - _AXES_GAP))
        )
        self.axis_name = typesetter.words(N_("product so far"), size=SMALL, colour=typesetter.theme.muted)
        until = self._xs[2] + size * max(wide) / 2 + _AIR
        self.axis_name.scale(min(1.0, (SAFE_RIGHT - until) / self.axis_name.width))
        aside = UP if path.products[0].value < 0 else DOWN
        self.axis_name.next_to(self.zero, aside, _COMPARED_GAP, aligned_edge=RIGHT)
        super().__init__(
            self.diagram,
            self.link,
            *self.labels.values(),
            self.left,
            self.equals,
            self.value,
            self.zero,
            self.axis_name,
            self._stub,
            self.compared,
            self._name,
        )
        self.add(*self.factors, *self.bars)

    def step(self, place: int) -> Animation:
        """Return one step back: a part of the chain lights up, and its factor turns the product into the next one.

        Where numbers stand close together, those of the step before leave.
        """
        bar, before = self.bars[place], self.bars[place - 1] if place else None
        lit = change(self.parts[place], lambda part: _outline(part).set_stroke(self._highlight, THICK))
        gone = []
        if before and self._crowded_bars:
            before.remove(before.number)
            gone.append(FadeOut(before.number))
        if before and self._crowded_factors:
            self.remove(self.factors[place - 1])
            gone.append(FadeOut(self.factors[place - 1]))
        turned = bar.turn_from(before.quantity.value if before else 0.0)
        return LaggedStart(
            AnimationGroup(lit, *gone),
            FadeIn(self.factors[place], shift=_SHIFT * DOWN),
            turned,
            FadeIn(bar.number),
            lag_ratio=0.5,
        )

    def finish(self) -> Animation:
        """Return an animation in which only the whole product stays lit, and gets its number at the left.

        Then the last weight's bar grows.
        """
        dimmed = VGroup(*self.factors, *self.bars[:-1]).animate.set_opacity(DIM).build()
        grown = AnimationGroup(self.compared.turn_from(0.0), FadeIn(self._stub, self._name, self.compared.number))
        return LaggedStart(dimmed, FadeIn(self.equals, self.value, shift=_SHIFT * DOWN), grown, lag_ratio=0.5)

    def _term(
        self, quantity: Quantity, x: float, sign: str, *, sizes: tuple[float, float], decimals: int
    ) -> tuple[VGroup, ...]:
        """Return a column's number and, if there is room, the name above it, each with the sign that follows.

        ``sizes`` are the type sizes of the name and of the number.
        """
        typesetter, top = self._typesetter, _FACTORS_TOP
        name_size, size = sizes
        rows = [typesetter.formula("{}", quantity, size=size, decimals=decimals, brackets=sign != "=")]
        if self._named:
            rows.insert(0, typesetter.formula("{}", quantity.symbol, size=name_size))
        signs = [typesetter.formula(sign, size=row.em if sign == "=" else rows[0].em) for row in rows if sign]
        for row in rows:
            kept_inside(row.move_to((x, top, 0), UP))
            top = float(row.get_bottom()[1]) - _NUMBER_GAP
        for mark, row in zip(signs, rows, strict=False):
            mark.set_x(x + self._column / 2).on_baseline(row.baseline)
            if sign == "=":
                row.next_to(mark, LEFT, EQUALS * mark.em).on_baseline(mark.baseline)
        return tuple(VGroup(*pair) for pair in zip(rows[::-1], *([signs[::-1]] if signs else []), strict=True))

    def _chain(self, last: LastLayer) -> tuple[NetworkDiagram, Line, list[VMobject]]:
        """Return the chain, its link to the cost, and the parts of both in backward order; make their names."""
        typesetter, network, L = self._typesetter, last.chain.network, last.chain.network.L
        run = bp.forward(network, last.chain.x)
        end = _RIGHT - self._column
        radius = min(_RADIUS, self._column / 2)
        diagram = NetworkDiagram(
            typesetter,
            run,
            centre=((_LEFT + end) / 2, _CHAIN_Y),
            width=end - _LEFT + 2 * radius,
            height=4 * radius,
            radius=radius,
        )
        result = typesetter.formula("{}", cost()).move_to((_RIGHT, _CHAIN_Y, 0))
        start = diagram.neuron(L).get_right()
        link = Line(start, result.get_left() + 2 * _NAME_GAP * -RIGHT, color=typesetter.theme.muted)
        link.set_stroke(width=MEDIUM)
        places: dict[Symbol, VMobject] = {
            named_from_the_end(activation(l, L=L), L): diagram.neuron(l) for l in range(L + 1)
        }
        places |= {named_from_the_end(weight(l, L=L), L): diagram.edge(l) for l in range(1, L + 1)}
        widest = max(typesetter.formula("{}", name, size=1).width for name in places)
        size = max(SMALLEST, min(LABEL, 2 * (self._column - radius - _AIR) / widest))
        for name, part in places.items():
            self.labels[name] = typesetter.formula("{}", name, size=size).next_to(part, UP, _NAME_GAP)
        self.labels[cost()] = result
        layers = [part for l in range(L, 0, -1) for part in (diagram.neuron(l), diagram.edge(l))]
        return diagram, link, [link, *layers]


def _named(quantity: Quantity, L: int) -> Quantity:
    """Return a derivative with the first layer named by its number."""
    ratio = quantity.symbol
    assert isinstance(ratio, Ratio)
    top, bottom = (replace(part, of=named_from_the_end(part.of, L)) for part in (ratio.top, ratio.bottom))
    return replace(quantity, symbol=replace(ratio, top=top, bottom=bottom))


def _usual_decimals(value: float, usual: int) -> int:
    """Return the decimals of a factor: as many as where it was found, unless it is exact or small."""
    return max(significant_decimals(value), min(usual, exact_decimals(value)))


def _outline(part: VMobject) -> VMobject:
    """Return what is drawn of a part of the chain: an edge, or the circle of a neuron."""
    return part.circle if isinstance(part, Neuron) else part


def _width(typesetter: Typesetter, quantity: Quantity, decimals: int, *, brackets: bool = False) -> float:
    """Return the width of a printed number, in em."""
    text = typesetter.printed(quantity.value, decimals=decimals)
    return printed_width(text) + (0.8 if brackets and quantity.value < 0 else 0.0)
