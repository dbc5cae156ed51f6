"""Where those who speak of a part do not agree: each side with its time, so that a reader sees what is older.

Who never spoke of a part disagrees with nobody. What was said and has ended since is a voice: a warning that is over
stands against our word that rests on it. Until our word is outdated the more cautious of two counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from explainer.model.vocabulary import Ending, State
from explainer.picture.model import DisruptionNow, ReportNow, Standing, Voice
from explainer.picture.sources import SourceNow

Said = tuple[ReportNow, DisruptionNow]

_SAID_TO_BE_OVER = (Ending.STATED, Ending.NOTICED, Ending.MISSED)
"""The ends that a source makes known; what lapsed or was replaced, nobody said to be over."""


def voices(
    ranked: Sequence[Said], over: Iterable[Said], sources: Mapping[str, SourceNow], seen: Sequence[Voice] = ()
) -> tuple[Voice, ...]:
    """What each feed says of a part, worst first, where they do not agree; none where they do.

    ``ranked`` are the reports that count, worst first, ``over`` those of what is over. ``seen`` is who looked after
    that and found the part as usual.
    """
    speaking: dict[str, Said] = {}
    for report, disruption in ranked:
        speaking.setdefault(disruption.disruption.origin.feed, (report, disruption))
    said = [_voice(report, now, sources) for report, now in speaking.values()]
    if not any(voice.state is not None and voice.state.disturbed for voice in said):
        return ()
    ended = _ended(list(speaking.values()), over, sources)
    return (*said, *ended, *seen) if ended or seen or any(voice.state is State.NORMAL for voice in said) else ()


def _voice(report: ReportNow, now: DisruptionNow, sources: Mapping[str, SourceNow]) -> Voice:
    feed = now.disruption.origin.feed
    return Voice(sources[feed].source.publisher, report.state, report.said_at, report.report.says, now.id)


def _ended(speaking: Sequence[Said], over: Iterable[Said], sources: Mapping[str, SourceNow]) -> list[Voice]:
    """What other feeds said of the part and called over while our own trouble with it went on: the last of each."""
    feeds = {now.disruption.origin.feed for _, now in speaking}
    ours = [(report, now) for report, now in speaking if now.disruption.is_bulletin and report.state.disturbed]
    last: dict[str, DisruptionNow] = {}
    for report, now in over:
        feed = now.disruption.origin.feed
        if feed in feeds or not report.state.off or not _is_told_over(now, sources[feed]):
            continue
        if any(_is_within(now, one) for one in ours) and _later(now, last.get(feed)):
            last[feed] = now
    return [Voice(sources[feed].source.publisher, None, now.ended_at, "", now.id) for feed, now in last.items()]


def _is_told_over(now: DisruptionNow, source: SourceNow) -> bool:
    is_feed = source.trusted and not source.source.is_of_bulletins
    return is_feed and now.standing is Standing.ENDED and now.ended_by in _SAID_TO_BE_OVER


def _is_within(over: DisruptionNow, ours: Said) -> bool:
    """Whether it ended after the trouble began that we still report; what was over before has nothing to do with it."""
    report, now = ours
    began = report.since or now.since or report.said_at
    return over.ended_at is not None and over.ended_at > began


def _later(one: DisruptionNow, other: DisruptionNow | None) -> bool:
    return other is None or (one.ended_at or one.written_at) > (other.ended_at or other.written_at)
