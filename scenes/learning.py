"""Chapter 6 · Learning: the descent that all these derivatives are for, and the whole method once more."""

from collections.abc import Mapping

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    VGroup,
    interpolate,
    smooth,
    squish_rate_func,
    there_and_back_with_pause,
)

from backprop_core.quantities import Quantity
from scenes.figures.learning.cost_curve import DIGIT, CostCurve, StepCount, nearest_step
from scenes.figures.learning.descent_clip import DescentClip
from scenes.figures.learning.diagram import EdgeLegend, LearningDiagram, MoveLegend
from scenes.figures.learning.last_columns import LastColumns
from scenes.figures.learning.method_card import NEXT_ROWS, ROW_OF_SUM, SUMMED, MethodCard
from scenes.figures.learning.outputs_before_after import OutputsBeforeAfter
from scenes.figures.learning.softmax_clip import ALL_THE_POWERS, NUDGE_ONE, STICKS_OUT, SoftmaxClip
from scenes.figures.learning.step_table import StepTable
from scenes.figures.learning.wave import Wave
from scenes.kit.clip import Clip
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import carry, change, fly, one_by_one, redraw, turn_over
from scenes.kit.motion.lights import Glow, Light
from scenes.kit.plot.bars import HEIGHT as BAR_HEIGHT
from scenes.kit.plot.bars import Bar, BarScale
from scenes.kit.text.heading import Heading
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.theme import DIM, LABEL, MOVE, QUICK, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SLOW
from scenes.numbers.descent import Learning
from scenes.numbers.functions import start_words
from scenes.numbers.language import N_

CHAPTER = Chapter(6, N_("Learning"))

# The network on the left, in frame units, and the room for everything else on the right, and for the card.
CENTRE, WIDTH, HEIGHT = (-4.15, 0.15), 5.1, 5.1
LEGEND_Y = -2.75
LEFT_EDGE, RIGHT_EDGE, CARD_LEFT = 0.6, SAFE_RIGHT, 0.5

# The lowest and the highest baseline of the names around the curve, which have parts below and above.
CURVE_BOTTOM, CURVE_TOP = SAFE_BOTTOM + 0.15, SAFE_TOP - 0.25

# From the average cost's bar down to its name, from that to its number, from the bar to the table, in frame units.
COST_DROP, WORD_GAP, TABLE_RISE = 0.2, 0.25, 0.47

# The height of the lecture's title at most, in frame units.
TITLE_HEIGHT = 1.3

# Where the network stands in the end: so far to the left and so much lower, that it is centred below the title,
# with the desired outputs beside it.
LAST_SHIFT = (-0.3, -0.45, 0.0)

# Between the weight above the network and the cost above the curve, in frame units.
WEIGHT_GAP = 0.5

# How long the descent takes at most, and how long its replay, the way to the network alone, and a sweep through it
# take, in seconds.
DESCENT_TIME, REPLAY_TIME, GATHER_TIME, SWEEP_TIME = 9.0, 3.0, 2.2, 2.4

# The clause that names the engine, in which the network is left alone.
ENGINE = 1


