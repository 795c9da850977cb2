"""The ``backprop`` command: renders clips, joins them to a lecture, and makes player, slides and handout.

May import everything; of the clips it knows only what the catalogue finds.
"""
