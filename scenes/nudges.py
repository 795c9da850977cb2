"""Chapter 2 · One nudge: how a small change of one weight travels to the cost."""

from itertools import pairwise
from math import isnan

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    ReplacementTransform,
    Restore,
    Succession,
    Transform,
    VGroup,
)

from scenes.figures.nudges.compared_nudges import ComparedNudges
from scenes.figures.nudges.measured_product import MeasuredProduct
from scenes.figures.nudges.nudge_clip import NudgeClip
from scenes.figures.nudges.ratios import MeasuredRatio, MeasuredRatios
from scenes.figures.nudges.secant import SecantPlot
from scenes.figures.nudges.stage import WIDE_X, NudgeStage
from scenes.figures.nudges.wanted_ratio import WantedRatio
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.last_layer_clip import LastLayerClip
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import carry, change, fly, one_by_one, turn_over
from scenes.kit.text.formula import Formula, TextLine
from scenes.kit.text.product import ProductTable, product_of
from scenes.kit.theme import DIM, LABEL, LARGE, MOVE, QUICK, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SLOW
from scenes.numbers.language import N_
from scenes.numbers.symbol_names import symbol_name

CHAPTER = Chapter(2, N_("One nudge"))

# NudgePropagation, in frame units: the ratio left of the lenses; in the end, the curve of the cost, and
# right of it the table and what is below it, and the gap left of the table as long as the ratio is there.
WANTED = {"left": SAFE_LEFT, "right": 0.7, "y": 0.15}
PLOT = {"left": SAFE_LEFT, "right": -0.8, "bottom": SAFE_BOTTOM, "top": 3.5}
SETTLED_SIZE = 0.64
TABLE, BELOW_TABLE = {"left": -0.3, "right": SAFE_RIGHT, "top": 3.2, "size": 0.42}, 0.5
ASIDE_GAP = 0.7

# How long the first nudge is looked at; how long it takes for it to become ten times as small and be seen ten times
# larger; in seconds.
LOOK, ZOOM = 0.8, 1.1

# ChainRule: how far the product steps down; how long one shrinking and one closer look take, in seconds.
RULE_DROP, SHRINK = 2.4, 0.8

# ChainRule, in frame units: from the lenses to the formulas beside and above; the type's size of the product, and the
# height of its upper end; the room for the enlarged rule; from there to its title. In the end, the rule's size on top
# of the tree, and the gap between a symbol and its name.
FORMULAS_GAP, LENSES_GAP, PRODUCT_SIZE = 0.6, 0.2, 0.6
PRODUCT_TOP, RULE_BOX, TITLE_GAP = SAFE_TOP, {"left": -5.1, "right": 6.5, "y": 0.9}, 0.8
RULE_SIZE, TAG_SIZE, TAG_GAP = 0.65, LABEL, 0.2


