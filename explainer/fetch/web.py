"""Bytes from the declared feeds, by address or by file. The only module that opens a socket.

A feed's failure is a value, ``Failed``, whose reason is one plain sentence fit for staff and customers: it
names the declared host or the file, and never holds credentials, a query or a server's own words. What the
bytes say is not judged here; ``formats`` does that.

Secrets are read from the environment for each fetch and sent to the declared origin alone. An answer that
repeats one is a failure, because what is accepted is published.

Every server counts as hostile: each address, redirects included, is resolved once, checked and pinned, and
redirects, unpacked size and time are bounded. All times are in seconds, on the monotonic clock.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from http import HTTPStatus
from http.client import HTTPException, responses
from ipaddress import ip_address
from pathlib import Path
from socket import gaierror
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL, SSLError, Timeout
from requests.utils import get_auth_from_url
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.exceptions import HTTPError, LocationParseError

from explainer import __version__
from explainer.declarations.sources import secrets_of
from explainer.errors import Failing, FetchError, own_fault
from explainer.fetch.answers import CutOffError, PackedError, age, charset, is_past, retry_after, unpacked
from explainer.fetch.asking import Beside, Lane
from explainer.fetch.files import read_files
from explainer.formats.base import Document
from explainer.model.sources import Source
from explainer.model.value import Value
from explainer.tracing import span

# It warns on standard error of each address it refuses; our reason says it already.
logging.getLogger("requests_hardened").addHandler(logging.NullHandler())


class Validators(Value):
    """What the last good answer said of its own version; empty where it said nothing."""

    etag: str = ""
    last_modified: str = ""

    def believable(self, now: datetime) -> Validators:
        """Without a ``Last-Modified`` that is no date or lies ahead: sent back, it would be “not modified” for ever."""
        return self if is_past(self.last_modified, now) else Validators(etag=self.etag)


class Limits(Value):
    """How long to wait, in seconds; how much to take, in bytes after unpacking; how often to try.

    ``total`` is for one feed, ``all`` for every feed that is asked in one go, however many hang.
    """

    connect: float = 5
    read: float = 10
    total: float = 25
    all: float = 120
    largest: int = 20_000_000
    redirects: int = 5
    tries: int = 3
    pause: float = 0.5
    allow_private: bool = False
    site_url: str = ""


class Fetched(Value):
    """Whole documents in a fixed order; the server's validators; for how many seconds a cache had kept it, ``age``."""

    documents: tuple[Document, ...]
    etag: str = ""
    last_modified: str = ""
    age: int = 0

    @property
    def sha256(self) -> str:
        """The digest of every name, charset, failure and byte: equal only when nothing at all changed."""
        digest = hashlib.sha256()
        for document in self.documents:
            name = document.name.encode("utf-8", "surrogatepass")
            for part in (name, document.body, *filter(None, (document.charset.encode(), document.failure.encode()))):
                # The length keeps “ab”, “c” apart from “a”, “bc”.
                digest.update(len(part).to_bytes(8, "big"))
                digest.update(part)
        return digest.hexdigest()


class NotModified(Value):
    """The server says that nothing changed since the validators it was sent, or a cache did ``age`` seconds ago."""

    age: int = 0


class Failed(Value):
    """No bytes, and why: one plain sentence without its full stop, and a word for everybody.

    ``retry_after`` is in seconds, if the server says.
    """

    reason: str
    retry_after: float | None = None
    failing: Failing = Failing.NO_ANSWER


Outcome = Fetched | NotModified | Failed
Environ = Mapping[str, str]
_Auth = tuple[str, str] | None

GRACE = 0.5
"""How many seconds longer than a feed's own clock to wait, whose reason is the better one."""


def fetch(
    source: Source, folder: Path, validators: Validators, limits: Limits, environ: Environ = os.environ
) -> Outcome:
    """The documents of one feed; ``folder`` is where the paths of file sources begin. Never raises."""
    return fetch_all((source,), folder, {source.id: validators}, limits, environ=environ)[source.id]


