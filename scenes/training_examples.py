"""Chapter 4 · Many examples: the derivative of the average cost, and the gradient that it is a part of."""

from collections.abc import Mapping
from functools import cached_property, partial

import numpy as np
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    LaggedStart,
    ReplacementTransform,
    VGroup,
    VMobject,
    linear,
    smooth,
    squish_rate_func,
    there_and_back,
    there_and_back_with_pause,
)

import backprop_core as bp
from backprop_core.quantities import Quantity, cost
from scenes.figures.training_examples.balance import Balance
from scenes.figures.training_examples.bars import ExampleBars, GradientColumn
from scenes.figures.training_examples.chips import ExampleChips
from scenes.figures.training_examples.descent_arrows import (
    DescentArrows,
    ParameterNames,
    edge_or_neuron,
)
from scenes.figures.training_examples.example import Average, ExampleRun
from scenes.kit.clip import Clip
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.motion.animations import carry, change, fly, one_by_one, redraw, turn_over
from scenes.kit.motion.lights import Glow, Light
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.stage import CHAIN_ABOVE
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.theme import (
    LARGE,
    MOVE,
    QUICK,
    SAFE_BOTTOM,
    SAFE_LEFT,
    SAFE_RIGHT,
    SLOW,
)
from scenes.numbers.language import N_
from scenes.numbers.training import TrainingSet

CHAPTER = Chapter(4, N_("Many examples"))

# In frame units: the right end of the chips and the height of their middle; the left end of the formula beside them,
# how much larger it is than later, and the gap above its value; the right end of formulas and network, the left end
# of the bars, and the gap between the gradient and the average beside it; the heights of the network and of the
# balance; the top of the bars; the left end of the gradient, and its top; the lower end of arrows and their
# numbers, the middle of the legend below, and its arrows' length.
CHIPS_RIGHT, CHIPS_Y, AVERAGE_LEFT, AVERAGE_SCALE, VALUE_GAP = -0.2, 0.3, 0.3, 1.5, 0.4
MIDDLE_LEFT, MIDDLE_RIGHT, BESIDE = 0.4, 1.1, 0.4
RUN_Y, BALANCE_Y = 0.85, -0.2
TABLE_TOP = 3.0
COLUMN_LEFT, COLUMN_TOP = -6.4, 1.7
ARROWS_LOW, LEGEND_Y = -2.15, -2.75
ARROW = 0.6

# How many examples take their time, and how long all others take to pass at most.
SLOWLY, PASSES = 2, 5.0

# How long all components of the gradient take to arrive, and a light on an edge, in times that one takes.
ALL_TIME, RUN = 5.0, 0.6

# After which share of a fading the next one begins, so that the picture is never empty; and where that stands in the
# place of the picture before.
OVERLAP, AFTER_ARRIVAL = 0.25, 0.45

# The opacity of components that are still to come.
TO_COME = 0.4

# The clause about bars to the left, counted from the narration's end; and where examples share a row.
TO_THE_LEFT, TO_THE_LEFT_OF_MANY = -2, -4


