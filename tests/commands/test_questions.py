"""``explainer questions``: what is dropped is shown by its kind and never told; what is owed, and its exit code."""

import json
from pathlib import Path

import pytest

from explainer.commands.main import run
from tests.support.site import Site, make_site

OPEN = """\
---
title: Why is the crane still?
state: checking
number: 3
asked: 2026-11-20 16:20
owner: harbour
promised: 2026-11-20 18:00
---
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site")
    site.write("content/questions/why-still.md", OPEN)
    return site


def test_an_import_shows_the_kind_and_the_words_around_what_it_dropped_and_publishes_nothing(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"question": "Dear Ms Miller,\nwhy is the hall cold? Call 01 22 33 44 55."},
        {"question": "Why is the crane still?"},
    ]
    (harbour.root / "why.json").write_text(json.dumps(rows), encoding="utf-8")
    before = {path: path.read_bytes() for path in (harbour.root / "content").rglob("*") if path.is_file()}
    config = ("-f", str(harbour.root / "mkdocs.yml"), "--now", "2026-11-20T18:24:00+01:00")
    assert run(["questions", "import", *config, str(harbour.root / "why.json")]) == 0
    said = capsys.readouterr().out
    assert "drafts/questions/why-is-the-hall-cold.md\n" in said
    assert "  dropped: 1 × name, 1 × telephone number\n" in said
    assert "Call [telephone number]" in said
    assert "“Why is the crane still?” is asked already: raise people: in content/questions/why-still.md\n" in said
    assert "Miller" not in said
    assert "01 22" not in said
    assert {path: path.read_bytes() for path in (harbour.root / "content").rglob("*") if path.is_file()} == before
    assert "number: 4\n" in (harbour.root / "drafts/questions/why-is-the-hall-cold.md").read_text(encoding="utf-8")


def test_what_is_owed_is_listed_and_a_missed_promise_is_a_code_for_a_job(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ("-f", str(harbour.root / "mkdocs.yml"), "--now")
    assert run(["questions", "list", *config, "2026-11-20T18:24:00+01:00", "--strict"]) == 3
    said = capsys.readouterr().out
    assert "No. 3 Why is the crane still?\n  OVERDUE by 24 minutes; Harbour office, checking, no new promise." in said
    assert "1 asked, 0 answered, 1 open, 1 of these overdue, 0 refused, 0 removed." in said
    assert run(["questions", "list", *config, "2026-11-20T17:24:00+01:00", "--strict"]) == 0
    assert "promised for 18:00" in capsys.readouterr().out
