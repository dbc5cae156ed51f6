"""Upptime (github.com/upptime/upptime): ``history/summary.json``, and the ``history/<site>.yml`` of one site.

A check of sites, not a list of incidents: a site that is up is no disruption, and one that was down ends by being up.
So this is a feed to declare with ``absence: ended``.

=============  =================================================================================
native id      ``slug``, which is also the name of the site's file
headline       Upptime's own words: “… is down”, “… has degraded performance”
status         active while the site is ``down`` or ``degraded``
effects        ``status``
affected       the site
=============  =================================================================================

Times are not read: ``startTime`` is when watching began, ``lastUpdated`` when it was last looked, and day totals
name no hour. What changes at every check (times, response times, totals) would make a new version of it each time.
"""

from __future__ import annotations

import re
from typing import Any

from explainer.declarations.documents import read_yaml
from explainer.errors import FormatError, StaffError
from explainer.formats.base import Document, Draft, Entries, Format, Named, Pointer
from explainer.formats.kit import text
from explainer.formats.kit.common_json import Said, Wire, file_stem, read_json, text_at
from explainer.formats.kit.look import Look
from explainer.model.sources import Source
from explainer.model.vocabulary import Absence, EffectCode, Status

UP = "up"

EFFECT = {
    "down": EffectCode.FULL_OUTAGE,
    "degraded": EffectCode.DEGRADED,
}

HEADLINE = {
    "down": "{} is down",
    "degraded": "{} has degraded performance",
}
"""As Upptime titles the issues it opens."""

_SITE_KEYS = frozenset({"slug", "status", "dailyMinutesDown"})
_YAML_SITE = re.compile(r"^url:\s*\S.*^status:\s*\S", re.DOTALL | re.MULTILINE)


class _Site(Wire):
    name: Said = ""
    url: Said = ""
    slug: Said = ""
    status: Said = ""


def parse(document: Document, source: Source) -> Entries:
    """One entry per site; those that are up say nothing."""
    content = document.text.lstrip("\ufeff \t\r\n")
    rows = [_site_of_yaml(content, document)] if _YAML_SITE.search(content[:4_000]) else _sites(read_json(document))
    return Entries(rows, _draft, lambda row: text_at(row, "slug"), lang="en")


def recognises(look: Look) -> bool:
    """A list of sites with their minutes of downtime, or a site's file signed by Upptime."""
    if isinstance(look.data, list):
        return look.keys >= _SITE_KEYS
    return look.has(r"(?m)^generator:\s*Upptime\b") and _YAML_SITE.search(look.head) is not None


def _sites(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise FormatError("the document is JSON, but not Upptime's list of sites")
    if data and not any(isinstance(row, dict) and {"slug", "status"} <= row.keys() for row in data):
        raise FormatError("the document is a list, but not of Upptime's sites")
    return data


def _site_of_yaml(content: str, document: Document) -> dict[str, Any]:
    """A site's file, whose name is the slug that the summary has."""
    try:
        data = read_yaml(content, document.name).data
    except StaffError as error:
        [first, *_] = error.findings
        raise FormatError(f"the document is no whole YAML: line {first.line} {first.problem}") from error
    if not isinstance(data, dict):
        raise FormatError("the document is YAML, but not a site of Upptime")
    if "generator" not in data:  # the last line: without it, the file breaks off
        raise FormatError("the document breaks off before its end")
    return {**data, "slug": file_stem(document)}


def _draft(row: Any) -> Draft | None:
    site = _Site.of(row)
    name, status = text.line(site.name or site.url or site.slug, 200), site.status.strip().casefold()
    if status == UP and site.slug:
        return None
    is_known = status in EFFECT or not site.slug
    return Draft(
        id=site.slug,
        refused="" if is_known else "its status is none of up, down and degraded",
        headline=HEADLINE.get(status, f"{{}}: {site.status}").format(name),
        status=Status.ACTIVE,
        status_native=site.status,
        effects=[(EFFECT[status], status)] if status in EFFECT else (),
        events=[status],
        affected=[Named("site", name, site.slug)],
        links=[Pointer(site.url, rel="related")],
    )


FORMAT = Format(
    name="upptime",
    what="Upptime status pages",
    parse=parse,
    recognises=recognises,
    absence=Absence.ENDED,
    sample=b"""\
[{"name":"API","url":"https://api.example","slug":"api","status":"down","dailyMinutesDown":{"2026-11-20":12}}]
""",
)
