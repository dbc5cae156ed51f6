"""The Common Alerting Protocol 1.2 (OASIS, CAP-v1.2-os): what was issued last of a disruption, as one alert.

Whoever listens to warnings listens to this: sirens, signs, broadcasters. So an alert says nothing that nobody stated.
What CAP asks for and we do not hold is ``Unknown``; ``docs/api.md`` has the table, with the section of each.

===============  ===============================================================================================
``identifier``   the id of the update (``picture/issued.py``), as feeds show it; an end that nobody put into an
                 update has one of its own
``sent``         when it was said, with an offset; UTC is ``-00:00`` (section 3.3.2)
``status``       ``Exercise`` in a drill, else ``Actual``; what is a draft or a test is never made
``msgType``      ``Alert``, then ``Update``; ``Cancel`` for what was cancelled or withdrawn. What was there before is
                 named in ``references``, the oldest first
``info``         one in each language of the site in which its headline and its newest words are there
===============  ===============================================================================================

An alert is made of what was said and of no clock: the hour at which a site is woven changes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from explainer.language.directions import primary
from explainer.model.disruption import Disruption
from explainer.model.running_text import in_one_line
from explainer.model.translation import Original
from explainer.model.vocabulary import (
    CauseCode,
    Certainty,
    Ending,
    Nature,
    Phase,
    Reality,
    Severity,
    Status,
    Urgency,
)
from explainer.outputs.atom import NEVER
from explainer.outputs.entries import tag, within
from explainer.outputs.updates import Told, promised, told, touched
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.past import over_at
from explainer.render.addresses import CAP
from explainer.render.components.archive import how_in_words
from explainer.render.escaping import attr, text
from explainer.render.view import View, Wording
from explainer.render.words import marked, plain_headline, sentence

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"

MOST_BYTES = 200_000
"""How many bytes of alerts the list holds."""

MOST_AREAS, MOST_REFERENCES = 50, 100
"""How many parts an alert names, and how many of the alerts before it, the first one always among them."""

_LONGEST, _LONGEST_HEADLINE = 4000, 160
"""Characters of a text; section 3.2.2 asks for a headline of 160 at most."""

CATEGORIES = {
    CauseCode.WEATHER: "Met",
    CauseCode.NATURAL_HAZARD: "Geo",
    CauseCode.POLICE_SECURITY: "Security",
    CauseCode.FIRE: "Fire",
    CauseCode.MEDICAL: "Health",
    CauseCode.POWER: "Infra",
    CauseCode.IT_NETWORK: "Infra",
}
"""Section 3.2.2 ``category``, by the cause that is stated; ``Other`` where none is, or none of these."""

_SEVERITY = {Severity.NONE: "Minor"}
"""Section 3.2.2 ``severity``: our words are CAP's, but for its lowest one, “minimal to no known threat”."""


Spoken = tuple[View, DisruptionNow]
"""A disruption as it is told in one language of the site."""


class Message(NamedTuple):
    """An alert that was issued: its identifier, when it was sent, and its ``msgType``.

    ``of`` is the update that it carries; ``is_over`` is whether all of it is over, which ``is_inferred`` where nobody
    says so: it left its feed, or states no end and is old. Then nothing is called clear.
    """

    identifier: str
    sent: datetime
    kind: str
    of: Told
    is_over: bool = False
    is_inferred: bool = False


def messages(view: View, now: DisruptionNow) -> tuple[Message, ...]:
    """Every alert of a disruption, in the order in which they were issued; the last one is what holds."""
    updates = _distinct(now, told(view, now))
    first, *later = updates
    found = [Message(_safe(first.id), first.at, "Alert", first)]
    found += [Message(_safe(one.id), one.at, "Update", one) for one in later]
    if now.standing is not Standing.ENDED:
        return tuple(found)
    last, ended = found[-1], over_at(now)
    kind = "Cancel" if now.disruption.status in (Status.CANCELLED, Status.WITHDRAWN) else "Update"
    if later and now.disruption.status.over and ended <= last.sent:
        return (*found[:-1], last._replace(kind=kind, is_over=True))
    inferred = kind == "Update" and now.ended_by in _INFERRED
    return (*found, Message(f"{last.identifier}.over", max(last.sent, ended), kind, last.of, True, inferred))


_INFERRED = (Ending.MISSED, Ending.LAPSED, Ending.REPLACED)


def _distinct(now: DisruptionNow, updates: tuple[Told, ...]) -> tuple[Told, ...]:
    """The updates. One whose publisher writes none says it anew whenever it dates a change: each is an alert by itself.

    Of those between the first and the last nobody holds when they were said.
    """
    issued, [first, *later] = now.disruption.issued_at, updates
    if now.disruption.updates or later or issued is None or now.said_at(issued) >= first.at:
        return updates
    return first._replace(at=now.said_at(issued)), first._replace(id=f"{first.id}.{first.at:%Y%m%dT%H%M%S%z}")


