"""Fetching, against real servers on this machine: every way in which a feed can fail is a value."""

from __future__ import annotations

import gzip
import socketserver
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from pydantic import ValidationError
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from explainer.declarations.sources import SOURCE_DOOR
from explainer.errors import OWN_FAULT, FetchError
from explainer.fetch import web as fetching
from explainer.fetch.web import Failed, Fetched, Limits, NotModified, Outcome, Validators, fetch, fetch_all
from explainer.formats.base import Document
from explainer.model.sources import Source
from explainer.model.value import Value
from tests.support.asking import LIMITS, NOWHERE, Send, ask, at, bodies, drip, reason, wire
from tests.support.site import make_site
from tests.support.values import plain

# An answer


def test_a_good_answer_carries_bytes_validators_and_the_age_a_cache_gives_it(server: HTTPServer) -> None:
    said = {
        "ETag": '"v1"',
        "Last-Modified": "Fri, 20 Nov 2026 17:00:00 GMT",
        "Age": "60",
    }
    server.expect_request("/feed").respond_with_data(b"<rss/>", headers=said)
    outcome = ask(server.url_for("/feed"))
    assert bodies(outcome) == [b"<rss/>"]
    assert isinstance(outcome, Fetched)
    assert outcome.documents[0].name == server.url_for("/feed")
    assert (outcome.etag, outcome.last_modified) == (said["ETag"], said["Last-Modified"])
    assert outcome.age == 60


@pytest.mark.parametrize(
    ("said", "charset"),
    [
        ("text/xml; charset=utf-8", "utf-8"),
        ('text/csv; header=present; charset="Windows-1252"', "cp1252"),
        ("application/json", ""),
        ("text/xml; charset=no-such-thing", ""),
        ("text/xml; charset=rot13", ""),
        ("text/xml; charset=unicode_escape", ""),
        (";;=", ""),
    ],
)
def test_a_document_knows_the_charset_of_its_header(server: HTTPServer, said: str, charset: str) -> None:
    server.expect_request("/feed").respond_with_data(b"<rss/>", headers={"Content-Type": said})
    outcome = ask(server.url_for("/feed"))
    assert isinstance(outcome, Fetched)
    assert outcome.documents[0].charset == charset


def test_another_charset_is_another_answer() -> None:
    one, other = (Fetched(documents=(Document(name="f", body=b"\xe9", charset=it),)) for it in ("cp1252", "cp1251"))
    assert one.sha256 != other.sha256


