"""The picture of the backward pass: the whole network with its derivatives, the two rules and a legend."""

from collections.abc import Iterator
from functools import partial
from itertools import chain, starmap
from typing import Any

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Line,
    ReplacementTransform,
    SurroundingRectangle,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

import backprop_core as bp
from backprop_core.lesson.load import LayersPart
from backprop_core.quantities import Quantity, Ratio, Symbol, cost
from backprop_core.quantities import partial as derivative
from scenes.figures.layered_network.cost_diagram import FAINT, CostDiagram, NetworkWithCost
from scenes.figures.layered_network.equations import paint, rewrite
from scenes.figures.layered_network.gradient_strokes import GradientStrokes, StrokeLegend
from scenes.figures.layered_network.paths import PathStage
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import carry, change, one_by_one, turn_over
from scenes.kit.motion.lights import Light
from scenes.kit.network.column_heads import ColumnHead
from scenes.kit.network.stage import FULL_WIDTH
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, LARGE, MOVE, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP
from scenes.numbers.format import decimals_for_smallest
from scenes.numbers.layers import PATH_NUDGE, PathSum, chain_names, ratio_names

# Between a neuron and the number beside it, which is clear of the layer's band, from the first number up to the head
# of all, and around a number on its ground, in frame units.
_NUMBER_GAP, _HEAD_GAP, _GROUND = 0.26, 0.3, 0.1


