"""Fixtures every test may ask for."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Never

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.support import browser, bytecode, network
from tests.support.site import Site, make_site

ROOT = Path(__file__).parents[1]

bytecode.keep(sys.prefix)  # before pytest's workers start, who are to have it too

# A busy machine is no fault of the code: nothing is measured by a test, so no example has a deadline.
settings.register_profile("explainer", deadline=None)
settings.load_profile("explainer")

# The moment every test lives in unless it says otherwise: a Friday evening, in a zone that is not UTC.
NOW = datetime.fromisoformat("2026-11-20T18:24:00+01:00")

pytest_plugins = ["pytester"]  # to try this file's own choice of tests

MARKED_BY_FIXTURE = {"chromium": ["browser"], "page": ["browser"], "corpus": ["corpus", "audit"]}


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--golden`` writes the golden files anew, to be read as a diff; ``--proofs`` runs a part of the suite."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew")
    parser.addoption("--proofs", choices=("quick", "slow"), help="only those marked audit, or all but those")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by what it asks for, so that `-m "not browser"` leaves those out and no others."""
    for item in items:
        for fixture, markers in MARKED_BY_FIXTURE.items():
            if isinstance(item, pytest.Function) and _asks_for(item, fixture):
                for marker in markers:
                    item.add_marker(marker)
    _leave_out_other_proofs(config, items)


def pytest_collection_finish() -> None:
    """Let the collector of cycles pass over what stays for the whole run: fourteen thousand tests, and all modules."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _leave_out_other_proofs(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Not by ``-m``, which belongs to whoever runs the tests: of two, pytest takes the last."""
    wanted = config.getoption("--proofs")
    other = [one for one in items if wanted and (wanted == "slow") != (one.get_closest_marker("audit") is not None)]
    if other:
        config.hook.pytest_deselected(items=other)
        items[:] = [one for one in items if one not in set(other)]


def _asks_for(item: pytest.Function, fixture: str) -> bool:
    """Whether a test gets our fixture; one that is parametrised by an argument of that name does not."""
    found = item._fixtureinfo.name2fixturedefs.get(fixture, ())
    return any(definition.func.__module__ == __name__ for definition in found)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.block(patch)
        yield


@pytest.fixture
def now() -> datetime:
    """`NOW`, for tests that need no other moment."""
    return NOW


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site of a harbour, fetched and built; whoever changes anything takes a copy, such as `site`."""
    made = make_site(tmp_path_factory.mktemp("harbour") / "site")
    assert made.run("update") == 0
    return made


@pytest.fixture
def site(harbour: Site, tmp_path: Path) -> Site:
    """A copy of the harbour’s site, for one test."""
    return harbour.copy(tmp_path / "copy")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus of real feeds, one folder per format, kept beside the repository for its licences."""
    folder = (ROOT / ".." / "shared" / "feeds").resolve()
    if not folder.is_dir():
        cannot_run("the corpus of real feeds is not at ../shared/feeds")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium per test process."""
    executable = browser.find_chromium()
    if executable is None:
        cannot_run("no Chromium on PATH; scripts/install-chromium installs one on Debian as root")
    with browser.launched(executable) as launched:
        yield launched


@pytest.fixture
def page(chromium: Browser) -> Iterator[browser.Pages]:
    """Opens pages: `page()`, `page(color_scheme="dark")`. None may ask another machine or break in script."""
    pages = browser.Pages(chromium)
    try:
        yield pages
    finally:
        pages.close()
    assert not pages.left_the_machine, "a page asked another machine"
    assert not pages.script_errors, "a script on a page failed"


def cannot_run(reason: str) -> Never:
    """Skip, saying why; but where all should be there (CI=true), missing is a failure."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"{reason} (under CI=true a test may not be skipped for this)", pytrace=False)
    pytest.skip(reason)
