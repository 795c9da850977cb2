"""Chapter 4 · Many examples: the derivative of the average cost, and the gradient that it is a part of."""

from collections.abc import Mapping
from functools import cached_property

from manim import RIGHT, UP, AnimationGroup, Create, FadeIn, FadeOut, LaggedStart, ReplacementTransform, VGroup

import backprop_core as bp
from backprop_core.quantities import Quantity, cost
from scenes.figures.training_examples.bars import ExampleBars, GradientColumn
from scenes.figures.training_examples.descent_arrows import DescentArrows, ParameterNames
from scenes.figures.training_examples.example import Average, ExampleRun
from scenes.kit.animations import carry, change, fly, one_by_one
from scenes.kit.clip import Clip
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.strokes import UprightArrow
from scenes.kit.text.product import ProductTable, factor_names
from scenes.kit.theme import (
    DIM,
    LARGE,
    MOVE,
    NORMAL,
    QUICK,
    SAFE_BOTTOM,
    SAFE_LEFT,
    SAFE_RIGHT,
    SAFE_TOP,
    SLOW,
    SMALL,
)
from scenes.numbers.chain import LastLayer
from scenes.numbers.language import N_
from scenes.numbers.training import TrainingSet

CHAPTER = Chapter(4, N_("Many examples"))

# In frame units: the right end of formulas and network, and the left end of the bars; the heights of formulas and
# network; the top of the bars; the chain beside the gradient, its right end and height, and the height of its middle
# there and alone; the left end of the gradient; the length of the arrows in the legend.
MIDDLE_LEFT, MIDDLE_RIGHT = 0.4, 1.1
COST_Y, AVERAGE_Y, RUN_Y = 0.3, -1.6, 0.85
TABLE_TOP = 3.0
CHAIN_RIGHT, CHAIN_HEIGHT, SMALL_CHAIN_Y, CHAIN_Y = -2.4, 2.0, 0.275, -0.35
COLUMN_LEFT = -1.7
ARROW = 0.6

# How long the first example takes to pass, and all the others together at most.
FIRST_PASS, PASSES = 3.5, 14.0

