"""Real documents: the recordings committed here, and the larger corpus where it is at hand."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explainer.formats import registry
from explainer.formats.inspection import inspect_document
from tests.conftest import ROOT

RECORDINGS = ROOT / "tests" / "recordings"
RECORDED = sorted(path for path in RECORDINGS.glob("*/*") if not path.name.endswith(".expected.json"))
ACCEPT = "EXPLAINER_ACCEPT" in os.environ

# A newline is a break between blocks; every other control character, and every direction override, is hostile.
HOSTILE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


WITHOUT_RECORDING = {
    "bulletin": "the demo's own bulletins, ops_feeds/bulletins/, are its recordings",
    "csv": "reads any export by its declaration; docs/formats/generic.md shows both, and tests/test_docs.py reads them",
    "json": "as csv",
    "xml": "as csv",
}


@pytest.mark.parametrize("name", registry.BUILTIN)
def test_every_format_has_a_recording_that_is_read_without_loss(name: str) -> None:
    if name in WITHOUT_RECORDING:
        assert not (RECORDINGS / name).exists(), f"{name} has a recording now: it is no exception any more"
        return
    here = [inspect_document(path.name, path.read_bytes()) for path in RECORDED if path.parent.name == name]
    assert any(
        found["format"] == name and found["disruptions"] and not found["set_aside"] and not found["failure"]
        for found in here
    ), f"tests/recordings/{name}/ holds no document that is read whole"


def test_every_folder_of_recordings_is_a_format_there_is() -> None:
    assert {path.parent.name for path in RECORDED} <= set(registry.BUILTIN)
    assert len(RECORDED) >= 50


def origin_of(path: Path) -> str:
    """The row of ORIGIN.md about a recording."""
    origin = (RECORDINGS / "ORIGIN.md").read_text(encoding="utf-8")
    [row] = [line for line in origin.splitlines() if f"`{path.parent.name}/{path.name}`" in line]
    return row


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_recording_is_small_and_says_under_what_licence_it_stands_or_that_it_is_synthetic(path: Path) -> None:
    assert path.stat().st_size <= 40_000
    synthetic = (RECORDINGS / "ORIGIN.md").read_text(encoding="utf-8").partition("## Synthetic")[2]
    assert path.name.startswith("synthetic-") == (origin_of(path) in synthetic)
    assert origin_of(path) in synthetic or re.search(r"\| (CC0|MIT|Apache|BSD)[^|]*\|$", origin_of(path))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_recording_becomes_what_is_written_beside_it(path: Path) -> None:
    found = inspect_document(f"{path.parent.name}/{path.name}", path.read_bytes())
    expected = path.with_suffix(".expected.json")
    if ACCEPT:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def test_the_recordings_hold_both_good_documents_and_refused_ones() -> None:
    found = [inspect_document(path.name, path.read_bytes()) for path in RECORDED]
    assert any(result["disruptions"] for result in found)
    assert any(not result["failure"] and not result["disruptions"] for result in found)


@pytest.fixture(scope="module")
def inspected(corpus: Path) -> dict[str, dict[str, Any]]:
    """What every document of the corpus becomes, by its path."""
    started = time.process_time()
    found = {
        path.relative_to(corpus).as_posix(): inspect_document(path.name, path.read_bytes())
        for path in sorted(corpus.rglob("*"))
        if path.is_file() and path.parent != corpus
    }
    found["duration"] = {"seconds": time.process_time() - started}
    return found


def documents(inspected: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((path, result) for path, result in inspected.items() if path != "duration")


def test_the_corpus_is_whole(corpus: Path, inspected: dict[str, dict[str, Any]]) -> None:
    assert len(list(documents(inspected))) > 1_200
    assert len({path.partition("/")[0] for path, _ in documents(inspected)}) >= 22


def test_no_document_of_the_corpus_is_our_own_fault(corpus: Path, inspected: dict[str, dict[str, Any]]) -> None:
    faults = {path: r["failure"] for path, r in documents(inspected) if "own fault" in (r["failure"] or "")}
    assert faults == {}


def test_every_refusal_in_the_corpus_has_a_plain_reason(corpus: Path, inspected: dict[str, dict[str, Any]]) -> None:
    for path, result in documents(inspected):
        for reason in (result["failure"], *(row["reason"] for row in result["set_aside"])):
            if reason is not None:
                assert 10 < len(reason) < 160, path
                assert "Error" not in reason, path
                assert not reason.endswith("."), path


def test_all_but_a_few_real_documents_are_read_and_those_few_are_named(
    corpus: Path, inspected: dict[str, dict[str, Any]]
) -> None:
    """The corpus of feedparser is broken on purpose; of what operators really publish, little is not read."""
    refused = {path for path, r in documents(inspected) if r["failure"] and not path.startswith("feedparser-corpus/")}
    assert refused == {
        "cap/caplib_xee.cap",  # an attack by entities
        "digitraffic-json/fintraffic_0.2.4_JSONMessage_0_2_4.json",  # a schema, not a message
        "gtfs-rt/transitland_invalid.pb",  # no protocol buffer
        "mta-servicestatus/betanyc_2015-03-05T101557_unescaped.xml",  # not well-formed
        "mta-servicestatus/mta_access-denied_2018-07-21.html",  # a web page with status 200
    }


def test_nothing_hostile_leaves_the_corpus(corpus: Path, inspected: dict[str, dict[str, Any]]) -> None:
    for path, result in documents(inspected):
        for words in strings(result["disruptions"]):
            assert "<script" not in words.lower(), path
            assert not HOSTILE.search(words), path
        for href in (link["href"] for made in result["disruptions"] for link in made.get("links", ())):
            assert href.startswith(("http://", "https://")), path


def test_ids_are_unique_within_every_document_of_the_corpus(corpus: Path, inspected: dict[str, dict[str, Any]]) -> None:
    for path, result in documents(inspected):
        ids = [made["id"] for made in result["disruptions"]]
        assert len(ids) == len(set(ids)), path


def test_real_status_feeds_are_read_whole(corpus: Path, inspected: dict[str, dict[str, Any]]) -> None:
    github = inspected["rss-atom/github_2019-11-22.atom"]
    assert len(github["disruptions"]) == 25
    assert all(made["status"] == "resolved" and made["updates"] for made in github["disruptions"])
    packit = inspected["rss-atom/packit_index.xml"]
    assert len(packit["disruptions"]) == 107
    rss = {made["id"]: made for made in inspected["rss-atom/digitalocean_2020-01-11.rss"]["disruptions"]}
    atom = {made["id"]: made for made in inspected["rss-atom/digitalocean_2020-01-13.atom"]["disruptions"]}
    shared = rss.keys() & atom.keys()
    assert len(shared) >= 20
    assert all(rss[key]["updates"] == atom[key]["updates"] for key in shared)


def test_the_corpus_is_read_in_under_a_minute(corpus: Path, inspected: dict[str, dict[str, Any]]) -> None:
    assert inspected["duration"]["seconds"] < 60


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
