"""Serves the lecture's pages, what they are told, and what they play, while the lecture is made.

Of the studio, may import ``publish``, and of ``watch`` the ``messages``.
"""
