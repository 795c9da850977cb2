"""Chapter 1 · The simplest network: one neuron in each layer, and the cost of one example."""

from collections.abc import Mapping

from manim import DOWN, DR, LEFT, UP, UR, Create, FadeIn, FadeOut, LaggedStart, linear

from backprop_core.quantities import Quantity, weight
from scenes.figures.simple_network.cost_meter import CostMeter
from scenes.figures.simple_network.equations import ActivationGraph, LastEquations
from scenes.figures.simple_network.last_two_neurons import ExampleCost, GreyScale, LayerNotes
from scenes.figures.simple_network.opening import PauseSign, TwoRules
from scenes.kit.animations import assemble, change, fly, one_by_one, redraw
from scenes.kit.clip import Clip
from scenes.kit.flow.beats import Chapter, beat
from scenes.kit.last_layer_clip import LastLayerClip
from scenes.kit.network.chain import ChainDiagram, LastTwoDiagram
from scenes.kit.network.layers import LayersDiagram
from scenes.kit.text.heading import Heading
from scenes.kit.text.symbol_tree import ROWS, SymbolTree
from scenes.kit.theme import DIM, LARGE, MOVE, QUICK, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SLOW
from scenes.numbers.language import N_
from scenes.numbers.training import TrainingSet

CHAPTER = Chapter(1, N_("The simplest network"))

# In frame units: how far left of the middle the network stands beside formulas, and where those are; the height of
# the chain alone, and how far it moves down to make room for the cost's meter.
ASIDE, FORMULAS_AT = 2.8 * LEFT, (4.3, -0.4, 0)
CHAIN_Y, CHAIN_DROP = -0.4, 1.5

# The height of the lecture's title at most, in frame units.
TITLE_HEIGHT = 1.3

# The heights of the rows of a tree that has a layer more.
TALLER_ROWS = (3.3, 2.14, 0.97, -0.19, -1.36, -2.52)


class Opening(Clip):
    """What the lecture is about, and how to watch it."""

    headline = N_("What this lecture is about")
    poster = "goal"
    reads = "title layers"

    def setup(self) -> None:
        """Lay out the title, the network, and beside it the chain rule of a book and that of networks."""
        super().setup()
        self.diagram = LayersDiagram(self.typesetter, self.lesson.layers).shift(ASIDE)
        self.nudges = self.diagram.nudges()
        self.rules = TwoRules(self.typesetter).move_to(FORMULAS_AT)
        self.title = Heading(self.typesetter, self.lesson.title, width=SAFE_RIGHT - SAFE_LEFT, height=TITLE_HEIGHT)
        self.title.next_to((0, SAFE_TOP, 0), DOWN, buff=0)

    @beat(
        N_(
            "Earlier, we saw what backpropagation is about: which nudges one training example asks for. "
            "Now the calculus: how people in machine learning see the chain rule, on a network."
        )
    )
    def goal(self) -> None:
        """Show the title; let the nudges run backwards through the network; show the derivative that is sought."""
        self.play(FadeIn(self.title, shift=0.3 * DOWN), run_time=MOVE)
        columns = [FadeIn(self.diagram.column(l)) for l in self.diagram.layers]
        self.play(FadeIn(self.diagram.edges), LaggedStart(*columns, lag_ratio=0.3), run_time=MOVE)
        self.add(self.diagram)
        arrows = [FadeIn(arrows, scale=0.5) for arrows in self.nudges]
        self.play(self.diagram.backward_light().run(), LaggedStart(*arrows, lag_ratio=0.6), run_time=2 * SLOW)
        (_, rule), (words, sought) = self.rules
        self.play(FadeIn(self.rules.book, shift=0.3 * LEFT), run_time=MOVE)
        self.play(one_by_one(fly(rule, sought), FadeIn(words)), run_time=SLOW)

    @beat(
        N_(
            "If you feel a little lost at times, that’s normal. Pausing to think is part of the method. "
            "Try it: pause, breathe, carry on."
        )
    )
    def pause_and_ponder(self) -> None:
        """Let a light run through the network; stop it for a moment, and let it run on."""
        light, sign = self.diagram.backward_light(), PauseSign(self.typesetter).move_to(FORMULAS_AT)
        self.play(FadeOut(self.rules, *self.nudges), run_time=QUICK)
        self.play(redraw(light, lambda t: light.show(t / 2)), run_time=SLOW, rate_func=linear)
        self.play(FadeIn(sign, scale=1.3), run_time=QUICK)
        self.wait(2 * SLOW)
        self.play(FadeOut(sign, scale=1.3), run_time=QUICK)
        self.play(redraw(light, lambda t: light.show((1 + t) / 2), remover=True), run_time=SLOW, rate_func=linear)
        self.play(FadeOut(self.title), self.diagram.animate.shift(-ASIDE), run_time=MOVE)


