"""A site is published where its name leads, and where it cannot be, that is said with what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.site.target import PublishError, Target, target_of, was_built


def test_a_folder_of_its_own_is_moved_and_kept_in_the_workspace(tmp_path: Path) -> None:
    assert target_of(tmp_path / "site", tmp_path / "work") == Target(tmp_path / "site", tmp_path / "work", True)


def test_a_link_is_followed_however_many_there_are(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "one").symlink_to("www")
    (tmp_path / "site").symlink_to(tmp_path / "one")
    assert target_of(tmp_path / "site", tmp_path / "work").site == tmp_path / "www"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("gone", r"site is a link to .*/gone, which is not there; make that folder, or remove the link"),
        ("site", "site is a link that leads to itself; remove it"),
        ("file", "site is not a folder; remove it, or set site_dir in mkdocs.yml to another folder"),
    ],
)
def test_a_link_that_leads_to_no_folder_is_refused(tmp_path: Path, link: str, said: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "site").symlink_to(link)
    with pytest.raises(PublishError, match=said):
        target_of(tmp_path / "site", tmp_path / "work")


@pytest.mark.parametrize(
    ("files", "is_ours"),
    [
        ({"index.html": "<h1>Ours</h1>"}, False),
        ({"index.html": '<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.7.0">'}, True),
        ({"404.html": "<meta name=generator content='zensical'>", "index.html": "x"}, True),
        ({"index.html": '<meta name="generator" content="WordPress 6.4">'}, False),
        ({"status.json": "{}", "status.schema.json": "{}"}, True),
        ({"status.json": "{}"}, False),
        ({}, False),
    ],
    ids=lambda value: re.sub(r"\W+", "-", str(value))[:40],
)
def test_a_site_that_was_generated_is_told_from_what_somebody_wrote(
    tmp_path: Path, files: dict[str, str], is_ours: bool
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert was_built(tmp_path) is is_ours
