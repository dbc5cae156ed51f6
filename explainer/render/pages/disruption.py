"""The page of one disruption."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from explainer.language.marks import NC_, InContext
from explainer.language.states import reality_mark
from explainer.model.vocabulary import Reality, Status
from explainer.picture.model import DisruptionNow, Standing
from explainer.picture.sign import state_of
from explainer.render import standing
from explainer.render.components import archive
from explainer.render.components.asked import asked
from explainer.render.components.disruption import ASKED_MOST, Section, sections
from explainer.render.components.head import About
from explainer.render.components.languages import untold
from explainer.render.components.lead import Button, Entry, Sign, contents, growing_old, read_by, says_of
from explainer.render.components.times import Cell, cells, promise, strip
from explainer.render.escaping import link, prose, text
from explainer.render.pages import home
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import dated, in_a_sentence, of_site, passed_on, told_by
from explainer.render.view import View
from explainer.render.words import clip, headline, language, plain_headline, when, whose_words

LONGEST_TITLE = 200
FEWEST_IN_SIGHT = 3
"""Of how many sections a bar is worth the room that it takes on a phone."""

_SPACE = Markup(" ")
_TAKEN_BACK = NC_("a page's title", "Taken back: %(headline)s")
_TITLES = {
    Standing.CURRENT: NC_("a page's title", "Why: %(headline)s"),
    Standing.UPCOMING: NC_("a page's title", "Upcoming: %(headline)s"),
    Standing.ENDED: NC_("a page's title", "Over: %(headline)s"),
}
_LAST_KNOWN = NC_("a page's title", "Last known: %(headline)s")


def about(view: View, args: Args) -> About:
    """The headline, and what the disruption says of itself."""
    now = view.picture.disruption.get(args.get("subject", ""))
    if now is None:
        return home.about(view, args)
    form = _over(now) if now.standing is Standing.ENDED else _TITLES[now.standing]
    named = view.words.pgettext(*(_LAST_KNOWN if now.outdated else form), headline=plain_headline(view, now.disruption))
    said = told_by(view, now) or in_a_sentence(view, now)
    is_real = now.disruption.reality is Reality.ACTUAL
    state = state_of(view.picture, now)
    passed = passed_on(view, now) if now.standing is not Standing.ENDED else None
    return About(of_site(view, named), dated(view, now.written_at, said), state, is_real, passed)


def sign(view: View, args: Args) -> Sign | None:
    """What it says first, its times, and what else is on the page."""
    now = view.picture.disruption.get(args.get("subject", ""))
    if now is None:
        return None
    d = now.disruption
    over = now.standing is Standing.ENDED
    found = sections(view, now)
    shown = Sign(
        title=_title(view, now),
        state=state_of(view.picture, now),
        words=standing.words(view, now),
        marked=language(view, view.said(d, d.headline)),
        mark=_mark(view, d.reality),
        is_draft=now.is_draft,
        is_of_one=True,
        says=says_of(view, now, d.account.empathy),
        untold=untold(view, now),
        part_of=_part_of(view, now),
        times=_ended_times(view, now) if over else strip(view, now),
        read=read_by(view, now),
        buttons=_buttons(view, {section.name for section in found}),
        asked=asked(view, now),
        promise=no_more(view, _month(view, now)) if over else promise(view, now),
        aside=contents(view, _entries(found, over)),
        quote=_headline(view, now),
    )
    return shown if over else growing_old(view, shown, now)


def _entries(found: Sequence[Section], over: bool) -> list[Entry]:
    """The table of contents. What is asked most stays in sight, unless that is little, or of what is over."""
    asked_most = {one.name for one in found} & ASKED_MOST
    stays = frozenset() if over or len(asked_most) < FEWEST_IN_SIGHT else asked_most
    return [Entry(one.name, one.short, one.name in stays) for one in found]


def _title(view: View, now: DisruptionNow) -> Markup:
    """The headline; of what is over marked so, because it speaks of then as of now."""
    said = _headline(view, now)
    return view.words.pgettext(*_over(now), headline=said) if now.standing is Standing.ENDED else said


def _over(now: DisruptionNow) -> InContext:
    is_taken_back = now.disruption.status in (Status.CANCELLED, Status.WITHDRAWN)
    return _TAKEN_BACK if is_taken_back else _TITLES[Standing.ENDED]


def _headline(view: View, now: DisruptionNow) -> Markup:
    words = view.said(now.disruption, now.disruption.headline)
    title = prose(clip(words.text, LONGEST_TITLE)) if words.text.strip() else headline(view, now.disruption)
    return view.words.gettext("Last known: %(headline)s", headline=title) if now.outdated else title


def _mark(view: View, reality: Reality) -> str:
    """The mark on a message that is not meant, unless the whole site is marked as the same exercise."""
    if reality is Reality.ACTUAL or (reality is Reality.EXERCISE and view.picture.exercise):
        return ""
    return reality_mark(view.words, reality)


def _part_of(view: View, now: DisruptionNow) -> Markup:
    """Who says it, where it is not our own bulletin, and the page that it is part of."""
    words, told = view.words, list[Markup]()
    if not now.ours:
        told.append(whose_words(view, now))
    if now.id in view.picture.not_placed:
        told.append(
            text(words.gettext("We do not know which part it is about, so those that it may be about are unknown."))
        )
    parent = view.picture.disruption.get(now.gathered_by)
    if parent is not None:
        to = link(view.disruption_url(parent.id), headline(view, parent.disruption))
        told.append(words.gettext("It is part of: %(link)s", link=to))
    return _SPACE.join(told)


def _buttons(view: View, names: set[str]) -> tuple[Button, Button]:
    """What to do, and why; on the page of what is over there is nothing to do, so it has no such section."""
    why = Button("#why", view.words.gettext("Why?"))
    if "you" in names:
        return Button("#you", view.words.gettext("What can I do?")), why
    return why, Button("#updates", view.words.gettext("All updates"))


def _ended_times(view: View, now: DisruptionNow) -> Markup:
    times = [standing.beginning(view, now), (standing.ended_word(view, now), now.ended_at)]
    return cells(view, [Cell(label, when(view, at)) for label, at in times if at is not None])


def no_more(view: View, also: Markup) -> Markup:
    """What is over promises nothing, and is not checked: the reader is led to what holds now."""
    words = view.words
    now = link(view.root or "./", words.gettext("See how it is now"))
    if also:
        return _OLD.format(words.gettext("No further word is promised here. %(now)s, or %(also)s", now=now, also=also))
    return _OLD.format(words.gettext("No further word is promised here. %(now)s", now=now))


_OLD = Markup('<p class="old">{}</p>')


def _month(view: View, now: DisruptionNow) -> Markup:
    """The way to all that ended in the same month, where the site has an archive."""
    if not view.archive:
        return Markup("")
    part = archive.Part(archive.month_of(view, now))
    month = part.title(view.words)
    return link(view.archive_url(part.name), view.words.gettext("all that ended in %(month)s", month=month))


PAGE = Page(
    "disruption.html",
    about,
    sign,
    styles=("times", "age", "rows", "asked", "steps", "figures", "axis", "log", "actions", "spread", "disruption"),
    over=("kept", "estimates"),
)
