"""A small but whole site in a temporary folder, and the commands run on it as a person would."""

from __future__ import annotations

import hashlib
import re
import shutil
from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from explainer.commands.main import run

if TYPE_CHECKING:
    import pytest

CONFIG = """\
site_name: Pier One
site_url: https://pier.example/
docs_dir: content
theme: {name: material, font: false}
plugins:
  - search
  - explainer:
      zone: Europe/Paris
      contact: {name: Harbour office, phone: 01 99 00 00 00}
"""

SYSTEM = """\
title: Pier One
layers:
  - {id: outside, name: Outside}
  - {id: quay, name: Quay}
  - {id: you, name: You}
parties:
  - {id: harbour, name: Harbour office}
components:
  - {id: wind, name: Wind, kind: condition, layer: outside, owner: harbour, watched_by: [met], nature: weather}
  - {id: crane, name: Crane, kind: resource, layer: quay, owner: harbour, watched_by: [met, log], explainer: how/crane.md}
  - {id: ferry, name: Ferry, kind: symptom, layer: you, owner: harbour, watched_by: [log],
     question: "Why is my ferry late?", problem: My ferry is late, otherwise: Ask at the desk.}
links:
  - {from: wind, to: crane, because: Above 15 metres a second the crane must stop.}
  - {from: crane, to: ferry, because: Nothing is loaded without the crane.}
"""

BULLETIN = """\
headline: Ferries leave 20–40 minutes late
summary: The crane stands still in the wind.
empathy: We are sorry.
place: Pier One
severity: severe
status: {status}
detected: 2026-11-20 16:40
{ended}symptom: ferry
cause: {{component: wind}}
reports:
  - {{component: ferry, state: slowed, caused_by: [crane], says: 20–40 minutes late.}}
impact:
  - {{who: Leaving today, what: late, amount: {{low: 20, high: 40, unit: minutes}}}}
nothing_to_do: Wait in the hall; we call every ferry.
unknowns: [When the wind drops.]
next_update: 2026-11-20 19:00
updates:
  - {{at: 2026-11-20 18:20, says: "{says}"}}
"""

PAGES = {
    "index.md": "---\ntemplate: home.html\ntitle: Now\n---\n\n"
    + "".join(
        f'<div data-live="{name}"></div>\n' for name in ("others", "problems", "parts", "sources", "recent", "promises")
    ),
    "map.md": '---\ntemplate: map.html\ntitle: The pier on one map\n---\n\n<div data-live="map"></div>\n',
    "archive/index.md": "---\ntemplate: archive.html\ntitle: What is over\n---\n",
    "archive/shell.md": "---\ntemplate: archive.html\ntitle: A month\n---\n",
    "disruptions/shell.md": "---\ntemplate: disruption.html\ntitle: Disruption\n---\n",
    "why/shell.md": "---\ntemplate: trace.html\ntitle: Why\n---\n\n## Still not your ferry?\n\nAsk at the desk.\n",
    "how/index.md": "# How it works\n\n- [The crane](crane.md)\n",
    "how/crane.md": "---\ncomponent: crane\n---\n\n# The crane\n\nIt lifts thirty boxes an hour.\n",
    "questions/index.md": "# Answers\n\nNone yet.\n",
    "about.md": "# About\n\nThis is Pier One.\n",
    "accessibility.md": "# Accessibility\n\nCall us.\n",
}


def rss(items: dict[str, str]) -> str:
    """An RSS feed with one item for each guid and title."""
    rows = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><pubDate>Fri, 20 Nov 2026 17:00:00 +0100</pubDate></item>"
        for guid, title in items.items()
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Met</title>{rows}</channel></rss>'


