"""How bright a neuron is drawn, and between which activations it is black and white."""

import numpy as np

from scenes.kit.network.neuron import Neuron
from scenes.kit.theme import Theme

# Which activation is black and which white, where an activation function has limits.
BLACK_AND_WHITE: dict[str, tuple[float | None, float | None]] = {
    "sigmoid": (0, 1),
    "tanh": (-1, 1),
    "relu": (0, None),
    "softplus": (0, None),
    "leaky_relu": (None, None),
    "identity": (None, None),
}


def brightness(neuron: Neuron, theme: Theme) -> float:
    """Return how far a neuron's fill is from the darkest shade to the lightest."""
    dark, light = (np.array([int(shade[i : i + 2], 16) / 255 for i in (1, 3, 5)]) for shade in theme.shades)
    assert neuron.circle.get_fill_opacity() > 0
    along = (neuron.circle.get_fill_color().to_rgb() - dark) / (light - dark)
    assert np.ptp(along) < 1e-6, "not a mixture of the two"
    return float(along.mean())
