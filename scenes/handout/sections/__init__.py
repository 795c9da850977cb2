"""The sections of a handout: each clip's formulas, the networks, the exercises, all numbers.

May import the rest of ``scenes.handout``, ``scenes.numbers`` and ``backprop_core``.
"""
