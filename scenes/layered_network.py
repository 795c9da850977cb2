"""Chapter 5 · Layers with several neurons: a few more indices, and the same chain rule."""

from manim import DOWN, LEFT, Circumscribe, FadeIn, FadeOut, ReplacementTransform

from scenes.kit.clip import beat
from scenes.kit.folded_layers import FoldedLayers
from scenes.kit.index_legend import IndexLegend
from scenes.kit.language import N_
from scenes.kit.layer_sums import CostSum, NeuronSum
from scenes.kit.matrix_equation import MatrixEquation
from scenes.kit.theme import DIM, MOVE, QUICK, SLOW
from scenes.kit.watched_clip import WatchedClip
from scenes.kit.weight_reading import WeightReading
from scenes.kit.weight_rule import WeightRule

# Where the room for formulas begins: right of the desired outputs, of the last layer's names, of the cost.
COST_LEFT, NAMES_LEFT, RULE_LEFT = 0.75, -1.2, -0.5


class LayeredNetwork(WatchedClip):
    """From one neuron a layer to several: two indices, and a cost that sums."""

    def setup(self) -> None:
        """Lay out the network, folded; what its indices count; the cost."""
        super().setup()
        self.whole = FoldedLayers(self.pen, self.lesson.layers)
        self.legend = IndexLegend(self.pen, self.watched, left=NAMES_LEFT)
        self.cost = CostSum(self.pen, self.watched, left=COST_LEFT)

    @beat(
        N_(
            "So far, each layer had a single neuron. With several of them, surprisingly little changes: "
            "there are a few more indices to keep track of, and that is all."
        )
    )
    def not_much_changes(self) -> None:
        """Let each neuron of the chain open into a layer."""
        self.play(FadeIn(self.whole), run_time=MOVE)
        for opening in self.whole.openings:
            self.play(opening, run_time=MOVE)

    @beat(
        N_(
            "Let k count the neurons of the layer before, and j those of the last one. "
            "The superscript still says which layer; the subscript says which neuron in it."
        )
    )
    def two_indices(self) -> None:
        """Move in on the last two layers, and give each of their neurons a number."""
        layers = self.layers
        self.remove(self.whole)
        self.play(layers.grow_from(self.whole), run_time=SLOW)
        self.add(layers)
        columns = (layers.sources, layers.before), (layers.outputs, layers.last)
        for entry, (neurons, names) in zip(self.legend.entries, columns, strict=True):
            self.play(entry.begin(run_time=QUICK))
            self.play(entry.count(neurons, names))
            self.add(entry, *names)

    @beat(
        N_(
            "Each output has a desired value of its own, y j. The cost of the example adds up "
            "the squared differences, one for each output. Here it comes to {C}."
        )
    )
    def cost_sums(self) -> None:
        """Put the desired outputs beside the last layer; work out the cost, a term for each of them."""
        self.play(FadeOut(self.legend), self.layers.desire(), run_time=MOVE)
        self.play(FadeIn(*self.cost.head, shift=0.2 * DOWN), run_time=MOVE)
        self.play(self.cost.write(self.layers.errors))
        self.play(FadeIn(self.cost.result, shift=0.2 * DOWN), run_time=MOVE)
        self.add(self.cost)


