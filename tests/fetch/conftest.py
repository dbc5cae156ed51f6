"""A server that answers in a test of ``fetch/``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    # A proxy of the machine the tests run on would answer for our servers.
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture(scope="module")
def running() -> Iterator[HTTPServer]:
    # Unlike pytest-httpserver's own fixture it answers several at once, and it takes half a second to stop.
    with HTTPServer(host="127.0.0.1", threaded=True) as started:
        yield started


@pytest.fixture
def server(running: HTTPServer) -> HTTPServer:
    """A server that has not been asked anything yet and knows nothing."""
    running.clear()
    return running
