"""Rendering on the workers of a Dask cluster.

May import ``build`` and ``render``.
"""
