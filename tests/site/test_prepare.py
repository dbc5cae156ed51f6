"""The prepare step: a site as plain Markdown, templates and configuration, for a generator that runs none of our code."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from explainer.errors import SkeletonError
from explainer.site.prepare import judge, prepare, urls_of
from explainer.staff.check import Staff, load_staff
from explainer.staff.project import Project, load_project
from tests.support.site import CONFIG, Site, make_site

EXERCISE = "      exercise: {now: 2026-11-20T18:24:00+01:00, says: 'Only a {{ drill }}.'}\n"


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
    assert found >= {"index.md", "map.md", "how/crane.md", "img/crane.svg", "assets/explainer.css"}
    assert not [name for name in found if "shell" in name or name.endswith(".yml") or "secret" in name]


def test_an_explainer_has_its_region_after_its_heading_and_its_signature_at_the_end(tmp_path: Path) -> None:
    page = "---\ncomponent: crane\nchecked: 2026-11-03\ntags: [a, b]\n---\n\n# The crane\n\nIt lifts.\n"
    folder, _, _ = prepared(tmp_path, **{"content/how/crane.md": page})
    assert (folder / "content/how/crane.md").read_text(encoding="utf-8").split("\n\n") == [
        "---\ncomponent: crane\nchecked: 2026-11-03\ntags: [a, b]\n---",
        "# The crane",
        '<div data-live="panel" data-components="crane"></div>',
        "It lifts.",
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


def test_the_theme_asks_nothing_of_us_and_no_word_of_staffs_is_a_template(tmp_path: Path) -> None:
    folder, _, _ = prepared(tmp_path, CONFIG + EXERCISE)
    main = (folder / "overrides/main.html").read_text(encoding="utf-8")
    assert "explainer." not in main
    assert "Only a &#123;&#123; drill }}." in main
    assert '{% extends "base.html" %}' in main


def test_what_an_operator_put_into_the_theme_stands_between_it_and_ours(tmp_path: Path) -> None:
    config = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    folder, _, _ = prepared(tmp_path, config, **{"mine/main.html": '{% extends "base.html" %}', "mine/x.css": "a"})
    assert '{% extends "main-of-the-site.html" %}' in (folder / "overrides/main.html").read_text(encoding="utf-8")
    assert (folder / "overrides/main-of-the-site.html").read_text(encoding="utf-8") == '{% extends "base.html" %}'
    assert (folder / "overrides/x.css").is_file()


def test_the_configuration_is_the_sites_own_but_for_where_things_lie_and_without_our_plugin(tmp_path: Path) -> None:
    config = CONFIG.replace(
        "docs_dir", "extra_css: [mine.css]\nnav: [Now: index.md, How: how/crane.md]\nwatch: [explainer]\ndocs_dir"
    )
    folder, _, _ = prepared(tmp_path, config)
    assert yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8")) == {
        "site_name": "Pier One",
        "site_url": "https://pier.example/",
        "docs_dir": "content",
        "site_dir": "site",
        "theme": {"name": "material", "font": False, "custom_dir": "overrides"},
        "plugins": ["search"],
        "extra_css": ["assets/explainer.css", "mine.css"],
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


def test_addresses_are_those_of_mkdocs(tmp_path: Path) -> None:
    _, _, staff = prepared(tmp_path, **{"content/a/README.md": "# A\n", "content/a/b.c.md": "# B\n"})
    urls = urls_of(staff)
    expected = {"index.md": "./", "map.md": "map/", "how/index.md": "how/", "a/README.md": "a/", "a/b.c.md": "a/b.c/"}
    assert {path: urls[path] for path in expected} == expected


def built(folder: Path, staff: Staff, page: str) -> None:
    for path, url in urls_of(staff).items():
        if not path.endswith("shell.md"):
            (folder / url).mkdir(parents=True, exist_ok=True)
            (folder / url / "index.html").write_text(page, encoding="utf-8")


def test_half_a_site_is_refused(tmp_path: Path) -> None:
    _, project, staff = prepared(tmp_path)
    whole, urls = tmp_path / "whole", urls_of(staff)
    built(whole, staff, '<div data-live="banner"></div><div data-live="panel"></div>')
    judge(project, staff, whole, urls)
    built(whole, staff, '<div data-live="banner"></div>')
    with pytest.raises(SkeletonError, match=r"how/crane\.md: .* left out the live region “panel”"):
        judge(project, staff, whole, urls)
    (whole / "about/index.html").unlink()
    with pytest.raises(SkeletonError, match=r"about\.md: the generator did not build this page"):
        judge(project, staff, whole, urls)
