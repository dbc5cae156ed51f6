"""Statuspage as JSON: the same ids as in RSS and Atom, dated updates, and never a false all-clear."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.declarations.sources import RULE_DOOR
from explainer.errors import FormatError
from explainer.formats import detect, read_all
from explainer.formats.base import Document, Parsed
from explainer.formats.kit import markdown_text
from explainer.model.disruption import Disruption, Entity
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode, Reality, Severity, Status
from tests.conftest import ROOT
from tests.support import shaped

RECORDINGS = ROOT / "tests" / "recordings" / "statuspage"
SOURCE = shaped.source("statuspage")
SNAPSHOT = shaped.source("statuspage", Absence.ENDED)

KEYS = (
    *(
        "page",
        "url",
        "id",
        "name",
        "status",
        "indicator",
        "incidents",
        "scheduled_maintenances",
        "components",
        "impact",
    ),
    *("incident_updates", "affected_components", "code", "new_status", "body", "display_at", "created_at", "shortlink"),
    *("started_at", "resolved_at", "scheduled_for", "scheduled_until", "group_id", "page_id", "incident"),
)
WORDS = ("investigating", "in_progress", "scheduled", "resolved", "major", "major_outage", "operational", "abc")


def read(body: Any, source: Source = SOURCE) -> Parsed:
    return shaped.read(body, source)


def only(body: Any, source: Source = SOURCE) -> Disruption:
    return shaped.only(read(body, source))


def incident(**fields: Any) -> dict[str, Any]:
    return {
        "id": "2yyk6j58xcxh",
        "name": "Errors in the API",
        "status": "investigating",
        "impact": "major",
        "created_at": "2026-11-20T10:00:00.123Z",
        "updated_at": "2026-11-20T11:00:00Z",
        "resolved_at": None,
        "shortlink": "https://stspg.io/abc",
        "incident_updates": [
            {"body": "We see **errors**.", "status": "investigating", "display_at": "2026-11-20T10:00:00Z"},
        ],
        "components": [{"id": "c1", "name": "API", "status": "partial_outage"}],
        **fields,
    }


def page(*incidents: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"page": {"id": "p", "name": "P", "url": "https://status.example.org"}, "incidents": [*incidents], **fields}


def component(**fields: Any) -> dict[str, Any]:
    return {"id": "c1", "name": "API", "status": "major_outage", "page_id": "p", "group": False, **fields}


# Real documents


def test_the_incidents_of_github_are_read_whole(corpus: Path) -> None:
    body = (corpus / "statuspage-json" / "github_incidents_2026-07.json").read_bytes()
    parsed = read(body)
    assert not parsed.rejected
    assert [made.status for made in parsed.disruptions] == [Status.RESOLVED] * 5
    assert {made.severity for made in parsed.disruptions} == {Severity.MINOR, Severity.MODERATE, Severity.SEVERE}
    assert sum(len(made.updates) for made in parsed.disruptions) == 24
    assert all(made.started_at and made.ended_at and made.affected for made in parsed.disruptions)


@pytest.mark.parametrize("name", ["airbrake_summary_2024-01-31.json", "github_summary_2026-07-01.json"])
def test_a_page_where_all_is_operational_is_quiet(corpus: Path, name: str) -> None:
    body = (corpus / "statuspage-json" / name).read_bytes()
    assert detect(body) == "statuspage"
    assert read(body, SNAPSHOT) == Parsed()


def test_the_management_api_s_list_is_read() -> None:
    made = only((RECORDINGS / "management-incidents.json").read_bytes())
    assert made.status is Status.PLANNED
    assert made.started_at == datetime(2013, 5, 7, 3, tzinfo=UTC)
    assert made.ended_at == datetime(2013, 5, 7, 6, tzinfo=UTC)
    assert made.extra == {"impact_override": "minor"}


def test_one_update_of_an_incident_is_read_as_the_incident_with_that_update() -> None:
    made = only((RECORDINGS / "management-update.json").read_bytes())
    assert made.origin.native_id == "bd0b7yh8rkfz"
    assert [update.says for update in made.updates] == ["string"]


# Identity


def test_json_rss_and_atom_give_one_incident_one_id(corpus: Path) -> None:
    folder = corpus / "rss-atom"
    ids: list[set[str]] = []
    for name, format_name in (("digitalocean_2020-01-11.rss", "rss"), ("digitalocean_2020-01-13.atom", "atom")):
        source = shaped.source(format_name)
        parsed = read_all([Document(name=name, body=(folder / name).read_bytes())], source)
        ids.append({made.id for made in parsed.disruptions})
    assert "feed.2yyk6j58xcxh" in ids[0] & ids[1]
    assert only(page(incident())).id == "feed.2yyk6j58xcxh"


def test_a_look_alike_s_own_link_gives_the_id_that_its_rss_links_to() -> None:
    made = only(page(incident(id="42", shortlink="https://status.example.org/incidents/01JABC")))
    assert made.origin.native_id == "01JABC"


def test_an_incident_without_a_link_links_to_its_page() -> None:
    [link] = only(page(incident(shortlink=None))).links
    assert link.href == "https://status.example.org/incidents/2yyk6j58xcxh"


def test_a_maintenance_in_both_lists_is_one_disruption() -> None:
    twice = incident(status="scheduled", scheduled_for="2026-11-25T01:00:00Z")
    assert len(read(page(twice, scheduled_maintenances=[twice])).disruptions) == 1


# Status, severity, periods


@pytest.mark.parametrize(
    ("native", "status"),
    [
        ("investigating", Status.ACTIVE),
        ("identified", Status.ACTIVE),
        ("monitoring", Status.MONITORING),
        ("resolved", Status.RESOLVED),
        ("postmortem", Status.RESOLVED),
        ("scheduled", Status.PLANNED),
        ("in_progress", Status.ACTIVE),
        ("verifying", Status.MONITORING),
        ("completed", Status.RESOLVED),
        ("new word", Status.UNKNOWN),
        (None, Status.UNKNOWN),
    ],
)
def test_every_status_is_mapped_and_an_unknown_one_stays_unknown(native: str | None, status: Status) -> None:
    made = only(page(incident(status=native)))
    assert made.status is status
    assert made.status_native == (native or "")


@pytest.mark.parametrize(
    ("native", "severity"),
    [
        ("none", Severity.NONE),
        ("minor", Severity.MINOR),
        ("major", Severity.MODERATE),
        ("critical", Severity.SEVERE),
        ("maintenance", Severity.UNKNOWN),
        ("odd", Severity.UNKNOWN),
    ],
)
def test_every_impact_is_mapped_and_kept(native: str, severity: Severity) -> None:
    made = only(page(incident(impact=native)))
    assert made.severity is severity
    assert made.severity_native == native
    assert made.categories == (native,)


def test_a_maintenance_filed_as_an_incident_is_planned() -> None:
    assert only(page(incident(impact="maintenance"))).planned is True
    assert only(page(incident())).planned is None


def test_an_announced_maintenance_has_its_planned_span() -> None:
    span = {"scheduled_for": "2026-11-25T01:00:00Z", "scheduled_until": "2026-11-25T03:00:00Z"}
    made = only(page(scheduled_maintenances=[incident(status="scheduled", **span)]))
    assert (made.started_at, made.ended_at) == (
        datetime(2026, 11, 25, 1, tzinfo=UTC),
        datetime(2026, 11, 25, 3, tzinfo=UTC),
    )
    assert made.events == ("maintenance",)


def test_a_maintenance_under_way_is_not_over_because_its_planned_end_is_past() -> None:
    span = {"scheduled_for": "2026-11-25T01:00:00Z", "scheduled_until": "2026-11-25T03:00:00Z"}
    made = only(page(scheduled_maintenances=[incident(status="in_progress", **span)]))
    assert made.ended_at is None
    assert [expected.at for expected in made.expected] == [datetime(2026, 11, 25, 3, tzinfo=UTC)]


def test_a_completed_maintenance_ended_when_it_did() -> None:
    span = {"scheduled_for": "2026-11-25T01:00:00Z", "scheduled_until": "2026-11-25T03:00:00Z"}
    made = only(page(incident(status="completed", resolved_at="2026-11-25T02:00:00Z", **span)))
    assert made.ended_at == datetime(2026, 11, 25, 2, tzinfo=UTC)
    assert made.expected == ()


def test_a_time_nobody_meant_is_no_end_and_noted() -> None:
    made = only(page(incident(resolved_at="0001-01-01T00:00:00Z")))
    assert made.ended_at is None
    assert made.periods[0].unusable_end == ""
    assert made.extra == {"impact end": "0001-01-01T00:00:00Z (taken as until further notice)"}


def test_a_test_is_marked_as_one() -> None:
    made = only(page(incident(name="[TEST] Please ignore")))
    assert made.reality is Reality.TEST


# Updates and text


def test_updates_are_oldest_first_and_their_marks_are_gone() -> None:
    steps = [
        {"body": "Fixed.<br /><br />Sorry.", "status": "resolved", "display_at": "2026-11-20T12:00:00Z"},
        {"body": "[More](https://example.org/a) soon", "status": "update", "created_at": "2026-11-20T11:00:00Z"},
        {"body": "We see **errors** in `api_v2`.", "status": "investigating", "display_at": "2026-11-20T10:00:00Z"},
        {"body": "No date", "status": "investigating"},
    ]
    made = only(page(incident(status="resolved", incident_updates=steps)))
    assert [update.says for update in made.updates] == [
        "We see errors in api_v2.",
        "More (https://example.org/a) soon",
        "Fixed.\n\nSorry.",
    ]
    assert [update.status for update in made.updates] == [Status.ACTIVE, None, Status.RESOLVED]
    assert made.description[0].text == "Fixed.\n\nSorry."
    assert made.extra == {"undated updates": "1"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# Incident *report*\n\n- one\n* two", "Incident report\n\n• one\n• two"),
        ("2 * 3 * 4 and max_open_files", "2 * 3 * 4 and max_open_files"),
        ("__bold__ and _italic_ and ***both***", "bold and italic and both"),
        ("before\n\n---\n\nafter", "before\n\nafter"),
        ("[here](javascript:alert(1))", "here"),
        ("[here](mailto:a@example.org)", "here (a@example.org)"),
        ("<https://example.org/a>", "https://example.org/a"),
        (r"a \* b", "a * b"),
        ("<*script*>alert(1)</script>", ""),
    ],
)
def test_markdown_leaves_as_plain_text(written: str, shown: str) -> None:
    assert markdown_text.plain(written) == shown


# Components


def test_a_renamed_component_is_one_and_bears_its_present_name() -> None:
    steps = [
        {"body": "b", "affected_components": [{"code": "c1", "name": "Old API", "new_status": "partial_outage"}]},
        {"body": "a", "affected_components": [{"code": "c1", "name": "Older API", "new_status": "major_outage"}]},
    ]
    made = only(page(incident(incident_updates=steps)))
    assert made.affected == (Entity(kind="component", name="API", ref="c1"),)
    assert [effect.code for effect in made.effects] == [EffectCode.PARTIAL_OUTAGE, EffectCode.DEGRADED]


def test_a_component_that_works_again_has_no_effect_any_more() -> None:
    steps = [{"body": "b", "affected_components": [{"code": "c1", "name": "API", "new_status": "operational"}]}]
    made = only(page(incident(incident_updates=steps, impact="minor", components=[])), shaped.source("statuspage"))
    assert EffectCode.PARTIAL_OUTAGE not in [effect.code for effect in made.effects]


def test_a_component_that_is_down_without_an_incident_is_not_quiet() -> None:
    body = page(components=[component()])
    [aside] = read(body).rejected
    assert aside.native_id == "component:c1"
    assert "absence: ended" in aside.reason
    assert (aside.headline, aside.names) == ("API: major outage", ("API", "c1"))
    made = only(body, SNAPSHOT)
    assert made.headline[0].text == "API: major outage"
    assert made.status is Status.ACTIVE
    assert made.effects[0].code is EffectCode.FULL_OUTAGE
    assert [report.component for report in made.reports] == ["api"]


def test_a_component_that_an_open_incident_names_is_told_by_the_incident() -> None:
    assert len(read(page(incident(), components=[component()]), SNAPSHOT).disruptions) == 1


@pytest.mark.parametrize("status", ["resolved", "scheduled"])
def test_a_component_that_only_a_past_or_coming_incident_names_is_told(status: str) -> None:
    assert len(read(page(incident(status=status), components=[component()]), SNAPSHOT).disruptions) == 2


def test_a_group_does_not_repeat_its_members() -> None:
    rows = [component(id="g", name="All", group=True), component(group_id="g")]
    [made] = read(page(components=rows), SNAPSHOT).disruptions
    assert made.affected[0].ref == "c1"


def test_the_management_api_s_components_are_read() -> None:
    assert read((RECORDINGS / "management-components.json").read_bytes(), SNAPSHOT).disruptions


# The indicator


def test_where_indicator_and_incident_disagree_the_incident_counts_and_the_indicator_is_noted() -> None:
    made = only(page(incident(impact="major"), status={"indicator": "minor", "description": "Minor"}))
    assert made.severity is Severity.MODERATE
    assert made.extra == {"page indicator": "minor"}
    assert only(page(incident(impact="major"), status={"indicator": "major"})).extra == {}


@pytest.mark.parametrize("indicator", ["minor", "major", "critical"])
def test_an_indicator_that_nothing_explains_is_never_quiet(indicator: str) -> None:
    body = page(incident(status="scheduled"), status={"indicator": indicator})
    [aside] = read(body, SNAPSHOT).rejected
    assert indicator in aside.reason
    assert aside.native_id is None


@pytest.mark.parametrize("indicator", ["none", "maintenance", ""])
def test_an_indicator_that_says_nothing_is_wrong_is_quiet(indicator: str) -> None:
    assert read(page(status={"indicator": indicator})) == Parsed()


# What look-alikes leave out, and what is refused


@pytest.mark.parametrize(
    "body",
    [
        {"page": {"name": "P"}, "incidents": None, "components": []},
        {"page": {"name": "P"}, "status": {"indicator": "none"}, "components": []},
        {"incidents": []},
        [],
    ],
)
def test_a_look_alike_without_some_lists_is_quiet(body: Any) -> None:
    assert read(body) == Parsed()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"page": {}, "status": {"indicator": "none"}}, "only the page's overall indicator"),
        ({"page": {}}, "no list of incidents"),
        ({"incidents": {}}, "is not a list"),
        ({"components": "none"}, "is not a list"),
        ([{"a": 1}], "neither Statuspage incidents nor components"),
        ("<html><body>Access Denied</body></html>", "a web page"),
        ('{"incidents": [', "breaks off"),
    ],
)
def test_what_is_not_statuspage_is_refused(body: Any, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


def test_a_bad_entry_is_set_aside_with_its_id() -> None:
    parsed = read({"incidents": [1, {"id": "a", "status": "identified"}, {"name": "N", "status": "x"}, incident()]})
    assert [(row.entry, row.native_id) for row in parsed.rejected] == [
        ("entry 1", None),
        ("entry 2 (a)", "a"),
        ("entry 3 (N)", None),
    ]
    assert [row.reason.partition(":")[0] for row in parsed.rejected] == [
        "it is not an object",
        "it says nothing that readers could read",
        "it has no id",
    ]
    assert len(parsed.disruptions) == 1


@pytest.mark.parametrize(
    ("fields", "headline"),
    [
        (
            {"incident_updates": [{"body": "We see **errors**.", "display_at": "2026-11-20T10:00:00Z"}]},
            "We see errors.",
        ),
        ({"impact": "critical", "incident_updates": []}, "Partial outage: API"),
        ({"impact": "critical", "incident_updates": [], "components": [{"id": "c1", "name": "API"}]}, "Critical: API"),
        ({"status": "resolved", "incident_updates": [], "components": []}, "This situation was closed"),
    ],
)
def test_an_incident_without_a_name_is_told_by_what_it_says_of_its_components(
    fields: dict[str, Any], headline: str
) -> None:
    made = only(page(incident(name=None, **fields)))
    assert made.headline[0].text == headline
    assert made.status is not Status.UNKNOWN


def test_one_id_on_two_incidents_that_say_different_things_is_two() -> None:
    other = incident(name="Mail is late", components=[{"id": "c2", "name": "Mail", "status": "degraded_performance"}])
    parsed = read(page(incident(), other))
    assert [made.headline[0].text for made in parsed.disruptions] == ["Errors in the API", "Mail is late"]
    assert len(parsed.notes) == 1


def test_words_without_a_date_are_searched_by_rules_and_are_nobody_s_history() -> None:
    made = only(page(incident(incident_updates=[{"body": "Snow in the hall.", "status": "investigating"}])))
    assert (made.updates, made.description[0].text) == ((), "Snow in the hall.")
    assert "api" in [report.component for report in made.reports]


@pytest.mark.parametrize(
    "match", [{"event": "incident"}, {"category": "major"}, {"entity": "API"}, {"entity": "c1"}, {"words": "errors"}]
)
def test_every_kind_of_rule_matches(match: dict[str, str]) -> None:
    rule = RULE_DOOR.read({"match": match, "component": "api", "state": "slowed"})
    made = only(page(incident()), SOURCE.replace(mapping=(rule,)))
    assert [report.component for report in made.reports] == ["api"]


@pytest.mark.parametrize("body", [page(), page(incident()), [incident()], incident(), {"incidents": [incident()]}])
def test_its_shapes_are_recognised(body: Any) -> None:
    assert detect(json.dumps(body).encode()) == "statuspage"


# Hostile documents


@settings(max_examples=60)
@given(body=shaped.changed([path.read_bytes() for path in sorted(RECORDINGS.glob("*[!d].json"))]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SNAPSHOT)


@settings(max_examples=150)
@given(body=shaped.values(KEYS, WORDS))
def test_random_documents_of_its_shape_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(json.dumps({"page": body, "incidents": [body], "components": [body]}), SNAPSHOT)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=100)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    step = {"body": words, "status": words, "display_at": "2026-11-20T10:00:00Z"}
    step["affected_components"] = [{"code": words, "name": words, "new_status": words}]  # type: ignore[assignment]
    made = incident(**dict.fromkeys(("name", "status", "impact", "shortlink", "resolved_at"), words))
    made |= {"incident_updates": [step], "components": [{"id": words, "name": words, "status": words}]}
    body = page(made, components=[component(name=words, status=words)], status={"indicator": words})
    assert shaped.survives(json.dumps(body), SNAPSHOT) is not None
