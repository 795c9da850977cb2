"""What a graph shows without words or numbers, also in small."""

from manim import Mobject, VGroup

from scenes.kit.plot.graph import FunctionGraph

# The width of the dot of a graph in small, in frame units.
_SMALL_DOT = 0.16


def sketch(graph: FunctionGraph) -> VGroup:
    """Return the graph's axes, curve, tangent and dot, without any words or numbers."""
    return VGroup(graph.axes.x, graph.axes.y, graph.curve, graph.tangent, graph.dot)


def in_small(graph: FunctionGraph, width: float, height: float) -> VGroup:
    """Return a copy of the graph's sketch in small, with a round dot."""
    small = sketch(graph).copy().stretch_to_fit_width(width).stretch_to_fit_height(height)
    small[-1].stretch_to_fit_width(_SMALL_DOT).stretch_to_fit_height(_SMALL_DOT)
    return small


def apart_from(some: Mobject, whole: Mobject) -> list[Mobject]:
    """Return the shapes of an object that can be drawn, without those of a part."""
    known = {id(part) for part in some.get_family()}
    return [part for part in whole.family_members_with_points() if id(part) not in known]
