"""A real browser for tests: the system's Chromium, driven by Playwright, kept on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.support.network import is_loopback

# The names scripts/install-chromium looks for.
EXECUTABLES = ("chromium", "chromium-browser", "google-chrome")

AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_chromium() -> str | None:
    """The path of the system's Chromium, or None."""
    return next(filter(None, map(shutil.which, EXECUTABLES)), None)


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """A running browser that asks nobody for updates or components."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            # `channel="chromium"` would want Playwright's own download.
            executable_path=executable,
            headless=True,
            # Chromium refuses to run as root in its sandbox, and containers are root.
            chromium_sandbox=False,
            args=[
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Pages:
    """Opens pages for one test, and keeps what no page of ours may do.

    Call it with what `Browser.new_context` takes, for instance `page(java_script_enabled=False)` or
    `page(color_scheme="dark")`. A page is a phone's size unless told otherwise.
    """

    browser: Browser
    left_the_machine: list[str] = field(default_factory=list)
    script_errors: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(self, **options: Any) -> Page:
        """A new page in a context of its own: no cookies, no storage, nothing cached."""
        # What the site keeps of itself is `tests/site/test_offline.py`'s: nobody else shall be shown it.
        usual = {"viewport": {"width": 360, "height": 740}, "service_workers": "block"}
        context = self.browser.new_context(**{**usual, **options})
        self._contexts.append(context)
        context.route("**/*", self._keep_here)
        page = context.new_page()
        page.on("pageerror", lambda error: self.script_errors.append(str(error)))
        return page

    def close(self) -> None:
        """Close every page this test opened."""
        while self._contexts:
            self._contexts.pop().close()

    def _keep_here(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in {"http", "https", "ws", "wss"} and not is_loopback(url.hostname):
            self.left_the_machine.append(route.request.url)
            route.abort()
        else:
            route.continue_()


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: one line per rule, with the elements."""
    # Through the debugger, not as a <script>: the pages' content security policy refuses strangers.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)
    return [
        f"{fault['id']}: {fault['help']}: " + ", ".join(" ".join(node["target"]) for node in fault["nodes"])
        for fault in result["violations"]
    ]
