"""Figures of chapter 5: indices, sums over paths, and the backward pass through whole layers.

May import the kit, ``scenes.numbers`` and ``backprop_core``.
"""
