"""Makes the pictures of the documentation: ``make screenshots`` builds the demo aside and photographs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser

from tests.support.browser import find_chromium, launched

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
DEMO = ("content", "ops_feeds", "mkdocs.yml")


class Shot(NamedTuple):
    """A picture: its file, the page, and the window it is seen through."""

    name: str
    page: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"


SHOTS = (
    Shot("home.png", "", 1280, 720),
    Shot("home-phone.png", "", 390, 844),
    Shot("map.png", "map/", 1280, 720),
)


def main() -> None:
    """Write every picture anew."""
    with tempfile.TemporaryDirectory() as folder, served(demo(Path(folder))) as address, chromium() as browser:
        for shot in SHOTS:
            take(browser, f"{address}/{shot.page}", shot)


def demo(folder: Path) -> Path:
    """The demo's site, made in ``folder``."""
    for name in DEMO:
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copied(ROOT / name, folder / name)
    subprocess.run([sys.executable, "-m", "explainer", "update"], cwd=folder, check=True)  # our own
    return folder / "site"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which the site is served as long as the block lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = find_chromium()
    if path is None:
        sys.exit("no Chromium on PATH; scripts/install-chromium installs one on Debian as root")
    with launched(path) as browser:
        yield browser


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Photograph one page."""
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme)
    page.goto(address)
    page.screenshot(path=IMAGES / shot.name)
    page.close()


if __name__ == "__main__":
    main()
