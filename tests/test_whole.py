"""Whole or failed: what may be cut short or out of date ends nothing at once, and is said, from the server to the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from google.transit import gtfs_realtime_pb2 as pb
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from explainer import pipeline
from explainer.commands.main import run
from explainer.declarations.fields import FIELDS_DOOR
from explainer.fetch.web import Limits
from explainer.model.fields import Fields
from explainer.model.history import Record
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, Doubt
from explainer.pipeline import FeedResult, Feeds
from explainer.record import store
from tests.support.site import Site, make_site

NOW = datetime.fromisoformat("2026-11-20T18:00:00+01:00")
FUTURE = "Sat, 16 Nov 2041 19:11:00 GMT"
PAST = "Fri, 20 Nov 2026 16:00:00 GMT"
ROWS = "id;title\n" + "".join(f"{number};Door {number} sticks\n" for number in range(9))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


class Desk:
    """One feed on a server of ours, asked again and again; ``body`` is what it says now."""

    def __init__(self, server: HTTPServer, folder: Path, name: str, read: Fields | None = None) -> None:
        self.body, self.headers, self.asked = b"", dict[str, str](), list[Request]()
        url = server.url_for("/feed")
        self.source = Source(
            id="doors",
            publisher="Doors",
            format=name,
            url=url,
            absence=Absence.ENDED,
            read=read,
            stale_after=timedelta(hours=1),
        )
        self.feeds = Feeds(folder, folder / "recorded", (self.source,), Limits(allow_private=True, pause=0.01))
        server.expect_request("/feed").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        """A server that knows no other answer to a conditional request than “not modified”."""
        self.asked.append(request)
        is_conditional = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
        return Response(b"", 304) if is_conditional else Response(self.body, 200, self.headers)

    def fetch(self, minutes: float, body: bytes | None = None) -> FeedResult:
        self.body = self.body if body is None else body
        [result] = pipeline.fetch(self.feeds, NOW + timedelta(minutes=minutes)).results
        return result

    @property
    def record(self) -> Record:
        return store.read(self.feeds.recorded)

    @property
    def open(self) -> int:
        return sum(not held.latest.status.over for held in self.record.held.values())


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", threaded=True) as running:
        yield running


def table(server: HTTPServer, folder: Path) -> Desk:
    return Desk(server, folder, "csv", FIELDS_DOOR.read({"id": "id", "headline": "title", "delimiter": ";"}))


def alerts(count: int) -> bytes:
    message = pb.FeedMessage()
    message.header.gtfs_realtime_version = "2.0"
    for number in range(count):
        entity = message.entity.add(id=f"a{number}")
        entity.alert.header_text.translation.add(text=f"Alert {number}")
        entity.alert.informed_entity.add(route_id=str(number))
    return message.SerializeToString()


# “Not modified” proves nothing for ever


@pytest.mark.parametrize(
    "headers", [{"ETag": '"v1"'}, {"Last-Modified": PAST}, {"ETag": '"v1"', "Last-Modified": PAST}]
)
def test_a_server_that_always_says_not_modified_is_believed_until_its_last_whole_answer_is_stale(
    server: HTTPServer, tmp_path: Path, headers: dict[str, str]
) -> None:
    desk = table(server, tmp_path)
    desk.headers = headers
    desk.fetch(0, ROWS.encode())
    news = ROWS.encode() + b"900;Line stopped\n"
    for minutes in (5, 30, 59):
        assert desk.fetch(minutes, news).unchanged
    assert desk.fetch(60).disruptions == 10
    conditional = ["If-None-Match" in it.headers or "If-Modified-Since" in it.headers for it in desk.asked]
    assert conditional == [False, True, True, True, False]
    assert desk.fetch(65).unchanged, "and from there on for another hour"


def test_a_time_of_change_that_is_still_to_come_is_never_sent_back(server: HTTPServer, tmp_path: Path) -> None:
    desk = table(server, tmp_path)
    desk.headers = {"Last-Modified": FUTURE}
    desk.fetch(0, ROWS.encode())
    assert desk.fetch(1, ROWS.encode() + b"900;Line stopped\n").disruptions == 10
    desk.headers = {"Last-Modified": FUTURE, "ETag": '"v1"'}
    desk.fetch(2, ROWS.encode())
    assert desk.fetch(3).unchanged
    assert ("If-None-Match" in desk.asked[-1].headers, "If-Modified-Since" in desk.asked[-1].headers) == (True, False)


def test_the_same_bytes_again_are_a_whole_answer(server: HTTPServer, tmp_path: Path) -> None:
    desk = table(server, tmp_path)
    desk.fetch(0, ROWS.encode())
    desk.headers = {"ETag": '"v2"'}
    assert desk.fetch(59).unchanged
    assert desk.record.times["doors"].etag == '"v2"'
    desk.fetch(90)
    assert "If-None-Match" in desk.asked[-1].headers


# A sudden loss


def test_a_table_cut_at_the_end_of_a_row_ends_nothing_until_it_is_seen_twice(
    server: HTTPServer, tmp_path: Path
) -> None:
    desk = table(server, tmp_path)
    desk.headers = {"ETag": '"v1"'}
    desk.fetch(0, ROWS.encode())
    cut = "".join(ROWS.splitlines(keepends=True)[:4]).encode()
    desk.fetch(61, cut)
    assert (desk.open, desk.record.feeds["doors"].doubt) == (9, Doubt.HALVED)
    assert desk.fetch(62).doubt is None, "in doubt all of it is asked for, and not what changed"
    assert desk.open == 3


def test_a_binary_message_cut_between_two_alerts_ends_nothing_until_it_is_seen_twice(
    server: HTTPServer, tmp_path: Path
) -> None:
    desk = Desk(server, tmp_path, "gtfs-rt")
    desk.fetch(0, alerts(60))
    assert desk.fetch(1, alerts(30)).doubt is Doubt.HALVED
    assert desk.open == 60
    assert desk.fetch(2, alerts(60)).doubt is None
    assert desk.fetch(3, alerts(30)).doubt is Doubt.HALVED
    assert (desk.fetch(4).doubt, desk.open) == (None, 30)


def test_a_table_cut_within_its_last_row_ends_nothing_and_keeps_the_words_of_the_row(
    server: HTTPServer, tmp_path: Path
) -> None:
    desk = table(server, tmp_path)
    desk.fetch(0, ROWS.encode())
    result = desk.fetch(1, ROWS.encode().removesuffix(b"cks\n"))
    assert result.doubt is Doubt.UNENDED
    assert [row.native_id for row in result.rejected] == ["8"]
    assert desk.record.held["doors.8"].latest.headline[0].text == "Door 8 sticks"
    assert desk.fetch(2, ROWS.encode()).doubt is None
    assert desk.open == 9
    assert "breaks off" in desk.fetch(3, ROWS.encode().removesuffix(b";Door 8 sticks\n")).failure


def test_a_doubt_is_said_in_the_result_in_the_list_and_on_the_home_page(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    gales = {f"g{number}": f"Gale {number}" for number in range(6)}
    site.met(gales)
    assert site.run("update") == 0
    site.met({"g0": "Gale 0"})
    assert site.run("update", now="2026-11-20T18:30:00+01:00") == 0
    said = "At most half as many disruptions as before; what is missing is kept until it is missing twice"
    assert f"warning: Weather office (met): {said}." in capsys.readouterr().err
    assert f"{said}." in site.page("index.html")
    assert run(["feeds", "list", "-f", str(site.root / "mkdocs.yml"), "--now", "2026-11-20T18:30:00+01:00"]) == 0
    assert f"    in doubt since 18:30: {said}" in capsys.readouterr().out
    assert site.run("update", now="2026-11-20T18:35:00+01:00") == 0
    assert said not in site.page("index.html") + capsys.readouterr().err


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")
