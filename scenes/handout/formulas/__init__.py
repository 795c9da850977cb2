"""Formulas that can be printed in letters or numbers, and evaluated with the numbers as printed.

May import ``scenes.numbers`` and ``backprop_core``.
"""
