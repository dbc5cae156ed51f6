"""The tests' own tools hold: no network, unchanged vendored files, a browser that stays here."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import sys
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page
from pytest_httpserver import HTTPServer

from tests.conftest import ROOT
from tests.support import bytecode
from tests.support.browser import Pages, accessibility_faults
from tests.support.network import NetworkBlockedError

VENDORED = sorted((ROOT / "tests" / "vendor").iterdir())


def test_a_test_cannot_reach_another_machine() -> None:
    with pytest.raises(NetworkBlockedError, match=r"looked up the name 'example\.org'"):
        requests.get("http://example.org/", timeout=1)
    with pytest.raises(NetworkBlockedError, match=r"connected to 192\.0\.2\.1 port 80"):
        requests.get("http://192.0.2.1/", timeout=1)


def test_a_name_under_invalid_fails_as_any_unknown_name_does() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("feeds.invalid", 443)


@pytest.mark.parametrize("elsewhere", [None, "there"])
def test_bytecode_is_kept_in_the_environment_unless_it_is_kept_already(
    elsewhere: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "pycache_prefix", elsewhere)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", elsewhere or "")
    bytecode.keep(os.fspath(tmp_path))
    kept = elsewhere or os.fspath(tmp_path / "bytecode")
    assert (sys.pycache_prefix, os.environ["PYTHONPYCACHEPREFIX"]) == (kept, kept)
    assert sys.dont_write_bytecode is (elsewhere is not None)
    assert ("PYTHONDONTWRITEBYTECODE" in os.environ) is (elsewhere is not None)


def test_a_test_can_serve_to_itself(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed").respond_with_data(b"bytes")
    assert requests.get(httpserver.url_for("/feed"), timeout=5).content == b"bytes"


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.name)
def test_a_vendored_package_is_what_its_publisher_published(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in map(str.split, lines)}
    shipped = {path.name: path for path in folder.iterdir() if path.name not in {"SHA256SUMS", "SOURCE.md"}}
    assert sums == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in shipped.items()}


def test_the_lock_names_public_hosts_only() -> None:
    hosts = set(re.findall(r"\b[a-z]+://[^/\"]+", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}


def test_the_browser_opens_a_page_and_axe_judges_it(page: Pages, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(
        '<!doctype html><html lang="en"><title>t</title><main><h1>Hello</h1><img src="x.png"></main>',
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": "default-src 'none'"},
    )
    opened = page()
    opened.goto(httpserver.url_for("/"))
    assert opened.get_by_role("heading").inner_text() == "Hello"
    assert accessibility_faults(opened) == ["image-alt: Images must have alternative text: img"]


def test_the_browser_reports_a_page_that_asks_another_machine(page: Pages) -> None:
    page().set_content("<img src='https://tracker.example.org/pixel.gif'>")
    assert page.left_the_machine == ["https://tracker.example.org/pixel.gif"]
    page.left_the_machine.clear()


@pytest.mark.parametrize("page", ["a page of the documentation"])
def test_an_argument_that_is_called_like_a_fixture_marks_nothing(page: str, request: pytest.FixtureRequest) -> None:
    assert page
    assert not list(request.node.iter_markers("browser"))


def test_a_fixture_marks_also_the_test_that_gets_it_through_another(
    opened: Page, request: pytest.FixtureRequest
) -> None:
    assert opened.url == "about:blank"
    assert list(request.node.iter_markers("browser"))


@pytest.fixture
def opened(page: Pages) -> Page:
    return page()


def test_the_corpus_has_a_folder_per_format(corpus: Path, request: pytest.FixtureRequest) -> None:
    assert list(request.node.iter_markers("corpus"))
    assert {"cap", "rss-atom"} <= {path.name for path in corpus.iterdir() if path.is_dir()}


def test_the_quick_proofs_and_the_slow_ones_are_the_whole_suite_and_share_no_test(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest
        from tests.conftest import _leave_out_other_proofs

        def pytest_addoption(parser):
            parser.addoption("--proofs", choices=("quick", "slow"))

        def pytest_configure(config):
            config.addinivalue_line("markers", "audit: slow")

        def pytest_collection_modifyitems(config, items):
            _leave_out_other_proofs(config, items)
        """
    )
    pytester.makepyfile("import pytest\ndef test_a(): pass\n@pytest.mark.audit\ndef test_b(): pass")
    pytester.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=2)
    pytester.runpytest("-p", "no:cacheprovider", "--proofs", "quick").assert_outcomes(passed=1, deselected=1)
    pytester.runpytest("-p", "no:cacheprovider", "--proofs", "slow").assert_outcomes(passed=1, deselected=1)
