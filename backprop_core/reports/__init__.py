"""All numbers of a lesson under titles, and the formats in which they are printed.

May import everything of ``backprop_core`` but ``notebook``. No clip may import it: it is in no clip's fingerprint.
"""
