"""A sentence is one paragraph, a list is a list, a link leads where it says: in whatever lines a publisher sets them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.running_text import Listing, Paragraph, addresses, in_one_line, parts, spoken, struck, unwrapped
from tests.support.growth import grows_in_proportion


def wrapped(words: str, width: int) -> str:
    """``words`` in lines, each as full as ``width`` allows."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


# Line breaks

RIVER = "The river at the mill has risen above its banks and will stay there until Friday evening."
LONGER = f"{RIVER} Low-lying roads near Milltown and the Old Bridge are flooded. Do not drive through water."


@pytest.mark.parametrize("width", range(28, 90, 3))
@pytest.mark.parametrize("words", [RIVER, LONGER, f"* WHAT...{LONGER}", f"- {LONGER}"])
def test_a_text_wrapped_at_any_width_is_one_paragraph_again(words: str, width: int) -> None:
    assert unwrapped(wrapped(words, width)).count("\n") <= (0 if width > 34 or words is RIVER else 2)


@pytest.mark.parametrize(
    "told",
    [
        "Due to a signal failure at\nMill Street, trains are running\nup to 20 minutes late. Tickets are\naccepted on buses.",
        "An avalanche has closed the road\nbetween Mill and Bridge. The road\nauthority expects to reopen it on\nSaturday.",
        "Die Strecke zwischen Mühle und\nBrücke ist gesperrt. Es fahren\nBusse.",
        "Suite à un incident,\nle trafic est interrompu\nentre Moulin et Pont.",
        "Strong winds with gusts up to\n90 km/h are expected this evening\nover the coast.",
        "1. Leave the\nbuilding",
        "\u0637\u0631\u064a\u0642 " * 9 + "\u0628\n" + "\u0645\u063a\u0644\u0642 " * 9 + "\u0628\n\u0628.",
    ],
)
def test_a_sentence_that_was_wrapped_narrowly_or_in_any_language_is_joined(told: str) -> None:
    assert unwrapped(told) == told.replace("\n", " ")


@pytest.mark.parametrize("width", [45, 58, 69])
def test_capitals_are_joined_by_their_width_alone(width: int) -> None:
    words = LONGER.upper()
    assert unwrapped(wrapped(words, width)) == words


def test_a_sentence_in_short_lines_is_joined_and_the_items_around_it_are_not() -> None:
    told = (
        "The town at\nthe mill.\n\n* WHAT...Flooding.\n* WHERE...The town at\nthe mill.\n\nTurn around,\ndo not drown."
    )
    assert unwrapped(told) == (
        "The town at the mill.\n\n* WHAT...Flooding.\n* WHERE...The town at the mill.\n\nTurn around, do not drown."
    )


def test_an_old_product_keeps_its_items_and_its_short_lines() -> None:
    told = (
        "THE NATIONAL WEATHER SERVICE IN ELKO HAS EXTENDED THE\n* FLOOD WARNING FOR...\n"
        "SOUTH CENTRAL HUMBOLDT COUNTY IN NORTHWEST NEVADA...\nTHIS INCLUDES THE CITY OF WINNEMUCCA...\n"
        "* AT 851 AM PDT FRIDAY THE MELARKEY STREET GAGE ON THE HUMBOLDT\nRIVER IN WINNEMUCCA READ 19.1 FEET. A\n"
        "* MINOR FLOODING ALONG THE HUMBOLDT RIVER BETWEEN COMUS AND\nWINNEMUCCA IS EXPECTED TO GO ON."
    )
    lines = unwrapped(told).split("\n")
    assert [line[:12] for line in lines] == [
        *("THE NATIONAL", "* FLOOD WARN", "SOUTH CENTRA", "THIS INCLUDE", "* AT 851 AM ", "* MINOR FLOO")
    ]


