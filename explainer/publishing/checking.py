"""What the world sees at the site's public address, compared with what should be there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import quote, urljoin

from explainer.errors import FetchError
from explainer.fetch.web import Answer, Limits, exchange
from explainer.publishing.packing import unpacked
from explainer.publishing.serving import EVERYWHERE, PAGES_ONLY, Part, address_of, part_of, served
from explainer.publishing.source import Source, moment_of

AT_ONCE = 8
SAMPLE = 24
"""How many files are looked at besides those that always are, where not all are."""

SMALL = 1_024
"""Bytes below which servers are right not to compress."""

_SAME_TYPE = {
    "application/javascript": "text/javascript",
    "text/xml": "application/xml",
    "image/vnd.microsoft.icon": "image/x-icon",
}
"""Names that mean the same."""


class Finding(NamedTuple):
    """What is wrong with one file as the world sees it. ``is_advice`` is what a place may be unable to do."""

    path: str
    problem: str
    is_advice: bool = False


class Seen(NamedTuple):
    """What was found: how many files were looked at, and the moment the site out there speaks of, in ISO 8601."""

    looked_at: int
    moment: str
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """Without advice."""
        return tuple(one for one in self.findings if not one.is_advice)


Get = Callable[[str], Answer]


def look(source: Source, base: str, limits: Limits, *, everything: bool = False) -> Seen:
    """Ask the world for files of the site. Never raises: what cannot be read is a finding."""
    packs = "gzip, br" if find_spec("brotli") else "gzip"
    get = partial(_get, base if base.endswith("/") else f"{base}/", limits, {"Accept-Encoding": packs})
    paths = sorted(source.files) if everything else sample(source)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [one for rows in pool.map(lambda path: tuple(_compared(path, source, get)), paths) for one in rows]
    return Seen(len(paths), _moment(source.status, get), tuple(found))


def sample(source: Source) -> list[str]:
    """What is always looked at, homes and what machines read, and some of everything else, spread evenly."""
    parts = {path: part_of(path, source.begin) for path in sorted(source.files)}
    always = [path for path, part in parts.items() if part in (Part.HOME, Part.MACHINE)]
    rest = [path for path in parts if path not in always]
    step = max(len(rest) / SAMPLE, 1)
    return [*always, *(rest[int(number * step)] for number in range(min(SAMPLE, len(rest))))]


def _get(base: str, limits: Limits, headers: dict[str, str], path: str) -> Answer:
    return exchange(urljoin(base, quote(path)), limits, headers)


def _compared(path: str, source: Source, get: Get) -> Iterator[Finding]:
    try:
        answer = get(address_of(path))
        if answer.status != 200:
            yield Finding(path, f"is answered with {answer.status}")
            return
        body = _body(answer)
    except (FetchError, ValueError) as error:
        yield Finding(path, str(error))
        return
    if hashlib.sha256(body).hexdigest() != source.files[path]:
        yield Finding(path, "is not as it is here")
    yield from _headers(path, answer, source.begin, is_packed=bool(_encoding(answer)), size=len(body))


def _headers(path: str, answer: Answer, begin: Collection[str], *, is_packed: bool, size: int) -> Iterator[Finding]:
    should = served(path)
    kind = answer.headers.get("content-type", "").replace(" ", "").lower()
    if _kind(kind) != _kind(should.content_type):
        yield Finding(path, f"has the type {kind or 'none'}, and should have {should.content_type}")
    elif "charset" in kind and "utf-8" not in kind:
        yield Finding(path, f"is said to be {kind}, and is in UTF-8")
    kept = answer.headers.get("cache-control", "")
    if _words(kept) != _words(should.cache_control):
        yield Finding(path, f"has Cache-Control {kept or 'none'}, and should have {should.cache_control}")
    policy = answer.headers.get("content-security-policy", "")
    if should.framed and "frame-ancestors" in policy and "frame-ancestors *" not in policy:
        yield Finding(path, f"may not be framed by other sites, as its Content-Security-Policy is {policy}")
    if should.is_for_browsers and size >= SMALL and not is_packed:
        yield Finding(path, "is not compressed")
    lacks = [name for name in (*PAGES_ONLY, *EVERYWHERE) if name.lower() not in answer.headers]
    if path == min(begin) and lacks:
        told = f"has no {', '.join(lacks)}; a web server or a CDN before it can set them"
        yield Finding(path, told, is_advice=True)


def _kind(content_type: str) -> str:
    plain = content_type.partition(";")[0].strip()
    return _SAME_TYPE.get(plain, plain)


def _words(cache_control: str) -> set[str]:
    return {word.strip().lower() for word in cache_control.split(",")} - {"", "public"}


def _moment(status: str, get: Get) -> str:
    try:
        answer = get(status)
        return moment_of(_body(answer))
    except (FetchError, ValueError):
        return ""


def _body(answer: Answer) -> bytes:
    return unpacked(answer.body, _encoding(answer), Limits().largest)


def _encoding(answer: Answer) -> str:
    return answer.headers.get("content-encoding", "").strip().lower()
