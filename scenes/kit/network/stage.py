"""The places of the networks on the frame, and the size of the layered one's neurons, the same in all pictures."""

from collections.abc import Sequence

CHAIN_ABOVE = {"centre": (0.0, 2.9), "width": 12.9, "height": 2.0, "radius": 0.36}
"""The box and the radius of the chain above its gradient and above what it turns into, in frame units."""

COST_ROOM = 1.5
"""The room for the cost, with the lines to it, right of the neurons, in frame units."""

LEFT_HALF = {"left": -6.6, "right": -0.6, "y": 0.3, "height": 4.8}
"""The box of the last two layers and the cost beside formulas, in frame units."""

FULL_WIDTH = {"left": -6.3, "right": 6.3, "y": -0.6, "height": 3.7}
"""The box of the whole network and the cost below a formula, in frame units."""

LAYERS_ENDS = LEFT_HALF["left"], LEFT_HALF["right"] - COST_ROOM
"""The ends of the neurons' part of the left half."""

# The largest radius, in frame units, and as a part of the distance of rows and of columns.
_LARGEST, _OF_ROW, _OF_COLUMN = 0.5, 0.42, 0.26


def disc_radius(sizes: Sequence[int]) -> float:
    """Return the radius of the neurons of a network with layers of these sizes, in frame units."""
    row, column = FULL_WIDTH["height"] / max(sizes), (LAYERS_ENDS[1] - LAYERS_ENDS[0]) / (len(sizes) - 1)
    return min(_LARGEST, _OF_ROW * row, _OF_COLUMN * column)
