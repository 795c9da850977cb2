"""Chapter 5 · Layers with several neurons: a few more indices, the same chain rule, and a sum over paths."""

from collections.abc import Iterable, Mapping
from functools import partial

from manim import (
    DOWN,
    LEFT,
    UP,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    VGroup,
    VMobject,
    there_and_back_with_pause,
)

from backprop_core import Activation
from backprop_core.quantities import Quantity
from scenes.figures.layered_network.chain_rule import WeightRule
from scenes.figures.layered_network.clips import PathsClip, SweepClip, WatchedClip
from scenes.figures.layered_network.cost_sum import CostSum
from scenes.figures.layered_network.equations import IndexedEquations, paint
from scenes.figures.layered_network.folded import FoldedNetwork, chain_above
from scenes.figures.layered_network.indices import IndexLegend, WeightName
from scenes.figures.layered_network.matrix import MatrixEquation
from scenes.figures.layered_network.sums import NeuronSum
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.motion.animations import change, fly, one_by_one, turn_over
from scenes.kit.theme import MOVE, QUICK, SLOW
from scenes.numbers.language import N_
from scenes.numbers.symbol_names import FUNCTION_NAMES

CHAPTER = Chapter(5, N_("Layers with several neurons"))

# How long it takes a letter to head its layer and to number its neurons, and to write a factor's row, in seconds.
COUNT_TIME, ROW_TIME = 1.8, 0.55

# The clauses in which another function takes its place, in which it needs all sums, in which the indices of a weight
# and the parts of the matrix equation are explained, and with a product, counted from the narration's end.
TAKES_ITS_PLACE, ALL_SUMS = -2, -1
FIRST_WHERE, THEN_WHERE, BACKWARDS = -3, -2, -1
COLUMN_K, MULTIPLY, ADD, WEIGHTED_SUMS = -4, -3, -2, -1
THEIR_PRODUCT = -1

# The clauses that explain thick and dashed strokes, and that in which the sweep goes on, counted likewise; how long
# this takes, in seconds; how strokes are lit while they are explained.
THICK, DASHED, LAYER_BY_LAYER = -7, -5, -3
SWEEP_TIME = 2.8
LIT = partial(there_and_back_with_pause, pause_ratio=0.6)

# After which share of the network's move the equations get out of its way.
AFTER = 0.2


