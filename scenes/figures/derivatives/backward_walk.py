"""The chain rule followed back from the cost to the first weight: a step at a time, with what is known as bars."""

from collections.abc import Sequence
from dataclasses import replace
from math import prod, sqrt

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
    ReplacementTransform,
    VGroup,
    VMobject,
)

import backprop_core as bp
from backprop_core.quantities import Quantity, Ratio, Symbol, activation, cost, partial, weight
from scenes.figures.derivatives.standing_bar import StandingBar, drawable, standing_scale
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import carry, change, one_by_one
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import AIR, put_between
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
from scenes.numbers.format import as_printed, exact_decimals, significant_decimals
from scenes.numbers.language import N_
from scenes.numbers.training import named_from_the_end

# The x of the bar to compare, and of the cost; the chain's height and radius; from its neurons and edges to names.
_LEFT, _RIGHT, _CHAIN_Y, _RADIUS, _NAME_GAP, _EDGE_GAP = -6.0, 6.1, 2.6, 0.5, 0.12, 0.2

# Below it: the top of names and their size, from there down to the numbers' baseline, and where bars begin and end.
_NAMES_TOP, _NAMES, _NUMBER_DROP, _BARS_GAP, _BARS_BOTTOM = 1.95, 0.66, 0.55, 0.59, SAFE_BOTTOM + 0.5

# A bar's width, as a share of its column's, and at most; that of a zero line alone; from a bar's number to its name.
_BAR_SHARE, _WIDEST_BAR, _ZERO_SHARE, _COMPARED_GAP = 0.55, 0.9, 0.8, 0.12

# Air between the numbers of neighbouring columns, and how far parts move while they fade in, in frame units.
_AIR, _SHIFT = 0.12, 0.2


class StepProduct(VGroup):
    """A factor times the derivative that is known before it: their names and below them their numbers.

    Parameters
    ----------
    parts
        The factor, and what is known; at the cost, just the factor.
    decimals
        Their decimals.

    Notes
    -----
    ``names`` and ``numbers`` are the formulas of these, and ``dots`` what is between them.
    """

    def __init__(self, typesetter: Typesetter, parts: Sequence[Quantity], decimals: Sequence[int]):
        self.parts, pairs = parts, [*zip(parts, decimals, strict=True)]
        self.names = [typesetter.formula("{}", part.symbol, size=_NAMES).on_baseline(0) for part in parts]
        self.numbers = [
            typesetter.formula("{}", part, size=NORMAL, decimals=places, brackets=True) for part, places in pairs
        ]
        rows = self.names, self.numbers
        columns = [VGroup(name, number.match_x(name)) for name, number in zip(*rows, strict=True)]
        self.dots = VGroup(*(typesetter.formula("dot.op", size=row[0].em) for row in rows if len(parts) > 1))
        if self.dots:
            columns[1].next_to(columns[0], RIGHT, buff=2 * AIR * _NAMES + self.dots[0].width)
            put_between(*zip(self.dots, rows, strict=True))
        super().__init__(*columns, self.dots)

    def stand(self, x: float, low: float, *, left: float = SAFE_LEFT) -> None:
        """Put the factor there, but nothing beyond ``left``, and the numbers' baseline at ``low``."""
        for number in self.numbers:
            number.on_baseline(low)
        for dot, row in zip(self.dots, (self.names, self.numbers), strict=False):
            dot.on_baseline(row[0].baseline)
        kept_inside(self.shift((x - self.names[0].get_x(), 0, 0)), left)

    def follow(self, before: "StepProduct", source: VMobject) -> Animation:
        """Return an animation in which the product ``before`` becomes what is known in this one.

        What the factor begins with and the derivative ends in goes; the number comes from the ``source``.
        """
        (name, number), known = (row[1] for row in (self.names, self.numbers)), self.parts[1].symbol
        factor, *others = before.names
        assert isinstance(known, Ratio)
        if not others:
            return AnimationGroup(ReplacementTransform(factor, name), ReplacementTransform(before.numbers[0], number))
        top, bottom = known.top.of, known.bottom.of
        over, under = others[0].of(top), factor.of(bottom)
        line = VGroup(*(glyph for glyph in name if glyph not in (*name.of(top), *name.of(bottom))))
        kept = {id(glyph) for glyph in (*over, *under)}
        cancelled = (glyph for each in before.names for glyph in each if id(glyph) not in kept)
        gone = FadeOut(*cancelled, *before.numbers, before.dots)
        moved = ReplacementTransform(over, name.of(top)), ReplacementTransform(under, name.of(bottom)), FadeIn(line)
        return one_by_one(gone, AnimationGroup(*moved), carry(source, number))

    def show_factor(self) -> Animation:
        """Return an animation that shows the factor and the dots after it."""
        return FadeIn(self.names[0], self.numbers[0], self.dots, shift=_SHIFT * DOWN)


