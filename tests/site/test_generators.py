"""Which generator builds a site, and what is said where it cannot be had."""

from __future__ import annotations

from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from explainer.errors import StaffError
from explainer.model.vocabulary import Engine
from explainer.site import generators
from explainer.staff.project import Project, load_project
from tests.support.site import CONFIG, make_site


def project(root: Path, engine: str = "") -> Project:
    site = make_site(root / "site")
    site.write("mkdocs.yml", CONFIG + (f"      engine: {engine}\n" if engine else ""))
    return load_project(site.root / "mkdocs.yml")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    there: set[str] = set()

    def spec(name: str) -> ModuleSpec | None:
        return ModuleSpec(name, None) if name.partition(".")[0] in there else None

    monkeypatch.setattr(generators, "_spec", spec)
    return there


def refusal(site: Project) -> str:
    with pytest.raises(StaffError) as refused:
        generators.chosen(site)
    return str(refused.value)


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        ({"mkdocs"}, Engine.MKDOCS),
        ({"mkdocs", "properdocs", "zensical"}, Engine.MKDOCS),
        ({"properdocs"}, Engine.PROPERDOCS),
        ({"properdocs", "zensical"}, Engine.PROPERDOCS),
    ],
)
def test_a_site_that_names_none_is_built_by_mkdocs_else_by_properdocs(
    tmp_path: Path, installed: set[str], there: set[str], taken: Engine
) -> None:
    installed |= there
    assert generators.chosen(project(tmp_path)) is taken


@pytest.mark.parametrize("engine", Engine)
def test_a_site_is_built_by_the_one_it_names_whatever_else_is_there(
    tmp_path: Path, installed: set[str], engine: Engine
) -> None:
    installed |= {one.value for one in Engine}
    assert generators.chosen(project(tmp_path, engine)) is engine


@pytest.mark.parametrize("engine", Engine)
def test_one_that_is_not_there_is_named_with_what_installs_it(
    tmp_path: Path, installed: set[str], engine: Engine
) -> None:
    installed |= {one.value for one in Engine} - {engine.value}
    said = refusal(project(tmp_path, engine))
    assert said.startswith("mkdocs.yml:10:15 engine:")
    assert "is not installed" in said
    assert generators.INSTALL[engine] in said


def test_where_there_is_none_both_are_named(tmp_path: Path, installed: set[str]) -> None:
    said = refusal(project(tmp_path))
    assert "mkdocs.yml:8:7 engine:" in said
    assert "neither MkDocs nor ProperDocs is installed" in said
    assert all(generators.INSTALL[one] in said for one in (Engine.MKDOCS, Engine.PROPERDOCS))


def test_zensical_is_offered_where_it_alone_is_there(tmp_path: Path, installed: set[str]) -> None:
    installed.add("zensical")
    assert "write engine: zensical" in refusal(project(tmp_path))


def test_mkdocs_2_which_has_no_plugins_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generators, "_spec", lambda name: ModuleSpec(name, None) if name == "mkdocs" else None)
    assert not generators.is_installed(Engine.MKDOCS)


def test_a_process_that_began_with_the_other_says_to_start_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mkdocs.config  # noqa: F401 - as a build by MkDocs in this process would have done

    with pytest.raises(StaffError, match="stop it and start it again"):
        generators.answer_to_mkdocs(Engine.PROPERDOCS, project(tmp_path, "properdocs"))
