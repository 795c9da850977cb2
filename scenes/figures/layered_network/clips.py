"""Base classes of chapter 5's clips: the lesson's numbers, layouts, and the flags that select the narration."""

from collections.abc import Mapping
from functools import cached_property

from backprop_core.quantities import Quantity
from scenes.figures.layered_network.named_layers import NamedLayers
from scenes.figures.layered_network.paths import PathStage
from scenes.figures.layered_network.sweep import SweepStage
from scenes.kit.clip import Clip
from scenes.numbers.language import N_
from scenes.numbers.layers import PATH_NUDGE, PathSum, WatchedWeight
from scenes.numbers.symbol_names import FUNCTION_NAMES


class WatchedClip(Clip):
    """A clip about the last two layers and the watched weight between them."""

    reads = "layers"
    explores = "view=layers&layers.pick={weight}"

    layers: NamedLayers

    @cached_property
    def watched(self) -> WatchedWeight:
        """The watched weight, whose numbers this clip shows."""
        return WatchedWeight(self.lesson.layers)

    @property
    def unchanged(self) -> bool:
        """Whether the activation function leaves the watched neuron's weighted sum as it is."""
        return self.watched.output.value == self.watched.sum.value

    @property
    def softmax(self) -> bool:
        """Whether each output depends on all weighted sums of the last layer."""
        return self.watched.whole_layer

    @property
    def short_sum(self) -> bool:
        """Whether the derivative by a weighted sum is a short formula, although all outputs depend on it."""
        return self.softmax and self.watched.cost_formula.slope_of_sum is not None

    def setup(self) -> None:
        """Lay out the last two layers."""
        super().setup()
        self.layers = NamedLayers(self.typesetter, self.watched)

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that narrations name, and the function's name."""
        watched = self.watched
        return {
            "C": watched.cost,
            "z": watched.sum,
            "a": watched.output,
            "by_w": watched.derivative,
            "function": FUNCTION_NAMES[watched.function.name],
            "terms": watched.cost_formula.terms_words,
        }


class PathsClip(Clip):
    """A clip that shows ∂C_0/∂a_k as a sum over paths; its narration may depend on its properties."""

    reads = "layers"
    explores = "view=layers&layers.pick={neuron}"

    stage: PathStage

    nudge = PATH_NUDGE

    @cached_property
    def sums(self) -> PathSum:
        """The sum over paths that this clip shows."""
        return PathSum(self.lesson.layers)

    @property
    def single_path(self) -> bool:
        """Whether there is only one path to the cost."""
        return len(self.sums.products) == 1

    @property
    def softmax(self) -> bool:
        """Whether each output depends on all weighted sums of the last layer."""
        return self.sums.whole_layer

    @property
    def opposing_paths(self) -> bool:
        """Whether some paths raise the cost and others lower it."""
        values = [product.value for product in self.sums.products]
        return min(values) < 0 < max(values)

    @property
    def without_effect(self) -> bool:
        """Whether the nudge does not change the cost."""
        return self.sums.changes(self.nudge)[-1].value == 0

    @property
    def cost_rises(self) -> bool:
        """Whether the nudge makes the cost rise."""
        return self.sums.changes(self.nudge)[-1].value > 0

    def setup(self) -> None:
        """Lay out the diagram, the table, the bars and the check."""
        super().setup()
        self.stage = PathStage(self.typesetter, self.sums, self.nudge)

    def spoken(self) -> Mapping[str, Quantity | str]:
        """Return the numbers that narrations name."""
        da, dC = self.sums.changes(self.nudge)
        factors = N_("two factors") if self.sums.whole_layer else N_("three factors")
        return {
            "da": da,
            "dC": dC,
            "ratio": self.sums.ratio(self.nudge),
            "total": self.sums.total,
            "factors": factors,
        }


class SweepClip(Clip):
    """A clip that applies the chain rule layer by layer; its narration may depend on its properties."""

    reads = "layers"
    explores = "view=layers"

    stage: SweepStage

    @property
    def no_hidden_layer(self) -> bool:
        """Whether the previous layer is the input."""
        return self.lesson.layers.network.L == 1

    @property
    def zero_gradient(self) -> bool:
        """Whether the derivatives for all weights and biases are zero."""
        return self.stage.network.strokes.largest == 0

    def setup(self) -> None:
        """Lay out the network, the two rules and the legend."""
        super().setup()
        self.stage = SweepStage(self.typesetter, self.lesson.layers)
