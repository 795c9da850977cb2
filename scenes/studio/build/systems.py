"""What differs between systems: how a process begins, and whether a signal can be held back."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

CONTEXT: Any = get_context("fork" if sys.platform == "linux" and hasattr(os, "fork") else "spawn")
"""Python forks safely on Linux only; elsewhere each process imports all anew."""


@contextmanager
def signals_held(*signals: signal.Signals) -> Iterator[None]:
    """Hold back signals; processes that are started meanwhile begin with them held back, too. Windows cannot."""
    with _signals_masked("SIG_BLOCK", signals):
        yield


@contextmanager
def signals_heard(*signals: signal.Signals) -> Iterator[None]:
    """Let signals come that are held back around this block."""
    with _signals_masked("SIG_UNBLOCK", signals):
        yield


def hear_signals(*signals: signal.Signals) -> None:
    """Let signals come from now on."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)


@contextmanager
def _signals_masked(how: str, signals: tuple[signal.Signals, ...]) -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(getattr(signal, how), signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