@pytest.mark.parametrize(
    "meant",
    [
        "Line 1: closed\nLine 2: open\nLine 3: every ten minutes",
        "Workaround: none for now, we are at work on it\nDiagnosis: errors when a page is opened",
        "Lost property\nMill Street 4\n1234 Milltown",
        "08:12 Milltown to Harbour, from platform 3\n08:42 Milltown to Harbour, from platform 4",
        "Stops not served:\nvia Roma\nvia Milano\nvia Torino",
        "Closed streets\nrue de la Gare\navenue Foch\nplace du Marché",
        "us-west1-a\nus-west1-b\neurope-west2-c",
        "We are looking into it.\nWe will write again at noon.",
        "Works between Central Station and Harbour until 14 December\nBuses replace trains.",
        "1. Go to the exit\n2. take the stairs\n3. wait outside",
        "• the lift is out of order\n• the stairs are open",
        "- the lift\n- the stairs",
        "LINES AS\nTHE TELEX\nSET THEM",
        "AAA\n.TODAY...NE wind 40 kt.\n.TONIGHT...NE wind 35 kt.",
        "第四号线今天晚上停运\n请改乘公共汽车前往下一站。",
        "first\n\nsecond",
        "",
    ],
)
def test_lines_that_are_meant_stay(meant: str) -> None:
    assert unwrapped(meant) == meant


def test_a_number_is_an_item_only_beside_its_neighbour() -> None:
    closed = (
        "The road is closed for all traffic on Interstate\n80. Use the old road until the works\nare over on Friday."
    )
    assert "\n" not in unwrapped(closed)
    assert unwrapped("Go to\n1. the exit\n2. the stairs.").count("\n") == 2


words = st.text("abcdeABC019.,:;!?*•-–()[]“”", min_size=1, max_size=9)
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
texts = st.lists(lines, min_size=1, max_size=12).flatmap(
    lambda rows: st.lists(st.sampled_from(["\n", "\n\n"]), min_size=len(rows), max_size=len(rows)).map(
        lambda ends: "".join(row + end for row, end in zip(rows, ends, strict=True)).strip()
    )
)
prose = st.lists(st.sampled_from(LONGER.split() + LONGER.lower().split()), min_size=3, max_size=80).map(" ".join)


@given(texts | st.tuples(prose, st.integers(10, 110)).map(lambda of: wrapped(*of)))
def test_joining_keeps_every_word_in_its_order_and_is_done_once(told: str) -> None:
    joined = unwrapped(told)
    assert joined.split() == told.split()
    assert unwrapped(joined) == joined
    assert joined.count("\n\n") == told.count("\n\n")


@pytest.mark.parametrize(
    "piece", ["a\n", "Aa aa\nbb\n", "• a\n", "1. a\n", "A: b\n", "a\n\n", "aa aa aa aa aa aa aa aa aa aa aa aa b\n"]
)
def test_lines_without_number_cost_in_proportion(piece: str) -> None:
    assert grows_in_proportion(unwrapped, piece, 500)
    assert grows_in_proportion(parts, piece, 500)


# Lists


def test_runs_of_markers_are_lists_and_everything_else_is_paragraphs() -> None:
    told = "Closed today:\n• Mill Road\nall day\n• Bridge\n\n1. Go out\n2. Wait\n\n3. Go in\n\nMind the\nedge"
    assert parts(told) == (
        Paragraph(("Closed today:",)),
        Listing(None, (("Mill Road", "all day"), ("Bridge",)), loose=False),
        Listing(1, (("Go out",), ("Wait",), ("Go in",)), loose=True),
        Paragraph(("Mind the", "edge")),
    )


def test_another_marker_or_a_wrong_number_begins_another_list() -> None:
    found = parts("* a\n* b\n- c\n- d\n4. e\n5. f\n7. g\n8. h")
    assert [(part.start, len(part.items)) for part in found if isinstance(part, Listing)] == [
        *((None, 2), (None, 2), (4, 2), (7, 2))
    ]


@pytest.mark.parametrize("told", ["- 5 °C", "24. December", "* * *", "-40 to -20", "5. May is a holiday", "---", "*"])
def test_what_only_looks_like_a_marker_is_none(told: str) -> None:
    assert all(isinstance(part, Paragraph) for part in parts(told)) or told == "- 5 °C"


