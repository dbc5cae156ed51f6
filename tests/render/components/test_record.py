"""How good our word is, in words: nothing is said of few, and what is missing is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from explainer.model.history import Held, Silence, Silences
from explainer.model.vocabulary import Status
from explainer.render.components.estimates import how_good, said_and_happened
from explainer.render.components.record import MOST_SQUARES, record
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import SILENT, at, make_picture, make_record, make_view
from tests.picture.test_ledger import simple


def view(*held: Held) -> View:
    whole = replace(make_record(), held={one.id: one for one in held})
    return replace(make_view(make_picture(record=whole)), record=True)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def several(many: int, late: int = 0) -> list[Held]:
    return [simple(f"d{number}", -10 if number < late else -50) for number in range(many)]


def test_an_empty_record_says_so() -> None:
    said = words(record(view(), {}))
    assert "We have promised no update yet whose time has come." in said
    assert "No time range of ours can be judged yet." in said
    assert "Nothing to measure yet." in said


def test_few_ranges_are_shown_and_nothing_is_concluded() -> None:
    said = words(record(view(*several(3)), {}))
    assert "We gave 3 time ranges. 3 came true." in said
    assert "That is too few to say anything of the next one." in said
    assert "In the long run" not in said


def test_enough_ranges_come_with_what_they_can_tell() -> None:
    said = words(record(view(*several(11, late=5)), {}))
    assert "We gave 11 time ranges. 6 came true." in said
    assert "In the long run, between 2 and 8 in 10 may come true." in said
    assert "11 time ranges. Middle error: 5 minutes." in said


def test_a_record_of_many_years_says_that_only_the_last_are_drawn_and_counts_all() -> None:
    held = several(MOST_SQUARES + 60, late=40)
    html = record(view(*held), {})
    assert f"We gave {len(held)} time ranges." in words(html)
    assert "Only the last 240 are drawn; all are counted." in words(html)
    assert "are drawn" not in words(record(view(*several(20)), {}))
    assert html.count("<circle") <= 2, "rings in one place are one"
    assert words(html).count("5 minutes") < 9


def test_the_sentence_beside_an_estimate_leads_to_all_of_them_and_boasts_of_nothing() -> None:
    assert words(how_good(view(*several(4)))) == "Too few of our time ranges are over to say how good they are."
    assert words(how_good(view(*several(5, late=1)))) == "Our time ranges held in 4 of 5."
    assert 'href="record/"' in how_good(view(*several(5)))
    assert words(how_good(view())) == "None of our time ranges is over yet, so nobody can say how good they are."


def test_a_site_without_the_page_says_nothing_and_links_nowhere() -> None:
    assert how_good(replace(view(*several(5)), record=False)) == ""


def ended(**end: Any) -> str:
    one = simple("a", -10)
    last = one.versions[-1]
    told = last.disruption.replace(
        status=Status.RESOLVED, expected=tuple(e.replace(**end) for e in last.disruption.expected)
    )
    shown = view(one.replace(versions=(one.versions[0], last.replace(disruption=told))))
    return words(said_and_happened(shown, shown.picture.disruption["log.a"]))


def test_the_page_of_what_is_over_tells_the_range_and_how_late_it_was() -> None:
    assert "open: 18:14 Said 16:24: 17:24 – 17:54 . Late by 20 minutes" in ended().replace(" :", ":")


def test_what_has_no_outcome_is_said_to_have_none() -> None:
    assert "no time is known" in ended(happened=None)
    assert "Nobody said what happened" in ended(happened=None)


def test_a_silence_that_has_just_ended_is_over_and_one_that_goes_on_is_not() -> None:
    since = at(-90)
    told = {"met": Silences(feed="met", counted_since=since, silences=(Silence(since=since, until=NOW),))}
    whole = replace(make_record(times={"road": SILENT}), silences=told)
    said = words(record(replace(make_view(make_picture(record=whole)), record=True), {}))
    assert "16:54 – 18:24 . We did not ask." in said
    assert "29 minutes, and still silent Since 17:55 ." in said
