"""The commands: what they print, and exit codes that tell the truth."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.commands.main import run
from tests.conftest import ROOT
from tests.support.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    from explainer.commands.main import explainer

    for name in explainer.commands:
        assert run([name, "--help"]) == 0
        assert "Options" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "-f", "nowhere.yml"], "nowhere.yml:1:1 cannot be read"),
        (["frobnicate"], "No such command"),
        (["show", "--now", "tomorrow"], "“tomorrow” is not a time; write it as 2026-11-20T18:24+01:00"),
        (["show", "--now", "2026-11-20T18:24"], "has no offset"),
        (["inspect", "x.xml", "--format", "rdf"], "write one of: alertswiss, atom, aws, bulletin"),
        (["inspect"], "Missing argument"),
    ],
)
def test_wrong_use_exits_with_2_and_says_what_to_do(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_refresh_before_any_build_names_the_command(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("refresh") == 2
    assert capsys.readouterr().err == "explainer: there is no skeleton yet; run explainer build\n"


def test_a_failed_feed_is_a_warning_unless_it_was_asked_about(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.met(None)
    assert site.run("fetch") == 0
    assert "warning: Weather office (met): " in capsys.readouterr().err
    assert site.run("fetch", "--strict") == 3


def test_a_clock_that_was_set_back_is_a_warning_and_what_was_recorded_counts_as_stale_until_it_is_asked_for(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    def fresh() -> list[str]:
        return [one["freshness"] for one in json.loads(site.page("status.json"))["sources"] if one["id"] == "met"]

    hour_before = "2026-11-20T17:24:00+01:00"
    assert site.run("update") == 0
    assert site.run("refresh", now=hour_before) == 0
    assert fresh() == ["stale"]
    assert site.run("update", now=hour_before) == 0
    assert fresh() == ["fresh"]
    assert "what was recorded before is 60 minutes ahead of this machine’s clock" in capsys.readouterr().err


def test_an_unreadable_record_is_our_own_fault_and_is_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("fetch") == 0
    site.write("ops_feeds/recorded/times/met.json", "{")
    assert site.run("fetch") == 1
    assert "times/met.json" in capsys.readouterr().err


def test_show_tells_the_picture_and_lets_no_feed_text_steer_the_terminal(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.met({"g1": "Gale &#x1b;[31m warning"})
    assert site.run("fetch") == 0
    capsys.readouterr()
    assert site.run("show") == 0
    out = capsys.readouterr().out
    assert "▲ Slowed: Ferries leave 20–40 minutes late" in out
    assert "Wind" in out
    assert "\x1b" not in out


def test_inspect_prints_one_line_for_each_document_and_stops_at_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes((ROOT / "ops_feeds" / "local" / "tower.xml").read_bytes())
    bad.write_text("<!doctype html><title>Access denied</title>")
    assert run(["inspect", str(bad), str(tmp_path / "none.xml"), str(good)]) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [set(line) for line in lines] == [{"file", "format", "disruptions", "set_aside", "failure"}] * 3
    assert [line["failure"] is None for line in lines] == [False, False, True]
    assert lines[2]["format"] == "rss"
    assert len(lines[2]["disruptions"]) == 3


def test_inspect_of_readable_documents_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in (ROOT / "ops_feeds" / "local" / "weather").iterdir()]
    bulletins = [str(path) for path in (ROOT / "ops_feeds" / "bulletins").glob("*.yml") if "." not in path.stem]
    assert run(["inspect", *files, *bulletins]) == 0
    formats = [json.loads(line)["format"] for line in capsys.readouterr().out.splitlines()]
    assert formats == ["cap", "cap", "bulletin", "bulletin", "bulletin"]


def test_the_exercise_clock_counts_when_no_moment_is_given(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    config = (site.root / "mkdocs.yml").read_text() + "      exercise: {now: 2026-11-20T18:40:00+01:00}\n"
    site.write("mkdocs.yml", config)
    assert run(["fetch", "-f", str(site.root / "mkdocs.yml")]) == 0
    capsys.readouterr()
    assert run(["show", "-f", str(site.root / "mkdocs.yml")]) == 0
    assert "18:40 CET" in capsys.readouterr().out


def test_a_log_gets_no_progress_lines(site: Site) -> None:
    done = subprocess.run(  # noqa: S603  # our own command
        [
            sys.executable,
            "-m",
            "explainer",
            "update",
            "-f",
            str(site.root / "mkdocs.yml"),
            "--now",
            "2026-11-20T18:24+01:00",
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"\r" not in done.stdout + done.stderr
    assert b"\x1b" not in done.stdout + done.stderr
