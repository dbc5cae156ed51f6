"""``explainer publish``: what an operator types, what is said, what readers are sent, and which exit code tells of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from explainer.commands.main import run
from explainer.publishing import who
from explainer.publishing.destination import DestinationError
from explainer.publishing.places import opened
from explainer.publishing.purging import addresses
from explainer.publishing.serving import served
from explainer.staff.project import load_project
from tests.conftest import ROOT
from tests.support.site import Site, digests, make_site

LATER = "2026-11-20T19:10:00+01:00"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("built") / "site")
    assert site.run("update") == 0
    return site


@pytest.fixture
def site(built: Site) -> Iterator[Site]:
    """One site for all; publishing it elsewhere changes nothing here, and what a test declares is taken back."""
    config = (built.root / "mkdocs.yml").read_text(encoding="utf-8")
    yield built
    built.write("mkdocs.yml", config)


@pytest.fixture(scope="module")
def there(built: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which it was published."""
    folder = tmp_path_factory.mktemp("there") / "status"
    assert publish(built, "--to", str(folder)) == 0
    return folder


@pytest.fixture
def newer(site: Site) -> Iterator[Site]:
    """The same, one disruption later; it is rolled back in the end."""
    site.met({"g1": "Gale", "g9": "Hail"})
    assert site.run("update", now=LATER) == 0
    yield site
    if "g9" in site.page("status.json"):
        assert run(["rollback", "-f", str(site.root / "mkdocs.yml")]) == 0


def publish(site: Site, *options: str) -> int:
    return run(["publish", "-f", str(site.root / "mkdocs.yml"), *options])


def declare(site: Site, *places: dict[str, object]) -> None:
    """Write ``publish:`` into the site's configuration."""
    path = site.root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    plugin = next(one for one in config["plugins"] if isinstance(one, dict))
    plugin["explainer"]["publish"] = list(places)
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")


def plain(folder: Path) -> dict[str, str]:
    """What readers find in a folder, without what is compressed beside it and what is kept for the next run."""
    return {
        path: digest
        for path, digest in digests(folder).items()
        if not path.startswith(".explainer/") and not (path.endswith((".gz", ".br")) and path[:-3] in digests(folder))
    }


def test_a_folder_holds_the_site_and_nothing_happens_twice(
    site: Site, there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.root / "site/.hidden").write_text("not ours", encoding="utf-8")
    ours = {path: digest for path, digest in site.files().items() if path not in (".hidden", "sitemap.xml.gz")}
    assert {path: digest for path, digest in plain(there).items() if path != "sitemap.xml.gz"} == ours
    capsys.readouterr()
    assert publish(site, "--to", str(there)) == 0
    assert "0 files put" in capsys.readouterr().out


