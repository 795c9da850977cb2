"""The process that has imported manim, but nothing of the project: ``python -m scenes.studio.watch.nursery``.

A change of the code needs a new process to read it, and importing manim takes a second. So this process imports the
libraries once, and forks a session for each state of the code, which then imports the project only. Where processes
are spawned, the session imports the libraries, too.
"""

import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from multiprocessing import connection
from multiprocessing.connection import Connection

from scenes.studio.build.systems import signals_held
from scenes.studio.watch.family import Child, tend
from scenes.studio.watch.messages import Order, Trouble, Wanted
from scenes.studio.watch.trouble import trouble_of

# The libraries that take long to import.
_LIBRARIES = ("manim", "av", "babel.messages.pofile", "babel.numbers", "jinja2", "msgspec", "srt", "typst")


def nursery(boss: Connection) -> None:
    """Import the libraries, and keep a session of the present code; the first order is ``Wanted``."""
    with signals_held(signal.SIGINT), suppress(EOFError):
        for library in _LIBRARIES:
            import_module(library)
        tend(boss, partial(_respond, boss.recv()))


def _respond(wanted: Wanted, change: Order, sessions: list[Child]) -> list[Child]:
    """Hand an order on to the session, a new one if the code has changed."""
    if change.code:
        for session in sessions:
            session.stop()
        sessions = []
    sessions = sessions or [Child(_session, wanted)]
    with suppress(BrokenPipeError, ConnectionResetError):  # it failed to start, and has said why
        sessions[0].pipe.send(change)
    return sessions


def _session(boss: Connection, wanted: Wanted) -> None:
    """Import the project as it is now, and begin a session."""
    session: Callable[[Connection, Wanted], None]
    try:
        from scenes.studio.watch.session import session
    except Exception as error:
        boss.send(Trouble(*trouble_of(error)))
    else:
        session(boss, wanted)


if __name__ == "__main__":
    # The kind of pipe that there is between processes: Windows has another one.
    nursery(getattr(connection, "PipeConnection", Connection)(int(sys.argv[1])))
