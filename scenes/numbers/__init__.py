"""The numbers that clips and handout show, as quantities of the core, and how numbers are scaled and printed.

May import ``backprop_core``; no manim, no picture.
"""
