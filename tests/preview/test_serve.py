"""``explainer serve`` as it is started: what it says, whom it answers, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.browser import Pages, accessibility_faults
from tests.support.site import BULLETIN, Site, digests, make_site

NEW = "ops_feeds/bulletins/new.yml"
DRAFT = BULLETIN.format(says="Nothing leaves now.", status="active", ended="").replace(
    "headline: Ferries", "reality: draft\nheadline: Boats"
)


class Serving:
    """One running preview."""

    def __init__(self, site: Site, *options: str) -> None:
        arguments = ["serve", "-f", str(site.root / "mkdocs.yml"), "--now", "2026-11-20T18:24+01:00", *options]
        self.child = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, "-m", "explainer", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            text=True,
        )
        assert self.child.stdout is not None
        threading.Timer(120, self.child.kill).start()
        self.address = next(line for line in self.child.stdout if "Preview at" in line).split()[2]

    def page(self, path: str, host: str = "") -> str:
        request = urllib.request.Request(f"{self.address}{path}", headers={"Host": host} if host else {})  # noqa: S310
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  # our own preview
            body: bytes = answer.read()
        return body.decode()

    def refuses(self, path: str, host: str = "") -> tuple[int, str]:
        with pytest.raises(urllib.error.HTTPError) as refused:
            self.page(path, host)
        with refused.value as answer:
            return answer.code, answer.read().decode()

    def end(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        self.child.send_signal(how)
        out, err = self.child.communicate(timeout=20)
        return self.child.returncode, out, err


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


@pytest.fixture
def serving(site: Site) -> Iterator[Serving]:
    running = Serving(site, "--port", "0")
    yield running
    running.child.kill()
    running.child.communicate(timeout=10)


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline, "the preview did not follow"
        time.sleep(0.2)


def test_it_follows_every_file_and_leaves_what_is_published_alone(site: Site, serving: Serving) -> None:
    assert "Gale warning" in serving.page("disruptions/met.g1/")
    assert "<b>PREVIEW</b>" in serving.page("")
    site.met({"g1": "Storm warning"})
    wait_for(lambda: "Storm warning" in serving.page("disruptions/met.g1/"))
    site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The tall crane\n")
    wait_for(lambda: "The tall crane" in serving.page("how/crane/"))
    site.bulletin(says="Slow: very.".replace(":", ": #"))
    assert not (site.root / "site").exists()
    assert not (site.root / "ops_feeds/recorded").exists()
    assert {name.split("/")[1] for name in digests(site.root) if name.startswith(".explainer")} == {"preview"}


def test_what_is_wrong_is_said_in_the_browser_and_in_the_terminal(site: Site, serving: Serving) -> None:
    site.write(NEW, DRAFT.replace("severity", "severety"))
    wait_for(lambda: f"<code>{NEW}:6</code>" in serving.page(""))
    assert "1 thing to mend" in serving.page("how/crane/")
    site.write(NEW, DRAFT)
    wait_for(lambda: "to mend" not in serving.page(""))
    assert NEW in serving.end()[1]


def test_ctrl_c_is_how_it_ends(serving: Serving) -> None:
    code, out, err = serving.end()
    assert (code, err) == (0, "")
    assert out.endswith("Preview stopped.\n")


def test_a_second_one_of_the_same_folder_is_told_where_the_first_is(site: Site, serving: Serving) -> None:
    second = again(site, "--port", "0")
    assert second.returncode == 1
    assert f"a preview of this folder runs already at {serving.address}" in second.stderr


def test_two_folders_are_shown_at_once(serving: Serving, tmp_path: Path) -> None:
    other = make_site(tmp_path / "other")
    other.write("content/about.md", "# About\n\nThis is Pier Two.\n")
    beside = Serving(other, "--port", "0")
    assert "Pier Two" in beside.page("about/")
    assert "Pier One" in serving.page("about/")
    assert beside.end()[0] == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--port", "taken"), r"port (\d+) is in use already; stop what uses it, or choose another: explainer serve "),
        (("--host", "192.0.2.1"), r"“192\.0\.2\.1” is no address of this machine"),
        (("--host", "no.such.invalid"), r"“no\.such\.invalid” is no address of this machine"),
        (("--port", "70000"), r"70000 is not in the range"),
    ],
)
def test_where_it_cannot_listen_it_says_what_to_write(site: Site, options: tuple[str, ...], said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = again(site, *(port if option == "taken" else option for option in options))
    assert run.returncode in (1, 2)
    assert re.search(said, run.stderr)
    assert "Traceback" not in run.stderr


def test_update_and_serve_work_beside_each_other(site: Site, serving: Serving) -> None:
    site.bulletin(says="Slower.")
    wait_for(lambda: "Slower." in serving.page("disruptions/log.late/"))
    assert site.run("update") == 0
    assert "Slower." in site.page("disruptions/log.late/index.html")
    assert "PREVIEW" not in site.page("index.html")
    assert "<b>PREVIEW</b>" in serving.page("")


def test_a_page_of_somebody_else_cannot_read_it_under_another_name(serving: Serving) -> None:
    assert serving.refuses("", host="evil.example")[0] == 421


def test_addresses_are_those_of_the_site(serving: Serving) -> None:
    assert "The crane" in serving.page("how/crane")
    status, said = serving.refuses("../../mkdocs.yml")
    assert status == 404
    assert "<b>PREVIEW</b>" in said


def again(site: Site, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "explainer", "serve", "-f", str(site.root / "mkdocs.yml"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603


def test_mkdocs_serve_shows_the_same_and_publishes_nothing(site: Site, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site.write(NEW, DRAFT)
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text().replace("      zone:", f"{FROZEN}      zone:"))
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("w") as log:
        child = subprocess.Popen(command, cwd=site.root, stdout=log, stderr=log, env={**os.environ, **QUIET})  # noqa: S603
    try:
        threading.Timer(120, child.kill).start()
        wait_for(lambda: "<b>PREVIEW</b>" in read(f"http://127.0.0.1:{port}/"))
        shown = read(f"http://127.0.0.1:{port}/disruptions/log.new/")
        assert "Boats leave" in shown
        assert "<title>DRAFT: " in shown
        assert "script-src 'self' 'unsafe-inline'; base-uri" in shown
        assert "livereload(" in shown
        site.write(NEW, DRAFT.replace("Boats", "Small boats"))
        wait_for(lambda: "Small boats" in read(f"http://127.0.0.1:{port}/disruptions/log.new/"))
    finally:
        child.kill()
        child.wait(timeout=10)
    assert not (site.root / "site").exists()
    assert not (site.root / "ops_feeds/recorded").exists()
    assert {name.split("/")[1] for name in digests(site.root) if name.startswith(".explainer")} == {"preview"}


FROZEN = "      exercise: {now: 2026-11-20T18:24:00+01:00}\n"
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


def read(address: str) -> str:
    """What is there; nothing while nobody answers, or there is no such page yet."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  # our own preview
            body: bytes = answer.read()
    except urllib.error.HTTPError as error:
        error.close()
        return ""
    except OSError:
        return ""
    return body.decode()


