"""How every file of a site is to be served, and in which order files come and go: the one policy for every host.

Uploads set it, ``hosts`` writes it for web servers, the documentation shows it, and ``checking`` asks for it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple
from urllib.parse import quote, urljoin

BINARY = "application/octet-stream"
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "map": "application/json",
    "geojson": "application/geo+json",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    "rss": "application/rss+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "gz": "application/gzip",
    "zip": "application/zip",
    "wasm": "application/wasm",
}
"""What a file is, by the end of its name. No system is asked, so that every machine publishes the same."""

FEED_TYPE = "application/atom+xml; charset=utf-8"

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
"""Headers of everything, which only a web server can set."""

PAGES_ONLY = {"Content-Security-Policy": "frame-ancestors 'none'; object-src 'none'"}
"""Headers of pages, which only a web server can set."""

FRAMED = {"Content-Security-Policy": "frame-ancestors *; object-src 'none'"}
"""Instead of these, those of the one kind of page that other sites may show in a frame."""

READ_ELSEWHERE = {"Access-Control-Allow-Origin": "*"}
"""What lets other sites' pages read ``status.json`` and badges."""


class Kept(NamedTuple):
    """How long a cache may keep files: the header's value, which files, as a pattern from the root, and in words."""

    value: str
    pattern: str
    what: str


CACHES: tuple[Kept, ...] = (
    Kept(
        "max-age=31536000, immutable",
        r"(?:.*/)?assets/(?:explainer|(?:javascripts|stylesheets)/.*)\.[0-9a-f]{8}\.(?:min\.)?(?:css|js)(?:\.map)?",
        "`assets/explainer.….css` and what in `assets/javascripts/` and `assets/stylesheets/` has a digest in its name",
    ),
    Kept("max-age=300", r"(?:.*/)?search/.*", "`search/`, in every language"),
    Kept("max-age=60", r".*", "everything else: pages, `status.json`, `feed.xml`, `sitemap.xml`, images"),
)
"""The first that fits counts."""

FEED = r"(?:.*/)?(?:feed(?:\.[A-Za-z-]+)?|feeds/[^/]+)\.xml"
FEEDS = r"(?:.*/)?(?:feed(?:\.[A-Za-z-]+)?|feeds/[^/]+)\.(?:xml|rss|json)"
STATUS = r"(?:.*/)?status(?:\.[A-Za-z-]+)?\.json"
BADGE = r"(?:.*/)?badge(?:(?:\.[A-Za-z-]+)?|/[^/]+)\.svg"
EMBED = r"(?:.*/)?embed(?:(?:\.[A-Za-z-]+)?|/[^/]+)\.html"
"""Which files these are, in any language, as patterns from the root."""

ELSEWHERE = f"(?:{STATUS}|{BADGE})"
"""What the pages of other sites read."""

_FOR_MACHINES = (
    STATUS,
    BADGE,
    EMBED,
    FEEDS,
    r"(?:.*/)?live(?:\.[A-Za-z-]+)?\.json",
    r"(?:.*/)?works(?:\.[A-Za-z-]+)?\.ics",
    r"(?:.*/)?(?:cap\.xml|history\.json|api/v2/.+\.json|states/[\d-]+\.json)",
    r"(?:.*/)?(?:sitemap\.xml(?:\.gz)?|search_index\.json|llms\.txt)",
)
_CARDS = re.compile(r"(?:.*/)?disruptions/[^/]+/card\.png")
"""Pictures that say what a page says, and so come and go with it: no claim outlives its page as one."""

_MACHINES = re.compile("|".join(_FOR_MACHINES))
_PACKED = re.compile(r"(?:text/|image/svg|application/(?:json|xml|atom|rss|geo|manifest))")


class Served(NamedTuple):
    """How one file is served; ``packs`` is whether it grows smaller by compression.

    ``read_elsewhere`` is whether scripts of other sites may read it, ``framed`` whether these may show it in a frame.
    """

    content_type: str
    cache_control: str
    packs: bool
    read_elsewhere: bool
    framed: bool = False

    @property
    def is_for_browsers(self) -> bool:
        """Whether browsers alone read it, all of which unpack what they are sent; programs may not."""
        return self.content_type.partition(";")[0] in {"text/html", "text/css", "text/javascript", "image/svg+xml"}


class Part(IntEnum):
    """Which part of a site a file is, in the order in which they come: none names what is not there yet."""

    ASSET = 1
    PAGE = 2
    HOME = 3
    MACHINE = 4


def served(path: str) -> Served:
    """How a file is served, by its path from the site's root."""
    end = path.rpartition("/")[2].rpartition(".")[2].lower()
    kind = FEED_TYPE if re.fullmatch(FEED, path) else TYPES.get(end, BINARY)
    cache = next(kept.value for kept in CACHES if re.fullmatch(kept.pattern, path))
    return Served(kind, cache, packs(kind), re.fullmatch(ELSEWHERE, path) is not None, is_framed(path))


def is_framed(path: str) -> bool:
    """Whether other sites may show a page in a frame."""
    return re.fullmatch(EMBED, path) is not None


def headers_of_page(path: str) -> dict[str, str]:
    """The headers of a page that only a web server can set."""
    return FRAMED if is_framed(path) else PAGES_ONLY


def packs(content_type: str) -> bool:
    """Whether files of a type grow smaller by compression."""
    return _PACKED.match(content_type) is not None


def part_of(path: str, homes: frozenset[str]) -> Part:
    """Which part of the site a file is; ``homes`` are the pages at which readers begin, one for each language."""
    if _MACHINES.fullmatch(path):
        return Part.MACHINE
    if path in homes:
        return Part.HOME
    return Part.PAGE if path.endswith(".html") or _CARDS.fullmatch(path) else Part.ASSET


def homes(at: str, folders: Iterable[str] = ()) -> frozenset[str]:
    """The pages at which readers begin: crisis pages lie in ``at``, other languages in ``folders``, each with ``/``."""
    roots = {"", *folders}
    return frozenset(f"{root}{inner}index.html" for root in roots for inner in {"", at})


def address_of(path: str) -> str:
    """By which path readers ask for a file: for a page by its folder."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def whole_address(site_url: str, path: str) -> str:
    """The whole address of what lies at a path from the site's root."""
    root = site_url if site_url.endswith("/") else f"{site_url}/"
    return urljoin(root, quote(path))


def is_immutable(path: str) -> bool:
    """Whether another content has another name."""
    return re.fullmatch(CACHES[0].pattern, path) is not None
