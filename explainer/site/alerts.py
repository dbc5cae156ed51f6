"""The alerts of the site, in CAP: beside the page of each disruption its newest, and a list of all of them.

An alert speaks every language of the site, so it is made once, of the views of all. Its key is made of what was said
and needs no rendering; what is over keeps the alert with which it ended, settled or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from markupsafe import Markup

from explainer.errors import own_fault
from explainer.model.vocabulary import Channel, Reality
from explainer.picture.model import DisruptionNow
from explainer.render.addresses import CAP
from explainer.render.isolation import Fault, Isolation
from explainer.render.view import View
from explainer.site.over import as_bytes
from explainer.site.pieces import OfAMonth, Piece, digest
from explainer.site.settled import Month, key_of

MOST_LISTED = 50
"""How many alerts the list holds."""


def alerts(views: Sequence[View], isolation: Isolation) -> Iterator[Piece]:
    """The alert of each disruption of the present, and the list of the newest; nothing where the site has none."""
    first = views[0]
    if not first.makes(Channel.CAP):
        return
    for now in first.picture.disruptions:
        if is_alerted(now):
            yield _beside(views, now, isolation)
    shown = listed(first)
    key = digest(*(part for now in shown for part in _facts(views, now)), str(first.picture.exercise).encode())
    yield Piece(f"{first.settings.at}{CAP}", key, partial(_list, views, shown, isolation))


def of_a_month(views: Sequence[View], month: Month, isolation: Isolation) -> OfAMonth:
    """The alerts of what is settled of a month; ``views`` are those of the present, by which it is known to be new."""

    def pieces() -> Iterator[Piece]:
        there: Mapping[str, View] = month.views()
        here = [there[view.folder] for view in views]
        for now in here[0].picture.disruptions:
            if is_alerted(now):
                yield _beside(here, now, isolation)

    return OfAMonth(f"alerts {month.now.month}", digest(*(key_of(view, month.now).encode() for view in views)), pieces)


def is_alerted(now: DisruptionNow) -> bool:
    """Whether an alert may be made of it: never of a draft, and of nothing that only tries something out."""
    return now.disruption.reality in (Reality.ACTUAL, Reality.EXERCISE)


def listed(view: View) -> list[DisruptionNow]:
    """What has an alert in the list, the newest words first: what a bulletin gathers is told by that."""
    shown = [now for now in view.picture.disruptions if not now.gathered_by and is_alerted(now)]
    return sorted(shown, key=lambda now: (now.ended_at or now.written_at, now.id), reverse=True)[:MOST_LISTED]


def _beside(views: Sequence[View], now: DisruptionNow, isolation: Isolation) -> Piece:
    path = f"{views[0].home}disruptions/{now.id}/{CAP}"

    return Piece(path, digest(*_facts(views, now)), partial(_alone, views, now, Fault(path, now.id, ""), isolation))


def _alone(views: Sequence[View], now: DisruptionNow, at: Fault, isolation: Isolation) -> bytes:
    """An alert as a file; without its words where they cannot be made, which is an alert still."""
    from explainer.outputs import cap  # here, because a refresh that has nothing new to say does without it

    try:
        return cap.cap_xml(_speaking(views, now))
    except Exception as error:  # noqa: BLE001 - one disruption is never worth more than the site
        isolation.faults.append(at._replace(why=own_fault(error)))
        return cap.bare(views[0], now)


def _list(views: Sequence[View], shown: Sequence[DisruptionNow], isolation: Isolation) -> bytes:
    from explainer.outputs import cap  # as above

    return cap.index_xml(views[0], _each(views, shown, isolation))


def _each(
    views: Sequence[View], shown: Sequence[DisruptionNow], isolation: Isolation
) -> Iterator[tuple[DisruptionNow, Markup]]:
    """Those that can be made; what cannot costs itself, and is told as the fault of its own file."""
    from explainer.outputs import cap  # as above

    for now in shown:
        try:
            yield now, cap.alert(_speaking(views, now))
        except Exception as error:  # noqa: BLE001 - one disruption is never worth more than the list
            isolation.faults.append(Fault(CAP, now.id, own_fault(error)))


def _speaking(views: Sequence[View], now: DisruptionNow) -> list[tuple[View, DisruptionNow]]:
    """The disruption in each language in which it could be told."""
    told = [(view, view.picture.disruption.get(now.id)) for view in views]
    return [(view, here) for view, here in told if here is not None]


def _facts(views: Sequence[View], now: DisruptionNow) -> Iterator[bytes]:
    """All that an alert is made of: what was said and promised, how it ended, and every word in which it is told."""
    said = (
        now.disruption.digest,
        now.standing,
        now.written_at,
        now.ended_at,
        now.ended_by,
        now.ahead,
        now.promised,
        now.outdated_at,
        [(report.component, report.state) for report in now.reports],
    )
    yield " ".join(map(str, said)).encode("utf-8", "surrogatepass")
    for view in views:
        yield view.wording.encode()
        yield as_bytes(view.spoken.get(now.id))