# What is written

_ALERT = Markup(
    '<alert xmlns="{namespace}">\n<identifier>{identifier}</identifier>\n<sender>{sender}</sender>\n'
    "<sent>{sent}</sent>\n<status>{status}</status>\n<msgType>{kind}</msgType>\n<source>{source}</source>\n<scope>Public</scope>\n"
    "{references}<incidents>{incident}</incidents>\n{infos}</alert>\n"
)
_DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_ELEMENT = Markup("<{0}>{1}</{0}>\n")
_NAMED = Markup("<{0}><valueName>{1}</valueName><value>{2}</value></{0}>\n")
_AREA = Markup("<area><areaDesc>{}</areaDesc></area>\n")
_INFO = Markup("<info>\n{}</info>\n")
_NOTHING = Markup("")


def cap_xml(spoken: Sequence[Spoken]) -> bytes:
    """The newest alert of a disruption as a file; it is given in each language of the site, in their order."""
    return _DECLARED + alert(spoken).encode("utf-8", "replace")


def alert(spoken: Sequence[Spoken]) -> Markup:
    """The newest alert of a disruption; it stands in a file, or in an entry of a feed."""
    return _written(*spoken[0], _infos(spoken))


def bare(view: View, now: DisruptionNow) -> bytes:
    """The same without a word, which is an alert still: what is left where the words cannot be made."""
    return _DECLARED + _written(view, now, _NOTHING).encode("utf-8", "replace")


def _written(view: View, now: DisruptionNow, infos: Markup) -> Markup:
    issued = messages(view, now)
    newest, sender = issued[-1], sender_of(view)
    is_drill = view.picture.exercise or now.disruption.reality is Reality.EXERCISE
    return _ALERT.format(
        namespace=NAMESPACE,
        identifier=text(newest.identifier),
        sender=text(sender),
        sent=moment(view, newest.sent),
        status="Exercise" if is_drill else "Actual",
        kind=newest.kind,
        source=_line(view.publisher(now.disruption), 200),
        references=_references(view, sender, issued[:-1]),
        incident=text(_safe(now.id)),
        infos=infos,
    )


def sender_of(view: View) -> str:
    """Who sends the site's alerts: its address without what no name may hold (section 3.2.1 ``sender``)."""
    address = urlsplit(view.settings.site_url)
    # The address of another language is the same sender's.
    path = address.path.removesuffix(view.folder).strip("/")
    return _safe("/".join(part for part in (address.hostname or "unpublished.invalid", path) if part))


def _references(view: View, sender: str, before: Sequence[Message]) -> Markup:
    named = before if len(before) <= MOST_REFERENCES else (before[0], *before[1 - MOST_REFERENCES :])
    if not named:
        return _NOTHING
    return _ELEMENT.format(
        "references", text(" ".join(f"{sender},{one.identifier},{moment(view, one.sent)}" for one in named))
    )


def moment(view: View, at: datetime) -> str:
    """A time in the site's zone, as section 3.3.2 has it: to the second, and no ``Z``."""
    local = at.astimezone(view.zone)
    if (local.utcoffset() or timedelta()) % timedelta(minutes=1):
        local = at.astimezone(UTC)  # an offset with seconds has no form here
    said = local.isoformat(timespec="seconds")
    return f"{said[:-6]}-00:00" if said.endswith("+00:00") else said


def _safe(name: str) -> str:
    """A name without spaces, commas and what XML writes otherwise (section 3.2.1)."""
    return quote(name, safe="/:.-_~+@")


# In one language


def _infos(spoken: Sequence[Spoken]) -> Markup:
    """An ``info`` for each language in which it is there; where it is in none of them, one in its own."""
    there = [(view, now) for view, now in spoken if _is_in(view, now)]
    if there:
        return _NOTHING.join(_info(view, now, view.language) for view, now in there)
    view, now = spoken[0]
    own = view.said(now.disruption, now.disruption.headline).lang
    return _info(view, now, own if own not in ("", "und") else view.language)


def _is_in(view: View, now: DisruptionNow) -> bool:
    """Whether a reader of this language reads headline and words in it; what names no language is taken so."""
    d = now.disruption
    told_in = _speaks(view, view.said(d, d.headline))
    return told_in and (bool(_newest_words(view, now)) or _speaks(view, view.said(d, d.description)))


