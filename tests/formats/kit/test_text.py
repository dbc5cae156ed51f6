"""What leaves the formats is plain text and safe addresses, and no meaning is lost on the way."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.formats.kit import markdown_text, text
from explainer.formats.kit.markup import TAG, is_known
from tests.support.growth import grows_in_proportion


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
    "piece",
    [
        "<div>",
        "<i></b>",
        "<b '",
        '<b "',
        "<!--",
        "<script>",
        "<x a=1 ",
        "<p a='b' ",
        "<a",
        "<",
        "</",
        "&lt;",
        "&amp",
        "&#38",
        "\u0300",
        "<a href=https://a.example>",
        "<a href=https://a.example>a</a>",
        "<s>",
        "<s><a href=b>c</s>",
        "<ol><li>",
        "<li><p>",
        "<a href='mailto:a@b.example'>1 ",
        "https://a.example?&",
        "<pre>\n",
        "<pre>a\n</pre>",
        "[a](",
        "[a](b)",
        "~~a",
        "_a",
        "**a",
    ],
)
def test_hostile_markup_costs_in_proportion_to_its_length(piece: str) -> None:
    assert grows_in_proportion(text.plain, piece, 1_000)
    assert grows_in_proportion(markdown_text.plain, piece, 500)


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


# Links

PAGE = "https://rail.example/news/"


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        (
            'See <a href="https://rail.example/b.pdf">the timetable</a>.',
            "See the timetable (https://rail.example/b.pdf).",
        ),
        ("<a href='/refund'>Details</a>", "Details (https://rail.example/refund)"),
        ("<A HREF=b.pdf>Details</A>", "Details (https://rail.example/news/b.pdf)"),
        ('<a title="x" href="https://a.example/?b=1&amp;c=2">c</a>', "c (https://a.example/?b=1&c=2)"),
        ('<a href="https://a.example/?b=1&copy=2">c</a>', "c (https://a.example/?b=1&copy=2)"),
        (
            "&lt;a href=&quot;https://a.example/?b=1&amp;amp;copy=2&quot;&gt;c&lt;/a&gt;",
            "c (https://a.example/?b=1&copy=2)",
        ),
        ('<a href="https://a.example/b">https://a.example/b</a>', "https://a.example/b"),
        ('<a href="https://a.example/b">www.a.example/b</a> is up', "https://a.example/b is up"),
        ('<a href="https://a.example/b">see https://a.example/b now</a>', "see https://a.example/b now"),
        ('<a href="https://evil.example/">https://bank.example/</a>', "https://bank.example/ (https://evil.example/)"),
        ('a<a href="https://a.example/b"><img src="c.png"></a>d', "a https://a.example/b d"),
        ("<p><a href='https://a.example/b'>One<br></a></p><p>Two</p>", "One (https://a.example/b)\n\nTwo"),
        ("<a href='https://a.example/b'>never ends", "never ends (https://a.example/b)"),
        (
            "<a href=https://a.example/1>one<a href=https://a.example/2>two</a>",
            "one (https://a.example/1)two (https://a.example/2)",
        ),
        ('<a href="javascript:alert(1)">Details</a>', "Details"),
        ('<a href="data:text/html,x">Details</a>', "Details"),
        ('<a href="https://bank.example@elsewhere.example/">Details</a>', "Details"),
        ('<a href="HTTPS://Rail.Example/B">Details</a>', "Details (https://rail.example/B)"),
        (
            '<a href="https://b\u00fccher.example/\u00fc">B\u00fccher</a>',
            "B\u00fccher (https://xn--bcher-kva.example/%C3%BC)",
        ),
        ('<a href="https://b\u00fccher.example/">https://b\u00fccher.example/</a>', "https://b\u00fccher.example/"),
        ('<a href="#map">Map</a> <a name="map">here</a>', "Map here"),
        ('<a href="mailto:info@rail.example?subject=Refund">Write to us</a>', "Write to us (info@rail.example)"),
        ('<a href="mailto:info@rail.example">info@rail.example</a>', "info@rail.example"),
        ('<a href="mailto:not a mail">Write</a>', "Write"),
        ('<a href="tel:+41-44-123-45-67">Call us</a>', "Call us (+41-44-123-45-67)"),
        ('<a href="tel:+41441234567">044 123 45 67</a> or <a href="tel:118">118</a>', "044 123 45 67 or 118"),
    ],
)
def test_a_link_keeps_its_address_behind_its_words(markup: str, plain: str) -> None:
    assert text.plain(markup, base=PAGE) == plain


def test_without_a_base_a_relative_link_keeps_its_words_alone() -> None:
    assert text.plain('<a href="/refund">Details</a>') == "Details"


def test_a_headline_has_no_addresses_and_nothing_that_is_struck_out() -> None:
    told = '<s>Line 3</s> <a href="https://rail.example/4">Line 4</a>: fewer <del>buses</del> trains'
    assert text.line(told) == "Line 4: fewer trains"
    assert text.opening(text.plain(f"{told}<p>More</p>")) == "Line 4: fewer trains"
    assert text.headline("https://rail.example/4") == "https://rail.example/4"


def test_an_address_in_plain_text_is_no_place_for_entities() -> None:
    assert text.plain("https://a.example/?b=1&copy=2&amp;d=3 &copy; me") == "https://a.example/?b=1&copy=2&d=3 © me"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ('See [the *timetable*](https://a.example/b_c_d "Title").', "See the timetable (https://a.example/b_c_d)."),
        ("**[Details](/refund)**", "Details (https://rail.example/refund)"),
        ("[a_(b)](https://a.example/a_(b))", "a_(b) (https://a.example/a_(b))"),
        ("<https://a.example/_b_> and <info@a.example>", "https://a.example/_b_ and info@a.example"),
        ("_https://a.example/b_c_", "https://a.example/b_c"),
        (
            "[Details][more] or [more]\n\n[more]: https://a.example/b",
            "Details (https://a.example/b) or more (https://a.example/b)",
        ),
        ("[1] [x]\n\n[y]: https://a.example/b", "[1] [x]\n\n[y]: https://a.example/b"),
        ("~~Closed~~ Open", "[struck out: Closed] Open"),
        ("1. Go\n2. Wait\n\n- one\n- two", "1. Go\n2. Wait\n\n• one\n• two"),
        ("- one\n- two, see <b>this</b>", "• one\n• two, see this"),
        ("```\ncode\n```", "code"),
    ],
)
def test_markdown_keeps_links_lists_and_what_is_struck_out(written: str, plain: str) -> None:
    assert markdown_text.plain(written, base=PAGE) == plain


def test_a_headline_in_markdown_has_its_words_alone() -> None:
    assert markdown_text.line("~~Old~~ [Line *4*](https://rail.example/4): **fewer** trains") == "Line 4: fewer trains"


# Lists, what is struck out, lines


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("<ol><li>Go</li><li>Wait</li></ol>", "1. Go\n2. Wait"),
        ("<ol start=3><li>Go<li value=7>Wait<li>Stay</ol>", "3. Go\n7. Wait\n8. Stay"),
        ("<ul><li><p>Ice</p></li><li>\n<p>Snow</p></li></ul>", "• Ice\n\n• Snow"),
        ("<ul><li>Ice<ol><li>thin</li></ol></li><li>Snow</li></ul>after", "• Ice\n1. thin\n• Snow\n\nafter"),
        ("<ul><li></li><li> </li><li>Snow</li></ul>", "• Snow"),
        ("<ol><li></li><li>Wait</li></ol>", "2. Wait"),
        ("Line 1: <b>closed</b>\nLine 2: <i>open</i>", "Line 1: closed\nLine 2: open"),
        ("<p>Line 1: closed\nas before</p>", "Line 1: closed as before"),
        ("<p>The river has risen<br>above its banks.</p>", "The river has risen above its banks."),
        ("<p>Mill Street 4<br>1234 Milltown</p>", "Mill Street 4\n1234 Milltown"),
        (
            "<pre>\nThe river has risen\nabove its banks.\n\nLine 1: open\nLine 2: shut</pre>\n<p>End</p>",
            "The river has risen above its banks.\n\nLine 1: open\nLine 2: shut\n\nEnd",
        ),
    ],
)
def test_lists_stay_lists_and_lines_that_are_meant_stay_lines(markup: str, plain: str) -> None:
    assert text.plain(markup) == plain


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("<s>Closed</s> Open", "[struck out: Closed] Open"),
        ("<strike>Closed</strike> <ins>Open</ins>", "[struck out: Closed] Open"),
        ("<del>Closed", "[struck out: Closed]"),
        ("<del><s>Closed</s> today</del>", "[struck out: Closed today]"),
        (
            "<span style='color:red; text-decoration : line-through'>Closed <span>today</span></span> Open",
            "[struck out: Closed today] Open",
        ),
        (
            '<p style="text-decoration-line: underline line-through">Closed</p><p>Open</p>',
            "[struck out: Closed]\n\nOpen",
        ),
        ("<p style='text-decoration:line-through'>Closed<p>Open", "[struck out: Closed]\n\nOpen"),
        ("<span style='text-decoration:none'>Open</span>", "Open"),
        ("<ul><del><li>Mill<li>Bridge</del></ul>", "• [struck out: Mill]\n• [struck out: Bridge]"),
        ("<li><del>Mill.</del>\n<em>Edit</em>: open.</li>", "• [struck out: Mill.] Edit: open."),
        ("<s>see <a href='https://a.example/b'>this</a></s>", "[struck out: see this (https://a.example/b)]"),
        ("<s>[3] closed</s>", "[struck out: (3) closed]"),
        ("<s> </s>Open", "Open"),
    ],
)
def test_what_is_struck_out_does_not_read_as_valid(markup: str, plain: str) -> None:
    assert text.plain(markup) == plain


# Properties

PIECES = [
    *("<p>", "</p>", "<br>", "<ul>", "</ul>", "<ol start=2>", "<li>", "</li>", "<s>", "</s>", "<del>", "<b>", "</b>"),
    *("<a href='https://a.example/?b=1&copy=2'>", '<a href="/c?d=1&amp;e=2">', "<a href=mailto:a@b.example>", "</a>"),
    *("<span style='text-decoration:line-through'>", "</span>", "<a href='https://a.example/\">", "<a", "<", ">", "&"),
    *("&lt;a href=&quot;https://a.example/f&quot;&gt;", "&amp;", "&amp;amp;lt;p&amp;amp;gt;", "&lt;", "&gt;", "&copy;"),
    *("https://a.example/g?h=1&amp;i=2", "https://a.example/(j)", "\n", "\n\n", " ", "• ", "1. ", "2. ", "* ", "- "),
    *(
        "The river has risen",
        "above its banks",
        "there.",
        "Line 4: closed",
        "[struck out: x]",
        "(",
        ")",
        "amp;",
        "#38;",
    ),
    *(
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "\u202e",
        "\ue000",
        "\ue001",
        "&#xe001;",
        "a_b_c",
        "half a mile",
        "<half",
    ),
]
markup = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=25).map("".join)


@given(markup)
@example("&amp;#xe001;lt;p")
@example("</<b")
@example("a <3 <b")
def test_plain_text_is_plain_already(told: str) -> None:
    plain = text.plain(told, base=PAGE)
    assert text.plain(plain, base=PAGE) == plain
    assert text.line(text.line(told)) == text.line(told)


@given(markup)
def test_no_markup_survives(told: str) -> None:
    for plain in (text.plain(told), text.line(told), markdown_text.plain(told)):
        assert not [tag[0] for tag in TAG.finditer(plain) if is_known(tag[2])]
        assert not re.search("[\ue000-\ue003\u202e]", plain)


@given(markup)
def test_every_web_address_of_a_link_is_in_the_text(told: str) -> None:
    told = re.sub(r"(?i)<script.*|<!--.*", "", told, flags=re.DOTALL)
    plain = text.plain(f"{told} <p>end</p>", base=PAGE)
    for href in re.findall(r"<a href='(https://[^'\"<>]*)'>", TAG.sub(lambda tag: tag[0], told)):
        if any(tag[0] == f"<a href='{href}'>" for tag in TAG.finditer(told)):
            assert href in plain
