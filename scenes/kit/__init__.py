"""What at least two chapters share to make clips: beats, captions, theme, layout, animations, text, plots, networks.

May import ``backprop_core``, ``scenes.numbers`` and ``scenes.engine``; no figure and no chapter.
"""
