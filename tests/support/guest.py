"""A docs site as many have one with Material for MkDocs, before and after it adds ours to its plugins."""

from __future__ import annotations

import os
import re
import subprocess
from html import unescape
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from tests.support.site import PAGES, SYSTEM, Site, make_site

ADDRESS = "https://docs.pier.example/"
HOME = "status/"
"""Where the crisis pages lie."""

CONFIG = """\
site_name: Pier Docs
site_url: https://docs.pier.example/
strict: true
theme:
  name: material
  custom_dir: overrides
  font: false
  logo: assets/logo.svg
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, primary: deep purple, toggle: {icon: material/weather-night, name: Dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, primary: deep purple, toggle: {icon: material/weather-sunny, name: Light}}
  features: [navigation.tabs, announce.dismiss]
extra_css: [extra.css]
markdown_extensions:
  - attr_list
  - admonition
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
plugins:
  - search
"""

OURS = """\
  - explainer:
      at: status
      zone: Europe/Paris
      contact: {name: Harbour office, phone: 01 99 00 00 00}
"""
"""The five lines of docs/material.md, and what keeps an invented site apart from a real one."""

DOCS = {
    "docs/index.md": "# Welcome\n\nSee [the crane](guide/crane.md). :material-anchor:\n",
    "docs/guide/index.md": "# Guide\n\nAll of it.\n",
    "docs/guide/crane.md": "# The crane\n\n!!! note\n    It lifts thirty boxes an hour.\n\n![The crane](../assets/crane.svg)\n",
    "docs/guide/shell.md": "# Shell\n\nHow to use the shell.\n",
    "docs/extra.css": ".md-header { letter-spacing: .01em; }\n",
    "docs/assets/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><circle cx="12" cy="12" r="11" fill="#fff"/></svg>\n',
    "docs/assets/crane.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="90"><path d="M0 80h240M60 80V10h120"/></svg>\n',
    "docs/raw.html": "<!doctype html><title>Raw</title><body><p>A page that staff publish as it is.</p></body>\n",
    "overrides/main.html": '{% extends "base.html" %}\n{% block announce %}Docs 2.0 is out{% endblock %}\n',
}

CRISIS = {
    f"docs/{HOME}{path}": text
    for path, text in PAGES.items()
    if path.startswith(("index", "map", "archive", "disruptions", "why"))
}


def docs_site(root: Path, plugins: str = "", more: dict[str, str] | None = None) -> Site:
    """The site as it was: ``plugins`` are rows of its own, ``more`` further files, and what replaces those above."""
    site = Site(root)
    for path, text in {"mkdocs.yml": CONFIG + plugins, **DOCS, **(more or {})}.items():
        site.write(path, text)
    return site


def join(site: Site, feeds: Site) -> None:
    """Let a docs site add ours: its row under ``plugins:``, the crisis pages, a system, feeds, an explainer."""
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write("mkdocs.yml", config.replace("plugins:\n", f"plugins:\n{OURS}", 1))
    for path, text in CRISIS.items():
        site.write(path, text)
    site.write("docs/system.yml", SYSTEM.replace("how/crane.md", "guide/crane.md"))
    crane = (site.root / "docs/guide/crane.md").read_text(encoding="utf-8")
    site.write("docs/guide/crane.md", f"---\ncomponent: crane\n---\n\n{crane}")
    feeds.copy(site.root / "feeds", leave_out=("content", "mkdocs.yml"))
    (site.root / "feeds/ops_feeds").rename(site.root / "ops_feeds")
    (site.root / "feeds").rmdir()


def feeds_of(root: Path) -> Site:
    """The feeds and bulletins of the small site, apart from it."""
    return make_site(root)


def under_git(site: Site) -> Site:
    """The same folder, as a repository with one commit."""
    git(site, "init", "-q", "-b", "main")
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "All of it")
    return site


def git(site: Site, *words: str) -> str:
    """What git says in the folder of a site."""
    who = {"NAME": "A", "EMAIL": "a@pier.example", "DATE": "2026-11-02T10:00:00+00:00"}
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environment |= {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
    command = ["git", *words]
    done = subprocess.run(command, cwd=site.root, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    return done.stdout


def pages(folder: Path) -> dict[str, str]:
    """Every page of a built site by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))
    }


def is_crisis(page: str) -> bool:
    """Whether a page is one of our own templates."""
    return 'http-equiv="Content-Security-Policy"' in page


def leads_elsewhere(page: str) -> bool:
    """Whether a page is no page, but sends its reader to another."""
    return re.search(r'http-equiv="?refresh', page) is not None


_LINK = re.compile(r"<(?:a|link|script|img)\b[^>]*?\s(?:href|src)=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")


def links(page: str) -> list[str]:
    """Where the links of a page lead, and from where it loads."""
    return [unescape(a or b or c) for a, b, c in _LINK.findall(page)]


def dead_links(folder: Path) -> list[str]:
    """Every link from a page to a file of the site that is not there."""
    return [
        f"{path}: {target}"
        for path, page in pages(folder).items()
        for target in links(page)
        if not _leads_somewhere(folder, path, target)
    ]


def _leads_somewhere(folder: Path, path: str, target: str) -> bool:
    parts, base = urlsplit(target), urlsplit(ADDRESS)
    if (parts.scheme and (parts.scheme, parts.netloc) != (base.scheme, base.netloc)) or not parts.path:
        return True
    here = "" if parts.path.startswith("/") else path.rpartition("/")[0]
    file = folder / normpath(f"./{here}/{unquote(parts.path)}").lstrip("/")
    return file.is_file() or (file / "index.html").is_file()
