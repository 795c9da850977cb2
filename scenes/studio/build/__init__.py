"""Decides what must be rendered: catalogue, jobs, fingerprints, manifests, and the output folder.

May import ``scenes.kit``, ``scenes.numbers`` and ``backprop_core``, and no other package of the studio.
"""