class LayeredNetwork(WatchedClip):
    """From one neuron a layer to several: two indices, and a cost that sums."""

    headline = N_("Several neurons in a layer")
    reads = "chain layers"
    explores = "view=layers"

    @property
    def function_alone(self) -> Activation:
        """The function of the chain's last neuron."""
        network = self.lesson.chain.network
        return network.activation[network.L]

    @property
    def another_function(self) -> bool:
        """Whether the last layer's function is not that of the chain's last neuron."""
        return self.watched.function != self.function_alone

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers and names that narrations have, also the name of the chain's last function."""
        return {**super().spoken(), "chain_function": FUNCTION_NAMES[self.function_alone.name]}

    def setup(self) -> None:
        """Lay out the chain, the folded network, the equations of a neuron, the legend of indices, and the cost."""
        super().setup()
        layers = self.lesson.layers
        self.chain = chain_above(self.typesetter, self.lesson.chain)
        self.whole = FoldedNetwork(self.typesetter, layers)
        self.equations = IndexedEquations(self.typesetter, self.watched, self.function_alone)
        self.legend = IndexLegend(self.typesetter, self.watched, self.equations.left)
        self.cost = CostSum(self.typesetter, self.watched)

    @beat(
        N_(
            "So far, each layer has had a single neuron. Back to the network we began with: with several in a layer, "
            "surprisingly little changes, just a few more indices to keep track of."
        ),
        softmax=N_(
            "So far, each layer has had a single neuron. Back to the network we began with: with several in a layer, "
            "little changes but the indices. Only at the end, softmax takes the place of {chain_function}: "
            "it needs all the sums of its layer."
        ),
        another_function=N_(
            "So far, each layer has had a single neuron. Back to the network we began with: with several in a layer, "
            "surprisingly little changes, just a few more indices. And in the last layer of this network, "
            "{function} takes the place of {chain_function}."
        ),
    )
    def not_much_changes(self) -> None:
        """Turn the chain into folded layers and open these; k and j drop into the equations with their layers."""
        whole, equations, L = self.whole, self.equations, self.watched.L
        self.play(self.arrive(self.chain, equations.shown))
        self.play(whole.grow_from(self.chain, run_time=SLOW))
        self.remove(*self.chain.get_family())
        self.add(whole)
        for l in whole.layers:
            opening = [whole.openings[l]] if l in whole.openings else []
            if l == L and self.another_function:
                self.wait(self.until_said(TAKES_ITS_PLACE))
            if l >= L - 1:
                before = equations.shown
                self.play(*opening, equations.drop(), run_time=SLOW)
                self.remove(*before.get_family())
                self.add(equations.shown)
                self.play(equations.settle(), run_time=QUICK)
            elif opening:
                self.play(*opening, run_time=SLOW)
        if self.softmax:
            self.wait(self.until_said(ALL_SUMS))
            self.play(self._light(equations.vector), run_time=MOVE)

    @beat(
        N_(
            "Let k number the neurons of the previous layer, and j those of the last one. "
            "The superscript still says which layer; the subscript now says which neuron."
        )
    )
    def two_indices(self) -> None:
        """Keep the last two layers, head them k and j, and count their neurons."""
        layers, equations, legend = self.layers, self.equations, self.legend
        self.play(
            LaggedStart(layers.transform_from(self.whole), equations.rise(), lag_ratio=AFTER), run_time=2 * MOVE
        )
        self.remove(*self.whole.get_family())
        self.add(layers)
        heads = zip(legend.entries, layers.heads, (layers.before, layers.last), strict=True)
        for entry, head, names in heads:
            self.play(one_by_one(head.drop(), entry.count(head, names)), run_time=COUNT_TIME)
            self.play(head.settle(run_time=0.5 * QUICK))
        entries = legend.entries
        upper = *equations.superscripts, *(glyph for entry in entries for glyph in entry.layer)
        lower = *equations.subscripts, *(glyph for entry in entries for glyph in entry.index)
        self.play(FadeIn(*(entry.words for entry in entries)), self._light(upper), run_time=SLOW)
        self.play(self._light(lower), run_time=SLOW)
        self.add(legend)

    def _light(self, glyphs: Iterable[VMobject]) -> Animation:
        """Return an animation that lights glyphs up for a while."""
        amber = self.typesetter.theme.highlight
        lit = (change(each, partial(paint, amber), rate_func=there_and_back_with_pause) for each in glyphs)
        return AnimationGroup(*lit)

    @beat(
        N_(
            "Each output has a desired value of its own, y j. For the cost of this example, "
            "add up {terms}. Here, that makes {C}."
        )
    )
    def cost_sums(self) -> None:
        """Show the desired outputs beside the last layer, and work out the cost: a square and a term for each."""
        layers, cost = self.layers, self.cost
        above = [self.equations.shown, *layers.heads]
        self.play(turn_over(above, cost.head, shift=0.2 * DOWN), layers.make_room(), run_time=MOVE)
        self.play(one_by_one(FadeOut(self.legend, run_time=0.5 * QUICK), layers.show_targets(run_time=MOVE)))
        self.add(layers)
        self.play(cost.write_from(layers.error_sources, [layers.terms.grow(j) for j in range(len(layers.terms))]))
        self.add(self.cost)


