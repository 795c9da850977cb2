"""Hypothesis lets an example take its time: how long it takes says how busy the machine is."""

from hypothesis import settings

settings.register_profile("no hurry", deadline=None)
settings.load_profile("no hurry")
