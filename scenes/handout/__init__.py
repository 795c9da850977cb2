"""The handout: a lesson's formulas worked out, its numbers and its exercises, set by Typst. No manim.

May import ``scenes.numbers`` and ``backprop_core``.

In reading order: ``context`` (what each section is given), ``writer`` (names and numbers), ``formulas``,
``sections``, ``compose`` (the whole handout), ``document`` (its pages as data), ``pdf``.
"""
