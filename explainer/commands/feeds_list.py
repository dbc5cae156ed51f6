"""``explainer feeds list``: every declared feed by what the record holds of it, as lines of text; nothing is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from explainer.commands.terminal import clean, moment
from explainer.errors import own_fault
from explainer.formats.kit import text
from explainer.language.states import doubt_in_words, flood_in_words
from explainer.language.words import english
from explainer.model.disruption import Rejected, entries_in
from explainer.model.history import Remembered, Times
from explainer.model.sources import Source
from explainer.picture.model import Picture, Standing
from explainer.picture.sources import Freshness, SourceNow
from explainer.staff.placing import advice

MOST_REASONS = 8
MOST_MESSAGES = 5
LONGEST_HEADLINE = 100

_FRESHNESS = {
    Freshness.FRESH: "fresh",
    Freshness.STALE: "stale",
    Freshness.UNREACHABLE: "unreachable",
    Freshness.NEVER_FETCHED: "never fetched",
}


def listed(picture: Picture, record: Remembered, zone: ZoneInfo, off: Iterable[Source] = ()) -> str:
    """Each declared feed, and below it what staff should know or mend; those that are switched ``off`` come last."""
    head = ("Feed", "Publisher", "Is", "Last good", "Current", "Ended", "Aside", "Next due")
    found = [_listed(source, picture, record, zone) for source in picture.sources]
    found += [((one.id, _publisher(one), "switched off", *("",) * 5), ()) for one in off]
    if not found:
        return "No feed is declared."
    widths = [max(len(row[column]) for row in (head, *(row for row, _ in found))) for column in range(len(head))]
    lines = [_columns(head, widths)]
    for row, remarks in found:
        lines += [_columns(row, widths), *(f"    {remark}" for remark in remarks)]
    return "\n".join(lines)


def _listed(
    source: SourceNow, picture: Picture, record: Remembered, zone: ZoneInfo
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The row of one feed and the remarks below it."""
    try:
        return _row(source, picture, zone), tuple(_remarks(source, record, picture, zone))
    except Exception as error:  # noqa: BLE001 - the last resort: no feed may hide the others
        return (source.source.id, *("?",) * 7), (f"cannot be listed: {own_fault(error)}",)


def _columns(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(now: SourceNow, picture: Picture, zone: ZoneInfo) -> tuple[str, ...]:
    feed = now.source.id
    amount = {
        standing: sum(d.disruption.origin.feed == feed for d in picture.in_standing(standing)) for standing in Standing
    }
    amount[Standing.ENDED] += sum(month.amounts.get(feed, 0) for month in picture.settled)
    current, upcoming = amount[Standing.CURRENT], amount[Standing.UPCOMING]
    due = now.last_attempt + now.source.every if now.last_attempt else picture.now
    return (
        feed,
        _publisher(now.source),
        _FRESHNESS[now.freshness],
        moment(now.last_good, zone, picture.now) if now.last_good else "never",
        f"{current} (+{upcoming} to come)" if upcoming else str(current),
        str(amount[Standing.ENDED]),
        str(entries_in(now.rejected)),
        moment(due, zone, picture.now) if due > picture.now else "now",
    )


def _publisher(source: Source) -> str:
    return text.bounded(clean(source.publisher), 30)


def _remarks(now: SourceNow, record: Remembered, picture: Picture, zone: ZoneInfo) -> Iterator[str]:
    times = record.times.get(now.source.id, Times())
    kept = record.feeds.get(now.source.id)
    if now.failure:
        since = f" since {moment(times.failing_since, zone, picture.now)}" if times.failing_since else ""
        yield f"failing{since}: {clean(now.failure)}"
    if now.ahead is not None:
        yield f"its clock is {english().duration(now.ahead)} ahead: its times count from when they were read"
    if kept is not None and kept.doubt is not None:
        since = f" since {moment(kept.doubted_since, zone, picture.now)}" if kept.doubted_since else ""
        yield f"in doubt{since}: {doubt_in_words(english(), kept.doubt)}"
    if now.flood is not None:
        since = f" since {moment(now.flood.since, zone, picture.now)}" if now.flood.since else ""
        yield f"flooding{since}: {flood_in_words(english(), now.flood)}"
    yield from (f"note: {clean(note)}" for note in now.notes[:MOST_REASONS])
    if now.left_out:
        yield f"left out: what it says of {', '.join(now.left_out)}, which may: set: does not name"
    if now.capped:
        yield f"capped: {now.capped} of its reports say worse than may: worst: {now.source.may.worst.value}"
    yield from (f"set aside {line}" for line in counted(now.rejected))
    yield from _unplaced(now, picture)


def _unplaced(now: SourceNow, picture: Picture) -> Iterator[str]:
    """The messages that no rule placed, each with the rule to write."""
    found = [one for one in advice(picture, now.source.id) if one.rule]
    for one in islice(found, MOST_MESSAGES):
        said = clean(text.bounded(one.says, LONGEST_HEADLINE))
        yield f"not placed: “{said}”; add below mapping: in {now.source.id}.yml"
        yield f"  {clean(one.rule)}"
    if len(found) > MOST_MESSAGES:
        yield f"and {len(found) - MOST_MESSAGES} more that no rule places"


def counted(rejected: Iterable[Rejected]) -> Iterator[str]:
    """What was set aside, each reason once with how often and where first."""
    entries: dict[str, list[str]] = {}
    amounts: Counter[str] = Counter()
    for row in rejected:
        entries.setdefault(row.reason, []).append(row.entry)
        amounts[row.reason] += row.amount
    ordered = sorted(entries.items(), key=lambda item: -amounts[item[0]])
    for reason, names in ordered[:MOST_REASONS]:
        yield f"{amounts[reason]} × {clean(reason)}: {clean(names[0])}{', …' if len(names) > 1 else ''}"
    if len(ordered) > MOST_REASONS:
        yield f"and {len(ordered) - MOST_REASONS} other reasons"
