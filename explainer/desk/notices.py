"""The list of notices: which there are, how old each is, what it promises, and whether that is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from explainer.declarations.documents import Located, read_file
from explainer.desk.drafts import Draft
from explainer.desk.house import House, Judged
from explainer.errors import Finding, Level, StaffError
from explainer.formats.builtin.bulletin import native_id_of
from explainer.formats.kit.common_json import text_at
from explainer.model.disruption import disruption_id
from explainer.model.sources import Source
from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.second_reader import Reading, second_reader
from explainer.picture.sign import state_of


class Notice(NamedTuple):
    """A notice that is in a file. ``due`` is its promise, ``late`` whether it is broken; ``trouble`` must be mended."""

    id: str
    file: str
    headline: str
    state: State | None = None
    since: datetime | None = None
    written: datetime | None = None
    said: str = ""
    due: datetime | None = None
    late: bool = False
    standing: Standing | None = None
    hidden: str = ""
    leads: bool = False
    unread: bool = False
    trouble: tuple[Finding, ...] = ()


class Shelf(NamedTuple):
    """All notices, as they are listed: what is open first."""

    open: tuple[Notice, ...]
    planned: tuple[Notice, ...]
    over: tuple[Notice, ...]
    hidden: tuple[Notice, ...]
    drafts: tuple[Draft, ...]
    trouble: tuple[Finding, ...] = ()


def shelf(house: House, now: datetime) -> Shelf:
    """Every notice of the site at ``now``."""
    judged = house.judged({}, now)
    every = list(_notices(house, judged, now))
    hidden = tuple(one for one in every if one.hidden)
    told = [one for one in every if not one.hidden]
    return Shelf(
        open=tuple(sorted((one for one in told if one.standing in (None, Standing.CURRENT)), key=_pressing)),
        planned=tuple(one for one in told if one.standing is Standing.UPCOMING),
        over=tuple(one for one in told if one.standing is Standing.ENDED),
        hidden=hidden,
        drafts=tuple(house.drafts.all()),
        trouble=house.trouble,
    )


def _pressing(one: Notice) -> tuple[bool, bool, float]:
    """What cannot be read, then what is late, then what is due next."""
    return not one.trouble or one.standing is not None, not one.late, one.due.timestamp() if one.due else float("inf")


def _notices(house: House, judged: Judged, now: datetime) -> Iterator[Notice]:
    within = house.project.settings.second_reader_within
    for path, source in house.files():
        name = house.name_of(path)
        trouble = tuple(one for one in judged.findings if one.file == name and one.level is Level.ERROR)
        try:
            located = read_file(path, house.root)
        except StaffError as error:
            yield Notice(path.stem, name, path.stem, trouble=error.findings)
            continue
        yield _notice(located, source, judged, now, within)._replace(id=path.stem, file=name, trouble=trouble)


def _notice(located: Located, source: Source, judged: Judged, now: datetime, within: Any) -> Notice:
    data = located.data
    picture = judged.shown.picture if judged.shown else None
    there = picture.disruption.get(disruption_id(source.id, native_id_of(located))) if picture else None
    headline = text_at(data, "headline") or located.file
    reality = text_at(data, "reality")
    hidden = reality if reality in ("draft", "test") else ""
    if there is None or picture is None:
        return Notice("", "", headline, hidden=hidden)
    reading = second_reader(there, now, within)
    return Notice(
        id="",
        file="",
        headline=there.disruption.headline[0].text if there.disruption.headline else headline,
        state=state_of(picture, there),
        since=there.since,
        written=there.written_at,
        said=_last(there),
        due=there.promise.due if there.promise else None,
        late=there.promise.overdue if there.promise else False,
        standing=there.standing,
        hidden=hidden,
        leads=picture.lead == there.id,
        unread=reading is not None and reading.reading is Reading.NOBODY_YET,
    )


def _last(there: DisruptionNow) -> str:
    updates = there.disruption.updates
    return updates[-1].says if updates else ""
