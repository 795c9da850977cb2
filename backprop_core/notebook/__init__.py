"""How notebooks show results: as HTML tables or as LaTeX formulas; imported when a notebook asks for the first one.

May import everything of ``backprop_core``; nothing but ``backprop_core.display`` imports it, inside its methods.
"""
