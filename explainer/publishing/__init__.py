"""The published site brought elsewhere: to a store, a folder, another machine. Read this first; the steps in order.

::

    lease     keep other writers out, and learn what one that died left unsure     lease
    compare   what is there, by the manifest we keep there, with the site here     planning
    hold      link aside what travels, so that updates go on                       source
    note      write into the lease what is going to be touched
    put       assets, new pages, pages, homes, machine files                       folder, objects, rsync
    remove    what is gone
    sign      write the manifest, give the lease up

Killed anywhere, readers see at each address the old page or the new one, and no page names what is not there yet. The
next run reads in the lease what was touched, and finishes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer.model.vocabulary import Compression
from explainer.publishing import lease as leases
from explainer.publishing.destination import ANY, NOT_THERE, Destination, DestinationError, RacedError, Upload
from explainer.publishing.hosts import KEPT_BACK
from explainer.publishing.lease import Lease
from explainer.publishing.packing import packed
from explainer.publishing.planning import NOTHING, Object, Plan, Shown, Step, There, objects_of, planned
from explainer.publishing.source import Held, Source

MANIFEST = f"{KEPT_BACK}/published.json"
"""Says what of ours lies at a destination."""

PATIENCE = 120.0
"""Seconds to wait for another writer: longer than one that died is believed to be there."""

AHEAD = timedelta(minutes=5)
"""How far ahead of our clock another machine's may be and still be believed."""

_NAMED = 5


class RefusedError(DestinationError):
    """What is there is not to be replaced by this."""


class Asked(NamedTuple):
    """What to publish where: whose site it is, and who publishes.

    ``grace`` is how many seconds styles stay that no page names any more. ``anyway`` is whether the caller means it
    although what is there is newer, another site's or nobody's.
    """

    place: Destination
    compression: Compression
    site: str
    by: str
    grace: float
    anyway: bool = False


class Done(NamedTuple):
    """What a publication did, by paths at the destination; ``number`` counts the publications there."""

    number: int
    put: tuple[str, ...]
    removed: tuple[str, ...]


def look(asked: Asked, source: Source, now: datetime) -> Plan:
    """What publishing would do. Nothing is changed, and nobody kept out.

    Raises:
        DestinationError: when the destination cannot be read, or is not to be replaced by this.
    """
    shown, _ = _manifest(asked)
    _refuse_newer(asked, shown, source, now)
    plan = _planned(asked, source, shown, (), now)
    _refuse_foreign(asked, plan, shown, (), asked.place.tags(plan.new))
    return plan


def publish(
    asked: Asked,
    still: Callable[[], AbstractContextManager[Source]],
    aside: Path,
    now: datetime,
    patience: float = PATIENCE,
) -> Done:
    """Bring a destination to what the site is; ``still`` holds the site as long as its block lasts.

    ``aside`` is a folder for what travels, which is emptied. No other run of this machine may publish meanwhile.

    Raises:
        DestinationError: when it cannot be written, another writes there, or it is not to be replaced by this.
        DamagedError: when the site here is not as it was published.
    """
    with asked.place.alone(), leases.held(asked.place, asked.by, patience) as lease:
        shown, tag = _manifest(asked)
        with still() as source:
            _refuse_newer(asked, shown, source, now)
            plan = _planned(asked, source, shown, lease.unsure, now)
            if not plan.touched and shown.number:
                return Done(shown.number, (), ())
            kept = source.held({one.source for one in plan.objects}, aside)
        kept.judge()
        there = asked.place.tags(plan.new | (lease.unsure & {one.path for one in plan.objects}))
        _refuse_foreign(asked, plan, shown, lease.unsure, there)
        lease.touch(plan.touched)
        tags = _put(asked.place, plan, kept, lease, _tags(plan, shown, there))
        asked.place.remove(plan.gone, lease.may_go_on)
        lease.may_go_on()
        signed = _signed(asked, source, shown, plan, tags)
        asked.place.write(MANIFEST, msgspec.json.encode(signed), tag)
    return Done(signed.number, tuple(one.path for one in plan.objects), plan.gone)


