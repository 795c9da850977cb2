"""Chapter 5 · Layers with several neurons: the many paths from one neuron to the cost, and the way back."""

from manim import DOWN, LEFT, UP, Circumscribe, FadeIn, FadeOut, LaggedStart, ReplacementTransform, VGroup

from scenes.kit.clip import Clip, beat
from scenes.kit.language import N_
from scenes.kit.motion import fly, follow
from scenes.kit.path_stage import PathStage
from scenes.kit.paths_clip import PathsClip
from scenes.kit.sweep_stage import SweepStage
from scenes.kit.theme import DIM, MOVE, QUICK, SLOW

# How long all paths together take at most, when they are lit and when they are worked out.
LIGHTS_TIME, PATHS_TIME = 9.0, 15.0


class MultiplePaths(PathsClip):
    """From one neuron to the cost there are many paths: the derivative is the sum over them."""

    def setup(self) -> None:
        """Lay out the diagram, the table, the bars and the check."""
        super().setup()
        self.stage = PathStage(self.pen, self.sums, self.nudge)

    @beat(
        N_(
            "Nudge the activation a k, and the cost hears of it in several ways: "
            "there is a path through each neuron j of the last layer."
        ),
        single=N_(
            "Nudge the activation a k, and the cost hears of it. With several neurons in the last layer "
            "there would be a path through each; here there is only one."
        ),
    )
    def several_ways(self) -> None:
        """Let a light run along each path in turn; the path stays lit in its colour."""
        diagram = self.stage.diagram
        self.play(FadeIn(diagram), run_time=QUICK)
        question = FadeIn(self.stage.question, shift=0.3 * LEFT)
        self.play(diagram.others().animate.set_opacity(DIM), question, run_time=MOVE)
        seconds = min(SLOW, LIGHTS_TIME / len(diagram.paths))
        for j, path in enumerate(diagram.paths):
            self.play(LaggedStart(diagram.run_along(j, run_time=seconds), FadeIn(path), lag_ratio=0.4))

    @beat(
        N_(
            "Take one path at a time. Along each, the chain rule gives three factors and their product: a signed bar."
        ),
        single=N_("Along the path, the chain rule gives three factors and their product: a signed bar."),
        opposed=N_(
            "Take one path at a time. Along each, the chain rule gives three factors and their product: "
            "a signed bar. Here the paths pull in opposite directions."
        ),
    )
    def one_path_at_a_time(self) -> None:
        """Work out the paths one by one: three factors, their product, and a bar for it."""
        diagram, table, bars, question = self.stage.diagram, self.stage.table, self.stage.bars, self.stage.question
        sought = ReplacementTransform(question.argument(0), table.lead.argument(0))
        self.play(sought, FadeOut(question.rest()), run_time=MOVE)
        names = (FadeIn(name, shift=0.2 * DOWN) for name in table.header)
        self.play(LaggedStart(*names, lag_ratio=0.3), FadeIn(bars.zero), run_time=MOVE)
        seconds = min(3.0, PATHS_TIME / len(table.rows))
        for j, row in enumerate(table.rows):
            self.play(diagram.light_only(j, run_time=0.4))
            flights = [fly(part, cell) for part, cell in zip(diagram.paths[j], row.cells, strict=True)]
            self.play(FadeIn(row.head, *row.links), *flights, run_time=0.4 * seconds)
            if row.product:
                self.play(FadeIn(row.product, shift=0.2 * LEFT), run_time=0.2 * seconds)
            self.play(bars.bars[j].grow(run_time=0.4 * seconds))
            self.add(row)
        self.play(diagram.light_only(run_time=QUICK))

    @beat(
        N_(
            "Add them up. Laid end to end, the bars end where the sum is: the derivative of the cost by a k, {total}."
        ),
        single=N_("The sum over j has a single term here. It is the derivative of the cost by a k, {total}."),
    )
    def add_them_up(self) -> None:
        """Complete the rule; lay the bars end to end; the sum's bar reaches as far."""
        bars = self.stage.bars
        self.play(FadeIn(self.stage.table.lead.rest(), shift=0.2 * DOWN), run_time=MOVE)
        for move in bars.lay_end_to_end():
            self.play(move, run_time=MOVE)
        self.play(FadeIn(bars.connectors(), bars.label), run_time=QUICK)
        self.play(bars.total.grow(run_time=SLOW))
        self.play(Circumscribe(bars.total.number, color=self.pen.theme.highlight), run_time=MOVE)

    @beat(
        N_(
            "Let us check. Nudge a k itself by {da}, and compute the network again: the cost changes by {dC}, "
            "a ratio of {ratio}. The sum of the paths says {total}."
        )
    )
    def check_by_nudging(self) -> None:
        """Nudge a_k in the diagram, which follows; the measured ratio stands beside the derivative."""
        diagram, check, total = self.stage.diagram, self.stage.check, self.stage.bars.total.number
        self.play(VGroup(diagram, *diagram.paths).animate.shift(diagram.rise * UP), run_time=MOVE)
        self.play(fly(diagram.names[0], check.nudge), run_time=QUICK)
        self.play(follow(diagram, lambda t: diagram.show(*self.sums.nudged(self.nudge * t))), run_time=SLOW)
        self.play(FadeIn(check.change, shift=0.2 * DOWN), run_time=QUICK)
        self.play(FadeIn(check.ratio, shift=0.2 * DOWN), run_time=QUICK)
        names = FadeIn(check.derivative.argument(0, 1), check.derivative.rest())
        self.play(fly(total, check.derivative.argument(2)), names, run_time=MOVE)
        self.play(Circumscribe(VGroup(check.ratio, check.derivative), color=self.pen.theme.highlight), run_time=MOVE)


