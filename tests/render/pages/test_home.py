"""The home page: the sign, my problem, all parts, the sources, what else happens, promises."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from explainer.model.disruption import Disruption, Rejected
from explainer.model.history import FeedRecord, Record, Times
from explainer.model.settings import Settings
from explainer.model.vocabulary import State
from explainer.picture import build
from explainer.render import pages
from explainer.render.components.banner import banner
from explainer.render.components.feeds import sources
from explainer.render.components.log import promises
from explainer.render.components.open_now import all_open
from explainer.render.components.others import others
from explainer.render.components.parts import parts
from explainer.render.components.problems import problems
from explainer.render.components.recent import recent
from explainer.render.shapes import sprite
from explainer.render.view import View
from explainer.render.zone import zone
from explainer.site.sheets import page_style
from tests.conftest import NOW
from tests.factory import (
    SETTINGS,
    SILENT,
    SOURCES,
    at,
    make_bulletin,
    make_disruption,
    make_look,
    make_picture,
    make_record,
    make_system,
    make_view,
    unlooked,
    view,
)
from tests.support.markup import Walk
from tests.support.values import plain

HOME = {"page": "home"}
REGIONS = (others, problems, parts, sources, recent, promises)


def sign(seen: View) -> Walk:
    return clean(pages.lead(seen, HOME))


def clean(html: str) -> Walk:
    walk = Walk(html)
    assert not walk.faults
    return walk


def page(seen: View) -> str:
    regions = "".join(region(seen, {}) for region in REGIONS)
    return f"{pages.lead(seen, HOME)}{regions}"


def planned(**fields: object) -> Disruption:
    return make_disruption("log", "works", periods=[{"start": at(1900), "end": at(2140)}], status="planned", **fields)


# The sign


def test_the_sign_says_state_headline_cause_and_times() -> None:
    said = sign(view(make_bulletin())).text
    assert said.startswith("Slowed since 16:40 CET Ferries are 40–70 minutes late A gale.")
    assert "Written 18:20 Checked 18:24 Next update by 19:00 CET" in said
    assert (
        "This page is from Friday 20 November, 18:24 CET. Treat it as old after Friday 20 November, 19:00 CET." in said
    )
    assert "Reload it, or call 01 99 00 18 20." in said
    assert "Paper does not update: after Friday 20 November, 19:00 CET, treat it as old." in said


def test_a_range_in_the_headline_does_not_break() -> None:
    assert '<h1>Ferries are <span class="n">40–70</span> minutes late</h1>' in pages.lead(view(make_bulletin()), HOME)


def test_the_buttons_lead_to_what_to_do_and_why_and_below_them_is_what_is_asked_most() -> None:
    links = [given["href"] for given in sign(view(make_bulletin())).all("a")]
    assert links == [f"disruptions/log.gale/#{part}" for part in ("you", "why", "next", "rights")]


def test_without_an_ask_the_first_button_leads_to_what_happens() -> None:
    links = [given["href"] for given in sign(view(make_bulletin(asks=[]))).all("a")]
    assert links[0] == "disruptions/log.gale/#happening"


def test_the_promise_is_machine_readable_and_its_warning_hidden_until_due() -> None:
    walk = sign(view(make_bulletin()))
    paragraphs = walk.all("p")
    assert {"class": "old", "data-due": "2026-11-20T19:00+01:00"} in paragraphs
    assert {"class": "late", "role": "status", "hidden": ""} in paragraphs
    assert {"data-good-until": "2026-11-20T17:39Z"} in walk.all("i"), "unconfirmed after a quarter of an hour"


def test_a_promise_already_missed_is_said_at_once() -> None:
    walk = sign(view(make_bulletin(next_update=at(-25))))
    assert "We are late. We promised to be back by Friday 20 November, 17:59 CET." in walk.text
    assert "That was 25 minutes before this page was made, at 18:24 CET." in walk.text
    assert "Treat it as old after Friday 20 November, 18:54 CET." in walk.text, "it goes on growing old"
    assert "Was promised by 17:59 CET" in walk.text


def test_a_promise_missed_after_the_last_answer_is_not_said_to_have_been_missed_before_it() -> None:
    checked = Times(last_attempt=at(-30), last_good=at(-30))
    record = make_record([make_bulletin(next_update=at(-25))], times=dict.fromkeys(("log", "met", "road"), checked))
    said = sign(make_view(make_picture(record=record))).text
    assert "We are late. We promised to be back by Friday 20 November, 17:59 CET." in said
    assert "before this page was made" not in said


def test_a_promise_five_minutes_late_is_not_yet_missed() -> None:
    assert {"class": "late", "role": "status", "hidden": ""} in sign(view(make_bulletin(next_update=at(-5)))).all("p")


def test_the_strip_ends_with_its_last_moment_whichever_is_missing() -> None:
    seen = view(make_bulletin(next_update=None))
    unchecked = replace(seen.picture, checked_at=None)
    html = pages.lead(make_view(unchecked), HOME)
    assert '<div class="till"><dt>Written' in html
    assert '<div class="last"><dt>Checked again by' in html
    alone = replace(seen.picture, sources=())
    html = pages.lead(make_view(alone), HOME)
    assert '<div class="past"><dt>Written' in html
    assert '<div class="last"><dt>Checked' in html
    html = pages.lead(make_view(replace(alone, checked_at=None)), HOME)
    assert '<dl class="strip s1">\n<div class="last"><dt>Written' in html


def test_without_a_phone_nobody_is_told_to_call() -> None:
    settings = Settings(site_name="Harbour", zone="Europe/Paris")
    said = clean(pages.lead(make_view(make_picture(make_bulletin()), settings=settings), HOME)).text
    assert "Reload it." in said
    assert "call" not in said
    assert "Printed from Harbour." in said


def test_why_in_short_is_the_bulletins_own() -> None:
    assert "Why, in short Gale since noon. The crane works at half speed." in sign(view(make_bulletin())).text


def test_why_in_short_comes_from_the_chain_when_staff_wrote_none() -> None:
    said = sign(view(make_bulletin(brief=[]))).text
    assert "Why, in short Wind: Gale since noon. Sweeping: Twice an hour. Crane: 24 boxes an hour" in said


@pytest.mark.parametrize("state", ["stopped", "slowed", "watch"])
def test_the_sign_takes_the_state_as_shape_word_and_colour(state: str) -> None:
    reports = [{"component": "ferries", "state": state}]
    html = pages.lead(view(make_bulletin(reports=reports)), HOME)
    assert f'<div class="lead is-{state}"' in html
    assert f'<use href="#{state}"/>' in html
    assert state.capitalize() in Walk(html).text
    assert f".is-{state}" in page_style("home")


def test_a_quiet_day_says_when_it_was_checked_and_what_comes() -> None:
    coming = planned(headline=[{"text": "The quay is paved"}])
    walk = sign(replace(view(coming), how="how/"))
    assert walk.text.startswith(
        "Normal No trouble reported, checked 18:24 Somebody says of 3 of 7 parts that they work."
    )
    assert "Checked 18:24 Checked again by" in walk.text
    assert "What we see coming Sunday 22 November, 02:04–06:04 The quay is paved" in walk.text
    assert [given["href"] for given in walk.all("a")] == ["how/", "#problem", "disruptions/log.works/"]
    assert "how/" not in sign(view(coming)).html, "a site without such a page has no link to it"


def everywhere() -> Record:
    """A quiet day on which somebody looked at every part."""
    return replace(
        make_record(),
        looks=(
            make_look("wind", "road", "crane", *(c.id for c in make_system().components if c.watched_by == ("log",))),
        ),
    )


def test_all_is_normal_only_where_somebody_says_so_of_every_part() -> None:
    seen = make_view(make_picture(record=everywhere()))
    said = "All normal, checked 18:24 Every part that somebody watches works as usual: 6 of 7."
    assert said in sign(seen).text
    assert "6 of 6 normal" in clean(parts(seen, {})).text
    for silent in (view(), make_view(make_picture(record=unlooked(make_record())))):
        assert "All normal" not in sign(silent).text
        assert "6 of 6 normal" not in clean(parts(silent, {})).text


def test_a_silent_source_is_never_called_normal() -> None:
    walk = sign(make_view(make_picture(record=make_record(times={"road": SILENT}))))
    assert walk.text.startswith("Unknown since 17:55 CET We cannot see everything")
    assert "Road: unknown since 17:55, because Road watch does not answer." in walk.text
    assert "Of no other part is trouble reported." in walk.text
    assert 'class="lead is-unknown"' in walk.html


def test_watch_without_a_bulletin_names_what_to_watch() -> None:
    seen = view()
    parts = tuple(
        replace(c, state=State.WATCH, says="Rising.") if c.id == "wind" else c for c in seen.picture.components
    )
    said = sign(make_view(replace(seen.picture, state=State.WATCH, components=parts))).text
    assert "To watch: Wind Rising." in said


def test_a_stop_of_a_feed_that_may_not_lead_is_the_sign_with_who_says_it_and_a_way_there() -> None:
    minor = make_bulletin(reports=[{"component": "ferries", "state": "watch", "says": "May be late."}], about=[])
    stop = make_disruption(
        "road", "b", reports=[{"component": "road", "state": "stopped", "says": "Closed.", "since": at(-44)}]
    )
    walk = sign(view(minor, stop))
    assert walk.text.startswith("Stopped since 17:40 CET Stopped: Road Closed. Road watch, 17:24.")
    assert walk.all("a")[0]["href"] == "disruptions/road.b/#happening"
    assert "disruptions/log.gale/" in others(view(minor, stop), {}), "our bulletin stands among the others"


def test_a_stop_that_only_customers_feel_is_named_by_what_they_feel() -> None:
    felt = make_disruption("met", reports=[{"component": "ferries", "state": "stopped", "says": "None sails."}])
    assert "Stopped: Ferries None sails." in sign(view(felt)).text


def test_times_of_another_day_carry_their_date() -> None:
    said = sign(view(make_bulletin(next_update=at(1500), periods=[{"start": at(-3000)}]))).text
    assert "Next update by 21 November, 19:24 CET" in said
    assert "Treat it as old after Saturday 21 November, 18:24 CET." in said, "after a day, whatever is promised"


# Problems and parts


def test_each_problem_is_answered_and_leads_to_its_trace() -> None:
    walk = clean(problems(view(make_bulletin()), {}))
    assert "My ferry is late 40–70 minutes late" in walk.text
    assert list(dict.fromkeys(given["href"] for given in walk.all("a"))) == ["why/ferries/", "why/parcels/"]


def test_a_problem_without_a_cause_gets_the_staffs_other_answer() -> None:
    assert "My ferry is late Ask your ferry line" in clean(problems(view(), {})).text


def test_a_problem_we_cannot_see_is_not_called_causeless() -> None:
    said = clean(problems(make_view(make_picture(record=unlooked(make_record(times={"log": SILENT})))), {})).text
    assert "My ferry is late Harbour log does not answer. We do not guess" in said
    assert "no cause" not in said


def test_parts_stand_worst_first_with_their_tally() -> None:
    stopped = make_disruption(reports=[{"component": "wind", "state": "stopped", "says": "Hurricane."}])
    said = clean(parts(view(make_bulletin(), stopped, times={"road": SILENT}), {})).text
    assert "1 stopped 3 slowed 1 to watch 1 unknown" in said
    order = [
        said.index(name) for name in ("Wind Stopped", "Sweeping Slowed", "Crews Watch", "Road Unknown since 17:55")
    ]
    assert order == sorted(order)
    assert "Ferries" not in said


def test_parts_nobody_watches_are_counted_and_linked_to_the_map() -> None:
    walk = clean(parts(view(), {}))
    assert "1 more part has no source that watches it, so no state." in walk.text
    assert {"href": "map/"} in walk.all("a")


def test_a_part_that_may_follow_says_that_nobody_reports_it() -> None:
    only_crane = make_disruption(reports=[{"component": "crane", "state": "slowed"}])
    assert "Berths Watch May follow from: Crane. Nobody reports it." in clean(parts(view(only_crane), {})).text


def test_on_a_calm_day_parts_are_a_grid() -> None:
    walk = clean(parts(view(), {}))
    assert "3 normal 3 without a word" in walk.text
    assert {"class": "calm"} in walk.all("ul")


# Sources


def test_every_source_says_whether_it_answers_and_what_it_carries() -> None:
    warning = make_disruption(headline=[{"text": "Gale warning"}], reports=[{"component": "wind", "state": "slowed"}])
    times = {"road": SILENT}
    walk = clean(sources(view(make_bulletin(), warning, times=times), {}))
    assert "Harbour log Answered 18:24 Bulletin written 18:20." in walk.text
    assert "Weather office Answered 18:24 Gale warning, 17:24." in walk.text
    assert "Road watch Silent since 17:55 It does not answer. We ask again every 5 minutes." in (walk.text)


def test_a_source_that_never_answered_and_one_with_entries_set_aside_say_so() -> None:
    aside = FeedRecord(feed="met", rejected=(Rejected(entry="2", reason="no id"), Rejected(entry="3", reason="no id")))
    record = make_record(times={"road": Times()}, feeds=[aside])
    said = clean(sources(make_view(make_picture(record=record)), {})).text
    assert "Road watch Never answered We ask every 5 minutes." in said
    assert "2 entries set aside, because something in them is wrong." in said


def test_drills_on_a_real_site_are_counted_not_shown() -> None:
    said = clean(sources(view(make_disruption(reality="exercise")), {})).text
    assert "1 drill or draft not shown." in said


# What else happens, what ended


def test_beside_the_lead_the_worst_twelve_are_listed_and_the_rest_counted() -> None:
    road = [{"component": "road", "state": "watch"}]
    many = [
        make_disruption("road", f"d{index:02}", headline=[{"text": f"Queue {index}"}], reports=road)
        for index in range(49)
    ]
    walk = clean(others(view(make_bulletin(), *many), {}))
    assert len(walk.all("li")) == 12
    assert "And 37 more." in walk.text


def test_what_the_bulletin_gathers_is_not_listed_again() -> None:
    assert others(view(make_bulletin(), make_disruption("met")), {}) == ""


def test_what_a_silent_source_said_last_is_no_news_and_a_link_away_with_its_doubt() -> None:
    old = make_disruption("road", reports=[{"component": "road", "state": "slowed"}])
    seen = view(make_bulletin(), old, times={"road": SILENT})
    said = others(seen, {})
    assert "Also now" not in said
    assert "Headline a" not in said
    assert '<a href="disruptions/open/">1 message of a source that does not answer</a>' in said
    listed = clean(all_open(seen, "open")).text
    doubt = "Its source has been silent since 17:55 CET"
    assert f"Too old to trust Unknown Headline a. Road watch, 17:24. {doubt}" in listed


def test_what_is_coming_is_said_below_when_the_sign_has_no_room() -> None:
    assert "What we see coming Sunday 22 November" in clean(recent(view(make_bulletin(), planned()), {})).text


def test_a_length_is_told_between_a_stated_start_and_a_stated_end_only() -> None:
    both = make_disruption("road", "both", periods=[{"start": at(-90), "end": at(-30)}])
    ends = make_disruption("road", "ends", periods=[{"end": at(-30)}])
    missed = make_disruption(
        "road", "gone", periods=[{"start": at(-90)}], status="resolved", status_basis="inferred-from-absence"
    )
    said = clean(recent(view(both, ends, missed, absent={missed.id: at(-9)}), {})).text
    assert "20 November, after 1 hour Headline both" in said
    assert said.count("after") == 1


def test_the_last_five_that_ended_within_a_month_are_listed() -> None:
    ended = [
        make_disruption(
            "road", f"e{days}", status="resolved", periods=[{"start": at(-1440 * days - 130), "end": at(-1440 * days)}]
        )
        for days in (2, 3, 4, 5, 6, 7, 31)
    ]
    walk = clean(recent(view(*ended), {}))
    assert [given["href"] for given in walk.all("a")] == [f"disruptions/road.e{days}/" for days in (2, 3, 4, 5, 6)]
    assert "18 November, after 2 hours 10 minutes Headline e2" in walk.text
    assert recent(view(ended[-1]), {}) == ""


# Promises


def test_promises_are_counted_over_all_bulletins_with_the_late_ones_named() -> None:
    before = make_bulletin(
        "fog",
        status="resolved",
        periods=[{"start": at(-20000), "end": at(-19000)}],
        updates=[
            {"at": at(-20000), "says": "Fog.", "next_update": at(-19970)},
            {"at": at(-19958), "says": "Still fog.", "late_because": "the line was down.", "next_update": at(-19900)},
            {"at": at(-19896), "says": "Over."},
        ],
    )
    late = [*plain(make_bulletin())["updates"]]
    late[2]["at"] = at(-29)
    walk = clean(promises(view(make_bulletin(updates=late), before), {}))
    assert "2 of 4 updates came on time since 6 November." in walk.text
    assert (
        "Late: 6 November, by 12 minutes (the line was down). Today at 17:55, by 10 minutes (we waited for the lines)."
        in (walk.text)
    )
    assert walk.all("path")[0] == {"d": "M0 10h40"}
    assert walk.all("path")[1] == {"class": "hole", "d": "M1 10h4M31 10h4"}


def test_a_promise_still_open_past_its_time_counts_as_broken() -> None:
    said = clean(promises(view(make_bulletin(next_update=at(-25))), {})).text
    assert "Today at 17:59, promised by 17:59: 25 minutes late, and still not here." in said


def test_without_promises_there_is_nothing_to_keep() -> None:
    assert promises(view(make_disruption()), {}) == ""


# The head and the foot


def test_the_title_carries_the_headline_and_the_icon_the_state() -> None:
    walk = clean(pages.head(view(make_bulletin()), HOME))
    assert walk.text == "Ferries are 40–70 minutes late, Harbour of Orme"
    description = next(given["content"] for given in walk.all("meta") if given.get("name") == "description")
    assert description.startswith("As of 18:20 CET, 20 November: Ferries are 40–70 minutes late. A gale.")
    assert "%23ad4200" in walk.all("link")[0]["href"]
    assert "noindex" not in walk.html


def test_an_exercise_is_marked_in_title_and_description_and_kept_from_search() -> None:
    walk = clean(pages.head(view(make_bulletin(reality="exercise"), exercise=True), HOME))
    assert walk.text.startswith("EXERCISE: ")
    assert {"name": "robots", "content": "noindex"} in walk.all("meta")
    assert " Exercise." in walk.html


@pytest.mark.parametrize(
    ("name", "moment", "words"),
    [
        ("Europe/Paris", NOW, "All times are CET (UTC+1)."),
        ("Europe/Paris", NOW - timedelta(days=150), "All times are CEST (UTC+2)."),
        ("UTC", NOW, "All times are UTC."),
        ("Asia/Kathmandu", NOW, "All times are UTC+5:45."),
        ("America/St_Johns", NOW, "All times are NST (UTC-3:30)."),
    ],
)
def test_the_foot_names_the_zone(name: str, moment: datetime, words: str) -> None:
    settings = SETTINGS.replace(zone=name)
    assert zone(make_view(make_picture(now=moment), settings=settings), {}) == words


# Size


def test_the_home_page_of_a_bad_day_fits_in_twelve_kilobytes() -> None:
    system = make_system(parts=19)
    reports = [
        {"component": f"part-{index}", "state": "slowed", "says": f"Works at {index} of 40, since a while ago."}
        for index in range(19)
    ]
    bulletin = make_bulletin(reports=[*plain(make_bulletin())["reports"], *reports])
    many = [
        make_disruption("road", f"d{index}", headline=[{"text": f"Queue {index} on the road"}]) for index in range(300)
    ]
    picture = make_picture(system=system, record=make_record([bulletin, planned(), *many]))
    seen = make_view(picture, system=system)
    whole = "".join((sprite(), page_style("home"), pages.head(seen, HOME), page(seen)))
    assert len(gzip.compress(whole.encode(), 9)) < 12_000


# The signs of the map and of the traces


def test_the_map_names_the_symptoms_that_are_as_bad_as_the_whole() -> None:
    walk = clean(pages.lead(view(make_bulletin()), {"page": "map", "title": "The harbour on one map"}))
    assert walk.text.startswith("Slowed: Ferries The harbour on one map A gale.")
    assert "Ferries: next update by 19:00 CET" in walk.text
    quiet = clean(pages.lead(view(), {"page": "map", "title": ""})).text
    assert quiet.startswith("Normal Harbour on one map Somebody says of 3 of 7 parts that they work.")


def test_a_trace_asks_the_customers_question_and_answers_it() -> None:
    walk = clean(pages.lead(view(make_bulletin()), {"page": "trace", "subject": "ferries"}))
    assert walk.text.startswith("Slowed since 16:40 CET Why is my ferry late? 40–70 minutes late.")
    quiet = clean(pages.lead(view(), {"page": "trace", "subject": "ferries"})).text
    assert quiet.startswith("Normal Why is my ferry late? Ask your ferry line.")
    assert pages.lead(view(), {"page": "trace", "subject": "gone"}) == ""


@pytest.mark.parametrize(
    ("args", "title"),
    [
        ({"page": "map", "title": "The map"}, "The map: slowed, Harbour of Orme"),
        ({"page": "trace", "subject": "ferries"}, "Why is my ferry late? Slowed. Harbour of Orme"),
        ({"page": "disruption", "subject": "log.gale"}, "Why: Ferries are 40–70 minutes late, Harbour of Orme"),
    ],
)
def test_each_page_has_a_title_of_its_own(args: dict[str, str], title: str) -> None:
    assert clean(pages.head(view(make_bulletin()), args)).text == title


def test_a_quiet_title_says_when_it_was_checked() -> None:
    walk = clean(pages.head(view(), HOME))
    assert walk.text == "No trouble reported, checked 18:24, Harbour of Orme"
    assert "As of 18:24 CET, 20 November: Somebody says of 3 of 7 parts that they work." in walk.html


def test_a_page_that_is_promised_nothing_is_old_after_half_an_hour() -> None:
    seen = view()
    said = sign(make_view(replace(seen.picture, next_word=None))).text
    assert (
        "This page is from Friday 20 November, 18:24 CET. Treat it as old after Friday 20 November, 18:54 CET." in said
    )


def test_without_any_source_nothing_is_claimed() -> None:
    never = make_record(times=dict.fromkeys(("log", "met", "road"), Times()))
    nothing = make_view(make_picture(record=unlooked(never)))
    walk = sign(nothing)
    assert (
        "Unknown We cannot see everything Wind: unknown, because Harbour log and Weather office do not answer."
        in walk.text
    )
    assert "And 3 more parts." in walk.text
    assert "normal" not in walk.text.lower()


def test_in_another_year_dates_carry_their_year() -> None:
    old = make_disruption("road", status="resolved", periods=[{"start": at(-30000), "end": at(-29000)}])
    seen = make_view(make_picture(old, now=NOW + timedelta(days=45)))
    assert "31 October 2026" in clean(pages.lead(seen, {"page": "disruption", "subject": old.id})).text


def test_what_a_feed_says_at_the_top_names_its_publisher_on_home_and_in_the_bar() -> None:
    """Its words stand there as if they were ours: a stranger's “call this number” must not pass for our own."""
    ours, met, road = SOURCES
    trusted = met.replace(may=met.may.replace(set_=("wind",), lead=True))
    gale = make_disruption(reports=[{"component": "wind", "state": "stopped", "says": "Gale"}])
    shown = build(make_system(), (ours, trusted, road), make_record([gale]), NOW)
    assert shown.lead == gale.id
    seen = make_view(shown)
    for said in (sign(seen).text, clean(banner(seen, {})).text):
        assert "Weather office says this." in said
    own = view(make_bulletin())
    assert "says this" not in sign(own).text + clean(banner(own, {})).text