def test_the_request_says_who_asks(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_data(b"")
    ask(server.url_for("/feed"))
    assert server.log[0][0].headers["User-Agent"] == "explainer/0.1 (+https://ops.example/)"


@pytest.mark.parametrize(
    ("header", "asked_with", "validators"),
    [
        ("ETag", "If-None-Match", Validators(etag='W/"v1"')),
        ("Last-Modified", "If-Modified-Since", Validators(last_modified="Fri, 20 Nov 2026 17:00:00 GMT")),
    ],
)
def test_what_did_not_change_is_not_sent_again(
    server: HTTPServer, header: str, asked_with: str, validators: Validators
) -> None:
    value = validators.etag or validators.last_modified

    def answer(request: Request) -> Response:
        unchanged = request.headers.get(asked_with) == value
        return Response(b"" if unchanged else b"<rss/>", 304 if unchanged else 200, {header: value})

    server.expect_request("/feed").respond_with_handler(answer)
    first = ask(server.url_for("/feed"))
    assert isinstance(first, Fetched)
    again = Validators(etag=first.etag, last_modified=first.last_modified)
    assert again == validators
    assert ask(server.url_for("/feed"), again) == NotModified()


def test_not_modified_without_validators_is_a_failure(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_data(b"", status=304)
    assert reason(ask(server.url_for("/feed"))) == "127.0.0.1 answered 304 Not Modified"


def test_validators_that_could_not_be_sent_back_are_not_kept() -> None:
    talk = b'HTTP/1.1 200 OK\r\nETag: "\x01"\r\nLast-Modified: \xff\r\nContent-Length: 2\r\n\r\nok'
    with wire(lambda send: send(talk)) as url:
        outcome = ask(url)
    assert isinstance(outcome, Fetched)
    assert (outcome.etag, outcome.last_modified) == ("", "")


def test_equal_documents_have_equal_digests_and_others_do_not() -> None:
    def digest(*documents: tuple[str, bytes]) -> str:
        named = tuple(Document(name=name, body=body) for name, body in documents)
        return Fetched(documents=named).sha256

    assert digest(("a", b"x")) == digest(("a", b"x"))
    assert len({digest(), digest(("a", b"x")), digest(("ax", b"")), digest(("a", b""), ("", b"x"))}) == 4


# Servers in trouble


def test_a_server_that_recovers_is_asked_again(server: HTTPServer) -> None:
    server.expect_ordered_request("/feed").respond_with_data(b"", status=503)
    server.expect_ordered_request("/feed").respond_with_data(b"", status=502)
    server.expect_ordered_request("/feed").respond_with_data(b"<rss/>")
    assert bodies(ask(server.url_for("/feed"))) == [b"<rss/>"]


def test_a_server_that_stays_down_is_asked_a_few_times_only(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_data(b"", status=503)
    assert reason(ask(server.url_for("/feed"))) == "127.0.0.1 answered 503 Service Unavailable"
    assert len(server.log) == LIMITS.tries


@pytest.mark.parametrize(
    ("status", "headers", "asked"),
    [
        (503, {"Retry-After": "0"}, 3),
        (503, {"Retry-After": "3600"}, 1),
        (503, {"Retry-After": "soon"}, 3),
        (429, {"Retry-After": "0"}, 3),
        (429, {}, 1),
        (404, {"Retry-After": "0"}, 1),
        (500, {}, 1),
        (206, {}, 1),
        (299, {}, 1),
    ],
)
def test_retry_after_is_honoured_where_it_fits(
    server: HTTPServer, status: int, headers: dict[str, str], asked: int
) -> None:
    def answer(_: Request) -> Response:
        return Response(b"", status, headers)

    server.expect_request("/feed").respond_with_handler(answer)
    assert reason(ask(server.url_for("/feed"))).startswith(f"127.0.0.1 answered {status}")
    assert len(server.log) == asked


@pytest.mark.parametrize(("hour", "asked"), [(17, 3), (18, 1)])
def test_a_retry_after_date_is_measured_by_the_servers_own_clock(hour: int, asked: int) -> None:
    said = b"HTTP/1.1 503 Busy\r\nDate: Fri, 20 Nov 2026 17:00:00 GMT\r\nContent-Length: 0\r\n"
    said += b"Retry-After: Fri, 20 Nov 2026 %d:00:00 GMT\r\n\r\n" % hour
    requests: list[bytes] = []

    def answer(send: Send) -> None:
        # Counted before it is answered: once the last answer is out, nobody waits for this thread.
        requests.append(said)
        send(said)

    with wire(answer) as url:
        assert reason(ask(url)) == "127.0.0.1 answered 503 Service Unavailable"
    assert len(requests) == asked


def test_a_dead_port_is_unreachable() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as closed:
        port = closed.server_address[1]
    assert reason(ask(f"http://127.0.0.1:{port}/")) == "127.0.0.1 could not be reached"


def test_a_name_that_leads_nowhere_says_so() -> None:
    for allow_private in (True, False):
        limits = LIMITS.replace(allow_private=allow_private)
        failed = reason(ask("http://tower.invalid/feed", limits=limits))
        assert failed == "tower.invalid cannot be found: its name leads nowhere"


@pytest.mark.parametrize("url", ["http://[/", "http://host:99999999/", "https://exa%mple/"])
def test_an_address_that_cannot_be_read_names_the_remedy(url: str) -> None:
    assert "correct url: in its declaration" in reason(ask(url))


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<rss>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a number\r\n",
    ],
)
def test_a_broken_off_body_is_never_taken_for_whole(said: bytes) -> None:
    with wire(lambda send: send(said)) as url:
        assert reason(ask(url)) == "127.0.0.1 broke off before all had come"


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200])
def test_an_answer_that_is_not_http_is_a_failure(said: bytes) -> None:
    with wire(lambda send: send(said)) as url:
        assert reason(ask(url)) in {
            "127.0.0.1 could not be reached",
            "127.0.0.1 broke off before all had come",
        }