class SimplestNetwork(Clip):
    """From many neurons to a chain, and what its cost depends on."""

    headline = N_("A chain of neurons")
    poster = "how_sensitive"
    reads = "chain layers"

    def setup(self) -> None:
        """Lay out the network, the chain, and the cost with its meter."""
        super().setup()
        self.layers = LayersDiagram(self.typesetter, self.lesson.layers)
        self.chain = ChainDiagram(self.typesetter, self.lesson.chain, CHAIN_Y)
        self.cost_meter = CostMeter(self.typesetter, self.lesson.chain)

    @beat(N_("Let’s start simple, with a single neuron in each layer. What is left is a chain."))
    def collapse(self) -> None:
        """Fold the layers one by one; turn what is left into the chain."""
        self.play(self.arrive(self.layers))
        for l in self.layers.layers:
            if len(self.layers.column(l)) > 1:
                self.play(self.layers.fold(l), run_time=MOVE)
        self.remove(self.layers)
        self.play(*self.layers.turn_into(self.chain), run_time=MOVE)
        self.play(*(FadeIn(self.chain.neuron(l).number) for l in self.chain.layers), run_time=QUICK)
        self.add(self.chain)

    @beat(N_("Every connection has a weight, every neuron after the first a bias. The cost depends on them all."))
    def three_weights_three_biases(self) -> None:
        """Let copies of the weights and biases fly from edges and neurons into the formula of the cost."""
        names = self.chain.names
        self.play(LaggedStart(*map(FadeIn, names.values()), lag_ratio=0.3), run_time=SLOW)
        self.add(self.chain.add(*names.values()))
        flights = [fly(name, self.cost_meter.variables[symbol]) for symbol, name in names.items()]
        self.play(FadeIn(self.cost_meter.call), one_by_one(*flights), run_time=3 * MOVE)

    @beat(
        N_(
            "Wiggle each in turn, by the same amount, and watch the cost. How sensitive is it to each of them? "
            "Which change lowers it fastest?"
        )
    )
    def how_sensitive(self) -> None:
        """Wiggle one variable after the other; the neurons follow, and the meter shows how the cost swings."""
        self.play(self.chain.animate.shift(CHAIN_DROP * DOWN), run_time=MOVE)
        self.play(FadeIn(self.cost_meter.result, self.cost_meter.meter), run_time=MOVE)
        self.add(self.cost_meter)
        self.play(self.cost_meter.wiggle(self.chain))

    @beat(N_("For now, all we need is the last two neurons and the connection between them."))
    def last_connection(self) -> None:
        """Fade out everything but the last two neurons and their edge."""
        pair = LastTwoDiagram(self.typesetter, self.lesson.chain)
        gone = [part for part in self.chain if part not in self.chain.last_two]
        self.play(FadeOut(self.cost_meter, *gone), run_time=MOVE)
        self.play(pair.taken_from(self.chain), run_time=SLOW)
        self.add(pair)


