"""cState: its JSON, which is not always valid, and the Markdown its issues are written in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from explainer.errors import FormatError
from explainer.formats import detect, read_all
from explainer.formats.base import Document, Parsed
from explainer.model.disruption import Disruption, Entity
from explainer.model.sources import Source
from explainer.model.vocabulary import EffectCode, Reality, Severity, Status, StatusBasis
from tests.conftest import ROOT
from tests.support import shaped
from tests.support.values import written

RECORDINGS = sorted((ROOT / "tests" / "recordings" / "cstate").glob("*.md"))
SOURCE = shaped.source("cstate", zone="Europe/Paris")

KEYS = (
    *("is", "cStateVersion", "systems", "pages", "unresolvedIssues", "pinnedIssues", "title", "createdAt", "permalink"),
    *(
        "severity",
        "resolved",
        "informational",
        "resolvedAt",
        "affected",
        "filename",
        "body",
        "name",
        "status",
        "section",
    ),
)
WORDS = ("index", "system", "issue", "down", "<no value>", "true", "2026-11-20 10:00:00 +0100 +0100")


def read(body: Any, name: str = "f.json", source: Source = SOURCE) -> Parsed:
    return shaped.read(body, source, name)


def only(body: Any, name: str = "f.json") -> Disruption:
    return shaped.only(read(body, name))


def issue(**fields: Any) -> dict[str, Any]:
    return {
        "is": "issue",
        "title": "Copr outage",
        "createdAt": "2025-11-26 08:00:00 +0100 +0100",
        "lastMod": "2026-03-03 10:30:44 +0100 +0100",
        "permalink": "https://status.example.org/issues/copr/",
        "severity": "disrupted",
        "resolved": False,
        "informational": False,
        "resolvedAt": "<no value>",
        "affected": ["Copr"],
        "filename": "copr.md",
        **fields,
    }


def index(*systems: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"is": "index", "cStateVersion": "5.5.1", "languageCode": "en", "systems": [*systems], **fields}


def system(name: str, *issues: dict[str, Any], status: str = "disrupted") -> dict[str, Any]:
    return {"name": name, "status": status, "unresolvedIssues": [*issues]}


def source_of(body: str = "", **front: Any) -> str:
    lines = {"title": "Outage", "date": "2026-11-20 10:00:00", "section": "issue", **front}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"---\n\n{body}"


# Real documents


def test_an_index_with_a_raw_control_character_is_read_and_quiet(corpus: Path) -> None:
    body = (corpus / "cstate" / "packit_index.json").read_bytes()
    assert detect(body) == "cstate"
    assert read(body) == Parsed()


def test_the_page_of_a_system_gives_the_ids_that_rss_gives(corpus: Path) -> None:
    made = read((corpus / "cstate" / "packit_affected_api_index.json").read_bytes()).disruptions
    feed = corpus / "rss-atom" / "packit_affected_api_index.xml"
    of_rss = read_all([Document(name="f", body=feed.read_bytes())], shaped.source("rss")).disruptions
    assert len(made) == 13
    assert {one.id for one in made} <= {one.id for one in of_rss}
    assert all(one.status is Status.RESOLVED and one.started_at for one in made)


def test_an_issue_without_a_title_and_of_the_year_one_is_set_aside_with_its_id(corpus: Path) -> None:
    body = (corpus / "cstate" / "packit_2023-10-31-release-monitoring.org-outage.json").read_bytes()
    [aside] = read(body).rejected
    assert aside.reason.startswith("it says nothing that readers could read")
    assert aside.native_id == "https://status.packit.dev/issues/2023-10-31-release-monitoring.org-outage/"


# Issues


def test_an_issue_is_read_whole() -> None:
    made = only(issue())
    assert made.status is Status.ACTIVE
    assert (made.severity, made.severity_native) == (Severity.MODERATE, "disrupted")
    assert made.affected == (Entity(kind="system", name="Copr"),)
    assert made.started_at == datetime(2025, 11, 26, 7, tzinfo=UTC)
    assert made.ended_at is None
    assert [link.href for link in made.links] == ["https://status.example.org/issues/copr/"]
    assert made.extra == {}


@pytest.mark.parametrize(
    ("native", "severity"),
    [
        ("notice", Severity.MINOR),
        ("disrupted", Severity.MODERATE),
        ("down", Severity.SEVERE),
        ("ok", Severity.NONE),
        ("odd", Severity.UNKNOWN),
        ("<no value>", Severity.UNKNOWN),
    ],
)
def test_every_severity_is_mapped_and_kept(native: str, severity: Severity) -> None:
    made = only(issue(severity=native))
    assert made.severity is severity
    assert made.severity_native == ("" if "<" in native else native)


def test_the_time_of_the_build_changes_nothing() -> None:
    assert only(issue()) == only(issue(lastMod="2027-01-01 00:00:00 +0000 UTC"))


def test_the_year_one_is_none_and_noted() -> None:
    made = only(issue(createdAt="0001-01-01 00:00:00 +0000 UTC"))
    assert made.periods == ()
    assert made.issued_at is None
    assert made.extra == {"impact start": "0001-01-01 00:00:00 +0000 UTC (not used: no believable time)"}


def test_a_time_without_a_zone_is_read_in_the_declared_one_and_says_so() -> None:
    made = only(issue(resolved=True, resolvedAt="2025-11-26 18:00:00"))
    assert made.ended_at == datetime(2025, 11, 26, 17, tzinfo=UTC)
    assert "Europe/Paris" in made.extra["zone"]


def test_an_end_before_the_beginning_is_no_end_that_could_be_used() -> None:
    made = only(issue(resolved=True, resolvedAt="2025-11-25T18:00:00+01:00"))
    assert made.status is Status.RESOLVED
    assert made.ended_at is None
    assert made.periods[0].unusable_end == "2025-11-25T18:00:00+01:00"
    assert made.extra == {"impact end": "2025-11-25T18:00:00+01:00 (not used: before the start)"}


def test_a_title_that_says_resolved_counts_and_is_marked_as_inferred() -> None:
    made = only(issue(title="[Resolved] Copr outage"))
    assert (made.status, made.status_basis) == (Status.RESOLVED, StatusBasis.INFERRED_FROM_TEXT)
    assert only(issue(resolved=True)).status_basis is StatusBasis.STATED


def test_an_informational_issue_states_that_it_only_informs() -> None:
    made = only(issue(informational=True))
    assert made.effects[0].code is EffectCode.INFORMATION
    assert made.events == ("informational",)


def test_a_drill_is_marked_as_one() -> None:
    assert only(issue(title="[DRILL] Copr")).reality is Reality.EXERCISE


def test_the_older_names_of_keys_are_read_too() -> None:
    old = {"section": "issues", "title": "T", "created_at": "2020-01-01 10:00:00 +0000 UTC", "severity": "down"}
    old |= {"resolved": "true", "resolved_at": "2020-01-01 11:00:00 +0000 UTC", "filename": "t.md", "body": "<p>B</p>"}
    made = only(old)
    assert made.status is Status.RESOLVED
    assert made.origin.native_id == "t"
    assert made.description[0].text == "B"


# The index


def test_an_issue_of_several_systems_is_one_disruption() -> None:
    one = issue(affected=["API", "Copr"])
    parsed = read(index(system("API", one), system("Copr", one), summaryStatus="disrupted"))
    assert len(parsed.disruptions) == 1
    assert not parsed.rejected
    assert parsed.disruptions[0].headline[0].lang == "en"


def test_a_system_that_is_down_without_an_issue_is_never_quiet() -> None:
    [aside] = read(index(system("API", status="down"))).rejected
    assert (aside.entry, aside.names) == ("system API", ("API",))
    assert aside.native_id is None


def test_a_site_that_is_disturbed_by_an_issue_of_no_system_is_never_quiet() -> None:
    [aside] = read(index(system("API", status="ok"), summaryStatus="down")).rejected
    assert "down" in aside.reason


def test_an_issue_that_is_no_object_or_has_no_id_is_set_aside() -> None:
    parsed = read({"is": "system", "pages": [1, issue(permalink="", filename=""), issue()]})
    assert [row.reason for row in parsed.rejected] == [
        "it is not an object",
        "it has no id",
    ]
    assert len(parsed.disruptions) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "not cState's"),
        ([{"a": 1}], "not of cState's issues"),
        ({"is": "records", "pages": []}, "not cState's"),
        ({"is": "index", "cStateVersion": "5"}, "lists no systems"),
        ({"is": "system", "pages": {}}, "is not a list"),
        ("<html></html>", "a web page"),
        ('{"is": "index", "systems": [', "breaks off"),
        ("---\ntitle: A page\n---\nText", "not an issue of cState"),
        ("---\ntitle: [\n---\nText", "the front matter cannot be read: line"),
        ("---\ntitle: A", "the front matter cannot be read: line"),
        ("---\n- a\n- b\n---\n", "the front matter cannot be read"),
    ],
)
def test_what_is_not_cstate_is_refused(body: Any, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(body)


# The Markdown source


def test_a_source_gives_its_updates_and_what_belongs_to_none() -> None:
    body = next(path for path in RECORDINGS if "guilds" in path.name).read_bytes()
    made = only(body, "content/issues/2018-04-13-unavailable-guilds-connection-issues.md")
    assert made.origin.native_id == "2018-04-13-unavailable-guilds-connection-issues"
    assert [update.status for update in made.updates] == [Status.ACTIVE, Status.MONITORING, None]
    assert made.description[0].text.startswith("Post-mortem\n\nAt approximately 14:01")
    assert [entity.name for entity in made.affected] == ["API", "Media Proxy"]
    assert "{{" not in written(made)
    assert made.started_at == datetime(2018, 4, 13, 13, 54, tzinfo=UTC)


def test_what_rules_look_for_is_found_in_every_update() -> None:
    body = 'Over. {{< track "2026-11-20 12:00:00" >}}\n\nSnow! {{< track "2026-11-20 11:00:00" >}}'
    made = only(source_of(body, severity="down"), "a.md")
    assert made.description[0].text == "Over."
    assert [report.component for report in made.reports] == ["api"]


def test_an_update_without_a_readable_time_stays_in_the_text() -> None:
    made = only(source_of('Words. {{< track "yesterday" >}}'), "a.md")
    assert made.updates == ()
    assert made.description[0].text == "Words."
    assert made.extra["undated updates"] == "1"


def test_one_system_may_be_written_without_brackets() -> None:
    assert only(source_of(affected="API"), "a.md").affected == (Entity(kind="system", name="API"),)


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name)
def test_its_sources_are_recognised(path: Path) -> None:
    assert detect(path.read_bytes()) == "cstate"


PLAIN_PAGE = {"is": "page", "title": "About us", "permalink": "https://status.example.org/issues/about/"}


@pytest.mark.parametrize("kind", ["issues", "list"])
def test_the_list_of_all_issues_is_read_and_other_pages_in_it_are_none(kind: str) -> None:
    over = issue(title="Old", resolved=True, permalink="https://status.example.org/issues/old/")
    parsed = read({"is": kind, "title": "Issues", "baseURL": "https://s.example", "pages": [issue(), over, PLAIN_PAGE]})
    assert [made.status for made in parsed.disruptions] == [Status.ACTIVE, Status.RESOLVED]
    [aside] = parsed.rejected
    assert (aside.reason, aside.understood) == ("it is a page of the site, not an issue", True)
    assert read({"is": kind, "pages": []}) == Parsed()


def test_a_bare_array_of_issues_is_read_and_an_empty_one_is_quiet() -> None:
    parsed = read([issue(), issue(title="Lag", permalink="https://status.example.org/issues/lag/")])
    assert [made.headline[0].text for made in parsed.disruptions] == ["Copr outage", "Lag"]
    assert parsed.disruptions[0].id == only(issue()).id
    assert read([]) == Parsed()


def test_an_issue_without_words_is_told_by_its_severity_and_its_systems() -> None:
    assert only(issue(title="", severity="down", affected=["Copr", "API"])).headline[0].text == "Down: Copr, API"


def test_a_number_of_five_thousand_digits_is_the_file_s_failure_in_yaml_and_nobody_s_in_json() -> None:
    with pytest.raises(FormatError, match="digits"):
        read(source_of(weight="9" * 5_000), "a.md")
    [made] = read(json.dumps(issue(title="T")).replace('"T"', '"T", "weight": ' + "9" * 5_000)).disruptions
    assert made.headline[0].text == "T"


@pytest.mark.parametrize(
    "body", [index(), {"is": "system", "pages": []}, {"is": "issues", "pages": [issue()]}, [issue()], issue()]
)
def test_its_json_is_recognised(body: Any) -> None:
    assert detect(json.dumps(body).encode()) == "cstate"


def test_another_markdown_page_is_not_recognised() -> None:
    with pytest.raises(FormatError, match="Markdown"):
        detect(b"---\ntitle: A page\n---\n\nText")


# Hostile documents


@settings(max_examples=60)
@given(body=shaped.changed([path.read_bytes() for path in RECORDINGS]))
def test_changed_recordings_only_ever_raise_a_format_error(body: bytes) -> None:
    shaped.survives(body, SOURCE, "issue.md")


@settings(max_examples=150)
@given(body=shaped.values(KEYS, WORDS))
def test_random_documents_of_its_shape_only_ever_raise_a_format_error(body: Any) -> None:
    shaped.survives(json.dumps({"is": "system", "pages": [body]}), SOURCE)
    shaped.survives(json.dumps({"is": "index", "cStateVersion": "5", "systems": [body]}), SOURCE)
    shaped.survives(json.dumps(body), SOURCE)


@settings(max_examples=100)
@given(words=shaped.hostile)
def test_hostile_words_in_every_field_leave_as_plain_text(words: str) -> None:
    fields = dict.fromkeys(("title", "permalink", "severity", "resolvedAt", "createdAt", "filename", "body"), words)
    shaped.survives(json.dumps(issue(**fields, affected=[words])), SOURCE)
    quoted = json.dumps(words.encode("utf-8", "replace").decode())
    text = f'{words} {{{{< track "2026-11-20 10:00:00" >}}}}\n{words}'
    shaped.survives(source_of(text, title=quoted, severity=quoted, affected=f"[{quoted}]"), SOURCE, "a.md")
