"""Which entries are one thing: the one policy for ids, within a reading and from one reading to the next.

What entries share is no identity: one link or one guid on all of them, ids that are all “0”, ids that are places in
a list. So two entries with one id are versions of one thing only if they are about the same and the publisher tells
their order, by a number, by a time, or by a chain of references. Otherwise both are kept, and told apart by what
they are about. An id that says little is held to what it was about before: what it now means may be another thing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from explainer.formats.kit import prose
from explainer.model.disruption import Disruption, disruption_id

_ORDINAL = re.compile(r"\d{1,3}")
_NUMBER = re.compile(r"\d{1,30}", re.ASCII)
_MARK = "\u2009#"
"""No publisher's own id holds a thin space: ``text.identifier`` leaves plain ones only."""

_UPDATE = re.compile(r"^\W*(?:update|aktualisierung|mise à jour)\s*\d*\W+|\W+$", re.IGNORECASE)


def says_little(native_id: str) -> bool:
    """Whether an id may only be a position in a list, such as “0” or “17”, and so be used again for another thing."""
    return _ORDINAL.fullmatch(native_id) is not None


def counted(version: str) -> int:
    """The version as a number, so that 10 comes after 9; -1 where it is none."""
    return int(version) if _NUMBER.fullmatch(version.strip()) else -1


def subject_of(disruption: Disruption) -> str:
    """The headline without its status word, in small letters: it stays the same from update to update."""
    words = disruption.headline[0].text if disruption.headline else ""
    return " ".join(_UPDATE.sub("", prose.subject_of(words)).casefold().split())


def same_subject(one: Disruption, other: Disruption) -> bool:
    """Whether two messages have one headline, but for their status, and neither name nor link to different things."""
    return (
        subject_of(one) == subject_of(other) and _meet(_named(one), _named(other)) and _meet(_pages(one), _pages(other))
    )


def same_thing(one: Disruption, other: Disruption) -> bool:
    """Whether one may be a later message on what the other reported: same parts and effect, or same subject."""
    goes_on = bool(_named(one)) and _named(one) == _named(other) and _coded(one) == _coded(other) != ((), ())
    return goes_on or same_subject(one, other)


def repeats(one: Disruption, other: Disruption) -> bool:
    """Whether two messages say the same of the same, whenever they were written."""
    return _content(one) == _content(other)


def told_apart(disruption: Disruption) -> Disruption:
    """The disruption with a digest of its subject added to its id, for two of one id on different things."""
    named = sorted(f"{kind} {name}" for kind, name in _named(disruption))
    about = "\n".join([subject_of(disruption), *named, *sorted(_pages(disruption))])
    return renamed(disruption, f"{stem(disruption)}{_MARK}{_digest(about)}")


def told_apart_by_words(disruption: Disruption) -> Disruption:
    """The disruption with a digest of all it says added to its id, for two on one subject that nothing orders."""
    return renamed(disruption, f"{stem(disruption)}{_MARK}{_digest(_content(disruption))}")


def renamed(disruption: Disruption, native_id: str) -> Disruption:
    """The disruption with another native id, and the id that follows from it."""
    origin = disruption.origin
    # Where a message is its own version, as in CAP, its chain knows it by that name.
    version = native_id if origin.native_version == origin.native_id else origin.native_version
    origin = origin.replace(native_id=native_id, native_version=version)
    return disruption.replace(id=disruption_id(origin.feed, native_id), origin=origin)


def stem(disruption: Disruption) -> str:
    """The publisher's own part of the native id, without what ``told_apart`` added."""
    return disruption.origin.native_id.partition(_MARK)[0] if is_told_apart(disruption) else disruption.origin.native_id


def is_told_apart(disruption: Disruption) -> bool:
    """Whether ``told_apart`` has added something to the publisher's id."""
    return re.search(rf"{_MARK}[0-9a-f]{{8}}$", disruption.origin.native_id) is not None


def continued(fresh: Sequence[Disruption], held: Mapping[str, Disruption]) -> tuple[Disruption, ...]:
    """The disruptions of one reading, each under the id that the record already has for the same subject.

    ``held`` are the last words of this feed's disruptions by id.
    Only ids that say little, or that once stood on several things, are looked at: any other is the publisher's word.
    """
    families: dict[str, list[Disruption]] = {}
    for known in sorted(held.values(), key=lambda known: known.status.over):
        families.setdefault(stem(known), []).append(known)
    ordinals = [
        known for name, family in families.items() if says_little(name) for known in family if not known.status.over
    ]
    doubtful = [one for one in fresh if _is_doubtful(one, families.get(stem(one), ()))]
    settled = {one.id for one in fresh} - {one.id for one in doubtful}
    found: dict[str, Disruption] = {}
    for near in (repeats, _has_its_id, _is_all_the_same, _is_about_exactly, same_thing):
        for one in sorted(doubtful, key=lambda one: one.id):
            if one.id in found:
                continue
            kin = families.get(stem(one), [])
            if near in (repeats, _is_all_the_same, _is_about_exactly) and says_little(stem(one)):
                kin = [*kin, *ordinals]
            match = next((other for other in kin if other.id not in settled and near(one, other)), None)
            if match is not None:
                found[one.id] = renamed(one, match.origin.native_id)
                settled.add(match.id)
    for one in doubtful:
        if one.id not in found:
            free = (new for new in (one, told_apart(one)) if new.id not in settled and new.id not in held)
            found[one.id] = next(free, told_apart_by_words(one))
            settled.add(found[one.id].id)
    return tuple(found.get(one.id, one) for one in fresh)


def _has_its_id(one: Disruption, other: Disruption) -> bool:
    return one.id == other.id and same_thing(one, other)


def _is_all_the_same(one: Disruption, other: Disruption) -> bool:
    return _is_about_exactly(one, other) and _meet(_pages(one), _pages(other))


def _is_about_exactly(one: Disruption, other: Disruption) -> bool:
    return subject_of(one) == subject_of(other) and _named(one) == _named(other)


def _is_doubtful(one: Disruption, family: Iterable[Disruption]) -> bool:
    return says_little(stem(one)) or is_told_apart(one) or any(is_told_apart(known) for known in family)


def _named(disruption: Disruption) -> frozenset[tuple[str, str]]:
    return frozenset((entity.kind, entity.ref or entity.name.casefold()) for entity in disruption.affected)


def _pages(disruption: Disruption) -> frozenset[str]:
    return frozenset(link.href for link in disruption.links if link.rel == "alternate")


def _meet(one: Collection[object], other: Collection[object]) -> bool:
    """Whether two collections share a member, or one of them is empty and so says nothing."""
    return not one or not other or not set(one).isdisjoint(other)


def _content(disruption: Disruption) -> str:
    words = [text.text for text in (*disruption.headline, *disruption.description, *disruption.instruction)]
    spans = [f"{period.start} {period.end}" for period in disruption.periods]
    names = sorted(f"{kind} {name}" for kind, name in _named(disruption))
    pages = sorted(_pages(disruption))
    return "\n".join([*words, *spans, *names, *pages, disruption.status.value, disruption.status_native])


def _coded(disruption: Disruption) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        tuple(sorted({effect.code.value for effect in disruption.effects})),
        tuple(sorted({cause.code.value for cause in disruption.causes})),
    )


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
