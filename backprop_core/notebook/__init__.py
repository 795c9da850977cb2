"""How results look in a notebook: as tables or as formulas. Loaded when a notebook asks.

May import everything of ``backprop_core``; nothing imports it but the results' ``_repr_`` methods.
"""
