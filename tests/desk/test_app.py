"""The desk as a server: what is not of its own pages gets nothing, and no look changes anything."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.support.desk import Running, desk
from tests.support.site import Site, digests, make_site

PAGES = ("/", "/new", "/notice/late", "/notice/late/update", "/notice/late/read", "/notice/late/page", "/look")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("desk") / "site")
    assert site.run("update") == 0
    return site


@pytest.fixture(scope="module")
def running(site: Site) -> Iterator[Running]:
    with desk(site.root) as one:
        yield one


def test_it_listens_on_this_machine_alone(running: Running) -> None:
    port = urlsplit(running.address).port
    assert port is not None
    with socket.socket() as other:  # another address of this machine
        other.settimeout(1)
        assert other.connect_ex(("127.0.0.2", port)) != 0


def test_without_the_key_nothing_is_shown(running: Running) -> None:
    for path in (*PAGES, "/desk.css", "/desk.js", "/?token=wrong"):
        got = requests.get(running.base + path, timeout=20)
        assert got.status_code == 403
        assert "Val d" not in got.text
        assert "Pier" not in got.text


def test_the_key_becomes_a_cookie_that_no_script_and_no_other_site_gets(running: Running) -> None:
    got = requests.get(running.address, timeout=20)
    cookie = got.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_another_name_for_this_machine_gets_nothing(running: Running) -> None:
    session = running.session()
    for host in ("evil.example", f"evil.example:{urlsplit(running.base).port}", "pier.example"):
        assert session.get(f"{running.base}/", headers={"Host": host}, timeout=20).status_code == 403


def test_another_page_changes_nothing(running: Running, site: Site) -> None:
    session, before = running.session(), digests(site.root / "ops_feeds")
    fields = {"what": "x", "where": "y", "due": "19:00", "(do)": "publish"}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert running.post(session, "/new", fields, **headers).status_code == 403
    bare = session.post(f"{running.base}/new", data=fields, timeout=20)
    assert bare.status_code == 403
    assert digests(site.root / "ops_feeds") == before


def test_no_look_changes_anything(running: Running, site: Site) -> None:
    session, before = running.session(), digests(site.root)
    for path in PAGES:
        assert session.get(running.base + path, timeout=60).status_code == 200, path
    for path in ("/publish", "/notice/late/live", "/notice/late/other", "/notice/none", "/no/such/page"):
        assert session.get(running.base + path, timeout=20).status_code == 404, path
    assert digests(site.root) == before


def test_every_page_says_what_it_may_load(running: Running) -> None:
    session = running.session()
    for path in (*PAGES, "/desk.css", "/desk.js", "/none"):
        headers = session.get(running.base + path, timeout=60).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline' " not in headers["content-security-policy"].partition("style-src")[0]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_what_is_larger_than_any_form_is_refused(running: Running) -> None:
    session = running.session()
    got = running.post(session, "/notice/late/live", {"headline": "x" * 1_100_000})
    assert got.status_code == 413


@pytest.mark.parametrize("name", ["..%2f..%2fmkdocs", "late%00", "LATE", "a" * 300, "%F0%9F%92%A9", "late.accepted"])
def test_a_name_that_is_none_leads_nowhere(running: Running, name: str) -> None:
    session = running.session()
    assert session.get(f"{running.base}/notice/{name}", timeout=20).status_code == 404
    assert running.post(session, f"/notice/{name}", {"(whole)": "yes", "headline": "x"}).status_code == 404


def test_a_second_one_at_the_same_port_says_so(
    running: Running, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    port = str(urlsplit(running.base).port)
    assert site.run("desk", "--port", port, "--no-browser") == 1
    assert f"port {port} is in use" in capsys.readouterr().err


def test_it_ends_in_words(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    with desk(site.root) as running:
        running.program.send_signal(signal.SIGINT)
        said = running.program.communicate(timeout=20)[0]
        assert "The desk is closed" in said
        assert "Traceback" not in said
        assert running.program.returncode == 0
