"""Where this comes from: every declared source, whether it answers, and what it carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.doubts import doubt_in_words
from explainer.language.states import state_inside
from explainer.language.words import Words
from explainer.model.vocabulary import State, Unmatched
from explainer.picture.model import DisruptionNow, Freshness, SourceNow
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import bare, clip, dated, headline, sentence, silence, when

LONGEST_REASON = 160
LONGEST_HEADLINE = 90
MOST_NAMED = 3


class Source(NamedTuple):
    """One row: whether it answers as a css class and in words, and what there is to say of it."""

    state: str
    answers: bool
    publisher: Markup
    word: Markup
    details: Markup


def sources(view: View, args: Mapping[str, str]) -> Markup:
    """The section; empty where no source is declared."""
    del args
    if not view.picture.sources:
        return Markup("")
    rows = [_source(view, source) for source in view.picture.sources]
    return view.render("components/sources/template.html", rows=rows)


def _source(view: View, source: SourceNow) -> Source:
    return Source(
        state=State.NORMAL if source.trusted else State.UNKNOWN,
        answers=source.trusted,
        publisher=prose(source.source.publisher),
        word=silence(view, source) or _answered(view, source),
        details=Markup(" ").join((*_answer(view, source), *_remarks(view, source), *_changed(view, source))),
    )


def _answered(view: View, source: SourceNow) -> Markup:
    if source.last_good is None:
        return text(view.words.gettext("Answered"))
    return view.words.gettext("Answered %(time)s", time=when(view, source.last_good))


def _answer(view: View, source: SourceNow) -> Iterator[Markup]:
    """What a source says now, or why it says nothing, and how often we ask: a sentence each."""
    words = view.words
    asked = text(every(words, source.source.every))
    carried = [view.picture.disruption[key] for key in source.current if key in view.picture.disruption]
    if source.freshness is Freshness.UNREACHABLE:
        failure = prose(bare(clip(source.failure, LONGEST_REASON)))
        yield words.gettext("It does not answer: %(reason)s.", reason=failure)
        yield words.gettext("We ask again %(every)s.", every=asked)
    elif source.freshness is Freshness.NEVER_FETCHED:
        yield words.gettext("We ask %(every)s.", every=asked)
    elif source.freshness is Freshness.STALE:
        yield words.gettext("Too long ago to rely on. We ask %(every)s.", every=asked)
    elif carried:
        yield from _carries(view, carried)
    else:
        yield words.gettext("No disruptions now. We ask %(every)s.", every=asked)


def _carries(view: View, carried: list[DisruptionNow]) -> Iterator[Markup]:
    """The newest word of a source that answers, and how much more it carries."""
    words, newest = view.words, max(carried, key=lambda now: (now.written_at, now.id))
    if newest.ours:
        yield words.gettext("Bulletin written %(time)s.", time=when(view, newest.written_at))
    else:
        said = headline(view, newest.disruption, LONGEST_HEADLINE)
        yield words.gettext("%(headline)s, %(time)s.", headline=said, time=dated(view, newest))
    if len(carried) > 1:
        yield text(words.ngettext("And %(num)d more.", "And %(num)d more.", len(carried) - 1))


def _remarks(view: View, source: SourceNow) -> Iterator[Markup]:
    """What readers should know of a source beside what it says."""
    words = view.words
    if source.doubt and source.trusted:
        yield text(doubt_in_words(words, source.doubt))
    for note in source.notes[:MOST_NAMED]:
        yield prose(sentence(clip(note, LONGEST_REASON)))
    if unplaced := sum(one.feed == source.source.id and bool(one.disruption) for one in view.picture.unplaced):
        said = words.ngettext("%(num)d message could not be placed.", "%(num)d messages could not be placed.", unplaced)
        yield text(said)
    if source.source.unmatched is Unmatched.IGNORE:
        yield text(words.gettext("What no rule of ours places is shown, and changes no part."))
    if source.left_out:
        yield words.gettext(
            "Left out is what it says of %(parts)s, which it may not speak of.", parts=prose(_left_out(view, source))
        )


def _left_out(view: View, source: SourceNow) -> str:
    names = [view.system.by_id[part].name for part in source.left_out[:MOST_NAMED]]
    hidden = len(source.left_out) - MOST_NAMED
    more = [view.words.ngettext("%(num)d more", "%(num)d more", hidden)] if hidden > 0 else []
    return view.words.listed([*names, *more])


def _changed(view: View, source: SourceNow) -> Iterator[Markup]:
    """What of its words is shown otherwise than it says, or not at all."""
    words = view.words
    if source.capped:
        yield text(
            words.ngettext(
                "%(num)d report shown as %(state)s, the worst that it may say.",
                "%(num)d reports shown as %(state)s, the worst that it may say.",
                source.capped,
                state=state_inside(words, source.source.may.worst),
            )
        )
    if wrong := sum(not entry.understood for entry in source.set_aside):
        yield text(
            words.ngettext(
                "%(num)d entry set aside, because something in it is wrong.",
                "%(num)d entries set aside, because something in them is wrong.",
                wrong,
            )
        )
    if source.ahead is not None:
        length = text(words.duration(source.ahead))
        yield words.gettext(
            "Its clock is %(duration)s ahead, so its times count from when we read them.", duration=length
        )
    if source.not_shown:
        said = words.ngettext(
            "%(num)d drill or draft not shown.", "%(num)d drills or drafts not shown.", source.not_shown
        )
        yield text(said)


def every(words: Words, length: timedelta) -> str:
    """How often something is done: ``every 5 minutes``, ``every hour``."""
    seconds = round(length.total_seconds())
    minutes = round(seconds / 60)
    if seconds < 60:
        return words.ngettext("every second", "every %(num)d seconds", seconds)
    if minutes < 60:
        return words.ngettext("every minute", "every %(num)d minutes", minutes)
    if minutes < 1440 and minutes % 60 == 0:
        return words.ngettext("every hour", "every %(num)d hours", minutes // 60)
    if minutes % 1440 == 0:
        return words.ngettext("every day", "every %(num)d days", minutes // 1440)
    return words.gettext("every %(duration)s", duration=words.duration(length))
