"""Formulas, words and live numbers on screen, and the ledger of every number shown.

May import what ``scenes.kit`` may; not plots or networks.
"""
