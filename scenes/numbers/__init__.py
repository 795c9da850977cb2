"""The numbers that the clips and the handout show, as quantities of the core, and their scales, format and language.

May import ``backprop_core``; no manim.
"""
