"""Decides what must be rendered: catalogue, jobs, fingerprints, manifests, and the output folder.

May import ``scenes.kit`` and ``backprop_core``; no other room of the studio.
"""
