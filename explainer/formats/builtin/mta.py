"""New York MTA's service status, the legacy XML (``http://web.mta.info/status/serviceStatus.txt``).

Each line has one status word and one text of HTML, escaped or not, that holds all of its notices one behind another.

=============  ==================================================================================
native id      subway and bus works: the number in ``ShowHide(…)``; others have none, so the line and the title
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

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer, RefusedError
from explainer.formats.kit import decoding, text, xml_reading
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import EARLIEST, LATEST
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode, Status

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

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


class _Notice(NamedTuple):
    """One notice of one line; ``native`` is empty where a line says nothing that can be read."""

    native: str
    group: str
    line: str
    status: str
    title: str
    headline: str = ""
    body: str = ""
    posted: str = ""
    links: tuple[str, ...] = ()

    @property
    def is_numbered(self) -> bool:
        """Whether MTA gives it a number of its own, which several lines may carry."""
        return self.native.isdecimal()


def recognises(look: Look) -> bool:
    """``<service><responsecode>``, with lines."""
    return look.root == "service" and look.has(r"<responsecode>") and "<line>" in look.head


def parse(document: Document, source: Source) -> Entries:
    """The notices of every line that does not report good service; one that several lines carry is one entry."""
    root = xml_reading.parse(document)
    lines = [(xml_reading.local_name(group), line) for group in root for line in xml_reading.children(group, "line")]
    if xml_reading.local_name(root) != "service" or not lines:
        # Quiet is when every line says GOOD SERVICE, not when there are no lines.
        raise FormatError("the document is XML, but no MTA service status with lines")
    if (code := xml_reading.child(root, "responsecode")) not in ("", "0"):
        raise FormatError(f"MTA answered with the error code {text.line(code, 20)}")
    carried: dict[tuple[str, str], list[_Notice]] = {}
    for number, (group, line) in enumerate(lines):
        for notice in _notices(group, line):
            place = "" if notice.is_numbered else f"{number} {notice.headline} {notice.body}"
            carried.setdefault((notice.native, place), []).append(notice)
    return Entries(list(carried.values()), lambda row: _draft(row, source), lambda row: row[0].native)


def _notices(group: str, line: Element) -> Iterator[_Notice]:
    """The notices in a line's text, between their titles; without any text, the status word itself."""
    name, status = (text.line(xml_reading.child(line, part), text.NOTE) for part in ("name", "status"))
    raw = "".join(xml_reading.words(part) for part in xml_reading.children(line, "text"))
    if "&lt;" in raw and "<" not in raw:  # escaped twice
        raw = decoding.unescaped(raw)
    raw = _BROKEN_BREAK.sub("<br>", raw)
    titles = list(_TITLE.finditer(raw))
    starts = [title.start() for title in titles]
    ends = [*starts, len(raw)][1:]
    before = raw[: [*starts, len(raw)][0]]
    good = status.casefold() == _GOOD
    written = f"{xml_reading.child(line, 'Date')} {xml_reading.child(line, 'Time')}"
    bare = _Notice(f"{group} {name}: {status}".casefold(), group, name, status, status, posted=written.strip())
    if not name or not (status or text.line(raw)):
        yield bare._replace(native="")
        return
    if text.line(before) and not good:
        yield _notice(before, bare._replace(posted=written))
    for title, end in zip(titles, ends, strict=True):
        body = raw[title.end() : end]
        if text.line(body):
            yield _notice(body, bare._replace(title=text.line(title[1], text.NOTE) or status, posted=""))
    if status and not good and not text.line(raw):
        yield bare._replace(headline=f"{name}: {status}")


def _notice(raw: str, bare: _Notice) -> _Notice:
    posted = bare.posted
    if stamp := _POSTED.search(raw):
        raw = raw[: stamp.start()] + raw[stamp.end() :]
        posted = text.line(stamp[1])
    work = _WORK.search(raw)
    body = text.plain(raw[: work.start()] + raw[work.end() :] if work else raw)
    headline = (text.line(work[2]) if work else "") or text.opening(body)
    return bare._replace(
        native=work[1] if work else f"{bare.group} {bare.line}: {bare.title}".casefold(),
        headline=headline or f"{bare.line}: {bare.title}",
        body="" if body == headline else body,
        posted=posted,
        links=tuple(decoding.unescaped(found[1]) for found in _HREF.finditer(raw)),
    )


def _draft(carried: Sequence[_Notice], source: Source) -> Draft:
    """A notice, which several lines may carry."""
    notice = carried[0]
    if not notice.native or not notice.line:
        raise RefusedError("it states no status" if notice.line else "it has no name")
    title = notice.title.casefold()
    stamps = sorted(filter(None, (posted_at(one.posted, source.tz) for one in carried)))
    extra = {} if notice.is_numbered else {"identity": "MTA gives no id; it is the line and the title of the notice"}
    if stamps:
        extra["zone"] = f"the feed names none; its times are read in {source.zone}"
    elif notice.posted:
        extra["posted"] = f"{notice.posted} (not used: no believable time)"
    return Draft(
        id=notice.native,
        headline=notice.headline,
        description=notice.body,
        status=Status.ACTIVE,
        status_native=notice.title,
        planned=PLANNED.get(title),
        effects=[(EFFECTS.get(title, EffectCode.UNKNOWN), notice.title)] if title else (),
        events=[word for one in carried for word in (one.title, one.status)],
        categories=[one.group for one in carried],
        affected=[Named("line", one.line, f"{one.group} {one.line}") for one in carried],
        issued=stamps[0] if stamps else None,
        updated=stamps[-1] if stamps else None,
        links=[Pointer(href, rel="related") for href in notice.links],
        notes=extra,
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


FORMAT = Format(
    name="mta",
    what="service status of the New York transport authority",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""\
<?xml version="1.0"?><service><responsecode>0</responsecode><timestamp>11/20/2026 5:00:00 PM</timestamp><subway>
<line><name>123</name><status>DELAYS</status><text>&lt;span class="TitleDelay"&gt;Delays&lt;/span&gt; Signal
problems.</text><Date>11/20/2026</Date><Time> 4:50PM</Time></line></subway></service>
""",
)
