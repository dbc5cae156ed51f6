"""What a reading does to the record. Pure: a record and a reading in, a record out.

Good is never overwritten by bad, and nothing accepted is ever lost: a version is appended or nothing happens.
Absence ends a disruption only where the feed declares that it does, only when the whole feed was read, only once it
has outlasted the grace that the feed declares, if it does, and where an answer may be cut short only when the next one
lacks it too.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self, assert_never

import msgspec

from explainer.errors import Failing
from explainer.formats import identity
from explainer.formats.base import Parsed
from explainer.model.account import Figures
from explainer.model.disruption import Disruption, Rejected, Update, disruption_id
from explainer.model.history import FeedRecord, Held, Record, Silence, Silences, Times, Version
from explainer.model.sources import Source
from explainer.model.value import Value, as_read_back, stated
from explainer.model.vocabulary import Absence, Doubt, Reality, Status, StatusBasis
from explainer.model.watch import Look
from explainer.record import quota

_FEWEST = 4
"""How many disruptions must go missing at once for an answer to be in doubt; fewer end every day."""

_LONGEST_TRUST = timedelta(days=1)


MOST_NAMES = 50
"""How many names are kept of what was set aside."""

MOST_SILENCES = 500
"""How many silences are kept of a feed, the last ones; beyond them it is counted from a later day."""


class Good(Value):
    """The feed was read whole. ``sha256`` is of its documents; the validators are the server's.

    ``unended`` is whether the last line of a table had no end. ``age`` is how many seconds ago it left its publisher,
    if a cache on the way had kept it.
    """

    parsed: Parsed
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    unended: bool = False
    age: int = 0


class Same(Value):
    """The feed says what it said, under the same declaration: its server says that nothing was modified.

    ``age`` is how many seconds ago its publisher said so, if a cache on the way answered for it.
    """

    age: int = 0


class Again(Same):
    """The feed says what it said: all of it came, byte for byte, under the same declaration."""

    etag: str = ""
    last_modified: str = ""


class Bad(Value):
    """The feed could not be fetched or read, and why: one plain sentence for staff, and a word for everybody."""

    reason: str
    failing: Failing = Failing.UNREADABLE


Reading = Good | Same | Bad


def declaration_digest(source: Source) -> str:
    """A short digest of the whole declaration, so that a changed mapping makes the feed be read again."""
    return hashlib.sha256(msgspec.json.encode(stated(source))).hexdigest()[:16]


def still_stands(record: Record, source: Source) -> bool:
    """Whether the last good reading may stand for the next: same declaration, undoubted, and all of it still held.

    Where some of it was left out, there may be room for it now. Only then may ``Same`` be concluded.
    """
    times, feed = record.times.get(source.id), record.feeds.get(source.id)
    if times is None or feed is None or times.declaration != declaration_digest(source):
        return False
    if feed.doubt is not None or feed.flood is not None:
        return False
    return all(carried in record.held for carried in feed.carried)


def may_ask_what_changed(record: Record, source: Source, now: datetime) -> bool:
    """Whether validators may be sent: the last good reading stands, and a whole answer came not long ago.

    “Not modified” proves nothing for ever; some servers say it whatever changed. Where the clock stands still, as in
    an exercise, nothing tells how long ago that was.
    """
    return still_stands(record, source) and is_lately_whole(record.times[source.id], source, now)


def is_lately_whole(times: Times, source: Source, now: datetime) -> bool:
    """Whether a whole answer came not long ago, and not at a moment that is still to come."""
    whole = times.last_whole
    return whole is not None and timedelta() < now - whole < min(source.counts_for, _LONGEST_TRUST)


def same_bytes(record: Record, source: Source, sha256: str) -> bool:
    """Whether documents with this digest were already read under this declaration."""
    return still_stands(record, source) and bool(sha256) and record.times[source.id].sha256 == sha256


def advance(record: Record, source: Source, result: Reading, now: datetime) -> Record:
    """The record after a reading of one feed at ``now``; the one before is left as it was."""
    now = now.astimezone(UTC)  # as it is read back: in a zone’s doubled hour the two would differ
    times = record.times.get(source.id, Times())
    if isinstance(result, Bad):
        failing = {
            "last_attempt": now,
            "failure": _encodable(result.reason),
            "failing": result.failing,
            "failing_since": _no_later(times.failing_since, now) or now,
        }
        return _with(record, source, times.replace(**failing))
    said = _said_at(times, result.age, now)
    record = replace(record, silences={**record.silences, source.id: _silences(record, source, said)})
    answered = {"last_attempt": now, "last_good": said, "failure": "", "failing": None, "failing_since": None}
    if isinstance(result, Same):
        # Nothing new, but time has passed: what was already missing may have been so for long enough.
        known = record.feeds.get(source.id)
        lets_grace_run_out = known is not None and known.doubt is None and source.grace is not None
        gone = _absences(record, source, known, now) if known is not None and lets_grace_run_out else {}
        if gone:
            answered["last_changed"] = now
        if isinstance(result, Again):
            answered |= {"last_whole": now, "etag": result.etag, "last_modified": result.last_modified}
        return _with(record, source, times.replace(**answered), held=gone)
    if isinstance(result, Good):
        feed, held = _accept(record, source, result, now)
        if feed != record.feeds.get(source.id) or held:
            answered["last_changed"] = now
        answered |= {key: getattr(result, key) for key in ("etag", "last_modified", "sha256")}
        answered |= {"last_whole": now, "declaration": declaration_digest(source)}
        return _with(record, source, times.replace(**answered), feed, held)
    assert_never(result)


def _said_at(times: Times, age: int, now: datetime) -> datetime:
    """When the publisher gave an answer: now, or when a cache on the way had it from there.

    It is no older than an earlier answer was; that is, unless the clock was set back since.
    """
    said = now - timedelta(seconds=age)
    before = _no_later(times.last_good, now)
    return max(said, before) if before is not None else said


def _no_later(at: datetime | None, now: datetime) -> datetime | None:
    """A moment of the record that the clock has reached; None of one that lies ahead, since the clock was set back."""
    return at if at is not None and at <= now else None


def with_looks(record: Record, looks: Iterable[Look], unread: Iterable[Rejected], now: datetime) -> Record:
    """The record with the looks whose files stand at ``now``, and those that are none.

    What was signed and is withdrawn vouches no more. Of what has ended the last look at each part is kept.
    """
    made = sorted(map(as_read_back, looks), key=lambda look: (look.at, look.by, look.looked_at))
    last = {part: look for look in made for part in look.looked_at}
    kept = (look for look in made if now < look.until or any(last[part] is look for part in look.looked_at))
    return replace(record, looks=tuple(kept), unread=tuple(map(_kept, unread)))


def _silences(record: Record, source: Source, now: datetime) -> Silences:
    """The silences of a feed that answers at ``now``: one more, if it was not to be trusted until then.

    One that a killed run already told, by the same beginning, is not told again. What began later than it ended, since
    the clock was set back, is told from the first moment that this clock knows of.
    """
    known = record.silences.get(source.id) or Silences(feed=source.id, counted_since=now)
    times = record.times.get(source.id, Times())
    since = _no_later(times.last_good, now) or _no_later(times.failing_since, now)
    is_told = any(one.since == since for one in known.silences)
    if since is None or is_told or not since < now or not (times.failure or now - since >= source.counts_for):
        return known
    kept = (*known.silences, Silence(since=since, until=now, failure=times.failure))[-MOST_SILENCES:]
    is_cut = len(known.silences) >= MOST_SILENCES
    return known.replace(counted_since=kept[0].since if is_cut else min(known.counted_since, since), silences=kept)


def silent_changes(old: Disruption, new: Disruption) -> tuple[str, ...]:
    """What ``new`` does to updates that ``old`` has published, each as a sentence with its remedy.

    Published updates may be followed, never altered, removed, reordered or preceded. A draft was never published.
    """
    if old.reality is Reality.DRAFT:
        return ()
    was, now = list(map(_word, old.updates)), list(map(_word, new.updates))
    if now[: len(was)] == was:
        return tuple(_other_figures(old, new))
    gone = list((Counter(was) - Counter(now)).elements())
    times = {at for at, _ in now}
    days = _of_several_days(old)
    sentences = [
        f"the update of {_clock(update, days)} was {'changed' if update.at in times else 'removed'} after it "
        "was published; put the old words back and add a correction as a new update"
        for update in old.updates
        if (update.at, update.says) in gone
    ]
    return tuple(sentences) or ("an update was put before one that is already published; put new updates last",)


def _other_figures(old: Disruption, new: Disruption) -> Iterator[str]:
    """What ``new`` states of figures that updates were published with, and they were not."""
    days = _of_several_days(old)
    for was, now in zip(old.updates, new.updates, strict=False):
        if any(name in was.figures and not stated.agrees(was.figures[name]) for name, stated in now.figures.items()):
            yield (
                f"the figures of the update of {_clock(was, days)} were changed after it was published; put the old "
                "numbers back and add a correction as a new update"
            )


def _of_several_days(disruption: Disruption) -> bool:
    return len({update.at.date() for update in disruption.updates}) > 1


def _word(update: Update) -> tuple[datetime, str]:
    """What of an update is published for good. A figure that it names is named still when its number changes."""
    return update.at, update.says


def _clock(update: Update, days: bool) -> str:
    return f"{update.at:%Y-%m-%d %H:%M}" if days else f"{update.at:%H:%M}"


def as_published(before: Disruption | None, fresh: Disruption) -> Disruption:
    """A bulletin, each update of it with the figures that it was published with, as far as anybody knows them.

    What is published keeps its own. The newest update, published now, has those of now; of an earlier one that was
    never seen before, only what it states itself is known.
    """
    if not fresh.is_bulletin:
        return fresh
    published = {_word(update): update.figures for update in before.updates} if before else {}
    now = fresh.account.figures
    known = [published.get(_word(update), {}) for update in fresh.updates[:-1]]
    known += [published.get(_word(update), now) for update in fresh.updates[-1:]]
    updates = tuple(
        update.replace(figures=figures | _with_units(update.figures, now))
        for update, figures in zip(fresh.updates, known, strict=True)
    )
    return fresh.replace(updates=updates)


def _with_units(figures: Figures, now: Figures) -> Figures:
    """Figures with the units that they have now, where they state none."""
    return {
        name: counted if counted.unit or name not in now else counted.replace(unit=now[name].unit)
        for name, counted in figures.items()
    }


def _with(
    record: Record,
    source: Source,
    times: Times,
    feed: FeedRecord | None = None,
    held: dict[str, Held] | None = None,
) -> Record:
    return replace(
        record,
        feeds={**record.feeds, source.id: feed} if feed else record.feeds,
        held={**record.held, **held} if held else record.held,
        times={**record.times, source.id: times},
    )


def _accept(record: Record, source: Source, result: Good, now: datetime) -> tuple[FeedRecord, dict[str, Held]]:
    """The feed's new record, and of the disruptions only those that changed."""
    known = record.feeds.get(source.id)
    is_cut = result.unended and known is not None and not known.unended
    parsed = _without_its_last(result.parsed) if is_cut else result.parsed
    rejected = [_kept(entry) for entry in parsed.rejected]
    carried: dict[str, Disruption] = {}
    changed: dict[str, Held] = {}
    too_often: list[str] = []
    let = quota.let_in(record, source, _identified(record, source, parsed.disruptions, rejected), now)
    for fresh in let.disruptions:
        if carried.setdefault(fresh.id, fresh) != fresh:
            rejected.append(_aside(fresh, "the feed already has another entry with this id; the first counts"))
            continue
        before = record.held.get(fresh.id)
        if before and (refused := _refused(before, fresh)):
            rejected += refused
            continue
        after = _appended(before, as_published(before.latest if before else None, fresh), now)
        if before and before.latest != after.latest and not fresh.is_bulletin and quota.comes_too_soon(before, now):
            too_often.append(fresh.id)
            continue
        if after != before:
            changed[after.id] = after
    feed = FeedRecord(
        feed=source.id,
        carried=tuple(carried),
        rejected=quota.named(rejected, _still_open(record, source), source),
        notes=parsed.notes[: quota.MOST_NOTES],
        unended=result.unended,
        flood=quota.flood_of(let, record, source, too_often, now),
    )
    still_open = {key for key, one in carried.items() if not one.status.over}
    doubt = Doubt.UNENDED if is_cut else _doubt(record, source, feed, still_open)
    if doubt is not None:
        feed = feed.replace(doubt=doubt, doubted_since=now)
    return feed, {**_absences(record, source, feed, now), **changed}


