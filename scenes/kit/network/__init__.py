"""Drawings of networks: neurons, edges, and whole diagrams of the chain and of layers.

May import ``scenes.kit.text`` and what ``scenes.kit`` may; not plots.
"""
