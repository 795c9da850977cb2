"""Figures of chapter 2: a nudge to w and the changes of z, a and C_0, magnified, and the ratios of these changes.

May import the kit, ``scenes.numbers`` and ``backprop_core``.
"""
