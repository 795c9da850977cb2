"""The command line: the commands, their options, and the display of their progress.

May import every package of the studio; none imports it.
"""
