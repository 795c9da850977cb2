"""The ``backprop`` command: renders clips, joins them into a lecture, and makes player, explorer, slides and handout.

May import ``scenes.handout``, ``scenes.kit``, ``scenes.numbers``, ``scenes.engine`` and ``backprop_core``, but no
chapter: the catalogue finds the clips.
"""
