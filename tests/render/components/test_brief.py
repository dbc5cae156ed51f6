"""What staff say is three sentences at most, and nothing that somebody wrote is lost; on paper what gives way is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from explainer.language.making import cldr_of
from explainer.language.words import words_of
from explainer.model.routes import Route
from explainer.render.components import brief, steps
from explainer.render.components.brief.paper import CODE, ROOM_BEHIND, Row, cost, room_of, with_code
from explainer.render.components.brief.saying import MOST_WORDS, parted, say
from explainer.render.components.poster.code import code_of
from explainer.render.view import View
from explainer.render.words import plain
from tests.factory import at, make_bulletin, make_disruption, view

WORDS = {language: words_of(cldr_of(language, "Europe/Paris")) for language in ("en", "de", "fr", "es", "ar")}


def shown(language: str = "en", **fields: Any) -> View:
    return replace(view(make_bulletin(next_update=at(36), **fields)), words=WORDS[language])


def told(here: View) -> tuple[list[str], str]:
    """The sentences, and what stands below them, as text."""
    found = say(here, here.picture.disruptions[0])
    return [plain(one) for one in found.sentences], " ".join(map(plain, found.beyond))


def headline(words: str, language: str = "en") -> dict[str, Any]:
    return {"headline": [{"lang": language, "text": words}]}


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "Ferries are late; the reason: Gale."),
        ("de", "Ferries are late; der Grund: Gale."),
        ("es", "Ferries are late; el motivo: Gale."),
        ("fr", "Ferries are late\u202f; la raison\u00a0: Gale."),
        ("ar", "Ferries are late؛ والسبب: Gale."),
    ],
)
def test_the_first_sentence_says_what_and_why(language: str, first: str) -> None:
    cause = {"component": "wind", "says": "Gale."}
    assert told(shown(language, **headline("Ferries are late.", language), cause=cause))[0][0] == first


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("Ferries are late", {"unknown": True, "investigator": "harbour"}),
        ("Ferries are late", {"component": "crane"}),
        ("Ferries are late", {"component": "wind", "says": "Gale. It is not certain."}),
        ("Ferries are late in the gale", {"component": "wind", "says": "Gale."}),
        ("Are ferries late?", {"component": "wind", "says": "Gale."}),
        ("Ferries are late", {"component": "wind", "says": "gale " * MOST_WORDS}),
    ],
    ids=["not known", "where, not why", "more than a sentence", "said already", "a question", "too long"],
)
def test_a_cause_that_does_not_fit_is_not_said_in_the_first_sentence(words: str, cause: dict[str, Any]) -> None:
    first = told(shown(**headline(words), cause=cause))[0][0]
    assert first == words + ("" if words.endswith("?") else ".")


@pytest.mark.parametrize("gone", [{"outdated": True}, {"trusted": False}], ids=["too old", "its source is silent"])
@pytest.mark.parametrize("words", ["Ferries are late.", "Are ferries late?"])
def test_what_nobody_vouches_for_any_more_is_said_as_what_was_last_known(words: str, gone: dict[str, Any]) -> None:
    here = shown(**headline(words), cause={"component": "crane"})
    first, *_ = say(here, replace(here.picture.disruptions[0], **gone)).sentences
    assert plain(first) == f"Last known: {words}"


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "Buses replace the train: Sunday 22 November, 01:00–05:00."),
        ("de", "Buses replace the train: Sonntag, 22. November, 01:00–05:00."),
        ("fr", "Buses replace the train\u00a0: dimanche 22 novembre, de 01:00 à 05:00."),
    ],
)
def test_of_what_lies_ahead_it_is_said_when_it_is(language: str, first: str) -> None:
    ahead: dict[str, Any] = {
        "reports": [],
        "cause": {"component": "crane"},
        "periods": [{"start": at(30 * 60 + 36), "end": at(34 * 60 + 36)}],
    }
    assert told(shown(language, **headline("Buses replace the train."), **ahead))[0][0] == first
    because: dict[str, Any] = ahead | {"cause": {"component": "wind", "says": "A gale."}}
    assert told(shown(**headline("Buses replace the train."), **because))[0][0].endswith("05:00; the reason: A gale.")


@pytest.mark.parametrize(
    ("value", "first"),
    [
        ("Leave hall A. Do not use the lifts.", "Leave hall A."),
        ("Cancelled? Phone or app takes 5 to 10 minutes.", "Cancelled? Phone or app takes 5 to 10 minutes."),
        ("Attendez\u00a0! Nous appelons.", "Attendez\u00a0!"),
        ("انتظر هنا. سنناديك.", "انتظر هنا."),
        ("From 5.30 p.m. on, ask us.", "From 5.30 p.m. on, ask us."),
        ("Espere aquí. ¿Viaja con niños? Le llamamos.", "Espere aquí."),
        ("Warten Sie hier. „Halle A“ ist zu.", "Warten Sie hier."),
        ("Am 20. November fährt nichts. Rufen Sie an.", "Am 20. November fährt nichts."),
    ],
)
def test_a_sentence_ends_where_it_ends(value: str, first: str) -> None:
    assert parted(value) == (first, value[len(first) :].strip())


def test_what_people_are_told_to_do_beyond_the_first_sentence_stands_below() -> None:
    ask = {"what": "Leave hall A. Do not use the lifts.", "can_you": "Yes", "how": "?", "helps": "All", "if_not": "Ask"}
    sentences, beyond = told(shown(asks=[ask]))
    assert sentences[1:] == ["Leave hall A.", "Next update by 19:00 CET."]
    assert beyond == "Do not use the lifts."


def test_of_what_is_not_ours_it_is_said_who_says_it() -> None:
    assert told(view(make_disruption()))[1] == "Weather office says this."
    assert told(shown())[1] == ""


WRITTEN = st.lists(
    st.sampled_from(
        ["Late.", "Why?", "Wait here!", "5.30", "p.m.", "<b>", "انتظر.", "Über alles.", "ferries", "(see)"]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(WRITTEN, WRITTEN, WRITTEN, st.sampled_from(sorted(WORDS)))
def test_whatever_is_written_it_is_three_sentences_at_most_and_no_word_is_lost(
    what: str, cause: str, ask: str, language: str
) -> None:
    asks = [{"what": ask, "can_you": "Yes", "how": "?", "helps": "All", "if_not": "Ask"}]
    here = shown(language, **headline(what, language), cause={"component": "wind", "says": cause}, asks=asks)
    sentences, beyond = told(here)
    assert len(sentences) == 3
    assert [parted(one)[1] for one in sentences] == ["", "", ""]
    all_of_it = " ".join([*sentences, beyond])
    for word in re.findall(r"\w+", f"{what} {ask}"):
        assert word in all_of_it
    assert len(sentences[0].split()) <= max(MOST_WORDS + 4, len(what.split()))


def test_why_says_what_is_only_likely() -> None:
    reports = [
        {"component": "wind", "state": "slowed", "says": "65 km/h."},
        {"component": "crane", "state": "slowed", "says": "Half speed.", "checking_by": at(36)},
        {"component": "ferries", "state": "slowed", "says": "Late."},
    ]
    here = shown(brief=[], reports=reports)
    shown_ = brief.sheet(here, here.picture.disruptions[0])
    unsure = [sure for _, sure in steps.brief(here, here.picture.disruptions[0]).lines if sure]
    assert unsure
    assert plain(shown_["why"]).count(f" {unsure[0]}.") == unsure.count(unsure[0])


def test_words_that_name_no_time_are_not_said_to_be_written_then() -> None:
    here = view(make_disruption(issued_at=None))
    numbered = brief.sheet(here, here.picture.disruptions[0])["numbered"]
    assert plain(numbered).startswith("Read by us ")
    here = shown()
    assert plain(brief.sheet(here, here.picture.disruptions[0])["numbered"]) == "Update 3, written 18:20"


def test_on_paper_rows_give_way_to_what_is_said_and_why_and_that_is_counted() -> None:
    many = [f"Number {number}: when it is over, which nobody can say today." for number in range(40)]

    def sheet(**fields: Any) -> dict[str, Any]:
        here = shown(unknowns=many, **fields)
        return brief.sheet(here, here.picture.disruptions[0])

    short, long = sheet(), sheet(brief=["Why it is so. " * 30] * 3)
    assert 1 <= long["room"]["unknowns"] < short["room"]["unknowns"] < len(many)
    here = shown(unknowns=many)
    assert f"And {len(many) - short['room']['unknowns']} more." in here.render(
        "components/brief/template.html", **short
    )


def test_on_paper_a_list_has_the_room_that_others_do_not_need() -> None:
    many = [Row(Markup("{}").format("x" * 20), Markup("{}").format("y" * 60))] * 40
    shares = room_of((), {}, {"offers": many, "asked": many, "routes": many})
    alone = room_of((), {}, {"offers": [], "asked": [], "routes": many})
    assert shares["routes"] * 2 < alone["routes"] < len(many)
    assert alone["routes"] == ROOM_BEHIND // cost(many[0])
    every = [shares[name] * cost(many[0]) for name in shares]
    assert sum(every) <= ROOM_BEHIND


def test_that_nobody_knows_why_is_said_once() -> None:
    here = shown(cause={"unknown": True}, unknowns=["When it is over."])
    given_ = brief.sheet(here, here.picture.disruptions[0])
    assert "We do not know why yet." in given_["why"]
    assert given_["unknowns"] == ["When it is over."]


def test_what_a_route_is_about_is_said_of_each_of_its_symptoms() -> None:
    night = Route(id="night", symptom=("parcels", "ferries"), phone="4401", hours="24/7", solves="Rebooks")
    here = replace(shown(), routes=(night,))
    [row] = brief.sheet(here, here.picture.disruptions[0])["routes"]
    assert row.what == "My parcel has not come · My ferry is late"


def test_the_code_leads_to_the_page_and_there_is_none_without_an_address() -> None:
    here = shown()
    given_ = brief.sheet(here, here.picture.disruptions[0])
    body = here.render("components/brief/template.html", **given_)
    code = code_of(given_["address"])
    assert code is not None
    drawn = with_code(body, given_["address"], "Code")
    assert CODE not in drawn
    assert code.dark in drawn
    bare = replace(here, settings=msgspec.structs.replace(here.settings, site_url=""))
    given_ = brief.sheet(bare, bare.picture.disruptions[0])
    assert "qr" not in with_code(bare.render("components/brief/template.html", **given_), given_["address"], "Code")


def test_words_that_look_like_the_place_of_the_code_stay_words() -> None:
    here = shown(**headline(f"Late {CODE}"))
    given_ = brief.sheet(here, here.picture.disruptions[0])
    drawn = with_code(here.render("components/brief/template.html", **given_), given_["address"], "Code")
    assert drawn.count('<svg class="qr"') == 1
