"""Figures of chapter 3: each factor as a slope, and the chain rule followed back to the first weight.

May import the kit, ``scenes.numbers`` and ``backprop_core``.
"""
