"""Computes the report of a lesson: all numbers that the clips show, under titles."""

from collections.abc import Iterator

from backprop_core import quantities
from backprop_core.calculus.backward import backward
from backprop_core.calculus.chain_rule import chain_rule, paths
from backprop_core.calculus.forward import forward
from backprop_core.calculus.nudge import nudge
from backprop_core.frozen import Array
from backprop_core.lesson.parts import ChainPart, Examples, LayersPart, Lesson
from backprop_core.model.network import Network
from backprop_core.model.neurons import layer_quantities
from backprop_core.quantities import Change, Product, Quantity, cost, measured, partial
from backprop_core.reports.formats import Report, ReportSection


def report(lesson: Lesson) -> Report:
    """Return the numbers of a lesson, in the order of the lecture.

    Layers and neurons are named by their numbers (``w3``, ``a1[2]``), C_k is the cost of training example k,
    counted from 0, and C the mean over all of them.

    Examples
    --------
    >>> from backprop_core.lesson.load import default_lesson
    >>> numbers = report(default_lesson())
    >>> for section in numbers.sections[:3]:
    ...     print(section.title, "|", section.quantities[-1])
    Chain: weights and biases | b3 = -1.5
    Chain: forward | C0 = 0.307096
    Chain: factors, layer 3 | ∂C0/∂b3 = -0.27383
    """
    sections = (
        *_chain(lesson.chain),
        *_layers(lesson.layers),
        *_descent(lesson),
    )
    named = (ReportSection(title, tuple(quantities)) for title, quantities in sections)
    return Report(lesson.title, lesson.decimals, tuple(named))


Titled = tuple[str, list[Quantity]]


def _chain(chain: ChainPart) -> Iterator[Titled]:
    network, x, y = chain.network, chain.x, chain.y
    yield "Chain: weights and biases", _parameters(network)
    yield "Chain: forward", _forward(network, x, y)
    for l in range(network.L, 0, -1):
        yield f"Chain: factors, layer {l}", _factors(network, x, y, f"w{l}", f"b{l}")
    yield "Chain: gradient", _gradient(network, x, y)
    yield f"Chain: nudge of w{network.L}", _nudge(chain)
    yield "Chain: each training example", _each_example(network, chain.examples)
    yield "Chain: mean of the training examples", _mean_of_examples(network, chain.examples)


def _layers(layers: LayersPart) -> Iterator[Titled]:
    network, x, y = layers.network, layers.x, layers.y
    yield "Layers: weights and biases", _parameters(network)
    yield "Layers: forward", _forward(network, x, y)
    yield "Layers: gradient", _gradient(network, x, y)
    weight, neuron = layers.watched_weight, layers.watched_neuron
    yield f"Layers: factors of {weight}", _factors(network, x, y, str(weight))
    yield f"Layers: paths from {neuron}", _paths(layers)


def _descent(lesson: Lesson) -> Iterator[Titled]:
    examples, trained = lesson.descent.examples, lesson.training.network
    after = f"Descent: after {lesson.descent.steps} steps"
    yield "Descent: before", _costs(lesson.layers.network, examples)
    yield after, _costs(trained, examples)
    yield f"{after}, weights and biases", _parameters(trained)


def _parameters(network: Network) -> list[Quantity]:
    return [Quantity(p.symbol(), network.value(p)) for p in network.parameters()]


def _forward(network: Network, x: Array, y: Array) -> list[Quantity]:
    run = forward(network, x)
    numbers = layer_quantities("a", 0, run.a[0])
    for l in range(1, network.L + 1):
        numbers += layer_quantities("z", l, run.z[l]) + layer_quantities("a", l, run.a[l])
    C = backward(network, run, y).cost
    return [*numbers, *layer_quantities("y", None, y), Quantity(cost(), C)]


def _factors(network: Network, x: Array, y: Array, *parameters: str) -> list[Quantity]:
    """Return the factors of some derivatives, each only once, and the derivatives."""
    rules = [chain_rule(network, x, y, parameter) for parameter in parameters]
    factors = dict.fromkeys(factor for rule in rules for factor in rule.factors)
    return [*factors, *(Quantity(rule.symbol, rule.value) for rule in rules)]


def _gradient(network: Network, x: Array, y: Array) -> list[Quantity]:
    grad = backward(network, forward(network, x), y)
    return [Quantity(partial(cost(), p.symbol()), grad.of(p)) for p in network.parameters()]


def _nudge(chain: ChainPart) -> list[Quantity]:
    L = chain.network.L
    push = nudge(chain.network, chain.x, chain.y, f"w{L}", by=chain.nudge)
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


def _each_example(network: Network, examples: Examples) -> list[Quantity]:
    last = quantities.weight(network.L)
    found = []
    for k, (x, y) in enumerate(zip(examples.X, examples.Y, strict=True)):
        grad = backward(network, forward(network, x), y)
        derivative = Quantity(partial(cost(k), last), grad.of(last.plain))
        found += [Quantity(cost(k), grad.cost), derivative]
    return found


def _mean_of_examples(network: Network, examples: Examples) -> list[Quantity]:
    grad = backward(network, forward(network, examples.X), examples.Y)
    by_parameter = [Quantity(partial(cost(None), p.symbol()), grad.of(p)) for p in network.parameters()]
    return [Quantity(cost(None), grad.cost), *by_parameter]


def _paths(layers: LayersPart) -> list[Quantity]:
    """Return each path's factors and their product, and the sum of the products."""
    ways = paths(layers.network, layers.x, layers.y, layers.watched_neuron)
    quantities = []
    for path in ways.paths:
        product = Product(tuple(factor.symbol for factor in path.factors))
        quantities += [*path.factors, Quantity(product, path.value)]
    return [*quantities, Quantity(ways.symbol, ways.value)]


def _costs(network: Network, examples: Examples) -> list[Quantity]:
    grad = backward(network, forward(network, examples.X), examples.Y)
    each = [Quantity(cost(k), float(C)) for k, C in enumerate(grad.costs)]
    return [*each, Quantity(cost(None), grad.cost)]