class SoftmaxOutput(SoftmaxClip):
    """What a softmax makes of its z, what that costs, and why the derivative of the cost is just a minus y."""

    headline = N_("The softmax output")

    @beat(
        N_(
            "A classifier’s outputs are the shares of a whole. First, e to the power of each z: nothing is "
            "negative any more. Then divide each by their sum. Laid end to end, the shares make exactly 1. "
            "That is softmax."
        )
    )
    def distribution(self) -> None:
        """Let each z come out of its neuron; raise e to it, divide by the sum, and lay the shares end to end."""
        sums, shares, whole = self.sums, self.shares, self.shares.whole
        arrival = self.arrive(self.diagram, uncovered=[self.diagram.edges])
        self.play(self.diagram.followed(arrival), run_time=MOVE)
        self.play(self.leave_outputs(), FadeIn(*sums.names, sums.zero), run_time=MOVE)
        neurons = self.diagram.neurons_of(self.outputs.L)
        self.play(*(fly(neuron, bar.number) for neuron, bar in zip(neurons, sums.bars, strict=True)), run_time=MOVE)
        self.play(*(bar.grow_block() for bar in sums.bars), run_time=MOVE)
        self.play(FadeIn(self.rule.argument(1, 2)), shares.raise_from(sums), run_time=SLOW)
        self.play(shares.divide(), FadeIn(self.rule.argument(0, 3), self.rule.rest()), run_time=MOVE)
        self.add(self.rule)
        self.play(shares.number(neurons), shares.blocks.animate.set_opacity(DIM), run_time=1.5 * MOVE)
        self.play(FadeIn(whole.frame), shares.lay_end_to_end(), run_time=SLOW)
        self.play(FadeIn(whole.total, *whole.names), shares.blocks.animate.set_opacity(1.0), run_time=QUICK)
        self.add(shares, whole)

    @beat(
        N_(
            "Now move a single z: up, and down. Its own share grows, and shrinks; and all the others make room, or "
            "fill the gap. What one of them gains, the others lose: together, they are always 1."
        )
    )
    def one_moves(self) -> None:
        """Move one z up, down and back; all bars answer."""
        others = [row for j, row in enumerate(self.sums.rows()) if j != self.outputs.right]
        self.play(*(each.animate.set_opacity(DIM) for each in others), run_time=QUICK)
        self.swing(self.sums, self.shares)

    @beat(
        N_(
            "We want 1 from the right class, and 0 from the others. The cost is minus the logarithm of the right "
            "one’s share: nearly nothing close to 1, and without limit close to 0. Here, it is {C}."
        ),
        several_desired=N_(
            "Here, what we want is a distribution, too. Each minus logarithm counts as much as its class is "
            "desired: the cost is lowest where both distributions agree. For now, it is {C}."
        ),
    )
    def cost(self) -> None:
        """Put a frame around each bar, as long as desired; draw the curve of the cost, and move along it."""
        shares, graph = self.shares, self.graph
        self.play(FadeIn(*shares.targets, *shares.marks, shares.head, self.cost_rule), run_time=MOVE)
        at, cost = graph.names
        number = (shares if self.outputs.by_share else self.sums).bars[self.outputs.right].number
        axes, place = turn_over([self.sums], [graph.axes]), carry(number, at.readouts[0])
        drawn = AnimationGroup(Create(graph.curve), FadeIn(at.formula), place)
        self.play(LaggedStart(axes, drawn, lag_ratio=0.5), run_time=1.5 * MOVE)
        self.play(FadeIn(graph.drops, graph.dot, cost), run_time=QUICK)
        self.add(graph)
        self.swing(graph, shares)

    @beat(
        N_(
            "And the derivative with respect to each z? All the powers and logarithms boil down to one difference: "
            "a minus y. What sticks out of the frame, or is missing in it, is the derivative itself. "
            "Nudge one z by {dz}, and the measured ratio is {ratio}."
        ),
        nothing_sticks_out=N_(
            "And the derivative with respect to each z? All the powers and logarithms boil down to one difference: "
            "a minus y. Here, each output is just what we want: nothing sticks out, nothing is missing, "
            "and every derivative is zero."
        ),
    )
    def overhang(self) -> None:
        """Mark what sticks out of each frame, and what is missing; it goes to its derivative; check it by a nudge."""
        overhangs, rule = self.overhangs, self.overhangs.rule
        self.play(turn_over([self.graph, self.cost_rule], [rule.argument(0)]), run_time=MOVE)
        self.wait(self.until_said(ALL_THE_POWERS))
        self.play(FadeIn(rule.argument(1, 2), rule.rest()), run_time=MOVE)
        self.add(rule)
        self.wait(self.until_said(STICKS_OUT))
        self.play(overhangs.stick_out(), run_time=SLOW)
        self.play(overhangs.tell(), run_time=SLOW)
        self.wait(self.until_said(NUDGE_ONE))
        self.nudge_one()


