"""The picture of the backward pass: the whole network with its derivatives, the two rules and a legend."""

from collections.abc import Iterator
from functools import partial
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
)

import backprop_core as bp
from backprop_core.lesson.load import LayersPart
from backprop_core.quantities import Quantity, Ratio, cost
from backprop_core.quantities import partial as derivative
from scenes.figures.layered_network.column_heads import ColumnHead
from scenes.figures.layered_network.cost_diagram import FAINT, CostDiagram, NetworkWithCost
from scenes.figures.layered_network.equations import paint
from scenes.figures.layered_network.gradient_strokes import GradientStrokes, StrokeLegend
from scenes.figures.layered_network.paths import PathStage
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import Light, change, one_by_one
from scenes.kit.network.stage import FULL_WIDTH
from scenes.kit.text.formula import Formula
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import DIM, LABEL, LARGE, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP
from scenes.numbers.format import decimals_for_smallest
from scenes.numbers.layers import PATH_NUDGE, PathSum, ratio_names

# Between a neuron and the number beside it, which is clear of the layer's band, from the first number up to the head
# of all, and around a number on its ground, in frame units.
_NUMBER_GAP, _HEAD_GAP, _GROUND = 0.26, 0.3, 0.05


class SweptNetwork(NetworkWithCost):
    """The whole network and the cost, with the derivatives of the lesson's example.

    Parameters
    ----------
    part
        The network and its example.
    left, right, y, height
        The box that it fills, in frame units.

    Notes
    -----
    ``strokes`` are the derivatives for weights and biases, ``slopes`` the numbers of those for the activations of the
    layer before the last. Neither is part of the diagram until it is added.
    """

    def __init__(
        self, typesetter: Typesetter, part: LayersPart, *, left: float, right: float, y: float, height: float
    ):
        run = bp.forward(part.network, part.x)
        self.grad = bp.backward(part.network, run, part.y)
        super().__init__(typesetter, run, left=left, right=right, y=y, height=height, values=False)
        self.edges.set_stroke(typesetter.theme.muted, opacity=DIM)
        self.strokes = GradientStrokes(typesetter, self, self.grad)
        places = max(typesetter.decimals, decimals_for_smallest(*self.grad.a[self.L - 1], digits=2))
        slopes = (self._slope(self.L - 1, k, places) for k in range(part.network.sizes[self.L - 1]))
        self.slopes = VGroup(*slopes)

    def transform_from(self, start: CostDiagram, **options) -> Animation:
        """Return an animation in which the last two layers become part of the whole network."""
        known = range(self.L - 1, self.L + 1)
        neurons = [(old, new) for l in known for old, new in zip(start.column(l), self.column(l), strict=True)]
        edges = [(start.edge(*at), self.edge(*at)) for at in self._edges if at[0] == self.L]
        others = [*zip(start.spokes, self.spokes, strict=True), (start.box, self.box)]
        pairs = [*((old.circle, new.circle) for old, new in neurons), *edges, *others]
        new = [*(self.column(l) for l in range(known[0])), *(self.edge(*at) for at in self._edges if at[0] < self.L)]
        gone = [*start.names, *start.paths, *(old.number for old, _ in neurons if old.number)]
        moves = [ReplacementTransform(*pair) for pair in pairs]
        phases = [AnimationGroup(*each) for each in ([*map(FadeOut, gone)], moves, [*map(FadeIn, new)]) if each]
        return LaggedStart(*phases, lag_ratio=0.6, **options)

    def light_back(self, *layers: int) -> Light:
        """Return a light that runs backwards along the edges into one layer after the other; L + 1 is the cost."""
        return Light([self._backward_edges(l) for l in layers], self._typesetter.theme.highlight)

    def draw_edges(self, l: int, **options) -> Animation:
        """Return an animation in which light passes layer ``l`` backwards and the weights' derivatives are drawn.

        The edges become faint, so that the gaps between dashes are seen.
        """
        edges = VGroup(*(self.edge(*at) for at in self._edges if at[0] == l))
        faint = change(edges, lambda edges: edges.set_stroke(opacity=FAINT))
        drawn = AnimationGroup(faint, *map(Create, self.strokes.edges[l]))
        return LaggedStart(self.light_back(l).run(), drawn, lag_ratio=0.3, **options)

    def draw_rings(self, l: int, **options) -> Animation:
        """Return an animation in which the derivatives for the biases of layer ``l`` appear, with its factor."""
        return FadeIn(self.strokes.rings[l], self.strokes.signs[l], **options)

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
        return VGroup(ground.set_fill(self._typesetter.theme.background, opacity=1), number)


# How far letters drop, below the rules at least, and how much lower the network is above signs, in frame units.
_DROP, _RULE_GAP, _SIGN_ROOM = 0.3, 0.2, 0.3


