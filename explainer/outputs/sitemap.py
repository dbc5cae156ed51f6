"""``sitemap.xml``: every page, with the time its facts last changed where that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def rows(settings: Settings, urls: Mapping[str, datetime | None], languages: Sequence[Language] = ()) -> str:
    """The rows of some addresses, in their order; none for a site without an address, and none in an exercise."""
    root = settings.site_url
    if not root or settings.exercise is not None:
        return ""
    root = root if root.endswith("/") else f"{root}/"
    return "".join(_rows(root, url, changed, languages) for url, changed in sorted(urls.items()))


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
