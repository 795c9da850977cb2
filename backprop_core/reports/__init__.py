"""The report of a lesson: all its numbers under titles, and the formats in which they are written.

May import everything of ``backprop_core`` but ``notebook``. No clip may import it: it is in no clip's fingerprint.
"""
