"""The first page of the documentation: each of its lines, run as it stands, makes a site and a first correct notice."""

from __future__ import annotations

import html
import json
import re
import shlex
from pathlib import Path

import pytest

from explainer.commands.main import run
from explainer.staff.check import load_staff
from explainer.staff.project import load_project
from explainer.staff.starting import trades
from explainer.staff.starting.trades import Trade
from tests.conftest import ROOT

PAGE = (ROOT / "docs/start.md").read_text(encoding="utf-8")
LINES = [
    line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE) for line in block.splitlines()
]
BEGIN = next(line for line in LINES if line.startswith("explainer new harbour --for"))
NOTICES = [line for line in LINES if line.startswith("explainer new bulletin ")]
AFTER = [line for line in LINES if line.startswith(("explainer say", "explainer looked", "explainer check"))]


def typed(line: str) -> int:
    """A line of the page, as a shell would take it apart."""
    name, *words = shlex.split(line)
    assert name == "explainer"
    return run(words)


def option(line: str, name: str) -> str:
    words = shlex.split(line)
    return words[words.index(name) + 1]


@pytest.mark.parametrize("trade", [one for one in trades.trades() if one.id != "blank"], ids=lambda trade: trade.id)
def test_the_path_of_each_trade_leads_to_a_first_correct_notice(
    trade: Trade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed(BEGIN.replace("--for hospital", f"--for {trade.id}")) == 0
    monkeypatch.chdir(tmp_path / "harbour")
    system = load_staff(load_project(Path("mkdocs.yml"))).system
    said = [line for line in NOTICES if option(line, "--part") in system.by_id]
    assert len(said) == 1
    assert typed(said[0]) == 0
    home = html.unescape(Path("site/index.html").read_text(encoding="utf-8"))
    assert option(said[0], "--what") in home
    assert option(said[0], "--means") in home
    status = json.loads(Path("site/status.json").read_text(encoding="utf-8"))
    states = {part["id"]: part["state"] for part in status["components"]}
    assert status["state"] == "stopped"
    assert states[option(said[0], "--part")] == "stopped"
    assert "normal" not in states.values()
    for line in AFTER:
        assert typed(line) == 0, line


def test_its_table_names_every_trade() -> None:
    assert re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE) == sorted(
        (trade.id for trade in trades.trades()), key=lambda name: (name == "blank", name)
    )
