"""Chapter 3 · The derivatives: what each factor of the chain rule is, and what follows from it."""

import numpy as np
from manim import UP, Circumscribe, FadeIn, FadeOut, ReplacementTransform, Restore, VGroup

from backprop_core.quantities import bias, weight
from scenes.figures.derivatives.backward_walk import BackwardWalk
from scenes.figures.derivatives.clip import DerivativeClip
from scenes.figures.derivatives.earlier_layer import EarlierStep
from scenes.figures.derivatives.firing import FiringPair, NudgedPairs
from scenes.figures.derivatives.measured_ratio import MeasuredRatioLine
from scenes.figures.derivatives.slope_panel import SlopePanel
from scenes.kit.animations import fly, one_by_one, redraw
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.text.product import ProductTable, factor_names
from scenes.kit.text.worked_product import WorkedProduct, formulas
from scenes.kit.theme import DIM, MOVE, NORMAL, QUICK, SAFE_TOP, SLOW
from scenes.numbers.language import N_
from scenes.numbers.what_if import STRONG, WEAK, Firing

CHAPTER = Chapter(3, N_("The derivatives"))

# In frame units: the rule or the product on top, its type's size or its height; what stands below it.
RULE_SIZE, HEAD_HEIGHT, TABLE_HEIGHT = 0.52, 1.1, 2.4
MEASURED_Y, SENTENCE_Y = -2.0, -2.7
PAIR = {"centre": (0.0, -0.8), "width": 8.0, "radius": 0.8}


