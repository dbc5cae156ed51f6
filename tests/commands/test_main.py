"""The commands: what they print, and exit codes that tell the truth."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from explainer.commands.entry import plain_refresh, run_refresh
from explainer.commands.main import run
from tests.conftest import ROOT
from tests.support.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    from explainer.commands.main import explainer

    assert set(explainer.commands) == {
        "fetch",
        "build",
        "refresh",
        "update",
        "fingerprint",
        "rollback",
        "watch",
        "serve",
        "check",
        "show",
        "inspect",
        "feeds",
    }
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


def test_a_config_without_the_plugin_says_which_line_to_add(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("mkdocs.yml", "site_name: Pier\nplugins: [search]\n")
    assert site.run("build") == 2
    assert capsys.readouterr().err.startswith(
        "mkdocs.yml:2:10 plugins: does not name the explainer plugin: add a line “- explainer” to the plugins"
    )


def test_wrong_settings_are_named_at_their_line(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    config = (site.root / "mkdocs.yml").read_text().replace("Europe/Paris", "Paris/Europe")
    site.write("mkdocs.yml", config)
    assert site.run("check") == 2
    assert "mkdocs.yml:8:13 zone: is not a time zone: write a name such as Europe/Paris" in capsys.readouterr().err


def test_a_refresh_before_any_build_names_the_command(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("refresh") == 2
    assert capsys.readouterr().err == "explainer: there is no skeleton yet; run explainer build\n"


def test_a_failed_feed_is_a_warning_unless_it_was_asked_about(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.met(None)
    assert site.run("fetch") == 0
    assert "warning: Weather office (met): " in capsys.readouterr().err
    assert site.run("fetch", "--strict") == 3


def test_an_unreadable_record_is_our_own_fault_and_is_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("fetch") == 0
    site.write("ops_feeds/recorded/times.json", "{")
    assert site.run("fetch") == 1
    assert "times.json" in capsys.readouterr().err


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
    bulletins = [str(path) for path in (ROOT / "ops_feeds" / "bulletins").glob("*.yml")]
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


def test_a_refresh_imports_no_mkdocs_no_yaml_no_network_and_no_validation(site: Site) -> None:
    assert site.run("update") == 0
    site.met({"g1": "Gale warning, now for the whole coast"})
    assert site.run("fetch", now="2026-11-20T18:29+01:00") == 0
    code = (
        "import sys; from explainer.commands.entry import main; "
        f"sys.argv[1:] = ['refresh', '-f', {str(site.root / 'mkdocs.yml')!r}, '--now', '2026-11-20T18:30+01:00']\n"
        "try: main()\n"
        "except SystemExit as done: assert not done.code\n"
        "heavy = {'mkdocs', 'yaml', 'requests', 'jinja2', 'feedparser', 'lxml', 'nh3', 'pygraphviz', 'pydantic', 'click'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[-1] == "[]"
    assert "now for the whole coast" in site.page("feed.xml")


def test_the_preview_follows_content_and_feed_files(site: Site) -> None:
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    arguments = ["serve", "-f", str(site.root / "mkdocs.yml"), "--now", "2026-11-20T18:24+01:00", "--port", "0"]
    child = subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-m", "explainer", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        text=True,
    )
    assert child.stdout is not None
    try:
        threading.Timer(60, child.kill).start()
        address = next(line for line in child.stdout if "Preview at" in line).split()[2]
        assert "Gale warning" in page(address, "disruptions/met.g1/")
        site.met({"g1": "Storm warning"})
        wait_for(lambda: "Storm warning" in page(address, "disruptions/met.g1/"))
        site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The tall crane\n")
        wait_for(lambda: "The tall crane" in page(address, "how/crane/"))
    finally:
        child.terminate()
        child.communicate(timeout=10)


def page(address: str, path: str) -> str:
    with urllib.request.urlopen(f"{address}{path}", timeout=5) as answer:  # noqa: S310  # our own preview
        body: bytes = answer.read()
    return body.decode()


def wait_for(condition: object) -> None:
    deadline = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "the preview did not follow"
        time.sleep(0.3)


def test_a_misspelt_template_is_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/map.md", "---\ntemplate: mapp.html\n---\n")
    assert site.run("check") == 2
    assert (
        "content/map.md:2:11 template: there is no template “mapp.html”: did you mean “map.html”?"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("arguments", "plain"),
    [
        (["refresh"], True),
        (["refresh", "-f", "a.yml"], True),
        (["refresh", "--now", "2026-11-20T18:24+01:00", "--config-file", "a.yml"], True),
        (["refresh", "--now", "tomorrow"], False),
        (["refresh", "--now", "2026-11-20T18:24"], False),
        (["refresh", "--help"], False),
        (["refresh", "-f"], False),
        (["refresh", "-f", "--now"], False),
        (["refresh", "extra"], False),
        (["build", "-f", "a.yml"], False),
        ([], False),
    ],
)
def test_only_a_plain_refresh_does_without_the_command_line_library(arguments: list[str], plain: bool) -> None:
    assert (plain_refresh(arguments) is not None) is plain


def test_a_plain_refresh_says_and_does_what_the_command_does(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_refresh(site.root / "mkdocs.yml", None) == 2
    plainly = capsys.readouterr().err
    assert site.run("refresh") == 2
    assert capsys.readouterr().err == plainly
    code = "import sys; from explainer.commands.entry import plain_refresh, run_refresh; print('click' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "False\n"
