"""Over rsync, to a folder here and through a shell that stands in for ssh: whole steps, and nobody else's files."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path

import pytest

from explainer.publishing.destination import DestinationError, RacedError
from explainer.publishing.rsync import Rsync
from tests.publishing.test_publishing import in_folder, put
from tests.support.publishing import amiss, seen_by, site_of

pytestmark = pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed here")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rsync:
    """Another machine, which is this one: what ssh would run there is run here."""
    shell = tmp_path / "ssh"
    shell.write_text(f'#!{sys.executable}\nimport os, sys\nos.execvp("sh", ["sh", "-c", " ".join(sys.argv[2:])])\n')
    shell.chmod(stat.S_IRWXU)
    monkeypatch.setenv("RSYNC_RSH", str(shell))
    return Rsync(f"www.example:{tmp_path}/there")


def test_a_site_comes_whole_and_what_is_gone_goes_and_nothing_else(tmp_path: Path, place: Rsync) -> None:
    there, first, second = tmp_path / "there", site_of(tmp_path / "1", 1), site_of(tmp_path / "2", 2)
    put(place, first, tmp_path / "aside")
    assert seen_by(in_folder(there), first.files) == []
    (there / "CNAME").write_text("theirs")
    (there / "disruptions/d1/theirs.txt").write_text("theirs")
    done = put(place, second, tmp_path / "aside")
    assert "disruptions/d1/index.html.br" in done.removed
    assert seen_by(in_folder(there), second.files) == []
    assert amiss(in_folder(there)) == []
    assert not (there / "disruptions/d1/index.html").exists()
    assert (there / "CNAME").read_text() + (there / "disruptions/d1/theirs.txt").read_text() == "theirstheirs"
    assert (there / "index.html").stat().st_mode & 0o777 == 0o644
    assert put(place, second, tmp_path / "aside").put == ()


def test_the_age_of_a_file_is_told_by_the_clock_there_and_one_that_is_not_there_is_none(
    tmp_path: Path, place: Rsync
) -> None:
    assert place.read(".explainer/lease.json") is None
    tag = place.write(".explainer/lease.json", b"{}", "")
    assert 0 <= place.age(".explainer/lease.json") < 60
    with pytest.raises(RacedError):
        place.write(".explainer/lease.json", b"[]", "another")
    assert place.write(".explainer/lease.json", b"[]", tag)
    assert place.tags(["index.html", ".explainer/lease.json"]).keys() == {".explainer/lease.json"}
    assert (tmp_path / "there").is_dir()


def test_a_machine_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSYNC_RSH", "false")
    with pytest.raises(DestinationError, match="could not be written by rsync"):
        Rsync("www.example:/srv/status").read("index.html")
