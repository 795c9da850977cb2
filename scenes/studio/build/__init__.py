"""What is to be rendered and what is up to date: catalogue, jobs, fingerprints, manifests, the output folder.

May import ``scenes.kit`` and ``backprop_core``; no other room of the studio.
"""
