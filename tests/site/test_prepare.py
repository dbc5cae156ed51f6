"""The prepare step: a site as plain Markdown, templates and configuration, for a generator that runs none of our code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from explainer.errors import SkeletonError
from explainer.site.prepare import judge, prepare, urls_of
from explainer.staff.check import Staff, load_staff
from explainer.staff.project import Project, load_project
from tests.support.site import CONFIG, Site, make_site


def prepared(root: Path, config: str = CONFIG, **files: str) -> tuple[Path, Project, Staff]:
    site: Site = make_site(root / "site")
    site.write("mkdocs.yml", config)
    for path, text in files.items():
        site.write(path, text)
    project = load_project(site.root / "mkdocs.yml")
    staff = load_staff(project)
    return prepare(project, staff).parent, project, staff


def test_only_what_is_published_is_given_away(tmp_path: Path) -> None:
    folder, _, _ = prepared(tmp_path, **{"content/img/crane.svg": "<svg/>", "content/.secret/key.md": "# No\n"})
    found = {path.relative_to(folder / "content").as_posix() for path in (folder / "content").rglob("*.*")}
    assert found >= {"index.md", "map.md", "how/crane.md", "img/crane.svg"}
    assert not [name for name in found if "shell" in name or name.endswith(".yml") or "secret" in name]


def test_an_explainer_has_what_is_on_after_its_heading_and_what_went_wrong_above_its_signature(tmp_path: Path) -> None:
    page = "---\ncomponent: crane\nchecked: 2026-11-03\ntags: [a, b]\n---\n\n# The crane\n\nIt lifts.\n"
    folder, _, _ = prepared(tmp_path, **{"content/how/crane.md": page})
    assert (folder / "content/how/crane.md").read_text(encoding="utf-8").split("\n\n") == [
        "---\ncomponent: crane\nchecked: 2026-11-03\ntags: [a, b]\n---",
        "# The crane",
        '<div data-live="panel" data-components="crane"></div>',
        "It lifts.",
        '<div data-live="troubles" data-components="crane"></div>',
        '<p class="signed">Checked <time datetime="2026-11-03">3 November 2026</time>.</p>\n',
    ]


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("Words.\n\n# Late\n\nMore.\n", "Words.\n\n# Late"),
        ("Late\n====\n\nMore.\n", "Late\n===="),
        ("```sh\n# no heading\n```\n\n# Late\n", "```sh\n# no heading\n```\n\n# Late"),
        ("## Second\n\nMore.\n", ""),
        ("<h1>Late</h1>\n\nMore.\n", "<h1>Late</h1>"),
        ("Only words.", ""),
    ],
)
def test_the_first_heading_is_found_as_markdown_knows_it(tmp_path: Path, body: str, before: str) -> None:
    folder, _, _ = prepared(tmp_path, **{"content/how/crane.md": f"---\ncomponent: crane\n---\n{body}"})
    said = (folder / "content/how/crane.md").read_text(encoding="utf-8")
    assert said.removeprefix("---\ncomponent: crane\n---\n").partition("<div data-live")[0].strip() == before


def test_a_crisis_page_is_a_name_and_a_place(tmp_path: Path) -> None:
    folder, _, _ = prepared(tmp_path)
    assert (folder / "content/index.md").read_text(
        encoding="utf-8"
    ) == '---\ntitle: "Now"\nsearch: {exclude: true}\n---\n'


def test_a_theme_of_the_operators_own_stays_where_it_is(tmp_path: Path) -> None:
    config = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    folder, project, _ = prepared(tmp_path, config, **{"mine/main.html": '{% extends "base.html" %}'})
    theme = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))["theme"]
    assert theme == {"name": "material", "font": False, "custom_dir": str(project.root / "mine")}


def test_the_configuration_is_the_sites_own_but_for_where_things_lie_and_without_our_plugin(tmp_path: Path) -> None:
    config = CONFIG.replace("docs_dir", "nav: [Now: index.md, How: how/crane.md]\nwatch: [explainer]\ndocs_dir")
    folder, _, _ = prepared(tmp_path, config)
    assert yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8")) == {
        "site_name": "Pier One",
        "site_url": "https://pier.example/",
        "docs_dir": "content",
        "site_dir": "site",
        "theme": {"name": "material", "font": False},
        "plugins": ["search"],
        "markdown_extensions": ["toc", "tables", "fenced_code"],
        "nav": [{"Now": "index.md"}, {"How": "how/crane.md"}],
    }


def test_tags_of_mkdocs_stay_and_a_theme_may_be_a_name(tmp_path: Path) -> None:
    config = CONFIG.replace("theme: {name: material, font: false}", "theme: material").replace(
        "plugins:\n",
        "markdown_extensions:\n  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }\n"
        "  - pymdownx.snippets: {base_path: !relative $config_dir/parts}\n"
        "copyright: !ENV [NOBODY, us]\nplugins:\n",
    )
    folder, project, _ = prepared(tmp_path, config)
    said = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    assert "!!python/name:material.extensions.emoji.twemoji" in said
    assert f"base_path: {project.root / 'parts'}" in said
    assert "!ENV [NOBODY, us]" in said
    assert "name: material" in said


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("[attr_list, toc: {permalink: true}]", ["tables", "fenced_code", "attr_list", {"toc": {"permalink": True}}]),
        ("{attr_list: {}, toc: {}}", {"tables": {}, "fenced_code": {}, "attr_list": {}, "toc": {}}),
    ],
)
def test_extensions_are_those_of_mkdocs_and_no_others(tmp_path: Path, written: str, given: object) -> None:
    folder, _, _ = prepared(tmp_path, f"{CONFIG}markdown_extensions: {written}\n")
    assert yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))["markdown_extensions"] == given


def test_addresses_are_those_of_mkdocs(tmp_path: Path) -> None:
    _, project, staff = prepared(
        tmp_path, **{"content/a/README.md": "# A\n", "content/a/b.c.md": "# B\n", "content/a/ö b.md": "# O\n"}
    )
    urls = urls_of(project, staff)
    expected = {
        "index.md": "./",
        "map.md": "map/",
        "how/index.md": "how/",
        "a/README.md": "a/",
        "a/b.c.md": "a/b.c/",
        "a/ö b.md": "a/%C3%B6%20b/",
    }
    assert {path: urls[path] for path in expected} == expected


def test_pages_that_are_left_out_of_the_site_are_left_out(tmp_path: Path) -> None:
    config = CONFIG.replace("docs_dir", "exclude_docs: |\n  how/\n  !how/crane.md\ndraft_docs: about.md\ndocs_dir")
    folder, project, staff = prepared(tmp_path, config)
    assert {"how/index.md", "about.md"}.isdisjoint(urls_of(project, staff))
    assert not (folder / "content/about.md").exists()
    assert (folder / "content/how/crane.md").exists()


def built(folder: Path, urls: Iterable[str], page: str) -> None:
    for url in urls:
        (folder / url).mkdir(parents=True, exist_ok=True)
        (folder / url / "index.html").write_text(page, encoding="utf-8")


def test_half_a_site_is_refused(tmp_path: Path) -> None:
    _, project, staff = prepared(tmp_path)
    whole, urls = tmp_path / "whole", urls_of(project, staff)
    built(whole, urls.values(), '<div data-live="panel"></div><div data-live="troubles"></div>')
    judge(project, staff, whole)
    for half in ("<p>Words</p>", '<div data-live="panel"></div>', '<div data-live="troubles"></div>'):
        built(whole, urls.values(), half)
        with pytest.raises(SkeletonError, match=r"how/crane\.md: the generator lost a live region"):
            judge(project, staff, whole)
    (whole / "about/index.html").unlink()
    with pytest.raises(SkeletonError, match=r"about\.md: the generator did not build this page"):
        judge(project, staff, whole)
