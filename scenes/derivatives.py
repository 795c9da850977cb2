"""Chapter 3 · The derivatives: what each factor of the chain rule is, and what follows from it."""

from functools import partial
from itertools import pairwise

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Brace,
    FadeIn,
    FadeOut,
    GrowArrow,
    Indicate,
    LaggedStart,
    Line,
    ReplacementTransform,
    VGroup,
    smooth,
    squish_rate_func,
)

from scenes.figures.derivatives.backward_walk import BackwardWalk
from scenes.figures.derivatives.cancelled_slope import CancelledSlope
from scenes.figures.derivatives.clip import DerivativeClip
from scenes.figures.derivatives.cost_panel import CostPanel
from scenes.figures.derivatives.earlier_layer import FRAME_GAP, EarlierStep, FormerNames, frame_around
from scenes.figures.derivatives.equal_steps import EqualSteps
from scenes.figures.derivatives.firing import LearningArrow, NudgedPair, NudgedPairs
from scenes.figures.derivatives.graph_sketch import sketch
from scenes.figures.derivatives.measured_ratio import MeasuredRatioLine
from scenes.figures.derivatives.shared_product import THREE_ROWS, TWO_ROWS, SharedProduct
from scenes.figures.derivatives.shared_row import exchange
from scenes.figures.derivatives.slope_panel import TOPS, SlopePanel
from scenes.figures.derivatives.small_curves import small_curves
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.motion.animations import assemble, change, fly, one_by_one, redraw, turn_over
from scenes.kit.text.product import ProductTable, factor_names
from scenes.kit.text.worked_product import formulas
from scenes.kit.theme import DIM, MEDIUM, MOVE, NORMAL, QUICK, SAFE_BOTTOM, SAFE_TOP, SLOW
from scenes.numbers.language import N_
from scenes.numbers.what_if import STRONG, WEAK

CHAPTER = Chapter(3, N_("The derivatives"))

# In frame units: the type's size of the rule and of what is put in the product on top; the way from
# the bias to its neuron, and the space at the ends of the line along it; what stands below.
RULE_SIZE, HEAD_SIZE, BIAS_WAY, BIAS_GAP = 0.52, 0.66, 0.9, 0.12
SENTENCE_Y = -2.82
ASSEMBLED_WIDTH = 13.0
BRACE_GAP = 0.1
BELOW_RULE = 0.48

# The activation with which the previous neuron fires as strongly as it can.
FULL = 1.0

# How long the whole way back takes, in seconds.
WALK_TIME = 13.0