class NudgePropagation(NudgeClip):
    """A small change in the last weight, followed through the weighted sum and the activation to the cost."""

    headline = N_("One nudge, followed to the cost")
    poster = "ratio"
    plot: SecantPlot
    table: ComparedNudges
    wanted: WantedRatio
    settled: Formula

    def setup(self) -> None:
        """Lay out the tree and the four lines."""
        super().setup()
        self.stage = NudgeStage(self.typesetter, self.last, self.lesson.chain.nudge)

    @beat(N_("Each of these is just a number, so let’s give each one its own number line."))
    def number_lines(self) -> None:
        """Give each of w, z, a and C_0 a number line, and show on that of a where y is."""
        stage, (b, before, y) = self.stage, self.last.side
        tree = stage.tree.dim_symbols(b, before, opacity=0).dim_symbols(y)
        self.play(self.arrive(tree), run_time=MOVE)
        for symbol, line in zip(self.last.path, stage.lines, strict=True):
            scale = FadeIn(line.axis, line.ticks, line.ends, line.zero)
            dot = fly(stage.tree.nodes[symbol], line.dot, size=1.0)
            self.play(one_by_one(AnimationGroup(scale, dot), FadeIn(line.readout)), run_time=SLOW)
            self.add(line)
        mark = stage.y_mark
        lit = change(tree.nodes[y], lambda name: name.set_opacity(1))
        joined = change(tree.edges[y, self.last.path[-1]], lambda edge: edge.set_stroke(opacity=1))
        target = AnimationGroup(lit, joined, FadeIn(mark.ring, mark.label))
        self.play(one_by_one(target, FadeIn(mark.gap)), run_time=MOVE)

    @beat(
        N_(
            "Move the last weight, and the weighted sum moves, then the activation, then the cost. "
            "Nothing here is drawn by hand: the network is recomputed for every frame."
        ),
        zero_derivative=N_(
            "Move the last weight, and see what follows: in z, in the activation, and in the cost. "
            "Nothing here is drawn by hand: the network is recomputed for every frame."
        ),
    )
    def swing(self) -> None:
        """Let w swing up, down and back; z, a and C_0 follow."""
        light = self.stage.tree.light(self.last.path, run_time=MOVE)
        self.play(light, self.stage.sweep(self.stage.swing, run_time=8))

    @beat(
        N_(
            "Now just a nudge: the weight moves by {dw}, too small to see, so take a lens. "
            "The weight moves z, z moves a, and a moves the cost: it drops by {size_of_dC}."
        ),
        visible_without_effect=N_(
            "Now a single nudge: the weight moves by {dw}. A lens on each line shows what follows. "
            "But nothing reaches the cost: it stays as it was."
        ),
        visible_cost_rises=N_(
            "Now a single nudge: the weight moves by {dw}. A lens on each line shows what follows. "
            "The weight moves z, z moves a, and a moves the cost: it rises by {size_of_dC}."
        ),
        visible=N_(
            "Now a single nudge: the weight moves by {dw}. A lens on each line shows what follows. "
            "The weight moves z, z moves a, and a moves the cost: it drops by {size_of_dC}."
        ),
        without_effect=N_(
            "Now just a nudge: the weight moves by {dw}, too small to see, so take a lens. "
            "But nothing reaches the cost: it stays as it was."
        ),
        cost_rises=N_(
            "Now just a nudge: the weight moves by {dw}, too small to see, so take a lens. "
            "The weight moves z, z moves a, and a moves the cost: it rises by {size_of_dC}."
        ),
    )
    def nudge(self) -> None:
        """Nudge w by the lesson's nudge; a lens beside each line shows its change, all at one scale."""
        room = self.stage.make_room()
        lenses = self.stage.lenses
        for waiting in lenses.each[1:]:
            waiting.save_state().fade(1 - DIM)
            waiting.brace.set_stroke(opacity=1)  # as long as it has no points, ``Restore`` leaves it as it is
        opening = FadeIn(lenses.heading), *(FadeIn(lens, shift=0.3 * RIGHT) for lens in lenses.each)
        self.play(LaggedStart(room, AnimationGroup(*opening), lag_ratio=0.4), run_time=SLOW)
        for place, lens in enumerate(lenses.each):
            if place:
                light = self.stage.tree.light(self.last.path[place - 1 : place + 1])
                self.play(light, Restore(lens), run_time=QUICK)
            self.play(self.stage.nudge(place, run_time=MOVE))

    @beat(
        N_(
            "What we want is written ∂C over ∂w. Read ∂w as a tiny nudge, ∂C as the change it causes "
            "in the cost. For our nudge, the ratio is {ratio}."
        ),
        corner=N_(
            "What we want is written ∂C over ∂w. Read ∂w as a tiny nudge, ∂C as the change it causes "
            "in the cost. From the side of our nudge, the ratio is {ratio}."
        ),
        far_off=N_(
            "What we want is written ∂C over ∂w. Read ∂w as a tiny nudge, ∂C as the change it causes "
            "in the cost. Our nudge is not that tiny: its ratio is {ratio}."
        ),
    )
    def ratio(self) -> None:
        """Divide ΔC_0 by Δw, whose numbers are read off the lenses."""
        stage, lenses = self.stage, self.stage.lenses
        self.wanted = wanted = WantedRatio(
            self.typesetter,
            self.last,
            self.lesson.chain.nudge,
            decimals=(lenses.each[-1].places, lenses.each[0].places),
            is_close=not self.far_off,
            **WANTED,
        )
        first, *inner, last = lenses.each
        (w, *_, C), amber = self.last.path, self.typesetter.theme.highlight
        panels = [lens.panel for lens in inner]
        self.play(FadeOut(stage.tree, stage.on_lines), lenses.compare_ends(), run_time=QUICK)
        self.play(wanted.ask({C: last.symbol, w: first.symbol}), run_time=1.5 * MOVE)
        self.play(wanted.open(run_time=MOVE))
        for symbol, lens, number in ((w, first, wanted.cause), (C, last, wanted.effect)):
            lit = wanted.quotient.of(symbol), lens.measured, lens.readout
            named = AnimationGroup(*(Indicate(part, 1.0, amber) for part in lit))
            self.play(one_by_one(named, fly(lens.readout, number, panels=panels)), run_time=1.5 * MOVE)
        self.play(FadeIn(wanted.value, shift=0.2 * RIGHT), run_time=MOVE)
        self.add(wanted)

    @beat(
        N_(
            "Take smaller and smaller nudges. The ratio settles on one number, the derivative: {by_w}. "
            "And what the derivative predicts comes ever closer to the real change."
        ),
        explores="view=chain&chain.by={smallest}",
        corner=N_(
            "Take smaller and smaller nudges. But z sits on a corner: where the ratio settles depends "
            "on the side we come from. By convention, the derivative counts as {by_w}."
        ),
        zero_derivative=N_(
            "Take smaller and smaller nudges. The ratio settles on {by_w}, and that is the derivative: "
            "for a tiny nudge, the cost hardly moves, if at all."
        ),
    )
    def shrink_the_nudge(self) -> None:
        """Let the nudge shrink, and look closer each time: the secant turns into the tangent, as predicted."""
        by = self.lesson.chain.nudge
        nudges = self.last.shrinking(by)
        predicts = not (self.corner or self.zero_derivative)
        plots = SecantPlot.zoomed(self.typesetter, self.last, nudges, predicts=predicts, **PLOT)
        self.plot = plots[0]
        self.table = table = ComparedNudges(self.typesetter, self.last, nudges, by=by, predictions=predicts, **TABLE)
        self._open_table()
        named = [self.plot.name_ends(self.typesetter)] if predicts else []
        self.play(turn_over([self.wanted], [self.plot, *named]), table.fill(0), run_time=MOVE)
        self.wait(LOOK)
        for row, (before, self.plot) in enumerate(pairwise(plots), start=1):
            self.remove(before)
            self.play(one_by_one(self.plot.zoom_from(before), table.fill(row)), *map(FadeOut, named), run_time=ZOOM)
            self.add(self.plot)
            named = []
        amber = self.typesetter.theme.highlight
        self.play(self.table.light_settled(amber), run_time=QUICK)
        if self.corner:
            self.plot.leave_ghost()
            self.play(self.plot.sweep(nudges[-1], -nudges[-1]), run_time=2 * MOVE)
        self.settled = self._settle()
        if predicts:
            self.play(self.table.light_predicted(amber), run_time=1.5 * SLOW)

    def _open_table(self) -> None:
        """Let the lenses leave for the table; what is known of the nudge goes into its row, from the ratio."""
        lenses, wanted, table = self.stage.lenses, self.wanted, self.table
        symbols = [lens.symbol for lens in (lenses.each[0], lenses.each[-1])]
        aside = change(wanted, lambda wanted: kept_inside(wanted, right=TABLE["left"] - ASIDE_GAP))
        self.play(one_by_one(AnimationGroup(lenses.leave_symbols(), aside), table.open(symbols)), run_time=SLOW)
        if table.known:
            sources = wanted.cause, wanted.effect, wanted.result
            self.play(one_by_one(*map(carry, sources, table.known)), run_time=SLOW)

    def _settle(self) -> Formula:
        """Write and return the derivative, below its column; where there is a tangent, the secant becomes it."""
        derivative = self.last.derivative
        settled = self.typesetter.formula("{} = {}", derivative.symbol, derivative, size=SETTLED_SIZE)
        settled.next_to(self.table, DOWN, buff=BELOW_TABLE)
        settled.shift((self.table.last_ratio.get_x() - settled.argument(1).get_x(), 0, 0))
        settled.shift((max(0.0, TABLE["left"] - settled.get_left()[0]), 0, 0))
        kept_inside(settled)
        tangent = [] if self.corner else [self.plot.settle()]
        self.play(
            fly(self.table.last_ratio, settled.argument(1)),
            FadeIn(settled.argument(0), settled.rest()),
            *tangent,
            run_time=MOVE,
        )
        self.add(settled)
        return settled