def _without_its_last(parsed: Parsed) -> Parsed:
    """What was read, the last entry set aside: the line that it stood in may go on."""
    *whole, last = parsed.disruptions or (None,)
    if last is None:
        return parsed
    aside = _aside(last, "its line has no end, where the document ended with one before; it may be cut")
    return parsed.replace(disruptions=tuple(whole), rejected=(*parsed.rejected, aside))


def _identified(
    record: Record, source: Source, parsed: Iterable[Disruption], rejected: list[Rejected]
) -> tuple[Disruption, ...]:
    """What was read, as it will be recorded, under the ids that the record already has for it.

    What cannot be recorded is added to ``rejected``.
    """
    own = f"{source.id}."
    messages = _messages(record, source)
    recorded = [_as_recorded(disruption) for disruption in parsed]
    rejected += [one for one in recorded if isinstance(one, Rejected)]
    fresh = [one for one in recorded if isinstance(one, Disruption)]
    carried = {one.origin.native_id for one in fresh}
    rooted = [_under_its_root(one, messages, carried) for one in fresh]
    held = {key: held.latest for key, held in record.held.items() if key.startswith(own)}
    return identity.continued(rooted, held)


def _messages(record: Record, source: Source) -> dict[str, Held]:
    """Every native id under which a held disruption of this feed was ever published."""
    own = f"{source.id}."
    return {name: held for held in record.held.values() if held.id.startswith(own) for name in held.names}


