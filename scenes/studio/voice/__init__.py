"""The lecturer's recordings, and the script to read them from.

May import ``build``, ``render`` and ``media``.
"""
