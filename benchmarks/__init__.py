"""Benchmarks of the core, the renderer and the lecture, as ratios: ``python -m benchmarks``."""
