"""Neural networks and backpropagation, step by step: every number that the clips and the handout show.

May import numpy and msgspec, and nothing of ``scenes``.

>>> import backprop_core as bp
>>> net = bp.Network.chain(weights=[1.5, -1.4, 1.6], biases=[-0.3, 2.3, -1.5], activation="sigmoid")
>>> x, y = [0.6], [1.0]

Forward, then backward:

>>> run = bp.forward(net, x)
>>> run.a[2], run.output
(array([0.80156129]), array([0.44583787]))
>>> grad = bp.backward(net, run, y)
>>> round(grad.cost, 6), grad.w[3], len(grad.vector)
(0.307096, array([[-0.21949133]]), 6)

One derivative as the product of its factors, and a finite nudge that comes close to it:

>>> for factor in bp.chain_rule(net, x, y, "w3").factors:
...     print(factor)
∂z3/∂w3 = 0.801561
∂a3/∂z3 = 0.247066
∂C0/∂a3 = -1.10832
>>> round(bp.nudge(net, x, y, "w3", by=0.001).ratio, 6)
-0.219462
"""

from typing import TYPE_CHECKING, Any

from backprop_core.calculus.backward import Gradient, backward
from backprop_core.calculus.chain_rule import ChainRuleFactors, OutputTerm, Path, Paths, chain_rule, paths
from backprop_core.calculus.descent import Descent, descend, step
from backprop_core.calculus.forward import ForwardPass, forward
from backprop_core.calculus.gradcheck import GradientCheck, check_gradient
from backprop_core.calculus.nudge import Nudge, nudge
from backprop_core.lesson.load import (
    Lesson,
    LessonError,
    check_training,
    default_lesson,
    load_document,
    load_lesson,
    make_lesson,
)
from backprop_core.lesson.save import save_lesson
from backprop_core.model.activation import Activation
from backprop_core.model.activations import get_activation
from backprop_core.model.cost import Cost
from backprop_core.model.costs import get_cost
from backprop_core.model.network import Network
from backprop_core.model.parameter import Parameter

if TYPE_CHECKING:
    from backprop_core.reports.numbers import report

__all__ = [
    "Activation",
    "ChainRuleFactors",
    "Cost",
    "Descent",
    "ForwardPass",
    "Gradient",
    "GradientCheck",
    "Lesson",
    "LessonError",
    "Network",
    "Nudge",
    "OutputTerm",
    "Parameter",
    "Path",
    "Paths",
    "backward",
    "chain_rule",
    "check_gradient",
    "check_training",
    "default_lesson",
    "descend",
    "forward",
    "get_activation",
    "get_cost",
    "load_document",
    "load_lesson",
    "make_lesson",
    "nudge",
    "paths",
    "report",
    "save_lesson",
    "step",
]


def __getattr__(name: str) -> Any:
    """Import ``report`` when it is first used: no clip may depend on the formats of reports."""
    if name == "report":
        from backprop_core.reports.numbers import report

        return report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