# Hostile servers


@pytest.mark.parametrize(
    "before",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
    ],
)
def test_a_slow_drip_ends_at_the_deadline(before: bytes) -> None:
    limits = LIMITS.replace(total=0.3)
    # A gzip member of nothing: bytes on the wire that never become bytes of the document.
    what = gzip.compress(b"") if b"gzip" in before else b"x"
    with wire(lambda send: drip(send, before, what)) as url:
        assert reason(ask(url, limits=limits)) == "127.0.0.1 did not finish within 0.3 seconds"


def test_packed_nothing_in_packed_nothing_ends_at_the_deadline(server: HTTPServer) -> None:
    nothing = gzip.compress(gzip.compress(gzip.compress(b"") * 50_000) * 50)
    server.expect_request("/feed").respond_with_data(nothing, headers={"Content-Encoding": "gzip, gzip, gzip"})
    limits = LIMITS.replace(total=0.3)
    assert reason(ask(server.url_for("/feed"), limits=limits)) == "127.0.0.1 did not finish within 0.3 seconds"


def test_headers_that_never_end_stop_at_the_deadline() -> None:
    limits = LIMITS.replace(total=0.3)
    with wire(lambda send: drip(send, b"HTTP/1.1 200 OK\r\n", b"A")) as url:
        assert reason(ask(url, limits=limits)) == "127.0.0.1 did not finish within 0.3 seconds"


def test_silence_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = LIMITS.replace(read=0.1, tries=1)
    release = threading.Event()
    with wire(lambda _: release.wait(5)) as url:
        assert reason(ask(url, limits=limits)) == "127.0.0.1 did not answer in time"
        release.set()


@pytest.mark.parametrize("declared", [True, False])
def test_a_gzip_bomb_stops_at_the_cap(server: HTTPServer, *, declared: bool) -> None:
    bomb = gzip.compress(bytes(30_000_000))
    assert len(bomb) < 100_000
    headers = {"Content-Encoding": "gzip"} if declared else {}
    server.expect_request("/feed").respond_with_data(bomb, headers=headers)
    outcome = ask(server.url_for("/feed"), limits=LIMITS.replace(largest=1_000_000))
    if declared:
        assert reason(outcome) == "127.0.0.1 sent more than 1 MB"
    else:
        assert bodies(outcome) == [bomb]


def test_what_cannot_be_unpacked_is_a_failure(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_data(b"<rss/>", headers={"Content-Encoding": "gzip"})
    assert reason(ask(server.url_for("/feed"))) == "127.0.0.1 sent data that cannot be unpacked"


# Redirects


def redirect(server: HTTPServer, path: str, target: str, status: int = 302) -> None:
    def answer(_: Request) -> Response:
        response = Response(b"moved", status)
        response.autocorrect_location_header = False
        response.headers["Location"] = target
        return response

    server.expect_request(path).respond_with_handler(answer)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(server: HTTPServer, status: int) -> None:
    redirect(server, "/feed", "new?a=1#part", status)
    server.expect_request("/new", query_string="a=1").respond_with_data(b"<rss/>")
    outcome = ask(server.url_for("/feed"))
    assert bodies(outcome) == [b"<rss/>"]
    assert isinstance(outcome, Fetched)
    assert outcome.documents[0].name == server.url_for("/feed")


def test_redirects_in_a_circle_end(server: HTTPServer) -> None:
    redirect(server, "/feed", "/other")
    redirect(server, "/other", "/feed")
    assert reason(ask(server.url_for("/feed"))) == "127.0.0.1 redirected more than 5 times"
    assert len(server.log) == LIMITS.redirects + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "ftp://ops.example/feed"])
