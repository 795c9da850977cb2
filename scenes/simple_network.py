"""Chapter 1 · The simplest network: one neuron in each layer, and the cost of one example."""

from collections.abc import Mapping

from manim import (
    LEFT,
    ORIGIN,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    GrowFromPoint,
    LaggedStart,
    ReplacementTransform,
    Restore,
    Transform,
    VGroup,
    linear,
)

from backprop_core.quantities import Quantity, weight
from scenes.figures.simple_network.activation_graph import ActivationGraph
from scenes.figures.simple_network.cost_gap import cost_gap
from scenes.figures.simple_network.cost_meter import CostMeter
from scenes.figures.simple_network.equations import LastEquations
from scenes.figures.simple_network.example_cost import ExampleCost
from scenes.figures.simple_network.grey_scale import GreyScale
from scenes.figures.simple_network.layer_notes import LayerNotes
from scenes.figures.simple_network.opening import EdgeName, PauseSign, TwoRules
from scenes.figures.simple_network.parameters import LastParameters, NeuronBefore
from scenes.figures.simple_network.spelling import spell
from scenes.figures.simple_network.turns import entering, late, leaving, vanishing
from scenes.kit.clip import Clip
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.last_layer_clip import LastLayerClip
from scenes.kit.layout import kept_inside
from scenes.kit.motion.animations import carry, change, fly, one_by_one, redraw, turn_over
from scenes.kit.motion.lights import Glow
from scenes.kit.network.chain import ASIDE, ChainDiagram, LastTwoDiagram
from scenes.kit.network.layers import LayersDiagram
from scenes.kit.text.heading import Heading
from scenes.kit.text.symbol_tree import SymbolTree
from scenes.kit.theme import DIM, MOVE, QUICK, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SLOW, THICK
from scenes.numbers.language import N_
from scenes.numbers.training import TrainingSet

CHAPTER = Chapter(1, N_("The simplest network"))

# In frame units: how far left of the middle the network stands beside formulas, and where those are, at its height;
# the height of the lecture's title at most, and its place.
NETWORK_ASIDE, FORMULAS_AT = 2.8 * LEFT, (4.1, -0.4, 0)
TITLE_HEIGHT, TITLE_AT = 1.3, (0, 0.3, 0)

# Where the light stops for the pause: after this share of its second run. The clauses, of which 0 is the first and -1
# the last, with which the pause begins and ends ("carry on."), and with which layers, chain, and biases are named.
PAUSED = 0.55
PAUSE, CARRY_ON, MORE_LAYERS, A_CHAIN, ALL_SENT, BIASES, THE_COST = -3, -1, -2, -1, -2, 1, -1

# The chain at first, and below the cost's meter: its height, in frame units, and how many times larger its neurons
# are, at most.
FIRST_Y, FIRST_SIZE, CHAIN_Y, CHAIN_SIZE = -0.4, 1.3, -1.82, 0.87

# How much larger the last two neurons are while there is nothing else, seen from which point, and how bright their
# connection is; how much larger with their formula alone, and smaller beside the tree; how far left of their graph.
CLOSE, CLOSE_FROM, ASIDE_OPACITY = 1.7, (0, 4.3, 0), 0.5
ALONE, INSET, PAIR_ASIDE = 1.2, 0.78, ASIDE + 1.5 * LEFT

# In frame units: the rows of the tree, and of one that has a layer more; their x, and how far their branches spread;
# the size of the larger one's symbols, as a part of the distance of rows.
TREE_ROWS = (2.6, 0.82, -0.84, -2.5)
TALLER_ROWS = (3.35, 2.15, 0.95, -0.25, -1.45, -2.65)
TREE_X, SPREAD = 3.0, 2.2
TALLER_X, TALLER_SPREAD, TALLER_SIZE = 2.2, 1.6, 0.44

# Where the function's small graph stands, in frame units; the share of its way there by which the equations settle.
SKETCH_AT, SETTLED = (-1.55, -0.84, 0), 0.6