def _under_its_root(fresh: Disruption, known: Mapping[str, Held], carried: Container[str]) -> Disruption:
    """A message that replaces one we hold, or is the same under another id, continues it.

    CAP 1.2 section 3.2.1: ``references`` names the earlier messages, often only the last of them. USGS names in ``ids``
    every id that one earthquake has had. An id that still stands in the feed by itself is another thing.
    """
    for relation in fresh.relations:
        same = relation.kind == "duplicates" and relation.native_id not in carried
        held = known.get(relation.native_id) if same or relation.kind in ("supersedes", "cancels") else None
        if held is not None and held.id != fresh.id:
            origin = fresh.origin.replace(native_id=held.latest.origin.native_id)
            return fresh.replace(id=held.id, origin=origin)
    return fresh


def _appended(held: Held | None, fresh: Disruption, now: datetime) -> Held:
    if held is None:
        return Held(id=fresh.id, versions=(Version(accepted_at=now, disruption=fresh),))
    versions = held.versions
    if held.latest != fresh:
        versions = (*versions, Version(accepted_at=now, disruption=fresh))
    return held.replace(versions=versions, absent_since=None)


def _refused(held: Held, fresh: Disruption) -> list[Rejected]:
    # Only our own staff promise never to rewrite what they published; other publishers correct in place.
    if not fresh.is_bulletin:
        return []
    return [_aside(fresh, reason) for reason in silent_changes(held.latest, fresh)]


