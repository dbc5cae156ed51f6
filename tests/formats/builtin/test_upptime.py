"""Upptime: a check of sites. What is up is no disruption, and what is up again is over."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.errors import FormatError
from explainer.formats import detect, read_all
from explainer.formats.base import Document, Parsed
from explainer.model.disruption import Entity
from explainer.model.history import Record
from explainer.model.vocabulary import Absence, EffectCode, Status, StatusBasis
from explainer.record.lifecycle import Bad, Good, advance
from tests.conftest import ROOT
from tests.support import shaped

RECORDINGS = ROOT / "tests" / "recordings" / "upptime"
SOURCE = shaped.source("upptime", Absence.ENDED)
KEYS = ("name", "url", "slug", "status", "dailyMinutesDown", "uptime", "time")
BACKEND = "https-backend-staging-eng-cloudesire-com"


def site(**fields: Any) -> dict[str, Any]:
    return {
        "name": "API",
        "url": "https://api.example",
        "slug": "api",
        "status": "down",
        "dailyMinutesDown": {},
        **fields,
    }


def read(body: Any, name: str = "summary.json") -> Parsed:
    return shaped.read(body, SOURCE, name)


# Real documents


def test_a_summary_where_all_is_up_is_quiet() -> None:
    assert read((RECORDINGS / "summary-all-up.json").read_bytes()) == Parsed()


def test_the_site_that_is_down_is_the_disruption_and_the_entity() -> None:
    [made] = read((RECORDINGS / "summary-one-down.json").read_bytes()).disruptions
    assert made.id == f"feed.{BACKEND}"
    assert made.headline[0].text == "https://backend-staging-eng.cloudesire.com is down"
    assert (made.status, made.status_native) == (Status.ACTIVE, "down")
    assert made.effects[0].code is EffectCode.FULL_OUTAGE
    assert made.affected == (Entity(kind="site", name="https://backend-staging-eng.cloudesire.com", ref=BACKEND),)
    assert made.periods == ()
    assert made.updated_at is None


def test_a_site_s_file_that_is_up_is_quiet() -> None:
    body = (RECORDINGS / "https-vc2-cloudeng-it.yml").read_bytes()
    assert detect(body) == "upptime"
    assert read(body, "history/https-vc2-cloudeng-it.yml") == Parsed()


def test_a_site_s_file_gives_the_id_that_the_summary_gives() -> None:
    body = (RECORDINGS / "https-vc2-cloudeng-it.yml").read_bytes().replace(b"status: up", b"status: down")
    [made] = read(body, "https://raw.example/history/https-vc2-cloudeng-it.yml").disruptions
    assert made.origin.native_id == "https-vc2-cloudeng-it"


def test_the_recorded_days_are_one_disruption_that_ends_when_the_site_is_up_again(corpus: Path) -> None:
    record, now = Record(), datetime(2026, 2, 19, 1, tzinfo=UTC)
    for path in sorted((corpus / "upptime").glob("cloudesire_seqA_*.json")):
        document = Document(name=path.name, body=path.read_bytes())
        record = advance(record, SOURCE, Good(parsed=read_all([document], SOURCE)), now)
        now += timedelta(days=1)
    held = record.held[f"feed.{BACKEND}"]
    assert list(record.held) == [held.id]
    assert len(held.versions) == 1, "totals that change at every check make no new version"
    record = advance(record, SOURCE, Bad(reason="the address answered with a web page, not a feed"), now)
    assert record.held[held.id].latest.status is Status.ACTIVE
    back = json.loads(path.read_bytes())
    for row in back:
        row["status"] = "up"
    record = advance(record, SOURCE, Good(parsed=read(back)), now + timedelta(days=1))
    ended = record.held[held.id]
    assert ended.latest.status is Status.RESOLVED
    assert ended.latest.status_basis is StatusBasis.INFERRED_FROM_ABSENCE
    assert ended.absent_since == now + timedelta(days=1)
    record = advance(record, SOURCE, Good(parsed=read((RECORDINGS / "summary-one-down.json").read_bytes())), now)
    assert record.held[held.id].latest.status is Status.ACTIVE, "and is down again under the same id"


# Rows


@pytest.mark.parametrize(
    ("status", "words", "effect"),
    [
        ("down", "API is down", EffectCode.FULL_OUTAGE),
        ("degraded", "API has degraded performance", EffectCode.DEGRADED),
    ],
)
def test_a_site_that_is_not_up_is_told_in_upptime_s_own_words(status: str, words: str, effect: EffectCode) -> None:
    [made] = read([site(status=status)]).disruptions
    assert made.headline[0].text == words
    assert made.effects[0].code is effect
    assert made.reports[0].component == "api"


def test_what_changes_at_every_check_changes_nothing() -> None:
    assert read([site(time=1, uptime="99%")]) == read([site(time=2, uptime="98%", dailyMinutesDown={"2026-11-20": 3})])


def test_an_unknown_status_is_set_aside_and_keeps_its_site_from_being_taken_for_up() -> None:
    [aside] = read([site(status="paused")]).rejected
    assert (aside.native_id, aside.headline, aside.names) == ("api", "API: paused", ("API", "api"))


def test_bad_rows_are_set_aside() -> None:
    parsed = read([1, site(slug=None), site()])
    assert [row.reason for row in parsed.rejected] == ["it is not an object", "it has no id"]
    assert len(parsed.disruptions) == 1


def test_no_sites_are_quiet() -> None:
    assert read([]) == Parsed()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "not Upptime's list"),
        ([{"a": 1}], "not of Upptime's sites"),
        ("<html></html>", "a web page"),
        ("", "empty"),
        ('[{"slug": "a"', "breaks off"),
        ("url: https://a.example\nstatus: up\ncode: 2", "breaks off"),
        ("url: https://a.example\nstatus: up\n\tcode: 2", "no whole YAML"),
        ("Not found", "plain text"),
        ("url: https://a.example\nstatus: up\ncode: " + "9" * 5_000 + "\ngenerator: Upptime", "digits"),
    ],
)
def test_what_is_not_upptime_is_refused(body: Any, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_its_summary_is_recognised_and_other_lists_are_not() -> None:
    assert detect(json.dumps([site()]).encode()) == "upptime"
    with pytest.raises(FormatError):
        detect(b'[{"name": "a"}]')


# Hostile documents


@settings(max_examples=60)
@given(body=shaped.changed([p.read_bytes() for p in sorted(RECORDINGS.iterdir()) if "expected" not in p.name]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE)


@settings(max_examples=150)
@given(body=shaped.values(KEYS, ("up", "down", "degraded", "api")))
def test_random_documents_of_its_shape_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(json.dumps([site(), body]), SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=100)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    row = site(name=words, url=words, slug=words)
    assert shaped.survives(json.dumps([row, site(status=words)]), SOURCE) is not None
    quoted = json.dumps(words.encode("utf-8", "replace").decode())
    shaped.survives(f"url: {quoted}\nstatus: down\nname: {quoted}\ngenerator: Upptime", SOURCE, f"{words}.yml")
