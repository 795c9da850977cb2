"""Networks as they are drawn: neurons, edges, arrows.

May import ``scenes.kit.text`` and what ``scenes.kit`` may; not plots.
"""