class _There(NamedTuple):
    """What an answer carries, be it set aside; ``is_whole`` is whether anything can be told to be missing from it."""

    ids: frozenset[str]
    native: frozenset[str]
    is_whole: bool

    @classmethod
    def of(cls, feed: FeedRecord) -> Self:
        """What the answer carried that became this record of the feed."""
        native = frozenset(entry.native_id for entry in feed.rejected if entry.native_id is not None)
        hidden = feed.flood.hidden if feed.flood is not None else ()
        ids = {*feed.carried, *hidden, *(disruption_id(feed.feed, native_id) for native_id in native)}
        return cls(frozenset(ids), native, all(entry.native_id is not None for entry in feed.rejected))

    def has(self, held: Held) -> bool:
        """Whether it carries this one. A chain is held under its first; what was set aside may name a later one."""
        return held.id in self.ids or held.latest.origin.native_id in self.native


def _still_open(record: Record, source: Source) -> Iterator[Held]:
    """What we hold of this feed that is not over."""
    own = f"{source.id}."
    return (held for held in record.held.values() if held.id.startswith(own) and not held.latest.status.over)


def _doubt(record: Record, source: Source, feed: FeedRecord, still_open: Set[str]) -> Doubt | None:
    """Why an answer may be cut short although it could be read: it lacks most of what the last one held open."""
    there = _There.of(feed)
    if source.absence is not Absence.ENDED or not there.is_whole:
        return None
    before = {held.id: there.has(held) for held in _still_open(record, source) if held.absent_since is None}
    missing = [name for name, is_there in before.items() if not is_there]
    carries = len(before) - len(missing) + len(still_open - before.keys())
    return Doubt.HALVED if len(missing) >= _FEWEST and 2 * carries <= len(before) else None


