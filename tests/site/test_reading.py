from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from explainer.language.words import english
from explainer.model.reading import Library, ReadingKind
from explainer.site.reading import Desk, parts_of, reading
from explainer.staff.check import load_staff
from explainer.staff.project import load_project
from tests.support.site import make_site

ANSWER = "---\ntitle: {title}\ncomponents: [{parts}]\nanswered: {on}\n---\n\nBecause.\n"


def shelf(root: Path, **pages: str) -> Library:
    """What there is to read on the harbour's site with these answers on it."""
    site = make_site(root)
    for name, text in pages.items():
        site.write(f"content/questions/{name}.md", text)
    project = load_project(site.root / "mkdocs.yml")
    staff = load_staff(project)
    urls = {page.path: f"{page.path.removesuffix('.md')}/" for page in staff.pages}
    return reading(Desk(project, staff, urls, english()))


def test_the_explainer_that_the_system_names_comes_first_and_is_called_by_its_heading(tmp_path: Path) -> None:
    found = shelf(tmp_path / "pier").of("crane")
    assert [(one.kind, one.title, one.url) for one in found] == [(ReadingKind.EXPLAINER, "The crane", "how/crane/")]


def test_what_an_explainer_tells_a_child_goes_where_the_explainer_does(tmp_path: Path) -> None:
    page = "---\ncomponent: wind\nto_a_child: It pushes ships.\n---\n\n# The wind\n"
    [found] = shelf(tmp_path / "pier", wind=page).of("wind")
    assert (found.kind, found.to_a_child) == (ReadingKind.EXPLAINER, "It pushes ships.")


def test_what_is_about_a_part_before_all_others_comes_before_what_is_newer(tmp_path: Path) -> None:
    library = shelf(
        tmp_path / "pier",
        aside=ANSWER.format(title="Why late?", parts="ferry, crane", on="2026-11-18"),
        old=ANSWER.format(title="Why one?", parts="crane", on="2026-11-01"),
        new=ANSWER.format(title="Why slow?", parts="crane", on="2026-11-09"),
    )
    answers = [one.title for one in library.of("crane") if one.kind is ReadingKind.ANSWER]
    assert answers == ["Why slow?", "Why one?", "Why late?"]
    assert library.of("wind") == ()


def test_a_page_is_about_the_parts_that_it_names_and_those_that_name_it(tmp_path: Path) -> None:
    site = make_site(tmp_path / "pier")
    site.write("content/how/crane.md", "# The crane\n")
    staff = load_staff(load_project(site.root / "mkdocs.yml"))
    [page] = [page for page in staff.pages if page.path == "how/crane.md"]
    assert parts_of(page, staff.system) == ("crane",)
    named = replace(page, front=page.front.replace(components=("ferry", "crane")))
    assert parts_of(named, staff.system) == ("ferry", "crane")
