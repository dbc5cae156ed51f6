"""Tell hubs of feeds (WebSub section 7) and search engines (indexnow.org) what changed where the world reads it.

Nothing is told of an exercise. Nobody is waited for longer than for a feed, and no address of a private network asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode, urlsplit

from explainer.errors import ExplainerError, FetchError
from explainer.fetch.web import Limits, exchange
from explainer.model.settings import Settings
from explainer.publishing.serving import FEEDS, address_of, whole_address

INDEXNOW = "https://api.indexnow.org/indexnow"
"""Where any of the search engines that take part is told, which tells the others."""

MOST_PAGES = 100
"""How many pages search engines are told of at once; they know the others from the sitemap."""

_AT_ONCE = 50
_CRISIS = re.compile(
    r"(?:index|(?:map|open|disruptions|why|who|archive|record|run|events|words)/(?:[^/]+/)*index)\.html"
)


class AnnouncementError(ExplainerError):
    """Somebody could not be told; what was published stays."""


def changed_feeds(settings: Settings, paths: Iterable[str]) -> list[str]:
    """The addresses of the feeds among these paths."""
    return [whole_address(settings.site_url, path) for path in sorted(set(paths)) if re.fullmatch(FEEDS, path)]


def changed_pages(settings: Settings, paths: Iterable[str], folders: Iterable[str] = ()) -> list[str]:
    """The addresses of the crisis pages among these paths, the nearest to home first; ``folders`` are of languages."""
    homes = {f"{folder}{settings.at}" for folder in ("", *folders)}
    found = {path for path in paths for home in homes if path.startswith(home) and _CRISIS.fullmatch(path[len(home) :])}
    nearest = sorted(found, key=lambda path: (path.count("/"), path))[:MOST_PAGES]
    return [whole_address(settings.site_url, address_of(path)) for path in nearest]


def to_hub(hub: str, urls: Sequence[str], limits: Limits) -> None:
    """Tell a hub that these feeds have changed.

    Raises:
        AnnouncementError: when it does not answer, or not that it heard.
    """
    for start in range(0, len(urls), _AT_ONCE):
        told = [("hub.mode", "publish"), *(("hub.url", url) for url in urls[start : start + _AT_ONCE])]
        _tell("hub", hub, "application/x-www-form-urlencoded", urlencode(told).encode(), limits)


def to_search_engines(settings: Settings, urls: Sequence[str], limits: Limits) -> None:
    """Tell search engines that these pages have changed, with the key that ``settings`` have.

    Raises:
        AnnouncementError: when they do not answer, or not that they heard.
    """
    key = settings.indexnow
    if not key or not urls:
        return
    at = whole_address(settings.site_url, f"{key}.txt")
    told = {"host": urlsplit(settings.site_url).hostname, "key": key, "keyLocation": at, "urlList": list(urls)}
    _tell("indexnow", INDEXNOW, "application/json; charset=utf-8", json.dumps(told).encode(), limits)


def _tell(name: str, address: str, kind: str, body: bytes, limits: Limits) -> None:
    try:
        answer = exchange(address, limits, {"Content-Type": kind}, body)
    except FetchError as error:
        raise AnnouncementError(f"{name}: {error}") from error
    if not 200 <= answer.status < 300:
        raise AnnouncementError(f"{name}: it answered {answer.status}")