def _newest_words(view: View, now: DisruptionNow) -> str:
    """What was said last, in the language of the view; empty where it was said in another.

    The words of a feed's updates name no language: they are in its own.
    """
    d, words = now.disruption, told(view, now)[-1].words
    source = view.picture.source.get(d.origin.feed)
    if d.is_bulletin or source is None or not d.updates:
        lang = view.said(d, d.description).lang if not d.updates else "und"
    else:
        lang = source.source.language
    return words if _speaks(view, Wording(lang, words)) else ""


def _speaks(view: View, said: Wording) -> bool:
    return not isinstance(said.text, Original) and primary(said.lang) in ("und", primary(view.language))


def _info(view: View, now: DisruptionNow, language: str) -> Markup:
    d, newest = now.disruption, messages(view, now)[-1]
    rows: list[tuple[str, str]] = [
        ("language", language),
        ("category", _category(view, d)),
        ("event", _event(view, now)),
        *(("responseType", word) for word in _responses(newest)),
        ("urgency", _urgency(now, newest)),
        ("severity", _SEVERITY.get(d.severity, d.severity.capitalize())),
        ("certainty", _certainty(now, newest)),
        ("effective", moment(view, newest.of.at if newest.is_inferred else newest.sent)),
        *(("onset", moment(view, at)) for at in (d.started_at,) if at is not None),
        *(("expires", moment(view, at)) for at in (_expires(now, newest),) if at is not None),
        ("senderName", view.publisher(d)),
        ("headline", _headline(view, d)),
        ("description", _description(view, now, newest)),
        ("instruction", _instruction(view, now)),
        ("web", view.address(f"disruptions/{now.id}/") if view.settings.site_url else ""),
        ("contact", _contact(view)),
    ]
    told_of = [_ELEMENT.format(name, _text(words, _LONGEST)) for name, words in rows if words]
    return _INFO.format(_NOTHING.join((*told_of, *_parameters(view, now, newest), *_areas(view, now))))


def _headline(view: View, d: Disruption) -> str:
    return marked(view, plain_headline(view, d), d.reality)


def _category(view: View, d: Disruption) -> str:
    """What the publisher states, in CAP's own words where it speaks CAP; else what its cause is known to be."""
    stated = next((one for one in d.categories if one in _CATEGORIES), "")
    cause = d.account.cause
    part = view.system.by_id.get(cause.component) if cause is not None and cause.component else None
    if stated:
        return stated
    if part is not None and part.nature is Nature.WEATHER:
        return "Met"
    return next((CATEGORIES[cause.code] for cause in d.causes if cause.code in CATEGORIES), "Other")


_CATEGORIES = frozenset(
    ["Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"]
)


def _event(view: View, now: DisruptionNow) -> str:
    """The kind of it, which the standard wants in words: the part that customers feel, or the first that it reports."""
    parts = [now.disruption.account.symptom, *(report.component for report in now.reports)]
    named = next((view.system.by_id[part].name for part in parts if part in view.system.by_id), "")
    return named or plain_headline(view, now.disruption)


def _responses(newest: Message) -> Iterator[str]:
    """That all is clear, where somebody says so; or, where another word is promised, to look out for it."""
    if newest.is_over and not newest.is_inferred:
        yield "AllClear"
    elif not newest.is_over and newest.of.due is not None:
        yield "Monitor"


def _urgency(now: DisruptionNow, newest: Message) -> str:
    d = now.disruption
    if newest.is_over:
        return "Unknown" if newest.is_inferred else "Past"
    if d.urgency is not Urgency.UNKNOWN:
        return d.urgency.capitalize()
    return "Future" if d.phase(newest.sent) is Phase.FUTURE else "Unknown"


def _certainty(now: DisruptionNow, newest: Message) -> str:
    """As stated; of our own bulletins that report a part to be off now, that it was observed."""
    d = now.disruption
    if newest.is_inferred:
        return "Unknown"
    if d.certainty is not Certainty.UNKNOWN:
        return d.certainty.capitalize()
    is_seen = d.is_bulletin and d.phase(newest.sent) is not Phase.FUTURE and any(r.state.disturbed for r in now.reports)
    return "Observed" if is_seen else "Unknown"


def _expires(now: DisruptionNow, newest: Message) -> datetime | None:
    """From when on nothing may rest on it any more; what somebody says is over stays over."""
    if newest.is_over:
        return newest.sent if newest.is_inferred else None
    limits = (now.outdated_at, now.disruption.ended_at, newest.of.due)
    return next((at for at in limits if at is not None and at > newest.sent), None)