class WeightIndices(WatchedClip):
    """Why the weight from neuron k to neuron j is called w j k."""

    headline = N_("Two indices for a weight")

    def setup(self) -> None:
        """Lay out the name of a weight with its notes, the matrix, and one of its rows worked out."""
        super().setup()
        self.weight_name = WeightName(self.typesetter, self.watched)
        self.equation = MatrixEquation(self.typesetter, self.watched)
        self.sum = NeuronSum(self.typesetter, self.watched)

    @beat(
        N_(
            "Look at a single weight. It leads from neuron k to neuron j, and we call it w j k: "
            "first where it goes, then where it comes from. That looks backwards."
        )
    )
    def one_weight(self) -> None:
        """Dim all edges but one, and explain the two indices in the name of its weight as they are told."""
        layers, name = self.layers, self.weight_name
        self.play(self.arrive(layers, *layers.before, *layers.last, run_time=QUICK))
        called = fly(layers.last_edges[layers.j, layers.k], name.weight)
        self.play(layers.single_out(), FadeIn(layers.w_jk), called, run_time=MOVE)
        self.add(layers.a_k, layers.a_j)
        to_j, from_k = name.explain()
        self.play(layers.light_watched_weight(run_time=self.until_said(FIRST_WHERE)))
        self.play(to_j, run_time=self.until_said(THEN_WHERE))
        self.play(from_k, run_time=self.until_said(BACKWARDS))
        self.play(name.point_back(run_time=QUICK))
        self.play(name.name_value(run_time=QUICK))
        self.add(name)

    @beat(
        N_(
            "In a matrix, it makes sense: row j holds the weights into neuron j, column k those out of neuron k. "
            "Multiply by the activations, add the biases, and you have the weighted sums."
        )
    )
    def matrix(self) -> None:
        """Put the names of the weights into a matrix; highlight row j, then column k; complete the equation."""
        layers, matrix, edges = self.layers, self.equation, self.layers.last_edges
        old = FadeOut(layers.w_jk, layers.arrowhead)
        self.play(matrix.begin(self.weight_name), old, layers.highlight_edges(edges), run_time=SLOW)
        self.play(FadeIn(matrix.row), layers.highlight_edges(layers.into_j), run_time=QUICK)
        self.play(matrix.light(matrix.into_j), run_time=self.until_said(COLUMN_K))
        turn = one_by_one(FadeOut(matrix.row), FadeIn(matrix.column))
        self.play(turn, layers.highlight_edges(layers.out_of_k), run_time=MOVE)
        self.play(matrix.light(matrix.out_of_k), run_time=max(self.until_said(MULTIPLY) - MOVE, QUICK))
        aside = one_by_one(FadeOut(matrix.column), matrix.take_place())
        self.play(aside, layers.number_all(), layers.highlight_edges(edges), run_time=MOVE)
        self.add(*layers.before, *layers.last)
        parts = (layers.before, ADD), (layers.outputs, WEIGHTED_SUMS)
        for place, ((sources, said), head) in enumerate(zip(parts, layers.heads, strict=True)):
            self.play(matrix.bring(place, sources, head.rings), run_time=max(self.until_said(said), SLOW))
        self.play(FadeIn(matrix.sums, shift=0.3 * LEFT), run_time=QUICK)

    @beat(
        N_(
            "Each row is the equation you already know: weights times activations, summed over k, plus the bias. "
            "In row j, the sum is {z}, and {function} turns it into {a}."
        ),
        unchanged=N_(
            "Each row is the equation you already know: weights times activations, summed over k, plus the bias. "
            "In row j, the sum is {z}, and {function} leaves it as it is."
        ),
        softmax=N_(
            "Each row is the equation you already know: weights times activations, summed over k, plus the bias. "
            "In row j, the sum is {z}; softmax compares it with the other sums, and turns it into {a}."
        ),
    )
    def same_equations(self) -> None:
        """Lift row j out of the equation, write it out term by term, and apply the activation function."""
        layers, matrix, written = self.layers, self.equation, self.sum
        self.play(matrix.single_out(), layers.name_ends(), layers.highlight_edges(layers.into_j), run_time=QUICK)
        self.add(layers.a_k, layers.a_j)
        self.play(matrix.make_room(written.head[1].get_bottom()[1], run_time=MOVE))
        self.play(written.begin(matrix, run_time=SLOW))
        self.play(matrix.leave(), written.write(layers.sum_sources))
        self.play(written.activate(layers.output, run_time=SLOW))
        self.add(written)


