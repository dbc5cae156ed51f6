"""``history.json``: how each part was over time, for machines; ``docs/api.md`` is the promise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from explainer.model.signs import HIDING
from explainer.model.states import Turn
from explainer.model.value import Value
from explainer.model.vocabulary import State
from explainer.outputs.status_form import schema_of
from explainer.picture.history import Was, history, silent
from explainer.picture.model import ComponentNow
from explainer.render.view import View

HISTORY_SCHEMA = "history.schema.json"

VERSION: Final = 1

MONTHS = 4
"""How many months it tells of, this one among them; every month there is has a file of its own."""

MOST_SPANS = 500
"""How many spans it has of one part, the last ones."""


class WasOut(Value):
    """How a part was for a while."""

    since: Annotated[datetime, Meta(description="From when on the site showed this state.")]
    until: Annotated[
        datetime | None,
        Meta(description="Until when; null of the last one, which counts until `good_until` of its part."),
    ]
    state: Annotated[
        State | None, Meta(description="The state; null while nobody watched the part, or it was not there.")
    ]
    basis: Annotated[
        str,
        Meta(
            description="What it rested on when it turned, as in status.json; `nobody_asked` where what was known"
            " before counted no more and no source was asked or answered; `not_known` where the log cannot be read."
        ),
    ]


class PartOut(Value):
    """A part of the operation, and how it was."""

    id: Annotated[str, Meta(description="Its id, as in status.json.")]
    name: Annotated[str, Meta(description="Its name.")]
    good_until: Annotated[
        datetime | None,
        Meta(description="When its last state turns unknown unless somebody says more; null where nothing ends it."),
    ]
    spans: Annotated[tuple[WasOut, ...], Meta(description="Oldest first, each from the end of the one before.")]
    left_out: Annotated[int, Meta(description="How many earlier ones are left out; the months have them.", ge=0)]


class MonthOut(Value):
    """A month of the log, in UTC."""

    month: Annotated[str, Meta(description="Such as 2026-11.")]
    url: Annotated[str, Meta(description="Its file: a list of what turned, added to and never rewritten.")]


class HistoryOut(Value):
    """How each part was over the last months, as the site showed it."""

    version: Annotated[int, Meta(description="A whole number: 1.")]
    site: Annotated[str, Meta(description="The site’s name.")]
    exercise: Annotated[bool, Meta(description="Whether it is a drill: nothing here is real.")]
    as_of: Annotated[datetime | None, Meta(description="The newest good answer of any source.")]
    gaps_known_since: Annotated[
        datetime | None,
        Meta(description="Before it nobody kept when no source answered; null where no source has answered yet."),
    ]
    parts: Annotated[tuple[PartOut, ...], Meta(description="Every part that is there now, in the system’s order.")]
    months: Annotated[tuple[MonthOut, ...], Meta(description="Every month of the log, the oldest first.")]


def history_json(view: View, turns: Iterable[Turn | None], months: Sequence[str]) -> bytes:
    """The document, of the log's ``turns`` in its last months; ``months`` are the names of all there are."""
    body = msgspec.json.encode(history_of(view, turns, months), enc_hook=str)
    return HIDING.sub("", body.decode()).encode() + b"\n"


@cache
def history_schema() -> bytes:
    """The JSON Schema (2020-12) of the document."""
    return msgspec.json.format(msgspec.json.encode(schema_of(HistoryOut, "history", VERSION)), indent=1) + b"\n"


def history_of(view: View, turns: Iterable[Turn | None], months: Sequence[str]) -> HistoryOut:
    """The document's content. Times are told in the site's zone, as in ``status.json``."""
    picture = view.picture
    gaps = {here.id: silent(picture.source[feed] for feed in _watching(view, here)) for here in picture.components}
    was = history(turns, picture.exercise, gaps)
    since = [source.silences.counted_since for source in picture.sources if source.silences is not None]
    return HistoryOut(
        version=VERSION,
        site=view.settings.site_name,
        exercise=picture.exercise,
        as_of=_local(view, picture.checked_at),
        gaps_known_since=_local(view, max(since, default=None)),
        parts=tuple(_part(view, here, was) for here in picture.components),
        months=tuple(MonthOut(month=month, url=view.address(f"states/{month}.json")) for month in months),
    )


def _watching(view: View, here: ComponentNow) -> Iterable[str]:
    return (feed for feed in here.component.watched_by if feed in view.picture.source)


def _part(view: View, here: ComponentNow, was: Mapping[str, list[Was]]) -> PartOut:
    spans = was.get(here.id, [])
    return PartOut(
        id=here.id,
        name=str(here.component.name),
        good_until=_local(view, here.good_until),
        spans=tuple(_was(view, one) for one in spans[-MOST_SPANS:]),
        left_out=max(0, len(spans) - MOST_SPANS),
    )


def _was(view: View, one: Was) -> WasOut:
    return WasOut(
        since=one.since.astimezone(view.zone), until=_local(view, one.until), state=one.state, basis=one.basis
    )


def _local(view: View, at: datetime | None) -> datetime | None:
    return at.astimezone(view.zone) if at is not None else None
