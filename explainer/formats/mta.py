"""New York MTA's service status, the legacy XML (``http://web.mta.info/status/serviceStatus.txt``).

Each line has one status word and one text of HTML, escaped or not, that holds all of its notices one behind another.

=============  ==================================================================================
native id      subway and bus works: the number in ``ShowHide(…)``; others have none, so a hash
headline       planned work: the link's text; else the first line of the notice
status         active while carried; GOOD SERVICE is no disruption
severity       not stated
effect         the notice's title, ``EFFECTS``; cause: prose only
periods        prose only; ``Posted:`` is when it was written, in the declared zone, month first
events         the notice's title and the line's status word; ``categories``: subway, bus, …
affected       every line that carries the notice
=============  ==================================================================================
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from explainer.disruption import Disruption, Effect, Entity, Link, SetAside, Text, disruption_id
from explainer.errors import FormatError
from explainer.formats import decoding, mapping, text, transit, xml
from explainer.formats.base import Document, Parsed, origin
from explainer.formats.look import Look
from explainer.formats.times import EARLIEST, LATEST
from explainer.sources import Source
from explainer.vocabulary import EffectCode, Status

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_NOTICES = 10_000

EFFECTS = {
    "delays": EffectCode.DELAY,
    "service change": EffectCode.MODIFIED,
    "planned detour": EffectCode.DETOUR,
    "planned work": EffectCode.UNKNOWN,  # any of them, said in prose
    "suspended": EffectCode.NO_SERVICE,
    "good service": EffectCode.NO_EFFECT,
}
PLANNED = {
    "planned work": True,
    "planned detour": True,
}

_GOOD = "good service"
_FLAGS = re.IGNORECASE | re.DOTALL
_TITLE = re.compile(r"<span\s+class\s*=\s*[\"']?Title\w+[\"']?[^<>]*>(.{0,300}?)</span\s*>", _FLAGS)
_POSTED = re.compile(r"<span\s+class\s*=\s*[\"']?DateStyle[\"']?[^<>]*>(.{0,300}?)</span\s*>", _FLAGS)
_WORK = re.compile(
    r"<a\s+class\s*=\s*[\"']?plannedWorkDetailLink\b[^<>]*?ShowHide\(\s*(\d+)\s*\)[^<>]*>(.{0,2000}?)</a\s*>",
    _FLAGS,
)
_HREF = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?(https?://[^\s\"'<>]+)", re.IGNORECASE)
_BROKEN_BREAK = re.compile(r"<br clear=left(?=\[)", re.IGNORECASE)  # seen: `<br clear=left[3] No trains running`
_TIME = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AP])\.?M\b\.?", re.ASCII | re.IGNORECASE
)
_MOST_LINKS = 20


class _Notice(NamedTuple):
    """One notice of one line, already plain."""

    native: str
    hashed: bool
    title: str
    headline: str
    body: str
    posted: str
    links: tuple[Link, ...]


def recognises(look: Look) -> bool:
    """``<service><responsecode>``, with lines."""
    return look.root == "service" and look.has(r"<responsecode>") and "<line>" in look.head


def parse(document: Document, source: Source) -> Parsed:
    """The notices of every line that does not report good service."""
    root = xml.parse(document)
    lines = [(xml.local_name(group), line) for group in root for line in xml.children(group, "line")]
    if xml.local_name(root) != "service" or not lines:
        # Quiet is when every line says GOOD SERVICE, not when there are no lines.
        raise FormatError("the document is XML, but no MTA service status with lines")
    if (code := xml.child(root, "responsecode")) not in ("", "0"):
        raise FormatError(f"MTA answered with the error code {text.line(code, 20)}")
    disruptions: dict[str, Disruption] = {}
    set_aside: list[SetAside] = []
    for number, (group, line) in enumerate(lines, start=1):
        name = text.line(xml.child(line, "name"), text.NOTE)
        status = text.line(xml.child(line, "status"), text.NOTE)
        notices = list(_notices(line, f"{group} {name}", status))
        if not name or (not status and not notices):
            reason = "it states no status" if name else "it has no name"
            label = f"line {number}" + (f" ({text.bounded(name, 80)})" if name else "")
            set_aside.append(SetAside(entry=label, reason=reason))
            continue
        for notice in notices:
            if len(disruptions) >= MOST_NOTICES:
                reason = f"only the first {MOST_NOTICES} notices are read"
                set_aside.append(SetAside(entry=f"notices from line {number} on", reason=reason))
                return Parsed(disruptions=tuple(disruptions.values()), set_aside=tuple(set_aside))
            made = _disruption(notice, (group, name, status), source)
            held = disruptions.get(made.id)
            disruptions[made.id] = _joined(held, made) if held else made
    found = (mapping.apply(transit.as_meant(made), source) for made in disruptions.values())
    return Parsed(disruptions=tuple(found), set_aside=tuple(set_aside))


def _notices(line: Element, name: str, status: str) -> Iterator[_Notice]:
    """The notices in a line's text, between their titles; without any text, the status word itself."""
    raw = "".join(xml.words(part) for part in xml.children(line, "text"))
    if "&lt;" in raw and "<" not in raw:  # escaped twice
        raw = decoding.unescaped(raw)
    raw = _BROKEN_BREAK.sub("<br>", raw)
    titles = list(_TITLE.finditer(raw))
    starts = [title.start() for title in titles]
    ends = [*starts, len(raw)][1:]
    before = raw[: [*starts, len(raw)][0]]
    good = status.casefold() == _GOOD
    written = f"{xml.child(line, 'Date')} {xml.child(line, 'Time')}"
    if text.line(before) and not good:
        yield _notice(before, status, name, written)
    for title, end in zip(titles, ends, strict=True):
        body = raw[title.end() : end]
        if text.line(body):
            yield _notice(body, text.line(title[1], text.NOTE) or status, name, "")
    if status and not good and not text.line(raw):
        native = text.identifier(f"{name}: {status}".casefold())
        headline = f"{name.partition(' ')[2]}: {status}"
        yield _Notice(native, hashed=False, title=status, headline=headline, body="", posted=written.strip(), links=())


