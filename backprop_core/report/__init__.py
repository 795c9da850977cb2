"""All numbers of a lesson under titles, and the formats in which they are printed.

May import everything of ``backprop_core`` but the notebook.
"""
