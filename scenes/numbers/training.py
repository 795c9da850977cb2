"""The chain's training examples, each with its cost and derivatives, and the gradient of their average cost."""

from dataclasses import dataclass
from functools import cached_property

import backprop_core as bp
from backprop_core.frozen import Array
from backprop_core.lesson.load import ChainPart
from backprop_core.quantities import Product, Quantity, Symbol, activation, cost, partial, target, weight
from scenes.numbers.format import decimals_for_smallest

_MINUS_ONE = Symbol("−1")


@dataclass(frozen=True, eq=False)
class TrainingExample:
    """One training example of a chain.

    Its quantities are those of the lesson's network for the example's input and target.

    Parameters
    ----------
    number
        The i in C_i.
    network, C
        The chain, and the cost as a function.
    x, y
        The input and the desired output, each of shape (1,).
    """

    number: int
    network: bp.Network
    C: bp.Cost
    x: Array
    y: Array

    @property
    def given(self) -> tuple[Quantity, Quantity]:
        """The input and the target."""
        return Quantity(activation(0), self.x.item()), Quantity(target(), self.y.item())

    @cached_property
    def run(self) -> bp.ForwardPass:
        """The example's forward pass."""
        return bp.forward(self.network, self.x)

    @property
    def activations(self) -> list[Quantity]:
        """a^(0) … a^(L)."""
        return [Quantity(activation(l), a.item(), self.given) for l, a in enumerate(self.run.a)]

    @property
    def target(self) -> Quantity:
        """The desired output y."""
        return Quantity(target(), self.y.item(), self.given)

    @property
    def cost(self) -> Quantity:
        """C_i."""
        return Quantity(cost(self.number), self._grad.cost, self.given)

    @property
    def derivative(self) -> Quantity:
        """∂C_i/∂w^(L)."""
        last = last_weight(self.network)
        return Quantity(partial(cost(self.number), last), self._grad.w[self.network.L].item(), self.given)

    @cached_property
    def _grad(self) -> bp.Gradient:
        return bp.backward(self.network, self.run, self.y, self.C)


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """All training examples of a chain, and the gradient of their average cost C.

    Parameters
    ----------
    chain
        The lesson's chain.
    """

    chain: ChainPart

    @cached_property
    def examples(self) -> list[TrainingExample]:
        """The examples, numbered so that C_0 is the cost of the lesson's own one."""
        chain = self.chain
        numbered = chain.examples.numbered(chain.x, chain.y)
        return [TrainingExample(k, chain.network, chain.cost, *pair) for k, pair in numbered.items()]

    @property
    def cost(self) -> Quantity:
        """C, the average cost of all examples."""
        return Quantity(cost(None), self._grad.cost)

    @cached_property
    def gradient(self) -> list[Quantity]:
        """∇C: the derivative of the average cost by every weight and bias."""
        net = self.chain.network
        names = [partial(cost(None), named_from_the_end(p.symbol(), net.L)) for p in net.parameters()]
        return [Quantity(name, float(slope)) for name, slope in zip(names, self._grad.vector, strict=True)]

    @property
    def downhill(self) -> list[Quantity]:
        """−∇C."""
        return [Quantity(Product((_MINUS_ONE, slope.symbol)), 0.0 - slope.value) for slope in self.gradient]

    @cached_property
    def _grad(self) -> bp.Gradient:
        chain, examples = self.chain, self.chain.examples
        return bp.backward(chain.network, bp.forward(chain.network, examples.X), examples.Y, chain.cost)

    @property
    def watched(self) -> Quantity:
        """∂C/∂w^(L): the average of the examples' derivatives, and one component of ∇C."""
        name = partial(cost(None), last_weight(self.chain.network))
        return next(slope for slope in self.gradient if slope.symbol == name)

    def decimals(self, least: int) -> int:
        """Return the decimals of ``watched`` and of the derivatives beside it: at least its first three digits."""
        return max(least, decimals_for_smallest(self.watched.value))


def last_weight(network: bp.Network) -> Symbol:
    """Return the name w^(L)."""
    return weight(network.L, L=network.L)


def named_from_the_end(symbol: Symbol, L: int) -> Symbol:
    """Return a symbol with its layer counted from the last one, unless it is the first or the input.

    >>> [named_from_the_end(weight(l), 3).typst for l in (1, 2, 3)]
    ['w^((1))', 'w^((L-1))', 'w^((L))']
    """
    early = symbol.layer is not None and symbol.layer < min(2, L)
    return symbol.relative_to(None if early else L)