class GradientDescent(DescentClip):
    """The network takes one step against its gradient, then many; and what it has learned from them."""

    headline = N_("Learning step by step")

    def setup(self) -> None:
        """Lay out the network, its legend and the table of the first step."""
        super().setup()
        self.diagram = LearningDiagram(self.typesetter, self.learning, centre=CENTRE, width=WIDTH, height=HEIGHT)
        self.legend = EdgeLegend(self.typesetter).move_to((SAFE_LEFT, LEGEND_Y, 0), aligned_edge=LEFT)
        self.move_legend = MoveLegend(self.typesetter, self.legend)
        self.curve = CostCurve(
            self.typesetter, self.learning, left=LEFT_EDGE, right=RIGHT_EDGE, bottom=CURVE_BOTTOM, top=CURVE_TOP
        ).show(1)
        self.cost_name = self.curve.name.show(self.learning.cost(0))
        (left, foot, _), costs = self.curve.axes.origin, [self.learning.cost(step) for step in (0, 1)]
        self.table = StepTable(self.typesetter, self.learning, width=RIGHT_EDGE - left, widest=RIGHT_EDGE - LEFT_EDGE)
        scale = self._bar_scale(left, foot)
        self.cost = Bar(self.typesetter, costs[0], scale, foot + BAR_HEIGHT / 2)
        self.cost_before = self.cost.block.copy().set_fill(opacity=0)
        words = self.typesetter.words(N_("average cost"), size=LABEL, colour=self.typesetter.theme.muted)
        self.cost_words = words.next_to((left, foot, 0), DOWN, buff=COST_DROP, aligned_edge=LEFT)
        self.cost_name.on_baseline(words.baseline)
        self.cost_name.shift((words.get_right()[0] + WORD_GAP - self.cost_name.extent[0]) * RIGHT)
        bottom = self.cost.block.get_top()[1] + TABLE_RISE
        kept_inside(self.table.move_to((left, (bottom + SAFE_TOP) / 2, 0), aligned_edge=LEFT), LEFT_EDGE, RIGHT_EDGE)
        self.arrows = self.table.draw_gradient()

    @beat(
        N_(
            "The gradient of the average cost points uphill, so step the other way. Each weight and bias "
            "moves by minus eta times its own derivative. Here, eta, the learning rate, is {rate}."
        ),
        explores="view=layers&layers.steps=1",
        zero_gradient=N_(
            "Each weight and bias should move by minus eta times its own derivative. But here the whole gradient "
            "is zero: whatever eta is, everything stays where it is."
        ),
        some_go_astray=N_(
            "The gradient of the average cost points uphill, so step the other way. Each weight and bias "
            "moves by minus eta times its own derivative. Not every output comes closer to its y: what comes down "
            "is the average cost. Here, eta, the learning rate, is {rate}."
        ),
    )
    def one_step(self) -> None:
        """Turn the gradient's arrows around; weights and biases move, the outputs with them, and the cost changes."""
        diagram, table = self.diagram, self.table
        before, _, after = table.header
        cost = self.cost_name, self.cost_words, self.cost.block
        shown = diagram.desired, table.names, table.before, before, table.rule
        arrival = self.arrive(diagram, self.legend, uncovered=[diagram.weights])
        self.play(one_by_one(diagram.followed(arrival), FadeIn(*cost, *shown)), run_time=1.5 * MOVE)
        coming = FadeIn(table.gradient, table.key, self.arrows, table.dots, self.move_legend)
        self.play(redraw(VGroup(diagram, diagram.moves), diagram.tell_moves), coming, run_time=QUICK)
        turned = (change(arrow, lambda arrow: arrow.stretch(-1, 1)) for arrow in self.arrows)
        self.play(table.negate(), *turned, run_time=MOVE)
        self.play(table.multiply(), table.print_moves(self.arrows), run_time=SLOW)
        self.add(table.moves, self.cost_before)

        def take_step(t: float) -> None:
            run, given = self.learning.part_of_first_step(t)
            cost = self.learning.cost_in_first_step(t)
            diagram.show(run, *given).tell_moves(1 - t)
            self.cost.show(cost)
            self.cost_name.show(cost)

        step = redraw(VGroup(diagram, diagram.moves, self.cost.block, self.cost_name), take_step)
        gone = FadeOut(table.key, self.move_legend)
        self.play(step, gone, FadeIn(after, table.after), run_time=2 * SLOW)
        self.remove(diagram.moves)
        if self.some_go_astray:
            glows = [Glow(self.typesetter, diagram.outputs[j].circle) for j in self.astray]
            self.play(FadeIn(*glows, rate_func=there_and_back_with_pause, remover=True), run_time=2 * SLOW)
        self.play(FadeIn(table.rate, shift=0.2 * DOWN), run_time=MOVE)

    @beat(
        N_(
            "Then again, and again, each time with a new gradient. By step {steps}, "
            "the average cost has come down from {start} to {end}."
        ),
        single_step=N_("In this lesson, that is the only step. The average cost was {start}, and now it is {end}."),
        cost_rose=N_(
            "Then again, and again. But these steps are too long: instead of going down, the average cost "
            "has grown from {start} to {end} by step {steps}. A smaller learning rate is needed."
        ),
        stalled_on_the_flat=N_(
            "Then again, and again. Yet the average cost hardly moves: it was {start}, and by step {steps} "
            "it is {end}. Where derivatives are almost zero, so are the steps."
        ),
        stalled_by_rate=N_(
            "Then again, and again. Yet the average cost hardly moves: it was {start}, and by step {steps} "
            "it is {end}. With so small a learning rate, every step is tiny."
        ),
        stalled_too_soon=N_(
            "Then again, each time with a new gradient. Yet the average cost has hardly moved: it was {start}, "
            "and by step {steps} it is {end}. It would take more steps."
        ),
        cost_stalled=N_(
            "Then again, and again. Yet in the end, the average cost has hardly changed: it was {start}, "
            "and by step {steps} it is {end}."
        ),
    )
    def many_steps(self) -> None:
        """Turn the bar of the cost upright, its tip is the first dot; draw the curve, with each step's weights."""
        curve = self.curve
        changing = self.learning.most_changed
        steps = [self.learning.parameter(changing, step) for step in range(self.learning.steps + 1)]
        self.weight = LiveFormula(
            self.typesetter, "{} = {}", steps[0].symbol, steps, size=LABEL, decimals=self.table.decimals
        ).show(steps[1])
        self.weight.set_x(CENTRE[0]).on_baseline(CURVE_TOP - DIGIT * LABEL)
        self.weight.shift(min(0, LEFT_EDGE - WEIGHT_GAP - self.weight.extent[1]) * RIGHT)
        early, late = squish_rate_func(smooth, 0.15, 0.35), squish_rate_func(smooth, 0.75, 1)
        gone = self.table, self.cost_words, self.cost_before
        leaving = FadeOut(*gone, rate_func=squish_rate_func(smooth, 0, 0.35))
        turning = curve.stand_up(self.cost.block, rate_func=squish_rate_func(smooth, 0.3, 0.85))
        axes = curve.axes.x, curve.axes.y
        lines = FadeIn(*axes, rate_func=lambda t: interpolate(DIM * early(t), 1, late(t)))
        numbers = FadeIn(*(part for part in curve.axes if part not in axes), curve.names[1], rate_func=late)
        self.play(leaving, turning, lines, numbers, run_time=1.2 * SLOW)
        self.add(curve)
        coming = FadeIn(self.weight, self.diagram.halo)
        self.play(coming, change(self.cost.block, curve.take_in), run_time=QUICK)
        self.remove(self.cost.block)

        def descend(t: float) -> None:
            self._show(interpolate(1, self.learning.steps, t))

        seconds = min(DESCENT_TIME, SLOW * self.learning.steps)
        self.play(redraw(VGroup(self.diagram, self.curve, self.weight), descend), run_time=seconds)

    @beat(
        N_(
            "What has the network learned? Same example, before and after. The outputs, taken together, "
            "come closer to what we want: the cost falls from {before} to {after}."
        ),
        only_own_cost_rose=N_(
            "What has the network learned? This example has come off worse: its cost rose from {before} "
            "to {after}. But on average over all training examples, the cost has come down."
        ),
        own_cost_rose=N_(
            "What has come of it? Same example, before and after. The outputs, taken together, end up further "
            "from what we want: the cost rises from {before} to {after}."
        ),
        own_cost_stalled=N_(
            "What has the network learned? For this example, next to nothing: "
            "the cost was {before}, and now it is {after}."
        ),
    )
    def learned(self) -> None:
        """Go back to the first step, counted; outputs and cost go from their first values to their last once more."""
        last = self.learning.steps
        outputs = OutputsBeforeAfter(
            self.typesetter, self.learning, left=LEFT_EDGE, right=RIGHT_EDGE, bottom=SAFE_BOTTOM, top=SAFE_TOP
        )
        gone = self.curve, self.weight, self.diagram.halo
        shown = *outputs.names, outputs.words, *outputs.ends, *outputs.tracks, outputs.legend
        count = StepCount(self.typesetter, self.learning).stand(CENTRE[0], CURVE_TOP - DIGIT * LABEL)
        self.play(turn_over(gone, (*shown, count)), run_time=MOVE)

        def show(step: int) -> None:
            outputs.show(step)
            count.show(step)
            self.diagram.show_step(step)

        self.play(redraw(VGroup(self.diagram, count), lambda t: show(round((1 - t) * last))), run_time=MOVE)
        self.play(outputs.bring_before(self.diagram.outputs), run_time=SLOW)
        self.play(FadeIn(*outputs.after), run_time=QUICK)
        moving = VGroup(*outputs.after, *(part for track in outputs.tracks for part in (track.trail, track.dot)))
        replay = redraw(VGroup(self.diagram, moving, count), lambda t: show(round(t * last)))
        self.play(replay, run_time=REPLAY_TIME)

    def _show(self, position: float) -> None:
        """Show network and weight after the nearest step, and the curve as far as ``position``, in steps."""
        step = nearest_step(position)
        self.diagram.show_step(step)
        self.curve.show(position)
        self.weight.show(self.learning.parameter(self.learning.most_changed, step))

    def _bar_scale(self, left: float, foot: float) -> BarScale:
        """Return the scale at which the bar of the cost is as long after the first step as it is upright.

        Where that is impossible, it is the largest scale that fits.
        """
        before, after = (self.learning.cost(step).value for step in (0, 1))
        height = self.curve.dot.get_y() - foot
        if after and before / after * height <= RIGHT_EDGE - left:
            return BarScale.fitting([(0.0, after)], left, left + height, room=0)
        return BarScale.fitting([(0.0, before), (0.0, after)], left, RIGHT_EDGE, room=0)