# How long all components of the gradient take to arrive.
ALL_TIME = 5.0


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
        """∂C_k/∂w^(L) of all examples."""
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

    @beat(
        N_(
            "All this was for a single example. The full cost averages over all training examples, "
            "so its derivative is the average of their derivatives."
        )
    )
    def cost_is_an_average(self) -> None:
        """Lead from the rule for one example to the average over all."""
        last = LastLayer(self.lesson.chain)
        rule = ProductTable(self.typesetter, last.derivative.symbol, [factor_names(self.typesetter, last.factors())])
        rule.move_to((0, SAFE_TOP, 0), aligned_edge=UP)
        whole = self.typesetter.formula("{} = frac(1, n) sum_k {}", cost(None), cost("k"), size=LARGE).move_to(
            (0, COST_Y, 0)
        )
        slope = self.mean.formula.copy().scale(LARGE / NORMAL).move_to((0, AVERAGE_Y, 0))
        self.play(self.arrive(rule))
        self.play(FadeIn(whole, shift=0.3 * UP), run_time=MOVE)
        flown = VGroup(slope.of(cost(None))[1:], slope.of(cost("k"))[1:], slope.rest())
        flights = map(fly, (whole.argument(0), whole.argument(1), whole.rest()), flown)
        self.play(one_by_one(*flights), run_time=2 * SLOW)
        landed = {id(glyph) for part in flown for glyph in part}
        self.play(FadeIn(*(glyph for glyph in slope if id(glyph) not in landed)), run_time=MOVE)
        self.add(slope)
        self.derived = VGroup(rule, whole), slope

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
        self.play(one_by_one(FadeOut(behind), ReplacementTransform(slope, self.mean.formula)), run_time=SLOW)
        self.play(FadeIn(self.running, bars.zero, bars.header), run_time=MOVE)
        for place, example in enumerate(examples):
            seconds = min(2 * QUICK, PASSES / len(examples)) if place else FIRST_PASS
            self.play(self.running.run(example), FadeIn(bars.labels[place]), run_time=0.55 * seconds)
            self.play(bars.bars[place].grow(self.running.slope.readouts[0]), run_time=0.45 * seconds)
        if self.shared_row:
            strokes = LaggedStart(*map(FadeIn, bars.strokes[0]))
            self.play(FadeIn(bars.labels[len(examples)]), strokes, run_time=SLOW)

    @beat(
        N_(
            "Some examples want this weight larger, others smaller. What counts is their average: {average}. "
            "That’s the derivative of the full cost."
        ),
        zero_derivatives=N_(
            "No example asks for a change of this weight, so the average is {average} as well. "
            "That’s the derivative of the full cost."
        ),
        single_example=N_("Here there is only one example, so the average is just its own derivative: {average}."),
        same_sign=N_(
            "No two examples pull this weight in opposite directions. What counts is their average: {average}. "
            "That’s the derivative of the full cost."
        ),
    )
    def average(self) -> None:
        """Draw the average of the bars as a line, with its number."""
        bars, value = self.bars, self.mean.value
        self.play(self.running.animate.set_opacity(DIM), run_time=QUICK)
        self.play(Create(bars.average_line), FadeIn(bars.rule, bars.labels[-1]), run_time=MOVE)
        self.play(bars.bars[-1].grow(), run_time=MOVE)
        flight = carry(bars.bars[-1].number, value.argument(0))
        self.play(flight, FadeIn(value.rest()), run_time=SLOW)
        self.add(value)


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
        self.small = self._chain((SAFE_LEFT + CHAIN_RIGHT) / 2, SMALL_CHAIN_Y, CHAIN_RIGHT - SAFE_LEFT)
        self.names = ParameterNames(self.typesetter, self.small, self.parameters, size=SMALL)
        self.column = GradientColumn(
            self.typesetter,
            self.training.gradient,
            top=SAFE_TOP,
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
        """Move the average into its row of the gradient."""
        column, row = self.column, self.training.gradient.index(self.training.watched)
        formula, value = self.average
        self.play(self.arrive(self.average, self.small, self.names))
        self.play(
            one_by_one(
                FadeOut(formula.rest(), formula.argument(1)),
                change(value, lambda each: each.shift((formula.rest().get_left()[0] - each.get_left()[0], 0, 0))),
            ),
            run_time=MOVE,
        )
        self.play(FadeIn(column.heading, column.brackets, column.zero, *column.dots), run_time=MOVE)
        (above, bar, below), label = self.average.fraction, column.labels[row]
        self.remove(value)
        self.add(value.rest())
        self.play(
            ReplacementTransform(above, label.argument(0)),
            ReplacementTransform(below, label.argument(1)),
            column.bars[row].grow(value.argument(0)),
            FadeOut(bar, value.rest(), column.dots[row]),
            FadeIn(label.rest()),
            run_time=SLOW,
        )
        self.add(label)

    @beat(
        N_(
            "All the others come from the same backward pass, out of the same factors. "
            "Once you understand one derivative, most of the work is done."
        )
    )
    def all_of_them(self) -> None:
        """Let light run backwards through the chain; each edge and neuron sends its component into the gradient."""
        column, rows = self.column, []
        for row in reversed(range(len(self.parameters))):
            if self.training.gradient[row] is not self.training.watched:
                arriving = fly(self.names[row], column.labels[row]), FadeOut(column.dots[row])
                rows.append(LaggedStart(AnimationGroup(*arriving), column.bars[row].grow(), lag_ratio=0.5))
        self.play(self.small.backward_light().run(), LaggedStart(*rows, lag_ratio=0.35), run_time=ALL_TIME)

    @beat(
        N_(
            "Going downhill means stepping against the gradient. Arrow up: make it larger. Arrow down: "
            "make it smaller. The longer the arrow, the more it matters."
        ),
        zero_gradient=N_(
            "Going downhill would mean stepping against the gradient. But here every component is zero: "
            "nothing is pushed, and a step would change nothing."
        ),
    )
    def downhill(self) -> None:
        """Grow an arrow at every edge and neuron: the direction and the size of its component of −∇C."""
        column, large = self.column, self._chain(0, CHAIN_Y, SAFE_RIGHT - SAFE_LEFT)
        arrows = DescentArrows(self.typesetter, large, self.parameters, self.training.gradient)
        self.play(FadeOut(column.heading, column.brackets, column.zero, *column.labels, *column.bars), run_time=MOVE)
        self.play(one_by_one(FadeOut(*self.names), ReplacementTransform(self.small, large)), run_time=SLOW)
        first = FadeIn(self._legend(), *arrows.names)
        self.play(LaggedStart(first, *arrows.grow(), lag_ratio=0.3), run_time=2 * SLOW)

    def _legend(self) -> VGroup:
        """Return the legend above the network: −∇C, and the meaning of arrows up and down."""
        up, down = (UprightArrow(length, self.typesetter.theme.text) for length in (ARROW, -ARROW))
        larger, smaller = self.typesetter.words(N_("make it larger")), self.typesetter.words(N_("make it smaller"))
        heading = self.typesetter.formula("-nabla {}", cost(None), size=LARGE)
        key = VGroup(
            heading, VGroup(up, larger).arrange(RIGHT, buff=0.2), VGroup(down, smaller).arrange(RIGHT, buff=0.2)
        )
        key.arrange(RIGHT, buff=1.0).move_to((0, SAFE_TOP, 0), aligned_edge=UP)
        smaller.on_baseline(larger.baseline)
        return key

    def _chain(self, x: float, y: float, width: float) -> NetworkDiagram:
        """Return the chain without numbers, with this centre and width."""
        chain = self.lesson.chain
        run = bp.forward(chain.network, chain.x)
        return NetworkDiagram(self.typesetter, run, centre=(x, y), width=width, height=CHAIN_HEIGHT, values=False)