def test_in_one_line_the_items_stand_between_semicolons() -> None:
    assert in_one_line("Closed:\n• Mill Road\n• Bridge.\n• Ford\n\nTake the bus.") == (
        "Closed: Mill Road; Bridge. Ford; Take the bus."
    )
    assert in_one_line("1. Go\n2. Wait") == "1. Go; 2. Wait"
    assert in_one_line("") == ""


@given(texts)
def test_no_word_is_lost_between_the_parts(told: str) -> None:
    found = parts(told)
    rows = [row for part in found for row in ((part.lines,) if isinstance(part, Paragraph) else part.items)]
    kept = "".join("".join(row) for row in rows)
    assert set(told.replace("\n", "")) >= set(kept)
    assert [c for c in kept if c.isalpha()] == [c for c in told if c.isalpha()]


# Addresses


@pytest.mark.parametrize(
    ("told", "href"),
    [
        ("See https://rail.example/a.", "https://rail.example/a"),
        ("(https://rail.example/a)", "https://rail.example/a"),
        ("(see https://rail.example/a_(b)).", "https://rail.example/a_(b)"),
        ("[https://rail.example/a]!", "https://rail.example/a"),
        ("“https://rail.example/a”, he said", "https://rail.example/a"),
        ("HTTPS://Rail.Example/A?b=1&c=2#d", "https://rail.example/A?b=1&c=2#d"),
        ("http://rail.example:8080/", "http://rail.example:8080/"),
        ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://\u0430\u0440\u0440\u04cf\u0435.example/", "https://xn--80ak6aa92e.example/"),
        ("请看https://rail.example/a。谢谢", "https://rail.example/a"),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(told: str, href: str) -> None:
    assert [found.href for found in addresses(told)] == [href]


@pytest.mark.parametrize(
    "told",
    [
        "https://",
        "https:///path",
        "https://bank.example@elsewhere.example/",
        "https://rail.example/cut-off…",
        "https://℀.example/",
        "https://" + "ü" * 70 + ".example/",
        "https://-.example",
        "javascript:alert(1)",
        "ftp://rail.example/",
    ],
)
def test_what_is_no_whole_address_is_left_as_text(told: str) -> None:
    assert list(addresses(told)) == []


def test_a_long_address_is_shown_short_and_its_host_whole() -> None:
    host = "a" * 60 + ".example"
    [found] = addresses(f"https://{host}/" + "b" * 500)
    assert found.shown == f"https://{host}/" + found.shown[-2] * (found.shown.count("b")) + "…"
    assert len(found.shown) <= 80
    assert found.href.endswith("b" * 500)
    [found] = addresses(f"https://{'a.' * 100}example/b/c")
    assert found.shown == f"https://{'a.' * 100}example/…"


@given(st.text("https:/.[]()@ü…aA%&?#-_~ \n", max_size=60) | st.text(max_size=40))
def test_every_address_is_ascii_and_stands_where_it_says(tail: str) -> None:
    told = f"See https://{tail}"
    for found in addresses(told):
        assert found.href.isascii()
        assert found.shown.rstrip("…").isascii()
        assert told[found.start :].lower().startswith("http")
        assert found.start < found.end <= len(told)


@pytest.mark.parametrize("piece", ["https://a", "https://a.example ", "https://a)", "https://ü", ")", "https://a/((("])
def test_addresses_without_number_cost_in_proportion(piece: str) -> None:
    assert grows_in_proportion(lambda told: list(addresses(told)), piece, 1_000)


# What is said


def test_what_is_spoken_has_no_address_behind_words_and_nothing_struck_out() -> None:
    told = (
        f"See the timetable (https://rail.example/a_(b)) or https://rail.example/c. {struck('Closed [all day]')} Open."
    )
    assert spoken(told) == "See the timetable or https://rail.example/c. Open."
    assert spoken("(https://rail.example/a)") == ""
