"""``poster.html`` beside the page of a disruption that is not over: the same on one sheet of A4, for a wall.

What is passed on has one, as it has a card: in a flood of messages that is not all of them. Its key is all that
it says. How it is set, and the code that leads to the page, are worked out where that is new.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from explainer.model.account import Ask as Asked
from explainer.outputs import paper
from explainer.outputs.cards.told import card_of
from explainer.picture.issued import issued_of
from explainer.picture.model import DisruptionNow
from explainer.picture.promises import own_word
from explainer.picture.sign import state_of
from explainer.render import standing
from explainer.render.components.disruption import asked
from explainer.render.components.disruption.happening import cut
from explainer.render.components.lead import says_of
from explainer.render.components.poster import Ask, Blocks, Detail, Poster, drawn
from explainer.render.components.steps import brief
from explainer.render.components.times import Cell, Line
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import (
    headline,
    language,
    mark_of,
    marked,
    said,
    sentence,
    when,
    whose_words,
    written_word,
)

POSTER = "poster.html"

_CAN_YOU, _HOW, _HELPS, _IF_NOT = range(4)


def poster_key(view: View, now: DisruptionNow) -> bytes:
    """All that it says."""
    return repr(tuple(poster_of(view, now))).encode("utf-8", "surrogatepass")


def poster_html(view: View, now: DisruptionNow) -> bytes:
    """The sheet, as far as it is one page."""
    from explainer.render.components.poster.code import code_of
    from explainer.render.components.poster.fitting import fitted

    address = view.address(f"disruptions/{now.id}/") if view.settings.site_url else ""
    page = drawn(view, fitted(poster_of(view, now)), code_of(address))
    return page.encode("utf-8", "replace")


def poster_of(view: View, now: DisruptionNow) -> Poster:
    """What a poster says of a disruption that is not over, before anything gives way."""
    card, words, d = card_of(view, now), view.words, now.disruption
    state = state_of(view.picture, now)
    short = brief(view, now)
    address, promised = paper.typed(view), own_word(now)
    told = view.said(d, d.headline)
    shown = headline(view, d, len(told.text) + 1)
    return Poster(
        language=view.language,
        direction=view.words.direction,
        title=marked(view, f"{card.headline}. {card.said.line}", d.reality),
        colour=view.templates.look.schemes[f"--{state or 'unknown'}-sign"][0],
        state=state.value if state else "",
        mark=mark_of(view, d.reality),
        practice=card.practice,
        site=card.site,
        sheet=_sheet(view, now),
        line=card.said.line,
        headline=shown if now.counts else words.gettext("Last known: %(headline)s", headline=shown),
        marked=language(view, told),
        says=says_of(view, now, d.account.empathy) if now.counts else Markup(""),
        blocks=Blocks(*card.row) if card.row else None,
        times=tuple(_times(view, now)),
        old=paper.old(view, promised),
        unsure=short.unknown,
        why=short.lines,
        asks=tuple(_asks(view, now)),
        unknowns=tuple(prose(sentence(one)) for one in d.account.unknowns),
        code=words.gettext("Code that opens the page, %(address)s", address=address) if address else "",
        foot=tuple(paper.foot(view, address)),
        who=_who(view, now),
        fine=tuple(paper.fine(view, promised, card.update)),
        more=words.gettext("There is no room for more here. The page has it."),
    )


def _sheet(view: View, now: DisruptionNow) -> Markup:
    """Which sheet this is, and which it takes the place of."""
    issued = sorted(issued_of(now), key=lambda one: one.at)
    if len(issued) < 2:
        return Markup("")
    number, before = text(view.words.number(len(issued))), when(view, issued[-2].at)
    return view.words.gettext("Sheet %(number)s. It replaces the sheet of %(time)s.", number=number, time=before)


def _times(view: View, now: DisruptionNow) -> Iterator[Cell]:
    label, began = standing.beginning(view, now)
    if began is not None and began <= now.written_at:
        yield Cell(label, when(view, began), Line.SOLID)
    yield Cell(written_word(view, now), when(view, now.written_at), Line.DOTTED)


def _asks(view: View, now: DisruptionNow) -> Iterator[Ask]:
    """What people can do; what a sheet needs not say is how long that takes, as it stands with whether one can."""
    d = now.disruption
    for ask in d.account.asks:
        yield _ask(view, ask)
    told = view.said(d, d.instruction)
    if not d.account.asks and told.text.strip():
        yield Ask(Markup(""), (Detail("", said(view, told._replace(text=cut(told.text)))),))


def _ask(view: View, ask: Asked) -> Ask:
    pairs = asked(view, ask).pairs
    order = ((_HOW, ""), (_CAN_YOU, ""), (_IF_NOT, pairs[_IF_NOT].label), (_HELPS, pairs[_HELPS].label))
    return Ask(prose(ask.what), tuple(Detail(label, prose(pairs[at].says)) for at, label in order if pairs[at].says))


def _who(view: View, now: DisruptionNow) -> Markup:
    """Who answers for the parts that it is about; of what is not ours, whose words these are."""
    if not now.ours:
        return whose_words(view, now)
    cause = now.disruption.account.cause
    parts = (now.disruption.account.symptom, cause.component if cause is not None else "", *_first_part(now))
    known = (view.system.by_id[part].owner for part in parts if part and part in view.system.by_id)
    owners = list(dict.fromkeys(known))[:2]
    if not owners:
        return Markup("")
    listed = view.words.listed([text(view.system.party_name(owner)) for owner in owners])
    return view.words.gettext("Responsible: %(parties)s.", parties=listed)


def _first_part(now: DisruptionNow) -> tuple[str, ...]:
    return tuple(report.component for report in now.reports[:1]) if not now.disruption.account.symptom else ()
