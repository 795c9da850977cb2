"""The words of the explorer's page, to be translated."""

from scenes.numbers.language import N_

WORDS = {
    "explorer": N_("Explorer"),
    "views": N_("Networks"),
    "view_chain": N_("One neuron in each layer"),
    "view_layers": N_("Several neurons in each layer"),
    "reset": N_("Back to the lesson"),
    "malformed": N_("The address says something that this lesson does not have: that part is as in the lesson."),
    "needs_script": N_("This page needs JavaScript."),
}
"""The words of the page around its views."""

NAME_WORDS = {
    "said_cost": N_("C zero"),
    "said_before": N_("L minus {count}"),
    "said_neuron": N_("{name} of neuron {j}"),
    "said_weight": N_("{name} from neuron {k} to neuron {j}"),
    "said_change": N_("the change of {name}"),
    "said_derivative": N_("the derivative of {top} by {bottom}"),
    "said_ratio": N_("the change of {top} over the change of {bottom}"),
}
"""How symbols, their changes and ratios of these are read aloud."""

CHAIN_WORDS = {
    "chain_up": N_("Nudge up"),
    "chain_down": N_("Nudge down"),
    "chain_lens": N_("in every lens"),
    "chain_measured": N_("measured:"),
    "chain_curve": N_("{y} by {x}: at {x} = {at}, {y} = {value}, and the tangent has the slope {slope}"),
}
"""The words of the chain."""

LAYERS_WORDS = {
    "network": N_("The network with several neurons in a layer"),
    "choose": N_("Choose an edge for its chain rule, or a neuron for its paths."),
    "one": N_("One step"),
    "ten": N_("Ten steps"),
    "learned": N_("Until it has learned"),
    "time": N_("Step of the descent"),
    "steps": N_("Step"),
}
"""The words of the layered network."""
