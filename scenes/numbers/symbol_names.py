"""What each letter of the lecture is called, in English."""

from scenes.numbers.language import N_

SYMBOL_NAMES = {
    "w": N_("weight"),
    "b": N_("bias"),
    "z": N_("weighted sum"),
    "a": N_("activation"),
    "y": N_("desired output"),
    "C": N_("cost of this example"),
}