def test_a_redirect_out_of_the_web_is_refused(server: HTTPServer, target: str) -> None:
    redirect(server, "/feed", target)
    assert reason(ask(server.url_for("/feed"))) == "127.0.0.1 redirected to an address that is not on the web"


def test_a_redirect_from_https_to_http_is_refused() -> None:
    asked = fetching._Conversation(at("https://ops.example/feed"), Validators(), LIMITS, {})
    assert asked._target("/new", "https://ops.example/feed") == "https://ops.example/new"
    with pytest.raises(FetchError, match="redirected from https to unprotected http"):
        asked._target("http://ops.example/feed", "https://ops.example/feed")


def test_a_redirect_to_nonsense_is_refused() -> None:
    said = b"HTTP/1.1 302 Found\r\nLocation: http://[/\r\nContent-Length: 0\r\n\r\n"
    with wire(lambda send: send(said)) as url:
        assert reason(ask(url)) == "127.0.0.1 redirected to an address that cannot be read"


def test_the_body_of_a_redirect_is_never_read() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: http://tower.invalid/\r\nContent-Length: 100000\r\n\r\n"
    with wire(lambda send: drip(send, head, b"x")) as url:
        assert reason(ask(url)) == "127.0.0.1 cannot be found: its name leads nowhere"


# Private addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",  # noqa: S104 - asked, not bound
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::7f00:1]",
        "[fe80::1]",
        "[fec0::1]",
        "[fd00::1]",
        "[64:ff9b::7f00:1]",
    ],
)
def test_a_private_address_is_refused_unless_allowed(host: str) -> None:
    failed = reason(ask(f"http://{host}/feed", limits=Limits()))
    assert failed.endswith("leads to a private network, where no feed may be read from")


