"""`check` for people and for programs: the same findings, the same exit codes, in the form that each reads."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.commands.findings import as_github, as_json, as_sarif, seen_from
from explainer.errors import Finding, Level
from tests.support.site import Site, make_site

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ANY_FINDING = st.builds(
    Finding,
    file=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/\\"), min_size=1, max_size=20),
    line=st.integers(1, 9_999),
    column=st.integers(1, 999),
    field=ANY_TEXT,
    problem=ANY_TEXT.filter(bool),
    remedy=ANY_TEXT,
    level=st.sampled_from(Level),
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    site = make_site(tmp_path / "the site")
    monkeypatch.chdir(tmp_path)
    return site


def spoil(site: Site) -> None:
    """One thing to mend, one to consider."""
    path = site.root / "ops_feeds/bulletins/late.yml"
    text = path.read_text(encoding="utf-8").replace("severity: severe", "severity: bad")
    path.write_text(text.replace("Slow.", "Slow, for operational reasons."), encoding="utf-8")


@pytest.mark.parametrize("form", ["text", "github", "sarif", "json"])
def test_the_exit_code_tells_the_same_in_every_form(site: Site, form: str) -> None:
    assert site.run("check", "--format", form) == 0
    spoil(site)
    assert site.run("check", "--format", form) == 2


def test_what_is_wrong_in_the_configuration_is_a_finding_in_every_form(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write("mkdocs.yml", "site_name: Pier\n")
    assert site.run("check", "--format", "json") == 2
    assert json.loads(capsys.readouterr().out)[0]["field"] == "plugins"


def test_files_are_named_from_where_the_command_runs(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(site)
    site.run("check", "--format", "json")
    told = json.loads(capsys.readouterr().out)
    assert {one["file"] for one in told} == {"the site/ops_feeds/bulletins/late.yml"}
    site.run("check", "--format", "sarif")
    sarif = json.loads(capsys.readouterr().out)
    uris = {_place(result)["artifactLocation"]["uri"] for result in sarif["runs"][0]["results"]}
    assert uris == {"the%20site/ops_feeds/bulletins/late.yml"}


def test_github_shows_each_finding_beside_its_line(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(site)
    site.run("check", "--format", "github")
    lines = capsys.readouterr().out.splitlines()
    assert any(
        re.fullmatch(r"::error file=the site/ops_feeds/bulletins/late\.yml,line=5,col=11,title=severity::severity: “bad” .+", line)
        for line in lines
    )  # fmt: skip


@given(ANY_FINDING)
def test_no_finding_becomes_another_command_of_github(finding: Finding) -> None:
    told = as_github((finding,))
    assert told.count("\n") == 1
    assert "\r" not in told
    found = re.fullmatch(r"::(error|notice) file=([^,:]*),line=(\d+),col=(\d+),title=([^,:]*)::([^\r\n]*)\n", told)
    assert found
    assert unquote(found[2]) == finding.file
    assert unquote(found[5]) == (finding.field or "Explainer")
    assert finding.problem in unquote(found[6])


# The parts of SARIF 2.1.0 that are written, as the standard has them (sections 3.14, 3.18, 3.19, 3.27, 3.29, 3.30).

TEXT = {"type": "string", "minLength": 1}
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": TEXT}, "additionalProperties": False}
REGION = {
    "type": "object",
    "properties": {"startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}
ARTIFACT = {
    "type": "object",
    "properties": {"uri": {"type": "string", "pattern": r"^(?:[A-Za-z0-9\-._~!$&'()*+;=@/:]|%[0-9A-F]{2})+$"}},
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {"artifactLocation": ARTIFACT, "region": REGION},
            "additionalProperties": False,
        }
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": MESSAGE,
        "locations": {"type": "array", "items": LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "additionalProperties": False,
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": TEXT,
        "semanticVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
        "rules": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": TEXT, "shortDescription": MESSAGE},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def _place(result: Any) -> Any:
    return result["locations"][0]["physicalLocation"]


@given(st.lists(ANY_FINDING, max_size=5))
def test_sarif_is_as_the_standard_has_it(findings: list[Finding]) -> None:
    told = json.loads(as_sarif(tuple(findings)))
    jsonschema.Draft7Validator(SARIF).validate(told)
    run = told["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for finding, result in zip(findings, run["results"], strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert unquote(_place(result)["artifactLocation"]["uri"]) == finding.file
        assert (_place(result)["region"]["startLine"], _place(result)["region"]["startColumn"]) == (
            finding.line,
            finding.column,
        )
        assert result["level"] == ("error" if finding.level is Level.ERROR else "note")


@given(st.lists(ANY_FINDING, max_size=5))
def test_json_tells_all_of_every_finding(findings: list[Finding]) -> None:
    assert [Finding(**one | {"level": Level(one["level"])}) for one in json.loads(as_json(tuple(findings)))] == findings


def test_a_file_outside_of_the_folder_is_found_from_it(tmp_path: Path) -> None:
    (there,) = seen_from(tmp_path / "ci", tmp_path / "site", [Finding("mkdocs.yml", 1, 1, "", "x")])
    assert there.file == "../site/mkdocs.yml"


# At every change.


def test_watching_tells_what_is_new_and_what_is_mended_and_nothing_twice(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site.root / "ops_feeds/bulletins/late.yml"
    good = path.read_text(encoding="utf-8")
    said: list[str] = []

    def waited() -> Any:
        spoil(site)
        yield
        spoiled = path.read_text(encoding="utf-8")
        path.write_text("# one line more\n" + spoiled, encoding="utf-8")
        yield
        yield  # nothing changed
        path.write_text(good, encoding="utf-8")
        yield
        raise KeyboardInterrupt

    steps = waited()

    def sleep(_: float) -> None:
        told = capsys.readouterr()
        said.append(told.out + told.err)
        next(steps)

    monkeypatch.setattr(time, "sleep", sleep)
    assert site.run("check", "--watch") == 130
    first, new, moved, same, mended = said
    assert "Watching for changes; stop with Ctrl+C." in first
    assert "late.yml:5:11 severity: “bad”" in new
    assert "1 thing to mend." in new
    assert "severity" not in moved, "the same finding, a line further down"
    assert same == ""
    assert "mended: ops_feeds/bulletins/late.yml: severity: “bad”" in mended
    assert "Nothing has to be mended." in mended
    assert capsys.readouterr().err.endswith("stopped\n")


def test_watching_is_for_people(site: Site) -> None:
    assert site.run("check", "--watch", "--format", "sarif") == 2
