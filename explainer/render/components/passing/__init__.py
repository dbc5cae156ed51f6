"""What readers pass on of a disruption: its picture, a text, three sentences for a friend, and one to read out.

A fold at the end of its page leads there, and ``explain/`` beside it has all of it on a light page. Each says as
of when it is, because words travel and the news does not; whoever is told is sent to the page that is right.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from explainer.language.directions import direction
from explainer.model.reading import ReadingKind
from explainer.model.running_text import in_one_line, spoken
from explainer.model.vocabulary import Channel, Reality
from explainer.picture.explained import chain
from explainer.picture.issued import Issued, issued_of
from explainer.picture.model import DisruptionNow
from explainer.picture.shelf import shelf_of
from explainer.render.carded import has_card, is_passed_on
from explainer.render.reading import link_to
from explainer.render.short import aloud, marked_of, promised, sms
from explainer.render.view import View
from explainer.render.words import (
    first_sentence,
    full_moment,
    hour_and_day,
    mark_of,
    not_known,
    plain,
    plain_headline,
    sentence,
)

EXPLAIN = "explain/"
"""Where the page lies, beside that of its disruption."""

_LONGEST = 240
_DEPTH = f"disruptions/./{EXPLAIN}".count("/")


def fold(view: View, now: DisruptionNow) -> Markup:
    """The ways to pass a disruption on; nothing where it is over, or the site makes neither cards nor sheets."""
    has_poster = view.makes(Channel.POSTERS) and is_passed_on(view, now)
    if not (has_poster or has_card(view, now)):
        return Markup("")
    return view.render(
        "components/passing/fold.html",
        text=_text(view, newest(now)),
        has_card=has_card(view, now),
        has_poster=has_poster,
    )


def newest(now: DisruptionNow) -> Issued:
    """The update that is passed on."""
    return next(one for one in issued_of(now) if one.is_newest)


def _text(view: View, issued: Issued) -> str:
    return f"sms:?&body={quote(sms(view, issued))}"


def three(view: View, now: DisruptionNow) -> tuple[str, ...]:
    """What, why, and what next: each a sentence or two that stay true on another day."""
    words, issued = view.words, newest(now)
    at = hour_and_day(view, now.written_at)
    what = words.gettext("As of %(time)s: %(words)s", time=at, words=sentence(plain_headline(view, now.disruption)))
    where = urlsplit(view.settings.site_url).netloc or view.settings.site_name
    later = words.gettext("It may be different by now: %(site)s says how it is.", site=where)
    after = " ".join(filter(None, (later, promised(view, issued, hour_and_day))))
    return tuple(filter(None, (marked_of(view, now, what), _why(view, now), after)))


def _why(view: View, now: DisruptionNow) -> str:
    """That nobody knows why, or what it says of itself in short."""
    account = now.disruption.account
    unknown = plain(not_known(view, now))
    told = account.summary or in_one_line(spoken(view.said(now.disruption, now.disruption.description).text))
    return unknown or sentence(first_sentence(told, _LONGEST) if not account.summary else told)


def explained(view: View, now: DisruptionNow) -> Markup:
    """The page of its own: not for search engines, which are sent to that of the disruption."""
    said, issued, exercise = three(view, now), newest(now), view.settings.exercise
    title = view.words.gettext("Explain it to a friend")
    subject = marked_of(view, now, plain_headline(view, now.disruption))
    body = quote("\n\n".join([*said, view.address(f"disruptions/{now.id}/") if view.settings.site_url else ""]).strip())
    is_practice = exercise is not None and now.disruption.reality in (Reality.ACTUAL, Reality.EXERCISE)
    return view.render(
        "components/passing/page.html",
        language=view.language,
        direction=view.words.direction,
        title=title,
        subject=subject,
        mark=mark_of(view, now.disruption.reality),
        practice=view.words.unless_own(exercise.says) if exercise is not None and is_practice else "",
        canonical=view.address(f"disruptions/{now.id}/") if view.settings.site_url else "",
        site=view.settings.site_name,
        headline=plain_headline(view, now.disruption),
        sentences=said,
        text=_text(view, issued),
        mail=f"mailto:?subject={quote(subject)}&body={body}",
        aloud=marked_of(view, now, aloud(view, issued)),
        child=_for_a_child(view, now),
        update=issued.id,
        old=_old(view, now),
        light=view.templates.look.paper[0],
        dark=view.templates.look.paper[1],
        ink=view.templates.look.ink,
    )


class _Child(NamedTuple):
    """What a child is told, the page that tells it, and the language of both where it is not that of the page."""

    words: str
    source: Markup
    lang: str
    direction: str


def _for_a_child(view: View, now: DisruptionNow) -> _Child | None:
    """What the explainer nearest to the cause tells a child; nothing where none tells one."""
    found = (one for part in chain(view.picture, view.system, now) for one in view.reading.of(part))
    told = next((one for one in found if one.kind is ReadingKind.EXPLAINER and one.to_a_child), None)
    if told is None:
        return None
    here = replace(view, top="../" * (view.settings.at.count("/") + _DEPTH))
    source = view.words.gettext("From: %(page)s", page=link_to(here, told))
    return _Child(told.to_a_child, source, told.lang, direction(told.lang) if told.lang else "")


def _old(view: View, now: DisruptionNow) -> str:
    """From when the page is, and after when it is to be treated as old."""
    shelf, words = shelf_of(view.picture, now), view.words
    made = words.gettext("This page is from %(time)s.", time=full_moment(view, shelf.made))
    after = words.gettext("Treat it as old after %(time)s.", time=full_moment(view, shelf.old_after))
    return f"{plain(made)} {plain(after)}"
