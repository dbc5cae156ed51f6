"""A card stays true when it is old: dated, marked, in letters that there are, its headline whole, nothing over the edge."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from resvg_py import svg_to_bytes

from explainer.language.letters import Family, drawable, family_of, files, width
from explainer.model.disruption import Disruption
from explainer.model.vocabulary import State
from explainer.outputs.cards import card_key, card_png
from explainer.outputs.cards.drawing import SIGNS, drawn
from explainer.outputs.cards.told import Card, Row, Said, card_of
from explainer.render.carded import CARD, MOST, has_card
from explainer.render.tokens import Scheme
from explainer.render.view import View
from explainer.site.sheets import tokens
from tests.conftest import ROOT
from tests.factory import at, make_bulletin, make_disruption, make_picture, make_view
from tests.factory_map import map_view
from tests.support.languages import spoken
from tests.support.site import Site, make_site

GOLDEN = ROOT / "tests/golden/card.svg"
LONG = (
    "Departures are forty to seventy minutes late this evening because snow keeps two of the six de-icing pads closed"
    " and every aircraft waits for its turn there"
)
"""Twenty-seven words."""


def card(view: View) -> Card:
    return card_of(view, view.picture.disruptions[0])


def of(*disruptions: Disruption, **more: Any) -> Card:
    return card(map_view(*disruptions, **more))


def texts(svg: str) -> list[str]:
    """Every line on a card."""
    root = etree.fromstring(svg.encode())
    return [(found.text or "").strip("\u202b\u202c") for found in root.iter("{*}text")]


def sizes(svg: str) -> list[float]:
    return [float(found) for found in re.findall(r'font-size="([\d.]+)"', svg)]


def edges(png: bytes) -> set[bytes]:
    """Every colour within sixty pixels of the left and right edge, below the mark of an exercise."""
    wide, high = struct.unpack(">LL", png[16:24])
    packed = b"".join(body for kind, body in chunks(png) if kind == b"IDAT")
    rows = unfiltered(zlib.decompress(packed), wide * 4)
    margin = 60 * wide // 1200
    found: set[bytes] = set()
    for row in rows[54 * high // 630 + 1 :]:
        for start in (*range(margin), *range(wide - margin, wide)):
            found.add(bytes(row[start * 4 : start * 4 + 4]))
    return found


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found, start = [], 8
    while start < len(png):
        [length] = struct.unpack(">L", png[start : start + 4])
        found.append((png[start + 4 : start + 8], png[start + 8 : start + 8 + length]))
        start += 12 + length
    return found


def unfiltered(raw: bytes, row: int) -> list[bytearray]:
    """The rows of a PNG of four bytes a pixel (https://www.w3.org/TR/png-3/#9Filters)."""
    rows: list[bytearray] = []
    above = bytearray(row)
    for start in range(0, len(raw), row + 1):
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + row])
        for index in range(row):
            left = line[index - 4] if index >= 4 else 0
            corner = above[index - 4] if index >= 4 else 0
            line[index] = (line[index] + predicted(kind, left, above[index], corner)) & 255
        rows.append(line)
        above = line
    return rows


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def small(svg: str) -> bytes:
    """A card as a picture of a quarter of its size, whose pixels are quickly read."""
    return bytes(svg_to_bytes(svg_string=svg, width=300, font_files=files(), skip_system_fonts=True))


# What it says


def test_a_card_says_how_it_is_and_as_of_when_and_what_comes_next() -> None:
    told = of(make_bulletin())
    assert told.said.line.startswith("Slowed, as of 18:20 CET, Friday 20 November 2026") or told.said.line.endswith(
        ", as of 18:20 CET, Friday 20 November 2026"
    )
    assert told.said.next == "Next update by 19:00 CET, 20 November."
    assert told.headline == "Ferries are 40–70 minutes late"
    assert (told.row, told.site, told.address) == (
        Row(24, 36, "24 boxes an hour get through, and 36 want to."),
        "Harbour of Orme",
        "harbour.example",
    )
    assert told.update == "log.gale/2026-11-20T17:20:00Z"


def test_a_card_is_the_golden_one(request: pytest.FixtureRequest) -> None:
    svg = drawn(of(make_bulletin(), exercise=True))
    if request.config.getoption("--golden"):
        GOLDEN.write_text(svg, encoding="utf-8")
    assert svg == GOLDEN.read_text(encoding="utf-8")
    assert "40–70 minutes late" in " ".join(texts(svg))


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_a_card_speaks_each_language_of_ours_in_letters_that_there_are(language: str) -> None:
    told = card(spoken(map_view(make_bulletin(), exercise=True), language))
    assert all(drawable(part) == part for part in told.said)
    assert set(texts(drawn(told))) >= {told.said.mark, told.said.still, told.said.next, told.address}