class LayeredChainRule(WatchedClip):
    """The chain rule for one weight among many: as before, with indices."""

    headline = N_("The same chain rule, with indices")

    def setup(self) -> None:
        """Lay out the rule with indices, and in its place the one without."""
        super().setup()
        self.rule = WeightRule(self.typesetter, self.watched)

    @beat(
        N_(
            "The chain rule is the same as before, with indices. The weight acts on one weighted sum, "
            "that sum on one activation, and that activation on the cost."
        ),
        softmax=N_(
            "The chain rule with indices: the weight acts on one weighted sum. But with softmax, that sum acts "
            "on every output, and each output on the cost: so there are just two factors."
        ),
    )
    def same_rule(self) -> None:
        """Light the path from the weight to the cost piece by piece; each factor of the rule gets its indices."""
        layers, rule = self.layers, self.rule
        self.play(self.arrive(layers, layers.a_k, layers.a_j, rule.bare))
        self.play(layers.connect_to_cost(run_time=MOVE))
        self.play(rule.begin(run_time=MOVE))
        for place, piece in enumerate(layers.lit_factors(layers.j)):
            self.play(FadeIn(piece), rule.take_over(place), rule.light(place), run_time=MOVE)
        self.remove(*rule.bare.get_family())
        self.add(rule.alone)
        self.play(FadeOut(layers.paths[layers.j]), run_time=QUICK)

    @beat(
        N_(
            "The three factors multiply to {by_w}. Of the last layer, only neuron j appears: "
            "it’s the only one that this weight reaches."
        ),
        short_sum=N_(
            "The second factor is a sum over all outputs, and yet it comes to a minus y, for neuron j alone. "
            "The two factors multiply to {by_w}."
        ),
        softmax=N_("The second factor is a sum over all outputs. The two factors multiply to {by_w}."),
    )
    def numbers(self) -> None:
        """Write below each factor its formula and its number; multiply these; light up each j, as they are said."""
        layers, rule = self.layers, self.rule
        amber = self.typesetter.theme.highlight
        self.play(rule.rise(run_time=QUICK))
        *rows, last_row = rule.work_out(layers.source)
        for row in rows:
            self.play(row, run_time=ROW_TIME)
        self.play(last_row, FadeIn(layers.y_j), run_time=ROW_TIME)
        lit = AnimationGroup(FadeIn(layers.lit_ring(layers.j)), rule.indicate_j(), run_time=MOVE)
        if self.softmax:
            self.play(lit)
            self.wait(self.until_said(THEIR_PRODUCT))
        self.play(rule.multiply(run_time=MOVE))
        self.play(Indicate(rule.value, scale_factor=1, color=amber), run_time=QUICK)
        if not self.softmax:
            self.play(lit)
        self.play(layers.light_watched_weight(run_time=MOVE))


class MultiplePaths(PathsClip):
    """From one neuron to the cost there are many paths: the derivative is the sum over them."""

    headline = N_("Many paths to the cost")

    @beat(
        N_(
            "Nudge the activation a k, and the cost can feel it in several ways: "
            "there is a path through each neuron j of the last layer."
        ),
        single_path=N_(
            "Nudge the activation a k, and the cost can feel it in one way only. "
            "With several neurons in the last layer, there would be a path through each."
        ),
        softmax=N_(
            "Nudge the activation a k, and the cost can feel it in several ways: there is a path through each "
            "weighted sum z j, and from there, through softmax, all outputs."
        ),
    )
    def several_ways(self) -> None:
        """Light up a_k, and let a light run along each path in turn, a single one twice; in the end, all are lit."""
        diagram = self.stage.diagram
        self.play(one_by_one(self.arrive(diagram.fade_others()), self.stage.ask()), run_time=2 * MOVE)
        for light in diagram.lights():
            self.play(light)
        if self.single_path:
            self.play(diagram.light_every_way().run(), run_time=SLOW)
        self.play(diagram.light_all(run_time=QUICK))

    @beat(
        N_("Take one path at a time. Along each, the chain rule gives {factors} and their product: a signed bar."),
        explores="view=layers&layers.pick={neuron}&layers.path=0",
        single_path=N_("Along the path, the chain rule gives {factors} and their product: a signed bar."),
        opposing_paths=N_(
            "Take one path at a time. Along each, the chain rule gives {factors} and their product: "
            "a signed bar. Here the paths pull in opposite directions."
        ),
    )
    def one_path_at_a_time(self) -> None:
        """Dim all paths but one; work out one by one: three factors, and their product, which drops, with its bar."""
        self.play(self.stage.take_one(run_time=MOVE))
        self.play(self.stage.table.name_factors(), run_time=MOVE)
        for move in self.stage.work_out():
            self.play(move)
        self.add(*self.stage.table.rows)

    @beat(
        N_(
            "Add them up. Laid end to end, the bars lead to the sum: "
            "the derivative of the cost with respect to a k is {total}."
        ),
        single_path=N_(
            "The sum over j has just one term here: the derivative of the cost with respect to a k is {total}."
        ),
    )
    def add_them_up(self) -> None:
        """Complete the rule; lay the bars end to end; grow the sum's bar, which reaches as far."""
        table, bars = self.stage.table, self.stage.bars
        self.play(table.complete(run_time=SLOW))
        self.add(table.rule)
        for move in bars.lay_end_to_end():
            self.play(move, run_time=MOVE)
        self.play(FadeIn(bars.connectors()), FadeOut(bars.unknown), run_time=QUICK)
        self.play(bars.total.grow(run_time=SLOW))
        lit = Indicate(bars.total.number, scale_factor=1, color=self.typesetter.theme.highlight)
        self.play(lit, run_time=MOVE)

    @beat(
        N_(
            "Let’s check. Nudge a k itself by {da}, and compute the network again: the cost drops "
            "by {size_of_dC}, a ratio of {ratio}. And the paths add up to {total}."
        ),
        without_effect=N_(
            "Let’s check. Nudge a k itself by {da}, and compute the network again: the cost stays as it was, "
            "a ratio of {ratio}. And the paths add up to {total}."
        ),
        cost_rises=N_(
            "Let’s check. Nudge a k itself by {da}, and compute the network again: the cost rises "
            "by {size_of_dC}, a ratio of {ratio}. And the paths add up to {total}."
        ),
    )
    def check_by_nudging(self) -> None:
        """Nudge a_k; a light carries it to the cost; divide; the ratio slides along the axis."""
        check, stage = self.stage.check, self.stage
        self.play(stage.dim_rows(), check.show_cost(), run_time=QUICK)
        self.play(check.nudge(run_time=MOVE))
        self.play(check.propagate(run_time=2 * MOVE))
        self.play(check.show_change(run_time=QUICK))
        self.play(check.divide(run_time=SLOW))
        self.play(check.slide(run_time=1.5 * SLOW))
        both = VGroup(check.number, stage.bars.total.number)
        self.play(Indicate(both, scale_factor=1, color=self.typesetter.theme.highlight), run_time=QUICK)


