"""Where the home page's facts come from: every declared source, whether it answers, and what it carries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from explainer.picture.freshness import doubt_in_words
from explainer.picture.model import DisruptionNow, Freshness, SourceNow
from explainer.render.html import glyph, prose, section
from explainer.render.view import View
from explainer.render.words import bare, clip, count, duration, headline, silence, when
from explainer.vocabulary import State

LONGEST_REASON = 160


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
    every = _every(source.source.every)
    carried = [view.picture.disruption[key] for key in source.current if key in view.picture.disruption]
    told: list[str] = []
    if source.freshness is Freshness.UNREACHABLE:
        reason = prose(bare(clip(source.failure, LONGEST_REASON)))
        told += [f"It does not answer: {reason}.", f"We ask again every {every}."]
    elif source.freshness is Freshness.NEVER_FETCHED:
        told.append(f"We ask every {every}.")
    elif source.freshness is Freshness.STALE:
        told.append(f"Too long ago to rely on. We ask every {every}.")
    elif carried:
        told.append(_carries(view, carried))
    else:
        told.append(f"No disruptions now. We ask every {every}.")
    if source.doubt and source.trusted:
        told.append(f"{doubt_in_words(source.doubt)}.")
    if source.set_aside:
        entries = count(len(source.set_aside), "entry", "entries")
        them = "it" if len(source.set_aside) == 1 else "them"
        told.append(f"{entries} set aside, because something in {them} is wrong.")
    if source.ahead is not None:
        told.append(f"Its clock is {duration(source.ahead)} ahead, so its times count from when we read them.")
    if source.not_shown:
        told.append(f"{count(source.not_shown, 'drill or draft', 'drills or drafts')} not shown.")
    return told


def _carries(view: View, carried: list[DisruptionNow]) -> str:
    """html: the newest word of a source that answers, and how much more it carries."""
    newest = max(carried, key=lambda now: (now.written_at, now.id))
    if newest.disruption.origin.format == "bulletin":
        said = f"Bulletin written {when(view, newest.written_at)}."
    else:
        said = f"{headline(view, newest.disruption, 90)}, {when(view, newest.written_at)}."
    return said + (f" And {len(carried) - 1} more." if len(carried) > 1 else "")


def _every(length: timedelta) -> str:
    words = duration(length) if length >= timedelta(minutes=1) else count(round(length.total_seconds()), "second")
    return words.removeprefix("1 ") if words.count(" ") == 1 else words
