"""CAP messages are a graph: an Update or Cancel names what it replaces (CAP 1.2 section 3.2.1).

Each message is named by its ``sender,identifier,sent`` triple. The identifier changes with every message, so
one disruption is one connected chain, and its native id is the earliest triple of the chain that is visible,
whether that message itself was seen or only referred to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from explainer.formats import mapping
from explainer.formats.kit import text
from explainer.formats.kit.times import read_time
from explainer.model.disruption import Disruption, Update, disruption_id
from explainer.model.sources import Source
from explainer.model.vocabulary import Reality, Status

REPLACING = frozenset({"supersedes", "cancels"})

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*", re.ASCII)
_ZERO = re.compile(r"(?:Z|-00:00)$")
_UNKNOWN_TIME = datetime.max.replace(tzinfo=UTC)


def triple(sender: str, identifier: str, sent: str) -> str:
    """A message's name, ``sender,identifier,sent``, with UTC written in one way, as references may write another."""
    return text.identifier(f"{sender},{identifier},{_ZERO.sub('+00:00', sent)}")


def references(words: str) -> list[str]:
    """The triples in a ``references`` element, separated by white space.

    A German NINA message packs several senders into one triple; so a triple ends at its time, its identifier
    stands before that, and whatever else there is belongs to the sender.
    """
    found: list[str] = []
    parts: list[str] = []
    for part in re.split(r"[\s,]+", words.strip()):
        if not _TIME.fullmatch(part):
            parts.append(part)
            continue
        if len(parts) >= 2:
            found.append(triple(",".join(parts[:-1]), parts[-1], part))
        parts = []
    return list(dict.fromkeys(found))


def identifier_in(name: str) -> str:
    """The identifier in the middle of a triple."""
    return name.rsplit(",", 2)[-2] if name.count(",") >= 2 else name


def sent_at(name: str) -> datetime | None:
    """The time at the end of a triple."""
    reading = read_time(name.rpartition(",")[2], None)
    return reading.at if reading else None


def merge(messages: Sequence[Disruption], source: Source) -> tuple[Disruption, ...]:
    """One disruption per chain: its newest message counts, and a Cancel withdraws what it names.

    ``messages`` are disruptions of single messages, or earlier results of this function. Messages that are
    not meant are chained apart, so that a test can never change what is meant.
    """
    found: list[Disruption] = []
    by_reality: dict[Reality, list[Disruption]] = {}
    for message in messages:
        by_reality.setdefault(message.reality, []).append(message)
    taken: set[str] = set()
    for reality in sorted(by_reality, key=list(Reality).index):
        for chain, names in _chains(by_reality[reality]):
            root = min(names, key=lambda name: (sent_at(name) or _UNKNOWN_TIME, name))
            if root in taken:
                root = f"{root},{reality.value}"
            taken.add(root)
            found.append(_merged(chain, root, source))
    order = {message.origin.native_version: place for place, message in reversed(list(enumerate(messages)))}
    return tuple(sorted(found, key=lambda one: order[one.origin.native_version]))


def _chains(messages: Sequence[Disruption]) -> list[tuple[list[Disruption], set[str]]]:
    """Connected messages with every name their chain knows (union-find over the names)."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        leader.setdefault(name, name)
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for message in messages:
        for name in _names(message):
            leader[find(name)] = find(message.origin.native_version)
            # The sender of a reference may be spelled differently; identifier and time must still agree.
            leader[find(_without_sender(name))] = find(name)
    chains: dict[str, tuple[list[Disruption], set[str]]] = {}
    for message in messages:
        chain, names = chains.setdefault(find(message.origin.native_version), ([], set()))
        chain.append(message)
        names.update(_names(message))
    return list(chains.values())


def _names(message: Disruption) -> list[str]:
    replaced = [relation.native_id for relation in message.relations if relation.kind in REPLACING]
    return [message.origin.native_version, *replaced]


def _without_sender(name: str) -> str:
    return f",{identifier_in(name)},{name.rpartition(',')[2]}"


def _merged(chain: list[Disruption], root: str, source: Source) -> Disruption:
    in_order = sorted(chain, key=lambda one: (one.updated_at or _UNKNOWN_TIME, one.origin.native_version))
    newest = in_order[-1]
    # A Cancel often has no words of its own, and when it has, they still read like the warning.
    spoken = [one for one in in_order if one.status is not Status.WITHDRAWN]
    base = spoken[-1] if spoken else newest
    updates = {update for one in in_order for update in one.updates or (_as_update(one, source),)}
    relations = [relation for one in in_order for relation in one.relations]
    return base.replace(
        id=disruption_id(source.id, root),
        origin=newest.origin.replace(native_id=root),
        status=newest.status,
        status_native=newest.status_native,
        issued_at=sent_at(root) or in_order[0].issued_at,
        updated_at=newest.updated_at,
        updates=tuple(sorted(updates, key=lambda update: (update.at, update.says))) if len(updates) > 1 else (),
        relations=tuple(dict.fromkeys(relations)),
    )


def _as_update(message: Disruption, source: Source) -> Update:
    at = message.updated_at or message.issued_at or _UNKNOWN_TIME
    says = message.extra.get("note", "") if message.status is Status.WITHDRAWN else ""
    return Update(at=at, says=says or mapping.preferred(message.headline, source.language), status=message.status)
