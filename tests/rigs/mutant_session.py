"""A plugin of pytest: puts one fault into the core for the whole session. ``BACKPROP_FAULT`` is its name."""

import os
from contextlib import ExitStack

from tests.rigs.core_faults import FAULTS

_applied = ExitStack()


def pytest_configure() -> None:
    (mutant,) = (each for faults in FAULTS.values() for each in faults if str(each) == os.environ["BACKPROP_FAULT"])
    _applied.enter_context(mutant.applied())


def pytest_unconfigure() -> None:
    _applied.close()
