"""What readers pass on is dated, marked, sends them to the page that is right, and is there while it is not over."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from lxml import html

from explainer.language.making import cldr_of
from explainer.language.sms import counted
from explainer.language.words import words_of
from explainer.model.reading import About, Reading, ReadingKind, library
from explainer.model.vocabulary import Channel
from explainer.render.components.disruption import disruption
from explainer.render.components.passing import explained, fold, three
from explainer.render.view import View
from tests.factory import at, make_bulletin, view
from tests.support.markup import Walk

WORDS = {language: words_of(cldr_of(language, "Europe/Paris")) for language in ("en", "de", "fr", "es", "ar")}
HERE = view(make_bulletin())
DRILL = view(make_bulletin(), exercise=True)


def page(here: View) -> html.HtmlElement:
    return html.fromstring(str(explained(here, here.picture.disruptions[0])))


def test_three_sentences_say_what_and_when_why_and_where_it_is_right() -> None:
    what, why, after = three(HERE, HERE.picture.disruptions[0])
    assert what == "As of 18:20 CET, 20 November: Ferries are 40–70 minutes late."
    assert why.startswith("A gale.")
    assert after == (
        "It may be different by now: harbour.example says how it is. Next update by 19:00 CET, 20 November."
    )


@pytest.mark.parametrize("language", sorted(WORDS))
def test_everything_that_can_be_passed_on_is_dated_and_marked_in_every_language(language: str) -> None:
    found = page(replace(DRILL, words=WORDS[language]))
    mark = WORDS[language].pgettext("mark of a drill", "EXERCISE")
    passed = [unquote(link) for link in found.xpath("//a/@href") if link.startswith(("sms:", "mailto:"))]
    passed += ["".join(quote.itertext()) for quote in found.iter("blockquote")]
    assert len(passed) == 4
    assert all(mark in one and "18:20" in one and "19:00" in one for one in passed)
    assert counted(passed[0].removeprefix("sms:?&body=")).fits
    assert found.get("dir") == WORDS[language].direction


def test_the_page_is_for_people_and_search_engines_are_sent_to_that_of_the_disruption() -> None:
    text = str(explained(HERE, HERE.picture.disruptions[0]))
    assert '<meta name="robots" content="noindex">' in text
    assert '<link rel="canonical" href="https://harbour.example/disruptions/log.gale/">' in text
    assert not re.search(r"<script|https?://(?!harbour\.example)", text)
    assert "log.gale/2026-11-20T17:20:00Z" in text
    assert Walk(text).faults == []


def test_that_nobody_knows_why_is_told_too() -> None:
    here = view(make_bulletin(cause={"unknown": True}))
    assert three(here, here.picture.disruptions[0])[1] == "We do not know why yet."


def test_a_fold_on_the_page_leads_there_until_it_is_over() -> None:
    text = disruption(HERE, {"subject": "log.gale"})
    assert fold(HERE, HERE.picture.disruptions[0]) in text
    assert 'href="explain/"' in text
    over = view(make_bulletin(status="resolved", periods=[{"start": at(-104), "end": at(-6)}]))
    assert "explain/" not in disruption(over, {"subject": "log.gale"})


def test_nothing_that_is_switched_off_is_linked() -> None:
    here = replace(HERE, settings=HERE.settings.replace(without=(Channel.POSTERS,)), shared={})
    assert "poster.html" in disruption(HERE, {"subject": "log.gale"})
    assert "poster.html" not in disruption(here, {"subject": "log.gale"})
    none = replace(HERE, settings=HERE.settings.replace(without=(Channel.CARDS,)), shared={})
    assert "explain/" not in disruption(none, {"subject": "log.gale"})
    assert "card.png" not in disruption(none, {"subject": "log.gale"})
    assert "poster.html" in disruption(none, {"subject": "log.gale"}), "a sheet for the wall needs no card"
    neither = (Channel.CARDS, Channel.POSTERS)
    none = replace(HERE, settings=HERE.settings.replace(without=neither), shared={})
    assert fold(none, none.picture.disruptions[0]) == ""


def told(url: str, words: str, lang: str = "") -> Reading:
    return Reading(kind=ReadingKind.EXPLAINER, title=url.title(), url=f"how/{url}/", lang=lang, to_a_child=words)


CRANE = About("crane", told("crane", "It lifts <b>boxes</b>."))
FERRIES = About("ferries", told("ferries", "They swim."))


def child(here: View, *found: About) -> tuple[str, ...]:
    """The words to a child, the page they are from, and their language."""
    one = page(replace(here, reading=library(found)))
    quotes = one.xpath("//h2[.='To a child']/following-sibling::blockquote[1]")
    links = one.xpath("//p[@class='from']/a/@href")
    return tuple(part for quote in quotes for part in ("".join(quote.itertext()), *links, quote.get("lang", "")))


def test_a_child_is_told_what_the_explainer_nearest_to_the_cause_tells_one() -> None:
    assert child(HERE, FERRIES, CRANE) == ("It lifts <b>boxes</b>.", "../../../how/crane/", "")
    assert child(HERE, FERRIES)[0] == "They swim."
    wind = About("wind", told("wind", "", "de"))
    assert child(HERE, wind, CRANE)[0] == CRANE.reading.to_a_child
    wind = About("wind", told("wind", "Die Luft rennt.", "de"))
    assert child(HERE, wind, CRANE) == ("Die Luft rennt.", "../../../how/wind/", "de")


def test_a_child_is_told_nothing_where_no_explainer_tells_one_or_nobody_knows_why() -> None:
    assert child(HERE) == ()
    assert child(HERE, About("quay", told("quay", "Ships sleep here."))) == ()
    assert child(HERE, About("crane", CRANE.reading.replace(kind=ReadingKind.ANSWER))) == ()
    unknown = view(make_bulletin(cause={"unknown": True}))
    assert child(unknown, CRANE, FERRIES) == ()
    stated = view(make_bulletin(reports=[], symptom="", cause={"component": "crane", "says": "It stands."}))
    assert child(stated, CRANE)[:1] == ("It lifts <b>boxes</b>.",)
