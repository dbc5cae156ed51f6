"""How soon a page stands before a reader on the worst network, in a real browser.

``python -m bench.paint site`` measures home, the map, a disruption and a reading page of a built site, in each of its
languages: 400 milliseconds to and fro, 400 kilobits a second, a processor four times as slow as this one, nothing
cached, and a connection that must be opened first. Seconds belong to this machine; what to compare is the ratio to a
page with one word on it, which is measured beside every other.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from explainer.publishing.serving import served
from tests.support.server import Quiet, answering

ROUND_TRIP = 400
"""Milliseconds to the server and back."""

BYTES = 400_000 / 8
"""What the line carries in a second."""

SLOWER = 4
"""How many times as slow the processor is."""

FIRST = 3 * ROUND_TRIP / 1000
"""Seconds until the first answer, where a connection with TLS 1.3 is opened: the browser’s own throttle knows of none,
and only sees to it that no answer comes sooner than a round trip."""

EMPTY = "/a-page-with-one-word"
_LARGEST = """() => new Promise(done => {
  let at = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) at = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(at), 600);
})"""


class Painted(NamedTuple):
    """Seconds until the largest thing on a page stood there, and what the page asked for, in that order."""

    largest: float
    asked: tuple[str, ...]


@dataclass
class Server:
    """A folder, packed as on any server; ``asked`` is what was asked for since it was last emptied."""

    folder: Path
    address: str = ""
    asked: list[str] = field(default_factory=list)


class _Handler(Quiet, BaseHTTPRequestHandler):
    server_of: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if not self.server_of.asked:
            time.sleep(FIRST)
        self.server_of.asked.append(path)
        file = self.server_of.folder / path.strip("/")
        file = file / "index.html" if file.is_dir() else file
        kind = served(file.name)
        body = (
            b"<!doctype html><title>.</title><p>Word" if path == EMPTY else file.read_bytes() if file.is_file() else b""
        )
        packed = gzip.compress(body, 9) if kind.packs or path == EMPTY else body
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html" if path == EMPTY else kind.content_type)
        if packed is not body:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.send_header("Cache-Control", kind.cache_control)
        self.end_headers()
        self.wfile.write(packed)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server of a folder."""
    made = Server(folder)
    with answering(type("_Handler", (_Handler,), {"server_of": made})) as made.address:
        yield made


def painted(browser: Browser, server: Server, path: str) -> Painted:
    """One look at a page by somebody who was never there."""
    server.asked.clear()
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    try:
        page = context.new_page()
        # The server cannot tell the order: two requests of one moment come on two connections.
        asked: list[str] = []
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        tools = context.new_cdp_session(page)
        line = {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": BYTES, "uploadThroughput": BYTES}
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", line)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"{server.address}{path}")
        return Painted(page.evaluate(_LARGEST) / 1000, tuple(asked))
    finally:
        context.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as asked; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.paint", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("--page", action="append", default=[], help="a page, such as map/; may be given often")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--chromium", required=True, help="the browser’s program")
    options = parser.parse_args(arguments)
    pages = options.page or list(_pages(options.site))
    with serving(options.site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, chromium_sandbox=False)
        sys.stdout.write(
            "| Page | Largest paint, median | Least to most | Ratio to an empty page |\n|---|---|---|---|\n"
        )
        for path in pages:
            rounds = [
                (painted(browser, server, EMPTY).largest, painted(browser, server, f"/{path}").largest)
                for _ in range(options.runs)
            ]
            took = [page for _, page in rounds]
            ratio = statistics.median(page / empty for empty, page in rounds)
            said = f"{statistics.median(took):.2f} s | {min(took):.2f}–{max(took):.2f} s | {ratio:.2f}"
            sys.stdout.write(f"| `{path or './'}` | {said} |\n")
            sys.stdout.flush()
        browser.close()
    return 0


def _pages(site: Path) -> Iterator[str]:
    """Home, the map, a disruption and a reading page, the last of each by name, in each language that has a home."""
    yield from _of(site, "")
    for home in sorted(path.parent.name for path in site.glob("*/manifest.webmanifest")):
        yield from _of(site, f"{home}/")


def _of(site: Path, home: str) -> Iterator[str]:
    yield home
    yield f"{home}map/"
    for kind in ("disruptions", "how"):
        found = [path.parent.name for path in sorted((site / home / kind).glob("*/index.html"))]
        yield from (f"{home}{kind}/{name}/" for name in found[-1:])


if __name__ == "__main__":
    sys.exit(main())
