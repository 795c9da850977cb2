"""What is computed of a network: passes forward and backward, factors, paths, nudges, checks, descent.

May import ``backprop_core.model`` and the modules beside it; not lessons, reports or notebooks.
"""
