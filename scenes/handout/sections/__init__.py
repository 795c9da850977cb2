"""The sections of a handout: what each clip works out, the networks, the exercises, all numbers.

May import the rest of ``scenes.handout``, ``scenes.numbers`` and ``backprop_core``.
"""
