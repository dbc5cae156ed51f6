"""MTA's legacy service status: many notices in one text, hardly any ids, and American clocks without a zone."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError
from explainer.formats import Document, Parsed, read_all
from explainer.formats.builtin import mta
from explainer.formats.kit.look import Look
from explainer.model.history import Record
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode, Severity, State, Status, StatusBasis
from explainer.record.lifecycle import Bad, Good, advance
from tests.support.shaped import only, plain
from tests.support.values import written

NEW_YORK = ZoneInfo("America/New_York")


def source(**fields: Any) -> Source:
    made: dict[str, Any] = {"id": "feed", "publisher": "P", "format": "mta", "url": "https://example.org/f"}
    return SOURCE_DOOR.read(made | {"zone": "America/New_York", "language": "en"} | fields)


def read(body: bytes | str, **fields: Any) -> Parsed:
    body = body if isinstance(body, bytes) else body.encode()
    return read_all([Document(name="f", body=body)], source(**fields))


def line(status: str = "GOOD SERVICE", text: str = "", *, name: str = "123", date: str = "", time: str = "") -> str:
    return (
        f"<line><name>{escape(name)}</name><status>{escape(status)}</status><text>{text}</text>"
        f"<Date>{date}</Date><Time>{time}</Time></line>"
    )


def service(*lines: str, code: str = "0", group: str = "subway") -> str:
    return f"<service><responsecode>{code}</responsecode><{group}>{''.join(lines)}</{group}></service>"


def notice(title: str, body: str, posted: str = "11/13/2016&nbsp; 7:01PM") -> str:
    stamp = f'<span class="DateStyle">\n &nbsp;Posted:&nbsp;{posted}\n </span>' if posted else ""
    return f'\n <span class="Title{title.replace(" ", "")}" >{title}</span>\n {stamp}<br/><br/>\n {body}<br/>'


def work(number: int, headline: str, body: str) -> str:
    link = f'<a class="plannedWorkDetailLink" onclick=ShowHide({number});><b>{headline}</a><br/>'
    return notice("Planned Work", f'{link}<div id= {number} class="plannedWorkDetail" ></b>{body}<br></div></b>', "")


DELAY = notice("Delays", "<P>[2] trains are <STRONG>delayed</STRONG>.</P>\n<P>Allow additional travel time.</P>")


# Quiet, and not


def test_good_service_everywhere_is_quiet() -> None:
    assert read(service(line(), line(name="456"))) == Parsed()
    assert read(service(line("GOOD SERVICE", escape("<br/>")))) == Parsed()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY></BODY></HTML>", "web page"),
        (b"<rss><channel/></rss>", "no MTA service status"),
        (b"<service><responsecode>0</responsecode></service>", "no MTA service status with lines"),
        (service(line(), code="100").encode(), "error code 100"),
        (service(line()).encode()[:-20], "breaks off"),
        (b"<service><line></service>", "not well-formed"),
        (b"<!DOCTYPE s [<!ENTITY a 'b'>]>" + service(line()).encode(), "document type"),
    ],
)
def test_what_is_no_service_status_is_a_failure_with_a_plain_reason(body: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_the_access_denied_page_of_2018_is_a_failure_and_not_quiet(corpus: Path) -> None:
    body = (corpus / "mta-servicestatus" / "mta_access-denied_2018-07-21.html").read_bytes()
    assert not mta.recognises(Look(body))
    with pytest.raises(FormatError, match="a web page, not a feed"):
        read(body)


# Notices


@pytest.mark.parametrize("text", [escape(DELAY), DELAY.replace("&nbsp;", "&#160;"), escape(escape(DELAY))])
def test_html_is_read_escaped_unescaped_and_escaped_twice(text: str) -> None:
    made = only(read(service(line("DELAYS", text))))
    assert made.headline[0].text == "[2] trains are delayed."
    assert made.description[0].text == "[2] trains are delayed.\n\nAllow additional travel time."
    assert (made.status, made.status_native) == (Status.ACTIVE, "Delays")
    assert [effect.code for effect in made.effects] == [EffectCode.DELAY]
    assert made.severity is Severity.UNKNOWN
    assert made.issued_at == made.updated_at == datetime(2016, 11, 13, 19, 1, tzinfo=NEW_YORK)


def test_one_line_may_carry_several_notices() -> None:
    text = escape(
        DELAY + notice("Service Change", "<P>[3] runs local.</P>") + work(91145, "[1] No trains", "Late Nights")
    )
    parsed = read(service(line("SERVICE CHANGE", text)))
    assert [(d.status_native, d.headline[0].text) for d in parsed.disruptions] == [
        ("Delays", "[2] trains are delayed."),
        ("Service Change", "[3] runs local."),
        ("Planned Work", "[1] No trains"),
    ]
    last = parsed.disruptions[2]
    assert (last.description[0].text, last.planned, last.issued_at) == ("Late Nights", True, None)
    assert last.events == ("Planned Work", "SERVICE CHANGE")


def test_a_line_that_gives_no_text_is_a_disruption_of_its_own() -> None:
    made = only(read(service(line("DELAYS", date="11/13/2016", time=" 7:01PM"))))
    assert (made.headline[0].text, made.origin.native_id) == ("123: DELAYS", "subway 123: delays")
    assert made.updated_at == datetime(2016, 11, 13, 19, 1, tzinfo=NEW_YORK)


def test_words_without_a_title_take_the_lines_status() -> None:
    parsed = read(service(line("SUSPENDED", escape("<p>No trains.</p>" + DELAY), date="11/13/2016", time="7:01AM")))
    assert [(d.status_native, d.effects[0].code) for d in parsed.disruptions] == [
        ("SUSPENDED", EffectCode.NO_SERVICE),
        ("Delays", EffectCode.DELAY),
    ]
    assert read(service(line("GOOD SERVICE", "All is well."))) == Parsed()


def test_an_unknown_title_has_an_unknown_effect_and_is_kept() -> None:
    made = only(read(service(line("DANCING", escape(notice("Dancing", "Everybody"))))))
    assert [(effect.code, effect.native) for effect in made.effects] == [(EffectCode.UNKNOWN, "Dancing")]


def test_a_line_without_a_name_or_a_status_is_set_aside() -> None:
    parsed = read(service(line("DELAYS", name=" "), line(" ", name="456"), line()))
    assert [(row.entry, row.reason, row.native_id) for row in parsed.rejected] == [
        ("entry 1", "it has no name", None),
        ("entry 2", "it states no status", None),
    ]


def test_a_break_that_runs_into_the_text_is_mended() -> None:
    made = only(read(service(line("PLANNED WORK", escape(work(91849, "[FT]<br clear=left[3] No trains\n", "Nights"))))))
    assert made.headline[0].text == "[FT] [3] No trains"


def test_a_notice_without_words_is_named_by_its_line_and_title() -> None:
    made = only(read(service(line("DELAYS", escape(notice("Delays", ""))))))
    assert (made.headline[0].text, made.description) == ("123: Delays", ())
    made = only(read(service(line("PLANNED WORK", escape(work(7, "", "No trains<br>at night"))))))
    assert (made.headline[0].text, made.origin.native_id) == ("No trains", "7")


# Identity


def test_planned_work_has_a_number_and_several_lines_may_carry_it() -> None:
    text = escape(work(139904, "M5 and BxM18 stop closed", "Until further notice"))
    made = only(
        read(service(line("PLANNED WORK", text, name="M1 - M116"), line("PLANNED WORK", text, name="BXM1 - BXM18")))
    )
    assert (made.id, made.extra) == ("feed.139904", {})
    assert [(e.name, e.ref) for e in made.affected] == [
        ("M1 - M116", "subway M1 - M116"),
        ("BXM1 - BXM18", "subway BXM1 - BXM18"),
    ]


def test_any_other_notice_is_known_by_line_and_title_and_says_so() -> None:
    made = only(read(service(line("DELAYS", escape(DELAY)))))
    assert made.origin.native_id == "subway 123: delays"
    assert made.extra["identity"] == "MTA gives no id; it is the line and the title of the notice"
    moved = escape(notice("Service Change", "<p>Other</p>") + DELAY.replace("<P>", "<p>\n").replace("7:01", "8:15"))
    among = read(service(line(name="7"), line("SERVICE CHANGE", moved)))
    assert among.disruptions[1].id == made.id
    other = only(read(service(line("DELAYS", escape(DELAY), name="456"))))
    reworded = only(read(service(line("DELAYS", escape(DELAY.replace("[2]", "[3]"))))))
    assert made.id == reworded.id != other.id


def test_two_notices_of_one_line_with_one_title_are_two_disruptions() -> None:
    both = escape(DELAY + DELAY.replace("[2]", "[3]"))
    assert len({made.id for made in read(service(line("DELAYS", both))).disruptions}) == 2


def test_one_notice_twice_on_a_line_is_one_disruption() -> None:
    text = escape(DELAY.replace("7:01", "6:30") + DELAY)
    made = only(read(service(line("DELAYS", text))))
    assert made.issued_at == datetime(2016, 11, 13, 18, 30, tzinfo=NEW_YORK)
    assert made.updated_at == datetime(2016, 11, 13, 19, 1, tzinfo=NEW_YORK)


# Times


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Posted: 11/13/2016 7:01PM", datetime(2016, 11, 13, 19, 1, tzinfo=NEW_YORK)),
        ("11/12/2016  9:17AM", datetime(2016, 11, 12, 9, 17, tzinfo=NEW_YORK)),
        ("3/4/2015 2:22:00 PM", datetime(2015, 3, 4, 14, 22, tzinfo=NEW_YORK)),
        ("07/04/2016 12:05 a.m.", datetime(2016, 7, 4, 0, 5, tzinfo=NEW_YORK)),
        ("07/04/2016 12:05PM", datetime(2016, 7, 4, 12, 5, tzinfo=NEW_YORK)),
        ("13/11/2016 7:01PM", None),
        ("11/13/2016 19:01PM", None),
        ("11/13/2016 0:01AM", None),
        ("11/13/0001 7:01PM", None),
        ("11/13/2016 7:61PM", None),
        ("11/13/2016", None),
        ("", None),
    ],
)
def test_times_are_month_first_with_twelve_hours_in_the_declared_zone(words: str, expected: datetime | None) -> None:
    assert mta.posted_at(words, NEW_YORK) == expected


def test_a_supplied_zone_and_an_unreadable_time_are_noted() -> None:
    made = only(read(service(line("DELAYS", escape(DELAY)))))
    assert made.extra["zone"] == "the feed names none; its times are read in America/New_York"
    made = only(read(service(line("DELAYS", escape(notice("Delays", "Late", "yesterday"))))))
    assert made.issued_at is None
    assert made.extra["posted"] == "Posted: yesterday (not used: no believable time)"


def test_periods_stand_only_in_prose_and_are_not_guessed() -> None:
    text = escape(work(1, "[3] No trains", "Late Nights, 10 PM to 5 AM, Mon to Fri, Mar 23 - 27"))
    assert only(read(service(line("PLANNED WORK", text)))).periods == ()


# What rules can match


def test_rules_match_titles_status_words_groups_lines_and_phrases() -> None:
    for match in (
        {"event": "delays"},
        {"category": "subway"},
        {"entity": "123"},
        {"entity": "subway 123"},
        {"words": "trains are delayed"},
    ):
        rule = {"match": match, "component": "metro", "state": "slowed"}
        made = only(read(service(line("DELAYS", escape(DELAY))), mapping=[rule]))
        assert [report.state for report in made.reports] == [State.SLOWED], match


def test_links_in_the_html_are_kept_only_where_they_are_web_addresses() -> None:
    body = '<a href=http://web.mta.info/x.pdf target=_blank>x</a> <a href="https://e.org/?a=1&amp;b=2">y</a> <a href="javascript:z">'
    made = only(read(service(line("DELAYS", escape(notice("Delays", body))))))
    assert [link.href for link in made.links] == ["http://web.mta.info/x.pdf", "https://e.org/?a=1&b=2"]


def test_detection_knows_the_service_status_and_nothing_else() -> None:
    assert mta.recognises(Look(service(line()).encode()))
    for body in (b"", b"{}", b"<service/>", b"<service><responsecode>0</responsecode></service>", b"<rss/>"):
        assert not mta.recognises(Look(body))


# Real recordings


def test_the_corpus_is_read_and_what_is_no_xml_is_refused(corpus: Path) -> None:
    found: dict[str, Parsed] = {}
    for path in sorted((corpus / "mta-servicestatus").glob("*.xml")):
        if path.name == "betanyc_2015-03-05T101557_unescaped.xml":
            with pytest.raises(FormatError, match="not well-formed"):
                read(path.read_bytes())
        else:
            found[path.name] = read(path.read_bytes())
    assert len(found) == 13
    for name, parsed in found.items():
        assert not parsed.rejected, name
        assert len(parsed.disruptions) >= 10, name
        for made in parsed.disruptions:
            assert made.status_native in ("Delays", "Service Change", "Planned Work", "Planned Detour"), name
            assert made.issued_at is not None or made.status_native.startswith("Planned"), name
            assert made.origin.native_id.isdecimal() == ("identity" not in made.extra), name
            assert not re.search(r"</?(?:p|b|br|div|span|strong)\b", made.headline[0].text), name


def test_an_hourly_sequence_appears_and_vanishes_in_the_record(corpus: Path) -> None:
    feed = source(absence=Absence.ENDED)
    record = Record()
    now = datetime(2016, 11, 13, 8, tzinfo=UTC)
    snapshots: list[dict[str, str]] = []
    for path in sorted((corpus / "mta-servicestatus").glob("mta_seqA_*.xml")):
        parsed = read(path.read_bytes(), absence=Absence.ENDED)
        record = advance(record, feed, Good(parsed=parsed, sha256=path.name), now)
        carried = record.feeds[feed.id].carried
        assert len(carried) == len(parsed.disruptions)
        snapshots.append({name: written(record.held[name].latest) for name in carried})
        denied = Bad(reason="the address answered with a web page, not a feed")
        now += timedelta(hours=1)
        assert advance(record, feed, denied, now).held == record.held  # a failure ends nothing
    seen = [set(snapshot) for snapshot in snapshots]
    assert len(seen) == 4
    assert seen[0] & seen[-1]
    assert seen[0] - seen[-1]
    assert seen[-1] - seen[0]
    assert record.held.keys() == set.union(*seen)
    for name, held in record.held.items():
        over = held.latest.status is Status.RESOLVED
        assert over == (name not in seen[-1]), name
        assert (held.latest.status_basis is StatusBasis.INFERRED_FROM_ABSENCE) == over, name
        assert (held.absent_since is not None) == over, name
        # One version for each time the publisher said something else, and one for each time it was gone.
        said = [snapshot.get(name) for snapshot in snapshots]
        changes = [after for before, after in zip([None, *said], said, strict=False) if after != before]
        assert len(held.versions) == len(changes), name


# Whatever comes


MARKS = [
    "<script>alert(1)</script>",
    "\u202e",
    "&lt;b&gt;",
    "<img src=x onerror=y>",
    "<span class=TitleDelay>",
    "</span>",
]
MARKS += ["<a class=plannedWorkDetailLink onclick=ShowHide(7)>", "</a>", "Posted: 11/13/2016 7:01PM", "<br clear=left["]
hostile = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=12)), max_size=8).map("".join)
quickly = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
WHOLE = service(
    line(), line("DELAYS", escape(DELAY)), line("PLANNED WORK", escape(work(7, "A", "B")), name="456")
).encode()


@quickly
@given(at=st.integers(0, len(WHOLE)), length=st.integers(0, 40), new=hostile)
def test_changed_documents_only_ever_raise_a_format_error(at: int, length: int, new: str) -> None:
    body = WHOLE[:at] + new.encode("utf-8", "surrogatepass") + WHOLE[at + length :]
    mta.recognises(Look(body))
    with contextlib.suppress(FormatError):
        plain(read(body))


@quickly
@given(cut=st.integers(1, len(WHOLE) - 1))
def test_a_document_cut_short_is_never_quiet(cut: int) -> None:
    with pytest.raises(FormatError):
        read(WHOLE[:cut])


@quickly
@given(words=hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    inner = escape(re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", words))
    body = service(
        line(
            inner, escape(notice("Delays", "x", inner) + work(7, inner, inner)) + inner, name=inner or "x", date=inner
        ),
    )
    plain(read(body))


def test_hostile_repetition_is_read_in_bounded_time() -> None:
    for mark in MARKS:
        text = escape(mark * 30_000)
        plain(read(service(line("DELAYS", text))))
