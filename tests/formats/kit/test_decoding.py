"""Bytes become text in one place: one bad byte costs one character in every format, and the right charset counts."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.errors import FormatError
from explainer.formats import Parsed, detect, read_all
from explainer.formats.base import Document
from explainer.formats.kit.decoding import decoded, utf8
from fuzz.documents import declared, documents

GERMAN = "Größere Störung: Züge fahren nicht"

RSS = '<?xml version="1.0"{}?><rss version="2.0"><channel><item><guid>a</guid><title>{}</title></item></channel></rss>'
CAP = (
    '<?xml version="1.0"{}?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier>'
    "<sender>s</sender><sent>2026-11-20T09:00:00Z</sent><status>Actual</status><msgType>Alert</msgType>"
    "<scope>Public</scope><info><event>Wind</event><headline>{}</headline></info></alert>"
)
XML = '<?xml version="1.0"{}?><notices><notice no="a"><text>{}</text></notice></notices>'
MARKUP = {"rss": RSS, "cap": CAP, "xml": XML}
JSON = '{"notices": [{"no": "a", "text": "%s"}]}'
CSV = "no,text,more,do,web,from,until,state,tags,kind,where\na,%s,,,,,,,,,\n"


def read(name: str, body: bytes, charset: str = "", document: str = "f") -> Parsed:
    return read_all([Document(name=document, body=body, charset=charset)], declared(name))


def headline(name: str, body: bytes, charset: str = "") -> str:
    parsed = read(name, body, charset)
    assert parsed.rejected == ()
    [made] = parsed.disruptions
    return made.headline[0].text


# One bad byte costs one character


def _words(parsed: Parsed) -> Iterator[str]:
    for one in parsed.disruptions:
        for text in (*one.description, *one.instruction, *one.headline):
            yield from re.findall(r"[A-Za-z]{4,}", text.text)


def _spoilt(body: bytes, at: int, by: bytes) -> bytes:
    return body[:at] + by + body[at + 1 :]


def _samples() -> Iterator[tuple[str, str, bytes, int]]:
    """Every text document that is read, with its format, its name, and a place in it within words for readers."""
    for name, found in documents(corpus=None).items():
        for document, body in found:
            if b"\0" in body:
                continue
            try:
                good = read(name, body, document=document)
            except FormatError:
                continue
            places = [found.start() + 2 for word in _words(good) for found in re.finditer(word.encode(), body)]
            for at in places[:50]:
                # Within a word of the format's own it would be another word, not one with a character lost.
                if _alike(good, read(name, _spoilt(body, at, MARK), document=document)):
                    yield name, document, body, at
                    break


def _alike(one: Parsed, other: Parsed) -> bool:
    """Whether the other has the same entries with a character lost. MTA makes ids of its words."""
    entries = [(len(parsed.disruptions), parsed.rejected) for parsed in (one, other)]
    return entries[0] == entries[1] and "\ufffd" in str(other.disruptions)


MARK = "\ufffd".encode()
SAMPLES = list(_samples())
BAD = [b"\xff", b"\xc3", b"\xe2\x82", b"\x80", b"\x00", b"\x1b"]


def test_every_format_has_a_document_to_spoil() -> None:
    assert {name for name, *_ in SAMPLES} == set(documents(corpus=None))


@pytest.mark.parametrize("bad", BAD, ids=lambda byte: byte.hex())
@pytest.mark.parametrize(("name", "document", "body", "at"), SAMPLES, ids=[document for _, document, *_ in SAMPLES])
def test_one_bad_byte_costs_one_character_in_every_format(
    name: str, document: str, body: bytes, at: int, bad: bytes
) -> None:
    """What is read is what would be read had the publisher written the sign for “unreadable” there."""
    before, after = (read(name, it, document=document) for it in (body, _spoilt(body, at, bad)))
    assert after == read(name, _spoilt(body, at, MARK), document=document)
    assert _alike(before, after)


def test_in_a_binary_message_too() -> None:
    [body] = [body for name, body in documents(corpus=None)["gtfs-rt"] if name.endswith(".pb")]
    at = body.index(b"pass through") + 2
    good = read("gtfs-rt", body)
    for bad in BAD:
        if len(bad) == 1 and bad >= b"\x80":
            spoilt = read("gtfs-rt", _spoilt(body, at, bad))
            assert str(spoilt).replace("pa\ufffds", "pass") == str(good)


@pytest.mark.parametrize("name", MARKUP)
def test_a_whole_feed_keeps_its_letters_when_one_of_them_breaks_off(name: str) -> None:
    body = MARKUP[name].format(' encoding="utf-8"', f"{GERMAN}, den wir X").encode().replace(b"X", b"\xc3")
    assert headline(name, body, "utf-8") == f"{GERMAN}, den wir \ufffd"


@pytest.mark.parametrize(
    "within", [b"\xe2\xff\x82\xac", b"\xff\x82\xac", b"\xe2\x82\xff", b"\xf0\x9f\x98", b"\xf0\x9f\xff\x98\x80"]
)
def test_a_byte_that_spoils_a_sign_of_several_bytes_costs_that_one_sign(within: bytes) -> None:
    assert decoded("é ".encode() + within + b"!") == "é \ufffd!"


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("&#0;", "\ufffd"),
        ("&#x1F;", "\ufffd"),
        ("&#xD83D;", "\ufffd"),
        ("&#xFFFF;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#99999999999;", "\ufffd"),
        (f"&#{'9' * 5000};", "\ufffd"),
        ("&#11;", " "),
        ("&#x0041;", "A"),
        ("&#0000000000000065;", "A"),
        ("&#128512;", "\U0001f600"),
    ],
)
@pytest.mark.parametrize("name", MARKUP)
def test_a_reference_to_no_character_costs_itself(name: str, reference: str, shown: str) -> None:
    body = MARKUP[name].format("", f"Pier{reference}One shut").encode()
    assert headline(name, body) == f"Pier{shown}One shut"


def test_a_word_processors_line_break_is_a_space() -> None:
    for name, form in {
        **{key: form.replace("{}", "", 1).replace("{}", "%s") for key, form in MARKUP.items()},
        "json": JSON,
        "csv": CSV,
    }.items():
        assert headline(name, (form % "Line\x0bstopped").encode()) == "Line stopped"


# The charset that counts


@pytest.mark.parametrize("name", MARKUP)
@pytest.mark.parametrize(
    ("declares", "charset", "written"),
    [
        ("", "", "utf-8"),
        ("", "", "utf-8-sig"),
        ("", "", "utf-16"),
        ("", "", "utf-16-le"),
        ("", "utf-16", "utf-16-be"),
        ("", "utf-16le", "utf-16-le"),
        ("", "", "utf-32-le"),
        ("iso-8859-1", "", "iso-8859-1"),
        ("iso-8859-1", "", "cp1252"),
        ("windows-1252", "", "cp1252"),
        ("utf-8", "iso-8859-1", "iso-8859-1"),
        ("windows-1251", "iso-8859-1", "iso-8859-1"),
        ("iso-8859-1", "utf-8", "utf-8"),
        ("iso-8859-1", "UTF-8", "utf-8"),
        ("us-ascii", "us-ascii", "utf-8"),
        ("utf-8", "iso-8859-1", "utf-8"),
        ("utf-16", "", "utf-8"),
        ("utf-16", "utf-16", "utf-8"),
        ("utf-8", "utf-8", "utf-8-sig"),
        ("iso-8859-1", "iso-8859-1", "utf-16"),
        ("no-such-thing", "nor-this", "utf-8"),
        ("rot13", "unicode_escape", "utf-8"),
    ],
)
def test_xml_is_read_by_mark_then_header_then_declaration_then_as_utf8(
    name: str, declares: str, charset: str, written: str
) -> None:
    stated = f' encoding="{declares}"' if declares else ""
    assert headline(name, MARKUP[name].format(stated, GERMAN).encode(written), charset) == GERMAN


def test_the_header_counts_where_only_it_can_tell() -> None:
    words = "Поезда не ходят"
    for name, form in MARKUP.items():
        body = form.format(' encoding="iso-8859-1"', words).encode("windows-1251")
        assert headline(name, body, "windows-1251") == words
        body = form.format(' encoding="windows-1251"', words).encode("windows-1251")
        assert headline(name, body) == words


@pytest.mark.parametrize("charset", ["", "utf-8", "iso-8859-1", "windows-1251", "utf-16"])
@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_json_is_utf8_whatever_the_header_says(charset: str, written: str) -> None:
    assert headline("json", (JSON % GERMAN).encode(written), charset) == GERMAN


@pytest.mark.parametrize("name", [*MARKUP, "json"])
def test_what_claims_utf8_and_is_evidently_something_else_is_read_as_browsers_do(name: str) -> None:
    body = (
        JSON % f"{GERMAN} – “80 €”"
        if name == "json"
        else MARKUP[name].format(' encoding="utf-8"', f"{GERMAN} – “80 €”")
    )
    assert headline(name, body.encode("cp1252"), "utf-8") == f"{GERMAN} – “80 €”"


def test_json_that_is_evidently_not_utf8_is_read_as_its_header_says() -> None:
    words = "Поезда не ходят"
    assert headline("json", (JSON % words).encode("windows-1251"), "windows-1251") == words


def test_csv_is_read_as_declared_else_as_its_header_says_and_otherwise_says_what_to_declare() -> None:
    body = (CSV % GERMAN).encode("cp1252")
    assert headline("csv", body, "windows-1252") == GERMAN
    assert headline("csv", (CSV % GERMAN).encode(), "iso-8859-1") == GERMAN
    for charset in ("", "utf-8"):
        with pytest.raises(FormatError, match="line 2 is not written in utf-8; say in the declaration"):
            read("csv", body, charset)
    source = declared("csv")
    assert source.read is not None
    told = source.replace(read=source.read.replace(encoding="cp1252"))
    [made] = read_all([Document(name="f", body=body, charset="utf-8")], told).disruptions
    assert made.headline[0].text == GERMAN


def test_the_format_is_told_through_the_charset() -> None:
    body = RSS.format("", GERMAN).encode("utf-16-be")
    assert detect(body) == detect(body, "utf-16") == "rss"


# Whatever the bytes are


@given(
    st.binary(max_size=300), st.sampled_from(["", "utf-8", "iso-8859-1", "utf-16", "shift_jis", "hz", "nonsense", "\0"])
)
@example(codecs.BOM_UTF16_LE + b"\xd8", "")
@example(b"<?xml encoding='idna'?>\xff\xff", "")
def test_any_bytes_become_text_that_xml_may_hold(body: bytes, charset: str) -> None:
    text = decoded(body, charset)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", text)
    assert decoded(utf8(text)) == text.strip("\ufeff") or text.lstrip()[:1] == "<"


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=60),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_well_written_is_read_as_it_is(words: str, written: str) -> None:
    body = f"a{words}"
    assert decoded(body.encode(written)) == body.strip("\ufeff")