def test_what_it_would_do_is_listed_in_order_and_not_done(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(site, "--to", str(tmp_path / "there"), "--dry-run") == 0
    put = re.findall(r"put     (\S+)", capsys.readouterr().out)
    assert put.index(site.style()) < put.index("disruptions/met.g1/index.html") < put.index("index.html")
    assert put.index("index.html") < put.index("status.json")
    assert not (tmp_path / "there/index.html").exists()


def test_what_changed_is_published_and_after_a_rollback_the_earlier_version(newer: Site, there: Path) -> None:
    assert publish(newer, "--to", str(there)) == 0
    assert (there / "disruptions/met.g9/index.html").is_file()
    assert run(["rollback", "-f", str(newer.root / "mkdocs.yml")]) == 0
    assert publish(newer, "--to", str(there)) == 0
    assert not (there / "disruptions/met.g9").exists()
    assert (there / "status.json").read_bytes() == (newer.root / "site/status.json").read_bytes()


def test_declared_places_are_all_published_to_and_one_that_fails_stops_no_other(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declare(site, {"to": str(tmp_path / "none/there")}, {"to": str(tmp_path / "beside"), "compress": "none"})
    assert publish(site) == 1
    assert "is the disk mounted" in capsys.readouterr().err
    assert (tmp_path / "beside/index.html").is_file()
    assert not (tmp_path / "beside/index.html.gz").exists()


def test_without_a_place_it_says_where_to_write_one(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(site) == 2
    assert "write --to, or publish: in mkdocs.yml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("site", "site_dir, where the site is already"),
        (".", "site_dir, where the site is already"),
        ("content", "docs_dir, where your pages are"),
        ("ops_feeds/recorded", "the record"),
        ("ftp://www.example/status", "no place that is known"),
        ("s3://key:secret@bucket/x", "holds a secret"),
        ("az://account/x?sig=abc", "holds a secret"),
        ("rsync://me:secret@www.example/web", "holds a secret"),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_no_secret_repeated(site: Site, to: str, said: str) -> None:
    project = load_project(site.root / "mkdocs.yml")
    from explainer.model.settings import Destination

    with pytest.raises(DestinationError, match=re.escape(said)) as refused:
        opened(Destination(to=to), project.root, project.places)
    assert "secret@" not in str(refused.value)
    assert "abc" not in str(refused.value)


def test_nothing_to_publish_yet_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path / "new")
    assert publish(site, "--to", str(tmp_path / "there")) != 0
    assert "explainer build" in capsys.readouterr().err


@pytest.mark.audit
def test_without_the_extra_it_says_what_to_install(site: Site, tmp_path: Path) -> None:
    hide = (
        "import sys; sys.modules['obstore'] = sys.modules['brotli'] = None; from explainer.commands.main import run; "
    )
    for to in ("s3://bucket/x", str(tmp_path / "there")):
        code = f"{hide}sys.exit(run(['publish', '-f', {str(site.root / 'mkdocs.yml')!r}, '--to', {to!r}]))"
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603
        assert (ran.returncode, ran.stdout) == (1, "")
        assert ran.stderr.strip().endswith('pip install "explainer[publish]"')


def test_who_publishes_is_a_name_that_tells_nobody_where_and_stays(tmp_path: Path) -> None:
    name = who.publisher(tmp_path, {})
    assert re.fullmatch(r"explainer-[0-9a-f]{8}", name)
    assert who.publisher(tmp_path, {"EXPLAINER_PUBLISHER": "runner-3"}) == name.replace("explainer", "runner-3")
    assert who.publisher(tmp_path / "other", {}) != name


# Purging


def test_addresses_are_those_readers_ask_for() -> None:
    told = addresses(
        "https://pier.example", ["index.html", "how/é.html", "a/index.html", "a/index.html.gz", "status.json"]
    )
    assert told == [
        "https://pier.example/",
        "https://pier.example/a/",
        "https://pier.example/a/index.html",
        "https://pier.example/how/%C3%A9.html",
        "https://pier.example/index.html",
        "https://pier.example/status.json",
    ]


def test_a_command_is_told_what_changed(site: Site, tmp_path: Path) -> None:
    script = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"
    declare(
        site,
        {
            "to": str(tmp_path / "there"),
            "compress": "none",
            "purge_command": [sys.executable, "-c", script, str(tmp_path / "told")],
        },
    )
    assert publish(site) == 0
    assert "https://pier.example/status.json\n" in (tmp_path / "told").read_text()


def test_an_address_is_told_with_a_token_of_the_environment(
    site: Site, tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Request] = []

    def purge(request: Request) -> Response:
        sent.append(request)
        return Response("{}")

    httpserver.expect_request("/purge", method="POST").respond_with_handler(purge)
    monkeypatch.setenv("EXPLAINER_PURGE_TOKEN", "abc")
    declare(site, {"to": str(tmp_path / "there"), "compress": "none", "purge": httpserver.url_for("/purge")})
    assert publish(site) == 0
    files = [url for request in sent for url in json.loads(request.data)["files"]]
    assert {request.headers["Authorization"] for request in sent} == {"Bearer abc"}
    assert "https://pier.example/" in files
    assert max(len(json.loads(request.data)["files"]) for request in sent) <= 30


def test_a_purge_that_fails_is_told_by_the_exit_code_and_takes_nothing_back(
    site: Site, tmp_path: Path, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request("/purge").respond_with_data("no", status=403)
    declare(site, {"to": str(tmp_path / "there"), "compress": "none", "purge": httpserver.url_for("/purge")})
    assert publish(site) == 4
    assert "answered 403" in capsys.readouterr().err
    assert (tmp_path / "there/index.html").is_file()


def announcing(site: Site, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, **more: object) -> list[Request]:
    """Let a hub and search engines be declared; what they are told from now on."""
    heard: list[Request] = []

    def hear(request: Request) -> Response:
        request.get_data()
        heard.append(request)
        return Response(status=202)

    httpserver.expect_request("/hub", method="POST").respond_with_handler(hear)
    httpserver.expect_request("/indexnow", method="POST").respond_with_handler(hear)
    monkeypatch.setattr("explainer.publishing.announcing.INDEXNOW", httpserver.url_for("/indexnow"))
    path = site.root / "mkdocs.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    plugin = next(one for one in config["plugins"] if isinstance(one, dict))
    plugin["explainer"] |= {"hub": httpserver.url_for("/hub"), "indexnow": "4f2c8a06d1b94e7f", **more}
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return heard


def test_a_hub_and_search_engines_are_told_after_a_publication_that_changed_something(
    site: Site, tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(site, {"to": str(tmp_path / "there"), "compress": "none"})
    heard = announcing(site, httpserver, monkeypatch)
    assert publish(site) == 0
    assert {request.path for request in heard} == {"/hub", "/indexnow"}
    heard.clear()
    assert publish(site) == 0
    assert heard == []


def test_nobody_is_told_of_an_exercise(
    site: Site, tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(site, {"to": str(tmp_path / "there"), "compress": "none"})
    heard = announcing(site, httpserver, monkeypatch, exercise={"now": "2026-11-20T18:24:00+01:00"})
    assert publish(site) == 0
    assert heard == []


# What the world sees


def world(
    there: Path, change: Callable[[str, Response], Response] = lambda _, sent: sent
) -> Callable[[Request], Response]:
    """A web server that does as the policy says, but for what ``change`` does."""

    def answer(request: Request) -> Response:
        path = request.path.removeprefix("/")
        path = path if path and not path.endswith("/") else f"{path}index.html"
        if not (there / path).is_file():
            return Response("", status=404)
        how = served(path)
        body, headers = (there / path).read_bytes(), {"Cache-Control": how.cache_control}
        if how.packs and "gzip" in request.headers["Accept-Encoding"]:
            body, headers["Content-Encoding"] = (there / f"{path}.gz").read_bytes(), "gzip"
        return change(path, Response(body, headers=headers, content_type=how.content_type))

    return answer


def test_a_check_finds_all_well_and_says_how_old_it_is(
    site: Site, there: Path, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_handler(world(there))
    assert publish(site, "--check", "--all", "--url", httpserver.url_for("/")) == 0
    said = capsys.readouterr().out
    assert "shows what was known at 2026-11-20T18:24:00+01:00, as the site here does: " in said
    assert " old" in said
    assert "0 not as they should be" in said
    assert "advice: index.html has no Content-Security-Policy" in said


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda sent: sent.headers.set("Content-Type", "text/plain"), "has the type text/plain"),
        (
            lambda sent: sent.headers.set("Cache-Control", "max-age=86400"),
            "has Cache-Control max-age=86400, and should have max-age=60",
        ),
        (lambda sent: sent.headers.remove("Cache-Control"), "has Cache-Control none"),
        (lambda sent: setattr(sent, "status_code", 503), "is answered with 503"),
        (lambda sent: sent.set_data(sent.get_data()[:-30]), "cannot be unpacked"),
        (lambda sent: sent.headers.set("Content-Type", "text/html; charset=latin-1"), "is in UTF-8"),
    ],
)
def test_a_check_names_what_is_wrong(  # noqa: PLR0917 - fixtures
    site: Site,
    there: Path,
    httpserver: HTTPServer,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Response], None],
    said: str,
) -> None:

    def change(path: str, sent: Response) -> Response:
        if path == "map/index.html":
            spoil(sent)
        return sent

    httpserver.expect_request(re.compile(".*")).respond_with_handler(world(there, change))
    assert publish(site, "--check", "--all", "--url", httpserver.url_for("/")) == 3
    told = capsys.readouterr()
    assert f"map/index.html {said}" in told.err or said in told.err
    assert "1 not as they should be" in told.out


def test_a_check_finds_an_old_site_and_what_is_not_compressed(
    site: Site,
    there: Path,
    httpserver: HTTPServer,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    newer = request.getfixturevalue("newer")
    shown = world(there)

    def unpacked(asked: Request) -> Response:
        asked.environ["HTTP_ACCEPT_ENCODING"] = "identity"
        return shown(asked)

    httpserver.expect_request(re.compile(".*")).respond_with_handler(unpacked)
    assert publish(newer, "--check", "--all", "--url", httpserver.url_for("/")) == 3
    told = capsys.readouterr()
    assert "the site here is of 2026-11-20T19:10:00+01:00" in told.out
    assert "index.html is not as it is here" in told.err
    assert "is not compressed" in told.err


def test_a_check_of_a_place_that_does_not_answer_ends_and_says_so(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(site, "--check", "--url", "http://127.0.0.1:9/") == 3
    assert "could not be reached" in capsys.readouterr().err


# The recipes


def test_the_headers_of_every_host_are_printed(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    for host in ("nginx", "caddy", "_headers"):
        assert publish(site, "--headers", host) == 0
        assert "max-age=31536000, immutable" in capsys.readouterr().out


@pytest.mark.audit
def test_the_recipes_of_the_documentation_run_as_they_are_written(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs/publishing.md").read_text(encoding="utf-8")
    lines = [
        line.partition("#")[0].split()
        for block in re.findall(r"^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
        for line in block.splitlines()
        if line.startswith("explainer")
    ]
    assert len(lines) > 8
    declare(site, {"to": str(tmp_path / "declared"), "compress": "none"})
    (tmp_path / "copy").mkdir()
    monkeypatch.chdir(site.root)
    here = {"/srv/copy/status": str(tmp_path / "copy/status"), "https://origin.example/": "http://127.0.0.1:9/"}
    for _, *words in lines:
        played = [here.get(word, word) for word in words]
        if "--check" in played and "--url" not in played:
            played += ["--url", "http://127.0.0.1:9/"]
        assert run(played) == (3 if "--check" in played else 0), played
    assert (tmp_path / "copy/status/index.html").is_file()
    assert (tmp_path / "declared/index.html").read_text(encoding="utf-8") == site.page("index.html")
