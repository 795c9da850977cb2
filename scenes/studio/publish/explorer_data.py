"""The numbers of a lesson, as plain data that the explorer's page embeds; its scripts compute all others."""

from typing import TypedDict

import backprop_core as bp
from backprop_core.frozen import Array
from backprop_core.lesson.load import ChainPart, LayersPart
from backprop_core.lesson.parts import Examples
from scenes.handout.formulas.functions import ActivationFormula
from scenes.kit.theme import THEMES
from scenes.numbers.descent import Learning
from scenes.numbers.scales import Brightness


class ExplorerNetwork(TypedDict):
    """A network, as ``network.js`` reads it.

    Parameters
    ----------
    weights, biases
        Those of layers 1 … L; weights are indexed [j][k].
    activations, names
        The activation function of each layer: its name in lessons, and the one that the clips write, such as σ.
    cost
        The cost's name in lessons.
    """

    weights: list[list[list[float]]]
    biases: list[list[float]]
    activations: list[str]
    names: list[str]
    cost: str


class ExplorerExample(TypedDict):
    """An input and its target, one number for each neuron."""

    x: list[float]
    y: list[float]


class ExplorerPart(ExplorerExample):
    """A network of the lesson with its example; ``brightness`` is what is black and what white in each layer."""

    network: ExplorerNetwork
    brightness: list[tuple[float, float]]


class ExplorerChain(ExplorerPart):
    """The network with one neuron in each layer; ``nudge`` is what the clips add to its last weight."""

    nudge: float
    examples: list[ExplorerExample]


class ExplorerLayers(ExplorerPart):
    """The network with several neurons in each layer.

    Parameters
    ----------
    watch
        The weight that the clips single out.
    widest
        The absolute value of a weight whose edge has the widest stroke.
    """

    watch: str
    widest: float


class ExplorerDescent(TypedDict):
    """How the network with several neurons in each layer learns."""

    rate: float
    steps: int
    examples: list[ExplorerExample]


class ExplorerLesson(TypedDict):
    """A lesson; ``decimals`` are those of plain values, ``shades`` the darkest and the lightest fill of a neuron."""

    title: str
    language: str
    theme: str
    decimals: int
    shades: tuple[str, str]
    chain: ExplorerChain
    layers: ExplorerLayers
    descent: ExplorerDescent


def explorer_data(lesson: bp.Lesson) -> ExplorerLesson:
    """Return the data of a lesson; every number keeps all its digits.

    >>> data = explorer_data(bp.default_lesson())
    >>> data["chain"]["network"]["names"], data["chain"]["x"], data["layers"]["watch"]
    (['σ', 'σ', 'σ'], [0.6], 'w2[0,2]')
    """
    chain, layers, descent = lesson.chain, lesson.layers, lesson.descent
    return {
        "title": lesson.title,
        "language": lesson.language,
        "theme": lesson.theme,
        "decimals": lesson.decimals,
        "shades": THEMES[lesson.theme].shades,
        "chain": {
            **_part(chain),
            "nudge": chain.nudge,
            "examples": _examples(chain.examples),
        },
        "layers": {
            **_part(layers),
            "watch": str(layers.watched_weight),
            "widest": Learning(lesson).widest,
        },
        "descent": {"rate": descent.rate, "steps": descent.steps, "examples": _examples(descent.examples)},
    }


def _part(part: ChainPart | LayersPart) -> ExplorerPart:
    network, targets = part.network, part.y.tolist()
    run = bp.forward(network, part.x)
    brightness = [Brightness.of_layer([run], l, targets) for l in range(network.L + 1)]
    return {
        "network": _network(network, part.cost),
        **_example(part.x, part.y),
        "brightness": [(each.black, each.white) for each in brightness],
    }


def _network(network: bp.Network, cost: bp.Cost) -> ExplorerNetwork:
    return {
        "weights": [w_l.tolist() for w_l in network.w],
        "biases": [b_l.tolist() for b_l in network.b],
        "activations": [function.name for function in network.activation],
        "names": [ActivationFormula(function).name.plain for function in network.activation],
        "cost": cost.name,
    }


def _examples(examples: Examples) -> list[ExplorerExample]:
    return [_example(x, y) for x, y in zip(examples.X, examples.Y, strict=True)]


def _example(x: Array, y: Array) -> ExplorerExample:
    return {"x": x.tolist(), "y": y.tolist()}
