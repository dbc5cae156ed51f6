"""A quantity exists once: whatever names it says the same number, and one change changes it everywhere."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.commands.terminal import told
from explainer.language.making import cldr_of
from explainer.language.words import Words, english, words_of
from explainer.model.account import Counted
from explainer.model.disruption import Disruption, Update
from explainer.model.placeholders import Named
from explainer.model.translation import Original, Pair
from explainer.outputs.atom import feed_xml
from explainer.outputs.status import status_json
from explainer.picture.figures import moved_in, spelled, with_figures, written
from explainer.picture.translated import Speaker, table, told_by
from explainer.render.regions import REGIONS
from tests.factory import SETTINGS, at, make_bulletin, make_picture, make_system, make_view

FRENCH = words_of(cldr_of("fr", "Europe/Paris"))
QUEUE = {"value": 12, "unit": "ferries"}
DELAY = {"low": 40, "high": 70, "unit": "minutes"}

NAMES = ("late", "queue", "cancelled-flights")
NUMBERS = st.integers(0, 200_000) | st.floats(0, 500).map(lambda value: round(value, 1))
QUANTITIES = st.one_of(
    st.builds(lambda value: {"value": value, "unit": "u"}, NUMBERS),
    st.builds(lambda value, more: {"value": value, "of": value + more, "unit": "u"}, NUMBERS, st.integers(0, 99)),
    st.builds(lambda low, more: {"low": low, "high": low + more, "unit": "u"}, NUMBERS, st.integers(0, 99)),
)
FIGURES = st.dictionaries(st.sampled_from(NAMES), QUANTITIES, min_size=1)


def bulletin_of(figures: dict[str, Any]) -> Disruption:
    """A bulletin of which every kind of text names every figure, between signs of its own."""
    words = " ".join(f"«{name}: {{{name}}}»" for name in figures)
    return make_bulletin(
        figures=figures,
        headline=[{"lang": "en", "text": words}],
        description=[{"lang": "en", "text": words}],
        summary=words,
        brief=[words],
        unknowns=[words],
        impacts=[{"who": "You", "what": words, "note": words}],
        reports=[{"component": "ferries", "state": "slowed", "says": words, "headline": words, "detail": words}],
        decisions=[{"what": words, "at": at(-50), "by": "harbour", "because": words, "cost_to": words}],
        asks=[{"what": words, "can_you": words, "how": words, "helps": words, "if_not": words}],
        expected=[{"what": words, "low": at(60), "high": at(90), "basis": words, "main": True}],
        cause={"component": "wind", "says": words},
        updates=[{"at": at(-4), "says": words, "changed": words, "next_update": at(36)}],
    )


def outputs(bulletin: Disruption, words: Words) -> dict[str, str]:
    """Everything that is published, as a reader has it: no tags, no escapes."""
    view = make_view(with_figures(make_picture(bulletin), words))
    pages = {
        name: str(REGIONS[name](view, {"subject": bulletin.id, "page": "disruption"}))
        for name in ("lead", "disruption")
    }
    pages |= {"map": str(REGIONS["map"](view, {})), "why": str(REGIONS["trace"](view, {"subject": "ferries"}))}
    machines = {"status": status_json(view).decode(), "atom": feed_xml(view).decode()}
    terminal = told(view.picture, make_system(), SETTINGS, words)
    plain = {name: unescape(re.sub(r"<[^>]*>", "", html)) for name, html in (pages | machines).items()}
    return plain | {"terminal": terminal}


def said_of(name: str, where: str) -> set[str]:
    return set(re.findall(rf"«{name}: ([^»]*)»", where))


@settings(max_examples=12, deadline=None)
@given(FIGURES, st.data())
def test_every_output_says_one_number_for_one_name_and_one_change_changes_it_everywhere(
    figures: dict[str, Any], data: st.DataObject
) -> None:
    changed = figures | {data.draw(st.sampled_from(sorted(figures))): data.draw(QUANTITIES)}
    for now in (figures, changed):
        shown = outputs(bulletin_of(now), english())
        for name, quantity in now.items():
            number = written(Named("", name), {name: Counted(**quantity)}, english())
            found = {output: said_of(name, text) for output, text in shown.items()}
            assert all(numbers <= {number} for numbers in found.values()), found
            told_in = {output for output, numbers in found.items() if numbers}
            assert {"lead", "disruption", "status", "atom", "terminal"} <= told_in


@pytest.mark.parametrize(
    ("name", "english_says", "french_says"),
    [("queue", "12", "12"), ("delay", "40–70", "40 à 70"), ("share", "1.5", "1,5")],
)
def test_a_number_is_written_as_the_language_of_the_page_writes_it(
    name: str, english_says: str, french_says: str
) -> None:
    figures = {
        "queue": Counted(value=12, of=30),
        "delay": Counted(low=40, high=70),
        "share": Counted(value=1.5),
    }
    assert written(Named("", name), figures, english()) == english_says
    assert written(Named("", name), figures, FRENCH) == french_says
    assert written(Named("", "queue", is_whole=True), figures, FRENCH) == "30"
    assert written(Named("", "queues"), figures, FRENCH) is None
    assert written(Named("", "delay", is_whole=True), figures, FRENCH) is None


def test_a_translation_names_the_same_figure_and_what_is_not_translated_stays_marked() -> None:
    said: dict[str, Any] = {
        "headline": [{"lang": "en", "text": "Late"}],
        "summary": "{delay} minutes late.",
        "empathy": "{queue} wait.",
    }
    bulletin = make_bulletin(figures={"queue": QUEUE, "delay": DELAY}, **said)
    pairs = table([Pair("summary", "{delay} minutes late.", "{delay} minutes de retard.")])
    speaker = Speaker("fr", "en", {}, {bulletin.id: pairs}, {}, {"en": "anglais"})
    account = with_figures(told_by(speaker, make_picture(bulletin)), FRENCH).disruption[bulletin.id].disruption.account
    assert account.summary == "40 à 70 minutes de retard."
    assert account.empathy == "12 wait."
    assert isinstance(account.empathy, Original)
    assert account.empathy.lang == "en"


def test_braces_written_twice_are_braces_and_what_is_no_figure_stays_as_it_is() -> None:
    bulletin = make_bulletin(figures={"queue": QUEUE}, summary="{{queue}} is {queue}, {other}, {queue.of} and { alone.")
    shown = with_figures(make_picture(bulletin), english()).disruption[bulletin.id].disruption.account.summary
    assert shown == "{queue} is 12, {other}, {queue.of} and { alone."


def test_without_figures_nothing_is_touched() -> None:
    picture = make_picture(make_bulletin(summary="As {is}."))
    assert with_figures(picture, english()) is picture


def test_an_update_keeps_the_number_it_was_published_with() -> None:
    updates = [
        {"at": at(-60), "says": "{queue} wait.", "figures": {"queue": {"value": 12}}},
        {"at": at(-4), "says": "{queue} wait.", "figures": {"queue": {"value": 27}}},
    ]
    bulletin = make_bulletin(figures={"queue": QUEUE | {"value": 27}}, summary="{queue} wait.", updates=updates)
    shown = with_figures(make_picture(bulletin), english()).disruption[bulletin.id].disruption
    assert [update.says for update in shown.updates] == ["12 wait.", "27 wait."]
    assert shown.account.summary == "27 wait."


def test_a_bulletin_by_itself_is_read_with_its_numbers_too() -> None:
    updates = [{"at": at(-60), "says": "{queue} wait.", "figures": {"queue": {"value": 9}}}]
    bulletin = make_bulletin(figures={"queue": QUEUE}, summary="{queue} wait.", updates=updates)
    read = spelled(bulletin, english())
    assert (read.account.summary, read.updates[0].says) == ("12 wait.", "9 wait.")
    assert spelled(make_bulletin(summary="As {is}."), english()).account.summary == "As {is}."


def update(queue: float | None, changed: str = "") -> Update:
    figures = {} if queue is None else {"queue": Counted(value=queue, unit="ferries")}
    return Update(at=at(), says="…", changed=changed, figures=figures)


def test_an_update_tells_what_a_figure_was_unless_its_own_words_do() -> None:
    updates = [update(12), update(None), update(27), update(27), update(3, "was 27 ferries."), update(5, "was 270.")]
    found = [[(moved.was.value, moved.now.value) for moved in moves] for moves in moved_in(updates)]
    assert found == [[], [], [(12, 27)], [], [], [(3, 5)]]