def test_no_card_says_now() -> None:
    for exercise in (False, True):
        lines = " ".join(texts(drawn(of(make_bulletin(), exercise=exercise))))
        assert not re.search(r"\b(now|live|today|currently)\b", lines, re.IGNORECASE)


def test_an_exercise_is_marked_across_the_card_and_nothing_else_is() -> None:
    real, drill = drawn(of(make_bulletin())), drawn(of(make_bulletin(), exercise=True))
    assert texts(drill)[0] == "EXERCISE"
    assert "EXERCISE" not in real
    assert texts(drill)[2:] == texts(real)


def test_a_message_that_is_a_test_says_so() -> None:
    assert of(make_bulletin(reality="exercise"), exercise=True).said.mark == "EXERCISE"


def test_what_nobody_vouches_for_is_grey_with_a_question_mark_and_says_from_when_it_is() -> None:
    told = card(make_view(make_picture(make_bulletin(), now=at(60 * 12))))
    assert told.state is State.UNKNOWN
    assert told.said.line == "Unknown. Our last word is from 18:20 CET, Friday 20 November 2026."
    assert told.headline == "Last known: Ferries are 40–70 minutes late"
    assert told.row is None
    assert f'fill="{SIGNS[State.UNKNOWN]}"' in drawn(told)


def test_the_tints_are_those_of_the_signs() -> None:
    ours = tokens()
    for state in State:
        token = ours.value(Scheme.LIGHT, f"--{state.value}-sign")
        assert token is not None
        assert SIGNS[state] == token.value
    assert SIGNS[None] == SIGNS[State.UNKNOWN]


# How it is set

PLAIN = of(make_bulletin())


def headed(words: str, row: Row | None = PLAIN.row) -> Card:
    return PLAIN._replace(headline=words, row=row)


def test_a_headline_is_never_cut_it_becomes_smaller_and_then_takes_the_room_of_the_numbers() -> None:
    short, long_ = drawn(headed("Ferries late")), drawn(headed(LONG))
    assert (max(sizes(short)), "<path" in short) == (112, True)
    assert max(sizes(long_)) < 84
    assert LONG in " ".join(texts(long_))
    assert "get through" in short
    assert "get through" not in long_


@pytest.mark.parametrize("words", ["Verkehrsunternehmensgemeinschaftshaltestellen" * 3, "word " * 400])
def test_a_headline_that_fits_at_no_size_is_left_out_whole(words: str) -> None:
    lines = texts(drawn(headed(words)))
    assert not [line for line in lines if line and line in words]
    assert PLAIN.said.line in lines
    assert PLAIN.site in lines


@pytest.mark.parametrize("words", ["東京の電車が遅れています", "Ferries late 延误", "הרכבת מאחרת", "ভারী বৃষ্টি"])
def test_a_headline_in_letters_that_the_fonts_lack_is_left_out_and_never_shown_as_boxes(words: str) -> None:
    lines = texts(drawn(headed(words)))
    assert not [line for line in lines if any(sign in line for sign in words if not sign.isascii())]
    assert PLAIN.said.line in lines


def test_pictures_are_left_out_of_a_headline() -> None:
    assert "Ferries late" in texts(drawn(headed("⚠️ Ferries late 🚢")))


def test_a_language_that_the_fonts_lack_is_told_in_english() -> None:
    foreign = Said("演習", "遅延", "遅延", "18:20", "絵", "次")
    lines = texts(drawn(PLAIN._replace(said=foreign, site="港")))
    assert PLAIN.english.line in lines
    assert not [line for line in lines if not drawable(line)]


@pytest.mark.parametrize("name", ["東京", "Pier 🚢 One", "Pier\u00ad\nOne"])
def test_a_name_in_letters_that_the_fonts_lack_is_left_out_of_how_it_is_and_the_language_stays(name: str) -> None:
    french, english = card(spoken(map_view(make_bulletin()), "fr")).said, PLAIN.english
    named = [told._replace(line=f"{told.line}, {name}", short=f"{name} : {told.short}") for told in (french, english)]
    lines = texts(drawn(PLAIN._replace(said=named[0], english=named[1])))
    assert [line for line in lines if drawable(line) != line] == []
    assert french.still in lines
    assert french.dated in " ".join(lines)


LETTERS = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")), max_size=60)


