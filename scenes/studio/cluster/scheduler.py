"""Connects with a Dask scheduler, with one-line errors and without Dask's own log messages."""

import asyncio
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from scenes.studio.build.extras import require_extra

if TYPE_CHECKING:
    from distributed import Client

# How many seconds to wait for the scheduler.
_TIMEOUT = 5

_LOGGERS = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application", "asyncio")


def connect(address: str) -> "Client":
    """Return a Dask client that is connected with the scheduler at an address, ``tcp://HOST:PORT``.

    Raises
    ------
    UsageError
        If no scheduler answers there, or Dask is not installed.
    """
    check_scheduler(address)
    from distributed import Client

    with _as_usage_error(address):
        return Client(address, timeout=_TIMEOUT, set_as_default=False)


def check_scheduler(address: str) -> None:
    """Make sure that a scheduler answers at an address.

    Raises
    ------
    UsageError
        If none does, or Dask is not installed.
    """
    require_extra("cluster", "--cluster")
    _silence_dask()
    with _as_usage_error(address):
        asyncio.run(_identify(address))


@contextmanager
def _as_usage_error(address: str) -> Iterator[None]:
    try:
        yield
    except Exception:  # anything may answer there, in any way
        expected = f"expected the address of a Dask scheduler (tcp://HOST:PORT), got {address!r}"
        raise click.UsageError(f"--cluster: {expected}: no scheduler answers there") from None


async def _identify(address: str) -> None:
    """Raise an error if no scheduler answers in time; Dask's client would wait for ever for a silent one."""
    from distributed import Security, rpc

    keys = Security().get_connection_args("client")
    async with asyncio.timeout(_TIMEOUT), rpc(address, connection_args=keys) as server:
        identity: Any = await server.identity()
        if identity["type"] != "Scheduler":
            raise ValueError(identity)


def _silence_dask() -> None:
    """Keep Dask from writing to standard error: this program reports what matters itself."""
    from distributed.versions import VersionMismatchWarning

    warnings.filterwarnings("ignore", category=VersionMismatchWarning)
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
