"""The chain computing one training example after another, and the average of their derivatives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, Animation, VGroup

import backprop_core as bp
from backprop_core.quantities import Quantity, activation, cost, partial, target
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import redraw
from scenes.kit.motion.lights import Light
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron, NumberStyle
from scenes.kit.text.formula import Formula
from scenes.kit.text.live_formula import LiveFormula
from scenes.kit.text.readout import Readout
from scenes.kit.text.spacing import EQUALS
from scenes.kit.text.typesetter import Typesetter
from scenes.kit.theme import LABEL, NORMAL, SAFE_LEFT, SMALL
from scenes.numbers.format import exact_decimals
from scenes.numbers.functions import COST_FORMULAS, in_lines
from scenes.numbers.training import TrainingExample, TrainingSet, last_weight

# In frame units: the height of the chain, the gap above and below circles, the space left of the first one; the
# baselines of the cost and the derivative, and how far a second line of the cost is indented and below the first one.
_HEIGHT = 1.4
_GAP = 0.16
_INSET = 0.1
_COST_Y, _SLOPE_Y = -1.05, -2.3
_INDENT, _LEADING = 0.9, 0.72


@dataclass(frozen=True)
class _NumberBelow:
    """A live number below a circle, aligned with its middle or one of its edges, but not beyond ``right``."""

    readout: Readout
    neuron: Neuron
    edge: np.ndarray
    right: float

    @property
    def readouts(self) -> list[Readout]:
        return [self.readout]

    def show(self, quantity: Quantity) -> None:
        self.readout.show(quantity).next_to(self.neuron.circle, DOWN, buff=_GAP, aligned_edge=self.edge)
        self.readout.shift((min(0.0, self.right - self.readout.get_right()[0]), 0, 0))


_Part: TypeAlias = Neuron | LiveFormula | _NumberBelow


class ExampleRun(VGroup):
    """The chain with the desired output beside it, and below it C_i and ∂C_i/∂w^(L).

    An input or a desired output that its circle has no room for stands below it.

    Parameters
    ----------
    training
        The examples; there is room for all their numbers.
    left, right, y
        The ends of the drawing and the height of the neurons' centres, in frame units.
    decimals
        Of the derivative.

    Notes
    -----
    At first it shows the first example. Then each number gives way to that of the next example when its turn comes.
    ``derivative`` is the number ∂C_i/∂w^(L).
    """

    def __init__(
        self,
        typesetter: Typesetter,
        training: TrainingSet,
        *,
        left: float,
        right: float,
        y: float,
        decimals: int,
    ):
        examples, network, L = training.examples, training.chain.network, training.chain.network.L
        own = bp.forward(network, training.chain.x)
        width = (right - left - _INSET) * L / (L + 1)
        self.diagram = NetworkDiagram(
            typesetter,
            own,
            centre=(left + _INSET + width / 2, y),
            width=width,
            height=_HEIGHT,
            others=[example.run for example in examples],
            targets=[example.target.value for example in examples],
        )
        self.desired = self._desired(typesetter, examples)
        a, desired = activation(L, L=L), target()
        self.names = VGroup(*(typesetter.formula("{}", s, size=LABEL) for s in (activation(0), a, desired)))
        for name, neuron in zip(self.names, (self._neuron(0), self._neuron(L), self.desired), strict=True):
            name.next_to(neuron, UP, buff=_GAP)
        inputs, targets = ([each.activations[0] for each in examples], [each.target for each in examples])
        self._inputs = self._below(typesetter, inputs, self._neuron(0), LEFT, right)
        self._targets = self._below(typesetter, targets, self.desired, ORIGIN, right)
        costs, slopes = [example.cost for example in examples], [example.derivative for example in examples]
        longest, w = cost(examples[-1].number), last_weight(network)
        rule, of = COST_FORMULAS[training.chain.cost.name].of_one(a, desired)
        *above, (template, last) = in_lines(f"{{}} = {rule}", [longest, *of])
        self.cost = LiveFormula(typesetter, f"{template} = {{}}", *last, costs)
        self.slope = LiveFormula(typesetter, "{} = {}", partial(longest, w), slopes, decimals=decimals, signed=True)
        for line, height, shown in ((self.cost, _COST_Y, costs), (self.slope, _SLOPE_Y, slopes)):
            inset = _INDENT if above and line is self.cost else 0.0
            line.scale(min(1.0, (right - left - inset) / max(line.show(each).width for each in shown)))
            line.shift((left + inset - line.get_left()[0], 0, 0)).on_baseline(height)
        first_lines = [typesetter.formula(each, *names, size=self.cost.formula.em) for each, names in above]
        for line in first_lines:
            line.move_to((left, 0, 0), LEFT).on_baseline(_COST_Y + _LEADING)
        named = [*first_lines, self.cost.formula][0], self.slope.formula
        self._titles = {
            example.number: VGroup(
                *(
                    _in_place_of(line, typesetter.formula("{}", quantity.symbol))
                    for line, quantity in zip(named, (example.cost, example.derivative), strict=True)
                )
            )
            for example in examples
        }
        for line in named:
            for glyph in line.argument(0):
                glyph.clear_points()
        self._light = Light([[self.diagram.edge(l)] for l in range(1, L + 1)], typesetter.theme.highlight)
        below = (number.readout for number in (*self._inputs, *self._targets))
        lines = *first_lines, self.cost, self.slope, *self._titles.values()
        super().__init__(self.diagram, self.desired, self.names, *below, *lines, self._light)
        (self.derivative,) = self.slope.readouts
        self.show(examples[0], 1.0)

    def run(self, example: TrainingExample, **options) -> Animation:
        """Return an animation in which an example's numbers are shown in the order of computation."""
        return redraw(self, lambda t: self.show(example, t), **options)

    def show(self, example: TrainingExample, t: float) -> None:
        """Show what is computed of an example at the time ``t``, from 0 (nothing) to 1 (everything).

        What is still to come shows the example before; a number fades out just before the next one takes its place.
        """
        stages: list[tuple[_Part, Quantity]] = [
            *((self._neuron(l), a) for l, a in enumerate(example.activations)),
            (self.cost, example.cost),
            (self.slope, example.derivative),
        ]
        reached = t * (len(stages) + 1) - 1
        for number, titles in self._titles.items():
            for title, place in zip(titles, range(len(example.activations), len(stages)), strict=True):
                if reached >= place:
                    title.set_opacity(float(number == example.number))
        given = [(self.desired, example.target)]
        given += [(number, example.activations[0]) for number in self._inputs]
        given += [(number, example.target) for number in self._targets]
        turns = [*enumerate(stages), *((0, each) for each in given)]
        for place, (part, quantity) in turns:
            share = reached - place
            if share > 0:
                part.show(quantity)
            _reveal(part, abs(share))
        self._light.show(min(max((reached - 0.5) / example.network.L, 0.0), 1.0))

    def _neuron(self, l: int) -> Neuron:
        return self.diagram.neuron(l)

    def _below(
        self, typesetter: Typesetter, column: Sequence[Quantity], neuron: Neuron, edge: np.ndarray, right: float
    ) -> list[_NumberBelow]:
        """Return a live number below a circle if the circle has no room for all of ``column``, else nothing."""
        if len(neuron.number):
            return []
        decimals = max(exact_decimals(each.value) for each in column)
        return [_NumberBelow(typesetter.readout(column[0], size=SMALL, decimals=decimals), neuron, edge, right)]

    def _desired(self, typesetter: Typesetter, examples: Sequence[TrainingExample]) -> Neuron:
        """Return the desired output as a circle, one column right of the last neuron."""
        L, radius = examples[0].network.L, self.diagram.radius
        before, last = (self._neuron(l).get_center() for l in (L - 1, L))
        values = [example.target.value for example in examples]
        printed = NumberStyle.inside(typesetter, values, radius, signs=False)
        desired = Neuron(typesetter, examples[0].target, self.diagram.brightness[L], radius=radius, printed=printed)
        return desired.move_to(2 * last - before)


