"""Where the home page's facts come from: every declared source, whether it answers, and what it carries.

Why a source failed names files and hosts of the house: that is told to whoever runs the site, in the terminal. What is
remarked on an answer is in English on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.errors import Failing
from explainer.language.states import doubt_in_words, failing_in_words, flood_in_words, state_inside
from explainer.model.disruption import entries_in
from explainer.model.vocabulary import State, Unmatched
from explainer.picture.model import DisruptionNow
from explainer.picture.shelf import shelf_of
from explainer.picture.sources import Freshness, SourceNow
from explainer.render.escaping import glyph, link, text
from explainer.render.later import HIDDEN, ages, until
from explainer.render.view import View
from explainer.render.words import clip, dated, headline, in_english, sentence, silence, when

LONGEST_REASON = 160
MOST_NAMED = 3


class Row(NamedTuple):
    """One source: its shape, its publisher, whether it answers, and what else there is to say of it."""

    glyph: Markup
    publisher: str
    trusted: bool
    answers: Markup
    details: tuple[str, ...]


def sources(view: View, args: Mapping[str, str]) -> Markup:
    """One row for each source: whether it answers, what it says, and how often we ask."""
    del args
    if not view.picture.sources:
        return Markup("")
    rows = [_row(view, source) for source in view.picture.sources]
    return view.render("components/feeds/template.html", rows=rows)


def _row(view: View, source: SourceNow) -> Row:
    details = (*_answer(view, source), *_remarks(view, source))
    return Row(_glyph(view, source), source.source.publisher, source.trusted, _answers(view, source), details)


def _glyph(view: View, source: SourceNow) -> Markup:
    """Its shape: well as long as its answer counts, in an open page too."""
    if not source.trusted:
        return glyph(State.UNKNOWN)
    if not ages(view):
        return glyph(State.NORMAL)
    end = min(filter(None, (source.good_until, shelf_of(view.picture, None).grey_after)))
    return _with(glyph(State.NORMAL), until(end)) + _with(glyph(State.UNKNOWN), HIDDEN)


def _with(shape: Markup, attributes: Markup) -> Markup:
    return shape.replace(_SVG, _SVG + attributes, 1)


_SVG = Markup("<svg")


def _answers(view: View, source: SourceNow) -> Markup:
    silent = silence(view, source)
    if silent or not source.last_good:
        return silent or text(view.words.gettext("Answered"))
    return view.words.gettext("Answered %(time)s", time=when(view, source.last_good))


def _answer(view: View, source: SourceNow) -> Iterator[str]:
    """What a source says now, or why it says nothing, and how often we ask."""
    words, every = view.words, view.words.every(source.source.every)
    carried = [view.picture.disruption[key] for key in source.current if key in view.picture.disruption]
    if source.freshness is Freshness.UNREACHABLE:
        yield failing_in_words(words, source.failing or Failing.NO_ANSWER)
        yield words.gettext("We ask again %(every_5_minutes)s.", every_5_minutes=every)
        return
    if carried and source.freshness is Freshness.FRESH:
        yield from _carries(view, carried)
        return
    if source.freshness is Freshness.STALE:
        yield words.gettext("Too long ago to rely on.")
    elif source.freshness is Freshness.FRESH:
        yield words.gettext("No disruptions now.")
    yield words.gettext("We ask %(every_5_minutes)s.", every_5_minutes=every)


def _remarks(view: View, source: SourceNow) -> Iterator[str]:
    """What readers should know of a source beside what it says."""
    words = view.words
    if source.doubt and source.trusted:
        yield doubt_in_words(words, source.doubt)
    if source.flood and source.trusted:
        yield flood_in_words(words, source.flood)
    for note in source.notes[:MOST_NAMED]:
        yield in_english(view, sentence(clip(note, LONGEST_REASON)))
    if unplaced := sum(one.feed == source.source.id and bool(one.disruption) for one in view.picture.unplaced):
        yield words.ngettext("%(num)d message could not be placed.", "%(num)d messages could not be placed.", unplaced)
    if source.source.unmatched is Unmatched.IGNORE:
        yield words.gettext("What no rule of ours places is shown, and changes no part.")
    if source.left_out:
        yield words.gettext(
            "Left out is what it says of %(parts)s, which it may not speak of.", parts=_left_out(view, source)
        )
    if source.capped:
        yield words.ngettext(
            "%(num)d report shown as %(state)s, the worst that it may say.",
            "%(num)d reports shown as %(state)s, the worst that it may say.",
            source.capped,
            state=state_inside(words, source.source.may.worst),
        )
    yield from _not_shown(view, source)


def _left_out(view: View, source: SourceNow) -> str:
    named = [view.system.by_id[part].name for part in source.left_out[:MOST_NAMED]]
    return view.words.some_of(named, len(source.left_out) - len(named))


def _not_shown(view: View, source: SourceNow) -> Iterator[str]:
    """What of its answer is not shown, and why, and what to think of its times."""
    words = view.words
    if wrong := entries_in(entry for entry in source.rejected if not entry.understood):
        yield words.ngettext(
            "%(num)d entry set aside, because something in it is wrong.",
            "%(num)d entries set aside, because something in them is wrong.",
            wrong,
        )
    if source.ahead is not None:
        length = words.duration(source.ahead)
        yield words.gettext("Its clock is %(length)s ahead, so its times count from when we read them.", length=length)
    if source.not_shown:
        yield words.ngettext(
            "%(num)d drill or draft not shown.", "%(num)d drills or drafts not shown.", source.not_shown
        )


def _carries(view: View, carried: list[DisruptionNow]) -> Iterator[str]:
    """The newest word of a source that answers, and how much more it carries."""
    newest = max(carried, key=lambda now: (now.written_at, now.id))
    if newest.ours:
        yield view.words.gettext("Bulletin written %(time)s.", time=when(view, newest.written_at))
    else:
        says, at = headline(view, newest.disruption, 90), dated(view, newest)
        yield view.words.gettext("%(headline)s, %(written)s.", headline=says, written=at)
    if len(carried) > 1:
        more = view.words.ngettext("And %(num)d more.", "And %(num)d more.", len(carried) - 1)
        yield link(view.open_url(), text(more))
