"""What was not understood: messages that hold now and that no rule placed, that could not be read, or were too many.

Not understood is not well: the parts that such a message may be about are unknown. They are those that it names, if
its feed may speak of them; else every part that the feed watches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from explainer.language.marks import N_
from explainer.model.names import folded
from explainer.model.sources import Source
from explainer.model.system import System
from explainer.model.vocabulary import Unmatched
from explainer.picture.model import DisruptionNow, Standing, Unplaced
from explainer.picture.reports import says_no_effect
from explainer.picture.sources import SourceNow
from explainer.picture.trust import Trust

NO_RULE = N_("no rule of its feed matches it")
NOT_TRUSTED = N_("it speaks of a part that its feed may not set")
UNREAD = N_("it could not be read")
LEFT_OUT = N_("its feed sends more than we take in at once")
"""Why a message is not understood, for readers. What could not be read has a reason of its own, for staff alone."""


class Reach(NamedTuple):
    """The parts that one feed watches, and the parts of its business by the names that it may give them."""

    watched: tuple[str, ...]
    named: Mapping[str, frozenset[str]]

    def parts(self, names: Iterable[str]) -> tuple[str, ...]:
        """The parts that a message with these names may be about."""
        hits = frozenset[str]().union(*(self.named.get(folded(name), frozenset()) for name in names if name))
        return tuple(sorted(hits)) or self.watched


def reach_of(source: Source, trust: Trust, system: System) -> Reach:
    """What a feed's messages may be about: a rule's entity names its component, and so do a part's id and name."""
    watched = tuple(c.id for c in system.components if source.id in c.watched_by)
    own = {c.id for c in system.components if c.id in watched or trust.covers(c.id)}
    names = [(entity, rule.component) for rule in source.mapping for entity in rule.match.entity]
    names += [(name, c.id) for c in system.components for name in (c.id, c.name)]
    named: dict[str, set[str]] = {}
    for name, component in names:
        if component in own:
            named.setdefault(folded(name), set()).add(component)
    return Reach(watched, {name: frozenset(parts) for name, parts in named.items()})


def unplaced(
    system: System,
    disruptions: Iterable[DisruptionNow],
    sources: Mapping[str, SourceNow],
    trust: Mapping[str, Trust],
) -> tuple[Unplaced, ...]:
    """Every message of a feed that answers which was not understood, and which a part may depend on."""
    reaches = {
        feed: reach_of(now.source, trust[feed], system)
        for feed, now in sources.items()
        if now.trusted and now.source.unmatched is not Unmatched.IGNORE
    }
    found = (*_unmatched(disruptions, reaches), *_unread(sources, reaches), *_left_out(sources, trust, system))
    return tuple(one for one in found if one.parts)


def _unmatched(disruptions: Iterable[DisruptionNow], reaches: Mapping[str, Reach]) -> Iterator[Unplaced]:
    for now in disruptions:
        feed = now.disruption.origin.feed
        if feed in reaches and _is_unmatched(now):
            names = [name for entity in now.disruption.affected for name in (entity.name, entity.ref)]
            yield Unplaced(feed=feed, disruption=now.id, reason=NO_RULE, parts=reaches[feed].parts(names))
        elif feed in reaches and now.standing is Standing.CURRENT and not now.gathered_by:
            parts = tuple(part for part in reaches[feed].watched if part in now.left_out)
            yield Unplaced(feed=feed, disruption=now.id, reason=NOT_TRUSTED, parts=parts)


def _is_unmatched(now: DisruptionNow) -> bool:
    """Whether nobody says what a message means: what our own staff write, or gather on a bulletin's page, they know."""
    if now.standing is not Standing.CURRENT or now.ours or now.gathered_by or now.reports or now.left_out:
        return False
    return not says_no_effect(now.disruption)


def _unread(sources: Mapping[str, SourceNow], reaches: Mapping[str, Reach]) -> Iterator[Unplaced]:
    for feed, reach in reaches.items():
        for aside in sources[feed].rejected:
            if aside.understood:
                continue  # it is none for readers, such as an acknowledgement or a draft
            parts = reach.parts(aside.names)
            yield Unplaced(feed=feed, aside=aside, reason=aside.reason, parts=parts, amount=aside.amount)


def _left_out(sources: Mapping[str, SourceNow], trust: Mapping[str, Trust], system: System) -> Iterator[Unplaced]:
    """What flooding feeds brought and we left out, one row for each feed: the parts it may be about are not well."""
    for feed, now in sources.items():
        if now.trusted and now.flood is not None and now.flood.left_out:
            watched = {c.id for c in system.components if feed in c.watched_by}
            parts = {part for part in now.flood.parts if part in watched or trust[feed].covers(part)}
            if now.flood.unclear and now.source.unmatched is not Unmatched.IGNORE:
                parts |= watched
            known = tuple(sorted(part for part in parts if part in system.by_id))
            yield Unplaced(feed=feed, reason=LEFT_OUT, parts=known, amount=now.flood.left_out)
