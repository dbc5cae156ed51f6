"""Sveltia CMS on a page of this machine, with a repository in the browser: what a person would type and press."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from explainer.fetch.forms import ICONS, SVELTIA
from tests.conftest import ROOT, cannot_run
from tests.support.server import serving

_ROOT = "(await (await navigator.storage.getDirectory()).getDirectoryHandle('sveltia-cms-test', {create: true}))"

_PUT = f"""async files => {{
  for (const [path, text] of Object.entries(files)) {{
    const parts = path.split('/');
    let folder = {_ROOT};
    for (const name of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(name, {{create: true}});
    const written = await (await folder.getFileHandle(parts.at(-1), {{create: true}})).createWritable();
    await written.write(text);
    await written.close();
  }}
}}"""

_TAKE = f"""async () => {{
  const found = {{}};
  const walk = async (folder, way) => {{
    for await (const [name, inner] of folder.entries()) {{
      if (inner.kind === 'directory') await walk(inner, way + name + '/');
      else found[way + name] = await (await inner.getFile()).text();
    }}
  }};
  await walk({_ROOT}, '');
  return found;
}}"""


def archives() -> Path:
    """The folder with the archives of the registry; the test is skipped, and says why, where they cannot be had."""
    folder = ROOT / ".tools/forms"
    folder.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    for release in (SVELTIA, ICONS):
        package, _, file = release.path.partition("/-/")
        if (folder / file).exists():
            continue
        if npm is None:
            cannot_run("npm is not on this machine, so the forms were not tried")
        version = file.removesuffix(".tgz").rpartition("-")[2]
        told = subprocess.run(  # noqa: S603 - its digest is compared before anything is taken out of it
            [npm, "pack", "--silent", f"{package}@{version}", "--pack-destination", str(folder)],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        if told.returncode:
            cannot_run(f"the Node registry cannot be reached, so the forms were not tried: {told.stderr[-200:]}")
        (folder / told.stdout.split()[-1]).rename(folder / file)
    return folder


class Forms:
    """The page, signed in to a repository that lies in the browser."""

    def __init__(self, page: Page, address: str, files: dict[str, str]) -> None:
        self.page, self.address = page, address
        self.steps = 0
        page.set_default_timeout(15_000)
        page.goto(address)
        page.evaluate(_PUT, files)
        page.get_by_role("button", name="Work with Test Repository").click()
        page.get_by_text("Collections").first.wait_for(state="attached")

    def new(self, collection: str) -> None:
        """Open an empty form."""
        self._go(f"collections/{collection}/new")

    def open(self, collection: str, name: str) -> None:
        """Open a file in its form."""
        self._go(f"collections/{collection}/entries/{name}")

    def _go(self, where: str) -> None:
        self.page.goto(f"{self.address}#/{where}")
        self.page.locator("[data-key-path]").first.wait_for()

    def field(self, path: str) -> Locator:
        """One field by its path, such as ``updates.0.says``; fields are drawn when they come into sight."""
        found = self.page.locator(f'[data-key-path="{path}"]').first
        for _ in range(60):
            if found.count():
                break
            self.page.mouse.move(200, 400)
            self.page.mouse.wheel(0, 400)
            self.page.wait_for_timeout(60)
        found.scroll_into_view_if_needed()
        return found

    def type(self, path: str, text: str) -> None:
        """Type into a field."""
        self.field(path).locator("input, textarea, [contenteditable=true]").first.fill(text)
        self.steps += 1

    def choose(self, path: str, value: str) -> None:
        """Choose a word."""
        field = self.field(path)
        few = field.locator(f'button[value="{value}"]')
        if not few.count():
            field.get_by_role("combobox").first.click()
            few = self.page.locator(f'[role=option][data-value="{value}"], [role=option][value="{value}"]').first
        few.click()
        self.steps += 1

    def add(self, path: str) -> None:
        """Press “Add …” of a list or of a group."""
        self.field(path).locator('button[data-label^="Add"]').first.click()
        self.steps += 1

    def switch(self, path: str) -> None:
        """Switch yes or no over."""
        self.field(path).get_by_role("switch").first.click()
        self.steps += 1

    def save(self) -> dict[str, str]:
        """Press “Save”; returns every file of the repository."""
        self.page.get_by_role("button", name="Save", exact=True).first.click()
        self.steps += 1
        self.page.get_by_text("Entry saved").first.wait_for(state="attached")
        found: dict[str, str] = self.page.evaluate(_TAKE)
        return found


@contextmanager
def opened(browser: Browser, folder: Path, files: dict[str, str], **options: Any) -> Iterator[Forms]:
    """The forms in ``folder``, on a page of a browser that is somewhere else than the site’s zone."""
    with serving(folder) as address:
        context = browser.new_context(timezone_id="Asia/Tokyo", **options)
        try:
            yield Forms(context.new_page(), address, files)
        finally:
            context.close()
