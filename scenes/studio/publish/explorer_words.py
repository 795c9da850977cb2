"""The words of the explorer's page, to be translated."""

from scenes.numbers.language import N_

WORDS = {
    "explorer": N_("Explorer"),
    "views": N_("Networks"),
    "view_chain": N_("One neuron in each layer"),
    "view_layers": N_("Several neurons in each layer"),
    "reset": N_("All as in the lesson"),
    "back": N_("Back to the lecture"),
    "malformed": N_("The address says something that this lesson does not have: that part is as in the lesson."),
    "needs_script": N_("This page needs JavaScript."),
}
"""The words of the page around its views."""

CHAIN_WORDS = {
    "chain_sign": N_("The other sign of the nudge"),
}
"""The words of the chain."""

LAYERS_WORDS = {
    "network": N_("The network with several neurons in a layer"),
    "edge": N_("Weight"),
    "neuron": N_("Neuron"),
    "choose": N_("Choose an edge for its chain rule, or a neuron for its paths."),
    "one": N_("One step"),
    "ten": N_("Ten steps"),
    "learned": N_("Until it has learned"),
    "lesson": N_("Back to the lesson"),
    "time": N_("Step of the descent"),
    "steps": N_("Step"),
}
"""The words of the layered network."""
