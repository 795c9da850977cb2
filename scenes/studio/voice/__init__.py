"""The recordings, the script to read them from, and the engines that speak it instead of the lecturer.

May import ``build``, ``render`` and ``media``.
"""
