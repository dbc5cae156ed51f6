"""A file is read when somebody wrote it for its folder; what editors and sync leave beside it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.declarations.filenames import Misnamed, as_slug, copied_page, misnamed, odd_name
from explainer.model.value import SLUG

ORIGINAL = "late-bags.yml"
COPIES = [
    "late-bags - Copy.yml",
    "late-bags - Copy (2).yml",
    "late-bags copy.yml",
    "late-bags copy 2.yml",
    "late-bags (1).yml",
    "late-bags - Kopie.yml",
    "Copie de late-bags.yml",
    "Copy of late-bags.yml",
    "late-bags (conflicted copy 2026-11-20).yml",
    "late-bags (Anna's conflicted copy 2026-11-20).yml",
    "late-bags-LAPTOP-4F2K.yml",
    "late-bags_conflict-20261120.yml",
    "نسخة late-bags.yml",
]
BACKUPS = [
    "late-bags.yml~",
    "late-bags.yml.bak",
    ".#late-bags.yml",
    "#late-bags.yml#",
    ".late-bags.yml.swp",
    "~$late-bags.yml",
]
SYSTEMS = [".DS_Store", "Thumbs.db", "desktop.ini", "late-bags.yml.orig"]


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_not_read_and_its_original_is_named(name: str) -> None:
    found = misnamed(name, [ORIGINAL, name])
    assert found
    assert found.problem == f"is a copy of {ORIGINAL}, by its name, and is not read"
    assert found.is_meant == name.startswith("نسخة")


@pytest.mark.parametrize("name", [*BACKUPS, *SYSTEMS])
def test_what_editors_and_systems_leave_is_not_read(name: str) -> None:
    found = misnamed(name, [ORIGINAL, name])
    assert found
    assert found.is_litter


@pytest.mark.parametrize(
    "name", ["late-bags.yaml", "late-bags.YML", "Late bags.txt", "late-bags.yml.txt", "late-bags.docx"]
)
def test_another_ending_is_told_and_may_have_been_meant(name: str) -> None:
    found = misnamed(name, [name])
    assert found == Misnamed(
        "is not read, because its name does not end in .yml", "call it late-bags.yml", is_meant=True
    )


@pytest.mark.parametrize("name", ["late-bags (1).yml", "late-bags - Copy.yml"])
def test_a_copy_whose_original_is_gone_may_have_been_meant(name: str) -> None:
    found = misnamed(name, [name])
    assert found
    assert found.is_meant


def test_a_copy_of_a_page_is_told_and_another_page_is_not() -> None:
    pages = ["crane.md", "crane - Copy.md", "crane and hook.md"]
    assert [name for name in pages if copied_page(name, pages)] == ["crane - Copy.md"]


@pytest.mark.parametrize("name", ["README.md", "photo.jpg", "notes.txt"])
def test_what_is_nobodys_word_is_passed_over(name: str) -> None:
    assert misnamed(name, [name, ORIGINAL]) == Misnamed()


@given(st.from_regex(SLUG, fullmatch=True), st.lists(st.from_regex(SLUG, fullmatch=True)))
def test_a_name_as_it_should_be_is_always_read(stem: str, others: list[str]) -> None:
    assert misnamed(f"{stem}.yml", [f"{stem}.yml", *(f"{other}.yml" for other in others)]) is None
    assert odd_name(f"{stem}.yml") is None


@given(st.text(st.characters(exclude_characters="./"), min_size=1))
def test_an_odd_name_has_one_that_is_as_it_should_be(stem: str) -> None:
    assert odd_name(f"{as_slug(stem)}.yml") is None