class LastTwoNeurons(LastLayerClip):
    """What the last two neurons are called, and what one example costs."""

    headline = N_("The last two neurons")

    @property
    def counted_from_one(self) -> bool:
        """Whether the training examples are numbered from 1, since the lesson's own is not among them."""
        return TrainingSet(self.lesson.chain).examples[0].number > 0

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that the narration names."""
        (*_, a, C), (*_, y) = self.last.start, self.last.entering
        return {"a": a, "y": y, "C": C}

    def setup(self) -> None:
        """Lay out the neurons, the strip of greys below them, and the formula of the cost."""
        super().setup()
        self.pair = LastTwoDiagram(self.typesetter, self.lesson.chain)
        self.greys = GreyScale(self.typesetter, self.pair.brightness[self.pair.layers[-1]])
        self.cost_lines = ExampleCost(self.typesetter, self.last)

    @beat(
        N_(
            "Call the last activation a L, and the previous one a L minus one. "
            "The brighter the circle, the higher the activation."
        )
    )
    def activations(self) -> None:
        """Name the two neurons, and mark on the strip those of their activations that it applies to."""
        (*_, a, _), (_, before, _) = self.last.start, self.last.entering
        self.play(self.arrive(self.pair))
        for name in reversed(self.pair.names):
            self.play(FadeIn(name, shift=0.5 * UP), run_time=MOVE)
        self.play(FadeIn(self.greys), run_time=QUICK)
        sides = dict(zip(self.pair.names, ((before, UP), (a, DOWN)), strict=True))
        if not self.pair.alike:
            del sides[self.pair.names[0]]
        self.marks = [self.greys.mark(*side) for side in sides.values()]
        for name, (pointer, copy) in zip(sides, self.marks, strict=True):
            self.play(fly(name, copy), FadeIn(pointer), run_time=MOVE)

    @beat(
        N_(
            "That superscript isn’t a power: it says which layer. "
            "We keep subscripts free: we’ll need them to number neurons."
        )
    )
    def not_exponents(self) -> None:
        """Frame the superscripts, say that they count layers, and show where subscripts will stand."""
        notes = LayerNotes(self.typesetter, self.pair)
        self.play(Create(notes.frames), run_time=MOVE)
        flights = [fly(name[2:-1], index) for name, index in zip(self.pair.names, notes.indices, strict=True)]
        self.play(FadeIn(notes.words), one_by_one(*flights), run_time=SLOW)
        self.wait(MOVE)
        self.play(Create(notes.boxes), run_time=MOVE)
        self.wait(MOVE)
        self.play(FadeOut(notes), run_time=QUICK)

    @beat(N_("For this example, we want the last activation to be y, which is {y}. The network says {a}."))
    def desired_output(self) -> None:
        """Put the desired output beside the last neuron, and on the strip of greys."""
        *_, y = self.last.entering
        *before, a = self.marks
        self.marks = [a, self.greys.mark(y, UP)]
        pointer, copy = self.marks[1]
        self.play(FadeIn(self.pair.desired, shift=0.5 * LEFT), *map(FadeOut, before), run_time=MOVE)
        self.play(FadeIn(self.pair.desired_name, shift=0.5 * UP), run_time=MOVE)
        self.play(fly(self.pair.desired_name, copy), FadeIn(pointer), run_time=MOVE)

    @beat(
        N_(
            "The cost of this example is a L minus y, squared: {C}. "
            "We call it C zero, since it’s the first training example."
        ),
        counted_from_one=N_(
            "The cost of this example is a L minus y, squared: {C}. "
            "We call it C zero; the training examples will be numbered from 1."
        ),
    )
    def cost(self) -> None:
        """Write the cost with names, then with numbers, and work it out."""
        pair, (symbols, numbers) = self.pair, self.cost_lines
        self.play(FadeOut(self.greys, *self.marks), run_time=QUICK)
        self.play(FadeIn(symbols.argument(0), symbols.rest()), run_time=QUICK)
        flights = [fly(pair.names[1], symbols.argument(1)), fly(pair.desired_name, symbols.argument(2))]
        self.play(one_by_one(*flights), run_time=SLOW)
        sources = {numbers.rest(): symbols, numbers.argument(0): pair.neurons[1], numbers.argument(1): pair.desired}
        self.play(one_by_one(*(fly(source, part) for part, source in sources.items())), run_time=SLOW)
        self.play(FadeIn(numbers.argument(2), shift=0.3 * LEFT), run_time=MOVE)
        self.add(self.cost_lines)


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
        """Lay out the last two neurons, with their weight and bias, the equations and the tree."""
        super().setup()
        (w, *_), (b, *_), L = self.last.path, self.last.side, self.last.chain.network.L
        self.pair = LastTwoDiagram(self.typesetter, self.lesson.chain)
        self.weight = self.typesetter.formula("{}", w, size=LARGE).next_to(self.pair.edge(L), UP, buff=0.16)
        self.bias = self.typesetter.formula("{}", b).next_to(self.pair.neuron(L).get_corner(DR), UR, buff=0.05)
        self.equations = LastEquations(self.typesetter, self.last)
        self.symbols = SymbolTree(self.typesetter, L)

    @beat(
        N_(
            "The last activation is the weight times the previous activation, plus a bias, "
            "all sent through the activation function: here, {function}."
        )
    )
    def weighted_sum(self) -> None:
        """Assemble the formula of the last activation from the weight, the previous neuron and the bias."""
        whole, cost = self.equations.whole, self.equations.cost
        (w, _, a, _), (b, before, _) = self.last.path, self.last.side
        names = dict(zip((before, a, w, b), (*self.pair.names, self.weight, self.bias), strict=True))
        self.play(self.arrive(self.pair, *self.pair.names, cost))
        self.play(cost.animate.set_opacity(DIM), FadeIn(self.weight, shift=0.3 * UP), run_time=MOVE)
        self.play(FadeIn(self.bias, shift=0.3 * UP), run_time=MOVE)
        self.play(assemble(whole, names, run_time=2 * MOVE))
        self.add(whole, self.pair.add(*names.values()))

    @beat(
        N_("Give the inside a name: z, the weighted sum. Here it is {z}, and {function} turns it into {a}."),
        unchanged=N_(
            "Give the inside a name: z, the weighted sum. Here it is {z}, and {function} leaves it as it is."
        ),
    )
    def name_it_z(self) -> None:
        """Take the sum out of the formula as z, and mark z and a on the curve of the activation function."""
        self.graph = graph = ActivationGraph(self.typesetter, self.last)
        self.play(self.equations.name_sum(run_time=2 * SLOW))
        self.remove(*self.equations.whole.get_family())
        self.add(self.equations)
        self.play(FadeIn(graph.axes), Create(graph.curve), run_time=SLOW)
        (z, a), (down, across) = graph.names, graph.drops
        self.play(fly(self.equations.sum.argument(0), z), FadeIn(down), run_time=MOVE)
        self.play(FadeIn(graph.dot, scale=2), FadeIn(across), FadeIn(a), run_time=MOVE)

    @beat(
        N_(
            "So each symbol is computed from those above it. Weight, bias and previous activation give z, "
            "z gives a, and a gives the cost, together with y, which is a constant."
        )
    )
    def tree(self) -> None:
        """Let the symbols of the equations fly to their nodes in the tree."""
        equations, tree = self.equations, self.symbols
        (w, z, a, C), (b, before, y) = self.last.path, self.last.side
        self.play(FadeOut(self.graph, self.pair), run_time=QUICK)
        self.play(change(equations, lambda each: each.beside(ROWS[1:])), run_time=MOVE)
        for line, fallen in zip((0, 0, 1, 2), ((w, before, b), (z,), (a,), (y, C)), strict=True):
            flights = [fly(equations[line].of(symbol), tree.nodes[symbol]) for symbol in fallen]
            edges = [Create(edge) for (_, below), edge in tree.edges.items() if below in fallen]
            self.play(one_by_one(*flights), *edges, run_time=len(fallen) ** 0.5 * MOVE)
        self.add(tree)

    @beat(
        N_(
            "The previous activation has a weight, a bias and a z of its own. "
            "We’ll come back to that; for now, set it aside."
        )
    )
    def one_layer_up(self) -> None:
        """Let the tree grow by a layer, and shrink again."""
        L = self.last.chain.network.L
        taller = SymbolTree(self.typesetter, L, TALLER_ROWS)
        self.play(FadeOut(self.equations), run_time=QUICK)
        self.play(self.symbols.turn_into(taller), run_time=SLOW)
        self.add(taller)
        self.play(taller.light(taller.path_from(weight(L - 1, L=L)), run_time=2 * SLOW))
        self.play(taller.turn_into(self.symbols), run_time=SLOW)
        self.add(self.symbols)
