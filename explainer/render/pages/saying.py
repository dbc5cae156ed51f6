"""What several kinds of page say of themselves alike."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from explainer.language.escaping import escaped
from explainer.model.running_text import in_one_line, spoken
from explainer.picture.model import DisruptionNow
from explainer.render.carded import card_address
from explainer.render.components.head import Passed
from explainer.render.quiet import quiet
from explainer.render.view import View
from explainer.render.words import bare, clip, hour_and_day, plain, plain_headline, sentence, when

LONGEST_DESCRIPTION = 220


def of_site(view: View, title: str) -> str:
    """A title with the site's name behind it."""
    return view.words.pgettext("a page's title", "%(title)s, %(site)s", title=title, site=view.settings.site_name)


def dated(view: View, at: datetime, said: str) -> str:
    """``As of 18:20 CET, 20 November: …`` in words that stay true on a shared card, because they are dated."""
    words = sentence(clip(said, LONGEST_DESCRIPTION))
    return view.words.gettext("As of %(time)s: %(said)s", time=hour_and_day(view, at), said=words)


def passed_on(view: View, now: DisruptionNow) -> Passed:
    """What a page whose link is passed on tells of a disruption that is not over."""
    due = now.promise.due if now.promise is not None and not now.promise.overdue else None
    return Passed(card_address(view, now), now.written_at, due)


def leading(view: View) -> DisruptionNow | None:
    """The disruption that leads."""
    return view.picture.disruption.get(view.picture.lead)


def last_known(view: View) -> DisruptionNow | None:
    """What led while its words counted, on a day of which nothing else is known."""
    return view.picture.disruption.get(view.picture.quoted)


def silent_all(view: View) -> Markup:
    """That no source answers, where none does, and since when; a sentence, or nothing."""
    asked = [source for source in view.picture.sources if not source.source.is_of_bulletins]
    answered = [source.last_good for source in asked if source.last_good is not None]
    if not answered or any(source.trusted for source in asked):
        return Markup("")
    return escaped(
        view.words.ngettext(
            "Our one source has not answered since %(time)s. This is the last we knew.",
            "None of our %(num)d sources has answered since %(time)s. This is the last we knew.",
            len(asked),
            time=when(view, max(answered), zone=True),
        )
    )


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
