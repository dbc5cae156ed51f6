"""Under MkDocs: the site is ours for as long as a build works, is let go however it ends, and faults are one line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from mkdocs.__main__ import cli

from explainer import pipeline
from explainer.commands import plugin
from explainer.site.alone import WAIT, BusyError, alone
from tests.support.refusing import FULL, refusing
from tests.support.site import CONFIG, Site

NOW = "2026-11-20T18:24:00+01:00"
HOOK = "def on_page_markdown(markdown, page, config, files):\n    {does}\n    return markdown\n"


def mkdocs(site: Site, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "-f", str(site.root / "mkdocs.yml")])


def is_free(site: Site) -> bool:
    try:
        with alone(site.root, 0):
            return True
    except BusyError:
        return False


def hooked(site: Site, does: str) -> None:
    site.write("mkdocs.yml", f"{CONFIG}hooks: [hook.py]\n")
    site.write("hook.py", HOOK.format(does=does))


def test_a_build_waits_for_another_run_and_then_says_who_it_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAIT, "0")
    before = site.files()
    with alone(site.root):
        done = mkdocs(site, "build")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert site.files() == before
    assert mkdocs(site, "build").exit_code == 0
    assert is_free(site)


def test_others_are_kept_out_from_before_anything_is_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def watched(step: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            seen.append(is_free(site))
            return step(*args)

        return call

    for module, step in (
        (plugin, "load_project"),
        (plugin, "load_staff"),
        (pipeline, "keep"),
        (pipeline, "weave_into"),
    ):
        monkeypatch.setattr(module, step, watched(getattr(module, step)))
    assert mkdocs(site, "build").exit_code == 0
    assert seen == [False] * 4


@pytest.mark.parametrize("does", ["raise KeyError('x')", "import sys; sys.exit(7)", "raise KeyboardInterrupt"])
def test_a_build_that_breaks_off_lets_the_site_go(site: Site, does: str) -> None:
    hooked(site, does)
    before = site.files()
    assert mkdocs(site, "build").exit_code != 0
    assert is_free(site)
    assert site.files() == before


def test_what_mike_asks_for_a_configuration_leaves_the_site_free(site: Site) -> None:
    from mkdocs.config import load_config

    config = load_config(config_file=str(site.root / "mkdocs.yml"))
    config.plugins.on_startup(command="mike", dirty=False)  # type: ignore[arg-type]
    config.plugins.on_config(config)
    config.plugins.on_shutdown()
    assert is_free(site)


def test_a_full_disk_is_one_line_under_mkdocs_too(site: Site) -> None:
    before = site.files()
    with refusing(site.root / ".explainer", FULL):
        done = mkdocs(site, "build")
    assert done.exit_code == 1
    assert not isinstance(done.exception, OSError)
    assert site.files() == before


def test_a_disk_that_fills_while_mkdocs_writes_is_one_line(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    hooked(site, "import errno, os; raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), '/full/page.html')")
    done = mkdocs(site, "build")
    assert done.exit_code == 1
    said = "/full/page.html cannot be written: the disk is full; make room on it, then do it again."
    assert said in done.output
    assert site.run("build") == 1, "and not a finding in what staff wrote"
    assert list((site.root / ".explainer").glob("building*")) == [], "the disk has its room again"


@pytest.mark.parametrize(
    ("config", "hook", "said"),
    [
        (CONFIG.replace("material", "nowhere"), "", "mkdocs.yml:1:1 MkDocs stopped: Aborted with"),
        (CONFIG.replace("- search", "- search: {lang: 3, nonsense: 1}"), "", ""),
        (f"{CONFIG}strict: true\nnav: [nowhere.md]\n", "", ""),
        (CONFIG, "raise KeyError('https://me:pw@x.example/')", "MkDocs stopped: KeyError: 'https://…@x.example/'"),
        (CONFIG, "import sys; sys.exit(7)", "mkdocs.yml:1:1 MkDocs stopped: a plugin or a hook ended it with 7"),
        (CONFIG, "from mkdocs.exceptions import PluginError; raise PluginError('no')", "MkDocs stopped: "),
    ],
    ids=["theme", "option", "strict", "raises", "exits", "refuses"],
)
def test_what_goes_wrong_in_mkdocs_is_told_by_our_commands_without_a_traceback(
    site: Site, capfd: pytest.CaptureFixture[str], config: str, hook: str, said: str
) -> None:
    if hook:
        hooked(site, hook)
    else:
        site.write("mkdocs.yml", config)
    code = site.run("update")
    told = capfd.readouterr().err
    assert "Traceback" not in told
    assert said in told
    assert "pw@" not in told
    assert code == (2 if said else code)
    assert is_free(site)


@pytest.mark.audit
def test_gh_deploy_keeps_others_out_until_it_has_read_what_was_built(site: Site) -> None:
    code = (
        "from mkdocs.config import load_config; from mkdocs.commands.build import build; import sys\n"
        "from tests.commands.test_plugin import is_free, Site; from pathlib import Path\n"
        f"site = Site(Path({str(site.root)!r})); config = load_config(config_file=str(site.root / 'mkdocs.yml'))\n"
        "config.plugins.on_startup(command='gh-deploy', dirty=False); build(config); config.plugins.on_shutdown()\n"
        "print(is_free(site))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split()[-1] == "False"
    assert is_free(site)
