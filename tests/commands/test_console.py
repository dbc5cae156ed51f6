"""Whatever the system refuses is one line with its place and a remedy, a true exit code, and nothing lost."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from explainer.commands import console
from explainer.commands.main import run
from explainer.declarations.places import DATA
from explainer.errors import by_the_system, own_fault, redacted
from tests.support.refusing import FAILING, FORBIDDEN, FULL, READ_ONLY, refusing
from tests.support.site import Site, make_site

NOW = ("--now", "2026-11-20T18:24:00+01:00")
COMMANDS = {
    "fetch": ("fetch", *NOW),
    "refresh": ("refresh", *NOW),
    "update": ("update", *NOW),
    "rollback": ("rollback",),
    "adopt": ("adopt",),
    "show": ("show", *NOW),
    "feeds list": ("feeds", "list", *NOW),
    "say": ("say", "Half of it runs.", "--next", "30m", *NOW),
    "accept": ("accept", "late", "--by", "harbour", "--yes", *NOW),
    "looked": ("looked", "crane", "--good-for", "8h", *NOW),
}
PLACES = (
    ".explainer",
    ".explainer/lock",
    ".explainer/versions",
    ".explainer/manifests",
    ".explainer/skeleton",
    ".explainer/skeleton/skeleton",
    "site",
    "ops_feeds",
    "ops_feeds/recorded",
    "ops_feeds/recorded/disruptions/met.g1.json",
    "ops_feeds/bulletins",
    "ops_feeds/watches",
    "ops_feeds/met.yml",
    "content",
    "mkdocs.yml",
)
EVERY_DAY = frozenset({"refresh", "looked"})
"""The commands that are tried at every test; the others in an audit."""

MOST_LINES = len(DATA) + 1
"""A line for each of staff's data files, where all of them are refused, and how many there are to mend."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("faults") / "site")
    assert site.run("update") == 0
    site.met({"g1": "Gale, worse"})
    return site


def said_by(site: Site, *arguments: str) -> tuple[int, str]:
    """The exit code of a command, and what it said on standard error."""
    err = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(err):
        code = run([*arguments, "-f", str(site.root / "mkdocs.yml")])
    return code, err.getvalue()


