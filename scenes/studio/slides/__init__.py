"""Slides of rendered clips, for PowerPoint, browsers and manim-slides.

May import ``build``, ``media`` and ``publish``.
"""
