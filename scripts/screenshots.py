"""Makes the pictures of the documentation: ``make screenshots`` builds the demo aside and photographs it."""

from __future__ import annotations

import shutil
import signal
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

from playwright.sync_api import Browser, BrowserContext

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


OF_THE_DESK = Shot("desk-phone.png", "new", 390, 844)


def main() -> None:
    """Write every picture anew."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        with served(demo(Path(folder, "demo"))) as address:
            for shot in SHOTS:
                take(browser.new_context(), f"{address}/{shot.page}", shot)
        with desk(Path(folder, "hospital")) as address:
            context = browser.new_context()
            context.new_page().goto(address)
            take(context, f"{address.partition('?')[0]}{OF_THE_DESK.page}", OF_THE_DESK)


def explainer(folder: Path, *words: str) -> list[str]:
    """The words that call the program on the site in a folder."""
    return [sys.executable, "-m", "explainer", *words, "-f", str(folder / "mkdocs.yml")]


@contextmanager
def desk(folder: Path) -> Iterator[str]:
    """The address at which the desk of a new hospital's site is open as long as the block lasts."""
    named = ["--for", "hospital", "--name", "Harbour Hospital", "--zone", "Europe/Berlin"]
    subprocess.run([sys.executable, "-m", "explainer", "new", str(folder), *named], check=True)  # noqa: S603  # our own
    command = explainer(folder, "desk", "--no-browser", "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as open_desk:  # noqa: S603  # our own
        said = open_desk.stdout.readline() if open_desk.stdout else ""
        yield said.split()[-1]
        open_desk.send_signal(signal.SIGINT)


def demo(folder: Path) -> Path:
    """The demo's site, made in ``folder``."""
    folder.mkdir()
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


def take(context: BrowserContext, address: str, shot: Shot) -> None:
    """Photograph one page."""
    page = context.new_page()
    page.set_viewport_size({"width": shot.width, "height": shot.height})
    page.emulate_media(color_scheme=shot.scheme)
    page.goto(address)
    page.screenshot(path=IMAGES / shot.name)
    context.close()


if __name__ == "__main__":
    main()