class Opening(Clip):
    """What the lecture is about, and how to watch it."""

    headline = N_("What this lecture is about")
    poster = "goal"
    reads = "title layers"
    explores = "view=layers"

    def setup(self) -> None:
        """Lay out the title, the network, and beside it the chain rule of a book and that of networks."""
        super().setup()
        self.diagram = LayersDiagram(self.typesetter, self.lesson.layers)
        self.nudges = VGroup(*self.diagram.nudges())
        self.rules = TwoRules(self.typesetter).move_to(FORMULAS_AT)
        self.title = Heading(self.typesetter, self.lesson.title, width=SAFE_RIGHT - SAFE_LEFT, height=TITLE_HEIGHT)
        self.title.move_to(TITLE_AT)

    @beat(
        N_(
            "Earlier, we saw what backpropagation is about: which nudges one training example asks for. "
            "Now the calculus: how people in machine learning see the chain rule, on a network."
        )
    )
    def goal(self) -> None:
        """Let the nudges run backwards through the network; ask for the derivative by one of its weights."""
        watch, L = self.lesson.layers.watch, self.diagram.layers[-1]
        self.add(self.title)
        self.wait(QUICK)
        columns = [FadeIn(self.diagram.column(l)) for l in self.diagram.layers]
        network = LaggedStart(*columns, FadeIn(self.diagram.edges), lag_ratio=0.3)
        gone = FadeOut(self.title, shift=UP, run_time=QUICK)
        self.play(LaggedStart(gone, network, lag_ratio=0.8), run_time=SLOW)
        self.add(self.diagram)
        arrows = [FadeIn(arrows, scale=0.5) for arrows in self.nudges]
        self.play(self.diagram.backward_light().run(), LaggedStart(*arrows, lag_ratio=0.6), run_time=SLOW + MOVE)
        aside = change(VGroup(self.diagram, self.nudges), lambda each: each.shift(NETWORK_ASIDE))
        self.play(LaggedStart(aside, FadeIn(self.rules.book), lag_ratio=0.8), run_time=SLOW)
        edge, write = self.diagram.edge(L, watch.j, watch.k), self.typesetter
        others = VGroup(*(each for each in self.diagram.edges if each is not edge))
        glow, self.name = Glow(write, edge), EdgeName(write, self.diagram, edge, self.rules.weight)
        lit = (FadeIn(glow), edge.animate.set_stroke(width=THICK), others.animate.set_stroke(opacity=DIM))
        self.play(*lit, FadeIn(self.name), run_time=QUICK)
        self.play(self.rules.ask(self.name.letter), FadeOut(glow, rate_func=late), run_time=2.5 * MOVE)
        self.add(self.rules)

    @beat(
        N_(
            "If you feel a little lost at times, that’s normal. Pausing to think is part of the method. "
            "Try it: pause, breathe, carry on."
        )
    )
    def pause_and_ponder(self) -> None:
        """Let a light run slowly through the network; everything freezes and steps back for a breath, and goes on."""
        light = self.diagram.backward_light()
        picture = VGroup(self.diagram, self.nudges, self.name, self.rules, light)
        sign = PauseSign(self.typesetter)
        run = redraw(light, lambda t: light.show((1 + PAUSED) * t % 1), rate_func=linear)
        every_edge = change(self.diagram.edges, lambda each: each.set_stroke(opacity=1), rate_func=leaving)
        self.play(run, every_edge, run_time=self.until_said(PAUSE))
        picture.save_state()
        self.play(sign.interrupt(picture), run_time=QUICK)
        self.play(redraw(sign, sign.show), run_time=self.until_said(CARRY_ON), rate_func=linear)
        self.play(Restore(picture), FadeOut(sign, scale=1.3, rate_func=leaving), run_time=QUICK)
        run = redraw(light, lambda t: light.show(PAUSED + (1 - PAUSED) * t), remover=True)
        self.play(run, run_time=MOVE, rate_func=linear)


