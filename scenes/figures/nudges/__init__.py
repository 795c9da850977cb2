"""Figures of chapter 2: one nudge under its lenses, and the ratios of the changes.

May import the kit, ``scenes.numbers`` and ``backprop_core``.
"""
