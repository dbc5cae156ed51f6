"""Whichever generator builds the other pages: the same crisis pages and outputs, byte for byte, and whole reading pages.

Each stands in an environment of its own, locked in ``tests/engines/`` and made by ``scripts/engine-env``, in which what
it takes the place of is not installed.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.support.site import Site, digests
from tests.support.trades import HOSPITAL, make_trade

NOW = "2026-11-20T18:24:00+01:00"
LATER = "2026-11-20T19:40:00+01:00"


class Engine(NamedTuple):
    """One way to build: its environment, what it is called in ``mkdocs.yml``, its theme, and what builds beside ours."""

    environment: str
    setting: str = ""
    theme: str = "material"
    builds_languages: bool = True


OTHERS = {
    "properdocs": Engine("properdocs"),
    "materialx": Engine("materialx", theme="materialx"),
    "properdocs beside mkdocs, with materialx": Engine("materialx", setting="properdocs", theme="materialx"),
    "properdocs with materialx": Engine("properdocs-materialx", theme="materialx"),
    "zensical": Engine("zensical", setting="zensical", builds_languages=False),
}
MKDOCS = Engine("")


@cache
def python_of(environment: str) -> str:
    """The Python of an environment; skipped where it cannot be made, which is a failure in CI."""
    if not environment:
        return sys.executable
    command = [str(ROOT / "scripts/engine-env"), environment]
    (ROOT / ".tools").mkdir(exist_ok=True)
    with (ROOT / ".tools/engines.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several workers may want the same one
        made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if made.returncode != 0:
        message = f"the environment “{environment}” cannot be made here: {made.stderr.strip()[-300:]}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return made.stdout.strip()


def hospital(root: Path) -> Site:
    return make_trade(root, "Riverside Hospital", HOSPITAL)


def demo(root: Path) -> Site:
    for name in ("content", "ops_feeds"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return Site(root)


def demo_in_one_language(root: Path) -> Site:
    site = demo(root)
    for path in [*root.rglob("*.fr.*"), *root.rglob("*.ar.*")]:
        path.unlink()
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write("mkdocs.yml", re.sub(r"  - i18n:\n(?:      .*\n)+", "", config))
    return site


SITES: Mapping[str, Callable[[Path], Site]] = {
    "hospital": hospital,
    "demo in one language": demo_in_one_language,
    "demo": demo,
}


def told(site: Site, engine: Engine, command: str = "update", now: str = NOW) -> None:
    """Run a command by an engine, in a process of its own."""
    explainer = Path(python_of(engine.environment)).with_name("explainer")
    ran = [str(explainer), command, "-f", str(site.root / "mkdocs.yml"), "--now", now]
    done = subprocess.run(ran, cwd=site.root, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stdout + done.stderr


def set_up(site: Site, engine: Engine) -> Site:
    config = (
        (site.root / "mkdocs.yml").read_text(encoding="utf-8").replace("name: material", f"name: {engine.theme}", 1)
    )
    if engine.setting:
        config = config.replace("  - explainer:\n", f"  - explainer:\n      engine: {engine.setting}\n", 1)
    site.write("mkdocs.yml", config)
    return site


@pytest.fixture(scope="module")
def by_mkdocs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    @cache
    def made(name: str) -> Site:
        site = SITES[name](tmp_path_factory.mktemp("by-mkdocs") / "site")
        told(site, MKDOCS)
        return site

    return made


READING = re.compile(r'class="explainer-bar"')
PANEL = re.compile(r'<div data-live="panel".*?</section>', re.DOTALL)
ARTICLE = re.compile(r"<article[^>]*>(.*?)</article>", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
SHELL = re.compile(r"(?:disruptions|why|archive)/shell")


def ours(site: Site) -> dict[str, str]:
    """Every file that is no reading page and no part of a theme or its search, by the digest of its bytes."""
    theirs = ("assets/", "search/", "search.json", "live.")  # the last names reading pages by their letters
    return {
        name: digest
        for name, digest in site.files().items()
        if not re.match(r"(?:\w\w/)?(?:assets/|search/|search\.json|404\.html)", name) and name not in reading(site)
        if not name.startswith(theirs)
    }


def reading(site: Site) -> dict[str, str]:
    """Every reading page with its text."""
    folder = site.root / "site"
    pages = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    return {name: page for name, page in pages.items() if READING.search(page)}


def words(page: str) -> str:
    """What an article says, without its markup."""
    article = ARTICLE.search(page)
    return " ".join(unescape(TAG.sub(" ", article[1] if article else "")).split())


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named_in(text: str) -> set[str]:
    return {plain(found) for found in re.findall(r"^([A-Za-z][\w.-]*)", text, re.MULTILINE)}


@pytest.mark.parametrize("lock", sorted((ROOT / "tests/engines").glob("*.txt")), ids=lambda path: path.stem)
def test_an_environment_is_locked_with_all_that_explainer_needs_and_without_what_it_replaces(lock: Path) -> None:
    """Else run ``scripts/engine-env --lock``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = named_in(lock.read_text(encoding="utf-8"))
    without = named_in(lock.with_suffix(".without").read_text(encoding="utf-8"))
    wanted = named_in(lock.with_suffix(".in").read_text(encoding="utf-8"))
    assert locked >= (named_in("\n".join(project["dependencies"])) | wanted) - without
    assert not locked & without


