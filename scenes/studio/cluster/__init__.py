"""Renders clips on the workers of a Dask cluster.

Of the studio, may import ``build`` and ``render``.
"""
