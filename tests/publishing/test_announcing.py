"""A hub and search engines are told what changed where the world reads it: bounded, and of an exercise nothing."""

from __future__ import annotations

import json
from functools import partial
from urllib.parse import parse_qs

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from explainer.fetch.web import Limits
from explainer.publishing import announcing
from explainer.publishing.announcing import AnnouncementError, changed_feeds, changed_pages
from tests.factory import SETTINGS

SITE = SETTINGS.replace(site_url="https://pier.example/", indexnow="4f2c8a06d1b94e7f")
HERE = Limits(allow_private=True)


def heard(seen: list[bytes], request: Request) -> Response:
    seen.append(request.get_data())
    return Response(status=202)


def test_feeds_are_known_in_every_form_and_language_and_nothing_else_is_one() -> None:
    paths = ["feed.xml", "feed.fr.rss", "feeds/crane.json", "status.json", "feeds/index.html", "sitemap.xml"]
    assert changed_feeds(SITE, paths) == [
        "https://pier.example/feed.fr.rss",
        "https://pier.example/feed.xml",
        "https://pier.example/feeds/crane.json",
    ]


def test_pages_of_the_crisis_come_nearest_first_and_never_more_than_are_taken() -> None:
    paths = ["index.html", "fr/index.html", "how/crane/index.html", "map/index.html", "disruptions/a/index.html"]
    assert changed_pages(SITE, paths, ("fr/",)) == [
        "https://pier.example/",
        "https://pier.example/fr/",
        "https://pier.example/map/",
        "https://pier.example/disruptions/a/",
    ]
    many = [f"disruptions/{number}/index.html" for number in range(1000)]
    assert len(changed_pages(SITE, many)) == announcing.MOST_PAGES


def test_a_hub_is_told_of_every_feed_as_websub_says(httpserver: HTTPServer) -> None:
    seen: list[bytes] = []
    httpserver.expect_request("/hub", method="POST").respond_with_handler(partial(heard, seen))
    announcing.to_hub(httpserver.url_for("/hub"), ["https://pier.example/feed.xml", "https://pier.example/a"], HERE)
    [body] = seen
    assert parse_qs(body.decode()) == {
        "hub.mode": ["publish"],
        "hub.url": ["https://pier.example/feed.xml", "https://pier.example/a"],
    }


def test_search_engines_are_told_with_the_key_and_where_it_lies(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []
    httpserver.expect_request("/indexnow", method="POST").respond_with_handler(partial(heard, seen))
    monkeypatch.setattr(announcing, "INDEXNOW", httpserver.url_for("/indexnow"))
    announcing.to_search_engines(SITE, ["https://pier.example/"], HERE)
    announcing.to_search_engines(SITE, [], HERE)
    assert [json.loads(body) for body in seen] == [
        {
            "host": "pier.example",
            "key": "4f2c8a06d1b94e7f",
            "keyLocation": "https://pier.example/4f2c8a06d1b94e7f.txt",
            "urlList": ["https://pier.example/"],
        }
    ]


def test_one_that_does_not_hear_or_lies_in_a_private_network_is_a_failure_that_says_so(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hub").respond_with_data("no", status=403)
    with pytest.raises(AnnouncementError, match="hub: it answered 403"):
        announcing.to_hub(httpserver.url_for("/hub"), ["https://pier.example/feed.xml"], HERE)
    with pytest.raises(AnnouncementError, match="hub: "):
        announcing.to_hub(httpserver.url_for("/hub"), ["https://pier.example/feed.xml"], Limits())
