"""``sitemap.xml``: every page, with the time its facts last changed where that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from explainer.render.html import attr
from explainer.render.view import View


def sitemap_xml(view: View, urls: Mapping[str, datetime | None]) -> bytes:
    """The sitemap of ``urls``, addresses from the site's root; it is empty for a site without an address.

    A page without a time gets none: a search engine is told nothing rather than something wrong.
    """
    root = _root(view)
    rows = "".join(_row(f"{root}{url}", changed) for url, changed in sorted(urls.items())) if root else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    ).encode()


def _root(view: View) -> str:
    address = view.settings.site_url
    return address if not address or address.endswith("/") else f"{address}/"


def _row(address: str, changed: datetime | None) -> str:
    stamp = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{attr(address)}</loc>{stamp}</url>\n"
