"""Watches, renders and serves: starts the nursery, sends it an order at each change, and serves what it makes."""

import asyncio
import logging
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

import uvicorn

from scenes.studio.build.systems import CONTEXT
from scenes.studio.watch.messages import News, Order, Piece, Place, Wanted
from scenes.studio.watch.serve.server import application
from scenes.studio.watch.serve.state import State
from scenes.studio.watch.sources import code_changes, lesson_changes

# Only programs of this machine can connect.
_LOOPBACK = "127.0.0.1"

# How many seconds pass between two looks at whether the news are to end.
_PAUSE = 0.1

# How many seconds the processes may take to end before they are killed.
_PATIENCE = 20


def watch(
    wanted: Wanted,
    place: Place,
    theme: str,
    opened: Callable[[str], None],
    heard: Callable[[News, str], None],
) -> None:
    """Keep the lecture up to date and serve it, until Ctrl-C.

    Parameters
    ----------
    place
        The beat that is looked at first.
    theme
        The theme of a page on which there is no clip yet.
    opened
        Called with the page's address once it is served.
    heard
        Called with news that is new, and how far it is.
    """
    logging.disable(logging.WARNING)  # what the libraries say of their own work
    with _nursery() as boss, socket.create_server((_LOOPBACK, 0)) as listening:
        boss.send(wanted)
        asyncio.run(_watch(wanted, State(place), theme, listening, boss, opened, heard))


async def _watch(
    wanted: Wanted,
    state: State,
    theme: str,
    listening: socket.socket,
    boss: Connection,
    opened: Callable[[str], None],
    heard: Callable[[News, str], None],
) -> None:
    host, token = f"{_LOOPBACK}:{listening.getsockname()[1]}", os.urandom(16).hex()
    app = application(state, host, token, theme)
    # At the end, connections of pages that wait for news are closed at once.
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off", timeout_graceful_shutdown=0)
    )
    tasks = [asyncio.create_task(_follow(code_changes(), boss, state, code=True))]
    if wanted.lesson:
        tasks.append(asyncio.create_task(_follow(lesson_changes(wanted.lesson), boss, state, code=False)))
    tasks.append(asyncio.create_task(_hear(boss, state, heard)))
    boss.send(Order(state.place, code=True))
    opened(f"http://{host}/{token}/")
    serving = asyncio.create_task(server.serve([listening]))
    done, _ = await asyncio.wait([serving, *tasks], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    for task in tasks:
        task.cancel()
    await asyncio.gather(*done)  # raises what went wrong
    await serving


async def _follow(changes: AsyncIterator[None], boss: Connection, state: State, *, code: bool) -> None:
    """Send an order at each change."""
    async for _ in changes:
        state.begin()
        boss.send(Order(state.place, code))
        await state.tell()


async def _hear(boss: Connection, state: State, heard: Callable[[News, str], None]) -> None:
    """Note the news, and tell the pages."""
    try:
        while True:
            await asyncio.to_thread(boss.poll, _PAUSE)  # not every system has pipes that an event loop can wait for
            while boss.poll():
                news: News = boss.recv()
                is_new = state.is_new(news)
                state.hear(news)
                if is_new:
                    heard(news, state.done)
                if not isinstance(news, Piece):  # which only those get that play it
                    await state.tell()
    except (EOFError, BrokenPipeError):
        raise ChildProcessError(None, "was killed", "the process that draws") from None


@contextmanager
def _nursery() -> Iterator[Connection]:
    """Start the nursery, and yield the pipe to it; in the end, wait until all processes have ended."""
    boss, there = CONTEXT.Pipe()
    command = [sys.executable, "-m", "scenes.studio.watch.nursery", str(there.fileno())]
    process = subprocess.Popen(command, **_inheriting(there.fileno()))  # noqa: S603 - our own
    there.close()
    try:
        yield boss
    finally:
        boss.close()
        try:
            process.wait(_PATIENCE)
        finally:
            process.kill()
            process.wait()


def _inheriting(pipe: int) -> dict[str, Any]:
    """Return how a process is started that inherits a pipe, and which Ctrl-C reaches by that pipe only."""
    if sys.platform != "win32":
        return {"pass_fds": [pipe], "start_new_session": True}
    os.set_handle_inheritable(pipe, True)
    return {
        "startupinfo": subprocess.STARTUPINFO(lpAttributeList={"handle_list": [pipe]}),
        "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP,
    }
