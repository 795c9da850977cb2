"""Computes reports: all numbers that the clips show of a lesson, or those of any network, under titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import ArrayLike

from backprop_core import quantities, validation
from backprop_core.calculus.backward import backward
from backprop_core.calculus.chain_rule import chain_rule, paths
from backprop_core.calculus.forward import forward
from backprop_core.calculus.nudge import nudge
from backprop_core.frozen import Array
from backprop_core.lesson.parts import ChainPart, Examples, LayersPart, Lesson
from backprop_core.model.cost import Cost
from backprop_core.model.costs import CONVENTION, get_cost
from backprop_core.model.network import Network
from backprop_core.model.neurons import layer_quantities
from backprop_core.quantities import Change, Product, Quantity, cost, measured, partial
from backprop_core.reports.formats import Report, ReportSection

Titled = tuple[str, list[Quantity]]
Numbered = Mapping[int, tuple[Array, Array]]

DECIMALS = 4
"""The decimals of a network's report in the formats for people."""


def report(
    of: Lesson | Network, x: ArrayLike | None = None, y: ArrayLike | None = None, cost: str | Cost = "squared_error"
) -> Report:
    """Return the numbers of a lesson, in the order of the lecture; or of a network, for one example or a batch.

    Layers and neurons are named by their numbers (``w3``, ``a1[2]``), C_k is the cost of training example k, and C
    the mean over all of them; each is a sum over the outputs. They are counted from 0, but in a lesson C_0 is the
    cost of its own example: if that is not among them, they are counted from 1.

    Parameters
    ----------
    of
        A lesson or a network.
    x, y
        For a network, one example of shape (n_0,) and (n_L,), or a batch.
    cost
        For a network, a name or a Cost.

    Raises
    ------
    ValueError
        If the examples do not fit the network, or are missing.

    Examples
    --------
    >>> from backprop_core.lesson.load import default_lesson
    >>> numbers = report(default_lesson())
    >>> for section in numbers.sections[:3]:
    ...     print(section.title, "|", section.quantities[-1])
    Chain: weights and biases | b3 = -1.5
    Chain: forward | C0 = 0.307096
    Chain: factors, layer 3 | ∂C0/∂b3 = -0.27383
    >>> report(Network.chain([2.0], [0.5], "identity"), [1.0], [2.0]).sections[1].quantities[-1]
    Quantity(C0 = 0.25)
    """
    if isinstance(of, Lesson):
        chain, layers = _in_words(of.chain.cost), _in_words(of.layers.cost)
        sections = (*_named(_chain(of.chain), chain), *_named((*_layers(of.layers), *_descent(of)), layers))
        both = f"{of.chain.cost.name} in the chain, {of.layers.cost.name} in the layers, each {CONVENTION}"
        return Report(of.title, of.decimals, sections, chain if chain == layers else both)
    if x is None or y is None:
        raise ValueError("x, y: expected an example for the network, got none")
    cost = get_cost(cost)
    run = forward(of, x)
    y = validation.finite_array(y, "y", run.output.shape)
    one = run.output.ndim == 1
    title, words = f"Network {'-'.join(map(str, of.sizes))}", _in_words(cost)
    sections = _example(of, run.a[0], y, cost) if one else _batch(of, Examples(run.a[0], y), cost)
    return Report(title, DECIMALS, tuple(_named(sections, words)), words)


def _named(sections: Iterable[Titled], cost: str) -> Iterator[ReportSection]:
    return (ReportSection(title, tuple(quantities), cost) for title, quantities in sections)


def _in_words(cost: Cost) -> str:
    return f"{cost.name}, {CONVENTION}"


def _example(network: Network, x: Array, y: Array, cost: Cost) -> Iterator[Titled]:
    yield "Weights and biases", _parameters(network)
    yield "Forward", _forward(network, x, y, cost)
    for l in range(network.L, 0, -1):
        biases = [str(p) for p in network.parameters() if (p.letter, p.l) == ("b", l)]
        yield f"Factors, layer {l}", _factors(network, x, y, cost, *biases)
    yield "Gradient", _gradient(network, x, y, cost)


def _batch(network: Network, examples: Examples, cost: Cost) -> Iterator[Titled]:
    yield "Weights and biases", _parameters(network)
    yield "Each example", _costs(network, dict(enumerate(zip(examples.X, examples.Y, strict=True))), cost)
    yield "Mean of the examples", _mean_of_examples(network, examples, cost)


def _chain(chain: ChainPart) -> Iterator[Titled]:
    network, x, y, cost = chain.network, chain.x, chain.y, chain.cost
    yield "Chain: weights and biases", _parameters(network)
    yield "Chain: forward", _forward(network, x, y, cost)
    for l in range(network.L, 0, -1):
        yield f"Chain: factors, layer {l}", _factors(network, x, y, cost, f"w{l}", f"b{l}")
    yield "Chain: gradient", _gradient(network, x, y, cost)
    yield f"Chain: nudge of w{network.L}", _nudge(chain)
    yield "Chain: each training example", _each_example(network, chain.examples.numbered(x, y), cost)
    yield "Chain: mean of the training examples", _mean_of_examples(network, chain.examples, cost)