def _notice(raw: str, title: str, name: str, posted: str) -> _Notice:
    if stamp := _POSTED.search(raw):
        raw = raw[: stamp.start()] + raw[stamp.end() :]
        posted = text.line(stamp[1])
    links = dict.fromkeys(href for found in _HREF.finditer(raw) if (href := text.address(decoding.unescaped(found[1]))))
    made_links = tuple(Link(rel="related", href=href) for href in links)[:_MOST_LINKS]
    work = _WORK.search(raw)
    markup = raw[: work.start()] + raw[work.end() :] if work else raw
    body = text.plain(markup)
    headline = (text.line(work[2]) if work else "") or text.opening(body)
    digest = hashlib.sha256(f"{name}\n{text.line(markup, text.BODY)}".encode()).hexdigest()[:32]
    return _Notice(
        native=text.identifier(work[1]) if work else digest,
        hashed=work is None,
        title=title,
        headline=headline or f"{name.partition(' ')[2]}: {title}",
        body="" if body == headline else body,
        posted=posted,
        links=made_links,
    )


def _disruption(notice: _Notice, line: tuple[str, str, str], source: Source) -> Disruption:
    group, name, status = line
    title = notice.title.casefold()
    posted = posted_at(notice.posted, source.tz)
    extra = {"identity": "MTA gives no id; it is a digest of the line and the words"} if notice.hashed else {}
    if posted:
        extra["zone"] = f"the feed names none; its times are read in {source.zone}"
    elif notice.posted:
        extra["posted"] = f"{text.line(notice.posted, text.NOTE)} (not used: no believable time)"
    return Disruption(
        id=disruption_id(source.id, notice.native),
        origin=origin(source, notice.native),
        headline=(Text(lang=source.language, text=notice.headline),),
        description=(Text(lang=source.language, text=notice.body),) if notice.body else (),
        status=Status.ACTIVE,
        status_native=notice.title,
        planned=PLANNED.get(title),
        effects=(Effect(code=EFFECTS.get(title, EffectCode.UNKNOWN), native=notice.title),) if title else (),
        events=tuple(dict.fromkeys(filter(None, [notice.title, status]))),
        categories=(group,),
        affected=(Entity(kind="line", name=name, ref=f"{group} {name}"),),
        issued_at=posted,
        updated_at=posted,
        links=notice.links,
        extra=extra,
    )


def _joined(held: Disruption, made: Disruption) -> Disruption:
    """A notice that several lines carry under one number, or that one line carries twice: the newest words."""
    stamps = [stamp for stamp in (held.updated_at, made.updated_at) if stamp]
    return held.model_copy(
        update={
            "events": tuple(dict.fromkeys(held.events + made.events)),
            "categories": tuple(dict.fromkeys(held.categories + made.categories)),
            "affected": tuple(dict.fromkeys(held.affected + made.affected))[: transit.MOST_AFFECTED],
            "issued_at": min(stamps, default=None),
            "updated_at": max(stamps, default=None),
        }
    )


def posted_at(words: str, zone: tzinfo) -> datetime | None:
    """``Posted: 11/13/2016 7:01PM``: month, day, year, and a clock of twelve hours, in the declared zone."""
    found = _TIME.search(words)
    if found is None:
        return None
    month, day, year, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not 1 <= hour <= 12 or not EARLIEST <= year <= LATEST:
        return None
    hour = hour % 12 + (12 if found[7] in "Pp" else 0)
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except ValueError:
        return None
