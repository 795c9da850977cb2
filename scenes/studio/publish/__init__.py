"""The files of the lecture: its video, those of its chapters, their captions, its player and explorer.

May import ``build``, ``render``, ``media`` and ``voice``.
"""
