"""``sitemap.xml``: every page, with the time its facts last changed where that is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from explainer.render.escaping import attr

if TYPE_CHECKING:
    from explainer.declarations.languages import Language
    from explainer.model.settings import Settings


def sitemap_xml(
    settings: Settings, urls: Mapping[str, datetime | None], ready: str = "", languages: Sequence[Language] = ()
) -> bytes:
    """The sitemap of ``urls``, addresses from the site's root; empty for a site without an address, and in an exercise.

    A page without a time gets none: a search engine is told nothing rather than something wrong. ``ready`` are
    rows made before: a refresh has no time to write a thousand that never change. Of a site in several ``languages``,
    each page is there in each of them, and names the others.
    """
    also = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if languages else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{also}>\n'
        f"{ready}{rows(settings, urls, languages)}</urlset>\n"
    ).encode()


SITEMAP = "sitemap.xml"

PRESENT = "sitemap-now.xml"
"""The map of all that is not settled, where anything is; ``sitemap.xml`` then lists the maps."""

MOST_URLS, MOST_BYTES = 50_000, 50_000_000
"""What the protocol allows for one file."""

_ROW, _OTHER = 300, 200
"""The bytes of a row, and of each language that it names, with much to spare."""


def is_mapped(settings: Settings) -> bool:
    """Whether search engines are told of any page: not on a site without an address, and in no exercise."""
    return bool(settings.site_url) and settings.exercise is None


def month_names(month: str, amount: int, languages: int) -> tuple[str, ...]:
    """The files that map so many disruptions of a month, each in so many languages; there is at least one."""
    rows = min(MOST_URLS, MOST_BYTES // (_ROW + _OTHER * languages))
    many = max(1, -(-amount * max(1, languages) // rows))
    return (f"sitemap-{month}.xml", *(f"sitemap-{month}-{number}.xml" for number in range(2, many + 1)))


def index_xml(settings: Settings, names: Iterable[str]) -> bytes:
    """The list of all maps, ``names`` from the site's root."""
    root = _root(settings)
    listed = "".join(f"<sitemap><loc>{attr(f'{root}{name}')}</loc></sitemap>\n" for name in names)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}</sitemapindex>\n'
    ).encode()


_BLOCK = re.compile(r"<url>.*?</url>", re.DOTALL)
_ADDRESS = re.compile(r"<loc>\s*(.*?)\s*</loc>", re.DOTALL)

_GUESS = re.compile(r"<changefreq>.*?</changefreq>", re.DOTALL)
"""How often pages will change, which some themes say of all of them, and nobody knows."""

_AROUND = re.compile(r"\s*(<[^<>]*>)\s*")


def rows_of_others(settings: Settings, built: str, own: Collection[str]) -> str:
    """The rows of a sitemap that the generator wrote, by address, but for those of our ``own`` pages.

    These are addresses from the site's root. Whatever a row says it says here, in one form whoever wrote it. As with
    :func:`rows`, there are none in an exercise.
    """
    if not is_mapped(settings):
        return ""
    root = settings.site_url
    from html import unescape  # here, because only a build needs its tables

    found = ((match[0], _ADDRESS.search(match[0])) for match in _BLOCK.finditer(built))
    known = {f"{root.rstrip('/')}/{path}" for path in own}
    kept = {unescape(address[1]): _AROUND.sub(r"\1", _GUESS.sub("", row)) for row, address in found if address}
    return "".join(f"{row}\n" for address, row in sorted(kept.items()) if address not in known)


def rows(settings: Settings, urls: Mapping[str, datetime | None], languages: Sequence[Language] = ()) -> str:
    """The rows of some addresses, in their order; none for a site without an address, and none in an exercise."""
    if not is_mapped(settings):
        return ""
    root = _root(settings)
    return "".join(_rows(root, url, changed, languages) for url, changed in sorted(urls.items()))


def _root(settings: Settings) -> str:
    return settings.site_url if settings.site_url.endswith("/") else f"{settings.site_url}/"


def _rows(root: str, url: str, changed: datetime | None, languages: Sequence[Language]) -> str:
    if not languages:
        return _row(f"{root}{url}", changed)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{attr(one.tag)}" href="{attr(f"{root}{one.root}{url}")}"/>'
        for one in languages
    )
    return "".join(_row(f"{root}{one.root}{url}", changed, others) for one in languages)


def _row(address: str, changed: datetime | None, others: str = "") -> str:
    stamp = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{attr(address)}</loc>{stamp}{others}</url>\n"