class SimplestNetwork(Clip):
    """From many neurons to a chain, and what its cost depends on."""

    headline = N_("A chain of neurons")
    poster = "how_sensitive"
    reads = "chain layers"

    def setup(self) -> None:
        """Lay out the network, the chain, and the cost with its meter."""
        super().setup()
        self.layers = LayersDiagram(self.typesetter, self.lesson.layers)
        self.chain = ChainDiagram(self.typesetter, self.lesson.chain, FIRST_Y, CHAIN_SIZE)
        self.size = min(FIRST_SIZE, self.chain.roomy)
        self.chain.resize(self.size, 0)
        self.cost_meter = CostMeter(self.typesetter, self.lesson.chain, self.chain)

    @property
    def one_layer_more(self) -> bool:
        """Whether the chain has one layer more than the network."""
        return self.chain.layers[-1] == self.layers.layers[-1] + 1

    @property
    def another_length(self) -> bool:
        """Whether the chain has another number of layers than the network."""
        return self.chain.layers != self.layers.layers

    @beat(
        N_("Let’s start simple, with a single neuron in each layer. What is left is a chain."),
        one_layer_more=N_("Let’s start simple, with a single neuron in each layer, and one more layer: a chain."),
        another_length=N_(
            "Let’s start simple, with a single neuron in each layer, and a different number of layers: a chain."
        ),
    )
    def collapse(self) -> None:
        """Fold one layer after the other, as far apart as the chain is long; turn what is left into the chain."""
        nudges = VGroup(*self.layers.nudges())
        self.play(self.arrive(self.layers, nudges))
        turned = self.until_said(MORE_LAYERS if self.another_length else A_CHAIN)
        self.play(AnimationGroup(self.layers.fold_along(self.chain), FadeOut(nudges)), run_time=turned)
        self.remove(self.layers)
        self.play(self.layers.turn_into(self.chain), run_time=MOVE)
        numbers = [FadeIn(self.chain.neuron(l).number) for l in self.chain.layers]
        self.play(self.chain.forward_light().run(), LaggedStart(*numbers, lag_ratio=1), run_time=SLOW)
        self.add(self.chain)

    @beat(N_("Every connection has a weight, every neuron after the first a bias. The cost depends on them all."))
    def weights_and_biases(self) -> None:
        """Name the weights, then the biases; let copies of them fly into the formula of the cost."""
        names, origins = self.chain.names, self.chain.origins
        for letter, next_clause in (("w", BIASES), ("b", THE_COST)):
            named = [GrowFromPoint(names[each], at) for each, at in origins.items() if each.letter == letter]
            self.play(LaggedStart(*named, lag_ratio=0.3), run_time=self.until_said(next_clause))
        self.add(self.chain.add(*names.values()))
        self.play(self.cost_meter.write(names), run_time=SLOW)

    @beat(
        N_(
            "Wiggle each in turn, by the same amount, and watch the cost. How sensitive is it to each of them? "
            "Which change lowers it fastest?"
        )
    )
    def how_sensitive(self) -> None:
        """Wiggle one variable after the other; the neurons follow, and the meter shows how the cost swings."""
        size = min(CHAIN_SIZE, self.size) / self.size
        settle = change(self.chain, lambda each: each.resize(size, CHAIN_Y - FIRST_Y))
        self.play(settle, FadeIn(self.cost_meter.meter, rate_func=entering), run_time=MOVE)
        self.add(self.cost_meter)
        self.play(self.cost_meter.wiggle(self.chain))

    @beat(N_("For now, all we need is the last two neurons and the connection between them."))
    def last_connection(self) -> None:
        """Come closer to the last two neurons and their edge, while everything else leaves."""
        pair = LastTwoDiagram(self.typesetter, self.lesson.chain)
        name = pair.weight_name(self.typesetter, weight(self.lesson.chain.network.L))
        VGroup(pair, name).scale(CLOSE, about_point=CLOSE_FROM)
        self.play(self.cost_meter.rise(self.chain), run_time=MOVE)
        leave = FadeOut(self.cost_meter, rate_func=leaving)
        self.play(leave, pair.taken_from(self.chain, name), run_time=SLOW + MOVE)
        self.add(pair)


