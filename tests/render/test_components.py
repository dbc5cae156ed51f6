"""Every component's template on every one of its examples; what is asked of them holds for each one to come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from markupsafe import Markup

from explainer.declarations.documents import read_yaml
from explainer.language.words import english
from explainer.staff import compiling
from tests.support.markup import Walk
from tests.support.templates import TEMPLATES

COMPONENTS = compiling.OURS / compiling.FOLDER
HOSTILE = "'\"><img src=x onerror=alert(1)><b>&amp;{{{{ 7 }}}}{{% endif %}}\x00\u202e{}"
"""Closes an attribute, opens an element, speaks Jinja, and turns the reading direction; each one differs."""


class Example(NamedTuple):
    """One example: the template it is of, its own name, and what the template is given."""

    template: str
    name: str
    values: dict[str, Any]


def examples() -> Iterator[Example]:
    """``template:`` names a template beside ``template.html`` where the example is of one."""
    for path in sorted(COMPONENTS.rglob("example.yml")):
        shown = path.relative_to(compiling.OURS).as_posix()
        found = read_yaml(path.read_text(encoding="utf-8"), shown)
        for name, values in found.data.items():
            template = values.pop("template", "template.html")
            yield Example(f"{path.parent.relative_to(compiling.OURS).as_posix()}/{template}", name, values)


EXAMPLES = list(examples())
NAMED = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.template}: {e.name}")


def hostile(value: Any, number: Iterator[int]) -> Any:
    """``value`` with something hostile in the place of every text in it."""
    if isinstance(value, str):
        return HOSTILE.format(next(number)) if value else ""
    if isinstance(value, dict):
        return {key: hostile(inner, number) for key, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, number) for inner in value]
    return value


def drawn(template: str, values: dict[str, Any]) -> Markup:
    return TEMPLATES.render(template, english(), values)


def elements(walk: Walk) -> list[str]:
    """The elements in their order, but for those around times and figures."""
    return [tag for tag, given in walk.tags if given.get("class") != "n"]


@NAMED
def test_an_example_is_drawn_as_whole_html(example: Example) -> None:
    assert not Walk(drawn(example.template, example.values)).faults


@NAMED
def test_a_hostile_text_in_any_place_of_an_example_stays_text(example: Example) -> None:
    walk = Walk(drawn(example.template, hostile(example.values, count())))
    harmless = Walk(drawn(example.template, example.values))
    assert not walk.faults
    assert elements(walk) == elements(harmless)
    assert not set("\x00\u202e") & set(walk.html)


@NAMED
def test_a_refresh_draws_an_example_as_jinja_itself_does(example: Example) -> None:
    from jinja2 import FileSystemLoader

    environment = compiling.environment()
    environment.loader = FileSystemLoader(compiling.OURS)
    environment.globals.update(english().callables)
    theirs = environment.get_template(example.template).render(example.values)
    assert Walk(drawn(example.template, example.values)).tags == Walk(theirs).tags


@pytest.mark.parametrize("template", sorted(compiling.of_package()))
def test_every_template_has_an_example(template: str) -> None:
    assert template in {example.template for example in EXAMPLES}


@pytest.mark.parametrize(
    "folder", sorted(p for p in COMPONENTS.iterdir() if p.is_dir() and p.name != "__pycache__"), ids=lambda p: p.name
)
def test_a_component_is_one_folder_with_what_it_says_and_examples_of_what_it_draws(folder: Path) -> None:
    assert (folder / "__init__.py").exists()
    assert (folder / "example.yml").exists() == bool(list(folder.glob("*.html")))
