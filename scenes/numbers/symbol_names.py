"""What each letter of the lecture, and each activation function, is called, in English."""

from backprop_core.quantities import Symbol
from scenes.numbers.language import N_

SYMBOL_NAMES = {
    "w": N_("weight"),
    "b": N_("bias"),
    "z": N_("weighted sum"),
    "a": N_("activation"),
    "y": N_("desired output"),
    "C": N_("cost of this example"),
}

_BEFORE = N_("previous activation")


def symbol_name(symbol: Symbol) -> str:
    """Return what a symbol of the last layer, or of what enters it, is called, in English.

    >>> from backprop_core.quantities import activation
    >>> symbol_name(activation(2, L=3)), symbol_name(activation(3, L=3))
    ('previous activation', 'activation')
    """
    return _BEFORE if symbol.layer_name == "L-1" else SYMBOL_NAMES[symbol.letter]


FUNCTION_NAMES = {
    "sigmoid": N_("the sigmoid"),
    "relu": N_("ReLU"),
    "leaky_relu": N_("leaky ReLU"),
    "tanh": N_("tanh"),
    "softplus": N_("softplus"),
    "identity": N_("the identity"),
    "softmax": N_("softmax"),
}
"""By the function's name in lessons, as in "apply the sigmoid"."""
