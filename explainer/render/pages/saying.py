"""What several kinds of page say of themselves alike."""

from __future__ import annotations

from datetime import datetime

from explainer.model.running_text import in_one_line, spoken
from explainer.picture.model import DisruptionNow
from explainer.render.quiet import quiet
from explainer.render.view import View
from explainer.render.words import bare, clip, hour_and_day, plain, plain_headline, sentence

LONGEST_DESCRIPTION = 220


def of_site(view: View, title: str) -> str:
    """A title with the site's name behind it."""
    return view.words.pgettext("a page's title", "%(title)s, %(site)s", title=title, site=view.settings.site_name)


def dated(view: View, at: datetime, said: str) -> str:
    """``As of 18:20 CET, 20 November: …`` in words that stay true on a shared card, because they are dated."""
    words = sentence(clip(said, LONGEST_DESCRIPTION))
    return view.words.gettext("As of %(time)s: %(said)s", time=hour_and_day(view, at), said=words)


def leading(view: View) -> DisruptionNow | None:
    """The disruption that leads."""
    return view.picture.disruption.get(view.picture.lead)


def what_leads(view: View) -> tuple[datetime, str]:
    """What to say of a page about everything, and when that was so: what leads, or what a quiet day says."""
    now = leading(view)
    if now is None:
        return view.picture.checked_at or view.picture.now, plain(quiet(view).says)
    return now.written_at, in_a_sentence(view, now)


def in_a_sentence(view: View, now: DisruptionNow) -> str:
    """A disruption's headline, as a sentence, and what it says of itself in short."""
    told = told_by(view, now)
    name = bare(plain_headline(view, now.disruption))
    return view.words.pgettext("a headline, and what it means", "%(headline)s. %(says)s", headline=name, says=told)


def told_by(view: View, now: DisruptionNow) -> str:
    """What a disruption says of itself in short."""
    return now.disruption.account.summary or in_one_line(
        spoken(view.said(now.disruption, now.disruption.description).text)
    )
