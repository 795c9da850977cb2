"""Slides of rendered clips, for PowerPoint, browsers and manim-slides.

May import ``build``, ``render``, ``media`` and ``publish``.
"""
