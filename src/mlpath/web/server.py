"""Serving: a socket on 127.0.0.1 and no other address, until it is interrupted."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from mlpath.errors import UsageError, reason_of
from mlpath.web.application import create
from mlpath.web.office import Office

HOST = "127.0.0.1"
MOST_WAITING = 100
"""Connections that wait to be taken."""


def bound(port: int) -> socket.socket:
    """A listening socket on this machine only; port 0 takes a free one.

    Raises:
        UsageError: where the port is taken or not allowed.

    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
        found.listen(MOST_WAITING)
    except OSError as error:
        found.close()
        reason = reason_of(error)
        raise UsageError(f"port {port} cannot be used: {reason}", "mlpath serve --port 0 takes a free one") from None
    return found


def address_of(listening: socket.socket) -> str:
    """Name and port, as a browser says them in Host."""
    port = listening.getsockname()[1]
    return HOST if port == 80 else f"{HOST}:{port}"


def serve(office: Office, listening: socket.socket, ready: Callable[[], None], *, debug: bool = False) -> None:
    """Answer until interrupted.

    Args:
        office: the learner's use cases.
        listening: what `bound` gave.
        ready: called once requests are answered.
        debug: whether a traceback is shown of what goes wrong.

    """
    config = uvicorn.Config(
        create(office, address_of(listening)),
        log_level="warning" if debug else "critical",
        access_log=False,
        server_header=False,
        date_header=False,
        ws="none",
        lifespan="off",
        proxy_headers=False,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=32 * 1024,
    )
    server = uvicorn.Server(config)
    started = server.startup

    async def startup(sockets: list[socket.socket] | None = None) -> None:
        await started(sockets=sockets)
        ready()

    server.startup = startup  # type: ignore[method-assign]  # uvicorn has no hook for this
    server.run(sockets=[listening])
