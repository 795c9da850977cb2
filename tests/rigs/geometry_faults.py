"""Faults of what is drawn: a length a hundredth too long, a direction flipped, two mobjects exchanged."""

from collections.abc import Callable
from dataclasses import replace
from math import copysign
from typing import Any, NamedTuple

from manim import LEFT, RIGHT, UP, VGroup

from backprop_core.quantities import Quantity
from scenes.figures.derivatives.change_bar import ChangeBar
from scenes.figures.derivatives.cost_panel import ErrorBar
from scenes.figures.derivatives.equal_steps import EqualSteps
from scenes.figures.derivatives.firing import FiringPair
from scenes.figures.derivatives.slope_triangle import SlopeTriangle
from scenes.figures.derivatives.standing_bar import StandingBar
from scenes.figures.layered_network.path_bars import PathBars
from scenes.figures.learning.cost_curve import CostCurve
from scenes.figures.learning.distribution_cost import Overhangs
from scenes.figures.learning.outputs_before_after import Track
from scenes.figures.learning.softmax_rows import ShareRows, Whole
from scenes.figures.nudges.brace import NarrowBrace
from scenes.figures.nudges.lens import Lens, Lenses
from scenes.figures.simple_network.cost_meter import CostMeter
from scenes.figures.simple_network.grey_scale import GreyScale
from scenes.kit.network.diagram import NetworkDiagram
from scenes.kit.network.neuron import Neuron
from scenes.kit.network.strokes import SignedEdges, UprightArrow
from scenes.kit.plot.axes import Axes
from scenes.kit.plot.bars import Bar
from scenes.kit.plot.graph import FunctionGraph, _Curve
from scenes.kit.plot.value_line import ValueLine
from scenes.numbers.functions import ChainStep
from scenes.numbers.scales import Brightness
from scenes.numbers.what_if import Wiggle

Method = Callable[..., Any]
Change = Callable[[Method], Method]


def run_after(do: Callable[..., object]) -> Change:
    """Return a change that does something more after a method."""

    def change(method: Method) -> Method:
        def changed(self: Any, *args: Any, **options: Any) -> Any:
            result = method(self, *args, **options)
            do(self, *args)
            return result

        return changed

    return change


def with_result(of: Callable[[Any], Any]) -> Change:
    """Return a change that maps a method's result."""
    return lambda method: lambda self, *args, **options: of(method(self, *args, **options))


def with_argument(of: Callable[[Any], Any]) -> Change:
    """Return a change that maps a method's first argument."""
    return lambda method: lambda self, first, *args, **options: method(self, of(first), *args, **options)


def times(factor: float) -> Callable[[Quantity], Quantity]:
    return lambda quantity: replace(quantity, value=quantity.value * factor)


def lengthened(line: str, by: float) -> Change:
    """Return a change that lengthens a line of a mobject by a factor, from its start."""

    def do(self: Any, *_args: Any) -> None:
        shape = getattr(self, line)
        start, end = shape.get_start(), shape.get_end()
        shape.set_points_as_corners([start, start + by * (end - start)])

    return run_after(do)


def steepen_tangent(graph: Any, *_args: Any) -> None:
    """Multiply the slope of a tangent by 1.02."""
    start, end = graph.tangent.get_start_and_end()
    middle = (start + end) / 2
    half = (end - start) / 2 * [1, 1.02, 1]
    graph.tangent.set_points_as_corners([middle - half, middle + half])


def exchange_edge_widths(edges: SignedEdges, *_args: Any) -> None:
    """Exchange the widths of two neighbouring edges."""
    one, other = edges[0], edges[1]
    widths = one.get_stroke_width(), other.get_stroke_width()
    one.set_stroke(width=widths[1])
    other.set_stroke(width=widths[0])


def remove_dashes(edges: SignedEdges, *_args: Any) -> None:
    for edge in edges:
        start, end = edge.points[0], edge.points[-1]
        edge.set_points_as_corners([start, end])


def swap_bars(bars: PathBars, *_args: Any, **_options: Any) -> None:
    one, other = bars.bars[:2]
    one.y, other.y = other.y, one.y


def overmagnify_one_lens(lens: Lens, *_args: Any) -> None:
    """Let one lens, that of the weighted sum, magnify by a hundredth too much."""
    if lens.readout.quantity.symbol.plain.startswith("Δz"):
        way = lens.dot.get_center() - lens.ring.get_center()
        lens.dot.shift(0.01 * way)


