"""Killed at any moment, a run leaves a whole site and a record that reads, and the next run finishes the job."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench import cuts
from bench.pairs import pairs
from tests.conftest import ROOT
from tests.support.killing import is_whole, killed
from tests.support.site import make_site

pytestmark = pytest.mark.audit

LATER = "2026-11-25T02:00:00+01:00"


@pytest.mark.parametrize(
    ("command", "kills", "longest"), [("fetch", 150, 0.12), ("refresh", 150, 0.2), ("build", 20, 1.2)]
)
def test_killed_at_random_moments_all_is_whole_and_the_next_run_finishes(
    tmp_path: Path, command: str, kills: int, longest: float
) -> None:
    site = make_site(tmp_path / "site")
    assert site.run("update") == 0
    done = killed(site, command, kills, longest)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert site.run("update", now=LATER) == 0
    assert is_whole(site)
    clean = site.copy(tmp_path / "clean", leave_out=["site", ".explainer"])
    assert clean.run("build", now=LATER) == 0
    assert site.files() == clean.files()


def test_an_update_beside_a_build_of_mkdocs_leaves_the_site_that_both_meant(tmp_path: Path) -> None:
    done = pairs(tmp_path / "site", 3)  # python -m bench.pairs runs as many as are asked for
    assert [pair for pair in done if not pair.is_good] == []


@pytest.mark.skipif(bool(cuts.why_not()), reason=f"to cut the power {cuts.why_not()}")
def test_a_cut_of_the_power_leaves_the_old_or_the_new_site_whole_and_all_of_the_record() -> None:
    # python -m bench.cuts runs as many as are asked for
    done = subprocess.run(  # our own script
        [sys.executable, "-m", "bench.cuts", "4"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    assert "4 cuts" in done.stdout
    assert "0 with empty files" in done.stdout


def test_a_reader_at_any_moment_finds_a_whole_page(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    assert site.run("update") == 0
    child = subprocess.Popen(  # noqa: S603  # our own script
        [sys.executable, "-m", "tests.support.killing", str(site.root), "refresh", "1", "30"],
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        seen: set[str] = set()
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline and len(seen) < 5:
            page = (site.root / "site" / "disruptions" / "met.g1" / "index.html").read_text(encoding="utf-8")
            assert page.rstrip().endswith("</html>")
            assert page.count("</html>") == 1
            seen.add(page)
        assert len(seen) >= 3, "the site did change meanwhile"
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
