"""Several entries with one id: versions of one thing joined, different things told apart (``identity``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from explainer.formats import identity, mapping
from explainer.formats.drafting import Made
from explainer.formats.kit import text
from explainer.model.disruption import Disruption, Update
from explainer.model.sources import Source
from explainer.model.vocabulary import Status

LABEL = 80

_NEVER = datetime.min.replace(tzinfo=UTC)


def one_each(made: Sequence[Made], source: Source, notes: list[str]) -> list[Made]:
    """One disruption for each thing: versions of one thing joined, different things told apart (``identity``)."""
    groups: dict[str, list[Made]] = {}
    for one in made:
        groups.setdefault(one.disruption.id, []).append(one)
    found: list[Made] = []
    for group in groups.values():
        things = _things(group)
        if len(things) > 1 and "identity" not in group[0].disruption.extra:
            native = text.bounded(identity.stem(group[0].disruption), LABEL)
            notes.append(f"Several messages share the id “{native}”; we tell them apart by what they are about.")
        found += _joined_apart(things, source)
    return found


def _things(group: Sequence[Made]) -> list[list[Made]]:
    """The entries of one id by what they are about: versions of one thing together, oldest first."""
    if len(group) == 1 or len({one.number for one in group if one.number >= 0}) == len(group):
        return [sorted(group, key=_age)]
    things: list[list[Made]] = []
    # What is about the same is told pair by pair; in one fixed order, so that theirs in the document changes nothing.
    # Of two at one time, what names less comes first: it can be the beginning of what names more.
    for one in sorted(group, key=lambda one: (*_age(one), len(one.disruption.affected), one.disruption.digest)):
        thing = next((thing for thing in things if _is_version(one, thing)), None)
        if thing is None:
            things.append([one])
        else:
            thing.append(one)
    things.sort(key=lambda thing: min(group.index(one) for one in thing))
    return [_distinct(thing) for thing in things]


def _is_version(one: Made, thing: Sequence[Made]) -> bool:
    """Whether an entry is a version of ``thing``: on the same subject, and ordered in time or a mere repetition."""
    if any(identity.repeats(one.disruption, other.disruption) for other in thing):
        return True
    same = all(identity.same_subject(one.disruption, other.disruption) for other in thing)
    return same and all(_is_ordered(one, other) for other in thing)


def _is_ordered(one: Made, other: Made) -> bool:
    """Whether the publisher tells which of two came first, by a number or by a time."""
    numbered = one.number >= 0 and other.number >= 0
    return (
        one.number != other.number
        if numbered
        else _NEVER not in (_age(one)[1], _age(other)[1]) and _age(one) != _age(other)
    )


def _distinct(thing: Sequence[Made]) -> list[Made]:
    found: list[Made] = []
    for one in thing:
        if all(one.disruption != other.disruption for other in found):
            found.append(one)
    return found


def _age(one: Made) -> tuple[int, datetime]:
    return one.number, one.disruption.updated_at or one.disruption.issued_at or _NEVER


def _joined_apart(things: Sequence[Sequence[Made]], source: Source) -> Iterator[Made]:
    if len(things) == 1:
        yield _joined(things[0], source)
        return
    joined = [_joined(thing, source).disruption for thing in things]
    abouts = Counter(identity.told_apart(one).id for one in joined)
    found: dict[str, list[Made]] = {}
    for thing, one in zip(things, joined, strict=True):
        apart = identity.told_apart(one)
        name = (apart if abouts[apart.id] == 1 else identity.told_apart_by_words(one)).origin.native_id
        # Things that came together by different ways may say the same in the end: then they are one.
        found.setdefault(name, []).extend(thing)
    for name, versions in found.items():
        whole = _joined(sorted(versions, key=_age), source)
        yield whole._replace(disruption=identity.renamed(whole.disruption, name))


def _joined(versions: Sequence[Made], source: Source) -> Made:
    """The newest version, with the dated words of all of them as its updates."""
    last = versions[-1]
    if len(versions) == 1:
        return last
    said_then = dict.fromkeys(
        update for one in versions for update in one.disruption.updates or _as_update(one.disruption, source)
    )
    update: dict[str, object] = {}
    if len(said_then) > 1:
        updates = tuple(sorted(said_then, key=lambda one: one.at))
        issued = (one.disruption.issued_at for one in versions if one.disruption.issued_at)
        update = {"updates": updates, "issued_at": min(issued, default=updates[0].at)}
    searched = tuple(words for one in versions for words in one.searched)
    return last._replace(disruption=last.disruption.replace(**update), searched=searched)


def _as_update(made: Disruption, source: Source) -> tuple[Update, ...]:
    at = made.updated_at or made.issued_at
    if at is None:
        return ()
    says = mapping.preferred(made.description or made.headline, source.language)
    return (Update(at=at, says=says, status=None if made.status is Status.UNKNOWN else made.status),)
