"""What `check` says of the words that people hear: what is wrong in them, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.model.disruption import Cause
from explainer.model.history import Record
from explainer.model.vocabulary import CauseCode
from explainer.staff import check
from explainer.staff.project import load_project
from tests.conftest import NOW
from tests.factory import make_disruption, make_record
from tests.support.site import Site, make_site

WORDS = """\
jargon: [bollard]
plain: [RIB]
phrases:
  - id: wind
    heard: Because of the wind
    also: gale, ETD
    means: The crane stands still.
    component: crane
    causes: [weather]
"""

EXPLAINER = """\
---
title: The crane
component: crane
---

# The crane

The ETD of a RIB is set by the VTS. A VTS is `VHF` on [the map](../map.md), by the Bollard.
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site")
    made.write("content/words.yml", WORDS)
    made.write("content/words.md", "---\ntemplate: words.html\ntitle: Words you hear\n---\n")
    return made


def found(site: Site, record: Record | None = None) -> list[str]:
    project = load_project(site.root / "mkdocs.yml")
    return [str(one) for one in check.check(project, record or Record(), NOW) if "words.yml" in str(one)]


def test_a_site_whose_phrases_hold_together_hears_nothing(site: Site) -> None:
    assert found(site) == []


def test_a_part_that_is_not_there_and_a_form_that_two_phrases_have_are_told_at_their_places(site: Site) -> None:
    more = "  - {id: wind, heard: Gale, means: x, component: cranes}\n"
    site.write("content/words.yml", WORDS + more)
    told = found(site)
    assert any("words.yml:10:10" in one and "“wind” is there already" in one for one in told)
    assert any("words.yml:10:" in one and "“Gale” leads to “wind” already" in one for one in told)
    assert any("there is no component “cranes”" in one and "crane" in one for one in told)


def test_phrases_that_no_page_shows_are_told(site: Site) -> None:
    (site.root / "content/words.md").unlink()
    assert any("no page shows them" in one for one in found(site))


def test_a_cause_that_a_feed_states_and_no_phrase_stands_for_is_told(site: Site) -> None:
    causes = (Cause(code=CauseCode.WEATHER), Cause(code=CauseCode.STRIKE), Cause(code=CauseCode.UNKNOWN))
    [told] = found(site, make_record([make_disruption(causes=causes)]))
    assert told.startswith("content/words.yml:4:")
    assert "no phrase stands for the cause “strike”" in told


def test_jargon_is_told_once_for_each_file_at_its_column_and_never_in_code(site: Site) -> None:
    site.write("content/how/crane.md", EXPLAINER)
    told = found(site)
    assert [one.partition(" ")[0] for one in told] == ["content/how/crane.md:8:32", "content/how/crane.md:8:84"]
    assert "“VTS” is explained nowhere" in told[0]
    assert "“Bollard” is explained nowhere" in told[1]


def test_a_site_without_phrases_hears_nothing_of_jargon(site: Site) -> None:
    site.write("content/how/crane.md", EXPLAINER)
    (site.root / "content/words.yml").unlink()
    (site.root / "content/words.md").unlink()
    assert found(site) == []
