"""The lecture on the calculus of backpropagation: its six chapters of clips, their parts, the handout and the studio.

A chapter may import its figures, ``scenes.kit``, ``scenes.numbers`` and ``backprop_core``; no other chapter.
"""
