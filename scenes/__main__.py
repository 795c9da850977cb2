"""Runs the ``backprop`` command as ``python -m scenes``."""

from scenes.studio.cli.main import main

main()