def _layers(layers: LayersPart) -> Iterator[Titled]:
    network, x, y, cost = layers.network, layers.x, layers.y, layers.cost
    yield "Layers: weights and biases", _parameters(network)
    yield "Layers: forward", _forward(network, x, y, cost)
    yield "Layers: gradient", _gradient(network, x, y, cost)
    weight, neuron = layers.watched_weight, layers.watched_neuron
    yield f"Layers: factors of {weight}", _factors(network, x, y, cost, str(weight))
    yield f"Layers: paths from {neuron}", _paths(layers)


def _descent(lesson: Lesson) -> Iterator[Titled]:
    layers, trained, cost = lesson.layers, lesson.training.network, lesson.layers.cost
    examples = lesson.descent.examples.numbered(layers.x, layers.y)
    after = f"Descent: after {lesson.descent.steps} steps"
    yield "Descent: before", _costs(layers.network, examples, cost)
    yield after, _costs(trained, examples, cost)
    yield f"{after}, weights and biases", _parameters(trained)


def _parameters(network: Network) -> list[Quantity]:
    return [Quantity(p.symbol(), network.value(p)) for p in network.parameters()]


def _forward(network: Network, x: Array, y: Array, of: Cost) -> list[Quantity]:
    run = forward(network, x)
    numbers = layer_quantities("a", 0, run.a[0])
    for l in range(1, network.L + 1):
        numbers += layer_quantities("z", l, run.z[l]) + layer_quantities("a", l, run.a[l])
    C = backward(network, run, y, of).cost
    return [*numbers, *layer_quantities("y", None, y), Quantity(cost(), C)]


def _factors(network: Network, x: Array, y: Array, cost: Cost, *parameters: str) -> list[Quantity]:
    """Return the factors of some derivatives, each only once, and the derivatives."""
    rules = [chain_rule(network, x, y, parameter, cost) for parameter in parameters]
    products = [product for rule in rules for product in (*rule.outputs, rule)]
    factors = dict.fromkeys(factor for product in products for factor in product.factors)
    return [*factors, *(Quantity(rule.symbol, rule.value) for rule in rules)]


def _gradient(network: Network, x: Array, y: Array, of: Cost) -> list[Quantity]:
    grad = backward(network, forward(network, x), y, of)
    return [Quantity(partial(cost(), p.symbol()), grad.of(p)) for p in network.parameters()]


def _nudge(chain: ChainPart) -> list[Quantity]:
    L = chain.network.L
    push = nudge(chain.network, chain.x, chain.y, f"w{L}", by=chain.nudge, cost=chain.cost)
    w, z, a = quantities.weight(L), quantities.weighted_sum(L), quantities.activation(L)
    return [
        Quantity(Change(w), push.dw),
        Quantity(Change(z), float(push.dz)),
        Quantity(Change(a), float(push.da)),
        Quantity(Change(cost()), push.dC),
        Quantity(Product((partial(cost(), w), Change(w))), push.predicted),
        Quantity(measured(cost(), w), push.ratio),
        Quantity(partial(cost(), w), push.derivative),
    ]


def _each_example(network: Network, examples: Numbered, of: Cost) -> list[Quantity]:
    last = quantities.weight(network.L)
    found = []
    for k, (x, y) in examples.items():
        grad = backward(network, forward(network, x), y, of)
        derivative = Quantity(partial(cost(k), last), grad.of(last.plain))
        found += [Quantity(cost(k), grad.cost), derivative]
    return found


def _mean_of_examples(network: Network, examples: Examples, of: Cost) -> list[Quantity]:
    grad = backward(network, forward(network, examples.X), examples.Y, of)
    by_parameter = [Quantity(partial(cost(None), p.symbol()), grad.of(p)) for p in network.parameters()]
    return [Quantity(cost(None), grad.cost), *by_parameter]


def _paths(layers: LayersPart) -> list[Quantity]:
    """Return each path's factors and their product, and the sum of the products."""
    ways = paths(layers.network, layers.x, layers.y, layers.watched_neuron, layers.cost)
    quantities = []
    for path in ways.paths:
        product = Product(tuple(factor.symbol for factor in path.factors))
        quantities += [*path.factors, Quantity(product, path.value)]
    return [*quantities, Quantity(ways.symbol, ways.value)]


def _costs(network: Network, examples: Numbered, of: Cost) -> list[Quantity]:
    X, Y = map(np.array, zip(*examples.values(), strict=True))
    grad = backward(network, forward(network, X), Y, of)
    each = [Quantity(cost(k), float(C)) for k, C in zip(examples, grad.costs, strict=True)]
    return [*each, Quantity(cost(None), grad.cost)]