class WeightIndices(WatchedClip):
    """Why the weight from k to j is called w_jk."""

    def setup(self) -> None:
        """Lay out what the indices of a weight say, the matrix, and one of its rows worked out."""
        super().setup()
        self.reading = WeightReading(self.pen, self.watched, left=COST_LEFT)
        self.equation = MatrixEquation(self.pen, self.watched, left=NAMES_LEFT)
        self.sum = NeuronSum(self.pen, self.watched, left=NAMES_LEFT)

    @beat(
        N_(
            "Look at a single weight. It leads from neuron k to neuron j, and is called w j k: "
            "first where it goes, then where it comes from. That looks backwards."
        )
    )
    def one_weight(self) -> None:
        """Let all edges fade but one; its name says where it goes and where it comes from."""
        layers, reading = self.layers, self.reading
        self.play(FadeIn(layers, *layers.before, *layers.last), run_time=MOVE)
        self.play(layers.single_out(run_time=MOVE))
        self.play(layers.light_weight(run_time=MOVE), FadeIn(layers.w_jk))
        self.play(ReplacementTransform(layers.w_jk.copy(), reading.weight), run_time=MOVE)
        for part in reading.notes:
            self.play(FadeIn(part, shift=0.2 * DOWN), run_time=MOVE)

    @beat(
        N_(
            "It makes sense in a matrix: row j holds all weights into neuron j, and column k all those out of "
            "neuron k. Times the activations, plus the biases, it gives the weighted sums."
        )
    )
    def matrix(self) -> None:
        """Put the names of the weights into a matrix; light up row j and column k."""
        layers, matrix, reading = self.layers, self.equation, self.reading
        gone, seat = FadeOut(reading.notes, layers.w_jk), ReplacementTransform(reading.weight, matrix.w_jk)
        self.play(gone, seat, layers.bring_out(), run_time=MOVE)
        self.play(matrix.fill(layers.last_edges, run_time=SLOW))
        self.play(FadeIn(matrix.rest, shift=0.3 * LEFT), run_time=MOVE)
        self.play(FadeIn(matrix.row), layers.bring_out(lambda j, _: j == layers.j), run_time=MOVE)
        self.play(FadeIn(matrix.column), layers.bring_out(lambda _, k: k == layers.k), run_time=MOVE)

    @beat(
        N_(
            "Each row is the equation that you know: weights times activations, summed over k, plus the bias. "
            "In row j the sum is {z}, and the activation function turns it into {a}."
        )
    )
    def same_equations(self) -> None:
        """Write row j out, term by term, and what the activation function makes of the sum."""
        layers, written, row = self.layers, self.sum, lambda j, _: j == self.layers.j
        self.play(FadeOut(self.equation), layers.bring_out(row), written.begin(self.equation), run_time=SLOW)
        self.play(written.write(layers.inputs))
        self.play(FadeIn(written.result, shift=0.2 * DOWN), run_time=QUICK)
        self.play(written.activate(layers.output, run_time=SLOW))
        self.add(written)


class LayeredChainRule(WatchedClip):
    """The chain rule for w_jk: as before, with indices."""

    def setup(self) -> None:
        """Lay out the rule of the chain, and the one with indices below it."""
        super().setup()
        self.rule = WeightRule.within(self.pen, self.watched, left=RULE_LEFT)

    @beat(
        N_(
            "The chain rule is the same as before, with indices. The weight moves one weighted sum, "
            "the sum moves one activation, and the activation moves the cost."
        )
    )
    def same_rule(self) -> None:
        """Light the path from the weight to the cost, and write a factor for each of its pieces."""
        layers, rule = self.layers, self.rule
        self.play(FadeIn(layers, layers.a_k, layers.a_j), run_time=MOVE)
        self.play(layers.lead_to_cost(), FadeIn(rule.bare, shift=0.2 * DOWN), run_time=MOVE)
        self.play(rule.begin(run_time=MOVE))
        for place, piece in enumerate(layers.paths[layers.j]):
            self.play(FadeIn(piece), rule.take_over(place), run_time=MOVE)
        self.play(rule.bare.animate.set_opacity(DIM), run_time=QUICK)

    @beat(
        N_(
            "With this lesson’s numbers, the three factors multiply to {by_w}. "
            "Of the last layer, only neuron j appears: it alone feels this weight."
        )
    )
    def numbers(self) -> None:
        """Work each factor out, first in letters, then in numbers; multiply."""
        rule, (names, letters, _) = self.rule, self.rule.cells
        self.play(rule.work_out(1, names, run_time=2 * MOVE))
        self.play(rule.work_out(2, [self.layers.source, *letters[1:]], run_time=2 * MOVE))
        self.play(FadeIn(rule.value, shift=0.2 * DOWN), run_time=MOVE)
        self.play(Circumscribe(rule.value, color=self.pen.theme.highlight), run_time=MOVE)