class ThreeDerivatives(DerivativeClip):
    """Each factor of the chain rule as the slope of a curve, and their product."""

    headline = N_("The three derivatives")
    rule: ProductTable
    panel: SlopePanel | None = None

    def setup(self) -> None:
        """Lay out the rule."""
        super().setup()
        typesetter, last = self.typesetter, self.last
        self.formulas = formulas(typesetter, last, RULE_SIZE)
        rows = factor_names(typesetter, last.factors(), RULE_SIZE), self.formulas
        self.rule = ProductTable(typesetter, last.derivative.symbol, rows, size=RULE_SIZE)
        self.rule.move_to((0, SAFE_TOP, 0), UP)
        columns = (self.rule.column(place) for place in range(len(self.formulas)))
        *over_graph, over_words = (float(column.get_bottom()[1]) - BELOW_RULE for column in columns)
        self.tops = min(TOPS[0], *over_graph), min(TOPS[1], over_words)

    @beat(
        N_(
            "How does the cost respond to the activation? Its derivative is {cost_slope}. "
            "Near the target, the cost hardly reacts; far from it, it’s very sensitive."
        ),
        infinite_slope=N_(
            "How does the cost respond to the activation? Its derivative is {cost_slope}. "
            "Here the output rounds to {activation}, and the derivative to {steepness}."
        ),
        steep=N_(
            "How does the cost respond to the activation? Its derivative is {cost_slope}. "
            "The more wrong the output, the steeper the cost, without bound."
        ),
    )
    def cost_by_activation(self) -> None:
        """Let a slide on the cost's curve, towards y and away: slope and error shrink and grow together."""
        self._explain(2, CostPanel(self.typesetter, self.last, tops=self.tops))

    @beat(
        N_(
            "How does the activation respond to the weighted sum? Its derivative is the slope of {function} at z. "
            "Here, that is {slope}."
        ),
        cancels=N_(
            "How does the activation respond to the weighted sum? Its derivative is the slope of {function}, "
            "a times one minus a: {slope}. The cost’s derivative divides by exactly this product."
        ),
        at_kink=N_(
            "How does the activation respond to the weighted sum? Its derivative is the slope of {function} at z. "
            "But z sits on a corner, which has none: by convention, it counts as {slope}."
        ),
        zero_slope=N_(
            "How does the activation respond to the weighted sum? Its derivative is the slope of {function} at z. "
            "Here the curve is flat: the slope is {slope}, and nothing gets through."
        ),
        tiny_slope=N_(
            "How does the activation respond to the weighted sum? Its derivative is the slope of {function} at z. "
            "Here the curve is nearly flat: {slope}. Hardly anything gets through."
        ),
    )
    def activation_by_sum(self) -> None:
        """Let z slide on the curve of the activation function: the tangent's slope is the derivative."""
        self._explain(1, SlopePanel.of_activation(self.typesetter, self.last, tops=self.tops))
        if self.panel and self.panel.further:
            self.light_divisor(self.panel.further, self.formulas[2])

    @beat(
        N_(
            "Against the weight, the weighted sum is just a straight line. "
            "Its slope is the previous activation: {before}."
        ),
        zero_activation=N_(
            "Against the weight, the weighted sum is just a straight line. Its slope is the previous activation. "
            "That neuron is silent, so the line is level."
        ),
    )
    def sum_by_weight(self) -> None:
        """Let w slide on its line, whose slope is the previous activation."""
        self._explain(0, SlopePanel.of_sum(self.typesetter, self.last, tops=self.tops))

    @beat(
        N_(
            "Multiply the three, and there is the derivative: {by_w}. With our nudge of {dw}, we measured {ratio}. "
            "The smaller the nudge, the closer the two."
        ),
        corner=N_(
            "Multiply the three, and there is the derivative: {by_w}. With our nudge of {dw}, we measured {ratio}. "
            "On a corner, that depends on the side."
        ),
        zero_derivative=N_(
            "Multiply the three. One of them is zero, so the derivative is zero too. "
            "With our nudge of {dw}, we measured a ratio of {ratio}."
        ),
        infinite_slope=N_(
            "Multiply the three: {slope} times {steepness} tells us nothing. But in letters, a times one minus a "
            "cancels. What is left is the error, a L minus y: {error}, times {before}. That is {by_w}."
        ),
        cancelled=N_(
            "Multiply the three: a times one minus a cancels. What is left is the error, a L minus y: {error}, "
            "times {before}. That is {by_w}. The squared error would keep the slope, {slope}: "
            "the flatter the curve, the less is learned."
        ),
        alike=N_(
            "Multiply the three, and there is the derivative: {by_w}. With our nudge of {dw}, we measured {ratio}: "
            "so close that the same digits are printed."
        ),
    )
    def assembled(self) -> None:
        """Multiply the three factors; show what cancels and what is left, or else the measured ratio."""
        rule, product = self.rule, self.product_on_top(ASSEMBLED_WIDTH)
        if self.cancelled:
            below = CancelledSlope(self.typesetter, self.last, product, bottom=SAFE_BOTTOM)
            row, time = below.row, 1.5 * MOVE
        else:
            size, right = product.result_number.em, product.get_right()[0]
            below = MeasuredRatioLine(self.typesetter, self.last, size=size, right=right, bottom=SAFE_BOTTOM)
            row, time = product.row(1), 2.5 * MOVE
        first, *others = small_curves(self.typesetter, self.last, product, bottom=below.get_top()[1])
        assert self.panel is not None
        large = sketch(self.panel.graph)
        leave = FadeOut(*self.panel.rest, *self.panel.graph.drops)
        pairs = [(rule.left, product.left), (rule.row(0), product.row(0)), (rule.row(1), row)]
        moves = AnimationGroup(*(ReplacementTransform(*pair) for pair in (*pairs, (large, first))))
        come = FadeIn(*others, shift=0.2 * UP)
        self.play(LaggedStart(leave, moves, come, product.reveal(MOVE), lag_ratio=0.5), run_time=time)
        if isinstance(below, CancelledSlope):
            self.cancel(product, below, others[0])
            return
        self.add(product)
        self.play(FadeIn(below, shift=0.2 * UP), run_time=MOVE)
        same = product.result_number, below.number
        self.play(*(Indicate(each, 1.0, self.typesetter.theme.highlight) for each in same), run_time=2 * MOVE)

    def _explain(self, place: int, panel: SlopePanel) -> None:
        """Show one factor of the rule as a slope, and write its formula below it in the rule."""
        rule, (cells, below) = self.rule, self.rule.cells
        shades = [1.0 if i == place else DIM for i in range(len(cells))]
        named = fly(cells[place], panel.derivation.left)
        if self.panel:
            shaded = [
                change(cell, lambda cell, shade=shade: cell.set_opacity(shade), run_time=MOVE)
                for cell, shade in zip(cells, shades, strict=True)
            ]
            self.play(panel.follow(self.panel), *shaded)
            self.play(named, run_time=MOVE)
            self.panel = panel
        else:
            self.panel = panel
            for cell, shade in zip(cells, shades, strict=True):
                cell.set_opacity(shade)
            arrived = self.arrive(rule.left, rule.row(0), panel.graph, panel.reason)
            self.play(one_by_one(arrived, AnimationGroup(named, *map(FadeIn, panel.bars))))
        self.explain(panel)
        signs = [*rule.dots[1][place : place + 1], *([rule.signs[1]] if place == 0 else [])]
        self.play(one_by_one(fly(panel.result, below[place]), *map(FadeIn, signs)), run_time=MOVE)