class SweepStage:
    """The whole network, and above it the formula for ∂C_0/∂a_k and then, in its place, that for the weights before.

    Notes
    -----
    ``start`` is the last two layers as the clip before leaves them, with the paths; ``network`` is the whole network.
    ``rule`` is the formula for ∂C_0/∂a_k, at first as the clip before leaves it; ``before`` is the one that needs it,
    a layer further back, and ``known`` what it needs. ``heads`` are the letters above the last layer and the one
    before, ``further`` those one layer further back, if there is one. ``legend`` explains the strokes.
    """

    def __init__(self, typesetter: Typesetter, part: LayersPart):
        sums, L = PathSum(part), part.network.L
        left = PathStage(typesetter, sums, PATH_NUDGE)
        self.start, self.rule, self._lead = left.diagram, left.table.rule, left.table.lead
        self.start.fade_others()
        self.network = SweptNetwork(typesetter, part, **FULL_WIDTH)
        if any(map(len, self.network.strokes.signs.values())):  # which stand between network and legend
            y, height = FULL_WIDTH["y"] + _SIGN_ROOM / 2, FULL_WIDTH["height"] - _SIGN_ROOM
            self.network = SweptNetwork(typesetter, part, **FULL_WIDTH | {"y": y, "height": height})
        self._amber = typesetter.theme.highlight
        self._fresh: list[tuple[VMobject, str]] = []
        self.heads = [self._head(typesetter, l, letter) for l, letter in ((L, "j"), (L - 1, "k"))]
        self.further = [self._head(typesetter, l, letter) for l, letter in ((L - 1, "j"), (L - 2, "k")) if L > 1]
        ratios = [sums.letters[0], *(ratio_names(l, L)[-1] for l in (L - 1,) if l)]
        self._slope_heads = [self._slope_head(typesetter, ratio) for ratio in ratios]
        size = left.table.size
        top = max(part.get_top()[1] for part in (*self.heads, *self.further, *self._slope_heads))
        fitting = (SAFE_TOP - top - _RULE_GAP) / self.rule.height, (SAFE_RIGHT - SAFE_LEFT) / self.rule.width
        self._scale = min(LARGE / size, *fitting)
        placed: Any = self._place_rule(self.rule.copy())
        lead = placed[0]
        assert isinstance(lead, Formula)
        names = ratio_names(max(L - 1, 1), L, by="w")
        self.before = typesetter.formula("{} = {} dot.op {} dot.op {}", *names, size=size * self._scale)
        self.before.set_x(0).on_baseline(lead.baseline)
        self._needed = self.before.argument(3).copy()
        self.known = lead.argument(0).copy().move_to(self._needed, aligned_edge=LEFT + UP)
        self.legend = kept_inside(StrokeLegend(typesetter, self.network.strokes)).move_to((0, SAFE_BOTTOM, 0), DOWN)

    @property
    def has_layer_before(self) -> bool:
        """Whether there is a layer further back than the one before the last."""
        return bool(self.further)

    def show_whole_network(self, **options) -> Animation:
        """Return an animation in which the last two layers move apart, the whole network appears, and its letters."""
        moved = AnimationGroup(self.network.transform_from(self.start), change(self.rule, self._place_rule))
        return LaggedStart(moved, *map(FadeIn, self.heads), lag_ratio=0.8, **options)

    def show_slopes(self, **options) -> Animation:
        """Return an animation in which the derivative by each neuron of the layer before appears, one by one."""
        shown = (FadeIn(each, shift=0.2 * LEFT) for each in (self._slope_heads[0], *self.network.slopes))
        return LaggedStart(*shown, lag_ratio=0.5, **options)

    def take_known(self, **options) -> Animation:
        """Return an animation in which the rule goes, but what is known by now, for its place in the next one."""
        known = self._lead.argument(0)
        others = [part for part in self.rule.family_members_with_points() if part not in known.submobjects]
        moved = change(known, lambda known: known.move_to(self.known))
        return one_by_one(FadeOut(*others, self.heads[0]), moved, **options)

    def rename(self, **options) -> Animation:
        """Return an animation in which k becomes j, above its layer and in its derivative, and a new k appears."""
        (_, old), (new, further) = self.heads, self.further
        renamed = AnimationGroup(
            self._swap(old.letter, new.letter),
            *self._rename(self.known, self._needed),
            *self._rename(*self._slope_heads),
        )
        return one_by_one(renamed, further.drop(), **options)

    def write_before(self, **options) -> Animation:
        """Return an animation in which the rest of the rule one layer further back appears, and no letter is new."""
        place = self.before.argument(3)
        others = VGroup(*(glyph for glyph in self.before if glyph not in place.submobjects))
        letters = (head.settle() for head in self.further)
        names = (
            change(glyph, partial(paint, colour)) for glyph, colour in self._fresh if glyph in self._slope_heads[1]
        )
        return AnimationGroup(ReplacementTransform(self._needed, place), *letters, *names, FadeIn(others), **options)

    def clear(self, **options) -> Animation:
        """Return an animation in which the numbers and the letters make room for the strokes."""
        letters = self.heads
        if self.has_layer_before:
            (_, old), (new, further) = self.heads, self.further
            letters = [old.band, new.letter, further]
        return FadeOut(self._slope_heads[-1], *self.network.slopes, *letters, **options)

    def _place_rule(self, rule: VGroup) -> VGroup:
        """Put the rule above the network, as large as there is room for, and return it."""
        return rule.scale(self._scale).set_x(0).set_y(SAFE_TOP, direction=UP)

    def _rename(self, before: VGroup, after: VGroup) -> Iterator[Animation]:
        """Yield what happens to each glyph of a derivative: only its index is replaced."""
        for old, new in zip(before, after, strict=True):
            same = len(old.points) == len(new.points)
            yield ReplacementTransform(old, new) if same else self._swap(old, new)

    def _swap(self, old: VMobject, new: VMobject) -> Animation:
        """Return an animation in which a letter falls away, and then another drops into its place, amber for now."""
        self._fresh.append((new, new.get_fill_color().to_hex()))
        new.set_color(self._amber)
        return one_by_one(FadeOut(old, shift=_DROP * DOWN), FadeIn(new, shift=_DROP * DOWN))

    def _slope_head(self, typesetter: Typesetter, ratio: Ratio) -> Formula:
        """Write the name of the numbers of ∂C_0/∂a above them."""
        name = typesetter.formula("{} slash {}", ratio.top, ratio.bottom, size=LABEL)
        return name.next_to(self.network.slopes[0], UP, buff=_HEAD_GAP, aligned_edge=LEFT)

    def _head(self, typesetter: Typesetter, l: int, letter: str) -> ColumnHead:
        return ColumnHead(typesetter, self.network.column(l), letter)
