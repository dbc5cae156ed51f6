"""``explainer new``: from an empty folder to a site that is whole and honest, for every trade, with or without a person."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml

from explainer import __version__
from explainer.commands.main import run
from explainer.model.vocabulary import Kind
from explainer.staff.check import load_staff
from explainer.staff.project import load_project
from explainer.staff.starting import trades
from explainer.staff.starting.trades import Trade
from tests.conftest import ROOT
from tests.support.site import Site, digests

NOW = "2026-11-27T02:40:00+01:00"
FIRST_FLIGHT = 14 * 1024
CRISIS_PAGES = ("index.html", "map/index.html", "record/index.html", "archive/index.html", "why/*/index.html")

OF = {
    "airport": r"airports?|airfield|airlines?|runways?|taxiways?|de-icing|flights?|planes?",
    "bank": r"banks?|ledger|salary|salaries|cards?|payments?|fraud",
    "blank": r"front line|operations desk",
    "hospital": r"nurses?|wards?|patients?|surgeons?|theatres?|emergency department",
    "power": r"substations?|overhead lines?|flickers?|transformers?",
    "rail": r"trains?|platforms?|signallers?|railways?",
    "water": r"taps?|reservoirs?|boil|treatment works",
    "the demo": r"Val d.Orme|valdorme|R4|snow night",
}
"""Words of one trade that no other one’s site may hold."""


class Made(NamedTuple):
    """A new site, checked and built, and what was said meanwhile."""

    trade: Trade
    site: Site
    said: str


def _proof(trade: Trade) -> Any:
    """One trade at every run; the others, which take as long each, with the slow proofs."""
    return pytest.param(trade, id=trade.id, marks=() if trade.id == "hospital" else pytest.mark.audit)


@pytest.fixture(scope="module", params=map(_proof, trades.trades()))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    trade = request.param
    folder = tmp_path_factory.mktemp("new") / f"ein Haus für {trade.id}"
    begun = begin(folder, trade.id, "--phone", "030 12 34 56")
    assert begun.returncode == 0, begun.stderr
    site = Site(folder)
    assert site.run("update", now=NOW) == 0
    return Made(trade, site, begun.stdout)


def begin(folder: Path, trade: str, *more: str) -> subprocess.CompletedProcess[str]:
    """``explainer new`` where nobody can be asked."""
    named = ("--for", trade, "--name", "Haus am Fluss", "--zone", "Europe/Berlin")
    command = [sys.executable, "-m", "explainer", "new", str(folder), *named, *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603  # our own


# What a new site is


def test_a_new_site_has_nothing_to_mend_and_says_what_to_fill_in(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made.site.run("check", now=NOW) == 0
    found = capsys.readouterr().err.splitlines()
    assert len(found) > 10
    assert [line for line in found if " advice: to be filled in: " not in line] == []
    assert f"the {len(found)} places that only you can fill in" in made.said


def test_nothing_of_it_is_green_before_anybody_looked(made: Made) -> None:
    status = json.loads(made.site.page("status.json"))
    assert status["state"] == "unknown"
    assert {part["state"] for part in status["components"]} == {"unknown"}
    home = made.site.page("index.html")
    assert "Nobody has looked at it yet" in home
    assert home.count('class="g normal"') == 1, "the source that answered, and no part"


def test_every_link_of_it_leads_somewhere(made: Made) -> None:
    root = made.site.root / "site"
    pages = {path.relative_to(root).as_posix() for path in root.rglob("*.html")}
    assert {"index.html", "map/index.html", "record/index.html", "archive/index.html", "about/index.html"} <= pages
    dead = {(page, link) for page in pages - {"404.html"} for link in links(root / page) if not leads(root, page, link)}
    assert dead == set()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for key, value in attrs if key in ("href", "src") and value and tag != "base"}
        self.ids |= {value for key, value in attrs if key in ("id", "name") and value}


def read(path: Path) -> _Links:
    reader = _Links()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def links(path: Path) -> set[str]:
    return {link for link in read(path).found if not urlsplit(link).scheme and not link.startswith("//")}


def leads(root: Path, page: str, link: str) -> bool:
    whole = urlsplit(urljoin(f"http://a/{page}", link))
    target = root / unquote(whole.path).lstrip("/")
    target = target / "index.html" if target.is_dir() else target
    return target.is_file() and (not whole.fragment or whole.fragment in read(target).ids | {"__search"})


def test_its_parts_hang_together(made: Made) -> None:
    staff = load_staff(load_project(made.site.root / "mkdocs.yml"))
    system = staff.system
    assert 8 <= sum(part.kind is not Kind.SYMPTOM for part in system.components) <= 10 or made.trade.id == "blank"
    felt = {symptom.id for symptom in system.symptoms}
    explained = {symptom: system.upstream(symptom) for symptom in felt}
    causes = {part.id for part in system.components if part.id not in felt}
    assert 3 <= len(felt) <= 4
    assert set().union(*explained.values()) >= causes, "a part that no customer ever feels"
    assert all(part.says and part.owner and part.explainer and part.watched_by for part in system.components)
    assert all(system.party[part.owner].does for part in system.components)
    assert {part.layer for part in system.components} == {layer.id for layer in system.layers}
    owners = {part.owner for part in system.components} | {made.trade.writer, made.trade.looker}
    spoken_for = {source.party for source in (*staff.sources, *staff.off)}
    assert {party.id for party in system.parties} >= owners | spoken_for
    assert [(source.id, source.is_of_bulletins) for source in staff.sources] == [("notices", True)]
    assert len(staff.off) == 1
    assert {rule.component for rule in staff.off[0].mapping} <= causes
    assert all(staff.off[0].id in system.by_id[rule.component].watched_by for rule in staff.off[0].mapping)


def test_it_has_no_word_of_another_trade(made: Made) -> None:
    root = made.site.root / "site"
    pages = [path for path in root.rglob("*") if path.suffix in (".html", ".json", ".xml") and path.is_file()]
    said = "\n".join(_words(path.read_text(encoding="utf-8")) for path in pages)
    for trade, words in OF.items():
        if trade != made.trade.id:
            found = re.findall(rf"\b(?:{words})\b", said, re.IGNORECASE)
            assert not found, f"words of {trade}: {sorted(set(found))}"


def _words(html: str) -> str:
    return re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)


def test_its_crisis_pages_come_with_the_first_packets(made: Made) -> None:
    root = made.site.root / "site"
    pages = [path for pattern in CRISIS_PAGES for path in root.glob(pattern)]
    assert len(pages) >= 7
    weights = {path: len(gzip.compress(path.read_bytes(), 9)) for path in pages}
    assert {path: weight for path, weight in weights.items() if weight > FIRST_FLIGHT} == {}


def test_no_gap_and_no_made_up_number_stands_on_a_page(made: Made) -> None:
    for path in (made.site.root / "site").rglob("*.html"):
        said = path.read_text(encoding="utf-8")
        assert "fill in" not in said, path
        assert "example" not in _words(said).replace("for example", ""), path


def test_a_folder_of_notices_and_of_looks_survives_git(made: Made) -> None:
    for folder in ("bulletins", "watches"):
        assert (made.site.root / "ops_feeds" / folder / ".gitkeep").is_file()
    assert "/site/" in (made.site.root / ".gitignore").read_text(encoding="utf-8")
    assert "recorded/\n" not in (made.site.root / ".gitignore").read_text(encoding="utf-8")


def test_its_readme_fits_one_screen_and_names_what_is_there(made: Made) -> None:
    readme = (made.site.root / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 40
    for name in re.findall(r"`((?:content|ops_feeds|site|\.github|\.gitlab)[^`*]*)`", readme):
        assert (made.site.root / name).exists(), name


# A first notice


def test_a_first_notice_is_told_as_it_was_written(made: Made) -> None:
    system = load_staff(load_project(made.site.root / "mkdocs.yml")).system
    felt = system.symptoms[0]
    link = system.into[felt.id][0]
    place = made.site.root / "ops_feeds/bulletins/first.yml"
    made.site.write(
        "ops_feeds/bulletins/first.yml",
        f"""\
