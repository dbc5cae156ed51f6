"""A site of any size, the same at every run: the demo's system and crisis pages, and more of everything else."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bench.feeds import Feeds
from bench.measure import ROOT, BenchError, Cost, python, run
from bench.prose import FOLDER, SOURCES, Prose
from explainer.commands import main

SEED = 5
START = datetime.fromisoformat("2026-11-20T18:24:00+01:00")
"""The moment of the demo; every fetch after it is a minute later."""

TRANSLATIONS = ("*.??.md", "*.??.yml")
"""Left out: what a language more costs is another question than what a page more costs."""

IN_NAV = 31
WITH_PANEL = 40
PLAIN_PAGE = "about/index.html"
"""A reading page that holds the banner and nothing else that is live."""

_COMPONENTS = ("deicing", "gates", "atc", "security", "baggage", "crews", "handling", "r4", "road", "rebooking")
_KEEPS_COMPONENT = re.compile(r"^components?:", re.MULTILINE)


@dataclass(frozen=True)
class Size:
    """How large a site is. The demo's own explainers are among them, so there are never fewer than those."""

    explainers: int
    disruptions: int


@dataclass
class Site:
    """A generated site in ``root``, and the minutes that have passed on it."""

    root: Path
    size: Size
    feeds: Feeds
    _minutes: int = field(default=0)

    @classmethod
    def make(cls, root: Path, size: Size) -> Site:
        """Write the site; nothing is fetched or built."""
        write_content(root / "content", size.explainers)
        config = _config(size.explainers)
        (root / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
        feeds = Feeds(root / "ops_feeds", size.disruptions, START, SEED)
        feeds.write_all()
        return cls(root, size, feeds)

    @property
    def now(self) -> datetime:
        """The site's clock."""
        return START + timedelta(minutes=self._minutes)

    @property
    def published(self) -> Path:
        """What readers see."""
        return self.root / "site"

    def explainer(self, command: str) -> Cost:
        """Run a command as a whole process."""
        return run(python("-m", "explainer", *self._command(command)), self.root)

    def fetch(self, change: str = "") -> None:
        """Let a minute pass, change the feeds (``quiet``, ``banner`` or not at all), and fetch them; none of it counts.

        Raises:
            BenchError: when the fetch fails.
        """
        self.advance(change)
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = main.run(self._command("fetch"))
        if code:
            raise BenchError(f"explainer fetch exited with {code}:\n{said.getvalue()}")

    def advance(self, change: str = "") -> None:
        """Let a minute pass, and change the feeds."""
        self._minutes += 1
        if change == "quiet":
            self.feeds.quiet_change(self.now)
        elif change == "banner":
            self.feeds.banner_change(self.now)

    def _command(self, name: str) -> list[str]:
        return [name, "-f", str(self.root / "mkdocs.yml"), "--now", self.now.isoformat()]

    def clear(self) -> None:
        """Take away all that a build makes."""
        for path in (self.root / ".explainer", self.published):
            if path.is_symlink():
                path.unlink()
            else:
                shutil.rmtree(path, ignore_errors=True)

    def sign(self) -> tuple[bytes, bytes]:
        """What tells that a change arrived: a page with nothing live but the banner, and the Atom feed."""
        return (self.published / PLAIN_PAGE).read_bytes(), (self.published / "feed.xml").read_bytes()


def changed_rightly(before: tuple[bytes, bytes], after: tuple[bytes, bytes], change: str) -> None:
    """Refuse a measurement of a refresh that did nothing, or something else.

    Raises:
        BenchError: when the change is not on the site, or not the banner that was to stay.
    """
    if before[1] == after[1]:
        raise BenchError(f"the {change} change did not reach the Atom feed")
    if (before[0] != after[0]) != (change == "banner"):
        raise BenchError(f"the {change} change did not treat the banner as it should")


def write_content(content: Path, explainers: int) -> None:
    """The demo's content, and generated explainers until there are enough."""
    shutil.copytree(ROOT / "content", content, ignore=shutil.ignore_patterns(*TRANSLATIONS))
    own = list(_own())
    panels = sum(bool(_KEEPS_COMPONENT.search(path.read_text(encoding="utf-8"))) for path in own)
    (content / FOLDER).mkdir()
    for number, (name, title, body) in enumerate(Prose.of(ROOT / "content").pages(explainers - len(own), SEED)):
        front = {"title": title, "checked": "2026-10-14", "checked_by": "operations-centre"}
        if number < WITH_PANEL - panels:
            front["component"] = _COMPONENTS[number % len(_COMPONENTS)]
        head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False).replace("'2026-10-14'", "2026-10-14")
        (content / FOLDER / name).write_text(f"---\n{head}---\n\n{body}", encoding="utf-8")


def make_plain(root: Path, explainers: int) -> Path:
    """The same content for MkDocs alone: no plugin of ours, no crisis templates. Returns its ``mkdocs.yml``."""
    write_content(root / "content", explainers)
    for page in sorted((root / "content").rglob("*.md")):
        page.write_text(
            re.sub(r"^template:.*\n", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
        )
    config = _config(explainers)
    config["plugins"] = [plugin for plugin in config["plugins"] if plugin == "search"]
    file = root / "mkdocs.yml"
    file.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def _own() -> Iterator[Path]:
    for folder in SOURCES:
        pages = sorted((ROOT / "content" / folder).glob("*.md"))
        yield from (path for path in pages if path.stem != "index" and "." not in path.stem)


def _config(explainers: int) -> dict[str, Any]:
    """The demo's ``mkdocs.yml`` in one language, with more pages in the navigation and no exercise."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config["site_description"] = "How Val d’Orme Airport works, what limits it now, and what you can do."
    config["plugins"] = [plugin for plugin in config["plugins"] if "i18n" not in plugin]
    for plugin in config["plugins"]:
        if isinstance(plugin, dict) and "explainer" in plugin:
            plugin["explainer"].pop("exercise", None)
    more = min(IN_NAV - _entries(config["nav"]), explainers - len(list(_own())))
    if more > 0:
        config["nav"].append({"More": [f"{FOLDER}/part-{number:05}.md" for number in range(1, more + 1)]})
    config["not_in_nav"] += f"/{FOLDER}/*\n"
    return config


def _entries(nav: Any) -> int:
    if isinstance(nav, list):
        return sum(_entries(entry) for entry in nav)
    return _entries(next(iter(nav.values()))) if isinstance(nav, dict) else 1
