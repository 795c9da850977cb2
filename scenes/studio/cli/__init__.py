"""The command line: options, commands, and what a terminal shows while they run.

May import every room of the studio; none imports it.
"""