class LastTwoNeurons(LastLayerClip):
    """What the last two neurons are called, and what one example costs."""

    headline = N_("The last two neurons")

    @property
    def counted_from_one(self) -> bool:
        """Whether the training examples are numbered from 1, since the lesson's own is not among them."""
        return TrainingSet(self.lesson.chain).examples[0].number > 0

    @property
    def own_scales(self) -> bool:
        """Whether equal activations of the two are not equally bright, as their functions differ."""
        return not self.pair.alike

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that the narration names."""
        (*_, a, C), (*_, y) = self.last.start, self.last.entering
        return {"a": a, "y": y, "C": C, "cost": self.last.cost_formula.words}

    def setup(self) -> None:
        """Lay out the neurons, the strip of greys below them, and the cost: as a size, and as a formula."""
        super().setup()
        self.pair = LastTwoDiagram(self.typesetter, self.lesson.chain)
        L = self.lesson.chain.network.L
        self.numbered, self.named = (self.pair.weight_name(self.typesetter, w) for w in (weight(L), weight(L, L=L)))
        own = "L" if self.own_scales else ""
        self.greys = GreyScale(self.typesetter, self.pair.brightness[self.pair.layers[-1]], own)
        self.gap = cost_gap(self.typesetter, self.last, self.greys)
        self.cost_lines = ExampleCost(self.typesetter, self.last, self.gap.beside)

    @beat(
        N_(
            "Call the last activation a L, and the previous one a L minus one. "
            "The brighter the circle, the higher the activation."
        ),
        own_scales=N_(
            "Call the last activation a L, and the previous one a L minus one. "
            "The brighter the circle, the higher the activation, on its layer’s own scale."
        ),
    )
    def activations(self) -> None:
        """Name the two neurons, and mark on the strip those of their activations that it applies to."""
        (*_, a, _), (_, before, _) = self.last.start, self.last.entering
        connection = VGroup(self.pair.edge(self.pair.layers[-1]), self.named).set_opacity(ASIDE_OPACITY)
        picture = VGroup(self.pair, *self.pair.names, self.named).save_state()
        connection.set_opacity(1)
        VGroup(picture, self.numbered).scale(CLOSE, about_point=CLOSE_FROM)
        self.play(self.arrive(self.pair, self.numbered))
        for name in reversed(self.pair.names):
            self.play(FadeIn(name, shift=0.5 * UP), run_time=MOVE)
        self.play(ReplacementTransform(self.numbered, self.named), run_time=QUICK)
        self.play(Restore(picture), FadeIn(self.greys, self.greys.name, rate_func=entering), run_time=MOVE)
        lean = self.greys.lean(before, a)
        shown = [*zip(self.pair.neurons, self.pair.names, (before, a), (lean, -lean), strict=True)]
        shown = shown if self.pair.alike else shown[1:]
        self.marks = [self.greys.mark(value, UP, away) for *_, value, away in shown]
        slides = (self.greys.slide(neuron, mark) for (neuron, *_), mark in zip(shown, self.marks, strict=True))
        self.play(LaggedStart(*slides, lag_ratio=0.3), run_time=2 * MOVE)
        for (_, name, *_), (_, copy) in zip(shown, self.marks, strict=True):
            self.play(fly(name, copy), run_time=MOVE)

    @beat(
        N_(
            "That superscript isn’t a power: it says which layer. "
            "We keep subscripts free: we’ll need them to number neurons."
        )
    )
    def not_exponents(self) -> None:
        """Enlarge the names; frame their superscripts, which count layers; show where subscripts will stand."""
        self.notes = notes = LayerNotes(self.typesetter, self.pair)
        enlarge = (fly(name, large) for name, large in zip(self.pair.names, notes.names, strict=True))
        gone = FadeOut(self.greys, self.greys.name, *self.marks, run_time=0.5 * QUICK)
        self.play(AnimationGroup(gone, AnimationGroup(*enlarge), lag_ratio=1))
        self.play(Create(notes.frames), run_time=MOVE)
        flights = [fly(name[2:-1], index) for name, index in zip(notes.names, notes.indices, strict=True)]
        self.play(FadeIn(notes.words), one_by_one(*flights), run_time=SLOW)
        self.play(FadeOut(notes.frames), Create(notes.boxes), run_time=MOVE)

    @beat(N_("For this example, we want the last activation to be y, which is {y}. The network says {a}."))
    def desired_output(self) -> None:
        """Put the desired output beside the last neuron, and on the strip of greys: a gap is left."""
        *_, y = self.last.entering
        a = self.marks[-1].lean(ORIGIN).point_at(self.greys)
        self.marks = [a, self.greys.mark(y, UP, -self.gap.away)]
        pointer, copy = self.marks[1]
        aside = redraw(a, lambda t: a.lean(t * self.gap.away).point_at(self.greys))
        moved = (part.animate.shift(ASIDE) for part in (self.pair, *self.pair.names, self.named))
        notes = self.notes
        back = turn_over([notes.names, notes.words, notes.indices, notes.boxes], [self.greys, a])
        self.play(*moved, back, run_time=MOVE)
        desired, comparison = self.pair.desired, self.pair.comparison
        self.play(FadeIn(VGroup(desired, self.pair.desired_name), shift=2 * LEFT), run_time=MOVE)
        self.play(aside, Create(comparison), fly(self.pair.desired_name, copy), FadeIn(pointer), run_time=MOVE)
        self.glow = Glow(self.typesetter, self.pair.neurons[1].circle)
        self.play(FadeIn(self.glow), Create(self.gap.gap), FadeIn(self.gap.label), run_time=MOVE)

    @beat(
        N_("The cost of this example is {cost}: {C}. We call it C zero, since it’s the first training example."),
        counted_from_one=N_(
            "The cost of this example is {cost}: {C}. "
            "We call it C zero; the training examples will be numbered from 1."
        ),
    )
    def cost(self) -> None:
        """Let the gap grow into the cost, as an area or a depth; write the cost with names and with numbers."""
        pair, gap, lines, dashes = self.pair, self.gap, self.cost_lines, self.pair.comparison
        scale = VGroup(self.greys, *self.marks, gap)
        self.play(redraw(scale, gap.make_room), FadeOut(self.glow), dashes.animate.set_opacity(DIM), run_time=MOVE)
        (_, _, a, _), (_, _, y) = self.last.path, self.last.side
        self.play(lines.write({a: pair.names[1], y: pair.desired_name}), run_time=SLOW + MOVE)
        self.add(gap.shape)
        self.play(redraw(VGroup(gap, gap.shape), gap.show), run_time=SLOW)
        self.play(FadeIn(gap.number), run_time=QUICK)
        self.play(lines.fill_in({a: pair.neurons[1], y: pair.desired}), run_time=SLOW)
        landing, rest = carry(gap.number, lines.result.argument(0)), FadeIn(lines.result.rest(), run_time=QUICK)
        self.play(one_by_one(landing, rest), dashes.animate.set_opacity(1), run_time=MOVE)
        self.add(lines, pair.add(*pair.names, self.named))
        self.play(lines.point_out_example(self.typesetter.theme.highlight), run_time=SLOW)


class ComputationTree(LastLayerClip):
    """What the last activation is computed from, and what that is computed from in turn."""

    headline = N_("A tree of dependencies")
    poster = "tree"

    @property
    def unchanged(self) -> bool:
        """Whether the activation function leaves the weighted sum as it is."""
        _, z, a, _ = self.last.start
        return a.value == z.value

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that the narration names, and the function's name."""
        _, z, a, _ = self.last.start
        return {**super().spoken(), "z": z, "a": a}

    def setup(self) -> None:
        """Lay out the last two neurons, with their weight and bias, the equations, the graph and the tree."""
        super().setup()
        self.pair = LastTwoDiagram(self.typesetter, self.lesson.chain)
        self.weight, self.bias = LastParameters(self.typesetter, self.last, self.pair)
        self.graph = ActivationGraph(self.typesetter, self.last)
        self.equations = LastEquations(self.typesetter, self.last, float(self.graph.get_left()[0]))
        L = self.last.chain.network.L
        self.symbols = SymbolTree(self.typesetter, L, TREE_ROWS, SPREAD).shift(TREE_X * RIGHT)

    @beat(
        N_(
            "The last activation is the weight times the previous activation, plus a bias, "
            "all sent through the activation function: here, {function}."
        )
    )
    def weighted_sum(self) -> None:
        """Assemble the last activation from weight, previous neuron and bias; show the function's curve."""
        whole, pair, graph = self.equations.whole, self.pair, self.graph
        (w, _, a, _), (b, before, _) = self.last.path, self.last.side
        weight_name, weight_value = self.weight
        parts = (*pair.names, weight_name, self.bias[0])
        names = {whole.of(symbol): part for symbol, part in zip((before, a, w, b), parts, strict=True)}
        VGroup(pair, *pair.names, self.weight, self.bias).shift(PAIR_ASIDE)
        pair.add(*pair.names, weight_name)  # as in the clip before, so that each name moves as a part of it
        picture = VGroup(VGroup(pair, weight_value, self.bias), whole).save_state()
        for each in picture:
            each.scale(ALONE).set_x(0)
        kept_inside(picture)
        self.play(self.arrive(pair, weight_value, *self.bias))
        self.play(spell(whole, names), run_time=self.until_said(ALL_SENT))
        axes = FadeIn(graph.axes, graph.inside, graph.symbols[1], rate_func=entering)
        drawn = AnimationGroup(FadeIn(graph.label), Create(graph.curve))
        self.play(LaggedStart(AnimationGroup(Restore(picture), axes), drawn, lag_ratio=SETTLED), run_time=SLOW + MOVE)
        self.add(whole, pair.add(weight_value, self.bias))

    @beat(
        N_("Give the inside a name: z, the weighted sum. Here it is {z}, and {function} turns it into {a}."),
        unchanged=N_(
            "Give the inside a name: z, the weighted sum. Here it is {z}, and {function} leaves it as it is."
        ),
    )
    def name_it_z(self) -> None:
        """Take the sum out of the formula as z, and work it out; follow the curve from z to a."""
        graph, equations, pair = self.graph, self.equations, self.pair
        self.play(change(equations.whole, lambda each: each.on_baseline(equations.output.baseline)), run_time=QUICK)
        self.play(equations.name_sum(run_time=1.4 * SLOW))
        self.play(turn_over([graph.inside], [graph.symbols[0]]), run_time=QUICK)
        self.remove(*equations.whole.get_family())
        self.add(equations)
        worked, result, answer = equations.worked, equations.result, equations.answer
        values = self.weight[1], pair.neurons[0], self.bias[1]
        self.play(spell(worked, {worked.argument(i): value for i, value in enumerate(values)}), run_time=SLOW)
        self.play(FadeIn(result), run_time=QUICK)
        a, (down, across) = graph.values[1], graph.drops
        self.play(graph.take(result.argument(0)), run_time=SLOW)
        self.play(Create(down.reverse_direction()), run_time=QUICK)
        self.play(FadeIn(graph.dot, scale=2), Create(across), FadeIn(a, rate_func=entering), run_time=MOVE)
        self.play(FadeIn(answer.rest()), carry(a, answer.argument(0)), run_time=MOVE)
        self.add(worked, answer, graph)

    @beat(
        N_(
            "So each symbol is computed from those above it. Weight, bias and previous activation give z, "
            "z gives a, and a gives the cost, together with y, which is a constant."
        )
    )
    def tree(self) -> None:
        """Let the symbols of the equations fly to their nodes in the tree."""
        equations, tree = self.equations, self.symbols
        settle = AnimationGroup(
            self.graph.shrink_to(SKETCH_AT, run_time=SLOW),
            change(self.pair, lambda each: each.scale(INSET).move_to((SAFE_LEFT, SAFE_TOP, 0), UP + LEFT)),
            *equations.spread(TREE_ROWS[1:]),
        )
        first, *others = equations.grow(tree, self.graph.sketch)
        for move in (LaggedStart(settle, first, lag_ratio=SETTLED), *others):
            self.play(move, run_time=move.run_time)
        self.add(tree, equations, self.graph.sketch)

    @beat(
        N_(
            "The previous activation has a weight, a bias and a z of its own. "
            "We’ll come back to that; for now, set it aside."
        )
    )
    def one_layer_up(self) -> None:
        """Let the tree grow by a layer, upwards from the previous activation, and shrink again."""
        L, equations = self.last.chain.network.L, self.equations
        taller = SymbolTree(self.typesetter, L, TALLER_ROWS, TALLER_SPREAD, TALLER_SIZE).shift(TALLER_X * RIGHT)
        taller.dim_symbols(*(symbol for symbol in self.symbols.nodes if symbol != self.last.side[1]))
        shorter = self.symbols.copy()
        before = self.symbols.frame_around(self.last.side[1])
        equations.save_state()
        lower = equations.copy().below_earlier().set_opacity(DIM)
        self.add(self.bias, self.pair.remove(self.bias))
        self.pair.save_state()
        beside = self.bias.copy()
        earlier = NeuronBefore(self.typesetter, self.last, self.pair)
        self.play(Create(before), FadeOut(self.graph.sketch, rate_func=leaving), run_time=MOVE)
        room = earlier.enter(self.pair, self.bias), Transform(equations, lower, rate_func=leaving)
        gone, written = FadeOut(before, rate_func=vanishing), FadeIn(lower.earlier, rate_func=entering)
        self.play(gone, *room, written, self.symbols.turn_into(taller, earlier.sources), run_time=2.5 * SLOW)
        self.add(taller)
        self.play(taller.light_up(taller.path_from(weight(L - 1, L=L))), run_time=2 * SLOW)
        self.play(
            FadeOut(lower.earlier, earlier, self.bias, rate_func=leaving),
            Restore(self.pair, rate_func=entering),
            FadeIn(self.graph.sketch, beside, rate_func=late),
            Restore(equations, rate_func=entering),
            taller.turn_into(shorter),
            run_time=2 * SLOW,
        )
        self.add(shorter, self.pair.add(beside))
