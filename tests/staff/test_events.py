"""What `check` says of invitations: each mistake at its place, all at once, and good ones stay good."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.model.history import Record
from explainer.staff import check
from explainer.staff.project import load_project
from tests.conftest import NOW
from tests.support.site import Site, make_site

GOOD = """\
- id: night
  title: A night at the crane
  dates: [{starts: 2026-12-04 21:00, ends: 2026-12-04 23:00}]
  announced: 2026-11-02
  party: harbour
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site")
    made.write("content/events.md", "---\ntemplate: events.html\ntitle: Come and see\n---\n")
    return made


def found(site: Site, events: str) -> list[str]:
    site.write("content/events.yml", events)
    project = load_project(site.root / "mkdocs.yml")
    return [str(one) for one in check.check(project, Record(), NOW) if "events.yml" in str(one)]


def test_an_invitation_that_holds_together_is_no_finding(site: Site) -> None:
    assert found(site, GOOD) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("  party: harbor", "there is no party “harbor”"),
        ("  party: harbour\n  component: cranes", "there is no component “cranes”"),
        ("  party: harbour\n  free: 3", "not since when"),
        ("  party: harbour\n  places: 2\n  free: 3\n  counted: 2026-11-02 12:00", "3 places free of 2"),
        ("  party: harbour\n  apply_by: 2026-12-24 12:00", "until after it is over"),
        ("  party: harbour\n  apply_to: javascript:alert(1)", "apply_to"),
    ],
)
def test_what_does_not_hold_together_is_told_at_its_place(site: Site, line: str, told: str) -> None:
    [said] = found(site, GOOD.replace("  party: harbour", line))
    assert said.startswith("content/events.yml:")
    assert told in said


def test_an_end_before_its_beginning_and_a_name_that_two_have_are_told(site: Site) -> None:
    assert "ends before it begins" in found(site, GOOD.replace("ends: 2026-12-04", "ends: 2026-12-03"))[0]
    assert "“night” is there already" in found(site, GOOD + GOOD)[0]


def test_invitations_that_no_page_shows_are_told(site: Site) -> None:
    (site.root / "content/events.md").unlink()
    assert "no page shows them" in found(site, GOOD)[0]
