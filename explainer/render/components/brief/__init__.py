"""The brief of a disruption for everybody at work: what to say, to offer, not to promise, and where to send people.

It says what the page says, as of the same moment and under the same update id, and nothing that a customer may not
read. In the words of a bulletin it adds nothing; what may be offered and who solves what is written in peace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from markupsafe import Markup

from explainer.model.permissions import Offer
from explainer.model.questions import Asked
from explainer.model.routes import ALWAYS, DAYS, Route
from explainer.model.vocabulary import Reality, State
from explainer.picture.issued import issued_of
from explainer.picture.model import DisruptionNow
from explainer.picture.sign import state_of
from explainer.render import standing
from explainer.render.components import steps
from explainer.render.components.brief.paper import CODE, Row, is_full, is_full_behind, room_of
from explainer.render.components.brief.saying import say
from explainer.render.escaping import href, in_zone, prose, text
from explainer.render.offers import named, offers_of
from explainer.render.shapes import SHAPES
from explainer.render.view import View, Wording
from explainer.render.words import (
    bare,
    headline,
    mark_of,
    next_word,
    plain_headline,
    practice_of,
    said,
    sentence,
    told_in_full,
    when,
)

MOST_WHYS = 3
"""How many whys are answered on a sheet."""

_MONDAY = date(2026, 11, 16)
_SPACE = Markup(" ")
_JOINED = Markup(" · ")
_GLYPH = Markup('<svg class="g" viewBox="0 0 20 20" aria-hidden="true">{}</svg>')
_UNSURE = Markup("<b>{}</b>")
_NUMBER = Markup('<b class="n" dir="ltr">{}</b>')


class Link(NamedTuple):
    """A way to a sheet or to another language."""

    url: str
    words: Markup
    note: Markup = Markup("")
    lang: str = ""


def told(view: View) -> list[DisruptionNow]:
    """What has a sheet: what our own staff say of that which holds or is coming, and whatever leads the page."""
    return [
        now
        for now in view.picture.open
        if not now.gathered_by and not now.is_draft and (now.ours or now.id == view.picture.lead)
    ]


def sheet(view: View, now: DisruptionNow) -> dict[str, Any]:
    """What the sheet of a disruption is given."""
    every = issued_of(now)
    newest = next(one for one in every if one.is_newest)
    state = state_of(view.picture, now)
    told_, why = say(view, now), _why(view, now)
    next_ = _next(view, now)
    unknowns = [prose(sentence(one)) for one in now.disruption.account.unknowns]
    no_promises = list(_no_promises(view, now))
    offers = [_offer(view, one) for one in offers_of(view, now)]
    asked, routes = list(islice(_asked(view, now), MOST_WHYS)), list(_routes(view, now))
    page = f"disruptions/{now.id}/"
    address = view.address(page) if view.settings.site_url else ""
    return {
        **_mark(view, now.disruption.reality),
        "numbered": _numbered(view, now, len(every), newest.at),
        "state": state.value if state is not None else "over",
        "glyph": _GLYPH.format(SHAPES[state].drawing) if state is not None else "",
        "words": sentence_of(standing.words(view, now)),
        "as_of": view.words.gettext("As of %(time)s.", time=when(view, view.picture.now, zone=True)),
        "say": told_.sentences,
        "beyond": told_.beyond,
        "why": why,
        "unknowns": unknowns,
        "no_promises": no_promises,
        "next": next_,
        "offers": offers,
        "asked": asked,
        "routes": routes,
        "url": href(address) if address else "",
        "address": address,
        "update": newest.id,
        "code": CODE if address else "",
        "room": room_of(
            (*told_.sentences, *told_.beyond, why, next_),
            {"no_promises": no_promises, "unknowns": unknowns},
            {"offers": offers, "asked": asked, "routes": routes},
        ),
        "is_full": is_full(*told_.sentences, *told_.beyond, why, *unknowns, *no_promises),
        "is_full_behind": is_full_behind(*offers, *asked, *routes),
    }


def _numbered(view: View, now: DisruptionNow, number: int, at: datetime) -> Markup:
    """Which update it is, and when it was written; of words that name no time, when we read them."""
    if not now.is_dated:
        return told_in_full(view, now)
    return view.words.gettext(
        "Update %(number)s, written %(time)s", number=text(view.words.number(number)), time=when(view, at)
    )


def index(view: View) -> dict[str, Any]:
    """What the list of all sheets is given, with where to send people at any time."""
    sheets = [
        Link(f"{now.id}.html", headline(view, now.disruption), sentence_of(standing.words(view, now)))
        for now in told(view)
    ]
    up = "../" * view.folder.count("/")
    languages = [
        Link(f"{up}{one.root}index.html", text(one.name), lang=one.tag)
        for one in view.languages
        if one.root != view.folder
    ]
    return {
        **_mark(view, Reality.ACTUAL),
        "as_of": view.words.gettext("As of %(time)s.", time=when(view, view.picture.now, zone=True)),
        "sheets": sheets,
        "routes": [_route(view, one) for one in _open_first(view, view.routes)],
        "languages": languages,
    }


def title(view: View, now: DisruptionNow | None = None) -> str:
    """What a sheet is called, or the list of them."""
    words = view.words.gettext("Brief for everybody at work")
    mark = mark_of(view, now.disruption.reality if now is not None else Reality.ACTUAL)
    about = plain_headline(view, now.disruption) if now is not None else str(view.settings.site_name)
    return ". ".join(part for part in (mark, words, about) if part)


def _mark(view: View, reality: Reality) -> dict[str, str]:
    """The mark of what is not meant, and what is said of it."""
    return {"drill": mark_of(view, reality), "practice": practice_of(view, reality)}


def sentence_of(words: Markup) -> Markup:
    """Words with the full stop they may lack."""
    whole = sentence(words)
    return whole if isinstance(whole, Markup) else text(whole)


def _why(view: View, now: DisruptionNow) -> Markup:
    """Why, in short, and behind each step that is not known how sure it is."""
    found = steps.brief(view, now)
    told_ = [sentence_of(found.unknown)] if found.unknown else []
    for line, unsure in found.lines:
        told_ += [sentence_of(line), *([_UNSURE.format(sentence(unsure))] if unsure else ())]
    return _SPACE.join(told_)


def _no_promises(view: View, now: DisruptionNow) -> Iterator[Markup]:
    found: dict[str, None] = {}
    for name in now.disruption.account.offers:
        if name in view.permissions:
            found.update(dict.fromkeys(view.permissions[name].no_promises))
    yield from (prose(sentence(one)) for one in found)
    yield text(view.words.gettext("What we do not know yet, and an end before the time that the page gives."))


def _next(view: View, now: DisruptionNow) -> Markup:
    """The next word, and what to do if it does not come."""
    late = view.words.gettext("If it is late, say that it is late.")
    return _SPACE.join([promised, text(late)]) if (promised := next_word(view, now)) else _no_promise(view)


def _no_promise(view: View) -> Markup:
    return text(view.words.gettext("Nobody has promised a next update. Say so."))


def _offer(view: View, offer: Offer) -> Row:
    note = [prose(sentence(offer.who))]
    if offer.without_asking:
        note.append(view.words.gettext("Without asking: %(who)s.", who=prose(bare(offer.without_asking))))
    if offer.beyond:
        note.append(view.words.gettext("For more: %(who)s.", who=prose(bare(offer.beyond))))
    return Row(named(view, offer), prose(sentence(offer.when)), _SPACE.join(note))


def _asked(view: View, now: DisruptionNow) -> Iterator[Row]:
    """The whys that are likely: of the limits, then those that most people asked of the parts that it touches."""
    account = now.disruption.account
    for limit in account.constraints:
        if limit.why_not_more is not None:
            yield Row(prose(limit.why_not_more.question), prose(sentence(limit.why_not_more.answer)))
    parts = _touched(now)
    answered = (one for one in view.questions if one.state is Asked.ANSWERED and one.says and parts & set(one.about))
    for one in sorted(answered, key=lambda one: (-one.people, one.number)):
        yield Row(*(said(view, Wording(one.lang or view.language, words)) for words in (one.title, sentence(one.says))))
    symptom = view.system.by_id.get(account.symptom)
    if symptom is not None and symptom.question and account.summary:
        yield Row(prose(symptom.question), prose(sentence(account.summary)))


def _touched(now: DisruptionNow) -> set[str]:
    return {*(report.component for report in now.reports), now.disruption.account.symptom} - {""}


def _routes(view: View, now: DisruptionNow) -> Iterator[Row]:
    """Those of nothing in particular, such as who is hurt, and those of what it touches; what is open now first."""
    off = {report.component for report in now.reports if report.state is not State.NORMAL}
    parts = {*off, now.disruption.account.symptom}
    always = [one for one in view.routes if not one.symptom]
    near = [one for one in view.routes if parts & set(one.symptom)]
    lead = [one for one in near if now.disruption.account.symptom in one.symptom]
    near = [*lead, *(one for one in near if one not in lead)]
    yield from (_route(view, one) for one in _open_first(view, [*always[:2], *near, *always[2:]]))


def _open_first(view: View, routes: Iterable[Route]) -> list[Route]:
    """The routes that are open now, then all others, each in their order."""
    local = in_zone(view.picture.now, view.zone)
    return sorted(routes, key=lambda one: not one.is_open(local))


def _route(view: View, route: Route) -> Row:
    where = [prose(bare(route.desk))] if route.desk else []
    if route.phone:
        where.append(_NUMBER.format(text(route.phone)))
    told_ = [_SPACE.join([prose(sentence(step)) for step in route.steps])] if route.steps else []
    told_.append(sentence_of(_JOINED.join(where)))
    note = prose(sentence(route.solves))
    if route.hours != ALWAYS:
        note = _SPACE.join([note, sentence_of(text(hours_in_words(view, route.hours)))])
    return Row(_problem(view, route), _SPACE.join(told_), note)


def _problem(view: View, route: Route) -> Markup:
    """The problem in the words of the route, or of each of its symptoms."""
    if route.problem:
        return prose(bare(route.problem))
    symptoms = [view.system.by_id[one] for one in route.symptom if one in view.system.by_id]
    return _JOINED.join(prose(bare(one.problem or one.name)) for one in symptoms) or text(route.id)


def hours_in_words(view: View, hours: str) -> str:
    """``Mo-Fr 06:00-22:00`` with the days of the language: ``Monday–Friday 06:00–22:00``."""
    if hours == ALWAYS:
        return view.words.gettext("at any hour")
    rules = []
    for rule in hours.split(";"):
        days, _, clocks = rule.strip().rpartition(" ")
        parts = days.split(",") if days else []
        named_ = [("–".join(_day(view, day) for day in part.split("-"))) for part in parts]
        rules.append(
            " ".join(filter(None, [view.words.listed(named_), ", ".join(clocks.split(","))])).replace("-", "–")
        )
    return "; ".join(rules)


def _day(view: View, day: str) -> str:
    return view.words.weekday(_MONDAY + timedelta(days=DAYS.index(day)))
