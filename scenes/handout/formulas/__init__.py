"""Expressions that can be printed in letters or numbers, and the formulas of a network's calculation.

May import ``scenes.handout.document`` and ``writer``, ``scenes.numbers`` and ``backprop_core``.
"""
