"""Processes that start others: each takes orders from its parent by a pipe, and hands on the news of its children.

A child that is to end gets SIGINT, as by Ctrl-C; it ends its own children first. While children are started or
ended, the signal waits, so that none is lost. On Windows a child is ended at once, and its own children end because
their pipes do.
"""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from scenes.studio.build.systems import CONTEXT, hear_signals, signals_heard, signals_held
from scenes.studio.watch.messages import Order

# How many seconds a child may take to end before it is killed.
_PATIENCE = 10


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
        self.pipe, there = CONTEXT.Pipe()
        ours = self.pipe if CONTEXT.get_start_method() == "fork" else None
        self.process = CONTEXT.Process(target=_run, args=(work, ours, there, *arguments))
        with signals_held(signal.SIGINT):  # and afterwards as before, for a spawn lets signals through
            self.process.start()
        there.close()  # so that the pipe ends when the process does

    def stop(self) -> None:
        """End the process, and wait until it has ended."""
        if self.process.exitcode is None and self.process.pid:
            with suppress(OSError):  # it has just ended
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
    with signals_held(signal.SIGINT):
        try:
            while True:
                pipes = [boss, *(child.pipe for child in children)]
                with signals_heard(signal.SIGINT):
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
                    with signals_heard(signal.SIGINT):  # the parent may not read any more
                        boss.send(news)
        except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
            pass  # the parent has ended, or wants this process to end
        finally:
            for child in children:
                child.stop()


def _run(work: Callable[..., None], forked: Connection | None, boss: Connection, *arguments: Any) -> None:
    """Work in a process of its own; an order to end that came before it began is followed now."""
    if forked:
        forked.close()  # so that this end hears when the parent has ended
    with suppress(KeyboardInterrupt, BrokenPipeError, ConnectionResetError):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        hear_signals(signal.SIGINT)
        work(boss, *arguments)
