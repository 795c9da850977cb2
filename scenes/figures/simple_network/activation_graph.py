"""The curve of the last neuron's activation function, with its dot where z and a stand."""

from scenes.kit.plot.step import Step, StepGraph
from scenes.kit.text.typesetter import Pen
from scenes.kit.theme import SAFE_BOTTOM, SAFE_RIGHT, SAFE_TOP
from scenes.numbers.chain import LastLayer

# The room for the graph, in frame units.
_BOX = {"left": 1.0, "right": SAFE_RIGHT, "bottom": SAFE_BOTTOM, "top": SAFE_TOP - 0.15}


class ActivationGraph(StepGraph):
    """The curve a(z) on the right half of the frame, without a tangent."""

    def __init__(self, pen: Pen, last: LastLayer):
        step = Step.of_activation(last.chain)
        super().__init__(pen, step, [-step.reach, step.reach], tangent=False, **_BOX)