class FireTogether(DerivativeClip):
    """What a nudge to the weight can do depends on how strongly the previous neuron fires."""

    headline = N_("Neurons that fire together")

    def setup(self) -> None:
        """Lay out the product and the last two neurons."""
        super().setup()
        self.product, self.wired = self.swept_product(), self.wired_pair()
        self.sides = NudgedPairs(self.typesetter, self.last, (WEAK, STRONG), self.lesson.chain.nudge)
        self.arrow = LearningArrow(self.typesetter, self.wired)

    @beat(
        N_(
            "Of all these formulas, hold on to one meaning: what a nudge to the weight can do "
            "depends on how strongly the previous neuron fires."
        )
    )
    def what_the_factor_means(self) -> None:
        """Dim all factors but a^(L−1); nudge the weight, and let that neuron and the Δz rise and fall together."""
        middle, start = self.sides.middle, self.sweep[0].activation
        self.head = head = self.names_alone("w").head
        _, (_, factor, *others) = head
        brace = Brace(factor, DOWN, buff=BRACE_GAP, color=self.typesetter.theme.muted)
        meaning = self.typesetter.formula("{}", self.last.side[1], size=HEAD_SIZE).next_to(brace, DOWN, BRACE_GAP)
        self.braced = VGroup(brace, meaning)
        middle.grow(start, 0.0)
        self.play(self.arrive(head, self.braced, middle))
        dimmed = VGroup(*others).animate.set_opacity(DIM)
        self.play(dimmed, redraw(middle, partial(middle.grow, start)), run_time=MOVE)
        for before, after in pairwise((start, WEAK, STRONG, start)):
            self.play(redraw(middle, partial(middle.fire, before, after)), run_time=SLOW)

    @beat(
        N_(
            "The same nudge twice. Where the previous neuron hardly fires, the weighted sum hardly moves. "
            "Where it fires strongly, almost the whole nudge gets through."
        )
    )
    def weak_and_strong(self) -> None:
        """Let a second pair come off the first one; nudge one that hardly fires, and one that fires strongly."""
        nudged, start = self.sides, self.sweep[0].activation
        weak, strong = nudged.sides
        emptied = redraw(nudged.middle, lambda t: nudged.middle.grow(start, 1 - t))
        self.play(FadeOut(self.head, self.braced), emptied, run_time=QUICK)
        for side in nudged.sides:
            side.grow(start, 0.0)
        moved = ReplacementTransform(nudged.middle, strong, run_time=SLOW)
        self.play(LaggedStart(moved, FadeIn(weak, shift=0.5 * LEFT, run_time=MOVE), lag_ratio=0.65))
        for side, factor, activation in zip(nudged.sides, nudged.factors, (WEAK, STRONG), strict=True):
            self.play(redraw(side, partial(side.fire, start, activation)), run_time=MOVE)
            self.play(redraw(side, partial(side.grow, activation)), run_time=MOVE)
            self.play(FadeIn(factor), run_time=QUICK)

    @beat(
        N_(
            "While the previous neuron is silent, the weight has no effect. When it fires, the edge widens "
            "with the derivative, and learning raises the weight: "
            "hence “neurons that fire together wire together”."
        ),
        always_zero=N_(
            "While the previous neuron is silent, the weight has no effect. When it fires, the edge could grow; "
            "but here another factor is zero, and learning leaves the weight alone."
        ),
        either_way=N_(
            "While the previous neuron is silent, the weight has no effect. When it fires, the edge widens "
            "with the derivative. On the way, its sign changes: learning may raise the weight, or lower it."
        ),
        weight_falls=N_(
            "While the previous neuron is silent, the weight has no effect. When it fires, the edge widens "
            "with the derivative. But the output is too high, so learning lowers the weight."
        ),
    )
    def wire_together(self) -> None:
        """Silence the weak neuron, then let it fire from 0 to 1: the edge is as wide as the derivative is large."""
        nudged, wired, product = self.sides, self.wired, self.product
        (weak, strong), (factor, other) = nudged.sides, nudged.factors
        sentence = self.typesetter.words(self.moral, size=NORMAL).move_to((0, SENTENCE_Y, 0))
        silenced = redraw(VGroup(weak, factor), partial(nudged.silence, 0, WEAK))
        self.play(silenced, change(strong, NudgedPair.recede), other.animate.fade(1 - DIM), run_time=SLOW)
        self.fire(0.0, 0.0, 1.0)
        self.arrow.show(self.sweep[-1])
        desired = self.desired_output()
        gone = FadeOut(*weak.bars, strong, factor, other, run_time=QUICK)
        moved = ReplacementTransform(weak.pair, wired, run_time=MOVE)
        others = VGroup(*(part for row in (0, 1) for part in product.row(row)[2:])).set_opacity(DIM)
        self.play(LaggedStart(gone, moved, FadeIn(product, desired, run_time=QUICK), lag_ratio=0.7))
        self.play(redraw(VGroup(wired, product), partial(self.fire, 0.0, FULL)), run_time=2 * SLOW)
        self.play(GrowArrow(self.arrow), others.animate.set_opacity(1), run_time=MOVE)
        self.play(FadeIn(sentence, shift=0.2 * UP), run_time=MOVE)


