"""The preview on this machine: it shows the site, and follows every change."""

import os
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from tests.support.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def test_the_preview_follows_content_and_feed_files(site: Site) -> None:
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    arguments = ["serve", "-f", str(site.root / "mkdocs.yml"), "--now", "2026-11-20T18:24+01:00", "--port", "0"]
    child = subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-m", "explainer", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        text=True,
    )
    assert child.stdout is not None
    try:
        threading.Timer(60, child.kill).start()
        address = next(line for line in child.stdout if "Preview at" in line).split()[2]
        assert "Gale warning" in page(address, "disruptions/met.g1/")
        site.met({"g1": "Storm warning"})
        wait_for(lambda: "Storm warning" in page(address, "disruptions/met.g1/"))
        site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The tall crane\n")
        wait_for(lambda: "The tall crane" in page(address, "how/crane/"))
    finally:
        child.terminate()
        child.communicate(timeout=10)


def page(address: str, path: str) -> str:
    with urllib.request.urlopen(f"{address}{path}", timeout=5) as answer:  # noqa: S310  # our own preview
        body: bytes = answer.read()
    return body.decode()


def wait_for(condition: object) -> None:
    deadline = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "the preview did not follow"
        time.sleep(0.3)
