"""Walks a built site as readers do: which pages lead to which, and what each says."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from explainer.model.reading import Library, ReadingKind
from explainer.site import skeleton as skeletons
from tests.support.site import Site


@dataclass
class Page(HTMLParser):
    """A page: its links as written, those of its main part with what they are called, and the words there."""

    html: str
    hrefs: list[tuple[str, str]] = field(default_factory=list)
    every: list[str] = field(default_factory=list)
    words: str = ""
    _inside: int = 0
    _skipping: int = 0
    _link: str | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)

    @property
    def is_crisis(self) -> bool:
        """Whether it is ours from the first byte to the last."""
        return "md-header" not in self.html and '<main id="main">' in self.html

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes where a link leads."""
        given = dict(attrs)
        self._inside += tag == "main"
        self._skipping += tag in ("script", "style")
        if tag == "a":
            self.every.append(given.get("href") or "")
        if tag == "a" and self._inside:
            self._link = given.get("href")
            self.hrefs.append((self._link or "", ""))
        if tag in ("p", "li", "h1", "h2", "h3", "td", "dd", "dt", "div", "br"):
            self.words += "\n"

    def handle_endtag(self, tag: str) -> None:
        """Leaves what was entered."""
        self._inside -= tag == "main"
        self._skipping -= tag in ("script", "style")
        self._link = None if tag == "a" else self._link

    def handle_data(self, data: str) -> None:
        """Notes what is said, and what a link is called."""
        if not self._inside or self._skipping:
            return
        self.words += data
        if self._link is not None and self.hrefs:
            href, said = self.hrefs[-1]
            self.hrefs[-1] = (href, said + data)


@dataclass(frozen=True)
class Crawl:
    """Every page of the built site in ``root``, by its address from there."""

    root: Path

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Each page of the site."""
        return {
            path.relative_to(self.root).as_posix().removesuffix("index.html"): Page(path.read_text(encoding="utf-8"))
            for path in sorted(self.root.rglob("index.html"))
        }

    @cached_property
    def links(self) -> dict[str, set[str]]:
        """The pages of the site that the main part of each page leads to, without those that are not there."""
        return {here: {there for there in self.targets(here) if there in self.pages} for here in self.pages}

    def targets(self, here: str) -> set[str]:
        """Where the links of its main part lead inside the site, be it there or not."""
        return self._inside(here, (href for href, _ in self.pages[here].hrefs))

    def _inside(self, here: str, hrefs: Iterable[str]) -> set[str]:
        found = set()
        for href in hrefs:
            scheme, host, path, *_ = urlsplit(href)
            if not scheme and not host and path:
                whole = posixpath.normpath(posixpath.join("/", here, unquote(path))).removeprefix("/")
                found.add(f"{whole}/".removeprefix("/") if path.endswith(("/", "..", ".")) else whole)
        return found

    def steps(self, start: str, goals: set[str]) -> int | None:
        """How many taps it takes from a page to the nearest of some; None where there is no way."""
        seen, edge, taps = {start}, {start}, 0
        while edge:
            if edge & goals:
                return taps
            edge = set().union(*(self._inside(page, self.pages[page].every) for page in edge))
            edge = (edge & self.pages.keys()) - seen
            seen |= edge
            taps += 1
        return None


# The explanation, woven both ways

WHOLE = re.compile(r"^(|map/|why/[^/]+/)$")
"""The pages that tell of the whole system: any part that they name is explained a tap away."""

STATES = {"slowed", "stopped", "watch", "unknown"}


class Woven(NamedTuple):
    """A built site: its pages, what there is to read of each part, and what machines read of it."""

    crawl: Crawl
    reading: Library
    status: dict[str, Any]

    @classmethod
    def of(cls, site: Site) -> Woven:
        """The site as it is published."""
        skeleton = skeletons.read(site.root / ".explainer/skeleton")
        return cls(Crawl(site.root / "site"), skeleton.reading, json.loads(site.page("status.json")))

    @property
    def crisis(self) -> list[str]:
        """The crisis pages in the language of the site."""
        return [
            here for here, page in self.crawl.pages.items() if page.is_crisis and not here.startswith(("fr/", "ar/"))
        ]

    def addresses(self, *kinds: ReadingKind) -> set[str]:
        """The pages of some kinds."""
        return {one.url for one in self.reading.pages if one.kind in kinds}

    def explainer(self, part: str) -> str:
        """The page that explains a part, if there is one."""
        page = self.reading.first(ReadingKind.EXPLAINER, part)
        return page.url if page is not None else ""


def named(woven: Woven, here: str) -> set[str]:
    """The parts that a page shows: all that a page of the whole system names, else what it reports as off, or links."""
    parts = {part["id"]: part["name"] for part in woven.status["components"]}
    page = woven.crawl.pages[here]
    if WHOLE.match(here):
        words = page.words
        for _, said in page.hrefs:
            words = words.replace(said, "", 1) if said not in parts.values() else words
        return {part for part, name in parts.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)}
    linked = {href.rpartition("map/#")[2] for href, _ in page.hrefs} & parts.keys()
    folder, _, about = here.removesuffix("/").partition("/")
    if folder == "run":
        return linked | ({about} & parts.keys())
    one = next((one for one in woven.status["disruptions"] if one["id"] == about and one["standing"] != "ended"), None)
    return linked | ({report["component"] for report in one["reports"] if report["state"] in STATES} if one else set())


def judge(woven: Woven) -> None:
    """Every crisis page leads to an explainer, every part to its own, and every explainer and answer to what is on."""
    explainers = woven.addresses(ReadingKind.EXPLAINER)
    read, crisis = explainers | woven.addresses(ReadingKind.ANSWER), set(woven.crisis)
    assert explainers
    missing = {
        (here, part): woven.explainer(part)
        for here in crisis
        for part in named(woven, here)
        if woven.explainer(part) and woven.explainer(part) not in woven.crawl.links[here]
    }
    assert missing == {}
    assert {here: taps for here in crisis if (taps := woven.crawl.steps(here, explainers)) is None or taps > 2} == {}
    assert {here for here in read if not woven.crawl.links[here] & crisis} == set()
    assert {here: gone for here in read | crisis if (gone := _gone(woven, here))} == {}
    assert [(here, href) for here in crisis for href, said in woven.crawl.pages[here].hrefs if not said.strip()] == []
    for here in read:
        words = " ".join(woven.crawl.pages[here].words.split())
        assert "How it works now" in words, here
        assert "What went wrong here in the last twelve months" in words, here


def _gone(woven: Woven, here: str) -> set[str]:
    """Where a page leads that is not there."""
    site = woven.crawl.root
    return {there for there in woven.crawl.targets(here) if not (site / there).exists()}