def fetch_all(  # noqa: PLR0913 - the last is for tests
    sources: Iterable[Source],
    folder: Path,
    validators: Mapping[str, Validators],
    limits: Limits,
    on_done: Callable[[str, Outcome], None] | None = None,
    *,
    environ: Environ = os.environ,
) -> dict[str, Outcome]:
    """Every feed beside the others, each within ``limits.total``, all within ``limits.all``. Never raises.

    ``on_done`` is called in this thread with a feed's id and outcome, in the order in which they finish.
    Feeds without ``validators`` are asked unconditionally. ``environ`` is where ``secrets:`` are looked up.
    """
    asked = {source.id: source for source in sources}
    beside = Beside[str, Outcome]()
    for source in asked.values():
        work = partial(answer, source, folder, validators.get(source.id, Validators()), limits, environ)
        beside.begin(source.id, Lane.SOUND, work, limits.total + GRACE)
    over = time.monotonic() + limits.all
    outcomes: dict[str, Outcome] = {}
    while len(outcomes) < len(asked):
        came = beside.done(max(0, over - time.monotonic()))
        if not came and time.monotonic() >= over:
            came = [(feed, None) for feed in asked if feed not in outcomes]
        for feed, outcome in came:
            outcomes[feed] = outcome or too_slow(asked[feed], limits)
            if on_done is not None:
                on_done(feed, outcomes[feed])
    return {feed: outcomes[feed] for feed in asked}


def answer(
    source: Source, folder: Path, validators: Validators, limits: Limits, environ: Environ = os.environ
) -> Outcome:
    """What one feed answers, asked in this thread, which nothing can end if it hangs. Never raises."""
    try:
        with span("ask feed", feed=source.id):
            return _read(source, folder, validators, limits, environ)
    except _PassingError as error:
        return Failed(reason=str(error), retry_after=error.after, failing=error.failing)
    except FetchError as error:
        return Failed(reason=str(error), failing=error.failing)
    except Exception as error:  # noqa: BLE001 - what nobody foresaw costs this feed its answer, and no other
        return Failed(reason=f"{_subject(source)} could not be read: {own_fault(error)}")


def too_slow(source: Source, limits: Limits) -> Failed:
    """What is said of a feed whose asking was given up."""
    return Failed(reason=_too_slow(_subject(source), limits))


def _read(source: Source, folder: Path, validators: Validators, limits: Limits, environ: Environ) -> Outcome:
    if source.file is not None:
        return Fetched(documents=read_files(folder, source.file, limits.largest))
    return _Conversation(source, validators, limits, environ).outcome()


def _subject(source: Source) -> str:
    if source.file is not None:
        return source.file
    try:
        return urlsplit(source.url or "").hostname or "the feed’s server"
    except ValueError:
        return "the feed’s server"


def _too_slow(subject: str, limits: Limits) -> str:
    return f"{subject} did not finish within {limits.total:g} seconds"


# Addresses


