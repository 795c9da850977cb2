"""The picture of the backward pass: the whole network with its derivatives, the two rules and a legend."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, repeat, starmap
from typing import Any

from manim import (
    DOWN,
    LEFT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)

from backprop_core.lesson.load import LayersPart
from backprop_core.quantities import Name, Ratio, Symbol, cost
from scenes.figures.layered_network.equations import paint, rewrite
from scenes.figures.layered_network.gradient_strokes import StrokeLegend
from scenes.figures.layered_network.path_table import close_up, lay_in_line
from scenes.figures.layered_network.paths import PathStage
from scenes.figures.layered_network.swept_network import SweptNetwork
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import carry, change, flip, one_by_one, turn_over
from scenes.kit.network.column_heads import ColumnHead
from scenes.kit.network.stage import FULL_WIDTH
from scenes.kit.text.formula import Formula
from scenes.kit.text.product import AIR
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LARGE, MOVE, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SMALL
from scenes.numbers.layers import PATH_NUDGE, PathSum, chain_names, ratio_names

# From the first number up to the head of all, in frame units.
_HEAD_GAP = 0.2

# Below the rules at least, and how much lower the network is above signs, in frame units.
_RULE_GAP, _SIGN_ROOM = 0.32, 0.3

# Rows are further apart than elsewhere, so that rings have room: the box of the network, in frame units.
_BOX = FULL_WIDTH | {"y": -0.4, "height": 3.9}

# After which share of its number's flight a bar is gone.
_LEAVING = 0.25

# While the rule goes a layer further back: when what is known is on its way to its place, after the other parts have
# gone, and when the new rule begins to come, as shares of the time.
_TRAVEL, _NEW_COMES = (0.2, 0.65), 0.72

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
        size = left.table.rule_size
        self.start, self.rule, self._lead = left.diagram, close_up(left.table.rule, size), left.table.lead
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
        size *= self._scale
        self.before, self.general = (
            VGroup(*(part.on_baseline(lead.baseline) for part in _rule(typesetter, names, size))).set_x(0)
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

        All but the left side of the old rule leaves. That goes to its place, on the way to which its k becomes j, as
        above its layer. Then the new rule comes.
        """
        known, (*others, place) = self._lead.argument(0), self.before
        gone = [part for part in self.rule.family_members_with_points() if part not in (*known,)]
        (last, k), (j, _) = self.heads[self.network.L], self.further
        return AnimationGroup(
            FadeOut(*gone, last, rate_func=squish_rate_func(smooth, 0, _TRAVEL[0])),
            *starmap(self._rename, zip(known, place, strict=True)),
            *starmap(self._rename, zip(*self._slope_heads, strict=True)),
            self._rename(k.letter[0], j.letter[0]),
            FadeOut(k.band, rate_func=_travel),
            FadeIn(j.band, rate_func=_travel),
            FadeIn(*others, rate_func=squish_rate_func(smooth, _NEW_COMES, 1)),
            **options,
        )

    def settle(self, **options) -> Animation:
        """Return an animation in which the new k appears, and no letter is new any more."""
        _, k = self.further
        return one_by_one(k.drop(), AnimationGroup(*self.calm(), k.settle()), **options)

    def calm(self) -> list[Animation]:
        """Return animations in which the letters that were new, if any, take their usual colours."""
        fresh, self._fresh = self._fresh, []
        return [change(glyph, partial(paint, colour)) for glyph, colour in fresh]

    def generalize(self, **options) -> Animation:
        """Return an animation in which the rule gets any layer, amber for now, j and k go to the last.

        The numbers leave.
        """
        gone = *self.network.slopes, self._slope_heads[-1]
        if not self.has_layer_before:
            return turn_over([self.rule, *gone], [self.general], **options)
        moved = one_by_one(FadeOut(*gone), self.step_to(self.network.L))
        rewritten, fresh = rewrite(chain(*self.before), chain(*self.general))
        for glyph in fresh:
            self._light_up(glyph)
        return AnimationGroup(rewritten, moved, **options)

    def step_to(self, l: int, **options) -> Animation:
        """Return an animation in which j and k glide to layer ``l`` and the one before."""
        return AnimationGroup(*map(ColumnHead.glide, self.further, self.heads[l]), **options)

    def _place_rule(self, rule: VGroup) -> VGroup:
        """Put the rule above the network, as large as there is room for, and return it."""
        return rule.scale(self._scale).set_x(0).set_y(SAFE_TOP, direction=UP)

    def _rename(self, old: VMobject, new: VMobject) -> Animation:
        """Return how a glyph becomes another: the same one moves, a letter turns over to the other, amber for now."""
        if _are_same(old, new):
            return ReplacementTransform(old, new, rate_func=_travel)
        self._light_up(new)
        return flip(old, new, rate_func=_travel)

    def _light_up(self, glyph: VMobject) -> None:
        self._fresh.append((glyph, glyph.get_fill_color().to_hex()))
        glyph.set_color(self._amber)

    def _slope_head(self, typesetter: Typesetter, ratio: Ratio) -> Formula:
        """Write the name of the numbers of ∂C_0/∂a above them."""
        name = typesetter.formula("{} slash {}", ratio.top, ratio.bottom, size=SMALL)
        _, number = self.network.slopes[0]
        return name.next_to(number, UP, buff=_HEAD_GAP, aligned_edge=LEFT)

    def _head(self, typesetter: Typesetter, l: int, letter: str) -> ColumnHead:
        return ColumnHead(typesetter, self.network.column(l), letter)


_travel = squish_rate_func(smooth, *_TRAVEL)


def _are_same(old: VMobject, new: VMobject) -> bool:
    """Return whether two glyphs are the same."""
    return len(old.points) == len(new.points)


def _rule(typesetter: Typesetter, names: Sequence[Name], size: float) -> list[Formula]:
    """Return the parts of a rule from left to right: what it is for, and its factors, with the signs between them."""
    whole, *factors = (typesetter.formula("{}", name, size=size) for name in names)
    signs = [typesetter.formula("dot.op" if place else "=", size=size) for place in range(len(factors))]
    parts = [whole, *chain(*zip(signs, factors, strict=True))]
    lay_in_line(parts, chain(repeat(EQUALS * size, 2), repeat(AIR * size)))
    return parts
