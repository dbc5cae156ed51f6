"""A preview that follows content and feed files. For one person's own machine, never for the public."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from explainer.declarations.places import Places
from explainer.errors import ExplainerError, own_fault
from explainer.staff.project import load_project

LOOK_EVERY = 0.5
"""Seconds between two looks at the files."""

_WATCHER = b"""<script>(function(v){setInterval(function(){fetch("/__version").then(function(r){return r.text()})
.then(function(t){if(v===null)v=t;else if(t!==v)location.reload()}).catch(function(){})},1000)})(null)</script>"""

Stamp = dict[str, tuple[int, int]]
Say = Callable[[str], Any]


class _Preview:
    """The site, a count of its versions, and the last thing that went wrong."""

    def __init__(self, update: Callable[[], Path], say: Say) -> None:
        self._update = update
        self._say = say
        self.version = 0
        self.site: Path | None = None

    def update(self) -> None:
        """Bring the site up to date; what is wrong is said, and the last good site stays."""
        try:
            self.site = self._update()
            self.version += 1
        except ExplainerError as error:
            self._say(f"{error}\nThe preview shows the site as it was before.")
        except Exception as error:  # noqa: BLE001 - the last resort: the next change may mend it
            self._say(f"It broke off: {own_fault(error)}\nThe preview shows the site as it was before.")


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site; pages reload themselves after each version, in the preview alone."""

    def __init__(self, *args: Any, preview: _Preview, **kwargs: Any) -> None:
        self.preview = preview
        super().__init__(*args, directory=str(preview.site), **kwargs)

    def do_GET(self) -> None:
        """A file, or the number of the version."""
        if self.path == "/__version":
            return self._send(str(self.preview.version).encode(), "text/plain")
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if page.suffix == ".html" and page.is_file():
            return self._send(_unlocked(page.read_bytes()) + _WATCHER, "text/html; charset=utf-8")
        return super().do_GET()

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name the base class gave it
        """Stay quiet; the terminal belongs to what changed."""


def _unlocked(page: bytes) -> bytes:
    """A page without its security policy, which would rightly stop the preview's reloading script."""
    start = page.find(b'<meta http-equiv="Content-Security-Policy"')
    if start < 0:
        return page
    return page[:start] + page[page.find(b">", start) + 1 :]


def preview(config_file: Path, host: str, port: int, bring_up_to_date: Callable[[], bool], say: Say) -> None:
    """Serve the site until interrupted, updating it whenever a file that it depends on changes."""

    def update() -> Path:
        if not bring_up_to_date():
            raise ExplainerError("The site could not be brought up to date; see the lines above.")
        project = load_project(config_file)
        return project.root / project.places.site

    shown = _Preview(update, say)
    root = config_file.resolve().parent
    # Stamped before the first update, so that what changes during it is not missed.
    seen = _stamp(root, _places(config_file))
    shown.update()
    if shown.site is None:
        raise ExplainerError("There is nothing to preview yet; mend what is named above and run it again.")
    server = ThreadingHTTPServer((host, port), partial(_Handler, preview=shown))
    follow = partial(_follow, config_file, seen, shown)
    threading.Thread(target=follow, daemon=True).start()
    say(f"Preview at http://{host}:{server.server_port}/ (stop with Ctrl+C)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("\nPreview stopped.")
    finally:
        server.server_close()


def _follow(config_file: Path, seen: Stamp, shown: _Preview) -> None:
    root = config_file.resolve().parent
    while True:
        now = _stamp(root, _places(config_file))
        if now != seen:
            seen = now
            shown.update()
        time.sleep(LOOK_EVERY)


def _places(config_file: Path) -> Places:
    """Where everything lies now; the usual places while the configuration is being edited and does not read."""
    try:
        return load_project(config_file).places
    except ExplainerError:
        return Places(config_file=config_file.name)


def _stamp(root: Path, places: Places) -> Stamp:
    """Size and time of every file the site depends on, the record left out: it is what an update writes."""
    recorded = places.recorded(root)
    feeds = (p for p in (root / places.feeds).rglob("*") if p.is_file() and recorded not in p.parents)
    found: Stamp = {}
    for path in {*places.inputs(root).values(), *feeds}:
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        found[str(path)] = (stat.st_mtime_ns, stat.st_size)
    return found