class AverageOverExamples(Clip):
    """The derivative of the cost of all training examples is the average of theirs."""

    headline = N_("The average over the examples")
    reads = "chain"

    @cached_property
    def training(self) -> TrainingSet:
        """The training examples, whose numbers this clip shows."""
        return TrainingSet(self.lesson.chain)

    @property
    def slopes(self) -> list[float]:
        """∂C_i/∂w^(L) of all examples."""
        return [example.derivative.value for example in self.training.examples]

    @property
    def zero_derivatives(self) -> bool:
        """Whether the derivatives of all examples' costs are zero."""
        return not any(self.slopes)

    @property
    def single_example(self) -> bool:
        """Whether there is only one example."""
        return len(self.slopes) == 1

    @property
    def same_sign(self) -> bool:
        """Whether no two derivatives have opposite signs."""
        return min(self.slopes) >= 0 or max(self.slopes) <= 0

    @property
    def shared_row(self) -> bool:
        """Whether there are so many examples that the last of them share a row."""
        return len(self.training.examples) > len(self.bars.single)

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that the narration names."""
        return {"average": self.training.watched}

    def setup(self) -> None:
        """Lay out the formulas, the network and the table of bars."""
        super().setup()
        typesetter, training, decimals = (
            self.typesetter,
            self.training,
            self.training.decimals(self.typesetter.decimals),
        )
        self.bars = ExampleBars(
            typesetter,
            training.examples,
            training.watched,
            top=TABLE_TOP,
            bottom=SAFE_BOTTOM,
            left=MIDDLE_RIGHT,
            right=SAFE_RIGHT,
            decimals=decimals,
        )
        self.running = ExampleRun(typesetter, training, left=SAFE_LEFT, right=MIDDLE_LEFT, y=RUN_Y, decimals=decimals)
        self.mean = Average(typesetter, training)
        self.chips = ExampleChips(typesetter, training.examples, left=SAFE_LEFT, right=CHIPS_RIGHT, y=CHIPS_Y)

    @beat(
        N_(
            "All this was for a single example. The full cost averages over all training examples, "
            "so its derivative is the average of their derivatives."
        )
    )
    def cost_is_an_average(self) -> None:
        """Light up the costs of all examples, whose average is the cost; then derive both sides, in place."""
        chips, training = self.chips, self.training
        slope = self.mean.formula.copy().scale(AVERAGE_SCALE)
        size = slope.em
        whole = self.typesetter.formula("{} = frac(1, n) sum_i {}", cost(None), cost("i"), size=size)
        whole.shift(slope.rest().get_center() - whole.rest().get_center())
        value = self.typesetter.formula("= {}", training.cost, size=size)
        value.next_to(whole, DOWN, buff=VALUE_GAP).align_to(whole.rest(), LEFT)
        beside = VGroup(slope, whole, value)
        beside.scale(min(1.0, (SAFE_RIGHT - AVERAGE_LEFT) / beside.width))
        beside.move_to(((AVERAGE_LEFT + SAFE_RIGHT) / 2, CHIPS_Y, 0))
        slope.shift((0, CHIPS_Y - slope.rest().get_y(), 0))  # once the value has gone
        gathered = whole.of(cost("i"))
        shell = VGroup(*(glyph for glyph in whole if glyph not in gathered))
        begun = AnimationGroup(self.arrive(), FadeIn(*chips.chips, run_time=SLOW))
        sent = fly(chips.brace, gathered, aligned_edge=RIGHT)
        self.play(one_by_one(begun, GrowFromCenter(chips.brace), sent, FadeIn(shell)), run_time=2 * SLOW)
        self.play(one_by_one(chips.light(), FadeIn(value)), run_time=SLOW)
        self.wait(SLOW)
        costs = [(whole.of(symbol), slope.of(symbol)) for symbol in (cost(None), cost("i"))]
        kept = [*((here, there[1:]) for here, there in costs), (whole.rest(), slope.rest())]
        landed = {id(glyph) for there in (*(there for _, there in costs), slope.rest()) for glyph in there}
        added = FadeIn(*(glyph for glyph in slope if id(glyph) not in landed), shift=0.2 * RIGHT)
        moves: list[Animation] = [ReplacementTransform(here, there) for here, there in kept]
        moves += [FadeIn(there[0], shift=there[1].get_center() - here[0].get_center()) for here, there in costs]
        self.play(
            LaggedStart(
                FadeOut(value),
                AnimationGroup(*moves),
                AnimationGroup(added, chips.derive(run_time=QUICK)),
                lag_ratio=OVERLAP,
            ),
            run_time=2 * SLOW,
        )
        self.add(slope)
        self.derived = VGroup(chips.derived, chips.brace), slope

    @beat(
        N_(
            "Each example takes its turn: its own input and target, its own cost, its own derivative. "
            "A bar to the left says: a larger weight would lower this cost."
        ),
        shared_row=N_(
            "Each example takes its turn, with its own cost and its own derivative. A bar to the left says: "
            "a larger weight would lower this cost. After the first ones, the others share a row."
        ),
    )
    def example_by_example(self) -> None:
        """Let each example pass through the network and add its bar to the table."""
        bars, examples = self.bars, self.bars.single
        behind, slope = self.derived
        coming = FadeIn(bars.zero, bars.header), FadeIn(self.running)
        moved = ReplacementTransform(slope, self.mean.formula)
        self.play(LaggedStart(FadeOut(behind), moved, AnimationGroup(*coming), lag_ratio=0.4), run_time=SLOW)
        for place, example in enumerate(examples):
            bar, entry = bars.bars[place], [FadeIn(bars.labels[place]), bars.bars[place].grow_block()]
            if place < SLOWLY:
                if place:
                    self.play(self.running.run(example), run_time=SLOW)
                self.play(
                    one_by_one(carry(self.running.derivative, bar.number), AnimationGroup(*entry)), run_time=SLOW
                )
            else:
                seconds = min(QUICK, PASSES / len(examples))
                self.running.show(example, 1.0)
                self.play(FadeIn(bar.number), *entry, run_time=seconds)
        if self.shared_row:
            strokes = LaggedStart(*map(FadeIn, bars.strokes[0]))
            self.play(FadeIn(bars.labels[len(examples)]), strokes, run_time=SLOW)
        self.wait(self.until_said(TO_THE_LEFT_OF_MANY if self.shared_row else TO_THE_LEFT))
        for wish, side in zip(bars.wishes, bars.sides, strict=True):
            wanting = (change(bar, self._light_up, rate_func=there_and_back_with_pause) for bar in side)
            self.play(FadeIn(wish), *wanting, run_time=MOVE)

    @beat(
        N_(
            "Some examples want this weight larger, others smaller. What counts is the average "
            "of their derivatives: {average}. That’s the derivative of the full cost."
        ),
        zero_derivatives=N_(
            "No example asks for a change in this weight, so the average is {average} as well. "
            "That’s the derivative of the full cost."
        ),
        single_example=N_("Here there is only one example, so the average is just its own derivative: {average}."),
        same_sign=N_(
            "No two examples pull this weight in opposite directions. What counts is the average "
            "of their derivatives: {average}. That’s the derivative of the full cost."
        ),
    )
    def average(self) -> None:
        """Balance all derivatives on a beam: it is level on their average."""
        bars, value = self.bars, self.mean.value
        examples = self.training.examples
        balance = Balance(
            self.typesetter,
            [example.derivative for example in examples],
            self.training.watched,
            left=SAFE_LEFT,
            right=MIDDLE_LEFT,
            y=BALANCE_Y,
        )
        shapes = *(bar.block for bar in bars.bars[:-1]), *(stroke for row in bars.strokes for stroke in row)
        lane = (MIDDLE_LEFT + MIDDLE_RIGHT) / 2
        gather = partial(balance.gather, [np.array([lane, shape.get_y(), 0]) for shape in shapes])
        gather(0.0)
        self.play(turn_over([self.running], [balance]), run_time=MOVE)
        lit = (
            change(shape, self._light_up, rate_func=squish_rate_func(there_and_back, *balance.trip(place)))
            for place, shape in enumerate(shapes)
        )
        self.play(redraw(balance, gather, rate_func=linear), *lit, run_time=2 * SLOW)
        self.play(redraw(balance, balance.show), run_time=2 * SLOW)
        self.play(FadeIn(balance.label), run_time=QUICK)
        last, number = bars.bars[-1], value.argument(0)
        row = AnimationGroup(FadeIn(bars.rule, bars.labels[-1]), last.grow_block())
        sign = (glyph for glyph in value if glyph not in number)
        self.play(one_by_one(carry(balance.label, number), FadeIn(*sign)), run_time=MOVE)
        self.play(AnimationGroup(carry(balance.label, last.number), row, lag_ratio=0.5), run_time=MOVE)
        self.add(value)

    def _light_up(self, shape: VMobject) -> None:
        shape.set_color(self.typesetter.theme.highlight)


class GradientVector(Clip):
    """All derivatives of the average cost together, and what their opposite does to the network."""

    headline = N_("The gradient")
    poster = "all_of_them"
    reads = "chain"

    @cached_property
    def training(self) -> TrainingSet:
        """The training examples, whose numbers this clip shows."""
        return TrainingSet(self.lesson.chain)

    @property
    def parameters(self) -> list[bp.Parameter]:
        """The weights and biases, in the order of the gradient."""
        return list(self.lesson.chain.network.parameters())

    @property
    def zero_gradient(self) -> bool:
        """Whether the whole gradient is zero."""
        return not any(slope.value for slope in self.training.gradient)

    def setup(self) -> None:
        """Lay out the average, the chain and the gradient."""
        super().setup()
        self.average = Average(self.typesetter, self.training)
        run = bp.forward(self.lesson.chain.network, self.lesson.chain.x)
        self.chain = NetworkDiagram(self.typesetter, run, **CHAIN_ABOVE, values=False)
        self.names = ParameterNames(self.typesetter, self.chain, self.parameters)
        self.column = GradientColumn(
            self.typesetter,
            self.training.gradient,
            self.training.downhill,
            top=COLUMN_TOP,
            bottom=SAFE_BOTTOM,
            left=COLUMN_LEFT,
            right=SAFE_RIGHT,
            decimals=self.training.decimals(self.typesetter.decimals),
        )

    @beat(
        N_(
            "That average is a single number. The gradient has a place for every weight and every bias, "
            "and this is just one of its components."
        )
    )
    def one_component(self) -> None:
        """Bring the average into its empty place in the gradient of the chain, among those that are still to come."""
        column, row = self.column, self.training.gradient.index(self.training.watched)
        bar, (formula, found) = column.bars[row], self.average
        name = formula.argument(0)
        between = VGroup(*(glyph for glyph in formula if glyph not in [*name]))
        gap = (found.get_left() - between.get_left())[0] * RIGHT
        average = VGroup(name, found)
        for label in column.labels:
            label.set_opacity(TO_COME)
        components = FadeIn(column.heading, *column.brackets[:2], *column.labels)
        self.play(LaggedStart(self.arrive(self.average), components, lag_ratio=AFTER_ARRIVAL))
        closer = change(name, lambda name: name.shift(gap), rate_func=squish_rate_func(smooth, 0.15, 1))
        self.play(FadeOut(between, rate_func=squish_rate_func(smooth, 0, 0.5)), closer, run_time=MOVE)
        moved = change(average, partial(self._put_beside, row), path_arc=-PI / 2)
        self.play(LaggedStart(moved, FadeIn(self.chain, self.names), lag_ratio=AFTER_ARRIVAL))
        opened, closed = column.brackets[2:]
        place = FadeIn(column.equals, opened)
        self.play(LaggedStart(self._lit(row), place, lag_ratio=OVERLAP), run_time=SLOW)
        gone = FadeOut(average, rate_func=squish_rate_func(smooth, 0, 0.5))
        self.play(carry(found.argument(0), bar.number), gone, run_time=SLOW)
        self.play(AnimationGroup(FadeIn(closed, column.zero), bar.grow_block()), run_time=SLOW)

    def _put_beside(self, row: int, average: VGroup) -> None:
        """Put the average beside its place in the gradient."""
        left = self.column.brackets[-1].get_right()[0] + BESIDE
        average.scale(min(1.0, (SAFE_RIGHT - left) / average.width))
        average.next_to((left, self.column.ys[row], 0), RIGHT, buff=0)
        average.shift((0, max(0.0, SAFE_BOTTOM - average.get_bottom()[1]), 0))

    @beat(
        N_(
            "All the others come from the same backward pass, out of the same factors. "
            "Once you understand one derivative, most of the work is done."
        )
    )
    def all_of_them(self) -> None:
        """Let light run backwards through the chain; at each edge and neuron, its component appears."""
        column, gradient, highlight = self.column, self.training.gradient, self.typesetter.theme.highlight
        before = gradient.index(self.training.watched)
        steps, known = [], []
        for row, parameter in reversed(list(enumerate(self.parameters))):
            bar, shape = column.bars[row], edge_or_neuron(self.chain, parameter)
            walls = *column.brackets[2:], *(column.bars[place].block for place in (before, *known))
            carried = fly(shape, bar.number, panels=walls)
            shown = [] if row == before else [one_by_one(carried, bar.grow_block())]
            known.append(row)
            step = AnimationGroup(self._lit(row), *shown)
            if parameter.letter == "w":
                way = self.chain.edge(parameter.l).copy().reverse_direction()
                step = one_by_one(Light([[way]], highlight).run(run_time=RUN), step)
            steps.append(step)
        self.play(LaggedStart(*steps, lag_ratio=1), run_time=ALL_TIME)

    def _lit(self, row: int) -> Animation:
        """Return an animation in which a component's name lights up, and its edge or neuron does for a while."""
        return AnimationGroup(self._glow(row), change(self.column.labels[row], lambda label: label.set_opacity(1)))

    def _glow(self, row: int) -> Animation:
        """Return an animation in which a component's edge or neuron lights up for a while."""
        shape = edge_or_neuron(self.chain, self.parameters[row])
        glow = Glow(self.typesetter, shape.circle if isinstance(shape, Neuron) else shape)
        return FadeIn(glow, rate_func=there_and_back, remover=True)

    @beat(
        N_(
            "Going downhill means stepping against the gradient. Arrow up: raise that weight or bias. "
            "Arrow down: lower it. The longer the arrow, the faster the cost falls."
        ),
        zero_gradient=N_(
            "Going downhill would mean stepping against the gradient. But here every component is zero: "
            "nothing is pushed, and a step would change nothing."
        ),
    )
    def downhill(self) -> None:
        """Turn ∇C into −∇C; then its chart turns, its bars stand as arrows below the chain, and push."""
        column, training = self.column, self.training
        heading, larger, smaller = self._legend()
        numbers = [bar.number for bar in column.bars]
        arrows = DescentArrows(
            self.typesetter,
            self.chain,
            self.parameters,
            training.gradient,
            numbers,
            top=COLUMN_TOP,
            bottom=ARROWS_LOW,
        )
        self.remove(*(bar.block for bar in column.bars)).add(column.opposite)
        self.play(column.negate(), run_time=MOVE)
        self.wait(SLOW)
        before, further = column.minus
        nabla, equals = column.heading
        leaving = further, equals, column.brackets, column.equals, *column.labels
        gone = FadeOut(*leaving, rate_func=squish_rate_func(smooth, 0, 0.5))
        blocks = [block for block, slope in zip(column.opposite, training.gradient, strict=True) if slope.value]
        self.remove(column.opposite)
        named = ReplacementTransform(VGroup(*before, *nabla), heading)
        stands = arrows.stand_up(blocks, numbers, column.zero)
        self.play(LaggedStart(AnimationGroup(gone, named), stands, lag_ratio=0.4), run_time=2 * SLOW)
        self.add(arrows)
        self.play(FadeIn(larger), *self._push(arrows, 1), run_time=MOVE)
        self.play(FadeIn(smaller), *self._push(arrows, -1), run_time=MOVE)
        if not self.zero_gradient:
            self.play(*self._push(arrows, 1, -1), run_time=MOVE)

    def _push(self, arrows: DescentArrows, *sides: int) -> list[Animation]:
        """Return animations in which arrows up (1) or down (-1) push, and their edges and neurons light up."""
        slopes = enumerate(self.training.gradient)
        return [*arrows.pushes(*sides), *(self._glow(row) for row, each in slopes if -np.sign(each.value) in sides)]

    def _legend(self) -> VGroup:
        """Return the legend below the arrows: −∇C, and the meaning of arrows up and down."""
        up, down = (UprightArrow(length, self.typesetter.theme.C) for length in (ARROW, -ARROW))
        larger, smaller = self.typesetter.words(N_("make it larger")), self.typesetter.words(N_("make it smaller"))
        heading = self.typesetter.formula("-nabla {}", cost(None), size=LARGE)
        key = VGroup(
            heading, VGroup(up, larger).arrange(RIGHT, buff=0.2), VGroup(down, smaller).arrange(RIGHT, buff=0.2)
        )
        key.arrange(RIGHT, buff=1.0).move_to((COLUMN_LEFT, LEGEND_Y, 0), aligned_edge=LEFT)
        smaller.on_baseline(larger.baseline)
        return key
