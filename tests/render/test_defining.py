"""The first use of a phrase leads to what it means, and nothing else of a page changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.phrases import Phrase, Phrasebook
from explainer.model.translation import Original
from explainer.render.defining import MOST, Defining, forms_of, undefined
from explainer.render.escaping import text


def phrase(name: str, heard: str, also: str = "") -> Phrase:
    return Phrase(id=name, heard=heard, also=also, means="It means that.")


SLOT = phrase("slot", "We are waiting for a slot", "slot, slots, CTOT")
FLOW = phrase("flow", "Flow control", "flow control slot")


def marked(html: str, *phrases: Phrase, language: str = "en") -> str:
    return Defining(forms_of(Phrasebook(phrases=phrases or (SLOT, FLOW)), language), "../words/").html(html)


def link(name: str, words: str) -> str:
    return f'<dfn><a href="../words/#{name}">{words}</a></dfn>'


def test_the_first_use_leads_to_the_phrase_and_the_second_does_not() -> None:
    assert marked("<p>A slot is late. Slots are.</p>") == f"<p>A {link('slot', 'slot')} is late. Slots are.</p>"


def test_one_page_marks_a_phrase_once_in_all_its_regions() -> None:
    page = Defining(forms_of(Phrasebook(phrases=(SLOT,)), "en"), "")
    assert page.html("<p>No slots.</p>") != "<p>No slots.</p>"
    assert page.html("<p>No slots.</p>") == "<p>No slots.</p>"


def test_the_longest_phrase_that_fits_is_meant() -> None:
    assert marked("A flow control slot.") == f"A {link('flow', 'flow control slot')}."
    assert marked("flow control, slot") == f"{link('flow', 'flow control')}, {link('slot', 'slot')}"


@pytest.mark.parametrize("words", ["slotted", "time-slot", "slot-time", "ctot", "subslot", "&slot;"])
def test_only_whole_words_count_and_an_abbreviation_only_in_capitals(words: str) -> None:
    assert marked(f"<p>{words}</p>") == f"<p>{words}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<h2>The slot</h2>",
        '<a href="slot">the slot</a>',
        "<code>slot</code>",
        "<pre><b>slot</b></pre>",
        "<button>slot</button>",
        "<a><b>a</b> slot <i>slot</i></a>",
        '<p title="slot">x</p>',
        '<p title="a > slot">x</p>',
        "<!-- slot -->",
        '<p lang="fr">slot</p>',
        '<span lang="ar" dir="rtl">slot <span>slot</span></span>',
        '<div data-good-until="x" hidden>slot</div>',
        "<script>slot</script>",
        "<svg><text>slot</text></svg>",
    ],
)
def test_headings_links_code_other_languages_and_what_is_hidden_stay_as_they_are(html: str) -> None:
    assert marked(html) == html
    assert marked(f"{html}<p>slot</p>") == f"{html}<p>{link('slot', 'slot')}</p>"


def test_a_phrase_is_found_over_the_end_of_a_line_and_with_any_apostrophe() -> None:
    crew = phrase("crew", "the crew’s hours")
    assert marked("The\ncrew&#39;s hours", crew) == link("crew", "The\ncrew&#39;s hours")
    assert marked("The crew's hours", crew) == link("crew", "The crew's hours")


def test_words_that_arabic_writes_together_with_a_phrase_are_part_of_it() -> None:
    window = phrase("slot", "فترة إقلاع")
    assert marked("ننتظر والفترة إقلاع", window, language="ar") == f"ننتظر {link('slot', 'والفترة إقلاع')}"


def test_a_phrase_that_is_not_translated_is_not_looked_for() -> None:
    untold = SLOT.replace(heard=Original("slot", "en"), also=Original("slots", "en"))
    assert marked("slot, slots", untold, language="fr") == "slot, slots"


def test_a_page_leads_to_a_few_phrases_and_no_more() -> None:
    many = tuple(phrase(f"p{number}", f"word{number}") for number in range(MOST + 3))
    html = marked(" ".join(one.heard for one in many), *many)
    assert html.count("<dfn>") == MOST


def test_a_hostile_phrase_stays_text_in_its_link() -> None:
    hostile = phrase("x", "<img src=x onerror=alert(1)>", "a & b")
    page = f"<p>{text('<img src=x onerror=alert(1)> a & b')}</p>"
    assert marked(page, hostile) == f"<p>{text('<img src=x onerror=alert(1)>')} {link('x', 'a &amp; b')}</p>"


PIECES = st.sampled_from(
    [
        "slot",
        " ",
        "Slots",
        "&amp;",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href='slot'>",
        "</a>",
        "x",
        "-",
        "<",
        ">",
        "’",
        "flow control",
        "<h2>",
        "</h2>",
        '<i lang="fr">',
        "</i>",
        "&#39;",
        "&",
        ";",
        "فترة",
        "\n",
        "<br>",
        "39",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_a_page_says_it_says_the_same_with_its_phrases_marked(html: str) -> None:
    found = marked(html, SLOT, FLOW, phrase("39", "39"), phrase("amp", "amp"))
    assert undefined(found) == html
    assert all(name in {"slot", "flow", "39"} for name in re.findall(r"#([a-z0-9]+)\"", found))
