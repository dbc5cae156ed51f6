"""cState 5 (github.com/cstate/cstate): its JSON, API 2.0, and the Markdown its issues are written in.

Read are ``index.json`` (unresolved issues by system), the pages of a system (all of its issues) and of one issue,
and an issue's source. RSS is read as ``format: rss`` and gives the same ids.

=============  =================================================================================
native id      ``permalink``, which is the ``guid`` in RSS; of the source, the name of its file
headline       ``title``
description    the text, which only the source and cState 4 carry
status         ``resolved``; a title that begins with ``[Resolved]`` counts as well
severity       ``severity``
effects        ``informational``
affected       ``affected``
periods        ``createdAt`` or ``date`` until ``resolvedAt`` or ``resolvedWhen``
updates        in the source, what stands before each ``{{< track "time" >}}``
=============  =================================================================================

``lastMod`` is dropped: it is the time the whole site was built, and would make every issue new at every build.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, NamedTuple

from pydantic import AliasChoices, BeforeValidator, Field

from explainer.disruption import Disruption, Effect, Entity, Link, SetAside, Text, Update, disruption_id
from explainer.documents import read_markdown
from explainer.errors import FormatError, StaffError
from explainer.formats import mapping, markdown, prose, text
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.common_json import (
    Flag,
    Said,
    Sayings,
    Wire,
    dicts_at,
    file_stem,
    list_at,
    read_json,
    span,
    text_at,
)
from explainer.formats.look import Look
from explainer.formats.times import read_time
from explainer.sources import Source
from explainer.vocabulary import EffectCode, Precision, Severity, Status, StatusBasis

SEVERITY = {
    "ok": Severity.NONE,
    "notice": Severity.MINOR,
    "disrupted": Severity.MODERATE,
    "down": Severity.SEVERE,
}

STEP = {
    "investigating": Status.ACTIVE,
    "identified": Status.ACTIVE,
    "monitoring": Status.MONITORING,
    "resolved": Status.RESOLVED,
    "fixed": Status.RESOLVED,
}
"""The word an update in the source begins with. ``Update`` changes no status."""

_NO_VALUE = "<no value>"  # what Hugo prints for a key that is not there
_SHOWN_AS_ISSUE = frozenset({"severity", "resolved", "informational"})
_TRACK = re.compile(r"\{\{[<%]\s*track\s+[\"“]([^\"”]{0,60})[\"”]\s*[>%]\}\}")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]{0,300}[>%]\}\}")
_RULE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_STEP_WORD = re.compile(r"\s*\*{0,3}([A-Za-z]{3,20})\*{0,3}\s*[-–—:]")
_FRONT_MATTER = re.compile(r"^---[ \t]*\r?\n")
_MOST_UPDATES = 500


def _present(value: Any) -> Any:
    return "" if isinstance(value, str) and value.strip() == _NO_VALUE else value


Present = Annotated[Said, BeforeValidator(_present)]
Several = Annotated[Sayings, BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class _Issue(Wire):
    """An issue, by the names of API 2.0, of cState 4 and of the front matter."""

    title: Present = ""
    permalink: Present = ""
    filename: Present = ""
    severity: Present = ""
    resolved: Flag = None
    informational: Flag = None
    affected: Several = ()
    created: Present = Field(default="", validation_alias=AliasChoices("createdAt", "created_at", "date"))
    ended: Present = Field(default="", validation_alias=AliasChoices("resolvedAt", "resolved_at", "resolvedWhen"))
    body: Said = ""


class _Body(NamedTuple):
    """The text of an issue and its language: its dated updates oldest first, and what belongs to none."""

    updates: tuple[Update, ...] = ()
    rest: str = ""
    undated: int = 0
    language: str = "und"


def parse(document: Document, source: Source) -> Parsed:
    """The issues of a JSON document, or the one issue of a Markdown source."""
    if _FRONT_MATTER.match(document.text):
        return _of_source(document, source)
    data = read_json(document)
    rows, language = _rows(data), text.language(text_at(data, "languageCode"), source.language)
    first, aside = first_entries(rows)
    disruptions: dict[str, Disruption] = {}
    set_aside = list(aside)
    for number, row in enumerate(first, start=1):
        made = _from_row(row, number, language, source)
        if isinstance(made, SetAside):
            set_aside.append(made)
        else:
            disruptions.setdefault(made.id, made)  # an issue stands under every system it affects
    if text_at(data, "is") == "index" and not set_aside:
        set_aside += _unexplained(data, any(not made.status.over for made in disruptions.values()))
    return Parsed(disruptions=tuple(disruptions.values()), set_aside=tuple(set_aside))


def recognises(look: Look) -> bool:
    """What says so itself, or front matter with an issue's keys."""
    if isinstance(look.data, dict):
        return _is_cstate(look.data)
    return look.has(r"\A---[ \t]*\r?\n") and (
        look.has(r"(?m)^section:\s*[\"']?issue\b")
        or (look.has(r"(?m)^severity:") and look.has(r"(?m)^(resolved|informational):"))
    )


