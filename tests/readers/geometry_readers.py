"""All geometry readers, and the kinds of measurement that each clip must yield: a reader that finds nothing fails."""

from tests.judges.geometry import Reader
from tests.readers.chain_figures import (
    change_bars,
    cost_meters,
    equal_steps,
    error_bars,
    firing_edges,
    grey_scales,
    lenses,
    predictions,
    secants,
    slope_triangles,
    standing_bars,
    targets,
    value_lines,
)
from tests.readers.distributions import distributions
from tests.readers.graphs import cost_curves, graphs, tracks
from tests.readers.network_diagrams import bars, gradient_arrows, learning_edges, neuron_order, neurons

READERS: tuple[Reader, ...] = (
    value_lines,
    lenses,
    targets,
    secants,
    predictions,
    change_bars,
    firing_edges,
    error_bars,
    slope_triangles,
    equal_steps,
    standing_bars,
    cost_meters,
    grey_scales,
    graphs,
    cost_curves,
    tracks,
    neurons,
    neuron_order,
    learning_edges,
    bars,
    gradient_arrows,
    distributions,
)

_NETWORK = {"brightness", "order of neurons"}
_LINE = {"dot on a line", "number at an end", "tick"}
_LENS = {"start under a lens", "dot under a lens", "bar under a lens", "brace"}
_GRAPH = {"curve", "dot on a graph", "drop", "tangent"}
_BARS = {"bar", "bar's start", "bar that grows", "order of bars"}
_EDGES = {"edge", "dashes"}

KINDS_BY_CLIP: dict[str, set[str]] = {
    "Opening": _NETWORK | {"arrow"},
    "SimplestNetwork": _NETWORK | {"dot on the meter", "pointer", "swing", "tick"},
    "LastTwoNeurons": _NETWORK | {"mark on the greys"},
    "ComputationTree": _NETWORK | {"curve", "dot on a graph"},
    "NudgePropagation": _LINE
    | _LENS
    | {"target", "gap to y", "curve", "dot on a graph", "secant", "leg", "prediction"},
    "ChainRule": _LENS,
    "ThreeDerivatives": _GRAPH | {"gap", "slope triangle"},
    "FireTogether": _NETWORK | {"change bar", "firing edge"},
    "BiasSensitivity": _NETWORK | _LINE | {"firing edge", "equal step"},
    "PreviousActivation": _NETWORK | {"standing bar"},
    "AverageOverExamples": _NETWORK | _BARS,
    "GradientVector": _NETWORK | _BARS,
    "LayeredNetwork": _NETWORK,
    "WeightIndices": _NETWORK,
    "LayeredChainRule": _NETWORK,
    "MultiplePaths": _NETWORK | _BARS,
    "BackwardSweep": _NETWORK,
    "SoftmaxOutput": _NETWORK
    | {"curve", "dot on a graph", "z", "z's start", "a", "a's start", "y", "the whole", "a minus y"}
    | {"hollow where a is less"},
    "GradientDescent": _NETWORK | _EDGES | {"cost curve", "mark on a track", "trail"},
    "Recap": _NETWORK | _EDGES,
}
