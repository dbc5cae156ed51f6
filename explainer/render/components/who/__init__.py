"""Who does what: all parties in a list; of one, what it runs, whom that slows, who slows it, and its word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.system import Party, SystemLink
from explainer.picture.causes import Sure
from explainer.picture.decided import part_of
from explainer.picture.ledger import Ledger, ledger_of
from explainer.picture.model import ComponentNow, DisruptionNow
from explainer.picture.parties import (
    CUSTOMERS,
    Between,
    Changing,
    Decided,
    changes_of,
    checking,
    decisions_in_month,
    promised_by,
    promising,
    runs,
    slowed_by,
    slows,
)
from explainer.render.components.disruption import Action, Pair, actions, decided
from explainer.render.components.lessons import promised
from explainer.render.components.part import answer
from explainer.render.components.parts import Part, rows_of
from explainer.render.components.record import kept_in_words
from explainer.render.components.rows import Row
from explainer.render.escaping import link, prose, text
from explainer.render.party import party
from explainer.render.reading import explained_in_turn
from explainer.render.view import View
from explainer.render.words import headline, next_word, sentence, sure_word

_ON = Markup('<p class="note">{}</p>')


class Group(NamedTuple):
    """A party or the customers, and the parts between which something is passed on, a row each."""

    who: Markup
    parts: tuple[Part, ...]


class Due(NamedTuple):
    """Something that was promised, and by when or how it stands."""

    what: Markup
    says: Markup


class Section(NamedTuple):
    """A section: its anchor, its title, and its body."""

    name: str
    title: str
    body: Markup


def who(view: View, args: Mapping[str, str]) -> Markup:
    """The sections of the page of the party ``args["subject"]``; of the page of all parties, its rows."""
    subject = args.get("subject", "")
    if subject not in view.system.party:
        return _every(view)
    drawn = [
        view.render("components/who/section.html", **one._asdict()) for one in _sections(view, subject) if one.body
    ]
    on = link(view.map_url(), view.words.gettext("All parts on one map"))
    return Markup("\n").join((*drawn, _ON.format(on)))


def _every(view: View) -> Markup:
    """All parties, as staff wrote them; without pages of their own they are no links."""
    rows = [Row(view.party_url(one.id), one.name, sentence(one.does)) for one in view.system.parties]
    return view.render("components/who/template.html", rows=rows, linked=view.who)


def _row(view: View, one: Party) -> Row:
    return Row(view.party_url(one.id) if view.who else "", one.name, sentence(one.does))


def _sections(view: View, subject: str) -> Iterator[Section]:
    said, system = view.words.gettext, view.system
    yield Section("runs", said(N_("What we run")), _run(view, subject))
    yield Section("slows", said(N_("Whom our work slows")), _groups(view, slows(system, subject), _target))
    yield Section("slowed", said(N_("Whose work slows ours")), _groups(view, slowed_by(system, subject), _source))
    yield Section("decisions", said(N_("Our decisions this month")), _decisions(view, subject))
    yield Section("promises", said(N_("Our promises")), _promises(view, subject))


# Parts


def _run(view: View, subject: str) -> Markup:
    """The parts that it runs, as they are now, and where each is explained."""
    own = [component.id for component in runs(view.system, subject)]
    if not own:
        return Markup("")
    rows = [row for part in own for row in rows_of(view, view.picture.component[part])]
    reading = [line for line in dict.fromkeys(explained_in_turn(view, own)) if line]
    return view.render("components/who/parts.html", parts=rows, reading=reading)


def _source(one: SystemLink) -> str:
    return one.source


def _target(one: SystemLink) -> str:
    return one.target


def _groups(view: View, every: Iterable[Between], end: Callable[[SystemLink], str]) -> Markup:
    groups = [Group(_name(view, one.party), tuple(_linked(view, one.links, end))) for one in every]
    return view.render("components/who/groups.html", groups=groups) if groups else Markup("")


def _name(view: View, whose: str) -> Markup:
    return text(view.system.layers[-1].name) if whose == CUSTOMERS else party(view, whose)


def _linked(view: View, links: Iterable[SystemLink], end: Callable[[SystemLink], str]) -> Iterator[Part]:
    """The parts at the other ends of links, as they are now, and why the one slows the other."""
    why: dict[str, list[Markup]] = {}
    for one in links:
        because = _because(view, view.picture.link[one.source, one.target].sure, one)
        why.setdefault(end(one), []).append(because)
    for other, said in why.items():
        here = view.picture.component[other]
        yield from (row._replace(says=Markup("<br>").join(said)) for row in rows_of(view, here))


def _because(view: View, sure: Sure | None, one: SystemLink) -> Markup:
    """The reason that holds on any day; and how sure it is, where trouble takes that way now."""
    because = prose(sentence(one.because))
    return because if sure is None else Markup("<b>{}.</b> {}").format(sure_word(view.words, sure), because)


# Its word


def _decisions(view: View, subject: str) -> Markup:
    """What it decided this month, each with the disruption that it was decided in."""
    every = list(decisions_in_month(view.picture, subject, view.zone))
    lines = explained_in_turn(view, [part_of(view.system, one.about.disruption, one.decision) for one in every])
    return actions(view, map(partial(_decided, view), every, lines))


def _decided(view: View, one: Decided, explained: Markup) -> Action:
    action = decided(view, one.decision, explained)
    label = view.words.pgettext("before the disruption that something was decided in", "In")
    return action._replace(pairs=(*action.pairs, Pair(label, _page_of(view, one.about))))


def _page_of(view: View, now: DisruptionNow) -> Markup:
    return link(view.disruption_url(now.id), headline(view, now.disruption))


def _promises(view: View, subject: str) -> Markup:
    """How many of its updates came on time, what it promises now, and what it promised to change."""
    own = promised_by(ledger_of(view.picture), view.picture, subject)
    kept = kept_in_words(view, Ledger(promises=own)) if own else ""
    open_ = [
        *(Due(_page_of(view, now), next_word(view, now)) for now in promising(view.picture, subject)),
        *(_answer(view, here) for here in checking(view.picture, subject)),
    ]
    changes = [Due(prose(sentence(one.change.what)), _standing(view, one)) for one in changes_of(view.picture, subject)]
    if not (kept or open_ or changes):
        return Markup("")
    record = view.record_url() if view.record and kept else ""
    return view.render("components/who/promises.html", kept=kept, record=record, rows=[*open_, *changes])


def _answer(view: View, here: ComponentNow) -> Due:
    """A part that it is checking, and by when there will be an answer, or that it was due."""
    by = here.report.checking_by if here.report else None
    said = answer(view, Markup(""), by) if by else Markup("")
    return Due(link(view.map_url(here.id), here.component.name), said)


def _standing(view: View, one: Changing) -> Markup:
    """By when it was promised, and how it stands."""
    told = promised(view, one.change)
    due = view.words.pgettext("a day until which something is to be done", "By %(day)s", day=told.due)
    return Markup("{} · {}").format(due, told.standing)
