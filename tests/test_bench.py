"""The bench runs, and what it writes is whole. How fast anything is, no test says: that is the bench's to tell."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import storm, tell, years
from bench.measure import BenchError, Snapshot, over, python, run, spread
from bench.prose import Prose
from bench.sites import Site, Size
from tests.conftest import ROOT

RATIOS = {
    "build_over_refresh",
    "build_over_refresh_banner",
    "build_over_warm_cycle",
    "refresh_growth_500_to_5000",
    "build_growth_1000_to_5000_disruptions",
}
FIGURES = {
    "build",
    "plain_mkdocs_build",
    "build_over_plain_mkdocs",
    "refresh",
    "refresh_banner",
    "refresh_nothing_new",
    "warm_cycle",
    "refresh_by_explainers",
    "build_by_disruptions",
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One quick run, as a person would start it."""
    out = tmp_path_factory.mktemp("bench") / "bench.json"
    command = [sys.executable, "-m", "bench", "--quick", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert "| Full build ÷ warm cycle" in done.stdout
    assert "done" in done.stderr
    read: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return read


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner, path)
    elif isinstance(value, int | float):
        yield path, value


@pytest.mark.audit
def test_a_run_gives_every_ratio_with_its_spread(result: dict[str, Any]) -> None:
    assert result.keys() == RATIOS | {"machine", "sizes", "figures"}
    for name in RATIOS:
        assert result[name].keys() == {"median", "min", "max"}
        assert 0 < result[name]["min"] <= result[name]["median"] <= result[name]["max"]


@pytest.mark.audit
def test_a_run_gives_every_figure_and_each_is_a_number_above_nothing(result: dict[str, Any]) -> None:
    assert result["figures"].keys() == FIGURES
    wrong = {path: value for path, value in numbers(result) if not (math.isfinite(value) and value > 0)}
    assert set(wrong) <= {f"/figures/{name}/changed/same_bytes_new_time" for name in FIGURES}


@pytest.mark.audit
def test_a_run_says_on_what_it_was_measured(result: dict[str, Any]) -> None:
    assert result["machine"].keys() >= {"cores", "python", "versions"}
    assert result["sizes"]["site"].keys() == {"explainers", "disruptions"}


@pytest.mark.audit
def test_a_result_can_be_put_into_its_page_again_and_again(result: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "bench.md"
    page.write_text(f"Before.\n\n{tell.BEGIN}\nOld.\n{tell.END}\n\nAfter.\n", encoding="utf-8")
    tell.write_docs(result, page)
    once = page.read_text(encoding="utf-8")
    tell.write_docs(result, page)
    assert page.read_text(encoding="utf-8") == once
    assert "Old." not in once
    assert once.startswith("Before.\n\n")
    assert once.endswith("\n\nAfter.\n")
    assert tell.told(result) in once


def test_the_page_has_a_place_for_the_result() -> None:
    text = tell.DOCS.read_text(encoding="utf-8")
    assert 0 < text.index(tell.BEGIN) < text.index(tell.END)


def test_the_same_seed_makes_the_same_site(tmp_path: Path) -> None:
    one, other = (Site.make(tmp_path / name, Size(30, 40)) for name in ("one", "other"))
    for site in (one, other):
        site.feeds.quiet_change(site.now)
        site.feeds.banner_change(site.now)
    files = [{path: digest for path, (digest, _) in Snapshot.of(site.root).files.items()} for site in (one, other)]
    assert files[0] == files[1]
    assert len(files[0]) > 40


def test_generated_pages_are_as_long_as_real_ones_and_no_two_are_alike() -> None:
    pages = [body for _, _, body in Prose.of(ROOT / "content").pages(50, seed=1)]
    assert len(set(pages)) == 50
    assert all(5_000 <= len(page.encode()) <= 7_000 for page in pages)


def test_a_site_has_as_many_disruptions_as_were_asked_for(tmp_path: Path) -> None:
    site = Site.make(tmp_path / "site", Size(25, 60))
    site.fetch()
    assert len(list((site.root / "ops_feeds/recorded/disruptions").glob("*.json"))) == 60


@pytest.mark.audit
def test_what_is_over_for_years_costs_a_fetch_nothing(tmp_path: Path) -> None:
    found = years.measured(tmp_path, 2_000, rounds=1, refresh=False)
    assert found["fetch"]["cpu_ratio"] < 2, "a single pair on a busy machine; the bench itself asks for 1.3"
    assert found["fetch"]["memory_ratio"] < 1.3
    assert found["record"]["at_hand"] < 300
    assert found["files_read"][2_000] < found["files_read"][years.SMALL] + 200


@pytest.mark.audit
def test_one_more_version_writes_no_more_after_thousands_and_git_keeps_little(tmp_path: Path) -> None:
    few, many = (years.long_history(tmp_path, versions) for versions in (100, 3_000))
    assert many["added"] < 2 * few["added"] < 2_000
    assert many["rewritten"] < 1.2 * few["rewritten"]
    kept = years.git_size(tmp_path, commits=20)
    assert kept["packed"] < kept["record"]


def test_a_command_that_fails_gives_no_cost(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"exited with 3:\nno such luck"):
        run(python("-c", "import sys; print('no such luck'); sys.exit(3)"), tmp_path)


def test_the_cost_of_a_process_is_its_own_and_that_of_what_it_started(tmp_path: Path) -> None:
    held = "x = bytes(range(256)) * 400_000"
    cost = run(python("-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{held}'])"), tmp_path)
    assert cost.memory > 100
    assert run(python("-c", "pass"), tmp_path).memory < cost.memory / 2


def test_ratios_are_taken_within_a_round_only() -> None:
    assert over([10, 100], [[1, 2], [10, 20]]) == spread([10, 5, 10, 5])


def test_a_snapshot_tells_what_changed_from_what_was_only_written(tmp_path: Path) -> None:
    for name in ("a.html", "b.html", "c.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    before = Snapshot.of(tmp_path)
    (tmp_path / "a.html").write_text("other", encoding="utf-8")
    (tmp_path / "c.txt").unlink()
    (tmp_path / "d.txt").write_text("new", encoding="utf-8")
    later = (tmp_path / "b.html").stat().st_mtime_ns + 10**9
    os.utime(tmp_path / "b.html", ns=(later, later))
    assert before.changed(Snapshot.of(tmp_path)) == {"files": 3, "pages": 1, "of": 3, "same_bytes_new_time": 1}


@pytest.mark.audit
def test_a_storm_is_played_by_runners_and_a_weaver_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    told = storm.play(tmp_path, storm.Size(feeds=4, messages=12, minutes=1, runners=2))
    assert told["requests"] == 2 * 4
    assert 0 < told["delay_seconds"]["median"] <= told["delay_seconds"]["max"] < 2 * storm.ROUND + 60
