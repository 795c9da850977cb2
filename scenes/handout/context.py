"""The data that all sections of a handout share: the lesson, its writer, its numbers, the steps for its networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.handout.colours import Colours
from scenes.handout.document import Math, Run, TableItem
from scenes.handout.formulas.example import Example
from scenes.handout.formulas.steps import Steps
from scenes.handout.writer import Writer, inline_math
from scenes.numbers.chain import LastLayer
from scenes.numbers.descent import Learning
from scenes.numbers.language import Language
from scenes.numbers.layers import PathSum
from scenes.numbers.training import TrainingSet


@dataclass(frozen=True)
class Context:
    """A lesson and the colours of its handout, with what is derived from them once for all sections."""

    lesson: bp.Lesson
    colours: Colours

    @cached_property
    def writer(self) -> Writer:
        """The writer of formulas and sentences."""
        return Writer(self.colours, Language(self.lesson.language), self.lesson.decimals)

    @cached_property
    def chain_steps(self) -> Steps:
        """The steps for the chain and the example that the lecture follows."""
        part = self.lesson.chain
        return Steps(self.writer, Example(part.network, part.cost, part.x, part.y))

    @cached_property
    def layers_steps(self) -> Steps:
        """The steps for the layers and their example."""
        part = self.lesson.layers
        return Steps(self.writer, Example(part.network, part.cost, part.x, part.y))

    @cached_property
    def last_layer(self) -> LastLayer:
        """The last layer of the chain, to be nudged."""
        return LastLayer(self.lesson.chain)

    @cached_property
    def training_set(self) -> TrainingSet:
        """The chain's training examples."""
        return TrainingSet(self.lesson.chain)

    @cached_property
    def path_sum(self) -> PathSum:
        """The sum over the paths from the watched neuron."""
        return PathSum(self.lesson.layers)

    @cached_property
    def learning(self) -> Learning:
        """The gradient descent of the layers."""
        return Learning(self.lesson)

    def translate(self, english: str) -> str:
        """Return a text in the lesson's language."""
        return self.writer.language.text(english)

    def column(self, quantities: Sequence[Quantity], decimals: int | None = None) -> list[Math]:
        """Return a column of numbers, all with the same number of decimals."""
        places = self.writer.shared_decimals(quantities) if decimals is None else decimals
        return [inline_math(self.writer.number(quantity, places)) for quantity in quantities]

    def table(self, header: list[Run], *columns: list[Math]) -> TableItem:
        """Return a table of these columns, the first of which holds names."""
        return TableItem(header, list(zip(*columns, strict=True)))
