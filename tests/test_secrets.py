"""What an address or a header holds of secrets stands in its declaration, or the environment, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from explainer.commands.main import run
from explainer.model.sources import Source
from tests.support.site import Site, make_site, rss

NEEDLES = ("needleuser", "needlepass", "needlekey", "needlehead")
DECLARED = "ops_feeds/met.yml"
NOW = ("--now", "2026-11-20T18:24:00+01:00")


def needles_in(body: str | bytes) -> set[str]:
    raw = body.encode("utf-8", "surrogateescape") if isinstance(body, str) else body
    return {needle for needle in NEEDLES if needle.encode() in raw}


@pytest.fixture
def httpserver() -> Iterator[HTTPServer]:
    """One of this test's own, as it is stopped here."""
    with HTTPServer(host="127.0.0.1") as started:
        yield started


@pytest.fixture
def site(tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose weather comes by an address that holds a name, a password and a key."""
    monkeypatch.setenv("EXPLAINER_ALLOW_PRIVATE_FEEDS", "1")
    monkeypatch.setenv("EXPLAINER_DEBUG", "1")
    monkeypatch.setenv("MET_HEADER", "needlehead-0123456789")
    monkeypatch.setenv("NEEDED", "json://needleuser:needlepass@127.0.0.1:1/needlekey?+X-Key=needlehead")
    site = make_site(tmp_path / "site")
    address = httpserver.url_for("/feed.rss").replace("://", "://needleuser:needlepass@")
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write("mkdocs.yml", f"{config}      notify: [{{name: press, to: NEEDED}}]\n")
    declared = (site.root / DECLARED).read_text(encoding="utf-8")
    secrets = "secrets: {X-Api-Key: MET_HEADER}\n"
    site.write(DECLARED, declared.replace("file: local/met.xml", f"url: {address}?key=needlekey") + secrets)
    return site


def answers(httpserver: HTTPServer) -> list[Response]:
    """What a server may answer, in turn: well, with a redirect, badly, with less than it promised, and with nothing."""
    elsewhere = httpserver.url_for("/elsewhere?key=needlekey")
    return [
        Response(rss({"g1": "Gale warning"}), content_type="application/rss+xml"),
        Response(status=302, headers={"Location": elsewhere}),
        Response("needle", status=500),
        Response("<rss><chan", content_type="application/rss+xml"),
        Response(status=302, headers={"Location": "http://needleuser:needlepass@127.0.0.1:1/?key=needlekey"}),
    ]


@pytest.mark.audit
def test_no_file_and_no_word_but_the_declaration_holds_a_secret(
    site: Site, httpserver: HTTPServer, capfd: pytest.CaptureFixture[str]
) -> None:
    config = ("-f", str(site.root / "mkdocs.yml"))
    turns = answers(httpserver)
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        return turns[0]

    httpserver.expect_request("/feed.rss").respond_with_handler(answer)
    httpserver.expect_request("/elsewhere").respond_with_data("nothing here", status=404)
    for command in ("update", "refresh", "show"):
        run([command, *config, *NOW])
    while len(turns) > 1:
        turns.pop(0)
        run(["fetch", *config, *NOW])
    httpserver.stop()
    for form in ("text", "github", "sarif", "json"):
        run(["check", "--format", form, *config, *NOW])
    for words in (["update", *NOW], ["feeds", "list", *NOW], ["fingerprint"], ["adopt"], ["say", "Half runs.", *NOW]):
        run([*words, *config])
    run(["feeds", "try", str(site.root / DECLARED)])
    site.bulletin()
    bulletin = (site.root / "ops_feeds/bulletins/late.yml").read_text(encoding="utf-8")
    site.write("ops_feeds/bulletins/late.yml", f'{bulletin}  - {{at: 2026-11-20 18:23, says: "Half runs."}}\n')
    run(["update", *config, *NOW])
    assert run(["notify", "--dry-run", *config, *NOW]) == 0
    assert run(["notify", *config, *NOW]) == 3
    run(["show", *config, *NOW])
    assert asked[0].headers["X-Api-Key"] == "needlehead-0123456789"
    assert asked[0].args["key"] == "needlekey"
    said = capfd.readouterr()
    assert needles_in(said.out) | needles_in(said.err) == set()
    files = [path for path in site.root.rglob("*") if path.is_file()]
    held = {path.relative_to(site.root).as_posix(): needles_in(path.read_bytes()) for path in files}
    assert {name for name, found in held.items() if found} == {DECLARED}
    assert len(held) > 100


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://u:p@feeds.example:8443/a/b?key=1#x", "https://feeds.example:8443/"),
        ("http://feeds.example", "http://feeds.example/"),
        ("https://feeds.example?key=u@p", "https://feeds.example/"),
        ("https://a@b@feeds.example/x@y", "https://feeds.example/"),
    ],
)
def test_of_an_address_the_host_is_kept_and_no_more(address: str, kept: str) -> None:
    assert Source(id="met", publisher="Met", format="rss", url=address).without_secrets().url == kept
