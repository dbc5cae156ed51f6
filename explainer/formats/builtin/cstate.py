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
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from pydantic import AliasChoices, BeforeValidator, Field

from explainer.declarations.documents import Markdown, read_markdown
from explainer.errors import FormatError, StaffError
from explainer.formats.base import Document, Draft, Entries, Format, Named, NotForReadersError, Pointer, Span, Step
from explainer.formats.kit import markdown_text, prose, text
from explainer.formats.kit.common_json import (
    Flag,
    Said,
    Sayings,
    Wire,
    dicts_at,
    file_stem,
    flag_at,
    list_at,
    read_json,
    text_at,
)
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import latest, read_time
from explainer.model.disruption import Rejected
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode, Severity, Status, StatusBasis

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
_LISTS = frozenset({"index", "system", "issues", "list"})
_ISSUE = frozenset({"title", "severity", "resolved"})
_SHOWN_AS_ISSUE = frozenset({"severity", "resolved", "informational"})
_TRACK = re.compile(r"\{\{[<%]\s*track\s+[\"“]([^\"”]{0,60})[\"”]\s*[>%]\}\}")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]{0,300}[>%]\}\}")
_RULE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_STEP_WORD = re.compile(r"\s*\*{0,3}([A-Za-z]{3,20})\*{0,3}\s*[-–—:]")
_FRONT_MATTER = re.compile(r"^---[ \t]*\r?\n")


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

    @property
    def native(self) -> str:
        """The native id: the issue's address, else its file's name."""
        return self.permalink or self.filename.removesuffix(".md")


class _Body(NamedTuple):
    """The text of an issue: its updates oldest first, and what belongs to none of them."""

    steps: tuple[Step, ...] = ()
    rest: str = ""


def parse(document: Document, source: Source) -> Entries:
    """The issues of a JSON document, or the one issue of a Markdown source."""
    content = document.text
    if _FRONT_MATTER.match(content):
        native, page = file_stem(document), _page(content, document)
        return Entries([page], lambda page: _of_source(page, native, source), lambda _: native)
    data = read_json(document)
    rows = _rows(data)
    aside = tuple(_unexplained(data, rows)) if text_at(data, "is") == "index" else ()
    return Entries(
        rows, lambda row: _of_row(row, source), lambda row: _Issue.of(row).native, aside, text_at(data, "languageCode")
    )


def recognises(look: Look) -> bool:
    """Whether it names cState as its maker, lists cState's issues, or has an issue's keys in its front matter."""
    if isinstance(look.data, dict):
        return _is_cstate(look.data)
    if isinstance(look.data, list):
        return any(_is_issue(row) for row in look.data[:10])
    return look.has(r"\A---[ \t]*\r?\n") and (
        look.has(r"(?m)^section:\s*[\"']?issue\b")
        or (look.has(r"(?m)^severity:") and look.has(r"(?m)^(resolved|informational):"))
    )


def _is_cstate(data: dict[str, Any]) -> bool:
    return _is_issue(data) or (text_at(data, "is") in _LISTS and not data.keys().isdisjoint({"cStateVersion", "pages"}))


def _is_issue(row: Any) -> bool:
    return isinstance(row, dict) and (row.get("is") == "issue" or "section" in row) and row.keys() >= _ISSUE


def _rows(data: Any) -> list[Any]:
    """The issues of an index, of a list, of a bare array, or the one that a document is."""
    if isinstance(data, list):
        if data and not any(_is_issue(row) for row in data):
            raise FormatError("the document is a list, but not of cState's issues")
        return data
    if not _is_cstate(data):
        raise FormatError("the document is JSON, but not cState's index, system, list of issues or issue")
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


def _unexplained(data: Any, rows: list[Any]) -> Iterator[Rejected]:
    """A row set aside for each system, or the site, that is called disturbed while no issue listed says why."""
    explained = any(not _is_over(flag_at(row, "resolved"), text_at(row, "title")) for row in rows)
    for one in dicts_at(data, "systems"):
        name, status = text.line(text_at(one, "name"), 80), text_at(one, "status")
        if _is_disturbed(status) and not list_at(one, "unresolvedIssues"):
            explained = True
            yield Rejected(entry=f"system {name}".strip(), reason=_reason(status), names=(name,) if name else ())
    summary = text_at(data, "summaryStatus")
    if _is_disturbed(summary) and not explained:
        yield Rejected(entry="the site as a whole", reason=_reason(summary))


