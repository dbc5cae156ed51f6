"""What fuzzing found stays mended, and the fuzzer itself finds what there is to find."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from explainer import formats
from explainer.errors import OWN_FAULT, FormatError
from explainer.formats import Entries, Parsed, gate
from explainer.formats.registry import BUILTIN, format_of
from fuzz import pages
from fuzz import run as fuzzing
from fuzz.documents import FINDS, declared, documents
from fuzz.staff import KINDS, texts

KEPT = sorted(path for path in FINDS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_find_stays_mended(path: Path) -> None:
    assert fuzzing.fault_of(path.read_bytes(), path.parent.name) == ""


def test_every_format_has_a_document_to_change() -> None:
    found = documents(corpus=None)
    assert {name for name, rows in found.items() if not rows} == set()


@pytest.mark.parametrize("name", BUILTIN)
def test_our_own_documents_are_read(name: str) -> None:
    parsed = fuzzing.attempt(format_of(name).sample, declared(name))
    assert parsed is not None
    assert len(parsed.disruptions) == 1
    assert not parsed.rejected


@pytest.mark.parametrize("kind", list(KINDS))
def test_our_own_texts_are_read(kind: str) -> None:
    for _, body in texts()[kind]:
        KINDS[kind](body)


def test_five_seconds_of_fuzzing_find_nothing() -> None:
    *_, tally = fuzzing.run(documents(corpus=None) | texts(), [*BUILTIN, *KINDS], 5, "smoke")
    assert {find.fault: find.body for find in tally.finds.values()} == {}
    assert set(tally.tried) == {*BUILTIN, *KINDS}


def test_a_fault_is_found_named_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(read: list[formats.Document], _source: object) -> Parsed:
        if b"Scanner" in read[0].body:
            raise ZeroDivisionError
        raise FormatError("the document holds no scanner")

    monkeypatch.setattr(fuzzing, "read_all", broken)
    rows = {"json": [("own", json.dumps({"text": "Scanner", "more": "x" * 500}).encode())]}
    *_, tally = fuzzing.run(rows, ["json"], 0.2, "seed")
    [find] = tally.finds.values()
    assert find.fault.startswith("ZeroDivisionError")
    assert fuzzing.smallest(find).body == b"Scanner"


def test_what_a_last_resort_catches_is_found_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_document: object, _source: object) -> Entries:
        raise ZeroDivisionError

    monkeypatch.setattr(gate, "format_of", lambda name: replace(format_of(name), parse=broken))
    assert fuzzing.fault_of(format_of("json").sample, "json").startswith("ZeroDivisionError")
    with pytest.raises(FormatError, match=OWN_FAULT):
        formats.read_all([formats.Document(name="f", body=format_of("json").sample)], declared("json"))


def test_what_is_read_but_cannot_be_shown_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_view: object) -> bytes:
        raise OverflowError

    monkeypatch.setattr(pages, "status_json", broken)
    assert fuzzing.fault_of(format_of("json").sample, "json").startswith("OverflowError")


def test_a_document_that_takes_for_ever_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_read: object, _source: object) -> Parsed:
        while True:
            pass

    monkeypatch.setattr(fuzzing, "read_all", endless)
    monkeypatch.setattr(fuzzing, "PATIENCE", 0.2)
    assert fuzzing.fault_of(b"{}", "json").startswith("slower than")