def test_a_refused_address_is_never_connected_to(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_data(b"<rss/>")
    assert "private network" in reason(ask(server.url_for("/feed"), limits=Limits()))
    assert server.log == []


@pytest.mark.parametrize("private", ["10.0.0.1", "169.254.169.254", "[fd00::1]"])
def test_a_redirect_to_a_private_address_is_refused(
    server: HTTPServer, monkeypatch: pytest.MonkeyPatch, private: str
) -> None:
    # Tests reach loopback only, so here loopback plays the public server.
    def session(_: Limits, own: str) -> requests.Session:
        made = requests.Session()
        made.mount("http://", fetching._PublicOnly(is_https_proto=False, allow_loopback=True))
        return made

    monkeypatch.setattr(fetching, "_session", session)
    redirect(server, "/feed", f"http://{private}/latest/meta-data/")
    failed = reason(ask(server.url_for("/feed")))
    assert failed == "127.0.0.1 leads to a private network, where no feed may be read from"


# Credentials


def with_credentials(server: HTTPServer) -> str:
    return server.url_for("/feed?key=t0ken").replace("//", "//ops:s3cret@")


def test_credentials_are_sent_and_never_shown(server: HTTPServer) -> None:
    server.expect_request("/feed", query_string="key=t0ken").respond_with_data(b"<rss/>")
    outcome = ask(with_credentials(server))
    assert server.log[0][0].authorization is not None
    assert server.log[0][0].authorization.password == "s3cret"  # noqa: S105
    assert isinstance(outcome, Fetched)
    assert outcome.documents[0].name == server.url_for("/feed")


@pytest.mark.parametrize("status", [401, 403, 404, 429, 503, 304, 418])
def test_no_reason_holds_credentials(server: HTTPServer, status: int) -> None:
    server.expect_request("/feed").respond_with_data(b"s3cret", status=status)
    assert_no_secret(ask(with_credentials(server)))


def test_no_reason_holds_credentials_when_nothing_answers() -> None:
    for host in ("tower.invalid", "127.0.0.1:1", "[", "10.0.0.1"):
        for limits in (LIMITS, Limits(pause=0, total=2, connect=1)):
            if limits.allow_private and host == "10.0.0.1":
                continue  # only refusing it keeps the test on this machine
            assert_no_secret(ask(f"http://ops:s3cret@{host}/feed?key=t0ken", limits=limits))


def assert_no_secret(outcome: Value) -> None:
    assert isinstance(outcome, Failed)
    assert "s3cret" not in str(outcome)
    assert "t0ken" not in str(outcome)


def test_credentials_stay_with_the_declared_server(server: HTTPServer) -> None:
    elsewhere = server.url_for("/new").replace("127.0.0.1", "localhost")
    redirect(server, "/feed", "/second")
    redirect(server, "/second", elsewhere)
    server.expect_request("/new").respond_with_data(b"<rss/>")
    assert bodies(ask(with_credentials(server))) == [b"<rss/>"]
    sent = [request.authorization is not None for request, _ in server.log]
    assert sent == [True, True, False]


# A feed inside the network


def inside(url: str, **more: Any) -> Source:
    return SOURCE_DOOR.read({**plain(at(url)), "private": True, **more})


def test_a_private_feed_is_read_from_its_own_host_alone(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_data(b"<rss/>")
    limits = Limits(tries=1)
    url = server.url_for("/feed")
    assert bodies(fetch(inside(url), NOWHERE, Validators(), limits)) == [b"<rss/>"]
    assert "leads to a private network" in reason(fetch(at(url), NOWHERE, Validators(), limits))


def test_a_private_feed_may_be_redirected_on_its_own_host(server: HTTPServer) -> None:
    redirect(server, "/feed", "/new")
    server.expect_request("/new").respond_with_data(b"<rss/>")
    assert bodies(fetch(inside(server.url_for("/feed")), NOWHERE, Validators(), Limits())) == [b"<rss/>"]


@pytest.mark.parametrize("private", ["10.0.0.1", "169.254.169.254", "[::1]", "localhost", "127.0.0.2"])
def test_a_private_feed_is_not_redirected_to_another_private_host(server: HTTPServer, private: str) -> None:
    redirect(server, "/feed", f"http://{private}:{server.port}/new")
    failed = reason(fetch(inside(server.url_for("/feed")), NOWHERE, Validators(), Limits()))
    assert failed == "127.0.0.1 leads to a private network, where no feed may be read from"


# Secrets

MET = {"MET_TOKEN": "Bearer t0ken-of-the-met"}


def keyed(url: str, **secrets: str) -> Source:
    return SOURCE_DOOR.read({**plain(at(url)), "secrets": secrets or {"Authorization": "MET_TOKEN"}})


def ask_keyed(url: str, environ: dict[str, str], **secrets: str) -> Outcome:
    return fetch(keyed(url, **secrets), NOWHERE, Validators(), LIMITS, environ)


def test_a_secret_is_sent_as_the_header_it_is_declared_for(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_data(b"<rss/>")
    outcome = ask_keyed(server.url_for("/feed"), MET | {"KEY": "k"}, **{"Authorization": "MET_TOKEN", "X-Key": "KEY"})
    assert bodies(outcome) == [b"<rss/>"]
    sent = server.log[0][0].headers
    assert (sent["Authorization"], sent["X-Key"]) == (MET["MET_TOKEN"], "k")


def test_secrets_are_read_from_the_environment_at_each_fetch(
    server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.expect_request("/feed").respond_with_data(b"<rss/>")
    for value in ("first", "second"):
        monkeypatch.setenv("MET_TOKEN", value)
        fetch(keyed(server.url_for("/feed")), NOWHERE, Validators(), LIMITS)
    assert [request.headers["Authorization"] for request, _ in server.log] == ["first", "second"]


@pytest.mark.parametrize("environ", [{}, {"MET_TOKEN": ""}])
def test_a_missing_secret_is_a_failure_that_names_the_variable(server: HTTPServer, environ: dict[str, str]) -> None:
    failed = reason(ask_keyed(server.url_for("/feed"), environ))
    assert failed == "127.0.0.1 needs the environment variable MET_TOKEN, which is not set"
    assert server.log == []


@pytest.mark.parametrize("value", ["t0ken\n", "t0ken\r\nX-Evil: 1", " t0ken", "t0ken ", "t0kèn", "t0ken\0", "\n"])
def test_a_secret_that_no_header_may_hold_is_never_sent(server: HTTPServer, value: str) -> None:
    failed = reason(ask_keyed(server.url_for("/feed"), {"MET_TOKEN": value}))
    assert failed.startswith("127.0.0.1 needs the environment variable MET_TOKEN, which holds a line break")
    assert "t0k" not in failed
    assert server.log == []


def test_secrets_stay_with_the_declared_origin(server: HTTPServer) -> None:
    redirect(server, "/feed", "/second")
    redirect(server, "/second", server.url_for("/third").replace("127.0.0.1", "localhost"))
    redirect(server, "/third", server.url_for("/new"))
    server.expect_request("/new").respond_with_data(b"<rss/>")
    assert bodies(ask_keyed(server.url_for("/feed"), MET)) == [b"<rss/>"]
    assert ["Authorization" in request.headers for request, _ in server.log] == [True, True, False, False]


@pytest.mark.parametrize("status", [200, 302, 401, 403, 500, 503])
@pytest.mark.parametrize("only_word", [True, False])
def test_a_server_that_repeats_a_secret_brings_it_nowhere(
    server: HTTPServer, caplog: pytest.LogCaptureFixture, status: int, *, only_word: bool
) -> None:
    def answer(request: Request) -> Response:
        said = request.headers["Authorization"].split()[1] if only_word else request.headers["Authorization"]
        response = Response(said.encode(), status, {"ETag": f'"{said}"', "Last-Modified": said})
        if status == 302:
            response.autocorrect_location_header = False
            response.headers["Location"] = f"/new?was={quote(said)}"
        return response

    server.expect_request("/feed").respond_with_handler(answer)
    caplog.set_level("DEBUG")
    outcome = ask_keyed(server.url_for("/feed"), MET)
    assert isinstance(outcome, Failed)
    assert "t0ken" not in str(outcome)
    assert "t0ken" not in "\n".join(row.getMessage() for row in caplog.records if row.name != "werkzeug")


def test_a_validator_that_repeats_a_secret_is_not_kept(server: HTTPServer) -> None:
    said = {"ETag": '"t0ken-of-the-met"', "Last-Modified": MET["MET_TOKEN"]}
    server.expect_request("/feed").respond_with_data(b"<rss/>", headers=said)
    outcome = ask_keyed(server.url_for("/feed"), MET)
    assert isinstance(outcome, Fetched)
    assert (outcome.etag, outcome.last_modified) == ("", "")


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        ({"Bad Header": "MET_TOKEN"}, "holds a name that no header can have"),
        ({"A\r\nB": "MET_TOKEN"}, "holds a name that no header can have"),
        ({"": "MET_TOKEN"}, "holds a name that no header can have"),
        ({"host": "MET_TOKEN"}, "cannot set “host”"),
        ({"Authorization": "Bearer t0ken"}, "never the secret itself"),
        ({"Authorization": 5}, "never the secret itself"),
        ({"X-Key": "A", "x-key": "B"}, "names a header twice"),
        ("t0ken", "is not a table"),
        (5, "is not a table"),
    ],
)
def test_a_declaration_of_secrets_that_cannot_be_is_refused(secrets: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said) as refused:
        SOURCE_DOOR.read({**plain(at("https://ops.example/")), "secrets": secrets})
    assert not any("t0ken" in str(row["ctx"]) for row in refused.value.errors())


def test_credentials_in_the_address_and_in_secrets_are_one_too_many() -> None:
    with pytest.raises(ValidationError, match="keep those in secrets:"):
        keyed("https://ops:s3cret@ops.example/")
    assert keyed("https://ops:s3cret@ops.example/", **{"X-Key": "MET_TOKEN"}).secrets


@pytest.mark.parametrize("more", [{"private": True}, {"secrets": {"A": "B"}}])
def test_a_file_needs_neither_a_secret_nor_a_private_network(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="needs neither private: nor secrets:"):
        SOURCE_DOOR.read({"id": "local", "publisher": "Us", "format": "bulletin", "file": "notes", **more})


def test_a_secret_is_in_no_file_that_a_fetch_or_a_site_writes(
    server: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MET_TOKEN", MET["MET_TOKEN"])
    monkeypatch.setenv("EXPLAINER_ALLOW_PRIVATE_FEEDS", "1")
    server.expect_request("/feed").respond_with_handler(
        lambda request: Response(request.headers["Authorization"], 403, {"ETag": request.headers["Authorization"]})
    )
    site = make_site(tmp_path / "site")
    site.write(
        "ops_feeds/met.yml",
        f"publisher: Weather office\nformat: rss\nurl: {server.url_for('/feed')}\n"
        "secrets: {Authorization: MET_TOKEN}\n",
    )
    assert site.run("update") == 0
    assert server.log[0][0].headers["Authorization"] == MET["MET_TOKEN"]
    printed = capfd.readouterr()
    assert "403" in printed.err
    assert "t0ken" not in printed.out + printed.err
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "status.json" for path in files)
    assert any(path.parent.name == "times" for path in files)
    assert not [path for path in files if b"t0ken" in path.read_bytes()]


# Many feeds


def test_all_feeds_are_asked_at_once(server: HTTPServer) -> None:
    together = threading.Barrier(6, timeout=3)

    def answer(_: Request) -> Response:
        together.wait()  # breaks, and answers 500, unless all six are here
        return Response(b"<rss/>")

    server.expect_request("/feed").respond_with_handler(answer)
    sources = [at(server.url_for("/feed"), f"feed-{number}") for number in range(6)]
    outcomes = fetch_all(sources, NOWHERE, {}, LIMITS)
    assert list(outcomes) == [source.id for source in sources]
    assert all(isinstance(outcome, Fetched) for outcome in outcomes.values())


def test_a_slow_and_a_dead_feed_delay_nobody(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_data(b"<rss/>")
    release = threading.Event()
    finished: list[str] = []

    def note(feed: str, _: Outcome) -> None:
        finished.append(feed)
        if feed == "good":
            release.set()  # the silent server speaks only once the good feed is through

    def silent(send: Send) -> None:
        release.wait(3)
        send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with wire(silent) as url:
        sources = [at(url, "slow"), at("http://127.0.0.1:1/", "dead"), at(server.url_for("/feed"), "good")]
        outcomes = fetch_all(sources, NOWHERE, {}, LIMITS, note)
    assert list(outcomes) == ["slow", "dead", "good"]
    assert finished.index("good") < finished.index("slow")
    assert bodies(outcomes["slow"]) == [b"ok"]
    assert isinstance(outcomes["dead"], Failed)


def test_each_feed_gets_its_own_validators(server: HTTPServer) -> None:
    server.expect_request("/feed").respond_with_handler(
        lambda request: Response(b"", 304 if request.headers.get("If-None-Match") == '"b"' else 200)
    )
    sources = [at(server.url_for("/feed"), "a"), at(server.url_for("/feed"), "b")]
    outcomes = fetch_all(sources, NOWHERE, {"b": Validators(etag='"b"')}, LIMITS)
    assert bodies(outcomes["a"]) == [b""]
    assert outcomes["b"] == NotModified()


def test_no_feeds_are_no_outcomes() -> None:
    assert fetch_all([], NOWHERE, {}, LIMITS) == {}


def test_a_fault_of_our_own_costs_one_feed_only(server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(source: Source, *more: Any) -> Outcome:
        if source.id == "bad":
            raise ZeroDivisionError
        return read(source, *more)

    read = fetching._read
    monkeypatch.setattr(fetching, "_read", faulty)
    server.expect_request("/feed").respond_with_data(b"<rss/>")
    sources = [at("http://ops.example/", "bad"), at(server.url_for("/feed"), "good")]
    outcomes = fetch_all(sources, NOWHERE, {}, LIMITS)
    assert reason(outcomes["bad"]).startswith(f"ops.example could not be read: {OWN_FAULT}: ZeroDivisionError")
    assert isinstance(outcomes["good"], Fetched)
