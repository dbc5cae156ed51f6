"""A site never shows what another one was told, and keeps its own record through a new name and a new address."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from explainer.commands.main import run
from explainer.record import whose
from explainer.record.whose import Owner, Whose
from tests.conftest import ROOT
from tests.support.site import CONFIG, Site, make_site
from tests.support.trades import HOSPITAL, make_trade
from tests.support.watching import Watched

PIER = Owner(name="Pier One", parts=("crane", "ferry", "wind"))
FOREIGN = "was told to another site, “Pier One”, and not to “Riverside Hospital”"


@pytest.mark.parametrize(
    ("kept", "here", "found"),
    [
        (None, PIER, Whose.OURS),
        (PIER, PIER, Whose.OURS),
        (PIER, PIER.replace(parts=("crane", "ferry", "tide")), Whose.OURS),
        (PIER, PIER.replace(name="Pier Two"), Whose.RENAMED),
        (PIER, PIER.replace(parts=("beds",)), Whose.REMADE),
        (PIER, Owner(name="Hospital", parts=("beds", "lab", "wind")), Whose.ANOTHERS),
        (PIER, Owner(name="Hospital"), Whose.RENAMED),
    ],
)
def test_a_record_is_anothers_when_neither_name_nor_system_is_what_it_was(
    kept: Owner | None, here: Owner, found: Whose
) -> None:
    assert whose.whose(kept, here) is found


def forked(root: Path, source: Path) -> Site:
    """A hospital in which the record of another site was left."""
    hospital = make_trade(root, "Riverside Hospital", HOSPITAL)
    shutil.rmtree(root / "ops_feeds/recorded", ignore_errors=True)
    shutil.copytree(source / "ops_feeds/recorded", root / "ops_feeds/recorded")
    return hospital


@pytest.mark.parametrize("command", ["check", "fetch", "update", "build", "show", "looked", "feeds"])
def test_the_record_of_another_site_is_refused_by_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    pier = make_site(tmp_path / "pier")
    assert pier.run("fetch") == 0
    hospital = forked(tmp_path / "hospital", pier.root)
    options = {"looked": ["beds", "--good-for", "1h", "--by", "site-office"], "feeds": ["list"]}.get(command, [])
    assert run([command, *options, "-f", str(hospital.root / "mkdocs.yml")]) == 2
    said = capsys.readouterr().err
    assert f"ops_feeds/recorded/site.json:1:1 what is recorded here {FOREIGN}" in said
    assert "delete the folder ops_feeds/recorded" in said
    assert "explainer adopt" in said
    assert not (hospital.root / "site").exists()


def test_a_page_that_was_built_before_is_not_filled_with_it(tmp_path: Path) -> None:
    pier = make_site(tmp_path / "pier")
    assert pier.run("fetch") == 0
    hospital = make_trade(tmp_path / "hospital", "Riverside Hospital", HOSPITAL)
    assert hospital.run("update") == 0
    forked(hospital.root, pier.root)
    before = hospital.files()
    assert hospital.run("refresh") == 2
    assert hospital.files() == before


def test_a_process_that_stays_says_so_in_every_round_and_goes_on(tmp_path: Path) -> None:
    pier = make_site(tmp_path / "pier")
    assert pier.run("fetch") == 0
    hospital = forked(tmp_path / "hospital", pier.root)
    watch = Watched(hospital)
    for seconds in (0, 120):
        done = watch.cycle(seconds)
        assert FOREIGN in done.error
        assert not done.changed


def test_a_fork_of_the_demo_shows_nothing_of_it_until_the_folder_is_deleted(tmp_path: Path) -> None:
    hospital = forked(tmp_path, ROOT)
    assert hospital.run("update") == 2
    shutil.rmtree(tmp_path / "ops_feeds/recorded")
    assert hospital.run("update") == 0
    assert "De-icing" not in hospital.page("archive/index.html") + hospital.page("status.json")


def test_a_new_address_changes_nothing_and_a_new_name_is_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path)
    assert site.run("update") == 0
    site.write("mkdocs.yml", CONFIG.replace("pier.example", "quay.example"))
    assert site.run("update") == 0
    assert "was recorded when" not in capsys.readouterr().err
    site.write("mkdocs.yml", CONFIG.replace("site_name: Pier One", "site_name: Quay Seven"))
    assert site.run("update") == 0
    assert "was recorded when this site was called “Pier One”: if it is the same site, run" in capsys.readouterr().err
    assert site.run("check") == 0
    assert "site.json:1:1 advice: was recorded when this site was called “Pier One”" in capsys.readouterr().err
    assert run(["adopt", "-f", str(tmp_path / "mkdocs.yml")]) == 0
    assert site.run("update") == 0
    assert "was recorded when" not in capsys.readouterr().err
    assert "late" in site.page("index.html")


def test_a_record_that_nobody_signed_is_adopted_at_the_first_fetch(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    assert site.run("fetch") == 0
    (tmp_path / "ops_feeds/recorded/site.json").unlink()
    assert site.run("fetch") == 0
    assert whose.owner_of(tmp_path / "ops_feeds/recorded") == PIER


@pytest.mark.parametrize("command", ["check", "update", "build", "show"])
def test_a_record_of_an_earlier_version_that_tells_of_other_parts_only_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    hospital = forked(tmp_path, ROOT)
    (tmp_path / "ops_feeds/recorded/site.json").unlink()
    assert hospital.run(command) == 2
    assert "tells of no part of this site, only of others: arriving, atc, " in capsys.readouterr().err
    assert run(["adopt", "-f", str(tmp_path / "mkdocs.yml")]) == 0
    assert hospital.run("update") == 0


def test_a_file_that_is_damaged_is_named_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path)
    assert site.run("update") == 0
    site.write("ops_feeds/recorded/site.json", "{")
    assert site.run("refresh") == 1
    assert "site.json cannot be read; restore it" in capsys.readouterr().err
    assert run(["adopt", "-f", str(tmp_path / "mkdocs.yml")]) == 0
    assert site.run("refresh") == 0