def _in_place_of(formula: Formula, name: Formula) -> Formula:
    """Return a name at the end of the place of a formula's first argument."""
    name.scale(formula.em / name.em).on_baseline(formula.baseline)
    return kept_inside(name.shift((formula.argument(0).get_right()[0] - name.get_right()[0], 0, 0)))


def _reveal(part: _Part, share: float) -> None:
    """Show a part with this share of full opacity."""
    opacity = min(max(share, 0.0), 1.0)
    if isinstance(part, Neuron):
        part.circle.set_fill(opacity=opacity)
    for readout in part.number if isinstance(part, Neuron) else part.readouts:
        readout.set_fill(opacity=opacity, family=False)


# The height of the average, and its width at most, in frame units.
_AVERAGE_Y, _AVERAGE_WIDTH = 2.85, 7.16


class Average(VGroup):
    """∂C/∂w^(L) = (1/n) Σ ∂C_i/∂w^(L), and its value, in the upper left.

    Notes
    -----
    ``formula`` and ``value`` are its parts, to be shown one by one.
    """

    def __init__(self, typesetter: Typesetter, training: TrainingSet):
        w, average = last_weight(training.chain.network), training.watched
        self.formula = typesetter.formula(
            "{} = frac(1, n) sum_i {}", average.symbol, partial(cost("i"), w), size=NORMAL
        )
        self.formula.move_to((SAFE_LEFT, _AVERAGE_Y, 0), aligned_edge=LEFT)
        self.value = typesetter.formula("= {}", average, size=NORMAL)
        self.value.next_to(self.formula, RIGHT, buff=EQUALS * NORMAL).on_baseline(self.formula.baseline)
        super().__init__(self.formula, self.value)
        self.scale(min(1.0, _AVERAGE_WIDTH / self.width), about_edge=LEFT)
