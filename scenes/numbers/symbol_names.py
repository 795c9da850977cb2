"""What each letter of the lecture, and each activation function, is called, in English."""

from scenes.numbers.language import N_

SYMBOL_NAMES = {
    "w": N_("weight"),
    "b": N_("bias"),
    "z": N_("weighted sum"),
    "a": N_("activation"),
    "y": N_("desired output"),
    "C": N_("cost of this example"),
}

FUNCTION_NAMES = {
    "sigmoid": N_("the sigmoid"),
    "relu": N_("ReLU"),
    "leaky_relu": N_("leaky ReLU"),
    "tanh": N_("tanh"),
    "softplus": N_("softplus"),
    "identity": N_("the identity"),
}
"""By the function's name in lessons, as in "apply the sigmoid"."""
