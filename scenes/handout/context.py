"""What is at hand while a handout is written: the lesson, who writes, and the steps for its two networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import backprop_core as bp
from backprop_core.quantities import Quantity
from scenes.handout.document import Math, Run, Table
from scenes.handout.formulas.example import Example
from scenes.handout.formulas.steps import Steps
from scenes.handout.writer import Writer, math
from scenes.kit.theme import LIGHT
from scenes.numbers.chain import LastLayer
from scenes.numbers.descent import Learning
from scenes.numbers.language import Language
from scenes.numbers.layers import PathSum
from scenes.numbers.training import TrainingSet


@dataclass(frozen=True)
class Desk:
    """A lesson, on paper: in the light theme, whatever the lecture's is."""

    lesson: bp.Lesson

    @cached_property
    def writer(self) -> Writer:
        """Who writes."""
        return Writer(LIGHT, Language(self.lesson.language), self.lesson.decimals)

    @cached_property
    def chain(self) -> Steps:
        """The steps for the chain, and the example that the lecture follows."""
        part = self.lesson.chain
        return Steps(self.writer, Example(part.network, part.x, part.y))

    @cached_property
    def layers(self) -> Steps:
        """The steps for the layers, and their example."""
        part = self.lesson.layers
        return Steps(self.writer, Example(part.network, part.x, part.y))

    @cached_property
    def last(self) -> LastLayer:
        """The last layer of the chain, to be nudged."""
        return LastLayer(self.lesson.chain)

    @cached_property
    def training(self) -> TrainingSet:
        """The chain's training examples."""
        return TrainingSet(self.lesson.chain)

    @cached_property
    def sums(self) -> PathSum:
        """The paths from the watched neuron."""
        return PathSum(self.lesson.layers)

    @cached_property
    def learning(self) -> Learning:
        """The descent."""
        return Learning(self.lesson)

    def words(self, english: str) -> str:
        """Return words in the lesson's language."""
        return self.writer.language.text(english)

    def column(self, quantities: Sequence[Quantity], decimals: int | None = None) -> list[Math]:
        """Write numbers that stand below each other, all with as many decimals."""
        places = self.writer.shared_places(quantities) if decimals is None else decimals
        return [math(self.writer.number(quantity, places)) for quantity in quantities]

    def table(self, header: list[Run], *columns: list[Math], names: int = 1) -> Table:
        """Return a table of columns."""
        return Table(header, list(zip(*columns, strict=True)), names)