def record_of(site: Site) -> dict[str, bytes]:
    """Every file of the record, and every notice, with its bytes."""
    return {str(path): path.read_bytes() for path in sorted((site.root / "ops_feeds").rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    "command",
    [name if name in EVERY_DAY else pytest.param(name, marks=pytest.mark.audit) for name in COMMANDS],
)
def test_a_file_that_the_system_refuses_is_named_in_a_line_and_undoes_nothing(
    built: Site, tmp_path: Path, command: str
) -> None:
    site = built.copy(tmp_path / "copy")
    places = [place for place in PLACES if command != "update" or "skeleton" not in place]  # that would build it anew
    for place in places:
        for number in (FORBIDDEN, FULL, FAILING):
            pages, told = site.files(), record_of(site)
            with refusing(site.root / place, number) as refused:
                code, said = said_by(site, *COMMANDS[command])
            about = f"{command}, {place}, {os.strerror(number)}: exit code {code}, {said}"
            assert code in (0, 1, 2), about
            assert "Traceback" not in said, about
            assert "own fault" not in said, about
            assert said.count("\n") <= MOST_LINES, about
            if code == 1 and refused:
                assert place.split("/")[-1] in said or "no earlier version" in said, about
            if code == 1:
                assert told.keys() <= record_of(site).keys(), about
                assert pages.keys() <= site.files().keys(), about


@pytest.mark.parametrize("place", [".explainer", ".explainer/versions", ".explainer/skeleton", ".explainer/manifests"])
def test_a_file_in_the_place_of_a_folder_is_named_and_a_build_says_so_too(
    built: Site, tmp_path: Path, place: str
) -> None:
    site = built.copy(tmp_path / "copy", leave_out=[".explainer"])
    (site.root / place).parent.mkdir(exist_ok=True)
    (site.root / place).write_text("in the way", encoding="utf-8")
    before = site.files()
    code, said = said_by(site, "build", *NOW)
    assert code in (0, 1), said
    assert code == 0 or f"{place} " in said or f"{place}/" in said, said
    assert "Traceback" not in said
    assert site.files().keys() >= before.keys()


@pytest.mark.parametrize("number", [FORBIDDEN, READ_ONLY, FULL])
def test_a_build_that_cannot_be_kept_leaves_the_site_as_it_was(built: Site, tmp_path: Path, number: int) -> None:
    site = built.copy(tmp_path / "copy")
    before = site.files()
    with refusing(site.root / ".explainer", number):
        code, said = said_by(site, "build", *NOW)
    assert (code, said.count("\n")) == (1, 1)
    assert site.files() == before


def test_content_that_cannot_be_read_does_not_stop_the_feeds(built: Site, tmp_path: Path) -> None:
    site = built.copy(tmp_path / "copy")
    with refusing(site.root / "content", FAILING):
        code, said = said_by(site, "update", *NOW)
    assert code == 1
    assert f"explainer: {site.root / 'content'} cannot be read or written: the disk fails; look at the disk" in said
    assert "Gale, worse" in site.page("disruptions/met.g1/index.html")


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_fault_of_our_own_is_one_line_and_debug_shows_where(
    built: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    monkeypatch.setattr(
        "explainer.staff.project.load_project", lambda _: dict[str, str]()["https://me:pass@met.example/?key=se"]
    )
    monkeypatch.delenv(console.DEBUG, raising=False)
    assert run(["show"]) == 1
    told = capsys.readouterr().err
    assert told == (
        "explainer: Explainer's own fault: KeyError: 'https://…@met.example/?key=…'; please report it, and send what "
        "EXPLAINER_DEBUG=1 or --debug shows. What is published and recorded stands.\n"
    )
    monkeypatch.setenv(console.DEBUG, "0")
    assert run(["--debug", "show"] if where == "before" else ["show", "--debug"]) == 1
    told = capsys.readouterr().err
    assert "Traceback (most recent call last):" in told
    assert "pass" not in told.replace("pass@", "", 1).partition("KeyError")[2]


def test_what_a_person_says_after_two_dashes_is_theirs() -> None:
    assert console.heard(["say", "--", "--debug"]) == ["say", "--", "--debug"]


def test_one_that_is_stopped_says_so_and_exits_with_130(built: Site) -> None:
    code = "import sys; from explainer.commands.entry import main; sys.argv[1:] = ['refresh']; main()"
    waits = f"from explainer.site.alone import alone; from pathlib import Path\nwith alone(Path({str(built.root)!r})):"
    code = f"{waits}\n    {code}"
    run = subprocess.Popen(  # noqa: S603 our own words
        [sys.executable, "-c", code], cwd=built.root, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert run.stderr is not None
    assert "waiting, for " in run.stderr.readline()
    time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=30)
    assert (run.returncode, said) == (130, "stopped\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("https://u:p@ss@h.example/x", "https://…@h.example/x"),
        ("GET /feed?key=abc&page=2 HTTP/1.1", "GET /feed?key=…&page=… HTTP/1.1"),
        ("{'Authorization': 'Bearer abc', 'Accept': '*'}", "{'Authorization': '…', 'Accept': '*'}"),
        ("X-Api-Key: abc def\r\nAccept: *", "X-Api-Key: …\r\nAccept: *"),
        ("https://h.example/a@b", "https://h.example/a@b"),
    ],
)
def test_words_of_others_keep_no_secret(words: str, told: str) -> None:
    assert redacted(words) == told
    assert told[:12] in own_fault(ValueError(words))


def test_a_fault_that_nobody_foresaw_keeps_what_the_system_calls_it() -> None:
    assert by_the_system(OSError(9999, "Odd trouble", "/x")) == (
        "/x cannot be read or written: odd trouble; mend it, then do it again"
    )
    assert by_the_system(OSError("strange"), "the desk").startswith("the desk cannot be read or written: strange; ")
