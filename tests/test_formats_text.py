"""What leaves the formats is plain text and safe addresses, and no meaning is lost on the way."""

from __future__ import annotations

import time

import pytest

from explainer.formats import text


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("Two<br>lines<br/>here", "Two\nlines\nhere"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<ul><li>Ice</li><li>Snow</li></ul>", "• Ice\n• Snow"),
        ("<td>08:00</td><td>Late</td>", "08:00 Late"),
        ("<p>Broken\nby the\neditor</p>", "Broken by the editor"),
        ("LINES AS\nTHE TELEX\nSET THEM", "LINES AS\nTHE TELEX\nSET THEM"),
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("&lt;p&gt;Escaped once too often&lt;/p&gt;", "Escaped once too often"),
        ("<![CDATA[<b>Twice</b>]]>", "Twice"),
        ("<region>PILBARA</region>", "PILBARA"),
        ("before<!-- <p>a comment</p> -->after", "beforeafter"),
        ("", ""),
        ("   \n ", ""),
    ],
)
def test_markup_becomes_plain_text_with_its_breaks(markup: str, plain: str) -> None:
    assert text.plain(markup) == plain


@pytest.mark.parametrize(
    "words",
    [
        "visibility < 200 m and wind > 30 kt",
        "visibility <half a mile",
        "pressure <1000 hPa",
        "<p50 and >p90",
        "I <3 trains",
        "see <!-- later",
        "AT&T",
    ],
)
def test_signs_that_look_like_markup_stay(words: str) -> None:
    assert text.plain(words) == words


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<script>alert(1)",
        "<script",
        "<SCRIPT SRC=//x.example></SCRIPT>",
        "<scr<script>ipt>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;lt;script&amp;gt;alert(1)",
        "&amp;amp;amp;lt;script&amp;amp;amp;gt;alert(1)",
        "<style>body{}</style>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<svg><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>",
    ],
)
def test_no_script_survives_however_it_is_wrapped(hostile: str) -> None:
    shown = text.plain(f"Before. {hostile}").lower()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "onerror" not in shown
    assert shown.startswith("before.")


@pytest.mark.parametrize(
    "swallowing", ["<plaintext>", "<textarea>", "<svg><g", "<select>", "<noscript>", "<math><mi>", "<xmp>"]
)
def test_text_after_a_swallowing_element_is_kept(swallowing: str) -> None:
    assert "The runway is closed" in text.plain(f"{swallowing} The runway is closed")


def test_control_characters_direction_overrides_and_invisible_ones_are_removed() -> None:
    hidden = "\x00\x07\x1b\x7f\x9f\u200b\u202e\u2066\u2069\ufeff\U000e0041\ud800\uffff"
    assert text.plain(f"clo{hidden}sed") == "closed"
    assert text.plain("clo&#x202e;&#7;sed") == "closed"


def test_joiners_that_spell_words_stay() -> None:
    word = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"  # Persian: “I want”
    assert text.plain(word) == word


def test_text_is_in_nfc_and_stacked_marks_are_cut() -> None:
    assert text.plain("Gene\u0300ve") == "Genève"
    assert len(text.plain("Z" + 500 * "\u0336")) <= 4


def test_long_text_ends_at_a_word_with_an_ellipsis() -> None:
    shown = text.plain("snow " * 10_000)
    assert len(shown) <= text.BODY
    assert shown.endswith("snow…")
    assert len(text.line("x" * 1_000)) == text.HEADLINE


def test_a_line_has_no_breaks() -> None:
    assert text.line("<p>One</p><p>two</p>") == "One two"


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 40_000,
        "<i></b>" * 20_000,
        "<b '" * 30_000,
        '<b "' * 30_000,
        "<!--" * 30_000,
        "<script>" * 20_000,
        "<x a=1 " * 20_000,
        "<p " + "a='b' " * 20_000,
        "<a" * 50_000,
        "<" * 100_000,
        "&lt;" * 40_000,
        "\u0300" * 100_000,
    ],
)
def test_hostile_markup_takes_no_hostile_time(bomb: str) -> None:
    started = time.perf_counter()
    text.plain(bomb)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" https://example.org/\n", "https://example.org/"),
        ("https://example.org/a b\"<>'", "https://example.org/a%20b%22%3C%3E%27"),
        ("incidents/7", "https://status.example/incidents/7"),
        ("//example.org/x", "https://example.org/x"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:a@example.org", None),
        ("https://bank.example@elsewhere.example/", None),
        ("http://[", None),
        ("https://example.org/" + "a" * 3_000, None),
        ("", None),
    ],
)
def test_only_safe_web_addresses_are_kept(href: str, safe: str | None) -> None:
    assert text.address(href, "https://status.example/history") == safe


def test_without_a_base_a_relative_address_is_none() -> None:
    assert text.address("incidents/7") is None
    assert text.address("https://") is None


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-us", "en-US"),
        ("NO", "no"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("en/html", "und"),
        ("", "und"),
        ("de_CH", "de-CH"),
    ],
)
def test_language_tags_have_one_spelling(tag: str, language: str) -> None:
    assert text.language(tag, "und") == language


def test_a_very_long_identifier_stays_distinct() -> None:
    one, other = text.identifier("x" * 5_000 + "1"), text.identifier("x" * 5_000 + "2")
    assert one != other
    assert len(one) < 300
