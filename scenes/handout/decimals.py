"""How many decimals the handout prints a quantity with."""

from collections.abc import Sequence

from backprop_core.quantities import Change, Quantity, Symbol
from scenes.numbers.format import exact_decimals, significant_decimals

# The letters of what a lesson sets; what is computed from it is called z, a and C.
_OF_LESSON = "wbyη"


def handout_decimals(quantity: Quantity, least: int) -> int:
    """Return the decimals of a quantity in the handout: three digits, and at least those of ``least_decimals``."""
    return significant_decimals(quantity.value, least=least_decimals(quantity, least))


def column_decimals(quantities: Sequence[Quantity], least: int) -> int:
    """Return the decimals that quantities in a column of the handout share; computed ones get one more at most."""
    exact = [exact_decimals(each.value) for each in quantities if is_given(each)]
    computed = [handout_decimals(each, least) for each in quantities if not is_given(each)]
    return max(*exact, min(max(computed, default=0), least + 1), 0)


def least_decimals(quantity: Quantity, least: int) -> int:
    """Return the least decimals of a quantity in the handout: all it has, but of a computed one at most ``least``."""
    exact = exact_decimals(quantity.value)
    return exact if is_given(quantity) else min(exact, least)


def is_given(quantity: Quantity) -> bool:
    """Tell whether a quantity is set by the lesson; otherwise it is computed.

    >>> from backprop_core.quantities import activation, bias
    >>> [is_given(Quantity(symbol, 0.6)) for symbol in (bias(3), activation(0), activation(1))]
    [True, True, False]
    """
    match quantity.symbol:
        case Symbol(letter="a", layer=0):
            return True
        case Symbol(letter=letter):
            return letter in _OF_LESSON and not quantity.given
        case Change():
            return quantity.symbol in [cause.symbol for cause in quantity.given]
        case _:
            return False
