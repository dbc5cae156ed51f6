"""Editors and other programs that staff use, tried with what we give them: the YAML language server, SARIF readers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import jsonschema
import pytest

from explainer.commands.findings import as_sarif
from explainer.declarations.documents import read_yaml
from explainer.declarations.schemas import modeline
from explainer.errors import Finding, Level
from explainer.staff import schemas
from tests.conftest import ROOT
from tests.support import npm
from tests.support.language_server import Editor, editor
from tests.support.site import BULLETIN, CONFIG, SYSTEM, Site, make_site, told_yesterday

LATE = "ops_feeds/bulletins/late.yml"


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    root = tmp_path_factory.mktemp("site")
    schemas.write(root / "schemas")
    with editor(root) as opened:
        yield opened


def _with_schema(path: str, text: str) -> str:
    return f"{modeline(schemas.name_for(path, locales=('fr', 'ar')), path)}\n{text}"


@pytest.mark.parametrize(
    "path",
    [
        path.relative_to(ROOT).as_posix()
        for pattern in ("content/*.yml", "ops_feeds/*.yml", "ops_feeds/bulletins/*.yml", "ops_feeds/watches/*.yml", "drills/*.yml")
        for path in sorted(ROOT.glob(pattern))
    ],
)  # fmt: skip
def test_an_editor_finds_nothing_wrong_in_what_is_published(at: Editor, path: str) -> None:
    assert at.open(path, _with_schema(path, (ROOT / path).read_text(encoding="utf-8"))) == []


def test_an_editor_finds_nothing_wrong_in_our_part_of_the_configuration(at: Editor) -> None:
    assert at.open("mkdocs.yml", _with_schema("mkdocs.yml", CONFIG)) == []
    bad = at.open("mkdocs.yml", _with_schema("mkdocs.yml", CONFIG.replace("zone:", "zoan:")))
    assert ["zoan" in one["message"] for one in bad] == [True]


def test_an_editor_tells_at_the_place_what_is_wrong_and_what_to_write(at: Editor) -> None:
    text = BULLETIN.format(status="active", ended="", says="Slow.")
    bad = (
        text.replace("severity: severe", "severity: bad")
        .replace("detected: 2026-11-20 16:40", "detected: 20.11.2026 16:40")
        .replace("place:", "plase:")
        .replace("low: 20", "low: many")
    )
    told = at.open(LATE, _with_schema(LATE, bad))
    lines = _with_schema(LATE, bad).splitlines()
    by_line = {lines[one["range"]["start"]["line"]].strip(): one["message"] for one in told}
    assert "Write a date and a time, as 2026-11-20 18:20" in by_line["detected: 20.11.2026 16:40"]
    assert '"severe"' in by_line["severity: bad"]
    assert any("plase" in one["message"] for one in told)
    assert any("place" in one["message"] and "Missing" in one["message"] for one in told)
    assert [said for one, said in by_line.items() if one.startswith("- {who: Leaving")] == ["Write digits only"]


def test_an_editor_says_what_a_key_is_for(at: Editor) -> None:
    text = _with_schema(LATE, BULLETIN.format(status="active", ended="", says="Slow."))
    at.open(LATE, text)
    lines = text.splitlines()
    line = next(number for number, one in enumerate(lines) if one.startswith("next_update"))
    assert "a promise, shown to everybody" in at.hover(LATE, line, 3)
    line = next(number for number, one in enumerate(lines) if one.startswith("severity"))
    assert "how long you may be silent" in at.hover(LATE, line, 3)


def test_an_editor_offers_keys_and_words_with_what_they_mean(at: Editor) -> None:
    at.open(LATE, _with_schema(LATE, "headline: Ferries are late\nseverity: \n"))
    words = at.offered(LATE, 2, len("severity: "))
    assert {"minor", "moderate", "severe", "extreme"} <= set(words)
    at.open(LATE, _with_schema(LATE, "headline: Ferries are late\n\n"))
    keys = at.offered(LATE, 2, 0)
    assert {"summary", "updates", "legal_ok", "empathy"} <= set(keys)
    told = keys["empathy"].get("documentation")
    assert "you know what this is like" in (told["value"] if isinstance(told, dict) else str(told))


def test_an_editor_offers_yes_and_no(at: Editor) -> None:
    at.open(LATE, _with_schema(LATE, "headline: Ferries are late\nlegal_ok: \n"))
    assert {"true", "false"} <= set(at.offered(LATE, 2, len("legal_ok: ")))


def test_an_editor_knows_the_system(at: Editor) -> None:
    bad = at.open(
        "content/system.yml", _with_schema("content/system.yml", SYSTEM.replace("kind: resource", "kind: thing"))
    )
    assert any('"resource"' in one["message"] for one in bad)


def test_the_table_for_an_editor_finds_the_schema_of_every_file() -> None:
    page = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```json\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    table = json.loads(block)["yaml.schemas"]
    beside = [f"ops_feeds/{below}/x{end}" for below in ("bulletins", "watches") for end in (".yml", ".fr.yml")]
    alone = ["mkdocs.yml", "content/system.yml", "content/rights.yml", "ops_feeds/road.yml", "drills/first-snow.yml"]
    for path in [*alone, *beside]:
        found = [schema for schema, patterns in table.items() if _matches(path, patterns)]
        name = schemas.name_for(path, locales=("fr",))
        assert found == ([] if name.endswith("-translation") else [f"./schemas/{name}.json"]), path


def _matches(path: str, patterns: str | list[str]) -> bool:
    """As VS Code matches: a pattern that begins with “!” takes away."""
    told = [patterns] if isinstance(patterns, str) else patterns
    there = PurePosixPath(path)
    return any(there.match(one) for one in told) and not any(there.match(one[1:]) for one in told if one[0] == "!")


@pytest.fixture
def committed(tmp_path: Path) -> Site:
    """A site in a repository whose commits our hook judges, by the program of this environment and the clock of today."""
    site = told_yesterday(make_site(tmp_path))
    [hook] = read_yaml((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), "").data
    assert hook["language"] == "python"
    assert hook["entry"].startswith("explainer ")
    own = hook | {"language": "system", "entry": f"{sys.executable} -m {hook['entry']}"}
    site.write(".pre-commit-config.yaml", json.dumps({"repos": [{"repo": "local", "hooks": [own]}]}))
    site.write("README.md", "# Pier\n")
    _git(site, "init", "-q")
    _git(site, "add", "-A")
    return site


def _git(site: Site, *told: str) -> None:
    subprocess.run(["git", "-C", str(site.root), *told], check=True, capture_output=True)  # noqa: S603, S607


def _hooked(site: Site, *files: str) -> tuple[int, str]:
    """How `pre-commit` ends for the files of a commit, and what it says."""
    program = Path(sys.executable).with_name("pre-commit")
    environ = os.environ | {"PRE_COMMIT_HOME": str(site.root.parent / "hooks")}
    done = subprocess.run(  # noqa: S603 - of this environment
        [program, "run", "--files", *files], cwd=site.root, env=environ, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_a_commit_of_what_is_wrong_is_stopped_and_says_why(committed: Site) -> None:
    bulletin = "ops_feeds/bulletins/late.yml"
    code, said = _hooked(committed, bulletin)
    assert code == 0, said
    path = committed.root / bulletin
    path.write_text(path.read_text(encoding="utf-8").replace("severity: severe", "severity: bad"), encoding="utf-8")
    _git(committed, "add", "-A")
    code, said = _hooked(committed, bulletin)
    assert code == 1
    assert "ops_feeds/bulletins/late.yml:5:11 severity: “bad”" in said


def test_a_commit_of_something_else_is_not_judged(committed: Site) -> None:
    code, said = _hooked(committed, "README.md")
    assert code == 0
    assert "Skipped" in said


def test_sarif_is_what_its_own_schema_says() -> None:
    schema = json.loads((npm.installed() / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json").read_text())
    findings = (
        Finding("the site/é.yml", 1, 2, "updates[1].says", "is empty", "write something"),
        Finding("/elsewhere/x.yml", 9, 1, "", "cannot be read", level=Level.ADVICE),
    )
    for told in (findings, ()):
        jsonschema.Draft4Validator(schema).validate(json.loads(as_sarif(told)))
