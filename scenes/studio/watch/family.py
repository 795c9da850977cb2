"""Processes that start others: each takes orders from its parent by a pipe, and hands on the news of its children.

A child that is to end gets SIGINT, as by Ctrl-C; it ends its own children first. While children are started or
ended, the signal waits, so that none is lost.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from scenes.studio.watch.messages import Order

# How many seconds a child may take to end before it is killed.
_PATIENCE = 10

# Python forks safely on Linux only; elsewhere each process imports all anew.
_CONTEXT: Any = get_context("fork" if sys.platform == "linux" else "spawn")


class Child:
    """A process and the pipe to it.

    Parameters
    ----------
    work
        The function that the process calls with its end of the pipe, and ``arguments`` after it.
    """

    process: BaseProcess
    pipe: Connection

    def __init__(self, work: Callable[..., None], *arguments: Any):
        self.pipe, there = _CONTEXT.Pipe()
        ours = self.pipe if _CONTEXT.get_start_method() == "fork" else None
        self.process = _CONTEXT.Process(target=_run, args=(work, ours, there, *arguments))
        self.process.start()
        there.close()  # so that the pipe ends when the process does

    def stop(self) -> None:
        """End the process, and wait until it has ended."""
        if self.process.exitcode is None and self.process.pid:
            os.kill(self.process.pid, signal.SIGINT)
        self.process.join(_PATIENCE)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def tend(boss: Connection, respond: Callable[[Order, list[Child]], list[Child]]) -> None:
    """Follow orders and hand on news until the pipe to the parent ends, or Ctrl-C; then end the children.

    Parameters
    ----------
    boss
        The pipe to the parent.
    respond
        Called with each order and the children; returns the children that there are after it.
    """
    children: list[Child] = []
    with interrupts_held():
        try:
            while True:
                pipes = [boss, *(child.pipe for child in children)]
                with _interruptible():
                    ready = wait(pipes)[0]
                if ready is boss:
                    children = respond(boss.recv(), children)
                    continue
                (child,) = (each for each in children if each.pipe is ready)
                try:
                    news = child.pipe.recv()
                except (EOFError, OSError):
                    child.stop()
                    children.remove(child)
                else:
                    with _interruptible():  # the parent may not read any more
                        boss.send(news)
        except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
            pass  # the parent has ended, or wants this process to end
        finally:
            for child in children:
                child.stop()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C; children that are started meanwhile begin with it held back, too."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _interruptible() -> Iterator[None]:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))


def _run(work: Callable[..., None], forked: Connection | None, boss: Connection, *arguments: Any) -> None:
    """Work in a process of its own; an order to end that came before it began is followed now."""
    if forked:
        forked.close()  # so that this end hears when the parent has ended
    with suppress(KeyboardInterrupt, BrokenPipeError, ConnectionResetError):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
        work(boss, *arguments)