class BackwardSweep(SweepClip):
    """The same step again and again, from the cost back to the first layer, until every derivative is known."""

    headline = N_("The sweep backwards")

    @beat(
        N_(
            "Do this for every neuron of the layer, and each has its own derivative. "
            "From there, the same reasoning works one layer further back."
        ),
        no_hidden_layer=N_(
            "Do this for every neuron of the layer, and each has its own derivative. "
            "Here, that layer is the input already: there is none further back."
        ),
    )
    def next_layer_back(self) -> None:
        """Bring each neuron of the layer before its derivative; then k becomes j there, and the rule goes on."""
        stage, network = self.stage, self.stage.network
        self.play(self.arrive(stage.start, *stage.start.paths, stage.rule, stage.known, run_time=MOVE))
        self.play(stage.show_whole_network(run_time=SLOW))
        self.add(network)
        for move in stage.show_slopes():
            self.play(move)
        if stage.has_layer_before:
            self.play(stage.step_back(run_time=2 * SLOW))
            self.play(stage.settle(run_time=QUICK))
            self.add(stage.before)
            self.play(network.light_back(network.L - 1).run(run_time=0.8 * MOVE))

    @beat(
        N_(
            "Each edge shows how sensitive the cost is to its weight, each ring to its bias. "
            "Thick: sensitive. Dashed: negative. Layer by layer, back to the first: that is backpropagation."
        ),
        zero_gradient=N_(
            "Layer by layer, back to the first, every weight and every bias gets its derivative: that is "
            "backpropagation. In this lesson, all of them are zero, so there is nothing to draw."
        ),
    )
    def every_weight(self) -> None:
        """Write the rule for any layer; draw derivatives, edges first, then rings; k and j go along to the first."""
        network, legend = self.stage.network, self.stage.legend
        last, *others = reversed(network.layers[1:])
        amber = self.typesetter.theme.highlight
        self.play(self.stage.generalize(), FadeIn(legend, shift=0.2 * UP), run_time=SLOW)
        self.add(self.stage.general)
        self.play(network.light_back(network.L + 1).run(), *self.stage.calm(), run_time=QUICK)
        self.play(network.draw_edges(last), run_time=SLOW)
        self.play(network.draw_rings(last), run_time=QUICK)
        if not self.zero_gradient:
            self.wait(self.until_said(THICK))
        told = zip(legend[:-2], network.strokes.telling(last), (DASHED, LAYER_BY_LAYER), strict=False)
        for sample, strokes, then in told:
            lit = (Indicate(each, scale_factor=1, color=amber, rate_func=LIT) for each in (sample, strokes))
            self.play(*lit, run_time=self.until_said(then))
        for l in others:
            back = self.stage.step_to(l), network.draw_edges(l), network.draw_rings(l)
            self.play(one_by_one(*back), run_time=max(SWEEP_TIME / len(others), SLOW))
        if not others:
            self.play(network.light_back(network.L + 1, last).run(), run_time=SLOW)
