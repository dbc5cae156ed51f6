"""A format that another distribution brings: found by its entry point, and never a danger to the other feeds."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from explainer.commands.main import run
from explainer.declarations.documents import read_yaml
from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import FormatError, StaffError
from explainer.fetch.web import Fetched, Limits, fetch_all
from explainer.formats import Document, detect, read_all, registry
from explainer.formats.inspection import inspect_document
from explainer.formats.kit.look import Look
from explainer.model.history import Record
from explainer.model.sources import Source
from explainer.picture.freshness import freshness_of
from explainer.picture.sources import Freshness
from explainer.record.lifecycle import Bad, Good, advance
from explainer.staff.check import declared
from tests.conftest import ROOT
from tests.support.site import rss

PAGE = (ROOT / "docs/formats/plugin.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """What the documentation shows."""
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


ROTA = block("python")
BODY = block("text").encode()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Installs a small distribution with one format, as an installer would: a module and a dist-info."""
    modules: list[str] = []

    def install(name: str, module: str) -> None:
        package = name.replace("-", "_") + "_format"
        folder = tmp_path / package
        modules.append(package)
        (folder / f"{package}-1.0.dist-info").mkdir(parents=True)
        (folder / f"{package}-1.0.dist-info/METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
        )
        (folder / f"{package}-1.0.dist-info/entry_points.txt").write_text(f"[explainer.formats]\n{name} = {package}\n")
        (folder / f"{package}.py").write_text(module, encoding="utf-8")
        monkeypatch.syspath_prepend(str(folder))

    yield install
    for module in modules:
        sys.modules.pop(module, None)


def source(name: str, **more: object) -> Source:
    return SOURCE_DOOR.read({"id": name, "publisher": "P", "format": name, "file": "local/board.txt", **more})


def read(name: str, body: bytes = BODY) -> str:
    """The reason for which a document is refused."""
    with pytest.raises(FormatError) as refused:
        read_all([Document(name="board.txt", body=body)], source(name))
    return str(refused.value)


def test_a_format_of_another_distribution_is_read(installed: Callable[[str, str], None]) -> None:
    installed("rota", ROTA)
    rules = [{"match": {"words": "mri closed"}, "component": "imaging", "state": "stopped"}]
    parsed = read_all([Document(name="board.txt", body=BODY)], source("rota", mapping=rules))
    assert [(made.id, made.headline[0].text, made.status.value) for made in parsed.disruptions] == [
        ("rota.12", "MRI closed", "active"),
        ("rota.13", "CT closed", "resolved"),
    ]
    assert [report.component for made in parsed.disruptions for report in made.reports] == ["imaging"]
    assert [row.reason for row in parsed.rejected] == ["it has not three parts"]


def test_the_entry_point_in_the_documentation_is_of_our_group() -> None:
    project = tomllib.loads(block("toml"))["project"]
    assert list(project["entry-points"]) == [registry.GROUP]
    assert list(project["entry-points"][registry.GROUP]) == ["rota"]


def test_it_is_named_told_from_content_and_inspected_like_any_other(installed: Callable[[str, str], None]) -> None:
    assert "rota" not in registry.names()
    installed("rota", ROTA)
    assert registry.names()[-1] == "rota"
    assert detect(BODY) == "rota"
    assert inspect_document("board.txt", BODY)["format"] == "rota"
    assert declared(read_yaml("publisher: P\nformat: rota\nfile: f\n", "f.yml"), "ward").format == "rota"


def test_a_misspelt_format_is_told_the_nearest_one(installed: Callable[[str, str], None]) -> None:
    installed("rota-board", ROTA)
    with pytest.raises(
        StaffError, match=r"f\.yml:2:9 format: there is no format “rotaboard”: did you mean “rota-board”\?"
    ):
        declared(read_yaml("publisher: P\nformat: rotaboard\nfile: f\n", "f.yml"), "ward")


def test_it_cannot_take_the_name_of_one_of_ours(installed: Callable[[str, str], None]) -> None:
    installed("rss", "raise RuntimeError\n")
    assert registry.names().count("rss") == 1
    assert detect(rss({"1": "Gale"}).encode()) == "rss"


def made(recognises: str, parse: str, draft: str = "pass") -> str:
    """A module whose three functions do nothing but this."""
    return f"""
from explainer.formats.base import Draft, Entries, Format
def recognises(look):
    {recognises}
def parse(document, source):
    {parse}
def draft(row):
    {draft}
FORMAT = Format(name="broken", what="a broken one", parse=parse, recognises=recognises)
"""


