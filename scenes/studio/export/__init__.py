"""Exports a beat, or a whole clip, as one file for slides, papers or the web.

Of the studio, may import ``build`` and ``render``.
"""
