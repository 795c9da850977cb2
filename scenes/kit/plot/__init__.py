"""Axes, graphs, number lines and bars.

May import ``scenes.kit.text`` and what ``scenes.kit`` may; not networks.
"""
