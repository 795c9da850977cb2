"""The files of the lecture: its video, those of its chapters, their captions, and its player.

May import ``build``, ``render``, ``media`` and ``voice``.
"""
