"""What is issued is a CAP 1.2 alert by the standard's own schema, chained to those before it, and claims nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from explainer.model.disruption import Disruption
from explainer.model.vocabulary import Ending
from explainer.outputs.cap import MOST_BYTES, NAMESPACE, bare, cap_xml, moment
from explainer.picture.model import DisruptionNow, Standing
from explainer.render.isolation import Isolation
from explainer.render.view import View
from explainer.site.alerts import alerts
from tests.conftest import ROOT
from tests.factory import at, make_bulletin, make_disruption
from tests.factory_map import map_view

SCHEMA = etree.XMLSchema(etree.parse(ROOT / "tests/vendor/cap-1.2/CAP-v1.2.xsd"))
EVIL = "]]></description></info></alert><x>& <b>\u202e \x00\x0b\ufffe\ud83d"
OVER: dict[str, Any] = {"status": "resolved", "periods": [{"start": at(-104), "end": at(-6)}]}


def only(view: View) -> DisruptionNow:
    return next(now for now in view.picture.disruptions)


def alert(view: View, now: DisruptionNow | None = None) -> etree._Element:
    """The alert of the first disruption, judged by the schema."""
    found = etree.fromstring(cap_xml([(view, now or only(view))]))
    SCHEMA.assertValid(found)
    return found


def of(*disruptions: Disruption, **more: Any) -> etree._Element:
    return alert(map_view(*disruptions, **more))


def said(element: etree._Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or element.findtext(f"{{*}}info/{{*}}{name}") or ""


def every(element: etree._Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{{{NAMESPACE}}}{name}")]


def test_an_alert_says_what_was_issued_last() -> None:
    told = of(make_bulletin())
    names = "identifier sender sent status msgType source scope incidents headline senderName web onset contact event"
    assert {name: said(told, name) for name in names.split()} == {
        "identifier": "log.gale/2026-11-20T17:20:00Z",
        "sender": "harbour.example",
        "sent": "2026-11-20T18:20:00+01:00",
        "status": "Actual",
        "msgType": "Update",
        "source": "Harbour log",
        "scope": "Public",
        "incidents": "log.gale",
        "headline": "Ferries are 40–70 minutes late",
        "senderName": "Harbour log",
        "web": "https://harbour.example/disruptions/log.gale/",
        "onset": "2026-11-20T16:40:00+01:00",
        "contact": "Harbour office, 01 99 00 18 20",
        "event": "Ferries",
    }
    assert said(told, "description").splitlines() == [
        "40–70 minutes late.",
        "A gale. Ferries queue for the crane: 24 boxes an hour instead of 36.",
        "Next update by 19:00 CET, 20 November.",
    ]
    assert said(told, "instruction") == "Rebook by phone, not at the desk. Call your line."
    assert every(told, "areaDesc") == ["All quays", "Wind", "Sweeping", "Crane", "Berths", "Crews", "Ferries"]


def test_each_alert_names_all_that_it_replaces_the_oldest_first() -> None:
    updates = make_bulletin().updates
    chain = [of(make_bulletin().replace(updates=updates[: count + 1])) for count in range(3)]
    assert [said(one, "msgType") for one in chain] == ["Alert", "Update", "Update"]
    names = [",".join(said(one, part) for part in ("sender", "identifier", "sent")) for one in chain]
    assert [said(one, "references").split() for one in chain] == [names[:0], names[:1], names[:2]]


def test_it_counts_until_nothing_may_rest_on_it_and_says_when_more_was_promised() -> None:
    told = of(make_bulletin())
    assert said(told, "expires") == "2026-11-20T19:20:00+01:00"
    assert dict(zip(every(told, "valueName"), every(told, "value"), strict=True))["next update"] == (
        "2026-11-20T19:00:00+01:00"
    )
    assert said(told, "responseType") == "Monitor"


def test_what_nobody_states_is_unknown() -> None:
    told = of(make_disruption())
    assert [said(told, name) for name in ("urgency", "severity", "certainty", "category")] == [
        *["Unknown"] * 3,
        "Other",
    ]
    assert not any(said(told, name) for name in ("expires", "onset", "instruction", "responseType"))
    assert every(told, "areaDesc") == []


def test_what_a_publisher_states_is_said_as_stated() -> None:
    stated: dict[str, Any] = {
        "severity": "extreme",
        "certainty": "likely",
        "urgency": "immediate",
        "categories": ["Met"],
    }
    told = of(make_disruption(**stated))
    assert [said(told, name) for name in ("urgency", "severity", "certainty", "category")] == [
        "Immediate",
        "Extreme",
        "Likely",
        "Met",
    ]


def test_words_of_a_feed_in_its_own_language_are_not_put_into_another() -> None:
    view = map_view(
        make_disruption(
            headline=[{"lang": "en", "text": "Gale"}, {"lang": "fr", "text": "Tempête"}],
            description=[{"lang": "en", "text": "Gusts."}, {"lang": "fr", "text": "Rafales."}],
            updates=[{"at": at(-70), "says": "Wind"}, {"at": at(-4), "says": "Gale"}],
        )
    )
    known = tuple(replace(here, source=here.source.replace(language="en")) for here in view.picture.sources)
    view = replace(view, picture=replace(view.picture, sources=known))
    french = replace(view, words=replace(view.words, cldr=view.words.cldr._replace(language="fr")))
    told = etree.fromstring(cap_xml([(view, only(view)), (french, only(french))]))
    assert every(told, "language") == ["en", "fr"]
    assert every(told, "headline") == ["Gale", "Tempête"]
    assert every(told, "description") == ["Gale.\nGusts.", "Rafales."]


def test_what_our_own_people_report_as_off_was_observed_and_a_plan_was_not() -> None:
    assert said(of(make_bulletin()), "certainty") == "Observed"
    planned = make_bulletin(status="planned", periods=[{"start": at(600)}])
    assert said(of(planned), "certainty") == "Unknown"
    assert said(of(planned), "urgency") == "Future"


def test_the_end_is_an_update_that_says_all_clear_and_replaces_all() -> None:
    told = of(make_bulletin(**OVER))
    assert (said(told, "msgType"), said(told, "responseType"), said(told, "urgency")) == ("Update", "AllClear", "Past")
    assert said(told, "identifier") == "log.gale/2026-11-20T17:20:00Z", "the update that said so is the alert"
    assert len(said(told, "references").split()) == 2
    assert not said(told, "expires")
    assert not said(told, "instruction")
    assert "Next update" not in said(told, "description")


def test_an_end_that_no_update_told_is_an_alert_of_its_own_behind_all_the_others() -> None:
    over = make_disruption(status="resolved", periods=[{"start": at(-90), "end": at(-2)}])
    told = of(over, accepted={over.id: at(-1)})
    assert (said(told, "identifier"), said(told, "sent")) == ("met.a/first.over", "2026-11-20T18:22:00+01:00")
    assert said(told, "references") == "harbour.example,met.a/first,2026-11-20T17:24:00+01:00"
    assert said(told, "responseType") == "AllClear"


def test_nothing_is_called_clear_because_a_feed_no_longer_carries_it() -> None:
    gone = make_disruption(periods=[{"start": at(-90)}], certainty="observed")
    view = map_view(gone)
    left = replace(only(view), standing=Standing.ENDED, ended_at=at(-2), ended_by=Ending.MISSED)
    told = alert(view, left)
    assert (said(told, "msgType"), said(told, "responseType")) == ("Update", "")
    assert (said(told, "urgency"), said(told, "certainty")) == ("Unknown", "Unknown")
    assert said(told, "description").splitlines()[0] == "No longer in its feed."
    assert (said(told, "effective"), said(told, "expires")) == ("2026-11-20T17:24:00+01:00", said(told, "sent"))


@pytest.mark.parametrize("status", ["cancelled", "withdrawn"])
def test_what_was_taken_back_is_cancelled(status: str) -> None:
    told = of(make_disruption(status=status, periods=[{"start": at(-90), "end": at(-2)}]))
    assert said(told, "msgType") == "Cancel"
    assert said(told, "references").endswith("met.a/first,2026-11-20T17:24:00+01:00")


def test_a_change_of_what_has_no_updates_is_another_alert() -> None:
    told = of(make_disruption(updated_at=at(-10)))
    assert (said(told, "msgType"), said(told, "sent")) == ("Update", "2026-11-20T18:14:00+01:00")
    assert said(told, "identifier") != "met.a/first"
    assert said(told, "references") == "harbour.example,met.a/first,2026-11-20T17:24:00+01:00"


def test_a_drill_is_an_exercise_and_says_so_in_its_words() -> None:
    told = of(make_bulletin(reality="exercise"), exercise=True)
    assert (said(told, "status"), said(told, "headline")[:10]) == ("Exercise", "EXERCISE: ")
    assert said(of(make_bulletin(), exercise=True), "status") == "Exercise"


def test_a_draft_has_no_alert() -> None:
    view = map_view(make_bulletin(), make_disruption())
    drafts = [replace(now, disruption=now.disruption.replace(reality="draft")) for now in view.picture.disruptions]
    seen = replace(view, picture=replace(view.picture, disruptions=tuple(drafts)))
    [index] = alerts([seen], Isolation())
    assert b"<alert" not in index.make()


def test_nothing_of_it_depends_on_the_hour_at_which_it_is_made() -> None:
    def made(later: timedelta) -> bytes:
        view = map_view(make_bulletin(), make_disruption())
        view = replace(view, picture=replace(view.picture, now=view.picture.now + later, checked_at=None))
        return b"".join(piece.make() for piece in alerts([view], Isolation()))

    assert made(timedelta()) == made(timedelta(days=3))


def test_without_an_address_an_alert_names_no_page() -> None:
    view = map_view()
    view = replace(view, settings=view.settings.replace(site_url=""))
    assert (said(alert(view), "sender"), said(alert(view), "web")) == ("unpublished.invalid", "")


def test_a_site_below_a_path_is_another_sender_and_no_name_holds_what_it_may_not() -> None:
    view = map_view()
    view = replace(view, settings=view.settings.replace(site_url="https://harbour.example/a,b c&d/"))
    sender = said(alert(view), "sender")
    assert sender.startswith("harbour.example/a")
    assert not set(sender) & set(" ,<&")


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(list(EVIL)), min_size=1).filter(str.strip))
@settings(max_examples=25, deadline=None)
def test_whatever_is_written_stays_words(words: str) -> None:
    hostile = make_bulletin(
        headline=[{"text": words}], summary=words, place=words, updates=[{"at": at(-4), "says": words}]
    )
    told = of(hostile)
    assert len(every(told, "info")) == 1
    assert len(every(told, "headline")) == 1


def test_hostile_words_are_in_no_element_of_their_own() -> None:
    told = of(make_bulletin(headline=[{"text": EVIL}], summary=EVIL, updates=[{"at": at(-4), "says": EVIL}]))
    assert "</alert><x>&" in said(told, "headline")
    assert told.find("{*}x") is None


def test_the_list_holds_the_alerts_whole_the_newest_first_and_is_valid_throughout() -> None:
    many = [make_disruption("met", f"a{count}", issued_at=at(-60 - count)) for count in range(60)]
    *beside, index = alerts([map_view(make_bulletin(about=[]), *many)], Isolation())
    body = index.make()
    assert (index.path, len(body) < MOST_BYTES) == ("cap.xml", True)
    found = etree.fromstring(body)
    told = [said(one, "identifier") for one in found.iter(f"{{{NAMESPACE}}}alert")]
    assert told[:3] == ["log.gale/2026-11-20T17:20:00Z", "met.a0/first", "met.a1/first"]
    assert len(told) == 50
    for one in found.iter(f"{{{NAMESPACE}}}alert"):
        SCHEMA.assertValid(etree.fromstring(etree.tostring(one)))
    assert {piece.path for piece in beside} >= {"disruptions/log.gale/cap.xml", "disruptions/met.a59/cap.xml"}


def test_a_list_without_alerts_is_the_same_at_any_hour() -> None:
    view = map_view(make_disruption("met", "x", reality="test"))
    later = replace(view, picture=replace(view.picture, written_at=None, checked_at=at(5), now=at(5)))
    [first], [second] = (list(alerts([one], Isolation())) for one in (view, later))
    assert (first.key, first.make()) == (second.key, second.make())
    assert b"<entry>" not in first.make()


def test_what_a_bulletin_gathers_has_its_alert_beside_its_page_and_not_in_the_list() -> None:
    view = map_view(make_bulletin(), make_disruption())
    assert view.picture.disruption["met.a"].gathered_by
    *beside, index = alerts([view], Isolation())
    assert "disruptions/met.a/cap.xml" in {piece.path for piece in beside}
    assert b"met.a/first" not in index.make()


@pytest.mark.parametrize(
    ("zone", "at_", "told"),
    [
        ("UTC", datetime(2026, 11, 20, 18, tzinfo=UTC), "2026-11-20T18:00:00-00:00"),
        ("Europe/London", datetime(2026, 7, 1, 18, tzinfo=UTC), "2026-07-01T19:00:00+01:00"),
        ("Europe/London", datetime(2026, 12, 1, 18, 0, 0, 5, tzinfo=UTC), "2026-12-01T18:00:00-00:00"),
        ("Asia/Kathmandu", datetime(2026, 12, 1, 18, tzinfo=UTC), "2026-12-01T23:45:00+05:45"),
        ("Africa/Monrovia", datetime(1970, 1, 1, tzinfo=UTC), "1970-01-01T00:00:00-00:00"),
    ],
)
def test_a_moment_has_its_offset_and_utc_is_minus_zero(zone: str, at_: datetime, told: str) -> None:
    assert moment(replace(map_view(), zone=ZoneInfo(zone)), at_) == told


def test_an_alert_whose_words_cannot_be_made_is_an_alert_still() -> None:
    view = map_view()
    SCHEMA.assertValid(etree.fromstring(bare(view, only(view))))
