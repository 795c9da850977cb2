"""Lessons: TOML files with the networks, examples and settings that the clips show.

May import ``model`` and ``calculus``; not ``reports`` or ``notebook``.
"""