class BiasSensitivity(DerivativeClip):
    """The derivative with respect to the bias: only one factor of the product changes, and it is 1."""

    headline = N_("The bias")

    def setup(self) -> None:
        """Lay out the product and the pair as the clip before left them, and the product for the bias."""
        super().setup()
        self.product, self.wired = self.swept_product(), self.wired_pair()
        self.fire(FULL, FULL, 1.0)
        self.by_b = self.names_alone("b")

    @beat(
        N_(
            "And the bias? Swap just the first factor: put in how the weighted sum responds to the bias. "
            "The rest stays as it is."
        )
    )
    def swap_one_factor(self) -> None:
        """Centre the formula; let copies of b fly into the places of w in two denominators; others stay."""
        product, wired, by_b, b = self.product, self.wired, self.by_b, self.last.side[0]
        bias = self.typesetter.formula("{}", b, size=HEAD_SIZE).next_to(wired.shapes, RIGHT, BIAS_WAY)
        ends = bias.get_left(), wired.diagram.get_right()
        enters = Line(*ends, buff=BIAS_GAP, color=self.typesetter.theme.b, stroke_width=MEDIUM)
        self.drawn = VGroup(wired, bias, enters)
        (equals, factor, *others), places = product.row(0), (by_b.left, *by_b.row(0))
        moving = *((part, 0.0) for part in (product.left, equals, factor)), *((part, 1 - DIM) for part in others)
        aside = [
            part.animate.fade(faded).set_x(there.get_x()) for (part, faded), there in zip(moving, places, strict=True)
        ]
        self.play(self.arrive(product, *self.drawn, run_time=QUICK))
        receding = redraw(wired, partial(wired.recede, FULL, self.sweep[0].activation))
        self.play(FadeOut(*product.row(1), product.result), receding, *aside, run_time=MOVE)
        pairs = [(product.left, by_b.left), (product.cells[0][0], by_b.cells[0][0])]
        self.play(exchange(pairs, self.last.path[0], b, bias), ReplacementTransform(product.signs[0], by_b.signs[0]))
        self.remove(product, *product.get_family())
        self.add(by_b.left, *by_b.row(0)[:2], *others)
        self.play(*(part.animate.set_opacity(1.0) for part in others), run_time=QUICK)
        self.remove(*others)
        self.add(by_b)

    @beat(
        N_(
            "Nudge the bias, and the weighted sum moves by just as much: the bias is simply added. "
            "So the new factor is 1."
        )
    )
    def it_is_one(self) -> None:
        """Let b slide on its line, and z with it; both move by 1, so the factor is 1."""
        by_b = self.by_b
        self.steps = steps = EqualSteps(self.typesetter, self.last)
        (factor, *others), *_ = by_b.cells
        dimmed = VGroup(by_b.left, *by_b.signs, *others, *by_b.dots[0]).animate.set_opacity(DIM)
        self.play(turn_over([self.drawn], [steps.names, steps.moving]), dimmed, run_time=MOVE)
        self.play(steps.slide(run_time=2 * SLOW))
        self.play(steps.draw(run_time=SLOW))
        self.play(FadeIn(steps.definition, shift=0.2 * UP), run_time=MOVE)
        self.add(steps)
        size = self.product.numbers[0].readouts[0].em
        self.one = self.typesetter.formula("{}", self.last.factors("b")[0], size=size, decimals=0)
        self.one.match_x(factor).on_baseline(self.product.numbers[0].baseline)
        alike = [name.argument(1) for name in steps.changes]
        lit = AnimationGroup(*(Indicate(number, 1.0, self.typesetter.theme.highlight) for number in alike))
        self.play(one_by_one(lit, fly(alike[0], self.one)), run_time=1.5 * MOVE)

    @beat(N_("So the derivative with respect to the bias is {by_b}. With respect to the weight, it was {by_w}."))
    def value(self) -> None:
        """Write the rows of w and b around the factors that they share, and let b's result grow as a bar."""
        head, table = self.by_b, SharedProduct(self.typesetter, self.last).stand(TWO_ROWS)
        by_w, by_b = (table.rows[letter] for letter in "wb")
        (own, *shared), (dot, between) = head.cells[0], head.dots[0]
        before = head.left, head.signs[0], own, dot, self.one, shared[0], between, shared[1]
        after = by_b.left, by_b.sign, by_b.factor, by_b.dot, by_b.own, *table.names
        moved = AnimationGroup(*(ReplacementTransform(*pair) for pair in zip(before, after, strict=True)))
        written = FadeIn(by_w.all.fade(1 - DIM), *table.numbers, table.brackets)
        self.play(one_by_one(FadeOut(self.steps), moved, written), run_time=SLOW)
        self.add(table, by_b)
        self.play(by_b.find(), run_time=SLOW)
        self.play(by_w.all.animate.set_opacity(1.0), run_time=MOVE)


