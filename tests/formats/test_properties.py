"""Whatever the bytes are: disruptions, a reason, or a FormatError. Nothing else, ever."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer.declarations.sources import RULE_DOOR
from explainer.errors import OWN_FAULT, FormatError
from explainer.formats import Document, Parsed, detect, inspection, mapping, read_all
from explainer.formats.inspection import inspect_document
from explainer.formats.kit import text, times
from explainer.formats.registry import BUILTIN
from explainer.model.disruption import Text
from explainer.model.sources import Source
from tests.conftest import ROOT
from tests.support import shaped

RECORDINGS = [
    path.read_bytes()
    for path in sorted((ROOT / "tests" / "recordings").glob("*/*.xml"))
    if path.stat().st_size < 12_000
]
READ = ("rss", "atom", "cap")
MARKS = [
    "<",
    ">",
    "&",
    '"',
    "'",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<script>",
    "</p>",
    "<br/>",
    "&lt;",
    "&amp;",
    "\x00",
]
MARKS += ["\u202e", "<rss version='2.0'><channel><item><title>", "</rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>"]
MARKS += ["<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>", "<info>", "http://[", "2026-11-20T10:00:00Z", "Jan 9"]
HOSTILE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

hostile = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=20)), max_size=30).map("".join)


def source(name: str) -> Source:
    rules = (RULE_DOOR.read({"match": {"words": "snow"}, "component": "snow", "state": "slowed"}),)
    return Source(id="feed", publisher="P", format=name, file="f", mapping=rules)


def read(body: bytes, name: str) -> Parsed | None:
    try:
        return read_all([Document(name="f", body=body)], source(name))
    except FormatError:
        return None


def test_there_are_recordings_to_change() -> None:
    assert len(RECORDINGS) >= 10


@given(body=st.binary(max_size=400), name=st.sampled_from(READ))
def test_random_bytes_only_ever_raise_a_format_error(body: bytes, name: str) -> None:
    read(body, name)


@given(body=st.binary(max_size=400) | hostile.map(lambda words: words.encode("utf-8", "surrogatepass")))
def test_detection_answers_or_raises_a_format_error(body: bytes) -> None:
    with contextlib.suppress(FormatError):
        assert detect(body) in BUILTIN


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    body=st.sampled_from(RECORDINGS),
    cuts=st.lists(st.tuples(st.integers(0, 12_000), st.integers(0, 60), hostile), max_size=5),
    name=st.sampled_from(READ),
)
def test_changed_real_documents_only_ever_raise_a_format_error(
    body: bytes, cuts: list[tuple[int, int, str]], name: str
) -> None:
    parsed = read(shaped.cut(body, cuts), name)
    if parsed is not None:
        ids = [made.id for made in parsed.disruptions]
        assert len(ids) == len(set(ids))
        assert all(row.reason for row in parsed.rejected)


@given(body=st.sampled_from(RECORDINGS), share=st.floats(0.1, 0.95), name=st.sampled_from(READ))
def test_a_document_cut_short_is_never_quiet(body: bytes, share: float, name: str) -> None:
    assert read(body[: int(len(body) * share)], name) is None


@given(words=hostile, name=st.sampled_from(READ))
def test_hostile_words_in_every_field_leave_as_plain_text(words: str, name: str) -> None:
    inner = re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", words)
    inner = inner.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    body = {
        "rss": f"<rss version='2.0'><channel><item><title>{inner}</title><guid>{inner}</guid>"
        f"<link>{inner}</link><pubDate>{inner}</pubDate><category>{inner}</category>"
        f"<description>{inner}</description></item></channel></rss>",
        "atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>{inner}</title>"
        f"<id>{inner}</id><updated>{inner}</updated><content type='html'>{inner}</content></entry></feed>",
        "cap": "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><sender>a</sender><identifier>"
        f"{inner}</identifier><sent>2026-11-20T10:00:00+01:00</sent><status>Actual</status><msgType>Update"
        f"</msgType><scope>Public</scope><references>{inner}</references><info><event>{inner}</event>"
        f"<headline>{inner}</headline><description>{inner}</description><web>{inner}</web><onset>{inner}</onset>"
        f"<area><areaDesc>{inner}</areaDesc></area></info></alert>",
    }[name]
    parsed = read(body.encode(), name)
    assert parsed is not None
    for made in parsed.disruptions:
        for shown in (*made.headline, *made.description):
            assert isinstance(shown, Text)
            assert not HOSTILE.search(shown.text)
            assert "<script" not in shown.text.lower()
        assert all(link.href.startswith(("http://", "https://")) for link in made.links)


@given(words=hostile, limit=st.integers(2, 200))
def test_plain_text_is_plain_bounded_and_stays_as_it_is(words: str, limit: int) -> None:
    shown = text.plain(words, limit)
    assert len(shown) <= limit
    assert not HOSTILE.search(shown)
    assert "<script" not in shown.lower()
    assert "\n\n\n" not in shown
    assert "\n" not in text.line(words, limit)


@given(href=hostile | st.text(max_size=60).map("http://".__add__), base=st.sampled_from(["", "https://example.org/a"]))
def test_an_address_is_safe_or_none(href: str, base: str) -> None:
    made = text.address(href, base)
    assert made is None or re.fullmatch(r"https?://[^\s<>\"']+", made)


@given(words=hostile | st.text(alphabet="0123456789:-+TZ /.,JanFebMonUTCPDT", max_size=40))
def test_a_time_is_aware_or_none(words: str) -> None:
    for zone in (None, source("rss").tz):
        reading = times.read_time(words, zone)
        assert reading is None or reading.at.utcoffset() is not None


@given(phrase=st.text(min_size=1, max_size=30).filter(lambda words: words.strip()), before=st.text(max_size=5))
def test_any_phrase_staff_write_finds_itself(phrase: str, before: str) -> None:
    rule = RULE_DOOR.read({"match": {"words": phrase}, "component": "x", "state": "slowed"})
    body = b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>"
    parsed = read(body, "rss")
    assert parsed is not None
    made = parsed.disruptions[0].replace(headline=(Text(text=f"{before} {phrase} {before}"),))
    mapped = mapping.apply(made, source("rss").replace(mapping=(rule,)))
    assert mapped.reports


@given(body=st.binary(max_size=200))
def test_inspection_never_fails_and_never_blames_the_document_for_our_fault(body: bytes) -> None:
    found = inspect_document("f", body)
    assert set(found) == {"file", "format", "disruptions", "set_aside", "failure"}
    assert OWN_FAULT not in (found["failure"] or "")


def test_our_own_fault_is_named_as_ours_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_documents: object, _source: Source) -> Parsed:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(inspection, "read_all", broken)
    found = inspection.inspect_document("f", b"<rss version='2.0'/>")
    assert found["failure"].endswith("Explainer's own fault: ZeroDivisionError: division by zero; please report it")
