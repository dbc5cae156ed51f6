"""Where the program begins: a plain refresh costs no library that it does not need, and says the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from explainer.commands.entry import plain_refresh, run_refresh
from tests.support.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


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


def test_a_refresh_imports_no_mkdocs_no_yaml_no_network_no_validation_and_no_compiler(site: Site) -> None:
    assert site.run("update") == 0
    site.met({"g1": "Gale warning, now for the whole coast"})
    assert site.run("fetch", now="2026-11-20T18:29+01:00") == 0
    code = (
        "import sys; from explainer.commands.entry import main; "
        f"sys.argv[1:] = ['refresh', '-f', {str(site.root / 'mkdocs.yml')!r}, '--now', '2026-11-20T18:30+01:00']\n"
        "try: main()\n"
        "except SystemExit as done: assert not done.code\n"
        "heavy = {'mkdocs', 'yaml', 'requests', 'babel', 'feedparser', 'lxml', 'nh3', 'pygraphviz', 'pydantic', 'click'}\n"
        "heavy |= {'apprise', 'opentelemetry', 'explainer.picture.telling', 'explainer.record.outbox'}\n"
        "heavy |= {'jinja2.compiler', 'jinja2.parser', 'jinja2.environment', 'jinja2.filters'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[-1] == "[]"
    assert "now for the whole coast" in site.page("feed.xml")
