"""The segments of one NWS event: alerts of the same chain that hold at the same time, each for its own zones.

An update of the National Weather Service may come as several alerts (``….001.1``, ``….002.1``) that all replace
the same earlier one; seen in the list of active alerts. ``cap_chain`` lets the newest message of a chain count,
which is right for messages that follow each other, and would hide all segments but one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.formats.families import cap_chain
from explainer.formats.kit import text
from explainer.model.disruption import Disruption, Text
from explainer.model.sources import Source
from explainer.model.vocabulary import WORST_FIRST


def merge(messages: Sequence[Disruption], source: Source) -> tuple[Disruption, ...]:
    """One disruption per chain, as ``cap_chain`` makes it, holding all segments that nothing has replaced yet."""
    by_name: dict[str, list[Disruption]] = {}
    for message in messages:
        for name in {message.origin.native_version, *_replaced(message)}:
            by_name.setdefault(name, []).append(message)
    found: list[Disruption] = []
    for chain in cap_chain.merge(messages, source):
        # A chain's relations are those of all its messages.
        known = {chain.origin.native_version, *_replaced(chain)}
        members = {one.id: one for name in sorted(known) for one in by_name.get(name, ())}
        segments = _current([one for one in members.values() if one.reality is chain.reality])
        found.append(_joined(chain, segments) if len(segments) > 1 else chain)
    return tuple(found)


def _current(members: Sequence[Disruption]) -> list[Disruption]:
    """The messages of a chain that no other replaces, without those that are over unless all are."""
    gone = {name for message in members for name in _replaced(message)}
    last = [message for message in members if message.origin.native_version not in gone]
    return [message for message in last if not message.status.over] or last


def _replaced(message: Disruption) -> set[str]:
    return {relation.native_id for relation in message.relations if relation.kind in cap_chain.REPLACING}


def _joined(chain: Disruption, segments: Sequence[Disruption]) -> Disruption:
    """All segments as one disruption: the headline is the worst one's, and what only one of them says is kept."""
    in_order = sorted(segments, key=lambda one: WORST_FIRST.index(one.severity))
    worst = in_order[0]
    return worst.replace(
        id=chain.id,
        origin=chain.origin,
        description=_texts(one.description for one in in_order),
        instruction=_texts(one.instruction for one in in_order),
        events=tuple(dict.fromkeys(event for one in in_order for event in one.events)),
        affected=tuple(dict.fromkeys(entity for one in in_order for entity in one.affected)),
        periods=tuple(dict.fromkeys(period for one in in_order for period in one.periods)),
        issued_at=chain.issued_at,
        updated_at=chain.updated_at,
        updates=chain.updates,
        relations=chain.relations,
        extra={**worst.extra, "segments": str(len(segments))},
    )


def _texts(segments: Iterable[tuple[Text, ...]]) -> tuple[Text, ...]:
    by_language: dict[str, dict[str, None]] = {}
    for texts in segments:
        for one in texts:
            by_language.setdefault(one.lang, {})[one.text] = None
    return tuple(
        Text(lang=lang, text=text.bounded("\n\n".join(parts), text.BODY)) for lang, parts in by_language.items()
    )