class _PassingError(FetchError):
    """A failure that may be over in a moment; ``after`` is how long the server asks us to wait."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


_LIBRARY_ERRORS = (CutOffError, PackedError, OSError, HTTPError, HTTPException, ValueError)
"""What the libraries below raise for a server's fault; requests' own errors are ``OSError``s."""

_BREAKS_OFF = (CutOffError, OSError, HTTPError, HTTPException)
_BAD_ADDRESS = "has an address that cannot be read; correct url: in its declaration"
_REASONS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], type[FetchError], str, Failing], ...] = (
    (InvalidIPAddress, FetchError, "leads to a private network, where no feed may be read from", Failing.REFUSED),
    (gaierror, _PassingError, "cannot be found: its name leads nowhere", Failing.NOT_FOUND),
    (SSLError, FetchError, "could not prove that it is itself, so it was not read", Failing.REFUSED),
    ((Timeout, TimeoutError), _PassingError, "did not answer in time", Failing.NO_ANSWER),
    (PackedError, FetchError, "sent data that cannot be unpacked", Failing.UNREADABLE),
    ((InvalidURL, LocationParseError, UnicodeError), FetchError, _BAD_ADDRESS, Failing.NOT_SET_UP),
    (requests.exceptions.ConnectionError, _PassingError, "could not be reached", Failing.NO_ANSWER),
    (_BREAKS_OFF, _PassingError, "broke off before all had come", Failing.NO_ANSWER),
    (ValueError, FetchError, _BAD_ADDRESS, Failing.NOT_SET_UP),
)
"""Looked up from the top, along the whole chain of causes, because requests wraps the telling one."""

_PASSING = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)
_FAILING: Mapping[int, Failing] = {
    **dict.fromkeys((HTTPStatus.NOT_FOUND, HTTPStatus.GONE), Failing.NOT_FOUND),
    **dict.fromkeys((HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS), Failing.REFUSED),
}
_CHUNK = 65_536
_VALIDATOR = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,500}")


class _PublicOnly(IPFilterAdapter):
    """Refuses, before connecting, every address that is not public, and connects to the one it checked.

    ``own`` is the one host that may have a private address, because its declaration says so.
    """

    def __init__(self, *, own: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.own = own

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        unchecked: Any = HTTPAdapter.build_connection_pool_key_attributes(self, *args, **kwargs)
        if self.own and unchecked[0]["host"] == self.own:
            return unchecked
        host, pool = super().build_connection_pool_key_attributes(*args, **kwargs)
        # requests-hardened 1.3 lets these two kinds through: fec0::/10, and 127.0.0.1 written as ::7f00:1.
        pinned = ip_address(host["host"].strip("[]"))
        if pinned.is_reserved or (pinned.version == 6 and pinned.is_site_local):
            raise InvalidIPAddress(pinned)
        return host, pool


class _Conversation:
    """One feed's requests and answers, redirects and retries included, within one deadline."""

    def __init__(self, source: Source, validators: Validators, limits: Limits, environ: Environ) -> None:
        self.subject = _subject(source)
        self.own = self.subject if source.private else ""
        self.secrets = secrets_of(source, self.subject, environ)
        self.declared = source.url or ""
        self.validators = validators
        self.limits = limits
        self.over = time.monotonic() + limits.total

    def outcome(self) -> Outcome:
        """The answer, after as many tries as the limits allow; raises ``FetchError``."""
        tried = 0
        while True:
            tried += 1
            try:
                with _session(self.limits, self.own) as session:
                    return self._follow(session)
            except _PassingError as error:
                pause = self.limits.pause * 2 ** (tried - 1) if error.after is None else error.after
                if tried == self.limits.tries or pause >= self._left():
                    raise
                time.sleep(pause)

    def _left(self) -> float:
        left = self.over - time.monotonic()
        if left <= 0:
            raise FetchError(_too_slow(self.subject, self.limits))
        return left

    def _follow(self, session: requests.Session) -> Outcome:
        try:
            url, auth = _without_credentials(self.declared)
            secrets = self.secrets.headers
            for _ in range(self.limits.redirects + 1):
                with self._send(session, url, auth, secrets) as response:
                    target = self._target(session.get_redirect_target(response), url)
                    if target is None:
                        return self._judge(response)
                # Credentials are for the declared server alone.
                if urlsplit(target)[:2] != urlsplit(url)[:2]:
                    auth, secrets = None, {}
                url = target
        except _LIBRARY_ERRORS as error:
            raise self._failure(error) from error
        raise FetchError(f"{self.subject} redirected more than {self.limits.redirects} times")

    def _send(self, session: requests.Session, url: str, auth: _Auth, secrets: Environ) -> requests.Response:
        headers = {"User-Agent": _user_agent(self.limits), "Accept-Encoding": "gzip, deflate", **secrets}
        if self.validators.etag:
            headers["If-None-Match"] = self.validators.etag
        if self.validators.last_modified:
            headers["If-Modified-Since"] = self.validators.last_modified
        # Neither prepared nor sent by the session: it would add credentials from ~/.netrc, and it reads the
        # body of a redirect whole, whatever its size.
        request = requests.Request("GET", url, headers=headers, auth=auth).prepare()
        machine: Any = session.merge_environment_settings(url, {}, True, None, None)
        left = self._left()
        timeout = (min(self.limits.connect, left), min(self.limits.read, left))
        return session.get_adapter(url).send(request, timeout=timeout, **machine)

    def _target(self, location: str | None, url: str) -> str | None:
        if location is None:
            return None
        if self.secrets.are_in(location) or self.secrets.are_in(unquote(location)):
            raise FetchError(f"{self.subject} redirected to an address that holds a secret of ours")
        try:
            target, _ = _without_credentials(urljoin(url, location))
            scheme = urlsplit(target).scheme
        except ValueError as error:
            raise FetchError(f"{self.subject} redirected to an address that cannot be read") from error
        if scheme not in {"http", "https"}:
            raise FetchError(f"{self.subject} redirected to an address that is not on the web")
        if scheme == "http" and url.startswith("https:"):
            raise FetchError(f"{self.subject} redirected from https to unprotected http")
        return target

    def _judge(self, response: requests.Response) -> Outcome:
        status, headers = response.status_code, response.headers
        if status == HTTPStatus.OK:
            return Fetched(
                documents=(self._document(response),),
                etag=self._validator(headers.get("ETag")),
                last_modified=self._validator(headers.get("Last-Modified")),
                age=age(headers.get("Age", "")),
            )
        # Without validators nothing can be “not modified”: such an answer comes from a broken cache.
        if status == HTTPStatus.NOT_MODIFIED and self.validators != Validators():
            return NotModified(age=age(headers.get("Age", "")))
        reason = f"{self.subject} answered {status} {responses.get(status, '')}".rstrip()
        after = retry_after(headers.get("Retry-After", ""), headers.get("Date", ""))
        if status in _PASSING or (status == HTTPStatus.TOO_MANY_REQUESTS and after is not None):
            raise _PassingError(reason, after)
        raise FetchError(reason, _FAILING.get(status, Failing.NO_ANSWER))

    def _document(self, response: requests.Response) -> Document:
        document = Document(
            name=_without_query(self.declared),
            body=self._body(response),
            charset=charset(response.headers.get("Content-Type", "")),
        )
        if self.secrets.are_in(document.text):
            raise FetchError(f"{self.subject} repeated a secret of ours in its answer, so it was not read")
        return document

    def _body(self, response: requests.Response) -> bytes:
        body = bytearray()
        for part in unpacked(self._sent(response), response.headers.get("Content-Encoding", "")):
            body += part
            if len(body) > self.limits.largest:
                raise FetchError(f"{self.subject} sent more than {self.limits.largest / 1e6:g} MB", Failing.TOO_LARGE)
            self._left()
        return bytes(body)

    def _sent(self, response: requests.Response) -> Iterator[bytes]:
        # read1 returns what has come. read and iter_content wait until a chunk is full, so a server that
        # drips a byte a second would hold them for hours. Nor may urllib3 unpack it, which takes a packed body
        # that was cut off for a whole one.
        while part := response.raw.read1(_CHUNK, decode_content=False):
            yield part

    def _validator(self, value: str | None) -> str:
        # A value we could not send back would make every later request fail, so it is not kept.
        return value if value and _VALIDATOR.fullmatch(value) and not self.secrets.are_in(value) else ""

    def _failure(self, error: Exception) -> FetchError:
        causes = tuple(_causes(error))
        failure, reason, failing = next(
            (failure, reason, failing)
            for kinds, failure, reason, failing in _REASONS
            if any(isinstance(cause, kinds) for cause in causes)
        )
        failed = failure(f"{self.subject} {reason}")
        failed.failing = failing
        return failed


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _session(limits: Limits, own: str = "") -> requests.Session:
    session = requests.Session()
    if not limits.allow_private:
        session.mount("http://", _PublicOnly(own=own, is_https_proto=False))
        session.mount("https://", _PublicOnly(own=own, is_https_proto=True))
    return session