class Recap(Clip):
    """The whole method on one card, for this very network."""

    headline = N_("The whole method on one card")
    poster = "the_formulas"
    reads = "layers descent title"
    explores = "view=layers&layers.steps={steps}"

    @property
    def softmax(self) -> bool:
        """Whether the outputs are those of softmax."""
        network = self.lesson.layers.network
        return network.activation[network.L].whole_layer

    @property
    def softmax_alone(self) -> bool:
        """Whether there is no other layer than that of softmax."""
        return self.softmax and self.lesson.layers.network.L == 1

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return what the derivative is with which the sweep starts."""
        return {"first_slope": start_words(self.lesson.layers)}

    def setup(self) -> None:
        """Lay out the trained network, the card, and the lights on the neurons and edges that its rows are about."""
        super().setup()
        learning = Learning(self.lesson)
        part = self.lesson.layers
        self.diagram = LearningDiagram(self.typesetter, learning, centre=CENTRE, width=WIDTH, height=HEIGHT)
        self.diagram.show_step(learning.steps)
        self.legend = EdgeLegend(self.typesetter).move_to((SAFE_LEFT, LEGEND_Y, 0), aligned_edge=LEFT)
        self.card = MethodCard(
            self.typesetter, part, left=CARD_LEFT, right=RIGHT_EDGE, bottom=SAFE_BOTTOM, top=SAFE_TOP
        )
        L, j, k, diagram = part.network.L, part.watch.j, part.watch.k, self.diagram
        source, target = diagram.neuron(L - 1, k), diagram.neuron(L, j)
        outputs = [neuron.circle for neuron in diagram.outputs]
        edges = [[diagram.edge(L, i, k)] for i in range(len(outputs))]
        about = [
            [diagram.edge(L, j, k)],
            [target.circle],
            [source.circle, *(edge for (edge,) in edges), *outputs],
            *([[source.circle]] if self.softmax and not self.softmax_alone else []),
            [*outputs, *(ring.circle for ring in diagram.rings)],
        ]
        self.lights = [VGroup(*(Glow(self.typesetter, shape) for shape in shapes)) for shapes in about]
        self.summed = Light(edges, self.typesetter.theme.highlight)
        self.named = LastColumns(self.typesetter, diagram)
        self.title = Heading(self.typesetter, self.lesson.title, width=SAFE_RIGHT - SAFE_LEFT, height=TITLE_HEIGHT)
        self.title.next_to((0, SAFE_TOP, 0), DOWN, buff=0)
        factors = source, *[target] * (len(self.card.factors[0]) - 1)
        self.factor_lights = [Glow(self.typesetter, neuron.circle) for neuron in factors]

    @beat(
        N_(
            "The whole method on one card. For a weight: the incoming activation, times the slope at z, "
            "times the derivative with respect to the next activation. For a bias: 1 replaces the activation. "
            "For an activation: the weight replaces it, summed over j. "
            "And it starts at the last layer: {first_slope}."
        ),
        softmax_alone=N_(
            "The whole method on one card. For a weight: the incoming activation, times the derivative "
            "with respect to z. For a bias: 1 replaces the activation. For an activation: the weight replaces it, "
            "summed over j. And in the last layer, the derivative with respect to z is {first_slope}."
        ),
        softmax=N_(
            "The whole method on one card. For a weight: the incoming activation, times the derivative "
            "with respect to z. For a bias: 1 replaces the activation. For an activation: the weight replaces it, "
            "summed over j. Times the slope, that is the derivative with respect to z, one layer back. "
            "And it starts at the last layer, with respect to z: {first_slope}."
        ),
    )
    def the_formulas(self) -> None:
        """Write the rows one after the other on the card, the earlier ones dimmed; light up what each is about."""
        card, lights = self.card, self.lights
        shown = self.diagram, self.diagram.desired, self.legend
        self.play(self.arrive(*shown, card), run_time=MOVE)
        named = FadeIn(self.named)
        self.play(card.wake(card.lefts[0]), FadeIn(lights[0]), named, run_time=QUICK)
        for sign, factor, light in zip(card.signs[0], card.factors[0], self.factor_lights, strict=True):
            self.play(card.wake(sign, factor), FadeIn(light), run_time=MOVE)
            self.wait(QUICK)
            self.play(FadeOut(light), run_time=0.5 * QUICK)
        told = len(card.factors[0])
        for place, clause in zip(range(1, len(lights)), NEXT_ROWS, strict=False):
            self.wait(self.until_said(told + clause))
            renamed = [self.named.leave_the_last()] if place == len(lights) - 1 else []
            woken = card.wake(card.own(place)), *([card.wake(card.shared(place))] if card.shared(place) else [])
            lit = turn_over([lights[place - 1]], [lights[place]])
            self.play(AnimationGroup(lit, card.pass_on(place - 1), *renamed), one_by_one(*woken), run_time=MOVE)
            if place == ROW_OF_SUM:
                self.wait(self.until_said(told + SUMMED))
                self.play(self.summed.run(), run_time=SLOW)
        self.wait(QUICK)
        self.play(*(card.wake(card.row(place)) for place in range(len(lights) - 1)), run_time=QUICK)

    @beat(
        N_(
            "If all of this makes sense, you have seen the engine under the bonnet of neural networks. "
            "That’s many layers of complexity to take in, so take your time."
        )
    )
    def well_done(self) -> None:
        """Dim the card; let light run forwards and back through the network alone; outputs meet what is desired."""
        diagram, theme = self.diagram, self.typesetter.theme
        self.play(FadeOut(self.legend, self.lights[-1], self.named.last), self.card.step_back(), run_time=QUICK)
        self.wait(self.until_said(ENGINE))
        spread = redraw(VGroup(diagram, diagram.desired), lambda t: diagram.spread(t, LAST_SHIFT))
        self.play(LaggedStart(FadeOut(self.card), spread, lag_ratio=0.6), run_time=GATHER_TIME)
        self.play(Wave(self.typesetter, diagram, theme.highlight).run(), run_time=SWEEP_TIME)
        self.play(Wave(self.typesetter, diagram, theme.C).run(backwards=True), run_time=SWEEP_TIME)
        self.play(redraw(diagram.desired, diagram.bring_desired), run_time=MOVE)
        self.play(FadeIn(self.title), run_time=MOVE)
        self.wait(MOVE)
