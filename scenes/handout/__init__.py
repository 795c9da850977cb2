"""The handout: a lesson's formulas worked out, its numbers and its exercises, set by Typst.

May import ``scenes.numbers`` and ``backprop_core``; no manim.

In reading order: ``document`` (a handout as data), ``decimals``, ``writer`` (names, numbers, sentences),
``formulas``, ``context`` (what the sections share), ``sections``, ``compose`` (the whole handout), ``pdf`` with
``handout.typ`` (its layout).
"""
