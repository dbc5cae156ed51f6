"""A stated cause without a link is shown to readers at once, and is a finding that staff have to mend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.site import BULLETIN, Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def written(site: Site, *changes: tuple[str, str]) -> None:
    told = BULLETIN.format(says="Slow.", status="active", ended="")
    for old, new in changes:
        assert old in told
        told = told.replace(old, new)
    site.write("ops_feeds/bulletins/late.yml", told)


def findings(site: Site, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    return site.run("check"), capsys.readouterr().err


def test_a_cause_that_links_carry_is_no_finding(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = findings(site, capsys)
    assert (code, "cause" in said) == (0, False)


def test_a_report_that_names_a_cause_without_a_link_is_told_the_link_to_write(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    written(site, ("caused_by: [crane]", "caused_by: [crane, wind]"))
    code, said = findings(site, capsys)
    assert code == 2
    assert (
        "ops_feeds/bulletins/late.yml:11:58 reports[1].caused_by[2]: no link leads from “wind” to “ferry”: "
        "add {from: wind, to: ferry, because: …} to links: in content/system.yml, or name the cause between" in said
    )


def test_a_cause_of_the_whole_from_which_no_links_lead_to_the_symptom_is_a_finding(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    written(site, ("symptom: ferry\n", ""), ("component: ferry", "component: wind"), ("component: wind}", "component: crane}"),
            (", caused_by: [crane]", ""))  # fmt: skip
    code, said = findings(site, capsys)
    assert code == 2
    assert "late.yml:8:20 cause.component: no links lead from “crane” to “wind”" in said


def test_nothing_is_its_own_cause(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    written(site, ("cause: {component: wind}", "cause: {component: ferry}"), ("[crane]", "[ferry]"))
    code, said = findings(site, capsys)
    assert code == 2
    assert "cause.component: is what the bulletin is about, not its cause" in said
    assert ".caused_by[1]: is the part itself, which is not its own cause" in said


def test_what_is_over_is_left_as_it_was_written(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    over = BULLETIN.format(says="Over.", status="resolved", ended="ended: 2026-11-20 18:20\n")
    site.write("ops_feeds/bulletins/late.yml", over.replace("caused_by: [crane]", "caused_by: [wind]"))
    code, said = findings(site, capsys)
    assert (code, "no link leads" in said) == (0, False)


def test_a_missing_link_takes_no_bulletin_from_readers_and_is_not_passed_over_in_silence(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    written(
        site,
        ("caused_by: [crane]", "caused_by: [wind]"),
        ("cause: {component: wind}", "cause: {component: wind, says: A gale.}"),
    )
    assert site.run("update") == 0
    assert "“wind” is stated as a cause of “ferry”, and content/system.yml has no such link" in capsys.readouterr().err
    [row] = [row for row in json.loads(site.page("status.json"))["chains"] if row["symptom"] == "ferry"]
    assert [step["component"] for step in row["steps"]] == ["wind", "ferry"]
    assert "A gale" in site.page("disruptions/log.late/index.html")
