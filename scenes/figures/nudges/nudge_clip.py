"""What clips that nudge the last weight tell about the nudge, for the variants of their sentences."""

from backprop_core.lesson.remarks import FAR_OFF
from scenes.figures.nudges.stage import NudgeStage
from scenes.kit.last_layer_clip import LastLayerClip

# From this share of its line's length on, a nudge is seen without a lens.
VISIBLE = 0.01


class NudgeClip(LastLayerClip):
    """A clip about a nudge of the last weight, shown on a ``stage``."""

    stage: NudgeStage

    @property
    def visible(self) -> bool:
        """Whether the nudge is seen without a lens."""
        scale = self.stage.lines[0].scale_of_values
        return abs(self.lesson.chain.nudge) >= VISIBLE * (scale.high - scale.low)

    @property
    def without_effect(self) -> bool:
        """Whether the nudge does not change the cost."""
        return self.last.changes(self.lesson.chain.nudge)[-1].value == 0

    @property
    def cost_rises(self) -> bool:
        """Whether the nudge makes the cost rise."""
        return self.last.changes(self.lesson.chain.nudge)[-1].value > 0

    @property
    def visible_without_effect(self) -> bool:
        """Whether the nudge is seen and does not change the cost."""
        return self.visible and self.without_effect

    @property
    def visible_cost_rises(self) -> bool:
        """Whether the nudge is seen and makes the cost rise."""
        return self.visible and self.cost_rises

    @property
    def far_off(self) -> bool:
        """Whether the nudge is so large that the ratio which it causes is far from the derivative."""
        ratio, derivative = self.last.ratio(self.lesson.chain.nudge).value, self.last.derivative.value
        return abs(ratio - derivative) > FAR_OFF * abs(derivative)
