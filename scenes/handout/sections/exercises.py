"""The exercises: the lesson's networks, with another training example where there is one."""

import numpy as np

import backprop_core as bp
from backprop_core.frozen import Array
from backprop_core.lesson.load import Examples
from backprop_core.quantities import Quantity, Symbol
from scenes.handout.context import Desk
from scenes.handout.document import Exercise, Formula
from scenes.handout.formulas.example import Example
from scenes.handout.formulas.expression import Leaf
from scenes.handout.formulas.operations import Minus, Product, Sum
from scenes.handout.formulas.steps import Steps
from scenes.handout.formulas.vectors import column_vector
from scenes.handout.sections.networks import parameters
from scenes.handout.writer import Writer
from scenes.numbers.language import N_


def exercises(desk: Desk) -> list[Exercise]:
    """Return all exercises."""
    chain, layers, descent = desk.lesson.chain, desk.lesson.layers, desk.lesson.descent
    single = Steps(desk.writer, _other(chain.network, chain.x, chain.y, chain.examples))
    several = Steps(desk.writer, _other(layers.network, layers.x, layers.y, descent.examples))
    return [
        _forward(desk, single),
        _factors(desk, single),
        _one_layer_back(desk, single),
        _paths(desk, several),
        _descent(desk, single),
    ]


def _other(network: bp.Network, x: Array, y: Array, examples: Examples) -> Example:
    """Return the first of the training examples that is not the lecture's own; if there is none, that one."""
    pairs = zip(examples.X, examples.Y, strict=True)
    others = [pair for pair in pairs if not (np.array_equal(pair[0], x) and np.array_equal(pair[1], y))]
    return Example(network, *(others[0] if others else (x, y)))


def _forward(desk: Desk, steps: Steps) -> Exercise:
    writer, own = desk.writer, steps.example
    question = writer.translate(
        N_("In the chain of this lesson, let the input be {x} and the desired output {y}. Find {found}."),
        x=writer.equality(own.a(0)),
        y=writer.equality(own.target()),
        found=desk.words(N_("every weighted sum, every activation, and the cost")),
    )
    answers = [*steps.forward(*range(1, own.L + 1)), steps.cost()]
    return Exercise(desk.words(N_("Forward")), question, parameters(steps), answers)


def _factors(desk: Desk, steps: Steps) -> Exercise:
    L = steps.example.L
    question = desk.writer.translate(
        N_("How does the cost answer to the last weight and to the last bias? Find the factors, and multiply them.")
    )
    answers = [
        steps.cost_slope(),
        steps.activation_slope(L),
        steps.sum_slope("w", L),
        steps.derivative("w", L),
        steps.derivative("b", L),
    ]
    return Exercise(desk.words(N_("Three factors")), question, [], answers)


def _one_layer_back(desk: Desk, steps: Steps) -> Exercise:
    l = steps.example.L - 1
    question = desk.writer.translate(N_("Go one layer back: by the activation first, then by its weight."))
    answers = [steps.by_activation(l), steps.activation_slope(l), steps.derivative("w", l)]
    return Exercise(desk.words(N_("One layer back")), question, [], answers)


def _paths(desk: Desk, steps: Steps) -> Exercise:
    writer, own, k = desk.writer, steps.example, desk.lesson.layers.watch.k
    L = own.L
    outputs = own.neurons(L)
    question = writer.translate(
        N_(
            "In the layers of this lesson, an example leads to these numbers. "
            "Follow each path from {a} to the cost, and add them up."
        ),
        a=writer.equality(own.a(L - 1, k)),
    )
    given = [
        column_vector(writer, Symbol("z", L), [own.z(L, j) for j in outputs]),
        column_vector(writer, Symbol("a", L), [own.a(L, j) for j in outputs]),
        column_vector(writer, Symbol("y"), [own.target(j) for j in outputs]),
    ]
    paths = steps.paths(L - 1, k) if len(outputs) > 1 else []
    return Exercise(desk.words(N_("A sum over paths")), question, given, [*paths, steps.by_activation(L - 1, k)])


def _descent(desk: Desk, steps: Steps) -> Exercise:
    writer, own = desk.writer, steps.example
    rate = desk.learning.rate
    question = writer.translate(
        N_(
            "Take one step of gradient descent for the example of the first exercise alone, with {rate}. "
            "Where do the last weight and the last bias go?"
        ),
        rate=writer.equality(rate),
    )
    after = bp.descend(own.network, own.x[None], own.y[None], rate=rate.value, steps=1).network
    answers = [_moved(writer, own, after, letter, rate) for letter in "wb"]
    return Exercise(desk.words(N_("One step of descent")), question, [], answers)


def _moved(writer: Writer, own: Example, after: bp.Network, letter: str, rate: Quantity) -> Formula:
    """Return w ← w − η ∂C_0/∂w, or the same of b."""
    parameter = bp.Parameter(letter, own.L)
    before = own.w(own.L) if letter == "w" else own.b(own.L)
    new = Quantity(before.symbol, after.value(parameter), (rate,))
    slope = own.rule(letter, own.L).derivative
    return writer.worked(new, Sum(Leaf(before), Minus(Product(Leaf(rate), Leaf(slope)))), becomes=True)