def _absences(record: Record, source: Source, feed: FeedRecord, now: datetime) -> dict[str, Held]:
    """What this feed no longer carries, over or not yet; and what came back in time."""
    if source.absence is not Absence.ENDED:
        return {}
    there = _There.of(feed)
    changed: dict[str, Held] = {}
    for held in _still_open(record, source):
        if there.has(held):
            if held.absent_since is not None:
                changed[held.id] = held.replace(absent_since=None)
        elif there.is_whole and (missed := _missed(held, source, feed, now)) is not held:
            changed[held.id] = missed
    return changed


def _missed(held: Held, source: Source, feed: FeedRecord, now: datetime) -> Held:
    """What a whole reading lacks: over once its absence has outlasted the grace, and until then as it was.

    What only an answer in doubt lacks is as it was too.
    """
    since = _no_later(held.absent_since, now) or now
    is_first_doubted = feed.doubt is not None and held.absent_since is None
    if is_first_doubted or (source.grace is not None and now - since <= source.grace):
        return held if held.absent_since == since else held.replace(absent_since=since)
    # No end is invented: we know when we missed it, which is in absent_since, not when it ended.
    over = {"status": Status.RESOLVED, "status_basis": StatusBasis.INFERRED_FROM_ABSENCE}
    version = Version(accepted_at=now, disruption=held.latest.replace(**over))
    return held.replace(versions=(*held.versions, version), absent_since=since)


def _as_recorded(disruption: Disruption) -> Disruption | Rejected:
    """The disruption as it will be read back from the record, so that comparing the two is fair."""
    try:
        return as_read_back(disruption)
    except (ValueError, TypeError):
        return _aside(disruption, "it holds characters or numbers that cannot be written down")


def _aside(disruption: Disruption, reason: str) -> Rejected:
    native_id = disruption.origin.native_id
    named = [name for entity in disruption.affected for name in (entity.name, entity.ref) if name]
    aside = Rejected(
        entry=native_id,
        reason=reason,
        native_id=native_id,
        headline=next((words.text for words in disruption.headline), ""),
        names=tuple(dict.fromkeys([*(report.component for report in disruption.reports), *named]))[:MOST_NAMES],
    )
    return _kept(aside)


def _kept(entry: Rejected) -> Rejected:
    """The entry, fit for JSON. A native id that is not becomes unknown, so that absence proves nothing."""
    return Rejected(
        entry=_encodable(entry.entry),
        reason=_encodable(entry.reason),
        native_id=entry.native_id if entry.native_id == _encodable(entry.native_id or "") else None,
        headline=_encodable(entry.headline),
        names=tuple(map(_encodable, entry.names)),
        understood=entry.understood,
        amount=entry.amount,
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