def _is_cstate(data: dict[str, Any]) -> bool:
    kind = text_at(data, "is")
    if kind in ("index", "system", "list"):
        return "cStateVersion" in data or "pages" in data
    return (kind == "issue" or "section" in data) and {"title", "severity", "resolved"} <= data.keys()


def _rows(data: Any) -> list[Any]:
    if not isinstance(data, dict) or not _is_cstate(data):
        raise FormatError("the document is JSON, but not cState's index, system or issue")
    if text_at(data, "is") == "index":
        if not isinstance(data.get("systems"), list):
            raise FormatError("the document is cState's index, but lists no systems")
        systems = dicts_at(data, "systems")
        return [*list_at(data, "pinnedIssues"), *(row for one in systems for row in list_at(one, "unresolvedIssues"))]
    if "pages" in data:
        if not isinstance(data["pages"], list):
            raise FormatError("the document's “pages” is not a list")
        return list_at(data, "pages")
    return [data]


def _unexplained(data: Any, explained: bool) -> list[SetAside]:
    """Systems, or a site, called disturbed with no issue listed: one without ``affected`` stands under no system."""
    found = [
        SetAside(entry=f"system {text.line(text_at(one, 'name'), 80)}".strip(), reason=_reason(status))
        for one in dicts_at(data, "systems")
        if (status := text_at(one, "status")) not in ("", "ok", _NO_VALUE) and not list_at(one, "unresolvedIssues")
    ]
    summary = text_at(data, "summaryStatus")
    if not found and not explained and summary not in ("", "ok", _NO_VALUE):
        found.append(SetAside(entry="the site as a whole", reason=_reason(summary)))
    return found


def _reason(status: str) -> str:
    return f"its status is {text.line(status, 40)}, but no unresolved issue is listed for it"


def _from_row(row: Any, number: int, language: str, source: Source) -> Disruption | SetAside:
    if not isinstance(row, dict):
        return SetAside(entry=f"issue {number}", reason="it is not an object")
    issue = _Issue.model_validate(row)
    native = text.identifier(issue.permalink or issue.filename.removesuffix(".md"))
    body = _Body(rest=text.plain(issue.body, base=issue.permalink), language=language)
    return _disruption(issue, native, f"issue {number}", body, source)


def _of_source(document: Document, source: Source) -> Parsed:
    try:
        page = read_markdown(document.text, document.name)
    except StaffError as error:
        [first, *_] = error.findings
        raise FormatError(f"the front matter cannot be read: line {first.line} {first.problem}") from error
    front = page.front.data if isinstance(page.front.data, dict) else {}
    if text_at(front, "section") != "issue" and _SHOWN_AS_ISSUE.isdisjoint(front):
        raise FormatError("the document is a Markdown page, but not an issue of cState")
    issue, native = _Issue.model_validate(front), text.identifier(file_stem(document))
    made = _disruption(issue, native, "the issue", _read_body(page.body, source), source)
    return Parsed(set_aside=(made,)) if isinstance(made, SetAside) else Parsed(disruptions=(made,))


