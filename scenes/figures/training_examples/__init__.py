"""Figures of chapter 4: the average over the examples, and the gradient.

May import the kit, ``scenes.numbers`` and ``backprop_core``.
"""
