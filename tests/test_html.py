"""Every page of two sites before a checker of HTML that knows the standard, and what assistive technology asks of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from explainer.commands.main import run
from tests.conftest import ROOT
from tests.support import npm
from tests.support.trades import HOSPITAL, make_trade

OF_MATERIAL = {
    ("valid-autocomplete", 'autocomplete attribute cannot be used on <input type="checkbox">'),
    ("attribute-allowed-values", 'Attribute "tabindex" has invalid value ""'),
}
"""What the theme of reading pages writes against the standard, on its own drawer and search."""


class Fault(NamedTuple):
    """What the checker finds, and on which page."""

    rule: str
    words: str
    page: str


def faults(site: Path, config: Path, *presets: str) -> list[Fault]:
    """What the checker finds on every page of a published site."""
    config.write_text(json.dumps({"root": True, "extends": list(presets)}), encoding="utf-8")
    node = shutil.which("node")
    assert node is not None
    checker = npm.installed() / "html-validate/bin/html-validate.mjs"
    answer = config.with_suffix(".answer")  # a file, because it exits before a pipe has taken all
    with answer.open("wb") as told:
        command = [node, str(checker), "-c", str(config), "-f", "json", "."]
        subprocess.run(command, cwd=site, stdout=told, check=False)  # noqa: S603 - locked, on our own pages
    return [
        Fault(one["ruleId"], one["message"], Path(page["filePath"]).relative_to(site).as_posix())
        for page in json.loads(answer.read_bytes())
        for one in page["messages"]
    ]


def is_ours(site: Path, page: str) -> bool:
    """Whether a page is ours from the first byte to the last."""
    return "md-header" not in (site / page).read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=["airport", "hospital"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two published sites: the demo in its languages, and a hospital."""
    root = tmp_path_factory.mktemp(request.param) / "site"
    if request.param == "hospital":
        assert make_trade(root, "Riverside Hospital", HOSPITAL).run("update") == 0
        return root / "site"
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    assert run(["update", "-f", str(root / "mkdocs.yml")]) == 0
    return root / "site"


@pytest.mark.audit
def test_no_page_is_written_against_the_standard(site: Path, tmp_path: Path) -> None:
    found = faults(site, tmp_path / "standard.json", "html-validate:standard")
    assert [one for one in found if is_ours(site, one.page) or one[:2] not in OF_MATERIAL] == []


@pytest.mark.audit
def test_no_crisis_page_has_what_assistive_technology_cannot_use(site: Path, tmp_path: Path) -> None:
    found = faults(site, tmp_path / "access.json", "html-validate:a11y")
    assert [one for one in found if is_ours(site, one.page)] == []