def _user_agent(limits: Limits) -> str:
    site = f" (+{quote(limits.site_url, safe='%/:=&?~#+!$,;@')})" if limits.site_url else ""
    return f"explainer/{__version__.rpartition('.')[0]}{site}"


def _without_credentials(url: str) -> tuple[str, _Auth]:
    parts = urlsplit(url)
    auth = get_auth_from_url(url)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return urlunsplit(bare), auth if any(auth) else None


def _without_query(url: str) -> str:
    parts = urlsplit(_without_credentials(url)[0])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


class Answer(Value):
    """What a server answered to one question: its status, its headers by lower-case names, its bytes as they came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def exchange(url: str, limits: Limits, headers: Mapping[str, str], sent: bytes | None = None) -> Answer:
    """Ask an address of the operator's own, which may be a private one, or send it something; follows no redirect.

    Raises:
        FetchError: when there is no whole answer within the limits.
    """
    subject, over = urlsplit(url).hostname or "the address", time.monotonic() + limits.total
    said = {"User-Agent": _user_agent(limits), **headers}
    try:
        with _session(limits, own=subject) as session:
            request = requests.Request("GET" if sent is None else "POST", url, headers=said, data=sent).prepare()
            machine: Any = session.merge_environment_settings(url, {}, True, None, None)
            timeout = (limits.connect, limits.read)
            with session.get_adapter(url).send(request, timeout=timeout, **machine) as response:
                body = bytearray()
                while part := response.raw.read1(_CHUNK, decode_content=False):
                    body += part
                    if len(body) > limits.largest or time.monotonic() > over:
                        raise FetchError(f"{subject} sent too much, or too slowly")
                told = {name.lower(): value for name, value in response.headers.items()}
                return Answer(status=response.status_code, headers=told, body=bytes(body))
    except _LIBRARY_ERRORS as error:
        causes = tuple(_causes(error))
        why = next(why for kinds, _, why, _ in _REASONS if any(isinstance(cause, kinds) for cause in causes))
        raise FetchError(f"{subject} {why}") from error
