"""The lecturer's recordings and the script to record from.

May import ``build`` and ``media``.
"""
