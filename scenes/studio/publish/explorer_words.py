"""The words of the explorer's page, to be translated."""

from scenes.numbers.language import N_

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
