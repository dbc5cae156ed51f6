"""Standard output that is closed, full, hung up or of few signs: what was done stands, and the exit code is true."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.commands.streams import Stream
from tests.support.site import Site, make_site

NOW = "2026-11-20T18:24:00+01:00"
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("streams") / "site")
    assert site.run("update") == 0
    return site


def ran(site: Site, command: str, redirected: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """A command run by a shell, with its output led elsewhere."""
    line = f'exec "$0" -m explainer {command} -f "$1" --now {NOW} {redirected}'
    return subprocess.run(  # noqa: S603 our own words
        ["/bin/sh", "-c", line, sys.executable, str(site.root / "mkdocs.yml")],
        capture_output=True,
        text=True,
        errors="replace",
        cwd=site.root,
        env={**os.environ, **environ},
        check=False,
    )


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp1252"},
    ],
    ids=lambda environ: " ".join(environ.values()),
)
def test_a_terminal_of_few_signs_gets_others_that_come_close(site: Site, environ: dict[str, str]) -> None:
    done = ran(site, "refresh", **environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert "  ^ Slowed: Ferries leave 20" in done.stdout
    assert "?" not in done.stdout.replace("When is it over?", "")


@needs_full
def test_what_was_done_stands_where_the_words_of_it_are_lost(site: Site) -> None:
    done = ran(site, "refresh", ">/dev/full")
    assert done.returncode == 0
    lost = "explainer: standard output took not all of it (no space left on device); what was done stands\n"
    assert done.stderr == lost
    assert ran(site, "refresh", ">/dev/full 2>/dev/full").returncode == 0
    assert ran(site, "refresh", ">&- 2>&-").returncode == 0


@needs_full
@pytest.mark.parametrize("redirected", [">/dev/full", ">&-"])
def test_where_words_are_all_there_is_to_it_their_loss_is_a_fault(site: Site, redirected: str) -> None:
    done = ran(site, "show", redirected)
    assert done.returncode == 1
    assert done.stderr.startswith("explainer: standard output took not all of it (")
    assert "Traceback" not in done.stderr


def test_whoever_hangs_up_has_read_enough(site: Site) -> None:
    run = subprocess.Popen(  # noqa: S603 our own words
        [sys.executable, "-m", "explainer", "show", "-f", str(site.root / "mkdocs.yml"), "--now", NOW],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    run.stdout.close()
    assert run.stderr is not None
    said = run.stderr.read()
    run.stderr.close()
    assert (run.wait(), said) == (0, "")


class _Latin:
    """A stream of one encoding that keeps what it is given."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.said = ""

    def write(self, text: str) -> None:
        text.encode(self.encoding)
        self.said += text

    def flush(self) -> None:
        """Nothing is held back."""


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("ascii", '^ "Cafe" - 20-40 min... EUR ? ?'),
        ("latin-1", '^ "Café" - 20-40 min... EUR ? ?'),
        ("cp1252", "^ “Café” — 20–40 min… € ? ?"),
        ("utf-8", "▲ “Café” — 20–40 min… € م ?"),
    ],
)
def test_a_sign_is_kept_told_by_its_like_or_marked_as_missing(encoding: str, told: str) -> None:
    inner = _Latin(encoding)
    Stream(inner).write("▲ “Café” — 20–40 min… € م \udcff")
    assert inner.said == told


def test_a_stream_takes_no_bytes_for_a_text() -> None:
    with pytest.raises(TypeError):
        Stream(_Latin("utf-8")).write(b"")  # type: ignore[arg-type]
