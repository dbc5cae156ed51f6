"""A theme's templates are compiled once for a process, and never one in place of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from explainer.site import compiled_once
from explainer.site.compiled_once import CODE, CompiledOnce
from tests.support.site import Site

WORDS = "{{ 'a'|said }}{% if True %}\n{% endif %}<% 1 %>"


def drawn(code: CompiledOnce, text: str = WORDS, change: Callable[[Environment], object] | None = None) -> str:
    """A template drawn by an environment of its own, as a build has one."""
    made = Environment(loader=DictLoader({"page.html": text}), bytecode_cache=code)  # noqa: S701 - nothing is published
    made.filters["said"] = str.upper
    if change is not None:
        change(made)
    return made.get_template("page.html").render()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that Jinja2 compiled, one after the other."""
    names = list[str]()
    compile_ = Environment.compile

    def noted(self: Environment, source: str, name: str, *rest: str) -> object:
        names.append(name)
        return compile_(self, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    return names


def test_the_next_build_compiles_nothing_again(compiled: list[str]) -> None:
    code = CompiledOnce()
    assert drawn(code) == drawn(code) == "A\n<% 1 %>"
    assert compiled == ["page.html"]


def test_other_words_are_compiled(compiled: list[str]) -> None:
    code = CompiledOnce()
    assert [drawn(code, "one"), drawn(code, "two"), drawn(code, "one")] == ["one", "two", "one"]
    assert len(compiled) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.filters.update(said=str.lower),
        lambda made: setattr(made, "trim_blocks", True),
        lambda made: made.__dict__.update(variable_start_string="<%", variable_end_string="%>"),
        lambda made: setattr(made, "autoescape", True),
        lambda made: setattr(made, "finalize", repr),
        lambda made: made.add_extension("jinja2.ext.do"),
    ],
    ids=["a filter", "blanks", "delimiters", "escaping", "what is written", "an extension"],
)
def test_whatever_code_depends_on_makes_it_other_code(
    compiled: list[str], change: Callable[[Environment], object]
) -> None:
    code = CompiledOnce()
    drawn(code)
    assert drawn(code, change=change) == drawn(CompiledOnce(), change=change)
    assert len(compiled) == 3
    drawn(code, change=change)
    assert len(compiled) == 3


def test_a_filter_that_cannot_be_told_from_another_only_costs_time(compiled: list[str]) -> None:
    class Filter(list[str]):
        def __call__(self, words: str) -> str:
            return words * 2

    code = CompiledOnce()
    for _ in range(2):
        assert drawn(code, change=lambda made: made.filters.update(said=Filter())).startswith("aa")
    assert len(compiled) == 2


def test_what_was_asked_for_longest_ago_is_let_go(compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_once, "_AT_MOST", 2)
    code = CompiledOnce()
    for text in ("one", "two", "one", "three", "one", "two"):
        drawn(code, text)
    assert len(compiled) == 4


def test_a_site_that_is_built_again_has_the_same_bytes_and_compiles_nothing_of_the_theme(
    site: Site, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CODE, "_made", type(CODE._made)())
    assert site.run("build") == 0
    first, once = site.files(), list(compiled)
    assert {"main.html", "base.html", "crisis.html"} <= set(once)
    assert site.run("build") == 0
    again = compiled[len(once) :]
    assert site.files() == first
    assert not [name for name in again if Path(name).name in {"main.html", "base.html", "crisis.html"}]
