"""Real servers on this machine that take what people are told: an SMTP server, and one for webhooks."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller


class Mailbox:
    """What a mail server took, in its order; ``refuses`` are the addresses it takes nothing for."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Message]] = []
        self.refuses: set[str] = set()
        self.port = 0

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail, or refuse it."""
        envelope = given[-1]
        [to] = envelope.rcpt_tos
        if to in self.refuses:
            return "550 no such person"
        self.mails.append((to, message_from_bytes(envelope.content)))
        return "250 taken"

    def address(self, *to: str) -> str:
        """Where mails to these go, as apprise writes it."""
        return f"mailto://127.0.0.1:{self.port}?from=desk@pier.example&to={','.join(to)}&mode=insecure"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server at work."""
    box = Mailbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


class Posted(NamedTuple):
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Hook:
    """What came to a webhook; ``answers`` are the codes of the next answers, 200 once there are none left."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.posted: list[Posted] = []
        self.answers: list[int] = []
        self.before_answer: Callable[[], None] = lambda: None

    def address(self, path: str = "hook") -> str:
        """Where it listens, as apprise writes it."""
        return f"json://127.0.0.1:{self.port}/{path}"


@contextmanager
def web_hook() -> Iterator[Hook]:
    """A webhook at work."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = hook.answers.pop(0) if hook.answers else 200
            if code < 300:
                hook.posted.append(Posted(self.path, dict(self.headers), json.loads(body)))
            hook.before_answer()
            self.send_response(code)
            if 300 <= code < 400:
                self.send_header("Location", f"http://127.0.0.1:{hook.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook = Hook(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
