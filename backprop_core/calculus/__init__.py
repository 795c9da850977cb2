"""What is computed with a network: forward and backward passes, factors, paths, nudges, gradient checks, descent.

May import ``backprop_core.model`` and the modules beside it; not lessons, reports or notebooks.
"""
