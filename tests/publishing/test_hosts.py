"""One policy of how files are served, however a server or a host writes it; servers that are here are asked."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from explainer.outputs.published import OUTPUTS, Scope
from explainer.outputs.sitemap import SITEMAP
from explainer.publishing import hosts
from explainer.publishing.packing import Encoding, packed, unpacked
from explainer.publishing.serving import (
    EVERYWHERE,
    PAGES_ONLY,
    TYPES,
    Part,
    address_of,
    headers_of_page,
    homes,
    part_of,
    served,
)
from explainer.render.addresses import CAP, HISTORY, part_feed
from tests.conftest import ROOT

FILES = {
    "index.html": "text/html; charset=utf-8",
    "how/index.html": "text/html; charset=utf-8",
    "status.json": "application/json",
    "status.fr.json": "application/json",
    "badge.svg": "image/svg+xml",
    "badge/crane.fr.svg": "image/svg+xml",
    "embed.html": "text/html; charset=utf-8",
    "embed/crane.fr.html": "text/html; charset=utf-8",
    "status/embed.html": "text/html; charset=utf-8",
    "status/map/index.html": "text/html; charset=utf-8",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "feed.fr.xml": "application/atom+xml; charset=utf-8",
    "sitemap.xml": "application/xml",
    "robots.txt": "text/plain; charset=utf-8",
    "search/search_index.json": "application/json",
    "assets/explainer.0123abcd.css": "text/css; charset=utf-8",
    "assets/stylesheets/main.57a0d79d.min.css": "text/css; charset=utf-8",
    "assets/stylesheets/main.57a0d79d.min.css.map": "application/json",
    "assets/stylesheets/ours.css": "text/css; charset=utf-8",
    "assets/javascripts/bundle.a5f9d56c.min.js": "text/javascript; charset=utf-8",
    "assets/javascripts/lunr/min/lunr.ar.min.js": "text/javascript; charset=utf-8",
    "assets/images/favicon.png": "image/png",
    "status/assets/explainer.0123abcd.css": "text/css; charset=utf-8",
    "404.html": "text/html; charset=utf-8",
}
BODY = "x" * 3_000


@pytest.mark.parametrize(("path", "kind"), FILES.items())
def test_a_file_has_the_type_that_its_name_says(path: str, kind: str) -> None:
    assert served(path).content_type == kind


@pytest.mark.parametrize("path", FILES)
def test_only_a_name_that_holds_a_digest_is_kept_for_good(path: str) -> None:
    kept = "immutable" in served(path).cache_control
    assert kept == (re.search(r"\.[0-9a-f]{8}\.", path) is not None)


def test_pages_and_what_machines_read_are_kept_for_a_minute() -> None:
    assert {served(path).cache_control for path in FILES if path.endswith((".html", "s.json", ".xml"))} == {
        "max-age=60"
    }


def test_the_homes_of_all_languages_come_after_the_pages_and_machine_files_last() -> None:
    begin = homes("status/", ("", "fr/"))
    assert begin == {"index.html", "status/index.html", "fr/index.html", "fr/status/index.html"}
    ordered = ["assets/images/favicon.png", "how/index.html", "fr/status/index.html", "status/status.fr.json"]
    assert [part_of(path, begin) for path in ordered] == [Part.ASSET, Part.PAGE, Part.HOME, Part.MACHINE]


def test_every_output_for_machines_comes_last_so_that_it_names_no_page_that_is_not_there() -> None:
    read = [output for output in OUTPUTS if output.scope is not Scope.PAGE]
    made = [output.path_in(folder) for output in read for folder in ("", "fr/")]
    names = [
        *filter(None, made),
        CAP,
        HISTORY,
        f"disruptions/met.a/{CAP}",
        part_feed("crane", "rss"),
        "badge/crane.fr.svg",
        "embed/crane.html",
        SITEMAP,
    ]
    assert [name for name in names if part_of(f"status/{name}", frozenset()) is not Part.MACHINE] == []


def test_the_table_in_the_documentation_is_the_policy() -> None:
    assert hosts.table() in (ROOT / "docs/ci.md").read_text(encoding="utf-8")


def test_the_image_serves_by_the_same_policy() -> None:
    assert (ROOT / "recipes/image/nginx.conf").read_text(encoding="utf-8") == hosts.nginx()


def test_a_headers_file_says_nothing_twice_and_names_what_may_be_kept_for_good() -> None:
    told = hosts.headers_file(FILES)
    assert "/assets/javascripts/bundle.*\n  Cache-Control: max-age=31536000, immutable\n" in told
    assert "/status.fr.json\n  Cache-Control: max-age=60\n  Access-Control-Allow-Origin: *\n" in told
    rules = re.findall(r"^(/\S*)\n((?:  .*\n)+)", told, re.MULTILINE)
    everywhere = {line.split(":")[0].strip() for path, lines in rules if path == "/*" for line in lines.splitlines()}
    assert everywhere == {*EVERYWHERE}
    for path, lines in rules:
        assert path == "/*" or not everywhere & {line.split(":")[0].strip() for line in lines.splitlines()}


def test_in_a_headers_file_one_rule_alone_says_of_each_page_who_may_frame_it() -> None:
    told = hosts.headers_file(FILES)
    rules = dict(re.findall(r"^(/\S*)\n  Content-Security-Policy: (.*)\n", told, re.MULTILINE))
    for path in FILES:
        if path.endswith(".html"):
            asked = f"/{address_of(path)}"
            fits = [value for rule, value in rules.items() if re.fullmatch(rule.replace("*", ".*"), asked)]
            assert fits == [headers_of_page(path)["Content-Security-Policy"]], path
    without = hosts.headers_file(path for path in FILES if "embed" not in path)
    assert "/*\n  Content-Security-Policy: frame-ancestors 'none'" in without


def test_in_a_headers_file_badges_and_frames_of_parts_are_named_by_their_folder() -> None:
    parts = [f"status/{kind}/{n}.{end}" for n in range(60) for kind, end in (("badge", "svg"), ("embed", "html"))]
    told = hosts.headers_file([*FILES, *parts])
    assert len(re.findall("^/", told, re.MULTILINE)) < 100, "Cloudflare reads no more rules"
    assert "/status/badge/*\n  Cache-Control: max-age=60\n  Access-Control-Allow-Origin: *\n" in told
    assert "/status/embed/*\n  Content-Security-Policy: frame-ancestors *" in told
    beside = hosts.headers_file([*FILES, *parts, "status/badge/old/own.png"])
    assert "/status/badge/*" not in beside
    assert "/status/badge/7.svg\n" in beside


def test_other_sites_may_frame_what_is_made_for_that_and_nothing_else() -> None:
    framed = {path for path in FILES if headers_of_page(path) != PAGES_ONLY}
    assert framed == {"embed.html", "embed/crane.fr.html", "status/embed.html"}


# The servers themselves


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as `publish` puts it into a folder."""
    root = tmp_path_factory.mktemp("served")
    for path in FILES:
        target = root / "site" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(BODY + path, encoding="utf-8")
        if served(path).packs:
            for encoding in (Encoding.GZIP, Encoding.BROTLI):
                beside = target.with_name(target.name + encoding.end)
                beside.write_bytes(packed((BODY + path).encode(), encoding))
    (root / "site/.explainer").mkdir()
    (root / "site/.explainer/published.json").write_text("{}", encoding="utf-8")
    for inner in (root, *root.rglob("*")):
        inner.chmod(0o755 if inner.is_dir() else 0o644)
    return root


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[str]:
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert child.poll() is None, child.stderr.read().decode() if child.stderr else ""
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        child.terminate()
        child.communicate()


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which(request.param)
    if program is None:
        pytest.skip(f"{request.param} is not installed here")
    work, port = tmp_path_factory.mktemp(request.param), free_port()
    made = hosts.HOSTS[request.param](()).replace("/srv/site/site", str(folder / "site")).replace("8080", str(port))
    if request.param == "caddy":
        (work / "Caddyfile").write_text("{\n admin off\n auto_https off\n}\n" + made, encoding="utf-8")
        command = [program, "run", "--config", str(work / "Caddyfile"), "--adapter", "caddyfile"]
    else:
        temporary = "".join(
            f"{kind}_temp_path {work}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = f"pid {work}/pid; error_log stderr; events {{}} http {{ access_log off; {temporary}\n{made} }}"
        (work / "nginx.conf").write_text(whole, encoding="utf-8")
        command = [program, "-c", str(work / "nginx.conf"), "-g", "daemon off; master_process off;"]
    with running(command, port) as address:
        yield address


def asked(address: str, accept: str = "identity") -> tuple[int, dict[str, str], bytes]:
    try:
        with urlopen(Request(address, headers={"Accept-Encoding": accept}), timeout=5) as got:  # noqa: S310
            return got.status, {name.lower(): value for name, value in got.headers.items()}, got.read()
    except HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()
    except URLError as error:
        raise AssertionError(address) from error


@pytest.mark.parametrize("path", FILES)
def test_a_server_sends_each_file_as_the_policy_says(server: str, path: str) -> None:
    status, headers, body = asked(server + path.removesuffix("index.html"))
    assert (status, body.decode()) == (200, BODY + path)
    should = served(path)
    assert headers["content-type"].replace(" ", "").lower() == should.content_type.replace(" ", "")
    assert headers["cache-control"] == should.cache_control
    assert headers.get("access-control-allow-origin") == ("*" if should.read_elsewhere else None)
    for name, value in {**headers_of_page(path), **EVERYWHERE}.items():
        assert headers[name.lower()] == value
    _, headers, body = asked(server + path.removesuffix("index.html"), "gzip")
    assert headers.get("content-encoding", "") == ("gzip" if should.packs else "")
    assert unpacked(body, headers.get("content-encoding", ""), 10_000).decode() == BODY + path


def test_a_server_answers_for_what_is_not_there_with_our_page_and_keeps_back_what_is_not_for_readers(
    server: str,
) -> None:
    status, headers, body = asked(f"{server}nowhere/")
    assert (status, body.decode()) == (404, f"{BODY}404.html")
    assert headers["content-type"].startswith("text/html")
    assert asked(f"{server}.explainer/published.json")[0] == 404


def test_every_type_is_told_once() -> None:
    assert all(end == end.lower() and "/" in kind for end, kind in TYPES.items())
