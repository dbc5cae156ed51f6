"""A folder served on this machine, for a real browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar


class Quiet:
    """Prints nothing of what a handler answers."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's own name
        """Say nothing; a run's output is its own."""


class _Files(Quiet, SimpleHTTPRequestHandler):
    headers_sent: ClassVar[Mapping[str, str]] = {}

    def end_headers(self) -> None:
        """Send what the test wants sent with every page."""
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        super().end_headers()


@contextmanager
def answering(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server on this machine that answers by ``handler``, without the last slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serving(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of ``folder``, without the last slash; ``headers`` are sent with every file."""
    handler = type("_Handler", (_Files,), {"headers_sent": headers or {}})
    with answering(partial(handler, directory=str(folder))) as address:
        yield address