class BackwardWalk(VGroup):
    """The chain with its cost; below it the product of one step back; below that, each product so far as a bar.

    A step's factor stands below its neuron, edge or C_0, times the derivative by what comes after. Each product is a
    bar there, all at one scale. At the left is the last product's name, with its number in the end; then, to compare,
    the last weight's bar grows apart from them, with its name. As in ∇C, the first layer is named by its number.

    Notes
    -----
    ``diagram`` is the chain, ``link`` leads on to the cost. ``parts`` are the parts of both that a change passes, in
    backward order, one for each step: the link, then neurons and edges by turns; ``labels`` are their names, by
    symbol. ``steps`` are the products of a factor and what is known, ``bars`` their values. ``left`` is the name of
    the last product, ``equals`` the signs after it and its ``value``; until that is known, ``open`` is a faint sign
    with three dots. ``compared`` is the last weight's bar, ``axis_name`` says what the bars of the walk are.
    """

    def __init__(self, typesetter: Typesetter, last: LastLayer):
        path, L = BackwardPath(last.chain, 1), last.chain.network.L
        self._typesetter, self._highlight = typesetter, typesetter.theme.highlight
        self._column = (_RIGHT - _LEFT) / (2 * L + 2)
        self._xs = [_RIGHT - self._column * place for place in range(len(path.factors))]
        self.labels: dict[Symbol, Formula] = {}
        self.diagram, self.link, self.parts = self._chain(last)
        shown = [*path.products, last.derivative]
        decimals = [significant_decimals(each.value, least=min(3, typesetter.decimals)) for each in shown]
        self._lay_steps(path, decimals, L)
        texts = (typesetter.printed(q.value, decimals=places) for q, places in zip(shown, decimals, strict=True))
        wide = max(map(printed_width, texts))
        width = min(_BAR_SHARE * self._column, _WIDEST_BAR)
        aside = self._column - width / 2 - _AIR  # from a bar to what stands beside the next one
        self._crowded = (size := min(LABEL, (self._column - _AIR) / wide)) < SMALL
        if self._crowded:
            size = max(SMALLEST, min(LABEL, (self._xs[-1] + aside - SAFE_LEFT - _AIR) / 2 / wide))
        top = float(self.value.get_bottom()[1]) - _BARS_GAP
        upwards, values = last.derivative.value >= 0, drawable([each.value for each in shown])
        slope = partial(cost(), last.path[0])
        self._name = typesetter.formula("{} slash {}", slope.top, slope.bottom, size=size)
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            room = share * (self._name.height + 2 * _COMPARED_GAP)
            ends = (top - room, _BARS_BOTTOM) if upwards else (top, max(_BARS_BOTTOM, SAFE_BOTTOM + room))
            zero, unit = standing_scale(values, *ends, size)
            columns = zip(shown, values, (*self._xs, _LEFT), decimals, strict=True)
            *self.bars, self.compared = (
                StandingBar(typesetter, q, y, unit, (x, zero), width=width, size=size, decimals=places)
                for q, y, x, places in columns
            )
            for bar, x in zip((*self.bars, self.compared), (*self._xs, SAFE_RIGHT), strict=True):
                kept_inside(bar.number, right=min(SAFE_RIGHT, x + aside))
            kept_inside(self._name.next_to(self.compared, UP if upwards else DOWN, _COMPARED_GAP))
            if self._name.get_bottom()[1] >= SAFE_BOTTOM and self._name.get_top()[1] <= top:
                break
        reach = min(_ZERO_SHARE * self._column / 2, _LEFT - SAFE_LEFT)
        ends = (self._xs[-1] - reach, SAFE_RIGHT), (_LEFT - reach, _LEFT + reach)
        self.zero, self._own_zero = (
            Line((left, zero, 0), (right, zero, 0), color=typesetter.theme.muted, stroke_width=THIN)
            for left, right in ends
        )
        self.axis_name = typesetter.words(N_("product so far"), size=SMALL, colour=typesetter.theme.muted)
        self.axis_name.move_to((SAFE_RIGHT, _BARS_BOTTOM - _COMPARED_GAP, 0), aligned_edge=UP + RIGHT)
        super().__init__(self.diagram, self.link, *self.labels.values(), self.left, *self.equals, self.value)
        self.add(self.zero, self.axis_name, self.steps[-1], *self.bars, self.compared, self._own_zero, self._name)

    def step(self, place: int) -> Animation:
        """Return one step back: a part of the chain lights up, and its factor turns the product into the next one.

        Before, the last step's product becomes what is known. Where numbers stand close together, its bar's leaves.
        """
        bar, before, now = self.bars[place], self.bars[place - 1] if place else None, self.steps[place]
        known = [now.follow(self.steps[place - 1], before.number)] if before else []
        gone = [FadeOut(self.open[1])] if now is self.steps[-1] else []
        lit = change(self.parts[place], lambda part: _outline(part).set_stroke(self._highlight, THICK))
        turned = [bar.turn_from(before.drawn if before else 0.0), FadeIn(bar.number)]
        if before and self._crowded:
            before.remove(before.number)
            turned.insert(0, FadeOut(before.number))
        return one_by_one(*gone, *known, AnimationGroup(lit, now.show_factor()), *turned)

    def finish(self) -> Animation:
        """Return an animation in which only the whole product stays lit, and gets its number at the left.

        Then the bar of the last weight's derivative grows beside its, to compare.
        """
        dimmed = VGroup(*self.bars[:-1]).animate.set_opacity(DIM).build()
        come = FadeIn(self._own_zero, self._name), self.compared.turn_from(0.0), FadeIn(self.compared.number)
        found = FadeIn(self.equals[1], self.value, shift=_SHIFT * DOWN)
        told = one_by_one(ReplacementTransform(self.open[0], self.equals[0]), found)
        return LaggedStart(told, dimmed, *come, lag_ratio=0.7)

    def _lay_steps(self, path: BackwardPath, decimals: Sequence[int], L: int) -> None:
        """Lay out the products of all steps, and the last one's name and number at the left."""
        typesetter, products = self._typesetter, path.products
        usual = [_usual_decimals(each.value, min(3, typesetter.decimals)) for each in path.factors]
        usual[0] = decimals[0]
        known = [[], *([each] for each in zip(products, decimals, strict=False))]
        self.steps = [
            StepProduct(typesetter, *zip(*((_named(part, L), n) for part, n in (factor, *before)), strict=True))
            for factor, before in zip(zip(path.factors, usual, strict=True), known, strict=False)
        ]
        whole, last = products[-1], self.steps[-1]
        self.left = typesetter.formula("{}", _named(whole, L).symbol, size=_NAMES).on_baseline(0)
        self.value = typesetter.formula("{}", whole, size=NORMAL, decimals=decimals[len(products) - 1])
        rows = [(self.left, last.names[0]), (self.value, last.numbers[0])]
        printed = prod(
            as_printed(part.value, n) for part, n in zip(last.parts, (usual[-1], decimals[-3]), strict=True)
        )
        signs = "=", "=" if as_printed(printed, decimals[-2]) == as_printed(whole.value, decimals[-2]) else "approx"
        self.equals = [typesetter.formula(sign, size=row[0].em) for sign, row in zip(signs, rows, strict=True)]
        end = SAFE_LEFT + max(self.left.width, self.value.width)
        lifted = _NAMES_TOP - max(name.get_top()[1] for step in self.steps for name in step.names)
        names = [self.left, *(name for step in self.steps for name in step.names)]
        low = lifted + min(name.get_bottom()[1] for name in names) - _NUMBER_DROP
        for part in (self.left, self.value):
            part.set_x((SAFE_LEFT + end) / 2)
        signs = [sign.width / 2 + EQUALS * sign.em for sign in self.equals]
        centre = max((SAFE_LEFT + end + row[0].width) / 2 + sign for sign, row in zip(signs, rows, strict=True))
        begin = centre + signs[0]
        dots = typesetter.formula("dots.h.c", size=_NAMES).set_x(begin, direction=LEFT)
        for step, x in zip(self.steps, self._xs, strict=True):
            step.shift((0, lifted, 0)).stand(x, low, left=dots.get_right()[0] + EQUALS * _NAMES)
        last.set_x(begin, direction=LEFT)
        self.left.shift((0, lifted, 0))
        self.value.on_baseline(low)
        for sign, row in zip(self.equals, rows, strict=True):
            sign.set_x(centre).on_baseline(row[0].baseline)
        self.open = VGroup(self.equals[0].copy(), dots.on_baseline(self.left.baseline)).set_opacity(DIM)

    def _chain(self, last: LastLayer) -> tuple[NetworkDiagram, Line, list[VMobject]]:
        """Return the chain, its link to the cost, and the parts of both in backward order; make their names."""
        typesetter, network, L = self._typesetter, last.chain.network, last.chain.network.L
        run = bp.forward(network, last.chain.x)
        begin, end, radius = _LEFT + self._column, _RIGHT - self._column, min(_RADIUS, self._column / 2)
        diagram = NetworkDiagram(
            typesetter,
            run,
            centre=((begin + end) / 2, _CHAIN_Y),
            width=end - begin + 2 * radius,
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
        between = 2 * (self._column - sqrt(radius**2 - _EDGE_GAP**2))  # the circles, where edges have their names
        size = max(SMALLEST, min(LABEL, (between - _AIR) / widest))
        for name, part in places.items():
            gap = _NAME_GAP if isinstance(part, Neuron) else _EDGE_GAP
            self.labels[name] = typesetter.formula("{}", name, size=size).next_to(part, UP, gap)
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
