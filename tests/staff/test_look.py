"""What an operator changes of the look: a mistake in it is named at its place, and nothing is published with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from explainer.errors import Finding
from explainer.staff.look import judged_look
from explainer.staff.project import load_project
from tests.support.site import Site, make_site

THEME = "theme: {name: material, "


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path)
    config = (made.root / "mkdocs.yml").read_text(encoding="utf-8")
    made.write("mkdocs.yml", config.replace(THEME, f"{THEME}custom_dir: overrides, "))
    (made.root / "overrides").mkdir()
    return made


@pytest.fixture
def found(site: Site) -> Callable[[str, str], list[Finding]]:
    """The findings when the operator has this one file."""

    def judged(path: str, text: str) -> list[Finding]:
        site.write(f"overrides/{path}", text)
        return list(judged_look(load_project(site.root / "mkdocs.yml")))

    return judged


ROWS = "components/rows/template.html"


def test_a_look_of_ones_own_that_is_right_has_no_findings(found: Callable[[str, str], list[Finding]]) -> None:
    assert found("tokens.css", ":root { --accent: #8a0057; --font: Georgia, serif; }") == []
    assert found(ROWS, "<ol>{% for row in rows %}<li>{{ row.first }}{{ kind }}</li>{% endfor %}</ol>") == []
    assert found("phone.html", "{% extends 'crisis.html' %}{% block kind %}phone{% endblock %}") == []


@pytest.mark.parametrize(
    ("path", "text", "line", "words"),
    [
        (ROWS, "<ul>\n{% for row in rows %}\n</ul>", 3, "this is not a template"),
        (ROWS, "<ul>\n\n{{ row.first | no_such_filter }}</ul>", 3, "no_such_filter"),
        (ROWS, "<ul>\n{{ rose }}</ul>", 2, "'rose' is undefined: this template is given: kind, "),
        (ROWS, "<ul>\n{% for row in rows %}\n{{ row.last }}{% endfor %}</ul>", 3, "has no attribute 'last'"),
        ("components/row/template.html", "<ul></ul>", 1, "did you mean “components/rows/template.html”?"),
        ("phone.html", "{% extends 'crisis.html' %}\n{% block kind %}", 2, "this is not a template"),
    ],
)
def test_a_template_that_cannot_be_drawn_is_named_at_its_line(
    found: Callable[[str, str], list[Finding]], path: str, text: str, line: int, words: str
) -> None:
    [finding] = found(path, text)
    assert (finding.file, finding.line) == (f"overrides/{path}", line)
    assert words in str(finding)


@pytest.mark.parametrize(
    ("css", "words"),
    [
        (":root { --acent: #123f9e; }", ["1:9 --acent: there is no such token: did you mean “--accent”?"]),
        (":root { --accent: blue; }", ["1:9 --accent: “blue” cannot be judged as a colour: write it as #rrggbb"]),
        (
            "a { color: red; }",
            ["1:5 “a color: red” is no token: write tokens inside :root { }, and styles into style/"],
        ),
        (
            ":root {\n  --accent: #7aa2ff;\n}",
            [
                "2:3 --accent on --paper is 2.48:1 on a light page: words need at least 4.5:1 (WCAG 2.2, AA)",
                "2:3 --accent on --wash is 2.27:1 on a light page: words need at least 4.5:1 (WCAG 2.2, AA)",
            ],
        ),
        (
            "@media (prefers-color-scheme: dark) {\n  :root { --edge: #333a44; }\n}",
            [
                "2:11 --edge on --paper is 1.62:1 on a dark page: lines and shapes need at least 3:1 (WCAG 2.2, AA)",
                "2:11 --edge on --wash is 1.45:1 on a dark page: lines and shapes need at least 3:1 (WCAG 2.2, AA)",
            ],
        ),
        (
            ":root { --brand: #9aa0a6; --accent: var(--brand); }",
            [
                "1:27 --accent on --paper is 2.64:1 on a light page: words need at least 4.5:1 (WCAG 2.2, AA)",
                "1:27 --accent on --wash is 2.41:1 on a light page: words need at least 4.5:1 (WCAG 2.2, AA)",
            ],
        ),
    ],
)
def test_a_token_that_cannot_be_used_or_read_is_named_with_what_it_would_take(
    found: Callable[[str, str], list[Finding]], css: str, words: list[str]
) -> None:
    assert sorted(str(finding) for finding in found("tokens.css", css)) == [
        f"overrides/tokens.css:{row}" for row in words
    ]


def test_check_and_build_refuse_it_and_keep_what_is_published(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("update") == 0
    before = site.files()
    site.write(f"overrides/{ROWS}", "{{ rose }}")
    assert site.run("check") == 2
    assert f"overrides/{ROWS}:1:1 this cannot be drawn, as 'rose' is undefined" in capsys.readouterr().err
    assert site.run("build") == 2
    assert f"overrides/{ROWS}:1:1" in capsys.readouterr().err
    assert site.files() == before