class SweptNetwork(NetworkWithCost):
    """The whole network and the cost, with the derivatives of the lesson's example.

    Parameters
    ----------
    part
        The network and its example.
    decimals
        The fewest decimals of ``slopes``.
    box
        The box that it fills: left, right, y and height, in frame units.

    Notes
    -----
    ``strokes`` are the derivatives for weights and biases, ``slopes`` the numbers of those for the activations of the
    layer before the last. Neither is part of the diagram until it is added.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        part: LayersPart,
        decimals: int,
        **box: Any,
    ):
        run = bp.forward(part.network, part.x)
        self.grad = bp.backward(part.network, run, part.y, part.cost)
        super().__init__(typesetter, run, **box)
        self.edges.set_stroke(typesetter.theme.muted, opacity=DIM)
        self.strokes = GradientStrokes(typesetter, self, self.grad)
        places = max(decimals, decimals_for_smallest(*self.grad.a[self.L - 1], digits=2))
        slopes = (self._slope(self.L - 1, k, places) for k in range(part.network.sizes[self.L - 1]))
        self.slopes = VGroup(*slopes)

    def transform_from(self, start: CostDiagram, **options) -> Animation:
        """Return an animation in which the last two layers become part of the whole network."""
        known = range(self.L - 1, self.L + 1)
        neurons = [(old, new) for l in known for old, new in zip(start.column(l), self.column(l), strict=True)]
        edges = [(start.edge(*at), self.edge(*at)) for at in self._edges if at[0] == self.L]
        others = [*zip(start.spokes, self.spokes, strict=True), (start.box, self.box)]
        parts = [(old.circle, new.circle) for old, new in neurons]
        numbers = [(old.number, new.number) for old, new in neurons if old.number and new.number]
        new = [*(self.column(l) for l in range(known[0])), *(self.edge(*at) for at in self._edges if at[0] < self.L)]
        moves = list(starmap(ReplacementTransform, chain(edges, others, parts, numbers)))
        gone = [*start.names, *start.paths]
        phases = [AnimationGroup(*each) for each in ([*map(FadeOut, gone)], moves, [*map(FadeIn, new)]) if each]
        return LaggedStart(*phases, lag_ratio=0.6, **options)

    def light_back(self, *layers: int) -> Light:
        """Return a light that runs backwards along the edges into one layer after the other; L + 1 is the cost."""
        return Light([self._backward_edges(l) for l in layers], self._typesetter.theme.highlight)

    def light_into(self, k: int) -> Light:
        """Return a light that runs from the cost back to neuron ``k`` of the layer before the last."""
        edges = [self._between((self.L, j), (self.L - 1, k)) for j in range(len(self.spokes))]
        return Light([self._backward_edges(self.L + 1), edges], self._typesetter.theme.highlight)

    def draw_edges(self, l: int, **options) -> Animation:
        """Return an animation in which light passes layer ``l`` backwards and the weights' derivatives are drawn.

        The edges become faint, so that the gaps between dashes are seen.
        """
        edges = VGroup(*(self.edge(*at) for at in self._edges if at[0] == l))
        faint = change(edges, lambda edges: edges.set_stroke(opacity=FAINT))
        drawn = AnimationGroup(faint, *map(Create, self.strokes.edges[l]))
        return LaggedStart(self.light_back(l).run(), drawn, lag_ratio=0.3, **options)

    def draw_rings(self, l: int, **options) -> Animation:
        """Return an animation in which the derivatives for the biases of layer ``l`` appear, with its factor.

        Around the last layer, the lines to the cost make room for them.
        """
        back = [change(spoke, _begin_later) for spoke in self.spokes] if l == self.L else []
        return AnimationGroup(*back, FadeIn(self.strokes.rings[l], self.strokes.signs[l]), **options)

    def _backward_edges(self, l: int) -> list[Line]:
        if l > self.L:
            return [Line(spoke.get_end(), spoke.get_start()) for spoke in self.spokes]
        return [self._between((l, j), (l - 1, k)) for m, j, k in self._edges if m == l]

    def _slope(self, l: int, k: int, places: int) -> VGroup:
        """Return the number of ∂C_0/∂a_k beside a neuron, on the side from which light comes, on its own ground."""
        name = bp.Parameter("a", l, k).symbol(self.grad.network.sizes)
        slope = Quantity(derivative(cost(), name), float(self.grad.a[l][k]))
        number = self._typesetter.formula("{}", slope, size=LABEL, decimals=places, signed=True)
        number.next_to(self.neuron(l, k), RIGHT, buff=_NUMBER_GAP)
        ground = SurroundingRectangle(number, buff=_GROUND, stroke_width=0)
        ground.set_fill(self._typesetter.theme.background, opacity=1)
        return VGroup(ground.set_z_index(1), number.set_z_index(2))


def _begin_later(spoke: Line) -> None:
    spoke.put_start_and_end_on(spoke.get_start() + _SPOKE_GAP * RIGHT, spoke.get_end())


# Below the rules at least, how much lower the network is above signs, and between a ring and a line from it, in frame
# units.
_RULE_GAP, _SIGN_ROOM, _SPOKE_GAP = 0.2, 0.3, 0.12

# Rows are further apart than elsewhere, so that rings have room: the box of the network, in frame units.
_BOX = FULL_WIDTH | {"y": -0.52, "height": 3.9}

# After which share of its number's flight a bar is gone.
_LEAVING = 0.25

# How long it takes at most until all derivatives but the known one have appeared, in seconds.
_SLOPES_TIME = 2.4


class SweepStage:
    """The whole network, and above it the formula for ∂C_0/∂a_k and then, in its place, that for the weights before.

    Notes
    -----
    ``start`` is the last two layers as the clip before leaves them, with the paths; ``network`` is the whole network.
    ``rule`` is the formula for ∂C_0/∂a_k, ``known`` its bar and number, both at first as the clip before leaves them;
    ``before`` is the formula that needs it, a layer further back, and ``general`` that one for any layer. ``heads``
    are, for each layer, the letters above it and the one before; ``further`` those that go from layer to layer, at
    first one before the last, if there is one. ``legend`` explains the strokes.
    """

    def __init__(self, typesetter: Typesetter, part: LayersPart):
        sums, L = PathSum(part), part.network.L
        left = PathStage(typesetter, sums, PATH_NUDGE)
        self.start, self.rule, self._lead = left.diagram, left.table.rule, left.table.lead
        self.start.fade_others()
        self.known, self._known_slope = VGroup(*left.bars.total), left.bars.total.number
        self._watch = part.watch.k
        self.network = SweptNetwork(typesetter, part, left.table.places, **_BOX)
        if any(map(len, self.network.strokes.signs.values())):  # which stand between network and legend
            y, height = _BOX["y"] + _SIGN_ROOM / 2, _BOX["height"] - _SIGN_ROOM
            self.network = SweptNetwork(typesetter, part, left.table.places, **_BOX | {"y": y, "height": height})
        self._amber = typesetter.theme.highlight
        self._fresh: list[tuple[VMobject, str]] = []
        self.heads = {
            l: [self._head(typesetter, l, "j"), self._head(typesetter, l - 1, "k")] for l in self.network.layers[1:]
        }
        self.further = [head.copy() for head in self.heads.get(L - 1, ())]
        ratios = [sums.letters[0], *(ratio_names(l, L)[-1] for l in (L - 1,) if l)]
        self._slope_heads = [self._slope_head(typesetter, ratio) for ratio in ratios]
        size = left.table.rule_size
        top = max(part.get_top()[1] for part in (*chain(*self.heads.values()), *self._slope_heads))
        fitting = (SAFE_TOP - top - _RULE_GAP) / self.rule.height, (SAFE_RIGHT - SAFE_LEFT) / self.rule.width
        self._scale = min(LARGE / size, *fitting)
        placed: Any = self._place_rule(self.rule.copy())
        lead = placed[0]
        assert isinstance(lead, Formula)
        l: Any = "l"
        w, z, a = Symbol("w", l, ("j", "k")), Symbol("z", l, ("j",)), Symbol("a", l, ("j",))
        of_any_layer = chain_names(w, z, a, cost(), whole_layer=sums.whole_layer)
        before = ratio_names(max(L - 1, 1), L, by="w", whole_layer=sums.whole_layer and L == 1)
        self.before, self.general = (
            typesetter.formula("{} = {}" + " dot.op {}" * (len(names) - 2), *names, size=size * self._scale)
            .set_x(0)
            .on_baseline(lead.baseline)
            for names in (before, of_any_layer)
        )
        self.legend = kept_inside(StrokeLegend(typesetter, self.network.strokes)).move_to((0, SAFE_BOTTOM, 0), DOWN)

    @property
    def has_layer_before(self) -> bool:
        """Whether there is a layer further back than the one before the last."""
        return bool(self.further)

    def show_whole_network(self, **options) -> Animation:
        """Return an animation in which the last two layers move apart, the whole network appears, and its letters.

        At once, the derivative that is known leaves its bar for its neuron.
        """
        ground, number = self.network.slopes[self._watch]
        left = FadeOut(self.known, rate_func=squish_rate_func(smooth, 0, _LEAVING))
        flown = AnimationGroup(left, carry(self._known_slope, number))
        moved = AnimationGroup(self.network.transform_from(self.start), change(self.rule, self._place_rule), flown)
        j, k = self.heads[self.network.L]
        return LaggedStart(moved, FadeIn(k, self._slope_heads[0], ground), FadeIn(j), lag_ratio=0.8, **options)

    def show_slopes(self) -> Iterator[Animation]:
        """Yield the derivatives but the known one, if there are others: one after the other, each with a light."""
        network = self.network
        others = [
            LaggedStart(network.light_into(k).run(), FadeIn(slope, shift=0.2 * LEFT), lag_ratio=0.6)
            for k, slope in enumerate(network.slopes)
            if k != self._watch
        ]
        if others:
            yield one_by_one(*others, run_time=min(0.8 * MOVE * len(others), _SLOPES_TIME))

    def step_back(self, **options) -> Animation:
        """Return an animation in which what is known goes to its place in the rule one layer further back.

        Its k becomes j, as above its layer; all else in the rule is replaced, the one after the other has gone.
        """
        known, place = self._lead.argument(0), self.before.argument(3)
        others = [part for part in self.rule.family_members_with_points() if part not in known.submobjects]
        rest = VGroup(*(glyph for glyph in self.before if glyph not in place.submobjects))
        (last, k), (j, _) = self.heads[self.network.L], self.further
        pairs = [*zip(known, place, strict=True), *zip(*self._slope_heads, strict=True)]
        return AnimationGroup(
            FadeOut(*others, last, rate_func=squish_rate_func(smooth, 0, 0.35)),
            *starmap(self._rename, pairs),
            self._rename(k.letter[0], j.letter[0]),
            FadeOut(k.band),
            FadeIn(j.band),
            FadeIn(rest, rate_func=squish_rate_func(smooth, 0.65, 1)),
            **options,
        )

    def settle(self, **options) -> Animation:
        """Return an animation in which the new k appears, and no letter is new any more."""
        _, k = self.further
        usual = (change(glyph, partial(paint, colour)) for glyph, colour in self._fresh)
        return one_by_one(k.drop(), AnimationGroup(*usual, k.settle()), **options)

    def generalize(self, **options) -> Animation:
        """Return an animation in which the rule gets any layer, j and k go to the last; the numbers leave."""
        gone = *self.network.slopes, self._slope_heads[-1]
        if not self.has_layer_before:
            return turn_over([self.rule, *gone], [self.general], **options)
        moved = one_by_one(FadeOut(*gone), self.step_to(self.network.L))
        return AnimationGroup(rewrite(self.before, self.general), moved, **options)

    def step_to(self, l: int, **options) -> Animation:
        """Return an animation in which j and k glide to layer ``l`` and the one before."""
        return AnimationGroup(*map(ColumnHead.glide, self.further, self.heads[l]), **options)

    def _place_rule(self, rule: VGroup) -> VGroup:
        """Put the rule above the network, as large as there is room for, and return it."""
        return rule.scale(self._scale).set_x(0).set_y(SAFE_TOP, direction=UP)

    def _rename(self, old: VMobject, new: VMobject) -> Animation:
        """Return how a glyph becomes another: the same one moves, a letter turns into the other, amber for now."""
        if len(old.points) != len(new.points):
            self._fresh.append((new, new.get_fill_color().to_hex()))
            new.set_color(self._amber)
        return ReplacementTransform(old, new, rate_func=squish_rate_func(smooth, 0.25, 0.7))

    def _slope_head(self, typesetter: Typesetter, ratio: Ratio) -> Formula:
        """Write the name of the numbers of ∂C_0/∂a above them."""
        name = typesetter.formula("{} slash {}", ratio.top, ratio.bottom, size=LABEL)
        return name.next_to(self.network.slopes[0], UP, buff=_HEAD_GAP, aligned_edge=LEFT)

    def _head(self, typesetter: Typesetter, l: int, letter: str) -> ColumnHead:
        return ColumnHead(typesetter, self.network.column(l), letter)