def _description(view: View, now: DisruptionNow, newest: Message) -> str:
    """What was said last, what it is about, and when more was promised, which stands whole however long the words."""
    d = now.disruption
    promise = "" if newest.is_over else promised(view, newest.of.due)
    said = _newest_words(view, now) or (newest.of.words if not _is_in(view, now) else "")
    about = d.account.summary or view.said(d, d.description).text
    how = sentence(how_in_words(view.words, now)) if newest.is_inferred else ""
    every = dict.fromkeys(in_one_line(sentence(one)) for one in (how, said, about) if one.strip())
    words = "\n".join(every)
    return "\n".join(filter(None, (words[: _LONGEST - len(promise) - 1], promise)))


def _instruction(view: View, now: DisruptionNow) -> str:
    """What customers can do; of what is over there is nothing to do."""
    d = now.disruption
    if now.standing is Standing.ENDED:
        return ""
    asks = (f"{sentence(ask.what)} {sentence(ask.how)}" for ask in d.account.asks)
    return "\n".join(in_one_line(one) for one in (*asks, view.said(d, d.instruction).text) if one.strip())


def _contact(view: View) -> str:
    contact = view.settings.contact
    return ", ".join(filter(None, (contact.name, contact.phone)))


def _parameters(view: View, now: DisruptionNow, newest: Message) -> Iterator[Markup]:
    """What CAP has no element for: how each part is said to be, in our own words, and when more was promised."""
    if newest.is_over:
        return
    for report in now.reports[:MOST_AREAS]:
        yield _NAMED.format("parameter", text(f"component {report.component}"), report.state.value)
    if newest.of.due is not None:
        yield _NAMED.format("parameter", "next update", moment(view, newest.of.due))


def _areas(view: View, now: DisruptionNow) -> Iterator[Markup]:
    """Where: the place that staff name, and every part that it finds off or unknown; or what its publisher names."""
    names = [view.system.by_id[part].name for part in touched(now) if part in view.system.by_id]
    every = [now.disruption.account.place, *(names or view.names(now.disruption))]
    for name in list(dict.fromkeys(filter(str.strip, every)))[:MOST_AREAS]:
        yield _AREA.format(_line(name, 200))


def _line(words: str, most: int) -> Markup:
    return text(in_one_line(str(words))[:most])


def _text(words: str, most: int) -> Markup:
    return text(str(words)[:most])


# All of them


_FEED = Markup(
    '<feed xmlns="http://www.w3.org/2005/Atom">\n<id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n'
    "{links}<author><name>{author}</name></author>\n"
)
_SELF = Markup('<link rel="self" type="application/atom+xml" href="{}"/>\n<link href="{}"/>\n')
_ENTRY = Markup(
    "<entry>\n<id>{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n{links}"
    '<author><name>{author}</name></author>\n<content type="application/cap+xml">\n{alert}</content>\n</entry>\n'
)
_LINKS = Markup(
    '<link rel="alternate" type="application/cap+xml" href="{0}cap.xml"/>\n<link rel="related" href="{0}"/>\n'
)
_TAIL = b"</feed>\n"
_KIND = "cap/"
"""An alert is no entry of ``feed.xml``, so its id is another one."""


def index_xml(view: View, alerts: Iterable[tuple[DisruptionNow, Markup]]) -> bytes:
    """The newest alert of each of these, whole, as Atom, at most 200 KB of them, the newest first."""
    found = [(messages(view, now)[-1], now, of) for now, of in alerts]
    found.sort(key=lambda row: (row[0].sent, row[1].id), reverse=True)
    head = _DECLARED + _head(view, found[0][0].sent if found else None).encode("utf-8", "replace")
    rows = (_row(view, *row).encode("utf-8", "replace") for row in found)
    return b"".join([head, *within(rows, MOST_BYTES - len(head) - len(_TAIL)), _TAIL])


def _head(view: View, newest: datetime | None) -> Markup:
    site = view.address() if view.settings.site_url else ""
    return _FEED.format(
        id=attr(tag(view, "alerts", _KIND)),
        title=_line(marked(view, view.settings.site_name), 200),
        updated=(newest or NEVER).isoformat(timespec="seconds"),
        links=_SELF.format(attr(f"{site}{CAP}"), attr(site)) if site else "",
        author=_line(view.settings.contact.name or view.settings.site_name, 200),
    )


def _row(view: View, newest: Message, now: DisruptionNow, of: Markup) -> Markup:
    page = attr(view.address(f"disruptions/{now.id}/"))
    return _ENTRY.format(
        id=attr(tag(view, newest.identifier, _KIND)),
        title=_line(_headline(view, now.disruption), _LONGEST_HEADLINE),
        updated=newest.sent.isoformat(timespec="seconds"),
        links=_LINKS.format(page) if view.settings.site_url else "",
        author=_line(view.publisher(now.disruption), 200),
        alert=of,
    )
