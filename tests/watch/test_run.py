"""A real ``explainer watch``: it starts, goes on through whatever is around it, and stops at a word."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from explainer.record import store
from explainer.watch import run
from tests.support.asking import Send, wire
from tests.support.site import Site

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")


def command(site: Site, *options: str) -> list[str]:
    return [sys.executable, "-m", "explainer", "watch", "-f", str(site.root / "mkdocs.yml"), *options]


@contextmanager
def watching(site: Site, *options: str, out: Any = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "EXPLAINER_ALLOW_PRIVATE_FEEDS": "1"}
    health = ["--health", str(site.root / "health.json")] if "--health" not in options else []
    child = subprocess.Popen(  # noqa: S603  # our own command
        [*command(site, *options), *health], stdout=out, stderr=subprocess.PIPE, text=True, env=env
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


def health(site: Site) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((site.root / "health.json").read_text(encoding="utf-8"))
    return read


def until(holds: Callable[[], object], seconds: float = 30) -> None:
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        try:
            if holds():
                return
        except (OSError, KeyError):
            pass
        time.sleep(0.05)
    raise AssertionError("it never came")


def stopped(child: subprocess.Popen[str]) -> tuple[str, float]:
    """What it said, and how many seconds it took to end."""
    began = time.monotonic()
    child.send_signal(signal.SIGTERM)
    out, _ = child.communicate(timeout=20)
    assert child.returncode == 0
    return out or "", time.monotonic() - began


@POSIX
def test_it_stops_cleanly_on_sigterm_and_logs_json_lines(site: Site) -> None:
    with watching(site, "--log-format", "json") as child:
        until(lambda: health(site)["asked"])
        second = subprocess.run(command(site), capture_output=True, text=True, check=False)  # noqa: S603
        out, _ = stopped(child)
    assert second.returncode == 1
    assert f"explainer watch (process {child.pid} on " in second.stderr, "a second one says who is there"
    cycles = [json.loads(line) for line in out.splitlines()]
    assert cycles[0]["number"] == 1
    assert {feed for cycle in cycles for feed in cycle["asked"]} == {"met", "log"}


def test_a_health_file_in_a_folder_that_is_not_there_stops_nothing_and_is_said(site: Site) -> None:
    with watching(site, "--health", str(site.root / "gone/health.json")) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline(), child.stdout.readline()]
        assert child.poll() is None
        stopped(child)
    assert "cycle 1:" in lines[0]
    assert "gone/.health.json.aside is not there" in lines[1]


@POSIX
def test_a_cycle_that_does_not_end_is_left_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PATIENCE", 0.05)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    woken, left = threading.Event(), threading.Event()
    try:
        signals = run.Signals(woken.set, left.set)
        os.kill(os.getpid(), signal.SIGTERM)
        assert left.wait(5)
        assert woken.is_set()
        assert signals.stops
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@pytest.mark.audit
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_log_on_a_full_disk_stops_nothing_and_is_in_the_health_file(site: Site) -> None:
    with Path("/dev/full").open("w") as full, watching(site, out=full) as child:
        until(lambda: health(site)["number"] == 1)
        site.met({"g1": "Storm warning"})
        site.bulletin(status="resolved", ended="2026-11-20 18:20")
        until(lambda: health(site)["number"] == 2)
        assert health(site)["why"] == ["the log cannot be written: the disk is full; make room on it, then do it again"]
        assert stopped(child)[1] < 5


@POSIX
@pytest.mark.audit
def test_a_server_that_hangs_holds_up_neither_the_news_nor_the_end(site: Site) -> None:
    def silent(send: Send) -> None:
        time.sleep(20)
        send(b"HTTP/1.1 200 OK\r\n\r\n")

    with wire(silent) as url:
        declared = (site.root / "ops_feeds/met.yml").read_text(encoding="utf-8")
        site.write("ops_feeds/met.yml", declared.replace("file: local/met.xml", f"url: {url}"))
        with watching(site) as child:
            until(lambda: health(site)["built"])
            began = time.monotonic()
            site.bulletin(says="Slow.", status="resolved", ended="2026-11-20 18:20")
            until(lambda: store.read(site.root / "ops_feeds/recorded").held["log.late"].latest.status.over)
            assert time.monotonic() - began < 6, "two seconds on a quiet machine"
            child.send_signal(signal.SIGHUP)
            until(lambda: "read again, as it was told to" in health(site)["notes"])
            assert stopped(child)[1] < 5
    assert store.read(site.root / "ops_feeds/recorded").times["met"].failure == ""
