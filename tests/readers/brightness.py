"""Reads a neuron's brightness, and lists the activations that are black and white."""

import numpy as np

from scenes.kit.network.neuron import Neuron
from scenes.kit.theme import Theme

# The activations drawn black and white; None where the function has no limit.
BLACK_AND_WHITE: dict[str, tuple[float | None, float | None]] = {
    "sigmoid": (0, 1),
    "tanh": (-1, 1),
    "relu": (0, None),
    "softplus": (0, None),
    "leaky_relu": (None, None),
    "identity": (None, None),
    "softmax": (0, 1),
}


def brightness(neuron: Neuron, theme: Theme) -> float:
    """Return a neuron's brightness: 0 for the darkest shade of the theme, 1 for the lightest."""
    dark, light = (np.array([int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5)]) for shade in theme.shades)
    assert neuron.circle.get_fill_opacity() > 0
    along = (neuron.circle.get_fill_color().to_rgb() - dark) / (light - dark)
    assert np.ptp(along) < 1e-6, "not a mixture of the two"
    return float(along.mean())