def _is_disturbed(status: str) -> bool:
    return status not in ("", "ok", _NO_VALUE)


def _reason(status: str) -> str:
    return f"its status is {text.line(status, 40)}, but no unresolved issue is listed for it"


def _of_row(row: Any, source: Source) -> Draft:
    issue = _Issue.of(row)
    if text_at(row, "is") not in ("", "issue"):
        raise NotForReadersError("it is a page of the site, not an issue")
    return _draft(issue, issue.native, _Body(rest=issue.body), source)


def _page(content: str, document: Document) -> Markdown:
    try:
        page = read_markdown(content, document.name)
    except StaffError as error:
        [first, *_] = error.findings
        raise FormatError(f"the front matter cannot be read: line {first.line} {first.problem}") from error
    front = page.front.data if isinstance(page.front.data, dict) else {}
    if text_at(front, "section") != "issue" and _SHOWN_AS_ISSUE.isdisjoint(front):
        raise FormatError("the document is a Markdown page, but not an issue of cState")
    return page


def _of_source(page: Markdown, native: str, source: Source) -> Draft:
    return _draft(_Issue.of(page.front.data), native, _read_body(page.body, source), source)


def _read_body(body: str, source: Source) -> _Body:
    """What stands before each ``track``, back to the rule or the ``track`` before it, is an update.

    Written newest first; the words of one whose time cannot be read stay in the text as well.
    """
    parts = _TRACK.split(body)
    rest: list[str] = []
    steps: list[Step] = []
    for words, when in zip(parts[::2], parts[1::2], strict=False):
        *before, said = _RULE.split(words)
        rest += before
        word = _STEP_WORD.match(said)
        says = _plain(said)
        steps.append(Step(when, says, STEP.get(word[1].casefold()) if word else None))
        if read_time(when, source.tz) is None or not says:
            rest.append(said)
    rest.append(parts[-1])
    return _Body(tuple(reversed(steps)), _plain("\n\n".join(part.strip() for part in rest)))


def _plain(words: str) -> str:
    return markdown_text.plain(_SHORTCODE.sub("", words))


def _draft(issue: _Issue, native: str, body: _Body, source: Source) -> Draft:
    is_over = _is_over(issue.resolved, issue.title)
    moments = (issue.created, issue.ended, *(str(step.at) for step in body.steps))
    return Draft(
        id=native,
        headline=issue.title,
        description=body.rest,
        status=Status.RESOLVED if is_over else Status.ACTIVE,
        status_native="resolved" if is_over else "unresolved",
        status_basis=StatusBasis.INFERRED_FROM_TEXT if is_over and not issue.resolved else StatusBasis.STATED,
        severity=SEVERITY.get(issue.severity.casefold(), Severity.UNKNOWN),
        severity_native=issue.severity,
        effects=[(EffectCode.INFORMATION, "informational")] if issue.informational else (),
        events=["informational" if issue.informational else "issue"],
        categories=[issue.severity],
        affected=[Named("system", name) for name in issue.affected],
        spans=[Span(issue.created, issue.ended)],
        issued=issue.created,
        updated=latest(read_time(words, source.tz) for words in moments),
        updates=body.steps,
        links=[Pointer(issue.permalink)],
        base=issue.permalink,
    )


def _is_over(resolved: bool | None, title: str) -> bool:
    """Whether the issue is over: by ``resolved``, or by how its title begins."""
    guess = prose.status_of(text.line(title))
    return bool(resolved) or (guess is not None and guess.status is Status.RESOLVED)


FORMAT = Format(
    name="cstate",
    what="cState status pages, JSON or their sources",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""\
{"is":"index","cStateVersion":"5.5.1","languageCode":"en","summaryStatus":"disrupted","pinnedIssues":[],"systems":[
{"name":"Copr","status":"disrupted","unresolvedIssues":[{"is":"issue","title":"Copr outage","severity":"disrupted",
"createdAt":"2026-11-20 08:00:00 +0100 +0100","lastMod":"2026-11-20 10:30:44 +0100 +0100","resolved":false,
"permalink":"https://status.example/issues/copr/","informational":true,"resolvedAt":"2026-11-20 18:00:00 +0100 +0100",
"affected":["Copr"],"filename":"copr.md","body":"<p>We look.</p>"}]}]}
""",
)
