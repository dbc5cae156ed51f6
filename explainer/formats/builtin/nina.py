"""NINA, the list of German warnings: the overview of MoWaS, KATWARN, LHP and police warnings (nina.api.bund.dev).

=============  ====================================================================================
native id      ``id``, the same from the first message to the cancellation
version        ``version``; of several in one document the highest counts
headline       ``i18nTitle``, one text per language; in the dashboard ``payload.data.headline``
status         ``type``: Alert, Update: active; Cancel: withdrawn
severity       ``severity`` and ``urgency`` in CAP's words
period         from ``startDate``, else ``onset``, until ``expiresDate`` where one is stated
events         ``transKeys.event``, a code; ``categories``: the warning system, the head of the id
=============  ====================================================================================

The list is an overview: areas and advice stand in each warning's own document, which is CAP in JSON and is read as
``format: cap``. Written from the published description; no recording of it is in the repository.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from explainer.errors import FormatError
from explainer.formats.base import Document, Draft, Entries, Format, Span
from explainer.formats.families import cap_words
from explainer.formats.kit.common_json import Figure, Object, Said, Wire, as_dict, read_json, text_at
from explainer.formats.kit.look import Look
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, Severity, Status, Urgency


class Warning(Wire):  # noqa: A001 - the publisher's own word
    """One row of the overview, or ``payload.data`` of the dashboard."""

    id: Said = ""
    version: Figure = None
    start: Said = Field(default="", alias="startDate")
    onset: Said = ""
    expires: Said = Field(default="", alias="expiresDate")
    sent: Said = ""
    severity: Said = ""
    urgency: Said = ""
    kind: Said = Field(default="", alias="type")
    message_type: Said = Field(default="", alias="msgType")
    headline: Said = ""
    titles: Annotated[dict[str, Any], Object] = Field(default_factory=dict, alias="i18nTitle")
    keys: Annotated[dict[str, Any], Object] = Field(default_factory=dict, alias="transKeys")


def parse(document: Document, source: Source) -> Entries:
    """One entry per warning."""
    found = read_json(document)
    if not isinstance(found, list) or (found and not any(_is_warning(row) for row in found)):
        raise FormatError("the document is JSON, but not NINA's list of warnings")
    return Entries([as_dict(row) for row in found], _draft, lambda row: text_at(row, "id"), lang="de")


def recognises(look: Look) -> bool:
    """A list of warnings with a title by language, a start and a version."""
    return isinstance(look.data, list) and bool(look.data) and _is_warning(look.data[0])


def _is_warning(row: Any) -> bool:
    keys = as_dict(row).keys()
    return keys >= {"id", "version", "i18nTitle", "startDate"} or keys >= {"id", "payload", "i18nTitle"}


def _draft(row: dict[str, Any]) -> Draft:
    payload = as_dict(row.get("payload"))
    warning = Warning.model_validate({**as_dict(payload.get("data")), **payload, **row})
    kind = (warning.message_type or warning.kind).casefold()
    titles = {lang: text_at(warning.titles, lang) for lang in warning.titles}
    return Draft(
        id=warning.id,
        version="" if warning.version is None else f"{warning.version:g}",
        number=-1 if warning.version is None else int(warning.version),
        headline=titles if any(titles.values()) else warning.headline,
        status=cap_words.STATUS.get(kind, Status.UNKNOWN),
        status_native=warning.message_type or warning.kind,
        severity=cap_words.SEVERITY.get(warning.severity.casefold(), Severity.UNKNOWN),
        severity_native=warning.severity,
        urgency=cap_words.URGENCY.get(warning.urgency.casefold(), Urgency.UNKNOWN),
        events=[text_at(warning.keys, "event")],
        categories=[warning.id.partition(".")[0]],
        spans=[Span(warning.start or warning.onset, warning.expires)],
        issued=warning.sent or warning.start,
    )


FORMAT = Format(
    name="nina",
    what="NINA: the list of German warnings",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""[{"id":"mow.DE-NW-BN-SE030-1","version":1,"startDate":"2026-11-20T10:00:00+01:00","expiresDate":
"2026-11-21T10:00:00+01:00","severity":"Severe","urgency":"Immediate","type":"Alert","transKeys":{"event":"BBK-EVC-040"},
"i18nTitle":{"de":"Rauch in Bonn","en":"Smoke in Bonn"}}]""",
)