@settings(max_examples=25, deadline=None)
@given(headline=LETTERS | st.sampled_from([LONG, LONG + " " + LONG]), site=LETTERS, exercise=st.booleans())
def test_whatever_is_written_every_letter_on_a_card_is_there_and_none_lies_over_the_edge(
    headline: str, site: str, exercise: bool
) -> None:
    svg = drawn(headed(headline)._replace(site=site, said=PLAIN.said._replace(mark="EXERCISE" if exercise else "")))
    for element in etree.fromstring(svg.encode()).iter("{*}text"):
        line, size = (element.text or "").strip("\u202b\u202c"), float(element.get("font-size", "0"))
        assert drawable(line)
        spacing = float(element.get("letter-spacing", "0"))
        reach = width(line, size, spacing=spacing)
        assert reach <= 1080
        assert 0 < float(element.get("y", "0")) <= 624


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_the_same_key_is_the_same_picture_and_another_card_has_another_key(data: st.DataObject) -> None:
    other = data.draw(st.sampled_from([PLAIN, headed("Late"), headed("Late", None), PLAIN._replace(state=None)]))
    assert (repr(other) == repr(PLAIN)) == (other == PLAIN)
    assert drawn(PLAIN._replace()) == drawn(PLAIN)
    assert (drawn(other) == drawn(PLAIN)) == (other == PLAIN)


def test_a_key_draws_nothing_and_changes_with_what_is_drawn() -> None:
    before, after = map_view(make_bulletin()), map_view(make_bulletin(headline=[{"lang": "en", "text": "Late"}]))
    keys = {card_key(view, view.picture.disruptions[0]) for view in (before, before, after)}
    assert len(keys) == 2


# As a picture

SHOWN = {
    "English": PLAIN,
    "an exercise in French": card(spoken(map_view(make_bulletin(), exercise=True), "fr")),
    "Arabic": card(spoken(map_view(make_bulletin(), exercise=True), "ar"))._replace(
        headline="الرحلات المغادرة متأخرة من 40 إلى 70 دقيقة", site="مطار فال دورم"
    ),
    "27 words": headed(LONG),
    "no letters": headed("東京"),
    "Latin letters in a line of Arabic, which are wider there": headed("تأخر" + " Harbour" * 13),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_leaves_its_edges_free(name: str) -> None:
    told = SHOWN[name]
    tint = bytes.fromhex(SIGNS[told.state].removeprefix("#")) + b"\xff"
    assert edges(small(drawn(told))) == {tint}


def test_a_picture_is_of_the_size_that_networks_ask_for_and_light() -> None:
    view = map_view(make_bulletin(), exercise=True)
    png = card_png(view, view.picture.disruptions[0])
    assert struct.unpack(">LL", png[16:24]) == (1200, 630)
    assert len(png) < 90_000
    assert png == card_png(view, view.picture.disruptions[0])


def test_letters_of_arabic_are_joined() -> None:
    """Apart, with what forbids joining between them, they take more room: shaping has happened."""
    apart, joined = (headed(words, None) for words in ("ت‌أ‌خ‌ر", "تأخر"))
    assert family_of(joined.headline) is Family.ARABIC
    assert small(drawn(apart)) != small(drawn(joined))


# On a site


def test_our_own_bulletins_have_cards_and_the_first_of_the_others() -> None:
    others = [make_disruption(native=str(index)) for index in range(MOST + 5)]
    view = map_view(make_bulletin(about=[]), *others)
    carded = [now.id for now in view.picture.disruptions if has_card(view, now)]
    assert len(carded) == MOST + 1
    assert "log.gale" in carded


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = make_site(tmp_path_factory.mktemp("cards") / "site")
    assert made.run("update") == 0
    return made


def test_a_refresh_makes_the_cards_that_changed_and_what_is_over_has_none(site: Site) -> None:
    card = site.root / "site/disruptions/log.late" / CARD
    before = card.read_bytes()
    assert site.run("refresh") == 0
    assert card.read_bytes() == before
    words = (site.root / "ops_feeds/bulletins/late.yml").read_text(encoding="utf-8")
    site.write("ops_feeds/bulletins/late.yml", words.replace("20–40", "30–50"))
    assert site.run("fetch") == 0
    assert site.run("refresh") == 0
    refreshed = card.read_bytes()
    assert refreshed != before
    assert site.run("build") == 0
    assert card.read_bytes() == refreshed
    site.bulletin(status="resolved", ended="2026-11-20 18:22")
    assert site.run("update") == 0
    assert not card.exists()
