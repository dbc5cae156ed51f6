"""A folder served over a line that can be cut, slowed, or answer with what is old, for a real browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from explainer.publishing.serving import served
from tests.support.server import Quiet, answering


@dataclass
class Line:
    """What becomes of a request; ``asked`` is every path that was asked for, and how."""

    folder: Path
    address: str = ""
    is_cut: bool = False
    wait: float = 0
    status: int = 200
    instead: dict[str, bytes] = field(default_factory=dict)
    modified: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def pages(self) -> list[str]:
        """The pages that were asked for."""
        return [path for path in self.asked if path.endswith("/")]


class _Handler(Quiet, BaseHTTPRequestHandler):
    line: Line
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        line, path = self.line, self.path.partition("?")[0]
        line.asked.append(path)
        if line.is_cut:
            self.close_connection = True
            return
        if line.wait and path.endswith("/"):
            time.sleep(line.wait)
        name = path.strip("/") + "/index.html" if path.endswith("/") else path.strip("/")
        body = line.instead.get(path)
        file = line.folder / name.strip("/")
        if body is None and not file.is_file():
            self._send(404, b"nothing", "text/plain", path)
            return
        told = served(name.strip("/"))
        is_page = path.endswith("/")
        self._send(
            line.status if is_page else 200, file.read_bytes() if body is None else body, told.content_type, path
        )

    def _send(self, status: int, body: bytes, kind: str, path: str) -> None:
        self.send_response(status)
        sent = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-cache",
            **self.line.headers,
        }
        if path in self.line.modified:
            sent["Last-Modified"] = self.line.modified[path]
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def line_to(folder: Path) -> Iterator[Line]:
    """The line to ``folder``, with its address without the last slash."""
    line = Line(folder)
    with answering(type("_Handler", (_Handler,), {"line": line})) as line.address:
        yield line
