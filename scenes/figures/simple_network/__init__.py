"""Figures of chapter 1: the chain, its equations, and what the cost depends on.

May import the kit, ``scenes.numbers`` and ``backprop_core``.
"""
