"""The symbols of a layer's neurons, such as a2[1], and their quantities; a neuron alone in its layer has no index."""

from collections.abc import Sequence

from backprop_core.frozen import Array
from backprop_core.quantities import Index, Quantity, Symbol


def neuron_symbol(letter: str, l: int | None, j: Index, n: int) -> Symbol:
    """Return the name of a quantity of neuron j in a layer of n neurons; ``l`` is None for a target y.

    >>> [neuron_symbol("z", 2, 0, n).plain for n in (3, 1)], neuron_symbol("y", None, 1, n=2).plain
    (['z2[0]', 'z2'], 'y[1]')
    """
    return Symbol(letter, l, (j,) if n > 1 else ())


def layer_quantities(
    letter: str, l: int | None, values: Sequence[float] | Array, given: tuple[Quantity, ...] = ()
) -> list[Quantity]:
    """Return one quantity for each neuron of a layer, from the layer's values.

    >>> [str(a) for a in layer_quantities("a", 1, [0.5, 0.25])], str(*layer_quantities("y", None, [1.0]))
    (['a1[0] = 0.5', 'a1[1] = 0.25'], 'y = 1')
    """
    n = len(values)
    return [Quantity(neuron_symbol(letter, l, j, n), float(value), given) for j, value in enumerate(values)]
