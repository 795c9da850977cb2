"""Renders clips: draws them, assembles their files, and runs this in processes of this machine.

May import ``build``, ``media`` and ``voice``.
"""
