"""``python -m scenes`` is the ``backprop`` command."""

from scenes.studio.cli.main import main

main()
