"""Templates as a refresh runs them: whatever Jinja2 offers works without its compiler, and nothing is lost on the way."""

from __future__ import annotations

import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from explainer.language.words import english
from explainer.render.templates import Look, Templates
from explainer.staff import compiling
from tests.support.templates import TEMPLATES

LOOK = Look({}, "", ("", ""), "")


def drawn(tmp_path: Path, templates: dict[str, str], **values: object) -> str:
    """The template ``t`` of an operator who has these."""
    for name, text in templates.items():
        path = tmp_path / "components" / "own" / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    made = Templates(compiling.compiled(compiling.sources(tmp_path)), LOOK)
    return made.render("components/own/t.html", english(), values)


@pytest.mark.parametrize(
    ("templates", "shown"),
    [
        ({"t": "{% for n in rows %}{{ loop.index }}{{ n }}{% if not loop.last %}, {% endif %}{% endfor %}"}, "1a, 2&lt;b"),
        ({"t": "{{ rows | join('-') | upper }} {{ rows | length }} {{ rows is defined }}"}, "A-&lt;B 2 True"),
        ({"t": "{% include 'components/own/u.html' %}!", "u": "[{{ rows[0] }}]"}, "[a]!"),
        ({"t": "{% include ['components/own/no.html', 'components/own/u.html'] %}", "u": "u"}, "u"),
        (
            {"t": "{% extends 'components/own/u.html' %}{% block b %}{{ super() }}2{% endblock %}", "u": "<{% block b %}1{% endblock %}>"},
            "<12>",
        ),
        (
            {"t": "{% import 'components/own/u.html' as u %}{{ u.big(rows[1]) }}", "u": "{% macro big(x) %}<i>{{ x }}</i>{% endmacro %}"},
            "<i>&lt;b</i>",
        ),
        (
            {"t": "{% from 'components/own/u.html' import why %}{{ why() }}", "u": "{% macro why() %}{{ gettext('Why?') }}{% endmacro %}"},
            "Why?",
        ),
        ({"t": "{% set x = rows[0] ~ '<' %}{{ x }}{% if rows | first == 'a' %}!{% endif %}"}, "a&lt;!"),
        ({"t": "{% trans n=rows|length %}{{ n }} row{% pluralize %}{{ n }} rows, 100%{% endtrans %}"}, "2 rows, 100%"),
    ],
)  # fmt: skip
def test_whatever_jinja_offers_works_in_a_template(tmp_path: Path, templates: dict[str, str], shown: str) -> None:
    assert drawn(tmp_path, templates, rows=["a", "<b"]) == shown


def test_a_value_that_was_not_given_is_an_error_at_the_templates_own_line(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError, match="'rose' is undefined") as caught:
        drawn(tmp_path, {"t": "one\n\n{{ rose }}"})
    rows = traceback.extract_tb(caught.tb)
    assert [row.lineno for row in rows if row.filename.endswith("components/own/t.html")] == [3]


def test_what_hides_or_turns_text_vanishes_from_whatever_a_template_writes(tmp_path: Path) -> None:
    assert drawn(tmp_path, {"t": '<a title="{{ x }}">{{ x }}</a>'}, x="\x00\u202e'\"") == (
        '<a title="&#39;&quot;">&#39;&quot;</a>'
    )


def test_jinjas_package_is_whole_again_for_whoever_asks_for_more_than_its_runtime() -> None:
    code = (
        "import sys\n"
        "from explainer.render.templates import _Environment\n"
        "_Environment({})\n"
        "assert 'jinja2.compiler' not in sys.modules\n"
        "import jinja2\n"
        "from jinja2 import Environment, runtime\n"
        "assert jinja2.Environment is Environment and jinja2.runtime is runtime and jinja2.compiler\n"
        "print(Environment().from_string('{{ 1 + 1 }}').render())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.stdout, done.stderr) == ("2\n", "")


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(Exception, match=r"components/none/template\.html"):
        TEMPLATES.render("components/none/template.html", english(), {})