def _manifest(asked: Asked) -> tuple[Shown, str]:
    """What of ours is there by our own manifest, and by which tag that is known."""
    there = asked.place.read(MANIFEST)
    if there is None:
        return NOTHING, NOT_THERE
    try:
        return msgspec.json.decode(there.body, type=Shown), there.tag
    except msgspec.DecodeError as error:
        if asked.anyway:
            return NOTHING, there.tag
        where = f"{asked.place.where}: {MANIFEST}"
        raise RefusedError(
            f"{where} cannot be read, so nobody knows what is ours there; write it anew with --anyway"
        ) from error


def _planned(asked: Asked, source: Source, shown: Shown, unsure: Collection[str], now: datetime) -> Plan:
    wanted = objects_of(source.files, asked.compression)
    return planned(wanted, shown, unsure, source.begin, (now.timestamp(), asked.grace))


def _refuse_newer(asked: Asked, shown: Shown, source: Source, now: datetime) -> None:
    """What a machine publishes itself it may take back; another's is replaced by what is not older."""
    if asked.anyway or not shown.number:
        return
    if shown.site != asked.site:
        raise RefusedError(
            f"{asked.place.where} holds another site, {shown.site}; "
            f"write another place, or replace it by {asked.site} with --anyway"
        )
    if shown.by == asked.by or not (shown.moment and source.moment):
        return
    theirs, ours = datetime.fromisoformat(shown.moment), datetime.fromisoformat(source.moment)
    if ours < theirs <= now + AHEAD:
        raise RefusedError(
            f"{asked.place.where} shows what was known at {shown.moment}, published by “{shown.by}”, and the site here "
            f"is of {source.moment}; run an update first, or publish the older one with --anyway"
        )


def _refuse_foreign(asked: Asked, plan: Plan, shown: Shown, unsure: Collection[str], there: Collection[str]) -> None:
    foreign = sorted(set(there) & plan.new - shown.leaving.keys() - set(unsure))
    if foreign and not asked.anyway:
        more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
        raise RefusedError(
            f"{asked.place.where} holds {', '.join(foreign[:_NAMED])}{more}, which no publication of ours put there; "
            "write a place for the site alone, or replace them with --anyway"
        )


def _tags(plan: Plan, shown: Shown, there: Mapping[str, str]) -> dict[str, str]:
    """What each object that travels is expected to replace."""
    known = {path: row.tag or ANY for path, row in shown.objects.items()}
    return {one.path: there.get(one.path, known.get(one.path, NOT_THERE)) for one in plan.objects}


def _put(place: Destination, plan: Plan, kept: Held, lease: Lease, tags: Mapping[str, str]) -> dict[str, str]:
    """Every step in its order; gives the tags of all that travelled."""
    new: dict[str, str] = {}
    for step in plan.steps:
        try:
            new |= place.put(_uploads(step, kept, tags), lease.may_go_on)
        except RacedError:
            # Written by hand, or an answer was lost and the request sent again. If another publishes, this ends us.
            lease.renew()
            lease.may_go_on()
            now = place.tags([one.path for one in step.objects])
            again = {one.path: now.get(one.path, NOT_THERE) for one in step.objects}
            new |= place.put(_uploads(step, kept, again), lease.may_go_on)
    return new


def _uploads(step: Step, kept: Held, tags: Mapping[str, str]) -> list[Upload]:
    return [Upload(one, partial(_body, one, kept), tags[one.path]) for one in step.objects]


def _body(one: Object, kept: Held) -> bytes:
    return packed(kept.read(one.source), one.encoding)


def _signed(asked: Asked, source: Source, shown: Shown, plan: Plan, tags: Mapping[str, str]) -> Shown:
    """The manifest once all is done."""
    travelled = {one.path: There(one.fingerprint, tags.get(one.path, "")) for one in plan.objects}
    gone = {*plan.gone, *plan.leaving}
    stays = {path: row for path, row in shown.objects.items() if path not in gone}
    return Shown(
        site=asked.site,
        by=asked.by,
        number=shown.number + 1,
        moment=source.moment,
        objects=stays | travelled,
        leaving=plan.leaving,
    )