def one_call_late() -> Change:
    """Return a change by which a method gets the first argument of its previous call."""

    def change(method: Method) -> Method:
        before: dict[int, Any] = {}

        def changed(self: Any, first: Any, *args: Any, **options: Any) -> Any:
            shown = before.get(id(self), first)
            before[id(self)] = first
            return method(self, shown, *args, **options)

        return changed

    return change


class Fault(NamedTuple):
    """A method, the change of it, and a clip that shows it."""

    clip: str
    owner: type
    method: str
    change: Change


FAULTS = {
    "dot beside its value": Fault(
        "NudgePropagation", ValueLine, "show", run_after(lambda s, q: s.dot.shift(0.02 * RIGHT))
    ),
    "dot above its line": Fault(
        "NudgePropagation", ValueLine, "show", run_after(lambda s, q: s.dot.shift(0.02 * UP))
    ),
    "line with other ends": Fault(
        "NudgePropagation", ValueLine, "place", run_after(lambda s, *_: s.axis.scale(1.01))
    ),
    "dot a frame late": Fault("NudgePropagation", ValueLine, "point", one_call_late()),
    "change under a lens too long": Fault("ChainRule", Lens, "show", run_after(overmagnify_one_lens)),
    "bar under a lens too long": Fault("ChainRule", Lens, "show", lengthened("bar", 1.01)),
    "change under a lens flipped": Fault(
        "ChainRule", Lens, "show", run_after(lambda s, q: s.dot.move_to(2 * s.ring.get_center() - s.dot.get_center()))
    ),
    "brace too wide": Fault(
        "ChainRule", NarrowBrace, "span", run_after(lambda s, *_: s.stretch(1.01, 0) if len(s.points) else 0)
    ),
    "scale of the lenses too long": Fault(
        "ChainRule", Lenses, "_scale_bar", with_result(lambda row: row.add(row[1].stretch(1.01, 0)))
    ),
    "change bar too long": Fault("FireTogether", ChangeBar, "show", lengthened("bar", 1.01)),
    "change bar of another number": Fault("FireTogether", ChangeBar, "show", with_argument(times(1.01))),
    "firing edge with a root": Fault(
        "FireTogether",
        FiringPair,
        "show",
        run_after(lambda s, f: s.edge.set_stroke(width=s.edge.get_stroke_width() ** 0.99)),
    ),
    "slope triangle too steep": Fault(
        "ThreeDerivatives", SlopeTriangle, "__init__", run_after(lambda s, *_: s.rise.stretch(1.02, 1))
    ),
    "step of another length": Fault(
        "BiasSensitivity", EqualSteps, "_bar", with_result(lambda step: VGroup(step[0].stretch(1.02, 0), step[1]))
    ),
    "standing bar with a root": Fault(
        "PreviousActivation",
        StandingBar,
        "_reach",
        with_argument(lambda height: copysign(abs(height) ** 0.99, height)),
    ),
    "tangent too steep": Fault("ThreeDerivatives", FunctionGraph, "show", run_after(steepen_tangent)),
    "tangent beside its dot": Fault(
        "ThreeDerivatives", FunctionGraph, "show", run_after(lambda s, *_: s.tangent.shift(0.02 * UP))
    ),
    "dot off its curve": Fault(
        "ThreeDerivatives", FunctionGraph, "show", run_after(lambda s, *_: s.dot.shift(0.02 * UP))
    ),
    "drop to another place": Fault(
        "ThreeDerivatives", FunctionGraph, "show", run_after(lambda s, *_: s.drops[0].shift(0.02 * RIGHT))
    ),
    "curve of another function": Fault(
        "ThreeDerivatives", _Curve, "__init__", run_after(lambda s, *_: s.stretch(1.01, 1))
    ),
    "axis with other numbers": Fault(
        "ThreeDerivatives", Axes, "point", with_result(lambda point: point + 0.02 * RIGHT)
    ),
    "wrong slope": Fault(
        "ThreeDerivatives", ChainStep, "at", with_result(lambda found: (*found[:2], times(1.01)(found[2])))
    ),
    "gap to another target": Fault(
        "ThreeDerivatives", ErrorBar, "__init__", run_after(lambda s, *_: s.upright.shift(0.02 * RIGHT))
    ),
    "gap too long": Fault("ThreeDerivatives", ErrorBar, "show", lengthened("bar", 1.01)),
    "swing of another size": Fault(
        "SimplestNetwork", Wiggle, "cost_range", with_result(lambda ends: (ends[0], ends[1] + 0.02))
    ),
    "dot on the meter too high": Fault(
        "SimplestNetwork", CostMeter, "show", run_after(lambda s, n, t: s._dots[n].shift(0.02 * UP))
    ),
    "pointer a frame late": Fault("SimplestNetwork", Wiggle, "cost", one_call_late()),
    "mark on another grey": Fault(
        "LastTwoNeurons", GreyScale, "mark", with_result(lambda mark: mark.shift(0.1 * RIGHT))
    ),
    "neuron too bright": Fault(
        "WeightIndices", Brightness, "level", with_result(lambda level: min(1.0, 1.01 * level))
    ),
    "neuron as dark as it should be bright": Fault(
        "WeightIndices", Brightness, "level", with_result(lambda level: 1 - level)
    ),
    "neuron a frame late": Fault("FireTogether", Brightness, "level", one_call_late()),
    "input drawn at another scale": Fault(
        "AverageOverExamples",
        Neuron,
        "show",
        run_after(lambda s, q: s.circle.set_fill("#808080") if q.symbol.layer == 1 else 0),
    ),
    "activations of another order": Fault(
        "BackwardSweep",
        NetworkDiagram,
        "_arrange",
        run_after(lambda s, *_: [n.set_y(-n.get_y()) for n in s._columns[s.layers[-1]]]),
    ),
    "bar too long": Fault(
        "AverageOverExamples",
        Bar,
        "_reach",
        run_after(lambda s, share: s.block.stretch(1.01, 0) if share and s.quantity.value > 0 else 0),
    ),
    "bar on the other side": Fault(
        "GradientVector",
        Bar,
        "_reach",
        run_after(lambda s, share: s.block.shift(s.block.width * RIGHT) if share and s.quantity.value < 0 else 0),
    ),
    "bars exchanged": Fault("MultiplePaths", PathBars, "__init__", run_after(swap_bars)),
    "bar longer while it grows": Fault(
        "MultiplePaths", Bar, "_reach", lambda m: lambda s, share: m(s, 1.5 * share if share < 1 else share)
    ),
    "bar that does not start at zero": Fault(
        "GradientVector", Bar, "_reach", run_after(lambda s, share: s.block.shift(0.02 * RIGHT) if share else 0)
    ),
    "share too long": Fault("SoftmaxOutput", ShareRows, "show", run_after(lambda s, _: s.blocks[0].stretch(1.02, 0))),
    "whole that is not full": Fault(
        "SoftmaxOutput", Whole, "show", run_after(lambda s, _: s.parts[-1].stretch(0.98, 0, about_edge=LEFT))
    ),
    "overhang from the wrong end": Fault(
        "SoftmaxOutput", Overhangs, "_reach", lambda m: lambda s, block, ends, t: m(s, block, (0.1, *ends[1:]), t)
    ),
    "frame of another size": Fault(
        "SoftmaxOutput", ShareRows, "__init__", run_after(lambda s, *_, **__: s.targets[0].stretch(0.9, 0))
    ),
    "edges exchanged": Fault("GradientDescent", SignedEdges, "show", run_after(exchange_edge_widths)),
    "edge without dashes": Fault("Recap", SignedEdges, "show", run_after(remove_dashes)),
    "edges a step late": Fault("GradientDescent", SignedEdges, "show", one_call_late()),
    "cost curve bent": Fault(
        "GradientDescent", CostCurve, "show", run_after(lambda s, way: s.curve.stretch(1.01, 1))
    ),
    "dot of the cost off its curve": Fault(
        "GradientDescent", CostCurve, "show", run_after(lambda s, way: s.dot.shift(0.02 * UP))
    ),
    "output beside its value": Fault(
        "GradientDescent", Track, "point", with_result(lambda point: point + 0.02 * RIGHT)
    ),
    "trail too long": Fault(
        "GradientDescent", Track, "show", run_after(lambda s, q: s.trail.scale(1.02) if len(s.trail.points) else 0)
    ),
    "arrow the other way": Fault(
        "Opening", UprightArrow, "__init__", run_after(lambda s, length, *_: s.flip(RIGHT) if length < 0 else 0)
    ),
    "arrow too long": Fault(
        "Opening", UprightArrow, "__init__", run_after(lambda s, length, *_: s.stretch(1.01, 1) if length < 0 else 0)
    ),
}
