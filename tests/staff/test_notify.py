"""Whom `notify:` names is judged at its line, and no finding holds an address."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from explainer.commands.main import run
from explainer.staff.check import load_system
from explainer.staff.notify import judged_notify
from explainer.staff.project import load_project
from tests.support.site import Site, make_site

GOOD = "{name: press, to: T_PRESS}"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def findings(site: Site, *rows: str, **environment: str) -> list[str]:
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8").partition("      notify:")[0]
    site.write("mkdocs.yml", config + "      notify:\n" + "".join(f"        - {row}\n" for row in rows))
    project = load_project(site.root / "mkdocs.yml")
    return [str(finding) for finding in judged_notify(project, load_system(project), environment)]


def test_an_address_that_this_machine_lacks_is_advice(site: Site) -> None:
    (said,) = findings(site, GOOD)
    assert said.startswith("mkdocs.yml:11:")
    assert "advice: notify[1].to: this machine’s environment has no T_PRESS" in said
    assert findings(site, GOOD, T_PRESS="json://127.0.0.1/hook") == []


def test_an_address_that_is_none_is_told_without_it(site: Site) -> None:
    (said,) = findings(site, GOOD, T_PRESS="mailot://needle:needle@x.example")
    assert "the address in T_PRESS: “mailot://” is no service that is known: did you mean “mailto”?" in said
    assert "needle" not in said
    (said,) = findings(site, GOOD, T_PRESS="twilio://needle")
    assert "needle" not in said
    assert "advice" not in said


def test_parts_languages_and_names_are_those_there_are(site: Site) -> None:
    rows = ("{name: press, to: T, parts: [fery], language: fr}", "{name: press, to: T}")
    said = findings(site, *rows, T="json://127.0.0.1/")
    assert len(said) == 3
    assert "notify[1].language: the site is not in “fr”: write one of: en" in said[0]
    assert "notify[1].parts[1]: there is no component “fery”: did you mean “ferry”?" in said[1]
    assert "notify[2].name: there is another “press”" in said[2]


def test_without_the_extra_it_is_said_how_to_install_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    (said,) = findings(site, GOOD, T_PRESS="json://127.0.0.1/")
    needs = 'a library that is not installed here: pip install "explainer[notify]"'
    assert f"advice: notify[1].to: telling people needs {needs}" in said


def test_an_address_in_the_file_is_refused_and_not_repeated(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    row = '        - {name: press, to: "mailto://needle:needle@x.example"}\n'
    site.write("mkdocs.yml", f"{config}      notify:\n{row}")
    assert run(["check", "-f", str(site.root / "mkdocs.yml")]) == 2
    said = capsys.readouterr().err
    assert "mkdocs.yml:11:29 notify[1].to: is not the name of a variable: write NOTIFY_PRESS" in said
    assert "needle" not in said
