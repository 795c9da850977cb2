"""The three curves of the last layer in small, below the factors that are their slopes."""

from itertools import pairwise

from manim import UP, VGroup

from scenes.figures.derivatives.cost_panel import CostPanel
from scenes.figures.derivatives.graph_sketch import in_small
from scenes.figures.derivatives.slope_panel import SlopePanel
from scenes.kit.text.product import ProductTable
from scenes.kit.text.typesetter import Typesetter
from scenes.numbers.chain import LastLayer

# The width of a curve as a share of its column, its greatest height, and the space above and below, in frame units.
_SHARE, _HEIGHT, _GAP = 0.9, 1.9, 0.28


def small_curves(typesetter: Typesetter, last: LastLayer, product: ProductTable, *, bottom: float) -> list[VGroup]:
    """Return the three curves in small, each below its factor in the product and above ``bottom``."""
    names, top = product.cells[0], product.get_bottom()[1] - _GAP
    width = _SHARE * min(after.get_x() - before.get_x() for before, after in pairwise(names))
    height = min(_HEIGHT, top - bottom - _GAP)
    panels = SlopePanel.of_sum, SlopePanel.of_activation, CostPanel
    curves = [in_small(panel(typesetter, last).graph, width, height) for panel in panels]
    for curve, name in zip(curves, names, strict=True):
        curve.move_to((name.get_x(), top, 0), UP)
    return curves
