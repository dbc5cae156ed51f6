"""The home page: what leads, or how a day without a disruption is."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.model.vocabulary import State
from explainer.picture.model import DisruptionNow
from explainer.picture.shelf import GREY
from explainer.picture.sign import worst_page
from explainer.render.components.ahead import ahead
from explainer.render.components.asked import asked
from explainer.render.components.head import About
from explainer.render.components.languages import untold
from explainer.render.components.lead import Button, Sign, brief, growing_old, how_it_is, read_by, says_of
from explainer.render.components.times import promise, strip
from explainer.render.escaping import text
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import dated, last_known, leading, of_site, passed_on, silent_all, what_leads
from explainer.render.quiet import quiet, unseen_beside
from explainer.render.view import View
from explainer.render.words import headline, plain, plain_headline, when, whose_words


def about(view: View, args: Args) -> About:
    """The headline of what leads, with what it says."""
    del args
    now = leading(view)
    known = last_known(view) if now is None else None
    title = plain(quiet(view).title) if now is None else plain_headline(view, now.disruption)
    if known is not None:
        title = view.words.pgettext(
            "a page's title", "Last known: %(headline)s", headline=plain_headline(view, known.disruption)
        )
    passed = passed_on(view, now) if now is not None else None
    return About(of_site(view, title), dated(view, *what_leads(view)), view.picture.state, passed=passed)


def sign(view: View, args: Args) -> Sign:
    """What leads, and what to do about it."""
    del args
    now = leading(view)
    if now is not None:
        return growing_old(view, _leading(view, now), now)
    known = last_known(view)
    return growing_old(view, _quiet(view) if known is None else _last_known(view, known), known)


def _last_known(view: View, now: DisruptionNow) -> Sign:
    """What led while its words counted, marked as the last that is known; too old for news, without its colour."""
    state = now.state or State.UNKNOWN
    is_news = view.picture.now - now.written_at <= GREY
    said = text(state_word(view.words, state))
    silence = silent_all(view)
    return _leading(view, now)._replace(
        state=state if is_news else State.UNKNOWN,
        words=view.words.gettext(
            "%(state)s, last known %(time)s", state=said, time=when(view, now.written_at, zone=True)
        ),
        note=Markup('<p class="late">{}</p>').format(silence) if silence else Markup(""),
        is_last_known=True,
    )


def _quiet(view: View) -> Sign:
    said = quiet(view)
    return Sign(
        title=said.title,
        state=view.picture.state,
        words=how_it_is(view),
        says=said.says,
        times=strip(view, None),
        buttons=(*_worst(view), Button("#problem", view.words.gettext("My problem"))),
        promise=promise(view, None),
        aside=ahead(view),
    )


def _worst(view: View) -> Iterator[Button]:
    """The way to the page that tells of the worst part, where no disruption leads; else to how it all works."""
    page, words = worst_page(view.picture), view.words
    if page:
        yield Button(f"{view.disruption_url(page)}#happening", words.gettext("What is happening?"))
    elif view.how:
        yield Button(f"{view.top}{view.how}", words.gettext("How it works"))


def _leading(view: View, now: DisruptionNow) -> Sign:
    url, words = view.disruption_url(now.id), view.words
    what = Button(f"{url}#happening", words.gettext("What is happening?"))
    if now.disruption.account.asks or now.disruption.instruction:
        what = Button(f"{url}#you", words.gettext("What can I do?"))
    return Sign(
        title=headline(view, now.disruption),
        state=view.picture.state,
        words=how_it_is(view),
        says=Markup(" ").join(said for said in (says_of(view, now), *unseen_beside(view, now)) if said),
        untold=untold(view, now, in_short=True),
        part_of=whose_words(view, now),
        times=strip(view, now),
        read=read_by(view, now),
        buttons=(what, Button(f"{url}#why", words.gettext("Why?"))),
        asked=asked(view, now, url),
        promise=promise(view, now),
        aside=brief(view, now),
    )


PAGE = Page(
    "home.html",
    about,
    sign,
    styles=("times", "age", "lead", "asked", "ahead", "rows", "parts", "kept", "season", "home"),
)
