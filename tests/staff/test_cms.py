"""The forms ask for all that a file may hold, in the words of the schemas, and reach nobody but the repository."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from explainer.commands.main import run
from explainer.declarations.documents import Located
from explainer.declarations.schemas import Schema, shipped
from explainer.formats.builtin.bulletin import read
from explainer.formats.families.bulletin_rules import Known
from explainer.staff import cms, cms_fields
from explainer.staff.check import load_staff
from explainer.staff.project import load_project
from explainer.staff.starting import laying
from explainer.staff.starting import trades as starting
from explainer.staff.starting.answering import Answers
from tests.conftest import ROOT
from tests.staff.test_schemas import A_BULLETIN, OPERATIONS
from tests.support import trades
from tests.support.forms import archives
from tests.support.site import Site, make_site


def config_of(root: Path, backend: cms.Backend = cms.Backend("test-repo")) -> Any:  # noqa: B008 - a value
    project = load_project(root / "mkdocs.yml")
    staff = load_staff(project)
    return cms.config(
        project,
        staff.sources,
        cms_fields.names_of(staff.system, staff.sources, staff.rights, staff.permissions),
        backend,
    )


@pytest.fixture
def pier(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def collection(config: Any, name: str) -> Any:
    return next(one for one in config["collections"] if one["name"] == name)


def test_the_configuration_is_what_the_program_takes(tmp_path: Path) -> None:
    with tarfile.open(archives() / "cms-0.221.1.tgz") as archive:
        held = archive.extractfile("package/schema/sveltia-cms.json")
        assert held is not None
        schema = json.load(held)
    sites = [ROOT]
    for name, files in (("River Hospital", trades.HOSPITAL), ("Hanse Bank", trades.BANK)):
        sites.append(trades.make_trade(tmp_path / name.split()[1], name, files).root)
    for trade in starting.trades():
        answers = Answers(name="Harbour House", zone="Europe/Berlin", language="en", contact="Night desk")
        laying.lay_out(tmp_path / trade.id, starting.files_of(trade, answers))
        sites.append(tmp_path / trade.id)
    for site in sites:
        for backend in (
            cms.Backend("github", "o/r", "main", "https://sign-in.example"),
            cms.Backend("gitlab", "o/r", application="1"),
        ):
            jsonschema.Draft7Validator(schema).validate(config_of(site, backend))


def keys_of(schema: Schema, where: cms_fields.Where = ()) -> Iterator[cms_fields.Where]:
    for key, node in schema.get("properties", {}).items():
        yield (*where, key)
        inner = node["anyOf"][0] if "anyOf" in node else node
        yield from keys_of(inner.get("items", inner), (*where, key))


def fields_of(fields: list[Any], where: cms_fields.Where = ()) -> Iterator[tuple[cms_fields.Where, Any]]:
    for field in fields:
        yield (*where, field["name"]), field
        yield from fields_of(field.get("fields", []), (*where, field["name"]))


@pytest.mark.parametrize(("name", "kind"), [("bulletins-log", "bulletin"), ("looks", "look")])
def test_a_form_asks_for_every_key_but_those_that_a_form_cannot_hold(pier: Site, name: str, kind: str) -> None:
    pier.write("content/rights.yml", trades.HOSPITAL["content/rights.yml"])
    offer = "{what: Tea, when: To all., who: Anybody, party: harbour}"
    pier.write("content/permissions.yml", f"- {{id: long-wait, offers: [{offer}]}}\n")
    fields = dict(fields_of(collection(config_of(pier.root), name)["fields"]))
    left_out = {
        key for key in keys_of(shipped(kind)) if any(key[: len(no)] == no for no in cms_fields.LEFT_OUT.get(kind, ()))
    }
    figures = {key for key in fields if key[-1] == "figure"}
    assert set(fields) - figures == set(keys_of(shipped(kind))) - left_out
    for where, field in fields.items():
        assert field["hint"], where


def test_what_a_bulletin_names_is_chosen_and_not_typed() -> None:
    """`check` finds a name that is not there in just those places where a form offers the names that are."""
    bogus: dict[str, Any] = {
        "symptom": "x", "rights": "x", "offers": ["x"], "about": [{"feed": "x"}], "cause": {"component": "x", "investigator": "x"},
        "reports": [{"component": "x", "state": "normal", "by": "x", "caused_by": ["x"]}],
        "decisions": [{"what": "a", "at": "2026-11-20 18:00", "by": "x", "with": ["x"], "because": "b", "cost_to": "c",
                       "component": "x"}],
        "expected": [{"what": "a", "at": "2026-11-20 20:00", "happened_by": "x"}],
        "learned": {"wrong": [{"what": "a", "by": "x"}], "changes": [{"what": "a", "by": "x", "due": "2026-12-01"}]},
    }  # fmt: skip
    nothing = Known(*(frozenset[str]() for _ in range(6)))
    _, findings = read(Located("x.yml", A_BULLETIN | bogus, {}, {}), OPERATIONS, nothing)
    told = {re.sub(r"\[\d+\]", "", one.field) for one in findings if one.problem.startswith("there is no")}
    assert {tuple(one.split(".")) for one in told} == set(cms_fields.NAMED["bulletin"])


def test_published_updates_can_be_neither_moved_nor_removed(pier: Site) -> None:
    form = collection(config_of(pier.root), "bulletins-log")
    updates = next(field for field in form["fields"] if field["name"] == "updates")
    assert not any(updates[key] for key in ("allow_remove", "allow_reorder", "allow_duplicate"))
    assert "never changed" in updates["hint"]
    assert form["delete"] is False
    assert form["slug"]["editable"] == ["create"]


def test_nothing_that_need_not_be_there_is_filled_in(pier: Site) -> None:
    """A form fills a default into every older file that is opened, too."""
    form = collection(config_of(pier.root), "bulletins-log")
    assert [where for where, field in fields_of(form["fields"]) if field.get("default") and not field["required"]] == []
    empathy = next(field for field in form["fields"] if field["name"] == "empathy")
    assert "For a first word: “We are sorry.”" in empathy["hint"]


def test_times_are_those_of_the_site(pier: Site) -> None:
    form = collection(config_of(pier.root), "bulletins-log")
    detected = next(field for field in form["fields"] if field["name"] == "detected")
    assert detected["input_timezone"] == "Europe/Paris"
    assert detected["format"] == "YYYY-MM-DD HH:mm"


@pytest.mark.parametrize(
    ("backend", "there"),
    [
        (cms.Backend("github", "o/r", sign_in="https://sign-in.example"), {"https://api.github.com", "https://*.githubusercontent.com", "https://sign-in.example"}),
        (cms.Backend("gitlab", "o/r"), {"https://gitlab.com", "https://*.gitlab.com"}),
        (cms.Backend("test-repo"), set()),
    ],
)  # fmt: skip
def test_the_page_reaches_the_repository_and_nobody_else(backend: cms.Backend, there: set[str]) -> None:
    page = cms.page(backend)
    assert set(re.findall(r"https?://[^\s;&\"]+", page)) == there
    assert "script-src &#x27;self&#x27;;" in page
    assert "noindex" in page


@pytest.mark.parametrize("folder", ["site/cms", "site", "content/cms", "ops_feeds", "."])
def test_no_folder_that_is_published_or_written_in_is_taken(
    pier: Site, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["cms", "-f", str(pier.root / "mkdocs.yml"), "--backend", "test-repo", str(pier.root / folder)]
    assert run(told) == 1
    assert "write a folder that is for the forms alone" in capsys.readouterr().err
    assert not (pier.root / folder / "config.json").exists()


@pytest.mark.parametrize(
    ("remote", "name", "repo"),
    [
        ("git@github.com:harbour/pier-one.git", "github", "harbour/pier-one"),
        ("https://github.com/harbour/pier-one", "github", "harbour/pier-one"),
        ("https://name:secret@gitlab.com/city/harbour/pier.git", "gitlab", "city/harbour/pier"),
        ("ssh://git@gitlab.com:22/city/pier.git", "gitlab", "city/pier"),
    ],
)
def test_the_repository_is_told_from_its_remote(
    pier: Site, remote: str, name: str, repo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for told in (["init", "-q"], ["remote", "add", "origin", remote]):
        subprocess.run(["git", "-C", str(pier.root), *told], check=True)  # noqa: S603, S607 - a remote of ours
    assert run(["cms", "-f", str(pier.root / "mkdocs.yml")]) == 0
    config = json.loads((pier.root / "cms/config.json").read_text(encoding="utf-8"))
    assert config["backend"] == {"name": name, "repo": repo}
    assert "secret" not in (pier.root / "cms/config.json").read_text(encoding="utf-8")
    assert "run explainer cms --fetch" in capsys.readouterr().err


def test_without_a_remote_it_is_asked_for(pier: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cms", "-f", str(pier.root / "mkdocs.yml")]) == 2
    assert "write --backend and --repo OWNER/NAME" in capsys.readouterr().err