headline: The first notice of this house
summary: We know, and find out why.
place: Haus am Fluss
severity: moderate
detected: 2026-11-27 02:30
symptom: {felt.id}
cause: {{component: {link.source}, says: It does not work as it should.}}
reports:
  - {{component: {felt.id}, state: slowed, caused_by: [{link.source}], says: Slower than usual.}}
impact:
  - {{who: Everybody who comes now, what: You wait longer than usual.}}
nothing_to_do: You need not do anything yet.
unknowns: [How long it takes.]
updates:
  - {{at: 2026-11-27 02:35, says: We know. More by 03:15., next_update: 2026-11-27 03:15}}
""",
    )
    try:
        assert made.site.run("check", now=NOW) == 0
        assert made.site.run("update", now=NOW) == 0
        home, page = made.site.page("index.html"), made.site.page("disruptions/notices.first/index.html")
        assert "The first notice of this house" in home
        assert "Slowed" in home
        assert "03:15" in home
        assert "It does not work as it should" in page
        assert json.loads(made.site.page("status.json"))["state"] == "slowed"
    finally:
        place.unlink()


# Asking


def test_where_nobody_can_be_asked_it_says_which_options_lack(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "explainer", "new", str(tmp_path / "a"), "--zone", "Europe/Berlin"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603  # our own
    assert ran.returncode == 2
    assert "--for hospital --name “Harbour Hospital”" in ran.stderr
    assert "--zone" not in ran.stderr.splitlines()[-1]
    assert not (tmp_path / "a").exists()


def typed(folder: Path, *lines: str) -> tuple[int, str]:
    """The command at a terminal, with what a person types; its exit code and all that stood there."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "explainer", "new", str(folder)]
    environment = {**os.environ, "TZ": "Europe/Berlin", "TERM": "dumb"}
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environment) as process:  # noqa: S603  # our own
        os.close(follower)
        os.write(leader, "".join(f"{line}\n" for line in lines).encode())
        said = b""
        while True:
            try:
                said += os.read(leader, 4096)
            except OSError:  # which is how a terminal says that the other side has gone
                break
    os.close(leader)
    return process.returncode, said.decode()


