"""Figures of chapter 6: gradient descent step by step, and the method on one card.

May import the kit, ``scenes.numbers`` and ``backprop_core``.
"""