BROKEN = {
    "import": ("raise RuntimeError('no licence')", "cannot be loaded: RuntimeError: no licence"),
    "exit": ("import sys; sys.exit(1)", "cannot be loaded: SystemExit: 1"),
    "syntax": ("def parse(:", "cannot be loaded: SyntaxError"),
    "empty": ("", "has no FORMAT"),
    "no format": ("FORMAT = 5", "has a FORMAT that is none"),
    "raises": (made("return 1 / 0", "return {}[source.id]"), "failed: KeyError: 'broken'"),
    "exits": (made("exit(3)", "raise SystemExit(3)"), "failed: SystemExit: 3"),
    "returns": (made("return True", "return []"), "returned no Entries"),
}


@pytest.mark.parametrize(("module", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_is_one_feeds_failure_with_its_reason(
    module: str, reason: str, installed: Callable[[str, str], None]
) -> None:
    installed("broken", module)
    assert read("broken").startswith(f"the plugin for the format “broken” {reason}")


@pytest.mark.parametrize("module", [module for module, _ in BROKEN.values()][:6], ids=[*BROKEN][:6])
def test_a_broken_plugin_hinders_no_other_format(module: str, installed: Callable[[str, str], None]) -> None:
    installed("broken", module)
    assert detect(rss({"1": "Gale"}).encode()) == "rss"
    assert inspect_document("f", rss({"1": "Gale"}).encode())["failure"] is None
    for found in registry.recognisers():
        assert found.name == "broken" or not found.recognises(Look(b"ROTA 1"))


@pytest.mark.parametrize("draft", ["exit(3)", "return 1 / 0", "yield Draft(id='2'); exit(3)", "return [5]"])
def test_an_entry_that_a_plugin_fails_on_is_set_aside_and_the_others_are_read(
    draft: str, installed: Callable[[str, str], None]
) -> None:
    draft = f"if row == 'good':\n        return [Draft(id='1', headline='Good')]\n    {draft}".replace(
        "return [Draft(id='1', headline='Good')]",
        "yield Draft(id='1', headline='Good')\n        return"
        if "yield" in draft
        else "return [Draft(id='1', headline='Good')]",
    )
    installed("broken", made("return True", "return Entries(['bad', 'good'], draft)", draft))
    parsed = read_all([Document(name="board.txt", body=BODY)], source("broken"))
    assert [one.id for one in parsed.disruptions] == ["broken.1"]
    [row] = parsed.rejected
    assert row.reason.startswith("it could not be read")


def test_no_format_can_speak_for_another_feed(installed: Callable[[str, str], None]) -> None:
    installed(
        "broken",
        made("return True", "return Entries(['operations.late'], draft)", "return Draft(id=row, headline='x')"),
    )
    [one] = read_all([Document(name="board.txt", body=BODY)], source("broken")).disruptions
    assert one.id.startswith("broken.")


def test_a_broken_plugin_is_one_failed_source_and_the_others_are_read(
    installed: Callable[[str, str], None], tmp_path: Path, now: datetime
) -> None:
    installed("broken", "raise RuntimeError('no licence')")
    folder = tmp_path / "ops_feeds"
    (folder / "local").mkdir(parents=True)
    (folder / "local/board.txt").write_bytes(BODY)
    (folder / "local/met.xml").write_text(rss({"1": "Gale"}))
    met = Source(id="met", publisher="Met", format="rss", file="local/met.xml")
    sources = (source("broken"), met)
    outcomes = fetch_all(sources, folder, {}, Limits())
    record = Record()
    for each in sources:
        outcome = outcomes[each.id]
        assert isinstance(outcome, Fetched)
        try:
            result: Good | Bad = Good(parsed=read_all(outcome.documents, each), sha256=outcome.sha256)
        except FormatError as error:
            result = Bad(reason=str(error))
        record = advance(record, each, result, now)
    assert [freshness_of(each, record.times[each.id], now) for each in sources] == [
        Freshness.UNREACHABLE,
        Freshness.FRESH,
    ]
    assert (
        record.times["broken"].failure
        == "the plugin for the format “broken” cannot be loaded: RuntimeError: no licence"
    )
    assert list(record.held) == ["met.1"]


def test_feeds_try_names_a_broken_plugin_and_exits_with_3(
    installed: Callable[[str, str], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installed("broken", "raise RuntimeError('no licence')")
    (tmp_path / "board.txt").write_bytes(BODY)
    assert run(["feeds", "try", str(tmp_path / "board.txt"), "--format", "broken"]) == 3
    assert "the plugin for the format “broken” cannot be loaded" in capsys.readouterr().err