class ThreeDerivatives(DerivativeClip):
    """Each factor of the chain rule as the slope of a curve, and their product."""

    headline = N_("The three derivatives")
    rule: ProductTable
    panel: SlopePanel | None = None

    def setup(self) -> None:
        """Lay out the rule."""
        super().setup()
        typesetter, last = self.typesetter, self.last
        rows = factor_names(typesetter, last.factors(), RULE_SIZE), formulas(typesetter, last, size=RULE_SIZE)
        self.rule = ProductTable(typesetter, last.derivative.symbol, rows, size=RULE_SIZE)
        self.rule.move_to((0, SAFE_TOP, 0), UP)

    @beat(
        N_(
            "How does the cost respond to the activation? Its derivative is twice the gap, a L minus y. "
            "The cost hardly reacts near the target; if the output is very wrong, it’s touchy."
        )
    )
    def cost_by_activation(self) -> None:
        """Let a slide on the parabola, towards y and away: slope and error shrink and grow together."""
        self.play(self.arrive(self.rule.left, self.rule.row(0)))
        self._explain(2, SlopePanel.of_cost(self.typesetter, self.last))

    @beat(
        N_(
            "How does the activation respond to the weighted sum? Its derivative is the slope of {function} at z. "
            "Here, that is {slope}."
        ),
        at_kink=N_(
            "How does the activation respond to the weighted sum? Its derivative is the slope of {function} at z. "
            "But z sits on a corner, which has none: by choice, it counts as {slope}."
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
        self._explain(1, SlopePanel.of_activation(self.typesetter, self.last))

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
        self._explain(0, SlopePanel.of_sum(self.typesetter, self.last))

    @beat(
        N_(
            "Multiply the three, and there is the derivative: {by_w}. Measured, our nudge of {dw} gave {ratio}. "
            "The smaller the nudge, the closer the two."
        ),
        corner=N_(
            "Multiply the three, and there is the derivative: {by_w}. Measured, our nudge of {dw} gave {ratio}. "
            "On a corner, that depends on the side."
        ),
        zero_derivative=N_(
            "Multiply the three. One of them is zero, so the derivative is zero too. "
            "Measured, our nudge of {dw} gave a ratio of {ratio}."
        ),
    )
    def assembled(self) -> None:
        """Multiply the three factors; show the measured ratio below the product."""
        assert self.panel is not None
        rule, product = self.rule, self.product_in_the_middle()
        self.play(FadeOut(self.panel), run_time=QUICK)
        undimmed = [cell.animate.set_opacity(1.0) for cell in rule.cells[0]]
        self.play(*undimmed, FadeIn(rule.row(1)), run_time=QUICK)
        pairs = [(rule.left, product.left), *((rule.row(place), product.row(place)) for place in (0, 1))]
        self.play(*(ReplacementTransform(*pair) for pair in pairs), run_time=MOVE)
        self.play(product.reveal(2, run_time=2 * SLOW))
        self.add(product)
        measured = MeasuredRatioLine(self.typesetter, self.last, right=product.get_right()[0], y=MEASURED_Y)
        self.play(FadeIn(measured, shift=0.2 * UP), run_time=MOVE)

    def _explain(self, place: int, panel: SlopePanel) -> None:
        """Show one factor of the rule as a slope, and write its formula below it in the rule."""
        cells, below = self.rule.cells
        dimmed = [cell.animate.set_opacity(1.0 if i == place else DIM) for i, cell in enumerate(cells)]
        self.play(*([FadeOut(self.panel)] if self.panel else []), *dimmed, run_time=QUICK)
        self.panel = panel
        self.explain(panel, cells[place])
        self.play(fly(panel.result, below[place]), run_time=MOVE)


class FireTogether(DerivativeClip):
    """What a nudge to the weight can do depends on how strongly the previous neuron fires."""

    headline = N_("Neurons that fire together")
    product: WorkedProduct
    pair: FiringPair
    wired: FiringPair

    @property
    def reached(self) -> list[float]:
        """∂C_0/∂w however strongly the previous neuron fires."""
        return [each.factors[-1].value for each in self.sweep]

    @property
    def always_zero(self) -> bool:
        """Whether ∂C_0/∂w is zero however strongly the previous neuron fires."""
        return not any(self.reached)

    @property
    def weight_falls(self) -> bool:
        """Whether ∂C_0/∂w is never negative, so that learning makes the weight smaller."""
        return min(self.reached) >= 0

    @property
    def either_way(self) -> bool:
        """Whether the sign of ∂C_0/∂w depends on how strongly the previous neuron fires."""
        return min(self.reached) < 0 < max(self.reached)

    @property
    def moral(self) -> str:
        """The sentence in the end."""
        if self.always_zero or self.either_way:
            return N_("A neuron that doesn’t fire doesn’t wire.")
        if self.weight_falls:
            return N_("Fire at the wrong time, and the weight falls.")
        return N_("Neurons that fire together wire together.")

    def setup(self) -> None:
        """Lay out the product, with room for every number that it will show, and the last two neurons."""
        super().setup()
        self.start = Firing(self.last, self.last.entering[1].value)
        self.sweep = [self.start, *(Firing(self.last, float(a)) for a in np.linspace(0, 1, 33))]
        self.product = self.product_in_the_middle([each.factors for each in self.sweep])
        self.pair = FiringPair(self.typesetter, self.last, **PAIR)
        self.wired = FiringPair(self.typesetter, self.last, **PAIR, widest=max(map(abs, self.reached)))

    @beat(
        N_(
            "Of all these formulas, hold on to one meaning: what a nudge to the weight can do "
            "depends on how strongly the previous neuron fires."
        )
    )
    def what_the_factor_means(self) -> None:
        """Dim all factors but a^(L−1), and show which neuron that is."""
        product, (before, edge, after) = self.product, self.pair.names
        self.play(self.arrive(product))
        self.play(product.animate.scale_to_top(TABLE_HEIGHT), run_time=MOVE)
        others = VGroup(*product.dots, product.column(1), product.column(2)).animate.set_opacity(DIM)
        self.play(others, FadeIn(self.pair.diagram, after), run_time=MOVE)
        names = fly(product.cells[1][0], before), fly(product.left.of(self.last.path[0]), edge)
        self.play(one_by_one(*names), run_time=SLOW)
        self.add(product, self.pair)
        self.play(self.pair.light(MOVE))

    @beat(
        N_(
            "The same nudge twice. Where the previous neuron hardly fires, the weighted sum hardly moves. "
            "Where it fires strongly, almost the whole nudge gets through."
        )
    )
    def weak_and_strong(self) -> None:
        """Nudge the weight twice, where the previous neuron hardly fires, and where it fires strongly."""
        by = self.lesson.chain.nudge
        self.sides = sides = NudgedPairs(self.typesetter, self.last, (WEAK, STRONG), by)
        self.play(one_by_one(FadeOut(self.pair), FadeIn(*sides.pairs)), run_time=MOVE)
        self.play(redraw(sides, sides.fire), run_time=MOVE)
        self.play(FadeIn(*sides.bars), run_time=QUICK)
        self.play(*(pair.light(MOVE) for pair in sides.pairs))
        self.play(redraw(sides, lambda t: sides.nudge(t * by)), run_time=2 * SLOW)

    @beat(
        N_(
            "While the previous neuron is silent, the weight has no effect. When it fires, the edge is as wide "
            "as the derivative is large, and learning raises the weight: "
            "hence “neurons that fire together wire together”."
        ),
        always_zero=N_(
            "While the previous neuron is silent, the weight has no effect. When it fires, the edge could grow; "
            "but here another factor is zero, and learning leaves the weight alone."
        ),
        either_way=N_(
            "While the previous neuron is silent, the weight has no effect. When it fires, the edge is as wide "
            "as the derivative is large. On the way, its sign changes: learning may raise the weight, or lower it."
        ),
        weight_falls=N_(
            "While the previous neuron is silent, the weight has no effect. When it fires, the edge is as wide "
            "as the derivative is large. But the output is too high, so learning lowers the weight."
        ),
    )
    def wire_together(self) -> None:
        """Let the previous neuron fire from 0 to 1: the edge is as wide as the derivative is large."""
        self.play(FadeOut(self.sides), run_time=QUICK)
        self.play(FadeIn(self.wired), self.product.animate.set_opacity(1.0), run_time=QUICK)
        live, start = VGroup(self.wired, self.product), self.start.activation
        sentence = self.typesetter.words(self.moral, size=NORMAL)

        def fire(before: float, after: float, t: float) -> None:
            firing = Firing.between(self.last, before, after, t)
            self.wired.show(firing)
            self.product.show(*firing.factors)

        self.play(redraw(live, lambda t: fire(start, 0.0, t)), run_time=SLOW)
        self.play(redraw(live, lambda t: fire(0.0, 1.0, t)), run_time=3 * SLOW)
        self.play(FadeIn(sentence.move_to((0, SENTENCE_Y, 0)), shift=0.2 * UP), run_time=MOVE)
        self.play(redraw(live, lambda t: fire(1.0, start, t)), run_time=SLOW)


class BiasSensitivity(DerivativeClip):
    """The derivative with respect to the bias: only one factor of the product changes, and it is 1."""

    headline = N_("The bias")

    @beat(
        N_(
            "And the bias? Swap just the first factor: put in how the weighted sum responds to the bias. "
            "The rest stays as it is."
        )
    )
    def swap_one_factor(self) -> None:
        """Exchange ∂z/∂w for ∂z/∂b; the other two factors stay."""
        self.by_w, self.by_b = self.two_products("w", "b")
        start = self.product_in_the_middle()
        self.play(self.arrive(start))
        self.play(ReplacementTransform(start, self.by_w), run_time=MOVE)
        self.play(self.by_w.body.animate.set_opacity(DIM), run_time=QUICK)
        self.swap(self.by_w, self.by_b)

    @beat(
        N_(
            "Nudge the bias, and the weighted sum moves by just as much: the bias is simply added. "
            "So the new factor is 1."
        )
    )
    def it_is_one(self) -> None:
        """Let b slide on its line, whose slope is 1."""
        head = self.by_b.head
        head.save_state()
        panel = SlopePanel.of_sum(self.typesetter, self.last, "b")
        top = HEAD_HEIGHT / head.height
        self.play(FadeOut(self.by_w), head.animate.scale(top).move_to((0, SAFE_TOP, 0), UP), run_time=MOVE)
        self.explain(panel, self.by_b.cells[0][0])
        self.play(FadeOut(panel), run_time=QUICK)
        self.by_w.body.set_opacity(1)
        self.play(one_by_one(Restore(head), FadeIn(self.by_w)), run_time=SLOW)

    @beat(N_("So the derivative with respect to the bias is {by_b}. With respect to the weight, it was {by_w}."))
    def value(self) -> None:
        """Work the product out, below that of the weight."""
        self.play(self.by_b.reveal(1, 2, run_time=3 * SLOW))
        self.add(self.by_w, self.by_b)
        for product in (self.by_b, self.by_w):
            self.play(Circumscribe(product.result, color=self.typesetter.theme.highlight), run_time=SLOW)


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
        """Exchange the first factor for ∂z/∂a^(L−1), which is the weight."""
        by_w, by_b = self.two_products("w", "b")
        upper, self.by_a = self.two_products("b", "a")
        self.play(self.arrive(by_w, by_b))
        self.play(one_by_one(FadeOut(by_w), ReplacementTransform(by_b, upper)), run_time=SLOW)
        self.play(upper.body.animate.set_opacity(DIM), run_time=QUICK)
        self.swap(upper, self.by_a)
        self.play(self.by_a.reveal(1, 2, run_time=3 * SLOW))
        self.add(self.by_a)
        light = Circumscribe(self.by_a.result, color=self.typesetter.theme.highlight)
        self.play(light, FadeOut(upper), run_time=SLOW)

    @beat(
        N_(
            "That activation, in turn, has a weight and a bias of its own. "
            "From the derivative we kept, the same reasoning gives theirs."
        )
    )
    def go_on_backwards(self) -> None:
        """Let the tree grow by a layer; the same three factors give the derivatives for its weight and bias."""
        L = self.last.chain.network.L
        step = self.step = EarlierStep(self.typesetter, self.last)
        value = step.kept.steps[0]
        kept = fly(self.by_a.left, step.kept.left), fly(self.by_a.result, value), FadeOut(self.by_a)
        self.play(one_by_one(*kept), run_time=SLOW)
        self.play(FadeIn(step.last_tree), run_time=QUICK)
        self.play(step.last_tree.turn_into(step.tree), run_time=MOVE)
        for product, symbol in ((step.by_w, weight(L - 1, L=L)), (step.by_b, bias(L - 1, L=L))):
            self.play(step.tree.light(step.tree.path_from(symbol)), FadeIn(product.head), run_time=SLOW)
            factor = product.numbers[-1]
            self.play(fly(value, factor), run_time=MOVE)
            self.play(product.reveal(1, but=factor, run_time=SLOW))
        self.add(step)

    @beat(
        N_(
            "And so on, back to the first weight: a factor for every step, multiplied together: {first}. "
            "For the last weight, it was {by_w}."
        ),
        vanished_gradient=N_(
            "And so on, back to the first weight: a factor for every step. "
            "If just one of them is zero, nothing is left of the product: {first}."
        ),
    )
    def to_the_first_weight(self) -> None:
        """Walk back to w^(1): the product grows by a factor at each step."""
        walk = BackwardWalk(self.typesetter, self.last)
        self.play(one_by_one(FadeOut(self.step), FadeIn(walk.chain, walk.product.left)), run_time=MOVE)
        for place in range(len(walk.parts)):
            self.play(*walk.step(place), run_time=QUICK)
        self.add(walk)
        self.play(FadeIn(walk.compared), run_time=MOVE)
