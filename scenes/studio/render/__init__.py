"""Rendering: a job becomes a clip's files, in processes of this machine.

May import ``build``, ``media`` and ``voice``.
"""
