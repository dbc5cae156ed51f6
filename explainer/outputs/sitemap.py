"""``sitemap.xml``: every page, with the time its facts last changed where that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from explainer.render.escaping import attr

if TYPE_CHECKING:
    from explainer.declarations.settings import Settings


def sitemap_xml(settings: Settings, urls: Mapping[str, datetime | None], ready: str = "") -> bytes:
    """The sitemap of ``urls``, addresses from the site's root; it is empty for a site without an address.

    A page without a time gets none: a search engine is told nothing rather than something wrong. ``ready`` are
    rows made before: a refresh has no time to write a thousand that never change.
    """
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{ready}{rows(settings, urls)}</urlset>\n"
    ).encode()


def rows(settings: Settings, urls: Mapping[str, datetime | None]) -> str:
    """The rows of some addresses, in their order; none for a site without an address."""
    root = settings.site_url
    if not root:
        return ""
    root = root if root.endswith("/") else f"{root}/"
    return "".join(_row(f"{root}{url}", changed) for url, changed in sorted(urls.items()))


def _row(address: str, changed: datetime | None) -> str:
    stamp = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{attr(address)}</loc>{stamp}</url>\n"