def test_a_person_at_a_terminal_is_asked_and_asked_again(tmp_path: Path) -> None:
    folder = tmp_path / "harbour-hospital"
    code, said = typed(folder, "hospitl", "hospital", "", "Berlni", "", "xx", "de", "Night desk", "040 11 22")
    assert code == 0, said
    assert "did you mean “hospital”?" in said
    assert "there is no time zone “Berlni”; write it as Europe/Berlin" in said
    assert "the site’s own words are not in “xx”; write one of: ar, de, en, es, fr" in said
    assert "in English, the only language we have them in" in said
    project = load_project(folder / "mkdocs.yml")
    settings = project.settings
    assert (settings.site_name, settings.zone, settings.language) == ("Harbour Hospital", "Europe/Berlin", "de")
    assert (settings.contact.name, settings.contact.phone) == ("Night desk", "040 11 22")


def test_a_folder_that_is_a_site_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    assert begin(tmp_path / "a", "blank").returncode == 0
    before = digests(tmp_path)
    code, said = typed(tmp_path / "a", "blank")
    assert code == 1
    assert "holds a site already (mkdocs.yml); name another folder" in said
    assert "What is the site for?" not in said
    assert digests(tmp_path) == before


def test_a_first_word_is_a_kind_of_thing_or_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "--help"]) == 0
    assert "FOLDER" in capsys.readouterr().out
    assert run(["new", "--for", "blank", "--name", "A", "--zone", "UTC", str(tmp_path / "options first")]) == 0
    assert (tmp_path / "options first" / "mkdocs.yml").is_file()


# Publishing it


def git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@localhost.invalid", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own


