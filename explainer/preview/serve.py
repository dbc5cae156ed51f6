"""``explainer serve``: the site on this machine while it is written. Never for the public."""

from __future__ import annotations

import errno
import mimetypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from explainer import disk
from explainer.declarations.places import workspace
from explainer.errors import ExplainerError
from explainer.preview import FOLDER
from explainer.preview.dressing import VERSION, dressed, instead
from explainer.preview.live import Live

LOOK_EVERY = 0.5
"""Seconds between two looks at the files."""

_LEFT = "What it is of cannot be shown as it is written now."

Say = Callable[[str], Any]

_HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Answer(NamedTuple):
    """What a request is answered: its status, its kind and its bytes."""

    status: int
    kind: str
    body: bytes


class _Handler(BaseHTTPRequestHandler):
    """Answers with what the site would publish, each page dressed as a preview."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, live: Live, began: str, is_here: bool, **kwargs: Any) -> None:
        self.live = live
        self.began = began
        self.is_here = is_here
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """A file, or the version of what is shown."""
        self._send(self._answer())

    def do_HEAD(self) -> None:
        """The same without its body."""
        self._send(self._answer(), body=False)

    def _answer(self) -> Answer:
        # Another site’s page must not read a draft by giving this machine a name of its own.
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if self.is_here and host not in _HERE:
            return Answer(421, "text/plain; charset=utf-8", b"Ask for this preview by its own address.\n")
        path = unquote(urlsplit(self.path).path)
        version = f"{self.began}-{self.live.state.version}"
        if path == VERSION:
            return Answer(200, "text/plain; charset=utf-8", version.encode())
        if self.live.is_empty:
            return Answer(503, "text/html; charset=utf-8", instead(self.live.state, version))
        return self._found(path.lstrip("/"), version)

    def _found(self, path: str, version: str) -> Answer:
        name = f"{path}index.html" if not path or path.endswith("/") else path
        status, body = 200, self.live.body(name)
        if body is None and self.live.body(f"{name}/index.html") is not None:
            return Answer(301, f"/{path}/", b"")
        if body is None:
            status, name, body = 404, "404.html", self.live.body("404.html") or b"<body>There is no such page.</body>"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind == "text/html":
            state = self.live.state
            is_left = self.live.is_left(name) and not state.trouble
            body = dressed(body, state._replace(trouble=_LEFT) if is_left else state, version)
        return Answer(status, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, body)

    def _send(self, answer: Answer, body: bool = True) -> None:
        self.send_response(answer.status)
        is_elsewhere = answer.status == 301
        self.send_header("Location" if is_elsewhere else "Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Robots-Tag", "noindex")
        self.end_headers()
        if body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name the base class gave it
        """Stay quiet; the terminal belongs to what changed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news."""


def serve(live: Live, host: str, port: int, say: Say) -> None:
    """Show the site until interrupted, following every change.

    Raises:
        ExplainerError: when the address is in use or is none of this machine, or the folder is shown already.
    """
    with _listening(host, port, live) as server:
        address = f"http://{_shown(host)}:{server.server_port}/"
        with _alone(live.root, address):
            try:
                live.look()
                say(_told(live))
                threading.Thread(target=partial(_follow, live, say), daemon=True).start()
                say(f"Preview at {address} (stop with Ctrl+C). Nothing it shows is published or recorded.")
                server.serve_forever()
            except KeyboardInterrupt:
                say("\nPreview stopped.")


@contextmanager
def _listening(host: str, port: int, live: Live) -> Iterator[_Server]:
    try:
        server = _Server((host, port), partial(_Handler, live=live, began=token_hex(4), is_here=_shown(host) in _HERE))
    except OSError as error:
        raise ExplainerError(_why_not(error, host, port)) from error
    try:
        yield server
    finally:
        server.server_close()


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65_535 else 8000
        return f"port {port} is in use already; stop what uses it, or choose another: explainer serve --port {other}"
    if error.errno == errno.EACCES:
        return f"port {port} may not be used by everybody; choose one from 1024 on: explainer serve --port 8000"
    return f"“{host}” is no address of this machine ({error.strerror}); write --host 127.0.0.1"


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextmanager
def _alone(root: Path, address: str) -> Iterator[None]:
    """Keep a second preview of the same folder out, and tell it where this one is.

    Raises:
        ExplainerError: when there is one already.
    """
    folder = workspace(root, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    where = folder / "address"
    with disk.held(folder / "served") as is_ours:
        if not is_ours:
            there = where.read_text(encoding="utf-8") if where.is_file() else "another address"
            raise ExplainerError(f"a preview of this folder runs already at {there}; open that, or stop it first")
        where.write_text(address, encoding="utf-8")
        yield


def _follow(live: Live, say: Say) -> None:
    told = _told(live)
    while True:
        time.sleep(LOOK_EVERY)
        with suppress(OSError):  # a folder that went away while it was listed
            live.look()
        now = _told(live)
        if now != told:
            told = now
            say(now)


def _told(live: Live) -> str:
    """What is wrong, for the terminal."""
    state = live.state
    lines = [str(finding) for finding in state.findings]
    if state.trouble:
        lines += [state.trouble, "The preview shows the site as it was before."]
    errors = len(state.errors)
    lines.append(f"{errors} thing{'' if errors == 1 else 's'} to mend." if errors else "Nothing to mend.")
    return "\n".join(lines)
