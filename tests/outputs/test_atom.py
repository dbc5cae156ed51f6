"""The Atom feed carries the newest words to readers that never open a page; the sitemap names the pages."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

import feedparser
import pytest
from lxml import etree

from explainer.model.account import Review
from explainer.outputs.atom import feed_xml
from explainer.outputs.entries import MOST_BYTES
from explainer.outputs.sitemap import sitemap_xml
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import SETTINGS, at, make_bulletin, make_disruption
from tests.factory_map import map_view
from tests.support.values import plain

ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "]]></title><script>alert('x')</script>&nbsp; \x00\x0b\ufffe\ud83d <b>&amp;"


ASKED = (
    "When is it over? Ferries on time again: between 22:30 CET, 20 November and 23:45 CET, 20 November."
    " What am I owed? Your line owes you these. Long wait."
)
"""What the newest entry of the bulletin answers, in words that stay true on another day."""


def _read(body: bytes) -> Any:
    return feedparser.parse(body)  # type: ignore[attr-defined,no-untyped-call]


def parsed(view: View) -> etree._Element:
    return etree.fromstring(feed_xml(view))


def entries(view: View) -> list[etree._Element]:
    return parsed(view).findall(f"{ATOM}entry")


def test_the_newest_update_comes_first_with_its_time_link_and_publisher() -> None:
    feed = _read(feed_xml(map_view()))
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.updated for entry in feed.entries] == [
        "2026-11-20T17:20:00Z",
        "2026-11-20T16:18:00Z",
        "2026-11-20T15:52:00Z",
    ]
    first = feed.entries[0]
    assert first.title == "Ferries are 40–70 minutes late"
    assert first.link == "https://harbour.example/disruptions/log.gale/#updates"
    assert first.author == "Harbour log"
    assert first.summary == f"40–70 minutes late. {ASKED} Next update by 19:00 CET, 20 November."
    words = "At least 20 minutes late. Changed: we know why. Next update by 17:45 CET, 20 November."
    assert feed.entries[1].summary == words
    assert feed.feed.updated == first.updated


def test_a_broken_promise_is_told_by_the_newest_update_alone() -> None:
    late, earlier, *_ = entries(map_view(make_bulletin(next_update=at(-30))))
    summary = late.findtext(f"{ATOM}summary")
    assert summary == f"40–70 minutes late. {ASKED} The update promised for 17:54 CET, 20 November is late."
    assert (earlier.findtext(f"{ATOM}summary") or "").endswith("Next update by 17:45 CET, 20 November.")


def test_what_is_over_promises_no_reader_another_word() -> None:
    over = make_bulletin(status="resolved", next_update=at(36), updates=[{"at": at(-4), "says": "Over"}])
    assert [entry.findtext(f"{ATOM}summary") for entry in entries(map_view(over))] == ["Over"]


def test_a_promise_stands_whole_behind_words_that_are_cut() -> None:
    long = make_bulletin(updates=[{"at": at(-4), "says": "Words and words. " * 200}])
    (entry,) = entries(map_view(long))
    assert (entry.findtext(f"{ATOM}summary") or "").endswith(f"… {ASKED} Next update by 19:00 CET, 20 November.")


def test_an_update_dated_ahead_counts_from_when_it_was_read_and_keeps_its_id() -> None:
    late = make_disruption("met", "storm", updates=[{"at": at(300), "says": "A storm comes."}])
    (entry,) = entries(map_view(late, accepted={late.id: at(-10)}))
    assert entry.findtext(f"{ATOM}updated") == "2026-11-20T17:14:00Z"
    (right,) = entries(map_view(late, accepted={late.id: at(300)}))
    assert entry.findtext(f"{ATOM}id") == right.findtext(f"{ATOM}id")


def test_a_feed_s_disruption_without_updates_is_one_entry() -> None:
    view = map_view(make_disruption("met", "storm", description=[{"text": "A storm comes."}]))
    (entry,) = entries(view)
    assert entry.findtext(f"{ATOM}summary") == "A storm comes."


def test_ids_are_unique_and_stay_when_more_is_said() -> None:
    before = {entry.findtext(f"{ATOM}id") for entry in entries(map_view())}
    told = make_bulletin().updates
    longer = make_bulletin(updates=[*(plain(u) for u in told), {"at": at(-1), "says": "More."}])
    after = {entry.findtext(f"{ATOM}id") for entry in entries(map_view(longer))}
    assert len(before) == 3
    assert before < after
    twice = make_bulletin(updates=[{"at": NOW, "says": "Same."}, {"at": NOW, "says": "Same."}])
    assert len({entry.findtext(f"{ATOM}id") for entry in entries(map_view(twice))}) == 2


def test_a_drill_is_marked_in_every_title() -> None:
    root = parsed(map_view(make_bulletin(reality="exercise"), exercise=True))
    titles = [title.text or "" for title in root.iter(f"{ATOM}title")]
    assert len(titles) == 4
    assert all(title.startswith("EXERCISE: ") for title in titles)


def test_hostile_words_stay_words() -> None:
    view = map_view(make_bulletin(headline=[{"text": EVIL}], updates=[{"at": NOW, "says": EVIL}]))
    root = parsed(view)
    assert not list(root.iter("script", f"{ATOM}script"))
    assert "<script>" in (root.findtext(f"{ATOM}entry/{ATOM}title") or "")
    assert not _read(feed_xml(view)).bozo


@pytest.mark.parametrize("size", [10, 3000])
def test_it_never_grows_past_what_a_phone_should_fetch(size: int) -> None:
    words = "&<>" * size
    many = [
        make_disruption(
            "met", f"d{n}", headline=[{"text": words}], updates=[{"at": at(-m), "says": words} for m in range(9)]
        )
        for n in range(30)
    ]
    body = feed_xml(map_view(*many))
    assert len(body) <= MOST_BYTES
    assert 1 <= len(etree.fromstring(body).findall(f"{ATOM}entry")) <= 20


def test_the_newest_entry_of_what_was_reviewed_points_at_the_review() -> None:
    review = Review(by=date(2026, 11, 18), page="how/the fog/index.md")
    bulletin = make_bulletin()
    reviewed = bulletin.replace(account=bulletin.account.replace(review=review))
    links = [entry.findall(f"{ATOM}link[@rel='related']") for entry in entries(map_view(reviewed))]
    assert [link.get("href") for link in links[0]] == ["https://harbour.example/how/the%20fog/"]
    assert not any(links[1:])


def test_an_empty_feed_and_a_site_without_an_address_are_whole() -> None:
    quiet = map_view(make_disruption("met", "x", reality="test"))
    assert entries(quiet) == []
    nowhere = View(
        picture=map_view().picture,
        system=map_view().system,
        settings=SETTINGS.replace(site_url=""),
        rights={},
        layout=map_view().layout,
        templates=map_view().templates,
    )
    assert not _read(feed_xml(nowhere)).bozo
    assert len(entries(nowhere)) == 3


def test_the_feed_is_the_same_every_time() -> None:
    assert feed_xml(map_view()) == feed_xml(map_view())


def test_the_sitemap_names_every_page_and_only_true_times() -> None:
    body = sitemap_xml(map_view().settings, {"map/": None, "disruptions/log.gale/": at(-4), "a&b/": None})
    root = etree.fromstring(body)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    rows = [(row.findtext(f"{space}loc"), row.findtext(f"{space}lastmod")) for row in root]
    assert rows == [
        ("https://harbour.example/a&b/", None),
        ("https://harbour.example/disruptions/log.gale/", "2026-11-20T18:20:00+01:00"),
        ("https://harbour.example/map/", None),
    ]
    assert at(-4).astimezone(UTC).hour == 17


def test_a_summary_is_one_line_with_its_items_and_its_addresses() -> None:
    told = "Shut:\n• the crane (https://port.example/1)\n• the quay\n\nTake the bus."
    seen = map_view(make_disruption(description=[{"text": told}]))
    [summary] = [entry.findtext(f"{ATOM}summary") for entry in entries(seen)]
    assert summary == "Shut: the crane (https://port.example/1); the quay; Take the bus."
