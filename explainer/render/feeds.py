"""Where the home page's facts come from: every declared source, whether it answers, and what it carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from explainer.model.vocabulary import State, Unmatched
from explainer.picture.freshness import doubt_in_words
from explainer.picture.model import DisruptionNow, Freshness, SourceNow
from explainer.render.escaping import STATE_WORDS, glyph, prose, section
from explainer.render.view import View
from explainer.render.words import bare, clip, count, dated, duration, headline, listed, sentence, silence, when

LONGEST_REASON = 160
MOST_NAMED = 3


def sources(view: View, args: Mapping[str, str]) -> str:
    """One row for each source: whether it answers, what it says, and how often we ask."""
    del args
    if not view.picture.sources:
        return ""
    rows = "\n".join(_source(view, source) for source in view.picture.sources)
    note = "When a source goes silent, its parts turn unknown. They never stay green."
    body = f'<div>\n<ul class="rows parts">\n{rows}\n</ul>\n<p class="note">{note}</p>\n</div>'
    return section("sources", "Where this comes from", body)


def _source(view: View, source: SourceNow) -> str:
    state = State.NORMAL if source.trusted else State.UNKNOWN
    word = silence(view, source) or (f"Answered {when(view, source.last_good)}" if source.last_good else "Answered")
    kind = "" if source.trusted else ' class="unknown"'
    return (
        f"<li><div>{glyph(state)}<b>{prose(source.source.publisher)}</b> <em{kind}>{word}</em> "
        f"<span>{' '.join(_details(view, source))}</span></div></li>"
    )


def _details(view: View, source: SourceNow) -> list[str]:
    return [*_answer(view, source), *_remarks(view, source)]


def _answer(view: View, source: SourceNow) -> Iterator[str]:
    """html: what a source says now, or why it says nothing, and how often we ask."""
    every = _every(source.source.every)
    carried = [view.picture.disruption[key] for key in source.current if key in view.picture.disruption]
    if source.freshness is Freshness.UNREACHABLE:
        yield f"It does not answer: {prose(bare(clip(source.failure, LONGEST_REASON)))}."
        yield f"We ask again every {every}."
    elif source.freshness is Freshness.NEVER_FETCHED:
        yield f"We ask every {every}."
    elif source.freshness is Freshness.STALE:
        yield f"Too long ago to rely on. We ask every {every}."
    elif carried:
        yield _carries(view, carried)
    else:
        yield f"No disruptions now. We ask every {every}."


def _remarks(view: View, source: SourceNow) -> Iterator[str]:
    """html: what readers should know of a source beside what it says."""
    if source.doubt and source.trusted:
        yield f"{doubt_in_words(source.doubt)}."
    for note in source.notes[:MOST_NAMED]:
        yield prose(sentence(clip(note, LONGEST_REASON)))
    if unplaced := sum(one.feed == source.source.id and bool(one.disruption) for one in view.picture.unplaced):
        yield f"{count(unplaced, 'message')} could not be placed."
    if source.source.unmatched is Unmatched.IGNORE:
        yield "What no rule of ours places is shown, and changes no part."
    if source.left_out:
        names = listed(view.system.by_id[part].name for part in source.left_out[:MOST_NAMED])
        more = f" and {len(source.left_out) - MOST_NAMED} more" if source.left_out[MOST_NAMED:] else ""
        yield prose(f"Left out is what it says of {names}{more}, which it may not speak of.")
    if source.capped:
        words = STATE_WORDS[source.source.may.worst].lower()
        yield f"{count(source.capped, 'report')} shown as {words}, the worst that it may say."
    if wrong := sum(not entry.understood for entry in source.set_aside):
        them = "it" if wrong == 1 else "them"
        yield f"{count(wrong, 'entry', 'entries')} set aside, because something in {them} is wrong."
    if source.ahead is not None:
        yield f"Its clock is {duration(source.ahead)} ahead, so its times count from when we read them."
    if source.not_shown:
        yield f"{count(source.not_shown, 'drill or draft', 'drills or drafts')} not shown."


def _carries(view: View, carried: list[DisruptionNow]) -> str:
    """html: the newest word of a source that answers, and how much more it carries."""
    newest = max(carried, key=lambda now: (now.written_at, now.id))
    if newest.ours:
        said = f"Bulletin written {when(view, newest.written_at)}."
    else:
        said = f"{headline(view, newest.disruption, 90)}, {dated(view, newest)}."
    return said + (f" And {len(carried) - 1} more." if len(carried) > 1 else "")


def _every(length: timedelta) -> str:
    words = duration(length) if length >= timedelta(minutes=1) else count(round(length.total_seconds()), "second")
    return words.removeprefix("1 ") if words.count(" ") == 1 else words
