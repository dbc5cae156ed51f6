"""A disruption's page: its sections, figures and chain, whatever its life has come to, and whoever wrote it."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from typing import Any

import pytest
from markupsafe import Markup

from explainer.language.cldr import ENGLISH
from explainer.language.words import Words
from explainer.model.account import Backlog, Constraint
from explainer.model.disruption import Disruption
from explainer.model.vocabulary import Ending
from explainer.picture.model import DisruptionNow
from explainer.render import pages, standing
from explainer.render.components import disruption, steps
from explainer.render.components.axis import Span, axis
from explainer.render.components.feeds import sources
from explainer.render.components.figures import MOST_BARS, MOST_UNITS, bars, per_unit
from explainer.render.components.log import promises
from explainer.render.components.others import others
from explainer.render.components.parts import parts
from explainer.render.components.problems import problems
from explainer.render.components.recent import recent
from explainer.render.shapes import sprite
from explainer.render.view import View
from explainer.site.sheets import page_style
from tests.conftest import NOW
from tests.factory import FAR, SILENT, at, make_bulletin, make_disruption, make_picture, make_record, make_view, view
from tests.factory_map import map_view, system_of
from tests.support.markup import Walk
from tests.support.values import from_dict, plain

HOUR = timedelta(hours=1)


def args(id_: str) -> dict[str, str]:
    return {"page": "disruption", "subject": id_}


def clean(html: str) -> Walk:
    walk = Walk(html)
    assert not walk.faults
    return walk


def page(seen: View, id_: str = "log.gale") -> Walk:
    return clean(f"{pages.lead(seen, args(id_))}{disruption.disruption(seen, args(id_))}")


def part(seen: View, name: str, id_: str = "log.gale") -> str:
    """The words of one section."""
    return clean(body(seen, name, id_)).text


def body(seen: View, name: str, id_: str = "log.gale") -> str:
    """The html of one section, empty when the page has none of that name."""
    return next((s.body for s in disruption.sections(seen, now_of(seen, id_)) if s.name == name), "")


def now_of(seen: View, id_: str) -> DisruptionNow:
    return seen.picture.disruption[id_]


# The whole page


def test_a_full_bulletin_has_nine_sections_in_the_order_of_the_contents_what_is_asked_most_before_the_why() -> None:
    walk = page(view(make_bulletin(), make_disruption()))
    names = [given["id"] for given in walk.all("section")]
    assert names == ["happening", "you", "next", "rights", "why", "limits", "doing", "updates", "reports"]
    assert re.findall(r'<li[^>]*><a href="#(\w+)">', walk.html)[2:11] == names, "behind the two on the sign"


def test_the_questions_asked_most_stay_in_sight_while_it_is_open_and_no_longer() -> None:
    staying = re.compile(r'<li class="q"><a href="#(\w+)">([^<]+)</a>')
    now, ended = view(make_bulletin()), view(make_bulletin(status="resolved"))
    assert staying.findall(page(now).html) == [
        ("you", "What can I do?"),
        ("next", "When is it over?"),
        ("rights", "What am I owed?"),
        ("why", "Why?"),
    ]
    assert not staying.search(page(ended).html)
    assert not staying.search(page(view(make_disruption()), "met.a").html), "one alone is not worth the room"


def test_what_is_not_stated_has_no_section() -> None:
    walk = page(view(make_disruption()), "met.a")
    assert [given["id"] for given in walk.all("section")] == ["happening", "why", "updates"]


def test_an_unknown_subject_renders_nothing() -> None:
    assert disruption.disruption(view(), args("log.gone")) == pages.lead(view(), args("log.gone")) == ""


def test_links_lead_from_the_page_to_the_sites_root() -> None:
    picture = make_picture(make_bulletin(), make_disruption())
    walk = page(make_view(picture, root="../../"))
    links = {given["href"] for given in walk.all("a") if not given["href"].startswith(("#", "http"))}
    beside = {link for link in links if link.startswith("sms:")} | {"explain/", "card.png", "poster.html"}
    assert links - beside == {"../../why/ferries/", "../../disruptions/met.a/"}


# What happens


def test_impacts_read_as_sentences_and_name_the_place() -> None:
    said = part(view(make_bulletin()), "happening")
    assert "Leaving tonight 40–70 minutes late. Between 19:00 and 22:00, 3 of 9 ferries are cancelled." in said
    assert "Changing ferries You may miss the second one. Where All quays." in said


def test_a_feeds_disruption_says_what_it_touches_names_and_how_bad_it_is() -> None:
    told = make_disruption(
        description=[{"text": "Wind from the west."}],
        reports=[{"component": "wind", "state": "slowed"}],
        affected=[{"kind": "area", "name": "Outer quay"}],
        severity="severe",
        severity_native="Orange",
        periods=[{"start": at(-60), "end": at(240)}],
    )
    said = part(view(told), "happening", "met.a")
    assert said == (
        "Wind from the west. Touches Wind: slowed It names Outer quay When Friday 20 November, 17:24–22:24"
        " How bad Orange, says its source."
    )
    assert part(view(told), "next", "met.a").endswith("It ends, says its source: 22:24")


def test_an_end_beyond_the_calendar_reads_until_further_notice() -> None:
    told = make_disruption(periods=[{"start": at(-60), "end": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)}])
    said = page(view(told), "met.a").text
    assert "Friday 20 November, from 17:24" in said
    assert "9999" not in said


def test_a_headline_alone_is_said_to_be_all() -> None:
    seen = view(make_disruption())
    assert part(seen, "happening", "met.a") == "The source says no more than its headline."
    assert part(seen, "why", "met.a") == "The source states no cause."
    assert "Weather office says this." in page(seen, "met.a").text


def test_a_disruption_without_a_headline_is_named_after_its_publisher() -> None:
    assert "A message from Weather office" in page(view(make_disruption(headline=[])), "met.a").text


def test_an_instruction_stands_under_what_you_can_do() -> None:
    told = make_disruption(instruction=[{"text": "Stay off the quay."}])
    assert part(view(told), "you", "met.a") == "Stay off the quay. Says Weather office."


# Why


def test_the_chain_takes_in_every_known_step_between_root_and_end() -> None:
    said = part(view(make_bulletin()), "why")
    steps = [
        "Gale since noon 65 km/h. Known Weather office, 15:04",
        "Sweepers clear the rails first Twice an hour. Known Harbour office",
        "The crane works at half speed It must stop above 60 km/h. Known Harbour office",
        "24 boxes an hour get through, and 36 want to No ferry leaves half loaded. 20 boxes wait.",
        "Known Harbour office, counted 18:20",
        "You leave 40–70 minutes late 40–70 minutes late. Known Harbour office",
        "What follows from it Berths fill All taken. Likely Harbour office",
        "Crews may run out of hours Near their legal hours. Checking Harbour office, answer by 19:00",
    ]
    also = "Also stated as a cause: Rails. There is one pair of rails."
    assert said == f"{' '.join(steps)} {also} Trace it backwards, from “My ferry is late”"


def test_certainty_is_a_line_and_the_line_into_a_step_is_that_steps() -> None:
    html = body(view(make_bulletin()), "why")
    assert re.findall(r"<li(?: class=\"([^\"]*)\")?>", html) == [
        "",
        "",
        "",
        "",
        "end then-likely",
        "maybe likely then-check",
        "maybe check",
    ]


def test_a_step_nobody_reports_as_caused_is_only_likely() -> None:
    reports = plain(make_bulletin())["reports"]
    for report in reports:
        report["caused_by"] = []
    said = part(view(make_bulletin(reports=reports)), "why")
    assert "The crane works at half speed It must stop above 60 km/h. Likely" in said


def test_a_stated_cause_without_a_declared_link_is_shown_and_says_that_the_map_lacks_it() -> None:
    reports = [
        {"component": "ferries", "state": "slowed", "caused_by": ["road"]},
        {"component": "road", "state": "slowed"},
    ]
    for cause in (None, {"component": "road"}):
        said = part(view(make_bulletin(reports=reports, cause=cause, brief=[])), "why")
        assert said == (
            "Road: slowed Known Harbour office Ferries: slowed Stated; our map does not show this link yet. "
            "Known Harbour office Trace it backwards, from “My ferry is late”"
        )


def test_what_is_said_of_the_stated_cause_is_shown_beside_another_headline_of_its_report() -> None:
    reports = [
        {"component": "wind", "state": "slowed", "says": "65 km/h.", "headline": "It blows"},
        {"component": "ferries", "state": "slowed"},
    ]
    said = part(view(make_bulletin(reports=reports, brief=[])), "why")
    assert said.startswith("It blows Gale since noon. 65 km/h. Known")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"investigator": "pilots", "answer_by": at(36)}, "We do not know why yet; Pilots answers by 19:00."),
        ({"investigator": "pilots", "answer_by": at(-4)}, "We do not know why yet; Pilots was to answer by 18:20."),
        (
            {"investigator": "pilots", "answer_by": at(600)},
            "We do not know why yet; Pilots answers by 21 November, 04:24.",
        ),
        ({"investigator": "pilots"}, "We do not know why yet; Pilots is finding out."),
        ({}, "We do not know why yet."),
    ],
    ids=["ahead", "passed", "another day", "no time", "nobody"],
)
def test_an_unknown_cause_says_who_finds_out_and_by_when(more: dict[str, Any], says: str) -> None:
    cause = {"unknown": True, **more}
    assert part(view(make_bulletin(cause=cause, brief=[])), "why") == says
    told = view(make_bulletin(cause=cause, brief=[]))
    assert steps.brief(told, now_of(told, "log.gale")).unknown.striptags() == says


def test_an_unknown_cause_of_what_is_over_is_told_as_that() -> None:
    cause = {"unknown": True, "investigator": "pilots", "answer_by": at(-36)}
    over = make_bulletin(status="resolved", periods=[{"start": at(-900), "end": at(-800)}], cause=cause, brief=[])
    assert part(view(over), "why") == "It is over, and we do not know why it happened."


def test_lines_of_a_bulletin_stay_beside_an_unknown_cause_and_are_not_its_cause() -> None:
    cause = {"unknown": True, "investigator": "pilots", "answer_by": at(36)}
    told = view(make_bulletin(cause=cause))
    shown = steps.brief(told, now_of(told, "log.gale"))
    assert shown.unknown.striptags() == "We do not know why yet; Pilots answers by 19:00."
    assert [str(line) for line, _ in shown.lines] == ["Gale since noon.", "The crane works at half speed."]


def test_a_stated_cause_code_is_said_in_words() -> None:
    told = make_disruption(causes=[{"code": "police_security", "native": "POLICE_ACTIVITY"}])
    assert part(view(told), "why", "met.a") == "Weather office states as cause: police security (POLICE_ACTIVITY)."


def test_a_feed_disruptions_chain_ends_at_the_part_it_reports() -> None:
    told = make_disruption(reports=[{"component": "crane", "state": "stopped", "caused_by": ["wind"]}])
    said = part(view(make_bulletin(), told), "why", "met.a")
    assert said == (
        "Wind: slowed 65 km/h. Known Weather office, 15:04 Sweepers clear the rails first Twice an hour. "
        "Known Harbour log, 18:20 Headline a Known Weather office"
    ), "what our bulletin states of the crane holds here too"


# What limits us


def test_units_show_who_gets_through_and_who_does_not() -> None:
    said = part(view(make_bulletin()), "limits")
    assert "Each hour, 36 boxes want to be loaded. The crane can lift 24. 24 get through 12 join the queue" in said
    assert "Usual: 36 boxes an hour. Now: 24. Harbour office, counted 18:20." in said
    assert "So the queue grows by 12 boxes an hour" in said
    assert (
        "Harbour office counted 20 boxes at 18:20. The other bars are worked out from the rate. Dashed: expected."
        in said
    )


@pytest.mark.parametrize(
    ("demand", "step"), [(0, 1), (36, 1), (40, 1), (41, 5), (200, 5), (201, 10), (400, 10), (3400, 100), (1e6, 50_000)]
)
def test_a_row_holds_at_most_forty_units(demand: float, step: float) -> None:
    assert per_unit(demand) == step
    assert demand / per_unit(demand) <= MOST_UNITS


def test_a_unit_that_stands_for_more_says_so() -> None:
    limits = [*plain(make_bulletin())["account"]["constraints"]]
    limits[0] |= {"demand": 3600, "now": 2400, "normal": 3600, "backlog": None}
    said = part(view(make_bulletin(constraints=limits)), "limits")
    assert "2,400 get through 1,200 do not" in said
    assert "One block is 100." in said


def test_no_shortfall_draws_no_hollow_unit_and_a_shrinking_queue_ends_at_nothing() -> None:
    limits = [*plain(make_bulletin())["account"]["constraints"]]
    limits[0] |= {"demand": 24, "now": 100}
    html = body(view(make_bulletin(constraints=limits)), "limits")
    assert "hole" not in html
    assert "The queue shrinks by 76 boxes an hour" in html
    assert clean(html).text.count("The queue shrinks") == 1
    assert re.findall(r'class="est"><b>(\d+)</b>', html)[-1] == "0"


@pytest.mark.parametrize(("value", "told"), [(float("inf"), "999,999,999,976 do not"), (float("nan"), "0 get through")])
def test_a_number_that_is_none_is_drawn_as_the_nearest_that_is(value: float, told: str) -> None:
    limits = [*plain(make_bulletin())["account"]["constraints"]]
    limits[0] = from_dict(Constraint, limits[0] | {"backlog": None, "why_not_more": None}).replace(demand=value)
    bulletin = make_bulletin()
    assert told in part(view(bulletin.replace(account=bulletin.account.replace(constraints=(limits[0],)))), "limits")


def backlog(before: timedelta, now: float = 20) -> Constraint:
    return Constraint(
        component="crane",
        unit="boxes",
        normal=36,
        now=24,
        demand=36,
        at=at(-4),
        backlog=Backlog(since=at(-4) - before, now=now),
    )


def test_bars_meet_the_start_the_count_and_the_next_word() -> None:
    drawn = bars(backlog(100 * HOUR / 60), at(36))
    assert [f"{bar.at.astimezone(NOW.tzinfo):%H:%M} {bar.amount:g}" for bar in drawn] == [
        "16:40 0",
        "17:00 4",
        "17:20 8",
        "17:40 12",
        "18:00 16",
        "18:20 20",
        "18:40 24",
        "19:00 28",
    ]
    assert [bar.ahead for bar in drawn] == [False] * 6 + [True] * 2


@pytest.mark.parametrize(
    "before", [HOUR / 20, HOUR / 4, HOUR * 1.7, HOUR * 9, HOUR * 50, HOUR * 24 * 40, HOUR * 24 * 4000]
)
@pytest.mark.parametrize("after", [None, HOUR / 6, HOUR * 30])
def test_there_are_few_bars_whatever_the_span_and_one_is_the_count(before: timedelta, after: timedelta | None) -> None:
    drawn = bars(backlog(before), at(-4) + after if after else None)
    assert 1 <= len(drawn) <= MOST_BARS
    assert any(bar.at == at(-4) and bar.amount == 20 for bar in drawn)
    assert all(bar.amount >= 0 for bar in drawn)


def test_a_backlog_that_begins_after_its_count_draws_no_bars() -> None:
    assert bars(backlog(-HOUR), at(36)) == []


# Decisions and asks


def test_a_decision_names_decider_reason_and_payer() -> None:
    assert part(view(make_bulletin()), "doing") == (
        "Ferries first, then parcels Decided 16:35, Harbour office, with Pilots Because A ferry holds people."
        " Who pays Parcels: a day."
    )


def test_an_ask_says_can_you_how_whom_it_helps_and_what_if_not() -> None:
    assert part(view(make_bulletin()), "you") == (
        "Rebook by phone, not at the desk Can you? Yes, with a phone. 5–10 minutes. How Call your line."
        " Helps People without a phone. If you can’t Desk 2."
    )


# What next


def test_ranges_are_solid_and_single_moments_dotted_from_now() -> None:
    html = body(view(make_bulletin()), "next")
    assert re.findall(r'<i(?: class="(\w+)")? style=', html) == ["dots", "", "dots", ""]
    said = clean(html).text
    assert said.startswith(
        "Ferries on time again: between 22:30 and 23:45"
        " 18:0019:0020:0021:0022:0023:00 Next update: by 19:00 Crane at full speed: between 19:30 and 21:00"
    )
    assert (
        "What this rests on. Earliest: the gale ends at 21:00. What we do not know Whether the gale ends tonight."
        in said
    )


def test_what_no_source_tells_is_among_what_we_do_not_know() -> None:
    said = part(view(make_bulletin(), times={"road": SILENT}), "next")
    assert said.endswith("Road: Road watch is silent since 17:55.")


def test_a_passed_estimate_is_said_to_have_passed() -> None:
    said = part(view(make_bulletin(expected=[{"what": "Crane back", "low": at(-60), "high": at(-30)}])), "next")
    assert "Crane back: between 17:24 and 17:54 (that time has passed)" in said


@pytest.mark.parametrize("minutes", [3, 14, 59, 200, 719, 1500, 9000, 100_000, 4_000_000])
def test_the_axis_has_few_columns_and_holds_everything(minutes: int) -> None:
    html = axis(
        view(),
        [
            Span("It ends", Markup("then"), None, at(minutes)),
            Span("It opens", Markup("then"), at(minutes / 3), at(minutes / 2)),
        ],
    )
    clean(html)
    assert 1 <= html.split("</p>")[0].count("<i>") <= 8
    ends = re.findall(r"--[ab]:([\d.]+)%", html)
    assert len(ends) == 4
    assert all(0 <= float(x) <= 100 for x in ends)


def test_the_axis_survives_the_end_of_the_calendar() -> None:
    clean(axis(view(), [Span("It ends", Markup("never"), None, FAR)]))


def test_days_on_the_axis_are_named_by_their_date() -> None:
    html = str(axis(view(), [Span("It ends", Markup("then"), None, at(60 * 24 * 5))]))
    assert ">20 Nov<" in html


# Rights, reports, updates


def test_rights_carry_their_review_and_a_link_to_the_law() -> None:
    seen = view(make_bulletin())
    said = part(seen, "rights")
    assert said == (
        "Your line owes you these. Long wait Food and drink, free, after 90 minutes. Regulation (EU) 1177/2010,"
        " checked by our legal team on 2 October 2026. Read them in full"
    )
    assert {"href": "https://law.example/1177", "rel": "noopener"} in page(seen).all("a")


def test_gathered_reports_are_listed_and_lead_back_up() -> None:
    told = make_disruption(headline=[{"text": "Gale warning"}])
    seen = view(make_bulletin(), told)
    assert part(seen, "reports") == "Weather office Gale warning, 17:24"
    walk = page(seen, "met.a")
    assert "It is part of: Ferries are 40–70 minutes late" in walk.text
    assert {"href": "disruptions/log.gale/"} in walk.all("a")


def test_updates_stand_newest_first_with_the_promise_each_kept_or_broke() -> None:
    assert part(view(make_bulletin()), "updates") == (
        "18:20 40–70 minutes late. Promised by 17:45. 35 minutes late: we waited for the lines."
        " 17:18 At least 20 minutes late. Changed: we know why. Promised by 17:20. Kept."
        " 16:52 Ferries are slowing. First update, 8 minutes after we noticed."
        " Published by Harbour log."
    )


def test_an_update_that_has_not_come_stands_on_top() -> None:
    said = part(view(make_bulletin(next_update=at(-25))), "updates")
    assert said.startswith("18:24 An update was promised by 17:59. Late by 25 minutes.")


def test_a_feed_without_updates_tells_when_it_was_seen() -> None:
    said = part(view(make_disruption()), "updates", "met.a")
    assert said == (
        "17:24 Its source issued it. 17:24 We saw it for the first time."
        " Published by Weather office. It does not say when its next word comes."
    )


def test_only_the_newest_forty_updates_are_shown() -> None:
    updates = [{"at": at(-500 + index), "says": f"Word {index}."} for index in range(45)]
    said = part(view(make_bulletin(updates=updates)), "updates")
    assert "Word 44." in said
    assert "Word 4." not in said
    assert "And 5 earlier." in said


# Its life


def test_an_ended_disruption_says_so_first_and_promises_nothing() -> None:
    over = make_bulletin(status="resolved", periods=[{"start": at(-24000), "end": at(-23000)}], next_update=None)
    walk = page(view(over))
    assert walk.text.startswith("Ended 4 November, 19:04. This page stays as it was, for the record. Over: Ferries")
    assert "Began 4 November, 02:24 Ended 4 November, 19:04" in walk.text
    assert 'class="lead is-over"' in walk.html
    assert "data-due" not in walk.html
    assert "No further word is promised here. See how it is now" in walk.text
    assert "What happened" in walk.text
    assert "What we expected" in walk.text
    assert "Gale since noon" in walk.text


def test_a_beginning_that_nobody_states_is_not_told() -> None:
    walk = page(view(make_disruption(reports=[{"component": "crane", "state": "stopped"}])), "met.a")
    assert walk.text.startswith("Stopped, reported 17:24 CET Headline a")
    unsaid = page(view(make_disruption(issued_at=None, reports=[{"component": "crane", "state": "stopped"}])), "met.a")
    assert unsaid.text.startswith("Stopped, first seen by us 18:24 CET Headline a")
    over = page(view(make_disruption(issued_at=at(-90), periods=[{"end": at(-30)}])), "met.a").text
    assert "Reported 16:54 Ended 17:54" in over
    assert "Began" not in over


def test_a_message_that_a_later_one_replaced_says_so() -> None:
    stop = make_disruption("road", "stop", reports=[{"component": "road", "state": "stopped"}], issued_at=at(-60))
    clear = make_disruption("road", "clear", reports=[{"component": "road", "state": "normal"}], issued_at=at(-14))
    said = page(view(stop, clear), "road.stop").text
    assert said.startswith("Replaced by a later message of 18:10. This page stays as it was, for the record.")
    assert "Reported 17:24 Replaced 18:10" in said


def test_a_message_that_states_no_end_counts_no_more_when_it_is_old() -> None:
    assert standing.words(view(), lapsed()) == (
        'It stated no end, and counts no more since <time datetime="2026-11-20T18:14+01:00">18:14</time>.'
    )


def lapsed() -> DisruptionNow:
    now = make_picture(make_disruption(status="resolved")).disruptions[0]
    return replace(now, ended_by=Ending.LAPSED, ended_at=at(-10))


def test_a_withdrawn_disruption_was_taken_back() -> None:
    said = page(view(make_disruption(status="withdrawn")), "met.a").text
    assert said.startswith("The publisher withdrew this. It did not end; it was taken back.")


def test_a_cancelled_disruption_no_longer_holds() -> None:
    assert "The publisher cancelled this" in page(view(make_disruption(status="cancelled")), "met.a").text


def test_absence_from_the_feed_is_told_from_an_end() -> None:
    gone = make_disruption(status="resolved", status_basis="inferred-from-absence")
    said = page(view(gone, absent={gone.id: at(-30)}), "met.a").text
    assert said.startswith("It is no longer in the feed since 17:54; we take it as over.")


def test_a_silent_source_puts_its_disruption_in_doubt() -> None:
    walk = page(
        view(make_disruption("road", reports=[{"component": "road", "state": "slowed"}]), times={"road": SILENT}),
        "road.a",
    )
    assert "Published by Road watch. We last asked it at 18:24, without an answer." in walk.text
    assert walk.text.startswith("Unknown. Its source has been silent since 17:55 CET; this may be out of date.")
    assert 'class="lead is-unknown"' in walk.html


def test_a_planned_disruption_is_coming() -> None:
    works = make_disruption("log", "works", status="planned", periods=[{"start": at(1900), "end": at(2140)}])
    walk = page(view(works), "log.works")
    assert walk.text.startswith("Upcoming: Sunday 22 November, 02:04–06:04")
    assert "What will happen" in walk.text


def test_what_is_not_meant_is_marked() -> None:
    drill = make_bulletin(reality="exercise")
    now = replace(make_picture(make_bulletin()).disruptions[0], disruption=drill)
    picture = replace(make_picture(make_bulletin()), disruptions=(now,))
    assert page(make_view(picture)).text.startswith("EXERCISE This is not real.")
    assert '<meta name="robots" content="noindex">' in pages.head(make_view(picture), args("log.gale"))


def test_on_an_exercise_site_the_ribbon_is_the_mark() -> None:
    seen = make_view(make_picture(record=make_record([make_bulletin(reality="exercise")]), exercise=True))
    assert page(seen).text.startswith("Slowed since")


# Languages


@pytest.mark.parametrize(
    ("lang", "words", "marked"),
    [
        ("en-GB", "Wind", ""),
        ("fr", "Vent", ' lang="fr" dir="ltr"'),
        ("ar", "رياح", ' lang="ar" dir="rtl"'),
        ("he-IL", "רוח", ' lang="he-IL" dir="rtl"'),
        ("und", "Wind", ""),
        ("und", "123 رياح", ' dir="rtl"'),
        ('x" onload="1', "Wind", ""),
    ],
)
def test_text_in_another_language_is_marked_with_it(lang: str, words: str, marked: str) -> None:
    told = make_disruption(headline=[{"lang": lang, "text": words}], description=[{"lang": lang, "text": words}])
    walk = page(view(told), "met.a")
    assert f"<h1{marked}>{words}</h1>" in walk.html
    assert f'<div class="text"{marked}><p>{words}</p></div>' in walk.html


# Hostile text

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></section><b>bold",
    "<!-- <svg/onload=alert(1)>",
    "&lt;script&gt; &#60;b&#62;",
    "\u202e\u2066\x00\x1b[31m\ufffe backwards",
    "javascript:alert(1) {{7*7}} ${7*7} %3Cscript%3E",
    "A" * 9000,
)

KEPT = (
    {"id", "feed", "format", "component", "state", "status", "status_basis", "severity", "certainty", "urgency"}
    | {"reality", "code", "role", "precision", "caused_by", "by", "with", "with_", "symptom", "rights", "kind"}
    | {"lang", "investigator", "href", "native_id", "rel"}
)
"""Fields whose values the models themselves restrict, or that only ever name other things."""


def poisoned(value: Any, poison: str) -> Any:
    """Every string a publisher or staff can write, replaced."""
    if isinstance(value, dict):
        return {key: item if key in KEPT else poisoned(item, poison) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [poisoned(item, poison) for item in value]
    return poison if isinstance(value, str) else value


def everything() -> Disruption:
    """A disruption with a word in every field."""
    return make_bulletin(
        description=[{"text": "x"}],
        instruction=[{"text": "x"}],
        status_native="x",
        severity_native="x",
        causes=[{"code": "other", "native": "x"}],
        effects=[{"code": "delay", "native": "x"}],
        events=["x"],
        categories=["x"],
        affected=[{"kind": "x", "name": "x", "ref": "x"}],
        links=[{"href": "https://x.example/?a=b&c", "text": "x"}],
        extra={"x": "x"},
        quiet_reason="x",
    )


@pytest.mark.parametrize("poison", HOSTILE)
@pytest.mark.parametrize("impacts", [True, False])
def test_hostile_text_in_every_field_never_becomes_markup(poison: str, impacts: bool) -> None:
    raw = poisoned(plain(everything()), poison)
    raw["impacts"] = raw["impacts"] if impacts else []
    raw["periods"] = [{"start": at(-60), "end": at(60), "text": poison}]
    raw["origin"]["publisher"] = poison
    for report in raw["reports"]:
        report["by"] = poison
    raw["account"]["constraints"][0]["by"] = poison
    hostile = from_dict(Disruption, raw)
    feed = hostile.replace(
        id="met.a", origin=hostile.origin.replace(feed="met", format="cap"), account=hostile.account.replace(about=())
    )
    harmless = page(view(make_bulletin(), make_disruption()))
    seen = view(hostile, feed)
    for id_ in ("log.gale", "met.a"):
        walk = page(seen, id_)
        assert {tag for tag, _ in walk.tags} <= {tag for tag, _ in harmless.tags} | {"br"}
        clean(pages.head(seen, args(id_)))
        walk.html.encode("utf-8")
    clean(pages.head(seen, {}))
    clean("".join(region(seen, {}) for region in (problems, parts, sources, others, recent)))
    clean(f"{pages.lead(seen, {})}{promises(seen, {})}")


def test_a_link_that_is_not_plain_web_is_left_out() -> None:
    told = make_disruption(links=[{"href": "https://a.example/x", "text": "Original"}])
    bad = told.links[0].replace(href="javascript:alert(1)")
    seen = view(told.replace(links=(bad, told.links[0])))
    addresses = [given["href"] for given in page(seen, "met.a").all("a") if ":" in given["href"]]
    addresses = [one for one in addresses if not one.startswith("sms:")]
    assert addresses == ["https://a.example/x"]


# Size


def test_a_long_bulletin_fits_in_fourteen_kilobytes() -> None:
    said = "Between 19:00 and 22:00 the crane lifts 24 boxes an hour, which is {} fewer than the lines asked for today."
    raw = plain(make_bulletin())
    raw["updates"] = [
        {"at": at(-600 + index), "says": said.format(index), "next_update": at(-590 + index)} for index in range(40)
    ]
    raw["decisions"] = [
        raw["account"]["decisions"][0] | {"what": f"Decision {index}", "because": said.format(index)}
        for index in range(6)
    ]
    many = [make_disruption("met", f"m{index}", headline=[{"text": said.format(index)}]) for index in range(60)]
    seen = view(from_dict(Disruption, raw), *many)
    walk = page(seen)
    assert "And 58 more." in walk.text
    whole = "".join((sprite(), page_style("disruption"), pages.head(seen, args("log.gale")), walk.html))
    assert len(gzip.compress(whole.encode(), 9)) < 14_000


# What may follow


def test_what_nobody_states_is_no_step_however_well_the_links_would_fit() -> None:
    reports = [{"component": "crane", "state": "slowed", "says": "Half speed."}]
    said = part(view(make_bulletin(reports=reports, symptom="parcels", cause=None, brief=[], constraints=[])), "why")
    assert said == "The source states no cause."


def test_a_brief_keeps_its_root_and_its_symptom_however_long_the_chain_is() -> None:
    links = [(f"p{index}", f"p{index + 1}") for index in range(7)]
    system = system_of([[f"p{index}" for index in range(7)], ["p7"]], links)
    reports: list[dict[str, Any]] = [{"component": "p0", "state": "slowed"}]
    reports += [{"component": end, "state": "slowed", "caused_by": [start]} for start, end in links]
    told = map_view(make_bulletin(reports=reports, symptom="p7", cause={"component": "p0"}, brief=[]), system=system)
    lines = [str(line) for line, _ in steps.brief(told, told.picture.disruptions[0]).lines]
    assert [line.split(".")[0] for line in lines] == ["P0", "P1", "P2", "P6", "P7"]


def test_a_step_in_short_that_is_only_likely_says_so() -> None:
    reports = [{"component": c, "state": "slowed"} for c in ("wind", "crane", "ferries")]
    told = view(make_bulletin(reports=reports, brief=[]))
    assert [sure for _, sure in steps.brief(told, told.picture.disruptions[0]).lines] == ["", "Likely", "Likely"]


def test_a_bulletin_without_a_chain_tells_its_cause_and_short_lines() -> None:
    over = make_bulletin(status="resolved", periods=[{"start": at(-900), "end": at(-800)}], reports=[])
    assert part(view(over), "why") == "Gale since noon Known Harbour office The crane works at half speed"
    bare = make_bulletin(status="resolved", periods=[{"start": at(-900), "end": at(-800)}], reports=[], brief=[])
    assert part(view(bare), "why") == "Gale since noon Known Harbour office"


def test_whole_days_are_said_without_hours() -> None:
    days = [{"start": at(-60), "end": at(60 * 24 * 3), "precision": "day"}, {"start": at(90), "precision": "day"}]
    said = part(view(make_disruption(periods=days)), "happening", "met.a")
    assert said == "When Friday 20 November, until Monday 23 November Friday 20 November"


def test_a_span_over_days_names_both_and_an_open_start_is_not_guessed() -> None:
    spans = [{"start": at(-60), "end": at(2000)}, {"end": at(60)}]
    said = part(view(make_disruption(periods=spans)), "happening", "met.a")
    assert said == "When Friday 20 November, 17:24, until Sunday 22 November, 03:44 Until 19:24"


def test_an_estimate_for_another_day_names_it_once() -> None:
    said = part(view(make_bulletin(expected=[{"what": "Crane back", "low": at(1500), "high": at(1560)}])), "next")
    assert "Crane back: 21 November, between 19:24 and 20:24" in said


# Running text

TOLD = "The river has risen.\n\nClosed:\n• Mill Road\nall day\n• Bridge\n\n1. Go out\n2. Wait\n\nMill Street 4\n1234 Milltown"


def test_paragraphs_lists_and_lines_that_are_meant_are_shown_as_such() -> None:
    html = body(view(make_disruption(description=[{"text": TOLD}])), "happening", "met.a")
    assert (
        '<div class="text"><p>The river has risen.</p><p>Closed:</p><ul><li>Mill Road<br>all day</li><li>Bridge</li></ul>'
        "<ol><li>Go out</li><li>Wait</li></ol><p>Mill Street 4<br>1234 Milltown</p></div>"
    ) in html
    clean(html)


def test_items_that_stand_apart_are_paragraphs_of_a_list_and_numbers_go_on_where_they_are() -> None:
    html = body(
        view(make_disruption(description=[{"text": "* WHAT...Ice.\n\n* WHERE...Here.\n\n4. a\n5. b"}])),
        "happening",
        "met.a",
    )
    assert "<ul><li><p>WHAT...Ice.</p></li><li><p>WHERE...Here.</p></li></ul>" in html
    assert '<ol start="4"><li>a</li><li>b</li></ol>' in html


def test_a_whole_address_is_a_link_that_shows_where_it_leads_and_vouches_for_nothing() -> None:
    told = "See the timetable (https://rail.example/b.pdf?c=1&d=2) or https://b\u00fccher.example/, not javascript:alert(1)."
    html = body(view(make_disruption(description=[{"text": told}], instruction=[{"text": told}])), "happening", "met.a")
    kind = 'rel="nofollow noopener noreferrer" dir="ltr"'
    shown = "https://rail.example/b.pdf?c=1&amp;d=2"
    assert f'See the timetable (<a href="{shown}" {kind}>{shown}</a>) or ' in html
    host = "https://xn--bcher-kva.example/"
    assert f'<a href="{host}" {kind}>{host}</a>, not javascript:alert(1).</p>' in html
    assert html.count("<a ") == 2
    clean(html)


@pytest.mark.parametrize(
    "told",
    [
        'https://a.example/"onmouseover="alert(1)',
        "https://a.example/<script>alert(1)</script>",
        "https://a.example/'><img src=x>",
        "https://bank.example@elsewhere.example/",
        "https://a.example/\u202egnp.exe",
    ],
)
def test_an_address_cannot_break_out_of_its_link(told: str) -> None:
    html = body(view(make_disruption(description=[{"text": told}])), "happening", "met.a")
    walk = clean(html)
    assert not walk.all("script")
    assert not walk.all("img")
    assert all(set(given) == {"href", "rel", "dir"} for given in walk.all("a"))
    assert "\u202e" not in html


def test_an_address_of_any_length_shows_its_host() -> None:
    long = f"https://{'a' * 60}.example/{'b' * 900}"
    walk = clean(body(view(make_disruption(description=[{"text": long}])), "happening", "met.a"))
    assert walk.all("a")[0]["href"] == long
    assert f"https://{'a' * 60}.example/" in walk.text
    assert len(walk.text) < 100


def test_updates_are_shown_by_the_same_rules_and_one_line_stands_out() -> None:
    says = ["Half speed, see https://port.example/1.", "Done:\n• crane\n• quay"]
    updates = [{"at": at(-20 + n), "says": words} for n, words in enumerate(says)]
    html = body(view(make_disruption(updates=updates)), "updates", "met.a")
    assert '<p><b>Half speed, see <a href="https://port.example/1"' in html
    assert '<div class="text"><p>Done:</p><ul><li>crane</li><li>quay</li></ul></div>' in html


def test_the_first_sentence_has_no_addresses_no_markers_and_nothing_struck_out() -> None:
    told = "[struck out: All shut.] Shut:\n• the crane (https://port.example/1)\n• the quay"
    seen = view(make_disruption(description=[{"text": told}]))
    assert '<p class="say">Shut: the crane; the quay</p>' in pages.lead(seen, args("met.a"))
    assert "https://port.example" not in pages.head(seen, args("met.a"))


def names(language: str, *entities: tuple[str, str, str, str]) -> str:
    """What a page in a language says a feed names."""
    affected = [dict(zip(("kind", "name", "ref", "lang"), entity, strict=True)) for entity in entities]
    picture = make_picture(make_disruption(affected=affected))
    words = Words(ENGLISH._replace(language=language), NullTranslations())
    seen = replace(make_view(picture), words=words)
    return part(seen, "happening", "met.a").removeprefix("It names ")


MILL = (("area", "Mill County", "", "en-CA"), ("sgc", "", "4711", ""), ("area", "Comté du Moulin", "", "fr-CA"))


def test_a_place_that_came_in_two_languages_is_named_once() -> None:
    assert names("en", *MILL) == "Mill County; 4711"
    assert names("fr", *MILL) == "4711; Comté du Moulin"
    assert names("it", *MILL) == "Mill County; 4711"


def test_one_reference_is_one_thing_and_other_things_stay() -> None:
    stops = (("stop", "Oslo S", "1", "no"), ("stop", "Oslo Central", "1", "en"), ("stop", "Ski", "2", ""))
    assert names("en", *stops) == "Oslo Central; Ski"
    assert names("de", *stops) == "Oslo S; Ski"


def test_where_languages_name_different_numbers_of_places_none_is_hidden() -> None:
    assert names("en", *MILL, ("area", "Rive Nord", "", "fr-CA")) == "Mill County; 4711; Comté du Moulin; Rive Nord"
