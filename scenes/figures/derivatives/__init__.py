"""Figures of chapter 3: each factor as a slope, and the walk back to the first weight.

May import the kit, ``scenes.numbers`` and ``backprop_core``.
"""