class PreviousActivation(DerivativeClip):
    """The derivative with respect to the previous activation, and from there back to the first weight."""

    headline = N_("Back through the layers")

    @beat(
        N_(
            "One more swap: the previous activation. The new factor is just the weight, {w}. "
            "We can’t set that activation directly, but we keep its derivative: {by_a}. "
            "This is where backpropagation begins."
        )
    )
    def one_more_swap(self) -> None:
        """Add the row of a^(L−1), whose own factor is the weight."""
        self.step = EarlierStep(self.typesetter, self.last)
        table = self.table = SharedProduct(self.typesetter, self.last).stand(TWO_ROWS)
        rows, by_a = [table.rows[letter] for letter in "wb"], table.rows["a"]
        by_w, _ = rows
        shown = [*(row.all for row in rows), table.brackets]
        self.play(self.arrive(*shown, table, run_time=QUICK / 2))
        self.play(table.spread(TWO_ROWS, THREE_ROWS, shown), run_time=MOVE)
        self.play(by_a.write(by_w.own.of(by_a.symbol)), run_time=SLOW)
        self.add(by_a)
        self.play(assemble(by_a.own, {by_w.symbol: by_w.factor.of(by_w.symbol)}), run_time=SLOW)
        self.play(*(row.all.animate.fade(1 - DIM) for row in rows), run_time=QUICK)
        self.wait(SLOW)
        self.play(table.fit(TWO_ROWS, THREE_ROWS), by_a.find(), run_time=SLOW)
        aside, number = FRAME_GAP * RIGHT, by_a.bar.number
        self.frame = frame_around(self.typesetter, number).shift(aside)
        self.play(FadeIn(self.frame), change(number, lambda number: number.shift(aside)), run_time=QUICK)

    @beat(
        N_(
            "That activation, in turn, has a weight and a bias of its own. "
            "From the derivative we kept, the same reasoning gives theirs."
        )
    )
    def go_on_backwards(self) -> None:
        """Let layer L−1 grow in the tree from the derivative that was kept, and give its weight's and bias's."""
        step, row = self.step, self.table.rows["a"]
        kept = zip((row.left, row.equals, row.bar.number, self.frame), (*step.kept, step.frame), strict=True)
        moving = squish_rate_func(smooth, 0.2, 0.85)
        others = [self.table.rows[letter] for letter in "wb"]
        moves = [ReplacementTransform(*pair, rate_func=moving) for pair in kept]
        gone = FadeOut(
            *(row.sign, row.factor, row.dot, row.own, row.bar.block, row.zero, self.table.brackets),
            rate_func=squish_rate_func(smooth, 0, 0.42),
        )
        above = FadeOut(self.table, *(other.all for other in others), rate_func=squish_rate_func(smooth, 0, 0.5))
        come = FadeIn(step.lower, rate_func=squish_rate_func(smooth, 0.35, 0.75))
        moved, grown = AnimationGroup(gone, above, come, *moves), one_by_one(step.grow(), FadeIn(step.by_w.head))
        self.play(LaggedStart(moved, grown, lag_ratio=0.4), run_time=1.5 * SLOW)
        for product, symbol in ((step.by_w, step.w), (step.by_b, step.b)):
            next_one = FadeIn(product.head), step.by_w.animate.set_opacity(DIM)
            self.play(step.light(symbol), *(next_one if product is step.by_b else ()), run_time=MOVE)
            self.play(product.fill(step), run_time=SLOW)
            self.play(FadeIn(product.result, shift=0.2 * DOWN), run_time=QUICK)
        self.add(step)

    @beat(
        N_(
            "And so on, back to the first weight: a factor for every step, and their product is {first}. "
            "For the last weight, it was {by_w}."
        ),
        vanished_gradient=N_(
            "And so on, back to the first weight: a factor for every step. "
            "If just one of them is zero, nothing is left of the product: {first}."
        ),
    )
    def to_the_first_weight(self) -> None:
        """Walk back to w^(1), with the first layers' own names: the product grows by a factor at each step."""
        walk = self.walk = BackwardWalk(self.typesetter, self.last)
        steps = len(walk.parts)
        former = FormerNames(self.typesetter, self.step, walk.labels, self.last.chain.network.L)
        begun = walk.diagram, walk.link, *former.shown, walk.left, walk.open, walk.zero, walk.axis_name
        self.play(turn_over([*self.step], begun), run_time=MOVE)
        if turned := former.turn():
            self.play(*turned, run_time=MOVE)
        for place in range(steps):
            self.play(walk.step(place), run_time=min(2 * MOVE, WALK_TIME / steps))
            self.add(walk.bars[place], walk.steps[place])
        self.play(walk.finish(), run_time=2 * SLOW)
        self.add(walk)
