"""The ``backprop`` command: renders clips, joins them into a lecture, and makes the player, slides and handout.

May import everything; of the clips it knows only what the catalogue finds.
"""
