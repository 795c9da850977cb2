"""The section with the exercises, about the lesson's networks with another example than the lecture's."""

from dataclasses import replace

import numpy as np

import backprop_core as bp
from backprop_core.frozen import Array
from backprop_core.lesson.parts import ChainPart, Examples, LayersPart
from backprop_core.quantities import Quantity, Symbol
from scenes.handout.context import Context
from scenes.handout.document import Exercise, FormulaItem
from scenes.handout.formulas.example import Example
from scenes.handout.formulas.expression import Leaf
from scenes.handout.formulas.operations import Minus, Multiplication, Sum
from scenes.handout.formulas.steps import Steps
from scenes.handout.formulas.vectors import vector_formula
from scenes.handout.sections.networks import parameter_formulas
from scenes.handout.writer import Writer
from scenes.numbers.language import N_

# How far apart the inputs of neighbouring variants are, where the training examples are one apart: roots of primes,
# of which multiples, without their whole part, are spread evenly.
_STEPS = np.sqrt([2.0, 3.0, 5.0, 7.0, 11.0, 13.0])

# How many decimals these inputs have, and how far they are apart where all training examples have the same.
_DECIMALS, _WIDTH = 2, 1.0


def exercises(context: Context, variant: int | None = None) -> list[Exercise]:
    """Return all exercises, about another training example if there is one; those of a variant have their own."""
    chain, layers, descent = context.lesson.chain, context.lesson.layers, context.lesson.descent
    chain_steps = _steps(context.writer, chain, chain.examples, variant)
    layers_steps = _steps(context.writer, layers, descent.examples, variant)
    return [
        _forward(context, chain_steps),
        _factors(context, chain_steps),
        _one_layer_back(context, chain_steps),
        _paths(context, layers_steps),
        _descent(context, chain_steps),
    ]


def _steps(writer: Writer, part: ChainPart | LayersPart, examples: Examples, variant: int | None) -> Steps:
    """Return the steps for a network and the example of its exercises, in which its cost has the example's number."""
    own = None if variant is None else (0, _varied_example(part, examples, variant))
    k, pair = own or _exercise_example(part, examples)
    return Steps(replace(writer, example=k), Example(part.network, part.cost, *pair))


def _exercise_example(part: ChainPart | LayersPart, examples: Examples) -> tuple[int, tuple[Array, Array]]:
    """Return the first training example that differs from the lecture's, and its number; else the lecture's."""
    own = part.x, part.y
    numbered = examples.numbered(*own).items()
    others = ((k, pair) for k, pair in numbered if not all(map(np.array_equal, pair, own)))
    return next(others, (0, own))


def _varied_example(part: ChainPart | LayersPart, examples: Examples, variant: int) -> tuple[Array, Array]:
    """Return the example of a variant: an input between those of the training examples, and the target of one."""
    inputs = np.vstack([examples.X, part.x])
    low, high = inputs.min(axis=0), inputs.max(axis=0)
    width = np.where(high > low, high - low, _WIDTH)
    x = (low + high) / 2 + width * (variant * _STEPS[: len(low)] % 1 - 0.5)
    places = _DECIMALS - np.round(np.log10(width)).astype(int)
    short = [round(each, place) for each, place in zip(x.tolist(), places.tolist(), strict=True)]
    return np.array(short), examples.Y[variant % len(examples)]


def _forward(context: Context, steps: Steps) -> Exercise:
    writer, example = steps.writer, steps.example
    question = writer.translate(
        N_("In the chain of this lesson, let the input be {x} and the desired output {y}. Find {found}."),
        x=writer.equality(example.a(0)),
        y=writer.equality(example.target()),
        found=context.translate(N_("every weighted sum, every activation, and the cost")),
    )
    answers = [*steps.forward(*range(1, example.L + 1)), steps.cost()]
    return Exercise(context.translate(N_("Forward")), question, parameter_formulas(steps), answers)


def _factors(context: Context, steps: Steps) -> Exercise:
    L = steps.example.L
    question = context.writer.translate(
        N_("How does the cost answer to the last weight and to the last bias? Find the factors, and multiply them.")
    )
    answers = [
        steps.cost_slope(),
        steps.activation_slope(L),
        steps.weighted_sum_slope("w", L),
        steps.derivative("w", L),
        steps.derivative("b", L),
    ]
    return Exercise(context.translate(N_("Three factors")), question, [], answers)


def _one_layer_back(context: Context, steps: Steps) -> Exercise:
    l = steps.example.L - 1
    question = context.writer.translate(N_("Go one layer back: first to the activation, then to its weight."))
    answers = [steps.derivative_by_activation(l), steps.activation_slope(l), steps.derivative("w", l)]
    return Exercise(context.translate(N_("One layer back")), question, [], answers)


def _paths(context: Context, steps: Steps) -> Exercise:
    writer, example, k = steps.writer, steps.example, context.lesson.layers.watch.k
    L = example.L
    outputs = example.neurons(L)
    question = writer.translate(
        N_(
            "In the layers of this lesson, an example leads to these numbers. "
            "Follow each path from {a} to the cost, and add them up."
        ),
        a=writer.equality(example.a(L - 1, k)),
    )
    given = [
        vector_formula(writer, Symbol("z", L), [example.z(L, j) for j in outputs]),
        vector_formula(writer, Symbol("a", L), [example.a(L, j) for j in outputs]),
        vector_formula(writer, Symbol("y"), [example.target(j) for j in outputs]),
    ]
    paths = [*steps.sum_slopes(), *(steps.paths(L - 1, k) if len(outputs) > 1 else [])]
    return Exercise(
        context.translate(N_("A sum over paths")), question, given, [*paths, steps.derivative_by_activation(L - 1, k)]
    )


def _descent(context: Context, steps: Steps) -> Exercise:
    writer, example = steps.writer, steps.example
    rate = context.learning.rate
    question = writer.translate(
        N_(
            "Take one step of gradient descent for the example of the first exercise alone, with {rate}. "
            "Where do the last weight and the last bias go?"
        ),
        rate=writer.equality(rate),
    )
    after = bp.step(example.network, example.x, example.y, rate=rate.value, cost=example.C)
    answers = [_descent_step(writer, example, after, letter, rate) for letter in "wb"]
    return Exercise(context.translate(N_("One step of descent")), question, [], answers)


def _descent_step(writer: Writer, example: Example, after: bp.Network, letter: str, rate: Quantity) -> FormulaItem:
    """Return w ← w − η ∂C_0/∂w, or the same for b."""
    parameter = bp.Parameter(letter, example.L)
    before = example.w(example.L) if letter == "w" else example.b(example.L)
    new = Quantity(before.symbol, after.value(parameter), (rate,))
    slope = example.chain_rule(letter, example.L).derivative
    return writer.worked_formula(new, Sum(Leaf(before), Minus(Multiplication(Leaf(rate), Leaf(slope)))), becomes=True)
