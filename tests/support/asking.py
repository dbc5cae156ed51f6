"""Feeds that are asked of real servers on this machine: what the tests of ``fetch/`` share."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from explainer.fetch.web import Failed, Fetched, Limits, Outcome, Validators, fetch
from explainer.model.sources import Source

# Loopback is private, so every test that wants an answer has to allow it.
LIMITS = Limits(connect=2, read=2, total=4, pause=0.01, allow_private=True, site_url="https://ops.example/")
Send = Callable[[bytes], object]
NOWHERE = Path("/nonexistent")


def at(url: str, feed: str = "tower") -> Source:
    return Source(id=feed, publisher="Tower", format="rss", url=url)


def ask(url: str, validators: Validators | None = None, limits: Limits = LIMITS) -> Outcome:
    return fetch(at(url), NOWHERE, validators or Validators(), limits)


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, Failed), outcome
    return outcome.reason


def bodies(outcome: Outcome) -> list[bytes]:
    assert isinstance(outcome, Fetched), outcome
    return [document.body for document in outcome.documents]


def told(outcome: Outcome) -> list[tuple[bytes, str]]:
    assert isinstance(outcome, Fetched), outcome
    return [(document.body, document.failure) for document in outcome.documents]


@contextmanager
def wire(talk: Callable[[Send], object]) -> Iterator[str]:
    """The address of a server that reads a request, then says on the wire whatever `talk` sends."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            with suppress(OSError):  # the other side hangs up, as it should
                talk(self.request.sendall)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/feed"
        running.shutdown()


def drip(send: Send, first: bytes, what: bytes) -> None:
    send(first)
    for _ in range(400):
        send(what)
        time.sleep(0.02)