def _read_body(body: str, source: Source) -> _Body:
    """What stands before each ``track``, back to the rule or the ``track`` before it, is an update."""
    parts = _TRACK.split(body)
    rest, updates, undated = [], [], 0
    for words, when in list(zip(parts[::2], parts[1::2], strict=False))[:_MOST_UPDATES]:
        *before, said = _RULE.split(words)
        rest += before
        at = read_time(when, source.tz)
        says = markdown.plain(_SHORTCODE.sub("", said))
        if at is None or not says:
            undated += 1
            rest.append(said)
            continue
        word = _STEP_WORD.match(said)
        status = STEP.get(word[1].casefold()) if word else None
        updates.append(Update(at=at.at, says=says, status=status, precision=at.precision))
    rest.append(parts[-1])
    updates.reverse()  # written newest first; those of one minute keep that order
    left = markdown.plain(_SHORTCODE.sub("", "\n\n".join(part.strip() for part in rest)))
    return _Body(tuple(sorted(updates, key=lambda update: update.at)), left, undated, source.language)


def _disruption(issue: _Issue, native: str, label: str, body: _Body, source: Source) -> Disruption | SetAside:
    title = text.line(issue.title)
    if title or native:
        label = f"{label} ({text.bounded(title or native, 80)})"
    if not native:
        return SetAside(entry=label, reason="it has neither a permalink nor a filename")
    if not title:
        return SetAside(entry=label, reason="it has no title", native_id=native)
    created, ended = read_time(issue.created, source.tz), read_time(issue.ended, source.tz)
    status, basis = _status(issue, title)
    reality = prose.reality_of(title)
    words = body.rest or (body.updates[-1].says if body.updates else "")
    dates = [*(update.at for update in body.updates[-1:]), *(reading.at for reading in (created, ended) if reading)]
    href = text.address(issue.permalink)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang=body.language, text=title),),
        description=(Text(lang=body.language, text=words),) if words else (),
        status=status,
        status_native="resolved" if status is Status.RESOLVED else "unresolved",
        status_basis=basis,
        severity=SEVERITY.get(issue.severity.casefold(), Severity.UNKNOWN),
        severity_native=text.line(issue.severity),
        effects=(Effect(code=EffectCode.INFORMATION, native="informational"),) if issue.informational else (),
        events=("informational" if issue.informational else "issue",),
        categories=tuple(filter(None, (text.line(issue.severity, text.NOTE),))),
        affected=tuple(Entity(kind="system", name=name) for one in issue.affected if (name := text.line(one))),
        periods=span(created, ended),
        issued_at=created.at if created else None,
        updated_at=max(dates, default=None),
        updates=body.updates,
        links=(Link(href=href),) if href else (),
        extra=_notes(issue, body, source) | ({"reality": "inferred from the title"} if reality else {}),
    )
    if reality:
        made = made.model_copy(update={"reality": reality})
    return mapping.apply(made, source, [body.rest, *(update.says for update in body.updates)])


def _status(issue: _Issue, title: str) -> tuple[Status, StatusBasis]:
    if issue.resolved:
        return Status.RESOLVED, StatusBasis.STATED
    guess = prose.status_of(title)
    if guess is not None and guess.status is Status.RESOLVED:
        return Status.RESOLVED, StatusBasis.INFERRED_FROM_TEXT
    return Status.ACTIVE, StatusBasis.STATED


def _notes(issue: _Issue, body: _Body, source: Source) -> dict[str, str]:
    """Times that are none (seen: year 0001), an end before the beginning, updates without a time, a zone supplied."""
    created, ended = read_time(issue.created, source.tz), read_time(issue.ended, source.tz)
    notes = {}
    if issue.created and created is None:
        notes["created"] = text.line(issue.created, text.NOTE)
    if issue.ended and (ended is None or (created is not None and ended.at < created.at)):
        notes["resolved at"] = text.line(issue.ended, text.NOTE)
    if body.undated:
        notes["undated updates"] = str(body.undated)
    if Precision.INFERRED in [one.precision for one in (created, ended, *body.updates) if one]:
        notes["zone"] = f"the feed names none; its times are read in {source.zone}"
    return notes
