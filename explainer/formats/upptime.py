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

from explainer.disruption import Disruption, Effect, Entity, Link, SetAside, Text, disruption_id
from explainer.documents import read_yaml
from explainer.errors import FormatError, StaffError
from explainer.formats import mapping, text
from explainer.formats.base import Document, Parsed, first_entries, origin
from explainer.formats.common_json import Said, Wire, file_stem, read_json
from explainer.formats.look import Look
from explainer.sources import Source
from explainer.vocabulary import EffectCode, Status

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


def parse(document: Document, source: Source) -> Parsed:
    """The sites that are not up."""
    content = document.text.lstrip()
    rows = [_site_of_yaml(content, document)] if _YAML_SITE.search(content[:4_000]) else _sites(read_json(document))
    first, aside = first_entries(rows)
    disruptions: dict[str, Disruption] = {}
    set_aside = list(aside)
    for number, row in enumerate(first, start=1):
        made = _disruption(row, number, source)
        if isinstance(made, SetAside):
            set_aside.append(made)
        elif made is not None:
            disruptions.setdefault(made.id, made)
    return Parsed(disruptions=tuple(disruptions.values()), set_aside=tuple(set_aside))


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


def _disruption(row: Any, number: int, source: Source) -> Disruption | SetAside | None:
    if not isinstance(row, dict):
        return SetAside(entry=f"site {number}", reason="it is not an object")
    site = _Site.model_validate(row)
    native, name = text.identifier(site.slug), text.line(site.name or site.url or site.slug, 200)
    status = site.status.strip().casefold()
    label = f"site {number} ({text.bounded(name, 80)})" if name else f"site {number}"
    if not native or not name:
        return SetAside(entry=label, reason="it has no slug", native_id=native or None)
    if status == UP:
        return None
    if status not in EFFECT:
        return SetAside(entry=label, reason="its status is none of up, down and degraded", native_id=native)
    href = text.address(site.url)
    made = Disruption(
        id=disruption_id(source.id, native),
        origin=origin(source, native),
        headline=(Text(lang="en", text=HEADLINE[status].format(name)),),
        status=Status.ACTIVE,
        status_native=text.line(site.status),
        effects=(Effect(code=EFFECT[status], native=status),),
        events=(status,),
        affected=(Entity(kind="site", name=name, ref=native),),
        links=(Link(rel="related", href=href),) if href else (),
    )
    return mapping.apply(made, source)