@dataclass(frozen=True)
class Site:
    """A site in ``root``, and what may be done to it."""

    root: Path

    def write(self, path: str, text: str) -> None:
        """Write a file that staff or a publisher would."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def without(self, *channels: str) -> None:
        """Switch off what leaves the site beside its pages; the next build makes none of it."""
        config = (self.root / "mkdocs.yml").read_text(encoding="utf-8")
        off = f"  - explainer:\n      without: [{', '.join(channels)}]\n"
        self.write("mkdocs.yml", config.replace("  - explainer:\n", off))

    def bulletin(self, says: str = "Slow.", status: str = "active", ended: str = "") -> None:
        """Write the bulletin ``late``."""
        end = f"ended: {ended}\n" if ended else ""
        self.write("ops_feeds/bulletins/late.yml", BULLETIN.format(says=says, status=status, ended=end))

    def met(self, items: dict[str, str] | None) -> None:
        """Let the weather feed carry these items; None takes the feed away."""
        if items is None:
            (self.root / "ops_feeds/local/met.xml").unlink(missing_ok=True)
        else:
            self.write("ops_feeds/local/met.xml", rss(items))

    def run(self, command: str, *options: str, now: str = "2026-11-20T18:24:00+01:00") -> int:
        """Run a command on this site and return its exit code."""
        return run([command, "-f", str(self.root / "mkdocs.yml"), "--now", now, *options])

    def page(self, path: str) -> str:
        """A published file."""
        return (self.root / "site" / path).read_text(encoding="utf-8")

    def style(self, at: str = "") -> str:
        """The path of the one style sheet of reading pages, whose name holds the digest of what is in it."""
        [path] = (self.root / "site" / at / "assets").glob("explainer.*.css")
        assert path.name == f"explainer.{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}.css"
        return path.relative_to(self.root / "site").as_posix()

    def files(self) -> dict[str, str]:
        """Every published file with the digest of its bytes."""
        return digests(self.root / "site")

    def copy(self, root: Path, leave_out: Iterable[str] = ()) -> Site:
        """The same site elsewhere, without some of its folders."""
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns(*leave_out))
        return Site(root)


_IN_FIGURES = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_IN_WORDS = re.compile(rf"([A-Z][a-z]+day )?\b(\d\d?) ({'|'.join(month_name[1:])})\b")


def told_yesterday(site: Site) -> Site:
    """The site as if staff had written on yesterday what they wrote on the 20th, for commands that read today’s clock.

    Every date moves by as many days: what was checked or reviewed before, or is over, grows no older either.
    """
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    later = yesterday - date(2026, 11, 20)

    def in_figures(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + later).isoformat()

    def in_words(found: re.Match[str]) -> str:
        day = date(2026, list(month_name).index(found[3]), int(found[2])) + later
        return f"{day:%A} {day.day} {day:%B}" if found[1] else f"{day.day} {day:%B}"

    for folder in ("content", "ops_feeds"):
        for path in (site.root / folder).rglob("*"):
            if path.suffix in {".md", ".yml", ".xml"}:
                words = path.read_text(encoding="utf-8").replace("Fri, 20 Nov 2026", f"{yesterday:%a, %d %b %Y}")
                told = _IN_WORDS.sub(in_words, _IN_FIGURES.sub(in_figures, words))
                path.write_text(told, encoding="utf-8")
    return site


def found_in(file: str, site: Site, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What ``check`` finds in a file, each from its line on."""
    site.run("check")
    said = capsys.readouterr().err.splitlines()
    return [line.removeprefix(f"{file}:") for line in said if line.startswith(f"{file}:")]


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make_site(root: Path) -> Site:
    """Write the small site; nothing is fetched or built yet."""
    site = Site(root)
    site.write("mkdocs.yml", CONFIG)
    site.write("content/system.yml", SYSTEM)
    for path, text in PAGES.items():
        site.write(f"content/{path}", text)
    site.write(
        "ops_feeds/met.yml",
        dedent("""\
            publisher: Weather office
            format: rss
            file: local/met.xml
            every: 5 min
            stale_after: 30 min
            zone: Europe/Paris
            language: en
            absence: ended
            mapping:
              - {match: {words: [gale, storm]}, component: wind, state: slowed}
        """),
    )
    site.write(
        "ops_feeds/log.yml",
        "publisher: Harbour log\nformat: bulletin\nfile: bulletins\nzone: Europe/Paris\nlanguage: en\n"
        "absence: nothing\nparty: harbour\n",
    )
    site.write("ops_feeds/watches/noon.yml", "by: harbour\nat: 2026-11-20 12:00\ngood_for: 24 h\nlooked_at: [ferry]\n")
    site.met({"g1": "Gale warning"})
    site.bulletin()
    return site
