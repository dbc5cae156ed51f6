"""What came is the answer, the whole answer, or a failure: packed, cut off, damaged, or dated in no calendar."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from explainer.fetch import answers
from explainer.fetch.web import Validators
from tests.conftest import NOW
from tests.support.asking import LIMITS, ask, bodies, reason


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 20 Nov 99999999999999999999 00:00:00 GMT",
        "Fri, 99999999999999999999 Nov 2026 00:00:00 GMT",
        "Fri, 20 Nov 2026 00:00:00 +99999999999999999999",
        f"Fri, 20 Nov {'9' * 5_000} 00:00:00 GMT",
    ],
)
def test_a_date_that_no_calendar_has_is_none(date: str) -> None:
    assert not answers.is_past(date, NOW)
    assert answers.retry_after(date, "Fri, 20 Nov 2026 17:00:00 GMT") is None
    assert answers.retry_after("Fri, 20 Nov 2026 17:00:00 GMT", date) is None
    assert Validators(last_modified=date).believable(NOW) == Validators()


# Packed answers

ROWS = b"id;title\n" + b"".join(b"%d;Door %d sticks %s\n" % (n, n, os.urandom(9).hex().encode()) for n in range(60))


def raw_deflate(body: bytes) -> bytes:
    packing = zlib.compressobj(wbits=-15)
    return packing.compress(body) + packing.flush()


MEMBERS = [gzip.compress(part, mtime=0) for part in (ROWS[:700], b"", ROWS[700:])]
PACKED = {
    "gzip": gzip.compress(ROWS),
    "x-gzip": gzip.compress(ROWS),
    "deflate": zlib.compress(ROWS),
    "Deflate": raw_deflate(ROWS),
    "gzip, gzip": gzip.compress(gzip.compress(ROWS)),
    "deflate, gzip": gzip.compress(zlib.compress(ROWS)),
    " GZIP": b"".join(MEMBERS),
}


@pytest.mark.parametrize("coding", PACKED)
def test_a_packed_answer_is_unpacked(server: HTTPServer, coding: str) -> None:
    server.expect_request("/feed").respond_with_data(PACKED[coding], headers={"Content-Encoding": coding})
    assert bodies(ask(server.url_for("/feed"))) == [ROWS]


@pytest.mark.parametrize("coding", PACKED)
def test_a_packed_answer_that_ends_early_is_never_a_shorter_document(coding: str) -> None:
    """Cut at any byte. Only between two members of gzip, which says of each that it is whole, is it one."""
    packed = PACKED[coding]
    between = {MEMBERS[0], MEMBERS[0] + MEMBERS[1]}
    for end in range(len(packed)):
        if packed[:end] not in between:
            with pytest.raises(answers.CutOffError):
                list(answers.unpacked([packed[:end]], coding))
    byte_by_byte = [packed[at : at + 1] for at in range(len(packed))]
    assert b"".join(answers.unpacked(byte_by_byte, coding)) == ROWS
    with pytest.raises(answers.CutOffError):
        list(answers.unpacked(byte_by_byte[:-1], coding))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "Deflate"])
def test_a_packed_answer_that_broke_off_is_a_failed_fetch(server: HTTPServer, coding: str) -> None:
    for end in (0, 1, len(PACKED[coding]) // 2, len(PACKED[coding]) - 1):
        server.clear()
        server.expect_request("/feed").respond_with_data(PACKED[coding][:end], headers={"Content-Encoding": coding})
        assert reason(ask(server.url_for("/feed"))) == "127.0.0.1 broke off before all had come"
        assert len(server.log) == LIMITS.tries, "the rest may come at the next try"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(ROWS) + b"and more"),
        ("gzip", gzip.compress(ROWS) + b"\0" * 8),
        ("gzip", gzip.compress(ROWS)[:-8] + b"\1\2\3\4" + gzip.compress(ROWS)[-4:]),
        ("gzip", gzip.compress(ROWS)[:-4] + b"\1\2\3\4"),
        ("gzip", zlib.compress(ROWS)),
        ("deflate", zlib.compress(ROWS) + b"and more"),
        ("deflate", zlib.compress(ROWS)[:-4] + b"\1\2\3\4"),
        ("deflate", raw_deflate(ROWS) + b"and more"),
        ("deflate", gzip.compress(ROWS)),
        ("br", b"\x8b\x02\x80<rss/>\x03"),
        ("zstd", b"(\xb5/\xfd\x04\x00"),
        ("gzip, br", gzip.compress(ROWS)),
        ("gzip, gzip, gzip, gzip", ROWS),
    ],
)
def test_a_packed_answer_that_is_damaged_or_goes_on_is_a_failed_fetch(
    server: HTTPServer, coding: str, body: bytes
) -> None:
    server.expect_request("/feed").respond_with_data(body, headers={"Content-Encoding": coding})
    assert reason(ask(server.url_for("/feed"))) == "127.0.0.1 sent data that cannot be unpacked"


@pytest.mark.parametrize("coding", ["identity", "utf-8", "none", ""])
def test_what_is_no_way_of_packing_is_passed_over(server: HTTPServer, coding: str) -> None:
    server.expect_request("/feed").respond_with_data(b"<rss/>", headers={"Content-Encoding": coding})
    assert bodies(ask(server.url_for("/feed"))) == [b"<rss/>"]


@given(st.binary(max_size=3_000), st.integers(1, 400), st.sampled_from(sorted(PACKED)))
@example(bytes(65_536), 65_536, "gzip")
@example(bytes(131_072), 7, "deflate")
def test_however_it_is_dealt_out_it_is_unpacked_as_it_was(body: bytes, size: int, coding: str) -> None:
    packed = body
    for step in coding.split(", "):
        pack: Callable[[bytes], bytes] = raw_deflate if step == "Deflate" else zlib.compress
        packed = gzip.compress(packed) if step.strip().lower().endswith("gzip") else pack(packed)
    parts = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert b"".join(answers.unpacked(parts, coding)) == body