class ChainRule(LastLayerClip):
    """The ratios of neighbouring changes multiply to the one that is wanted."""

    headline = N_("The chain rule")
    stage: NudgeStage
    measured_product: MeasuredProduct
    measured_ratios: MeasuredRatios
    rule: ProductTable
    title: TextLine
    beside: float

    @property
    def undefined_ratio(self) -> bool:
        """Whether one of the three ratios is 0/0: a change is zero before the cost is reached."""
        return any(isnan(ratio.value) for ratio in self.last.ratios(self.lesson.chain.nudge))

    @property
    def lost_change(self) -> bool:
        """Whether one of them is, as a change in between rounds to zero, although the cost changes."""
        return self.undefined_ratio and self.last.ratio(self.lesson.chain.nudge).value != 0

    @property
    def too_wide(self) -> bool:
        """Whether the product has no room beside the lenses, unless it gets smaller; above them it has."""
        return self.beside < 1

    def setup(self) -> None:
        """Lay out the tree and the lenses as they are after the nudge, the product of the ratios, and the rule."""
        super().setup()
        typesetter, last, by = self.typesetter, self.last, self.lesson.chain.nudge
        self.stage = NudgeStage(typesetter, last, by).nudged()
        self.measured_product = product = MeasuredProduct(typesetter, last, by, size=PRODUCT_SIZE)
        self.rule = rule = product_of(
            typesetter, last.derivative, last.factors(), size=PRODUCT_SIZE, widths=product.widths, gap=product.gap
        )
        panel = self.stage.lenses.each[0].panel
        left = panel.get_right()[0] + FORMULAS_GAP
        self.beside = min(1.0, (SAFE_RIGHT - left) / max(product.width, rule.width))
        rule.scale(self.beside)
        if self.too_wide:
            above = (PRODUCT_TOP - panel.get_top()[1] - LENSES_GAP) / product.height
            size = max(self.beside, min(1.0, (SAFE_RIGHT - SAFE_LEFT) / product.width, above))
            product.scale(size)
            self.beside /= size
        kept_inside(product.move_to(((left + SAFE_RIGHT) / 2, PRODUCT_TOP, 0), UP))

    @beat(
        N_(
            "Compare each lens with the next: how far z moved for the nudge to w, "
            "how far a moved for z, and how far the cost moved for a."
        ),
        lost_change=N_(
            "Compare each lens with the next. Here the change in a rounds to zero, but the change "
            "in the cost does not: their ratio can’t be told."
        ),
        undefined_ratio=N_(
            "Compare each lens with the next. Here one change is zero, and so are those after it: "
            "zero over zero is not a number."
        ),
    )
    def three_ratios(self) -> None:
        """Read a ratio off each pair of neighbouring lenses."""
        self.play(self.arrive(self.stage))
        pairs = pairwise(self.stage.lenses.each)
        ratios = self.last.ratios(self.lesson.chain.nudge)
        self.measured_ratios = MeasuredRatios(
            [
                MeasuredRatio(self.typesetter, *each)
                for each in zip(pairs, ratios, self.measured_product.decimals, strict=True)
            ],
            SAFE_RIGHT,
        )
        for ratio in self.measured_ratios.each:
            self.play(Succession(ratio.ask(), ratio.read_off(self.stage.lenses), run_time=2))
            self.add(ratio)

    @beat(
        N_(
            "Multiply the three, and the changes in between cancel. What remains is the change in the cost "
            "over the nudge, {ratio}: exactly what the last lens and the first one give."
        ),
        lost_change=N_(
            "So there is nothing to multiply. But the cost does change: divided by the nudge, that makes {ratio}."
        ),
        undefined_ratio=N_(
            "So there is nothing to multiply: this nudge doesn’t get through. "
            "The change in the cost over the nudge is {ratio}."
        ),
    )
    def product(self) -> None:
        """Multiply the ratios, and compare the product with the last change over the first."""
        product, ratios, heading = self.measured_product, self.measured_ratios.each, self.stage.lenses.heading
        if self.too_wide:
            self.play(FadeOut(heading), run_time=QUICK)
        self.play(product.gather(ratios, run_time=2.8))
        dimmed = [part.animate.fade(1 - DIM) for part in (*ratios, *([] if self.too_wide else [heading]))]
        if self.undefined_ratio:
            self.play(*dimmed, run_time=MOVE)
        else:
            self.play(*dimmed, product.cancel(), run_time=1.6)
            self.play(product.conclude(run_time=3.6))
        first, *_, last = self.stage.lenses.each
        whole = self.last.ratio(self.lesson.chain.nudge)
        ratio = MeasuredRatio(self.typesetter, (first, last), whole, product.whole_decimals)
        self.measured_ratios = MeasuredRatios([ratio], SAFE_RIGHT)
        self.play(turn_over(ratios, [ratio.question]), run_time=MOVE)
        self.play(ratio.read_off(self.stage.lenses, run_time=1.4))
        self.add(ratio)
        if not self.undefined_ratio:
            same = (product.value, ratio.value)
            self.play(*(Indicate(each, 1.0, self.typesetter.theme.highlight) for each in same), run_time=MOVE)

    @beat(
        N_(
            "Let the nudge shrink, and every ratio becomes a derivative. Their product is the derivative "
            "of the cost with respect to the weight: that’s the chain rule."
        ),
        corner=N_(
            "Each step has its derivative, even the corner, by convention. Their product is the derivative "
            "of the cost with respect to the weight: that’s the chain rule."
        ),
        undefined_ratio=N_(
            "Derivatives have no such trouble: each asks only how its own step responds. Their product is "
            "the derivative of the cost with respect to the weight: that’s the chain rule."
        ),
    )
    def the_rule(self) -> None:
        """Shrink the nudge under lenses that look ever closer; each Δ becomes ∂; the rule fills the stage."""
        product, rule = self.measured_product, self.rule
        self.play(FadeOut(self.measured_ratios), product.light(), run_time=QUICK)
        if self.too_wide:
            self.play(product.shrink(self.beside), run_time=SHRINK)
            self.play(FadeIn(self.stage.lenses.heading), product.go_down(RULE_DROP), run_time=SHRINK)
        else:
            self.play(product.go_down(RULE_DROP), run_time=SHRINK)
        for before, by in pairwise(product.nudges):
            self.play(self.stage.shrink(product, before, by, run_time=SHRINK))
            self.play(self.stage.lenses.look_closer(run_time=SHRINK))
        if self.undefined_ratio:
            self.play(product.make_room(run_time=QUICK))
        self.play(product.become_rule(rule, run_time=SLOW))
        self.add(rule)
        self.title = self.typesetter.words(N_("the chain rule"), size=LARGE)
        self.play(Succession(FadeOut(self.stage.lenses, run_time=QUICK), self._enlarge(), run_time=SLOW))

    def _enlarge(self) -> Animation:
        """Return an animation in which the rule grows to the width of the stage, with its numbers and title."""
        room = RULE_BOX["right"] - RULE_BOX["left"]
        middle = ((RULE_BOX["left"] + RULE_BOX["right"]) / 2, RULE_BOX["y"], 0)
        shown = VGroup(self.rule, *self._numbers)
        large = shown.copy().scale(room / shown.width).move_to(middle)
        self.title.next_to(large, DOWN, buff=TITLE_GAP)
        return one_by_one(Transform(shown, large), FadeIn(self.title, shift=0.2 * UP))

    @property
    def _numbers(self) -> list[VGroup]:
        """The numbers below the rule, if they are known."""
        return [] if self.undefined_ratio else [self.measured_product.numbers]

    @beat(
        N_(
            "Take a moment to find each symbol: the weight, the previous activation, the bias; "
            "then the weighted sum, the activation, the desired output, and the cost."
        )
    )
    def which_symbol_is_what(self) -> None:
        """Light every symbol once, in the tree and in the rule, and say beside it in the tree what it is called."""
        (w, z, a, C), (b, before, y) = self.last.path, self.last.side
        typesetter, tree = self.typesetter, self.stage.tree
        alone = product_of(typesetter, self.last.derivative, self.last.factors(), size=RULE_SIZE)
        rise = ReplacementTransform(self.rule, alone.move_to((WIDE_X, SAFE_TOP, 0), UP))
        leave = FadeOut(*self._numbers, self.title, run_time=QUICK)
        self.play(
            LaggedStart(AnimationGroup(leave, rise), self.stage.spread_out(), lag_ratio=0.65), run_time=2 * MOVE
        )
        self.rule = alone
        top = max(tree.nodes[symbol].get_top()[1] for symbol in (w, before, b)) + TAG_GAP
        for symbol, side in ((w, UP), (before, UP), (b, UP), (z, RIGHT), (a, RIGHT), (y, LEFT), (C, RIGHT)):
            node = tree.nodes[symbol]
            tag = typesetter.words(symbol_name(symbol), size=TAG_SIZE)
            tag.next_to(node, side, buff=TAG_GAP).on_baseline(top if side is UP else node.baseline)
            lit = [each.of(symbol) for each in (tree.nodes[symbol], *self._derivatives()) if each.shows(symbol)]
            self.play(
                *(Indicate(part, 1.0, self.typesetter.theme.highlight) for part in lit),
                FadeIn(tag, shift=-0.2 * side),
                run_time=MOVE,
            )
            self.add(tree, alone)

    def _derivatives(self) -> list[Formula]:
        """Return the derivatives in the rule, from left to right."""
        return [part for part in (self.rule.left, *self.rule.cells[0]) if isinstance(part, Formula)]