@pytest.mark.browser
class TestInTheBrowser:
    """A page that is open follows what is saved, and the reader stays where he was."""

    def test_a_crisis_page_reloads_with_the_draft_and_its_mark(self, site: Site, serving: Serving, page: Pages) -> None:
        shown = page()
        shown.clock.set_fixed_time("2026-11-20T18:24:30+01:00")
        loud: list[str] = []
        shown.on("console", lambda said: loud.append(said.text) if said.type == "error" else None)
        shown.goto(serving.address)
        assert "Boats" not in shown.inner_text("main")
        shown.locator("a.btn").first.focus()
        site.write(NEW, DRAFT)
        shown.get_by_text("Some of this is not published: only staff see it.").first.wait_for(timeout=20_000)
        assert shown.title().startswith("DRAFT: ")
        # The words stand there before the script behind them has run.
        shown.wait_for_function("document.activeElement.className === 'btn main'", timeout=10_000)
        assert accessibility_faults(shown) == []
        self._open_the_draft(shown, serving)
        site.write(NEW, DRAFT.replace("Boats", "Small boats").replace("Nothing leaves", "Little leaves"))
        shown.locator("h1", has_text="Small boats").first.wait_for(timeout=20_000)
        site.write(NEW, DRAFT.replace("severity", "severety"))
        shown.locator("summary", has_text="1 thing to mend").wait_for(timeout=20_000)
        assert "OLD" in shown.inner_text("aside")
        assert "Small boats" in shown.inner_text("h1")
        assert loud == []
        assert page.script_errors == []

    def _open_the_draft(self, shown: Page, serving: Serving) -> None:
        shown.goto(f"{serving.address}disruptions/log.new/")
        shown.get_by_text("Not published: only staff see this.").first.wait_for()

    def test_a_preview_that_has_ended_says_so(self, serving: Serving, page: Pages) -> None:
        shown = page()
        shown.goto(serving.address)
        serving.end()
        shown.get_by_text("This preview has ended").wait_for(timeout=20_000)
