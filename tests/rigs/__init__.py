"""Rigs: run the project under test, make its input and plant faults in it."""
