"""The lecture's own files: its video, its captions and its player.

May import ``build``, ``render``, ``media`` and ``voice``.
"""