def cloned(tmp_path: Path) -> tuple[Path, Path]:
    """A new site as somebody pushed it, and the repository that it was pushed to."""
    folder, origin = tmp_path / "site", tmp_path / "origin.git"
    assert begin(folder, "water").returncode == 0
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(origin))
    git(origin, "config", "receive.advertisePushOptions", "true")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Begin")
    git(folder, "push", "--quiet", str(origin), "main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    return clone, origin


def played(folder: Path, script: str, **more: str) -> int:
    """One step of a CI, in the shell that a runner uses; the package is installed already."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {
        **os.environ,
        "PATH": path,
        "GIT_TERMINAL_PROMPT": "0",
        "GITHUB_SERVER_URL": "https://github.com",
        **more,
    }
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode  # noqa: S603  # our own


def steps(folder: Path) -> list[tuple[str, str]]:
    """What the workflow runs to publish, by the id or the name of each step."""
    workflow = yaml.safe_load((folder / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    every = workflow["jobs"]["site"]["steps"]
    runs = [
        (step.get("id") or step.get("if") or step.get("name") or step["run"], step["run"])
        for step in every
        if "run" in step
    ]
    return [(name, run) for name, run in runs if not run.startswith("pip ")]


def test_its_workflow_checks_publishes_and_keeps_the_record(tmp_path: Path) -> None:
    clone, origin = cloned(tmp_path)
    assert [name for name, _ in steps(clone)] == [
        "check",
        "explainer update || test $? -eq 2",
        "Keep the record",
        "steps.check.outcome == 'failure'",
    ]
    for _, script in steps(clone)[:-1]:
        assert played(clone, script) == 0
    assert (clone / "site/index.html").is_file()
    assert "ops_feeds/recorded/site.json" in git(origin, "ls-tree", "-r", "--name-only", "main")
    assert "ops_feeds/bulletins/.gitkeep" in git(origin, "ls-tree", "-r", "--name-only", "main")
    assert "site/index.html" not in git(origin, "ls-tree", "-r", "--name-only", "main").splitlines()


def test_a_notice_that_must_be_mended_makes_its_run_red_and_keeps_no_news_from_readers(tmp_path: Path) -> None:
    clone, _ = cloned(tmp_path)
    (clone / "ops_feeds/bulletins/bad.yml").write_text("headlin: Wrong\n", encoding="utf-8")
    codes = [played(clone, script) for _, script in steps(clone)]
    assert codes[0] == 2
    assert codes[1:3] == [0, 0]
    assert codes[3] == 1
    assert (clone / "site/index.html").is_file()


def test_its_pipeline_checks_publishes_and_keeps_the_record(tmp_path: Path) -> None:
    clone, origin = cloned(tmp_path)
    pages = yaml.safe_load((clone / ".gitlab-ci.yml").read_text(encoding="utf-8"))["pages"]
    there = "https://gitlab-ci-token:t@gitlab.example/group/site.git"
    where = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{origin}.insteadOf", "GIT_CONFIG_VALUE_0": there}
    told = {"CI_DEFAULT_BRANCH": "main", "CI_JOB_TOKEN": "t", "CI_SERVER_HOST": "gitlab.example"}
    for script in pages["script"]:
        assert played(clone, script, **where, **told, CI_PROJECT_PATH="group/site") == 0, script
    assert (clone / pages["pages"]["publish"] / "index.html").is_file()
    assert "ops_feeds/recorded/site.json" in git(origin, "ls-tree", "-r", "--name-only", "main")


def test_no_package_is_installed_by_a_bare_name_that_anybody_could_take(made: Made) -> None:
    lines = (made.site.root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"./explainer-{__version__}-py3-none-any.whl"]


def test_its_workflow_uses_what_this_repository_uses() -> None:
    ours = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github/workflows").glob("*.yml"))
    text = (trades.SHARED / "dot-github/workflows/site.yml").read_text(encoding="utf-8")
    for used in re.findall(r"uses: (.+)", text):
        assert used in ours, used


def test_its_schemas_are_those_that_the_package_would_write(tmp_path: Path) -> None:
    assert begin(tmp_path / "a", "blank").returncode == 0
    before = digests(tmp_path)
    assert run(["schemas", "-f", str(tmp_path / "a/mkdocs.yml")]) == 0
    assert digests(tmp_path) == before
    for path in ("mkdocs.yml", "content/system.yml", "content/rights.yml", "ops_feeds/notices.yml"):
        first = (tmp_path / "a" / path).read_text(encoding="utf-8").splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert ((tmp_path / "a" / path).parent / named).is_file(), first
