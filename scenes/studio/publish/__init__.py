"""The files of the whole lecture: its video, its captions and its player.

May import ``build``, ``render``, ``media`` and ``voice``.
"""
