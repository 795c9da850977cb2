"""Base class of the clip about a softmax output: which lessons it can show, its figures and its moving z."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
from manim import LEFT, UP, Animation, AnimationGroup, FadeOut, Indicate, VGroup

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.figures.learning.distribution_cost import DistributionCost, Overhangs, cost_rule
from scenes.figures.learning.softmax_rows import RowPlaces, ShareRows, SumRows
from scenes.kit.clip import Clip
from scenes.kit.motion.animations import change, one_by_one, redraw
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.stage import disc_radius
from scenes.kit.theme import MOVE, NORMAL, QUICK, SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SLOW
from scenes.numbers.softmax import Distribution, SoftmaxLayer

ALL_THE_POWERS, STICKS_OUT, NUDGE_ONE = 1, -5, -2
"""The clauses that the derivative waits for, counted from the narration's start or, if negative, from its end."""

# How many of the distributions that a move passes are looked at, to leave room for their numbers.
_LOOKS = 25

# Where the network stands at first, then its z and its a, and from the cost's formula to its curve, in frame units.
_CENTRE, _SIZE, _SUMS_RIGHT, _SHARES_LEFT, _RULE_GAP = (3.4, 0.15), 5.1, -1.75, -1.2, 0.2


class SoftmaxClip(Clip):
    """A clip about a softmax output; its narration may depend on its properties."""

    reads = "layers"
    explores = "view=layers"
    needs = "softmax outputs and categorical_cross_entropy"

    @classmethod
    def shows(cls, lesson: bp.Lesson) -> bool:
        """Return whether the layers end with a softmax, and their cost is that of a distribution."""
        layers = lesson.layers
        return layers.network.activation[layers.network.L].whole_layer and layers.cost.of_distribution

    @cached_property
    def outputs(self) -> SoftmaxLayer:
        """The numbers that this clip shows."""
        return SoftmaxLayer(self.lesson.layers)

    @property
    def several_desired(self) -> bool:
        """Whether more than one class is desired."""
        return not self.outputs.one_hot

    @property
    def nothing_sticks_out(self) -> bool:
        """Whether the outputs are what is desired."""
        return not any(slope.value for slope in self.outputs.slopes)

    def reached(self) -> list[Distribution]:
        """Return distributions that will be shown: the lesson's own, and some on the way up and down."""
        own, (high, low) = self.outputs.lead, self.outputs.leads
        ways = (own, high), (high, low), (low, own)
        times = np.linspace(0.0, 1.0, _LOOKS).tolist()
        return [self.outputs.own, *(self.outputs.led(*way, t) for way in ways for t in times)]

    def setup(self) -> None:
        """Lay out the network, the rows of the z and of the a, the curve of the cost and what sticks out of the y."""
        super().setup()
        typesetter, outputs, reached = self.typesetter, self.outputs, self.reached()
        layers = self.lesson.layers
        run = bp.forward(layers.network, layers.x)
        radius = disc_radius(layers.network.sizes)
        self.diagram = NetworkDiagram(typesetter, run, centre=_CENTRE, width=_SIZE, height=_SIZE, radius=radius)
        self.sums = SumRows(typesetter, outputs, reached, left=SAFE_LEFT, right=_SUMS_RIGHT)
        places = {"left": _SHARES_LEFT, "right": SAFE_RIGHT, "beside": 2 * self.diagram.radius}
        self.shares = ShareRows(typesetter, outputs, reached, **places)
        z, a = outputs.letters
        every = replace(z, index=("i",))
        self.rule = typesetter.formula("{} = {}^({}) / (sum_i e^({}))", a, "e", z, every, size=NORMAL)
        self.rule.move_to((self.shares.axis.x(0.5), SAFE_TOP, 0), aligned_edge=UP)
        self.cost_rule = cost_rule(typesetter, outputs)
        self.cost_rule.move_to((SAFE_LEFT, SAFE_TOP, 0), aligned_edge=LEFT + UP)
        top = self.cost_rule.get_bottom()[1] - _RULE_GAP
        box = {"left": SAFE_LEFT, "right": _SUMS_RIGHT, "bottom": SAFE_BOTTOM, "top": top}
        self.graph = DistributionCost(typesetter, outputs, reached, **box)
        self.overhangs = Overhangs(typesetter, outputs, self.shares, left=SAFE_LEFT, right=_SUMS_RIGHT)

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that narrations name."""
        dz, _, ratio = self.outputs.changes
        return {"C": self.outputs.own.cost, "dz": dz, "ratio": ratio}

    def leave_outputs(self) -> Animation:
        """Return an animation in which the network goes, but its outputs stay, to the right of the rows."""
        neurons = self.diagram.neurons_of(self.outputs.L)
        others = [part for part in self.diagram if part not in neurons]
        x, heights = SAFE_RIGHT - self.diagram.radius, RowPlaces(len(neurons)).spread(2 * self.diagram.radius)
        moves = (
            change(neuron, lambda neuron, y=y: neuron.move_to((x, y, 0)))
            for neuron, y in zip(neurons, heights, strict=True)
        )
        return one_by_one(FadeOut(*others), AnimationGroup(*moves))

    def _lead(self, start: float, end: float, *figures: SumRows | ShareRows | DistributionCost) -> Animation:
        """Return an animation in which the right class's z moves, and figures follow."""

        def show(t: float) -> None:
            now = self.outputs.led(start, end, t)
            for each in figures:
                each.show_all(now)

        return redraw(VGroup(*figures, self.shares.whole), show)

    def swing(self, *figures: SumRows | ShareRows | DistributionCost) -> None:
        """Move the right class's z up, down and back."""
        own, (high, low) = self.outputs.lead, self.outputs.leads
        for start, end in ((own, high), (high, low), (low, own)):
            self.play(self._lead(start, end, *figures), run_time=SLOW)

    def nudge_one(self) -> None:
        """Nudge the right class's z; the measured ratio and the derivative light up together."""
        overhangs = self.overhangs
        self.play(overhangs.push(), run_time=SLOW)
        self.play(overhangs.divide(), run_time=MOVE)
        both = VGroup(overhangs.lines[self.outputs.right].argument(2), overhangs.quotient.argument(4))
        self.play(Indicate(both, scale_factor=1, color=self.typesetter.theme.highlight), run_time=QUICK)
