"""Renders clips: draws them, assembles their files, and runs this in processes of this machine.

Of the studio, may import ``build`` and ``media``.
"""
