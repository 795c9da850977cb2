"""Tables that commands print.

May import what commands may.
"""
