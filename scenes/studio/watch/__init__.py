"""Keeps the lecture up to date while its lesson and its code are written, and shows it in a browser.

May import ``build``, ``render``, ``voice``, ``publish`` and ``export``. ``nursery`` imports of the project only
``family``, ``messages`` and ``trouble``: its process outlives every change of the code.
"""