class BackwardSweep(Clip):
    """The same step again and again: from the cost back to the first layer, until every derivative is known."""

    reads = "layers"

    @property
    def shallow(self) -> bool:
        """Whether the layer before the last is the input already."""
        return self.lesson.layers.network.L == 1

    @property
    def silent(self) -> bool:
        """Whether the cost answers to no weight and no bias."""
        return self.stage.network.strokes.unit == 0

    def setup(self) -> None:
        """Lay out the network, the two rules and the legend."""
        super().setup()
        self.stage = SweepStage(self.pen, self.lesson.layers)

    @beat(
        N_(
            "Do this for every neuron of the layer, and each has its own derivative. "
            "From there, the same step works one layer further back."
        ),
        shallow=N_(
            "Do this for every neuron of the layer, and each has its own derivative. "
            "Here that layer is the input already: there is no layer further back."
        ),
    )
    def next_layer_back(self) -> None:
        """Give each neuron of the layer before its derivative; it enters the rule one layer further back."""
        stage, network, before = self.stage, self.stage.network, self.stage.before
        self.play(FadeIn(stage.start, *stage.start.paths, stage.rule), run_time=QUICK)
        self.play(network.grow_from(stage.start), stage.rule.animate.shift(stage.aside), run_time=SLOW)
        self.add(network)
        for l in (network.L + 1, network.L):
            self.play(network.light_back(l).run(run_time=QUICK))
        slopes = (fly(stage.rule.argument(0), slope) for slope in network.slopes)
        self.play(LaggedStart(*slopes, lag_ratio=0.3), run_time=SLOW)
        self.play(fly(network.slopes, before.argument(3)), run_time=MOVE)
        self.play(FadeIn(before.argument(0, 1, 2), before.rest()), run_time=MOVE)
        self.add(before)

    @beat(
        N_(
            "Layer by layer, back to the first: each edge now shows the derivative by its weight, "
            "and each ring the one by a bias. Wide means sensitive; dashes mean minus."
        ),
        silent=N_(
            "Layer by layer, back to the first, every weight and every bias gets its derivative. "
            "In this lesson all of them are zero: there is nothing to draw."
        ),
    )
    def every_weight(self) -> None:
        """Sweep to the first layer: each edge and each neuron's ring gets the width and sign of its derivative."""
        network = self.stage.network
        self.play(FadeOut(network.slopes), FadeIn(self.stage.legend, shift=0.2 * UP), run_time=QUICK)
        self.play(network.light_back(network.L + 1).run(run_time=QUICK))
        for l in reversed(network.layers[1:]):
            self.play(network.sweep(l, run_time=2 * MOVE))
