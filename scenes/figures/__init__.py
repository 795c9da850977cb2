"""Figures that only one chapter uses; each chapter has a folder of the same name.

May import the kit, ``scenes.numbers`` and ``backprop_core``; not the figures of another chapter.
"""
