"""The desk's own socket, on the loopback, and the server on it."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

import uvicorn

from explainer.errors import ExplainerError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

ADDRESS = "127.0.0.1"
MOST_AT_ONCE = 32
"""Requests; a page asks for five things, and a desk is for one person."""


def listening(port: int) -> socket.socket:
    """A socket that listens on the loopback; ``port`` 0 is any that is free.

    Raises:
        ExplainerError: when another program has the port, or the system keeps it for itself.
    """
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((ADDRESS, port))
        opened.listen()
    except OSError as error:
        opened.close()
        raise ExplainerError(_why_not(error, port)) from error
    return opened


def _why_not(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use, perhaps by another desk; write --port {port + 1}, or --port 0 for any"
    if error.errno == errno.EACCES:
        return f"port {port} is kept by the system; write --port 8765"
    return f"port {port} cannot be opened ({error.strerror or error})"


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Answer until interrupted; what is being written is finished first."""
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=64_000,
    )
    uvicorn.Server(config).run(sockets=[listener])
