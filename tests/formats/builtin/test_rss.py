"""RSS and Atom: little structure, much prose, and everything guessed is marked as guessed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pytest

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import detect, gate, read_all
from explainer.formats.base import Document, Parsed
from explainer.formats.registry import BUILTIN, format_of
from explainer.model.sources import Source
from explainer.model.value import stated
from explainer.model.vocabulary import Precision, Reality, State, Status, StatusBasis
from tests.support.shaped import only
from tests.support.values import written


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {"id": "feed", "publisher": "P", "format": "rss", "url": "https://example.org/f"}
    return SOURCE_DOOR.read(made | fields)


def read(body: str | bytes, **fields: Any) -> Parsed:
    body = body if isinstance(body, bytes) else body.encode()
    return read_all([Document(name="https://example.org/f", body=body)], source(**fields))


def feed(*items: str, head: str = "") -> str:
    joined = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{head}{joined}</channel></rss>'


def item(title: str = "", body: str = "", guid: str = "", link: str = "", *, date: str = "", more: str = "") -> str:
    parts = {"title": title, "description": body, "guid": guid, "link": link, "pubDate": date}
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items() if value) + more


FRIDAY = "Fri, 20 Nov 2026 17:20:00 GMT"
SATURDAY = "Sat, 21 Nov 2026 17:20:00 GMT"


# What is a failure, and what is quiet


def test_a_whole_feed_without_entries_is_quiet() -> None:
    assert read(feed()) == Parsed()
    assert read('<feed xmlns="http://www.w3.org/2005/Atom"/>') == Parsed()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the answer was empty"),
        (b"  \r\n\xef\xbb\xbf", "the answer was empty"),
        (b"<!DOCTYPE html><html><body>Access Denied</body></html>", "web page"),
        (b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD></HTML>", "web page"),
        (b"<?xml version='1.0'?><!-- x --><!DOCTYPE html PUBLIC 'x' 'y'><html/>", "web page"),
        (b'{"incidents": []}', "JSON"),
        (b"[1, 2]", "JSON"),
        (b"---\ntitle: x\n---\n\nBody", "Markdown"),
        (b"title: x\nother: y\n", "YAML"),
        (b"Service unavailable", "plain text"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x0a\x0d\x08\x00\x00\x01", "binary"),
        (b"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'/>", "<alert> is neither"),
        (b"<opml version='1.0'></opml>", "<opml> is neither"),
        (b"<", "no root element"),
        (b"<rss version='2.0'><channel><item><title>x</title></item>", "breaks off"),
        (b"<rss version='2.0'><channel><item><title>x</ti", "breaks off"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'><channel/></rss>", "entities"),
    ],
)
def test_what_is_not_a_whole_feed_is_a_failure_with_a_plain_reason(body: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


@pytest.mark.parametrize("cut", range(200, 900, 37))
def test_a_feed_that_breaks_off_anywhere_never_passes_for_a_short_one(cut: int) -> None:
    whole = feed(*(item(f"Title {n}", "Some text here", f"id-{n}", date=FRIDAY) for n in range(8)))
    with pytest.raises(FormatError, match="breaks off"):
        read(whole[:cut])


def test_a_feed_with_undefined_entities_is_read_all_the_same() -> None:
    assert only(read(feed("<title>Snow &nbsp; on 08L</title>"))).headline[0].text == "Snow on 08L"


def test_encodings_are_read_as_declared() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel><item><title>Genève</title></item></channel></rss>'
    assert only(read(body.encode("latin-1"))).headline[0].text == "Genève"
    utf16 = body.replace("ISO-8859-1", "UTF-16")
    assert only(read(utf16.encode("utf-16"))).headline[0].text == "Genève"


def test_an_entry_with_neither_title_nor_text_is_set_aside_with_its_id() -> None:
    parsed = read(feed(item(guid="g-1", date=FRIDAY), item("Snow")))
    assert [d.headline[0].text for d in parsed.disruptions] == ["Snow"]
    [row] = parsed.rejected
    assert (row.entry, row.native_id) == ("entry 1 (g-1)", "g-1")
    assert row.reason.startswith("it says nothing that readers could read")


def test_past_ten_thousand_entries_the_rest_is_set_aside_in_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_ENTRIES", 3)
    parsed = read(feed(*(item(f"T{n}", guid=f"g{n}") for n in range(5))))
    assert len(parsed.disruptions) == 3
    assert [row.entry for row in parsed.rejected] == ["entries 4 to 5"]


# Identity


def test_the_guid_is_the_identity_and_a_slug_stays_readable() -> None:
    assert only(read(feed(item("Snow", guid="tower-1")))).id == "feed.tower-1"


def test_identity_does_not_depend_on_text_order_or_other_entries() -> None:
    one, other = item("Snow", guid="a b"), item("Ice", guid="c d")
    alone = only(read(feed(one)))
    changed = only(read(feed(item("Snow, updated", "More", guid="a b"))))
    among = read(feed(other, one)).disruptions[1]
    assert alone.id == changed.id == among.id


def test_without_a_guid_the_link_is_the_identity_unless_it_is_the_feeds_own() -> None:
    own = "<link>https://example.org/</link>"
    made = only(read(feed(item("Snow", link="https://example.org/n/1"), head=own)))
    assert made.origin.native_id == "https://example.org/n/1"
    two = read(feed(item("Snow", link="https://example.org/"), item("Ice", link="https://example.org/"), head=own))
    assert len({d.id for d in two.disruptions}) == 2


def test_entries_that_share_an_id_are_one_disruption_with_the_older_as_updates() -> None:
    made = only(
        read(
            feed(
                item("Runway closed", "Since noon", "r", date=FRIDAY),
                item("[Resolved] Runway closed", "Open again", "r", date=SATURDAY),
            )
        )
    )
    assert made.status is Status.RESOLVED
    assert made.headline[0].text == "[Resolved] Runway closed"
    assert [update.says for update in made.updates] == ["Since noon", "Open again"]
    assert made.issued_at == datetime(2026, 11, 20, 17, 20, tzinfo=UTC)
    assert made.updated_at == datetime(2026, 11, 21, 17, 20, tzinfo=UTC)


COMMON = "https://rail.example/alerts"
NO_TRAINS, WATER = "Line 4: no trains", "Road to the station closed by water"


def atom(*titles: str) -> str:
    """Entries that all have one id and one link."""
    entries = "".join(f"<entry><id>x</id><title>{title}</title><link href='{COMMON}'/></entry>" for title in titles)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{entries}</feed>'


@pytest.mark.parametrize("dates", [(FRIDAY, SATURDAY), (SATURDAY, FRIDAY), ("", SATURDAY), ("", "")])
@pytest.mark.parametrize(("guid", "link"), [("", COMMON), (COMMON, COMMON), ("0", ""), ("0", COMMON)])
def test_two_items_that_share_guid_or_link_and_say_different_things_are_two(
    guid: str, link: str, dates: tuple[str, str]
) -> None:
    """brief-rss 435, iRail 522: every item links to one page of alerts."""
    titles = (NO_TRAINS, WATER)
    parsed = read(feed(*(item(title, "", guid, link, date=date) for title, date in zip(titles, dates, strict=True))))
    assert not parsed.rejected
    assert [made.headline[0].text for made in parsed.disruptions] == [NO_TRAINS, WATER]
    assert len({made.id for made in parsed.disruptions}) == 2
    assert not any(made.updates for made in parsed.disruptions)
    assert len(parsed.notes) == 1


def test_one_atom_id_on_two_entries_is_two_disruptions() -> None:
    parsed = read(atom(NO_TRAINS, WATER), format="atom")
    assert [made.headline[0].text for made in parsed.disruptions] == [NO_TRAINS, WATER]
    assert not parsed.rejected


def test_an_undated_entry_that_shares_an_id_is_kept_unless_it_says_the_same() -> None:
    parsed = read(feed(item("A", guid="r", date=FRIDAY), item("B", guid="r"), item("A", guid="r")))
    assert [made.headline[0].text for made in parsed.disruptions] == ["A", "B"]
    assert not parsed.rejected


def test_one_guid_on_different_links_hides_nothing() -> None:
    items = [
        item("Closed", guid="x", link=f"https://example.org/{n}", date=date) for n, date in ((1, FRIDAY), (2, SATURDAY))
    ]
    parsed = read(feed(*items))
    assert [made.links[0].href for made in parsed.disruptions] == ["https://example.org/1", "https://example.org/2"]
    assert len({made.id for made in parsed.disruptions}) == 2


def test_aws_items_of_one_service_and_subject_are_one_disruption() -> None:
    base = "http://status.aws.amazon.com/#ec2-us-east-1_"
    made = only(
        read(
            feed(
                item(
                    "Service is operating normally: [RESOLVED] Increased latency",
                    "Done",
                    f"{base}1349729999",
                    date=SATURDAY,
                ),
                item("Performance issues: Increased latency", "Looking", f"{base}1349725820", date=FRIDAY),
            )
        )
    )
    assert made.origin.native_id == "ec2-us-east-1: increased latency"
    assert made.status is Status.RESOLVED
    assert [update.status for update in made.updates] == [Status.ACTIVE, Status.RESOLVED]


# Times


def test_a_bad_date_is_not_fatal_and_is_kept_verbatim() -> None:
    made = only(read(feed(item("Snow", date="Mon, 01 Jan 0001 00:00:00 +0000"))))
    assert made.updated_at is None
    assert made.extra["issued"] == "Mon, 01 Jan 0001 00:00:00 +0000 (not used: no believable time)"


def test_a_date_without_a_zone_is_read_in_the_sources_zone_and_says_so() -> None:
    made = only(read(feed(item("Snow", date="2026-11-20 18:20:00")), zone="Europe/Paris"))
    assert made.updated_at == datetime(2026, 11, 20, 17, 20, tzinfo=UTC)
    assert "Europe/Paris" in made.extra["zone"]


def test_the_date_of_an_item_is_not_the_time_of_the_impact() -> None:
    assert only(read(feed(item("Snow", date=FRIDAY)))).periods == ()


def test_atom_keeps_published_and_updated_apart() -> None:
    made = only(
        read(
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><entry><id>a</id><title>Neige</title>'
            "<published>2026-11-20T10:00:00Z</published><updated>2026-11-20T12:00:00Z</updated>"
            '<category term="Met"/><link href="/n/1"/><content type="xhtml">'
            '<div xmlns="http://www.w3.org/1999/xhtml"><p>Un.</p><p>Deux.</p></div></content></entry></feed>'
        )
    )
    assert (made.issued_at, made.updated_at) == (
        datetime(2026, 11, 20, 10, tzinfo=UTC),
        datetime(2026, 11, 20, 12, tzinfo=UTC),
    )
    assert (made.headline[0].lang, made.description[0].text) == ("fr", "Un.\n\nDeux.")
    assert made.categories == ("Met",)
    assert made.links[0].href == "https://example.org/n/1"


# Status


@pytest.mark.parametrize(
    ("title", "status", "native"),
    [
        ("[Resolved] GitHub outage", Status.RESOLVED, "Resolved"),
        ("RESOLVED: lifts", Status.RESOLVED, "RESOLVED"),
        ("Investigating - Azure Storage - West Europe", Status.ACTIVE, "Investigating"),
        ("Scheduled: track works", Status.PLANNED, "Scheduled"),
        ("CANCELLED: engineering works on Sunday", Status.CANCELLED, "cancelled"),
        ("[Canceled] Strike on Friday", Status.CANCELLED, "cancelled"),
        ("CANCELLED: the 08:12 to Lyon", Status.UNKNOWN, "cancelled"),
        ("Resolved to improve", Status.UNKNOWN, ""),
        ("Closed: runway 08L", Status.UNKNOWN, ""),
        ("Snow", Status.UNKNOWN, ""),
    ],
)
def test_a_status_read_from_the_headline_is_marked_as_inferred(title: str, status: Status, native: str) -> None:
    made = only(read(feed(item(title))))
    assert (made.status, made.status_native) == (status, native)
    assert made.status_basis is StatusBasis.INFERRED_FROM_TEXT


def test_a_feed_that_lists_only_what_holds_makes_its_entries_active() -> None:
    assert only(read(feed(item("Snow")), absence="ended")).status is Status.ACTIVE
    assert only(read(feed(item("[Resolved] Snow")), absence="ended")).status is Status.RESOLVED


@pytest.mark.parametrize(
    ("title", "reality"),
    [
        ("[TEST] Siren", Reality.TEST),
        ("TEST: siren", Reality.TEST),
        ("*** Test Message *** This is a test", Reality.TEST),
        ("EXERCISE EXERCISE EXERCISE runway blocked", Reality.EXERCISE),
        ("THIS IS A DRILL: leave the building", Reality.EXERCISE),
        ("Test centre closed", Reality.ACTUAL),
        ("TESTING CENTRE: closed", Reality.ACTUAL),
        ("Exercise bikes recalled", Reality.ACTUAL),
        ("DRILL-DOWN reports late", Reality.ACTUAL),
    ],
)
def test_a_headline_that_says_it_is_a_test_is_never_real(title: str, reality: Reality) -> None:
    assert only(read(feed(item(title)))).reality is reality


def test_cstate_carries_its_resolution_in_the_category() -> None:
    head = "<generator>github.com/cstate</generator>"
    more = "<category>2026-11-20T19:00:00+01:00</category>"
    resolved = only(read(feed(item("[Resolved] API", date=FRIDAY, more=more), head=head)))
    assert (resolved.periods[0].start, resolved.periods[0].end) == (
        datetime(2026, 11, 20, 17, 20, tzinfo=UTC),
        datetime(2026, 11, 20, 18, 0, tzinfo=UTC),
    )
    assert resolved.categories == ()
    running = only(read(feed(item("API", date=FRIDAY, more="<category>&lt;no value></category>"), head=head)))
    assert (running.status, running.periods[0].end) == (Status.ACTIVE, None)


def test_the_span_in_a_met_office_sentence_is_inferred_from_the_feeds_date() -> None:
    head = "<pubDate>Thu, 13 Mar 2025 08:00:00 GMT</pubDate>"
    words = "Wind, valid from 1200 Thu 13 Mar to 0600 Fri 14 Mar"
    made = only(read(feed(item("Amber warning", words), head=head), zone="Europe/London"))
    [period] = made.periods
    assert period.start == datetime(2025, 3, 13, 12, tzinfo=UTC)
    assert (period.precision, period.text) == (Precision.INFERRED, words.removeprefix("Wind, "))
    another_year = head.replace("2025", "2026")
    assert only(read(feed(item("Amber warning", words), head=another_year))).periods == ()


# Statuspage

BLOCK = "<p><small>{when}</small><br><strong>{status}</strong> - {says}</p>"


def small(month: str, day: str, clock: str) -> str:
    return f"{month} <var data-var='date'>{day}</var>, <var data-var='time'>{clock}</var> UTC"


TIMELINE = "".join(
    [
        BLOCK.format(when=small("Jan", " 1", "00:10"), status="Resolved", says="All good.<br><br>Sorry."),
        BLOCK.format(when=small("Dec", "31", "23:50"), status="Update", says="Still looking."),
        BLOCK.format(when=small("Dec", "31", "22:00"), status="Investigating", says="Runway lights fail."),
    ]
)
LINK = "https://status.example/incidents/w4j2nj1trtsg"


def statuspage_rss(body: str = TIMELINE, date: str = "Wed, 01 Jan 2020 00:10:05 +0000") -> Parsed:
    rules = [{"match": {"words": "lights"}, "component": "lights", "state": "slowed"}]
    return read(feed(item("Lights", body, LINK, LINK, date=date)), mapping=rules)


def test_a_statuspage_timeline_becomes_dated_updates_oldest_first() -> None:
    made = only(statuspage_rss())
    assert [(update.at.isoformat(), update.status) for update in made.updates] == [
        ("2019-12-31T22:00:00+00:00", Status.ACTIVE),
        ("2019-12-31T23:50:00+00:00", None),
        ("2020-01-01T00:10:00+00:00", Status.RESOLVED),
    ]
    assert all(update.precision is Precision.INFERRED for update in made.updates)
    assert (made.status, made.status_native, made.status_basis) == (Status.RESOLVED, "Resolved", StatusBasis.STATED)
    assert made.description[0].text == "All good.\n\nSorry."
    assert made.issued_at == made.updates[0].at
    assert made.updated_at == made.updates[-1].at


def test_an_update_without_a_status_of_its_own_keeps_the_one_before() -> None:
    body = TIMELINE[TIMELINE.index("<p>", 1) :]
    made = only(statuspage_rss(body, "Tue, 31 Dec 2019 23:50:05 +0000"))
    assert (made.status, made.description[0].text) == (Status.ACTIVE, "Still looking.")


def test_what_a_timeline_said_before_still_pins_the_component() -> None:
    body = TIMELINE[TIMELINE.index("<p>", 1) :]
    made = only(statuspage_rss(body, "Tue, 31 Dec 2019 23:50:05 +0000"))
    assert [(report.component, report.state) for report in made.reports] == [("lights", State.SLOWED)]


def test_rss_and_atom_of_one_statuspage_incident_agree() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:status.example,2005:Incident/3156689</id>'
        "<published>2020-01-01T00:10:05Z</published><updated>2020-01-01T00:10:06Z</updated>"
        f'<link rel="alternate" href="{LINK}"/><title>Lights</title>'
        f'<content type="html">{escape(TIMELINE)}</content></entry></feed>'
    )
    by_rss, by_atom = only(statuspage_rss()), only(read(atom))
    assert by_rss.id == by_atom.id == "feed.w4j2nj1trtsg"
    assert by_rss.updates == by_atom.updates
    assert (by_rss.issued_at, by_rss.updated_at) == (by_atom.issued_at, by_atom.updated_at)


def test_announced_maintenance_is_planned_and_starts_at_the_items_date() -> None:
    body = BLOCK.format(when=small("Nov", "20", "10:00"), status="Scheduled", says="Works.")
    made = only(statuspage_rss(body, "Sat, 05 Dec 2026 22:00:00 +0000"))
    assert (made.status, made.planned) == (Status.PLANNED, True)
    assert made.periods[0].start == datetime(2026, 12, 5, 22, tzinfo=UTC)
    assert made.periods[0].precision is Precision.INFERRED
    assert made.updated_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_timeline_whose_dates_cannot_be_read_still_gives_the_status() -> None:
    body = BLOCK.format(when="gestern", status="Monitoring", says="Better.")
    made = only(statuspage_rss(body))
    assert (made.status, made.updates, made.extra["undated updates"]) == (Status.MONITORING, (), "1")


# Hostile text


def test_nothing_hostile_survives_in_any_field() -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e"
    made = only(
        read(
            feed(
                item(
                    f"Snow {bad}", f"Text {bad}", f"g{bad}", "javascript:alert(1)", more="<category>&lt;b>c</category>"
                )
            )
        )
    )
    shown = json.dumps(stated(made.replace(origin=None))).lower()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "\u202e" not in written(made)
    assert made.links == ()


def test_signs_in_text_survive() -> None:
    assert only(read(feed(item("Visibility < 200 m & falling")))).headline[0].text == "Visibility < 200 m & falling"


# The registry


@pytest.mark.parametrize("name", BUILTIN)
def test_every_format_names_itself_and_has_a_sample(name: str) -> None:
    assert format_of(name).name == name
    assert format_of(name).sample


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"<rss version='2.0'><channel/></rss>", "rss"),
        (b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='r'/>", "rss"),
        (b"\xef\xbb\xbf<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'/>", "atom"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>".encode("utf-16"), "atom"),
        (b"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'/>", "cap"),
        (b"# ours\nheadline: Snow\nstatus: active\n", "bulletin"),
        (b"---\nheadline: Snow\nupdates:\n  - says: x\n", "bulletin"),
    ],
)
def test_a_document_tells_its_format(body: bytes, name: str) -> None:
    assert detect(body) == name


def test_among_several_documents_a_bad_one_is_set_aside_and_ids_are_unique() -> None:
    documents = [
        Document(name="a.xml", body=feed(item("Snow", "Old", guid="g", date=FRIDAY)).encode()),
        Document(name="b.xml", body=b""),
        Document(name="c.xml", body=feed(item("Snow", "New", guid="g", date=SATURDAY), item(guid="h")).encode()),
    ]
    parsed = read_all(documents, source())
    assert [d.description[0].text for d in parsed.disruptions] == ["New"]
    assert [(row.entry, row.reason) for row in parsed.rejected] == [
        ("b.xml", "the answer was empty"),
        (
            "c.xml: entry 2 (h)",
            "it says nothing that readers could read: no headline, no text, no known effect or cause",
        ),
    ]


def test_when_no_document_is_good_the_feed_has_failed() -> None:
    with pytest.raises(FormatError, match=r"^the answer was empty$"):
        read_all([Document(name="a", body=b"")], source())
    with pytest.raises(FormatError, match="none of the 2 documents could be read; the first: the answer was empty"):
        read_all([Document(name="a", body=b""), Document(name="b", body=b"{}")], source())


def test_an_empty_folder_is_quiet() -> None:
    assert read_all([], source()) == Parsed()


@pytest.mark.parametrize(("name", "absent"), [("rss", "lxml"), ("cap", "feedparser")])
def test_reading_one_format_never_imports_the_library_of_another(name: str, absent: str) -> None:
    body = feed() if name == "rss" else '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>'
    script = (
        "import sys; from explainer.formats import read_all, Document; from explainer.declarations.sources import Source;"
        f"s = Source(id='x', publisher='p', format='{name}', file='f');"
        f"read_all([Document(name='f', body={body.encode()!r})], s);"
        f"sys.exit('{absent}' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603 - our own script


def test_links_of_a_text_lead_from_the_entry_or_else_from_the_feed() -> None:
    content = '<content type="html">&lt;a href="d.pdf"&gt;Timetable&lt;/a&gt;</content>'
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example/"/><id>f</id>'
        f'<entry><id>1</id><title>One</title><link href="https://a.example/news/1"/>{content}</entry>'
        f"<entry><id>2</id><title>Two</title>{content}</entry></feed>"
    )
    assert [one.description[0].text for one in read(body).disruptions] == [
        "Timetable (https://a.example/news/d.pdf)",
        "Timetable (https://a.example/d.pdf)",
    ]
