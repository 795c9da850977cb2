"""``python -m scenes`` is the ``backprop`` command."""

from scenes.studio.cli import main

main()