WHOLE = {"properdocs with materialx": "demo", "zensical": "demo in one language"}
"""Where nothing is MkDocs' and Material's any more, the large site is built too; by halves the small one is enough."""

MATRIX = [
    pytest.param(name, engine, id=f"{name} by {called}")
    for called, engine in OTHERS.items()
    for name in ("hospital", WHOLE.get(called, ""))
    if name
]


@pytest.mark.audit
@pytest.mark.parametrize(("name", "engine"), MATRIX)
def test_crisis_pages_are_the_same_bytes_and_reading_pages_say_the_same(
    tmp_path: Path, by_mkdocs: Callable[[str], Site], name: str, engine: Engine
) -> None:
    site, known = set_up(SITES[name](tmp_path / "site"), engine), by_mkdocs(name)
    told(site, engine)

    assert ours(site) == ours(known)
    assert {"index.html", "map/index.html", "status.json", "feed.xml", "sitemap.xml"} <= ours(site).keys()

    theirs, mine = reading(known), reading(site)
    assert mine.keys() == theirs.keys()
    for path, page in mine.items():
        assert page.count('class="explainer-bar"') == 1, path
        assert PANEL.findall(page) == PANEL.findall(theirs[path]), path
        if path.rpartition("/")[2] != "404.html":
            assert words(page) == words(theirs[path]), path
    assert any(PANEL.search(page) for page in mine.values())

    told_of = [path for path in (site.root / "site").rglob("*") if path.suffix in {".html", ".json", ".xml"}]
    assert not [path for path in told_of if SHELL.search(path.read_text(encoding="utf-8"))]


@pytest.mark.audit
@pytest.mark.parametrize("engine", [OTHERS["properdocs"], OTHERS["zensical"]], ids=lambda one: one.environment)
def test_a_refresh_gives_what_a_build_would_have_given(tmp_path: Path, engine: Engine) -> None:
    site = set_up(hospital(tmp_path / "site"), engine)
    told(site, engine)
    (site.root / "ops_feeds/bulletins/results.yml").unlink()
    told(site, engine, now=LATER)
    again = site.copy(tmp_path / "again", leave_out=("site", ".explainer"))
    told(again, engine, "build", now=LATER)
    assert site.files() == again.files()


@pytest.mark.audit
def test_a_site_that_zensical_cannot_build_whole_is_refused_in_words_and_stays_as_it_was(tmp_path: Path) -> None:
    site = demo(tmp_path / "site")
    told(site, MKDOCS)
    before = digests(site.root / "site")
    set_up(site, OTHERS["zensical"])
    with pytest.raises(AssertionError, match="Zensical builds a site in one language only"):
        told(site, OTHERS["zensical"], "build")
    assert digests(site.root / "site") == before


@pytest.mark.audit
@pytest.mark.parametrize(
    ("engine", "said"),
    [
        (OTHERS["zensical"]._replace(setting=""), "or write engine: zensical, which is installed"),
        (OTHERS["properdocs"]._replace(setting="mkdocs"), "MkDocs is not installed: run pip install"),
        (OTHERS["zensical"]._replace(setting="properdocs"), "ProperDocs is not installed: run pip install properdocs"),
    ],
    ids=["none that is named", "mkdocs", "properdocs"],
)
def test_a_generator_that_is_not_there_is_said_and_how_to_get_it(tmp_path: Path, engine: Engine, said: str) -> None:
    site = set_up(hospital(tmp_path / "site"), engine)
    with pytest.raises(AssertionError, match=re.escape(said)):
        told(site, engine)
