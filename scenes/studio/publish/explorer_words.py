"""The words of the explorer's page, to be translated."""

from scenes.numbers.language import N_

WORDS = {
    "explorer": N_("Explorer"),
    "views": N_("Networks"),
    "view_chain": N_("One neuron in each layer"),
    "view_layers": N_("Several neurons in each layer"),
    "reset": N_("All as in the lesson"),
    "malformed": N_("The address says something that this lesson does not have: that part is as in the lesson."),
    "needs_script": N_("This page needs JavaScript."),
}
"""The words of the page around its views."""
