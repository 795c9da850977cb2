"""A lesson: the TOML file with the networks, examples and settings that the clips show, checked and complete.

May import ``model`` and ``calculus``; not reports or notebooks.
"""
