"""The parts of a lesson, as the clips read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backprop_core.calculus.descent import Descent, descend
from backprop_core.digits import as_given
from backprop_core.display import HtmlRepr
from backprop_core.frozen import Array, Frozen
from backprop_core.lesson.narration import OwnSentence
from backprop_core.lesson.toml import LessonError
from backprop_core.model.cost import Cost
from backprop_core.model.network import Network
from backprop_core.model.parameter import Parameter

MAX_COST = 1e9
"""The largest cost during gradient descent: a learning rate that leads beyond makes it grow without end."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples(Frozen, HtmlRepr):
    """Training examples.

    Parameters
    ----------
    X
        The inputs, shape (N, n_0).
    Y
        The desired outputs, shape (N, n_L).
    """

    X: Array
    Y: Array

    def __repr__(self) -> str:
        return f"Examples(n={len(self)})"

    def __len__(self) -> int:
        return len(self.X)

    def numbered(self, x: Array, y: Array) -> dict[int, tuple[Array, Array]]:
        """Return the input and the output of each example by the k in C_k, where C_0 is the cost of (x, y).

        If (x, y) is one of them, it comes first; otherwise they are numbered from 1.
        """
        pairs = list(zip(self.X, self.Y, strict=True))
        own = [i for i, pair in enumerate(pairs) if all(map(np.array_equal, pair, (x, y)))][:1]
        order = [*own, *(i for i in range(len(pairs)) if i not in own)]
        return {k: pairs[i] for k, i in enumerate(order, 0 if own else 1)}


@dataclass(frozen=True, slots=True, eq=False)
class ChainPart(Frozen, HtmlRepr):
    """The network with one neuron in each layer.

    Parameters
    ----------
    network
        2 to 5 weights and as many biases.
    cost
        The cost of one example.
    x, y
        The input and the desired output, each of shape (1,).
    nudge
        What is added to w^(L): not 0.
    examples
        The training examples that derivatives are averaged over.
    """

    network: Network
    cost: Cost
    x: Array
    y: Array
    nudge: float
    examples: Examples

    def __repr__(self) -> str:
        return f"ChainPart(sizes={self.network.sizes}, nudge={self.nudge:g}, {self.examples!r})"


@dataclass(frozen=True, slots=True)
class Watch:
    """The neuron j of layer L and the neuron k of layer L−1 that the clips single out."""

    j: int
    k: int


@dataclass(frozen=True, slots=True, eq=False)
class LayersPart(Frozen, HtmlRepr):
    """The network with several neurons in each layer.

    Parameters
    ----------
    network
        2 to 4 layers, the input included, of 1 to 6 neurons.
    cost
        The cost of one example, the sum over the outputs.
    x, y
        The input, shape (n_0,), and the desired output, shape (n_L,).
    watch
        The neurons that the clips single out.
    """

    network: Network
    cost: Cost
    x: Array
    y: Array
    watch: Watch

    def __repr__(self) -> str:
        return f"LayersPart(sizes={self.network.sizes}, {self.watch})"

    @property
    def watched_weight(self) -> Parameter:
        """The weight w_jk^(L) from the watched k to the watched j."""
        return Parameter("w", self.network.L, self.watch.j, self.watch.k).resolve(self.network.sizes)

    @property
    def watched_neuron(self) -> Parameter:
        """The activation a_k^(L−1) that the weight multiplies."""
        return Parameter("a", self.network.L - 1, self.watch.k).resolve(self.network.sizes)


@dataclass(frozen=True, slots=True, eq=False)
class DescentPart(Frozen, HtmlRepr):
    """The settings of gradient descent for the network and the cost of ``LayersPart``.

    Parameters
    ----------
    rate
        η in w − η ∂C/∂w, above 0.
    steps
        How many such steps.
    examples
        The training examples.
    """

    rate: float
    steps: int
    examples: Examples

    def __repr__(self) -> str:
        return f"DescentPart(rate={self.rate:g}, steps={self.steps}, {self.examples!r})"


@dataclass(frozen=True, slots=True)
class Credits:
    """What is given of course, author and date, in the lesson's language; any of them may be empty."""

    course: str = ""
    author: str = ""
    date: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Those that are given.

        >>> Credits("Mathematics 2", date="May 2027").lines
        ('Mathematics 2', 'May 2027')
        """
        return tuple(filter(None, (self.course, self.author, self.date)))

    @property
    def subject(self) -> str:
        """The course and the date, which the properties of a document have on one line."""
        return " · ".join(filter(None, (self.course, self.date)))


@dataclass(frozen=True, eq=False)
class Lesson(Frozen, HtmlRepr):
    """All that the clips need to know, validated; only ``check_training`` remains to be called before it is drawn.

    Parameters
    ----------
    title
        1 to 80 characters on one line, in the lesson's language.
    language
        Its code, such as ``en``. The core does not know which languages there are.
    theme
        ``dark`` or ``light``.
    decimals
        Digits after the point, 1 to 6.
    reading_speed
        How fast captions are read, in characters a second.
    chain, layers, descent
        The two networks, and the gradient descent of the second.
    credits
        What is given of course, author and date, in the lesson's language.
    clips
        The names of the lecture's clips, in order; none if it has all. The core does not know which there are.
    narration
        What is said in beats instead of the project's sentences, in all languages.
    """

    title: str
    language: str
    theme: str
    decimals: int
    reading_speed: float
    chain: ChainPart
    layers: LayersPart
    descent: DescentPart
    credits: Credits = Credits()
    clips: tuple[str, ...] = ()
    narration: tuple[OwnSentence, ...] = ()

    def __repr__(self) -> str:
        return f"Lesson({self.title!r}, language={self.language!r})"

    @cached_property
    def training(self) -> Descent:
        """The gradient descent of ``descent``, from the network of ``layers``; computed when first asked for.

        Raises
        ------
        LessonError
            If the learning rate makes the cost grow beyond ``MAX_COST``.
        """
        layers, rate, steps, examples = self.layers, self.descent.rate, self.descent.steps, self.descent.examples
        descent = descend(layers.network, examples.X, examples.Y, rate=rate, steps=steps, cost=layers.cost)
        small = descent.costs <= MAX_COST
        if not small.all():
            step = int(small.argmin())
            expected = f"expected a rate that keeps the cost below {MAX_COST:g}"
            got = f"got {as_given(rate)}, which leads beyond it in {step} step{'' if step == 1 else 's'}"
            raise LessonError(f"descent.rate: {expected}, {got}")
        return descent
