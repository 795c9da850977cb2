"""The connection with a Dask scheduler, without a word from Dask."""

import asyncio
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from scenes.studio.build.extras import need

if TYPE_CHECKING:
    from distributed import Client

# How many seconds to wait for it.
_PATIENCE = 5

_LOGGERS = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application", "asyncio")


def connected(address: str) -> "Client":
    """Return Dask's client of the scheduler at an address: ``tcp://HOST:PORT``.

    Raises
    ------
    UsageError
        If there is none, or Dask is not installed.
    """
    find(address)
    from distributed import Client

    with _explained(address):
        return Client(address, timeout=_PATIENCE, set_as_default=False)


def find(address: str) -> None:
    """Make sure that a scheduler answers at an address.

    Raises
    ------
    UsageError
        As ``connected``.
    """
    need("cluster", "--cluster")
    _silence()
    with _explained(address):
        asyncio.run(_find(address))


@contextmanager
def _explained(address: str) -> Iterator[None]:
    try:
        yield
    except Exception:  # who knows what answers there
        expected = f"expected the address of a Dask scheduler (tcp://HOST:PORT), got {address!r}"
        raise click.UsageError(f"--cluster: {expected}: no scheduler answers there") from None


async def _find(address: str) -> None:
    """Raise an error if there is no scheduler. Dask's client would wait for ever for one that says nothing."""
    from distributed import Security, rpc

    keys = Security().get_connection_args("client")
    async with asyncio.timeout(_PATIENCE), rpc(address, connection_args=keys) as stranger:
        identity: Any = await stranger.identity()
        if identity["type"] != "Scheduler":
            raise ValueError(identity)


def _silence() -> None:
    """Keep Dask from writing to standard error: what matters is told by this program."""
    from distributed.versions import VersionMismatchWarning

    warnings.filterwarnings("ignore", category=VersionMismatchWarning)
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
