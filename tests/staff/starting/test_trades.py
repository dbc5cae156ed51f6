"""A new site of every trade is whole, checks clean, and says nothing that its person did not say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from explainer.declarations.phrases import PHRASEBOOK_DOOR
from explainer.declarations.season import SEASON_DOOR
from explainer.staff.starting import answering, trades
from explainer.staff.starting.answering import Answers
from explainer.staff.starting.filling import filled
from explainer.staff.starting.trades import Trade

ANSWERS = Answers(name="Harbour House", zone="Europe/Berlin", language="en", contact="Night desk", phone="030 12 34")
HOSTILE = 'A "b" \\ <i>c</i> & [d](e) *f* ’ #g: {h}'

EVERY = pytest.mark.parametrize("trade", trades.trades(), ids=lambda trade: trade.id)


@EVERY
def test_every_text_is_filled_and_names_nothing_that_nobody_knows(trade: Trade) -> None:
    for answers in (ANSWERS, replace(ANSWERS, phone="", url="https://a.example/", language="de")):
        for path, text in trades.files_of(trade, answers).items():
            assert not {"‹", "›"} & set(text), path


@EVERY
def test_what_a_person_says_stays_what_it_is(trade: Trade) -> None:
    files = trades.files_of(trade, replace(ANSWERS, name=HOSTILE, contact=HOSTILE))
    assert yaml.safe_load(files["mkdocs.yml"])["site_name"] == HOSTILE
    assert yaml.safe_load(files["content/system.yml"])["title"] == HOSTILE
    assert yaml.safe_load(files["ops_feeds/notices.yml"])["publisher"] == HOSTILE
    assert "<i>" not in files["content/about.md"]
    assert "[d](e)" not in files["content/about.md"]


@EVERY
def test_each_trade_explains_a_few_phrases_of_its_own_and_has_a_page_for_people_who_are_afraid(trade: Trade) -> None:
    files = trades.files_of(trade, ANSWERS)
    book = PHRASEBOOK_DOOR.read(yaml.safe_load(files["content/words.yml"]))
    parts = {one["id"] for one in yaml.safe_load(files["content/system.yml"])["components"]}
    assert 5 <= len(book.phrases) <= 8
    assert {one.component for one in book.phrases} - {None} <= parts
    assert all(one.we_do and one.you_can for one in book.phrases)
    afraid = files[f"content/how/{trade.explainers[-1]}.md"]
    assert "| When |" in afraid or "| Step |" in afraid
    others = set() if trade.id == "airport" else {"plane", "flight", "airport", "runway"}
    assert not others & set(re.findall(r"[a-z]+", (files["content/words.yml"] + afraid).lower()))


def test_a_line_stands_only_where_its_answer_was_given_or_was_not() -> None:
    text = "‹?phone›Call ‹phone›.\n‹!phone›Come here.\nAlways.\n"
    assert filled(text, "a.md", {"phone": "1"}, []) == "Call 1.\nAlways.\n"
    assert filled(text, "a.md", {"phone": ""}, []) == "Come here.\nAlways.\n"


def test_a_line_about_a_page_stands_once_for_each() -> None:
    pages = [{"page.file": "a.md"}, {"page.file": "b.md"}]
    assert filled('- "‹page.file›"\n', "nav.yml", {}, pages) == '- "a.md"\n- "b.md"\n'


@pytest.mark.parametrize(
    ("said", "meant"),
    [("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("new york", "America/New_York")],
)
def test_a_zone_is_known_however_it_is_typed(said: str, meant: str) -> None:
    assert answering.zone(said) == meant


@pytest.mark.parametrize(
    ("read", "said", "remedy"),
    [
        (answering.zone, "Berlni", "write it as Europe/Berlin"),
        (answering.language, "tlh", "write one of: ar, de, en, es, fr"),
        (answering.language, "../../etc", "write one of"),
        (answering.words, "  ", "write something"),
        (answering.words, "a" * 101, "use at most 100"),
        (answering.words, "a\x1b[2Jb", "type it anew"),
        (answering.address, "status.example", "write it in full"),
        (trades.trade, "hospitl", "did you mean “hospital”?"),
        (trades.trade, "zoo", "write one of"),
    ],
)
def test_an_answer_that_cannot_be_used_says_what_to_write(read: object, said: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as error:
        read(said)  # type: ignore[operator]
    assert remedy in str(error.value)


def test_the_name_of_the_folder_is_offered_in_words() -> None:
    assert answering.name_of(Path("/a/harbour-rail_works")) == "Harbour Rail Works"


@pytest.mark.parametrize(
    ("here", "offered"), [("Asia/Tokyo", "Asia/Tokyo"), ("UTC", ""), ("Etc/UTC", ""), (":/etc/localtime", "")]
)
def test_the_zone_of_the_machine_is_offered_if_it_is_that_of_a_place(
    monkeypatch: pytest.MonkeyPatch, here: str, offered: str
) -> None:
    monkeypatch.setenv("TZ", here)
    assert answering.zone_here() == offered


@EVERY
def test_each_trade_has_one_or_two_thresholds_of_its_own_and_speaks_of_no_other(trade: Trade) -> None:
    text = trades.files_of(trade, ANSWERS)["content/season.yml"]
    season = SEASON_DOOR.read(yaml.safe_load(text))
    assert 1 <= len(season) <= 2
    others = {
        "airport": "flight",
        "bank": "payment",
        "hospital": "ward",
        "power": "power",
        "rail": "train",
        "water": "water",
    }
    told = " ".join((one.name + one.says).lower() for one in season)
    assert not [word for name, word in others.items() if name != trade.id and re.search(rf"\b{word}s?\b", told)]
