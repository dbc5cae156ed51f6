"""Who does what: all parties in a list; of one, what it runs, whom that slows, who slows it, and its word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.model.system import SystemLink
from explainer.picture.causes import Sure
from explainer.picture.ledger import Ledger, ledger_of
from explainer.picture.parties import (
    CUSTOMERS,
    Between,
    changes_of,
    decisions_in_month,
    promised_by,
    promising,
    runs,
    slowed_by,
    slows,
)
from explainer.render.components.disruption.actions import Action, Pair, actions, decided
from explainer.render.components.lessons import promised
from explainer.render.components.part import answer_by
from explainer.render.components.parts import Part, rows_of
from explainer.render.components.record import kept_in_words
from explainer.render.components.rows import Row
from explainer.render.escaping import in_zone, link, prose, text
from explainer.render.party import party
from explainer.render.view import View
from explainer.render.words import headline, next_word, sentence, soon, sure_word


class Group(NamedTuple):
    """A party or the customers, and the parts between which something is passed on, a row each."""

    who: Markup
    parts: tuple[Part, ...]


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
    drawn = (view.render("components/who/section.html", **one._asdict()) for one in _sections(view, subject) if one.body)
    return Markup("\n").join(drawn)


def _every(view: View) -> Markup:
    """All parties, as staff wrote them; without pages of their own they are no links."""
    rows = [Row(view.party_url(one.id) if view.who else "", one.name, sentence(one.does)) for one in view.system.parties]
    return view.render("components/who/template.html", rows=rows)


def _sections(view: View, subject: str) -> Iterator[Section]:
    said, system = view.words.gettext, view.system
    yield Section("runs", said(N_("What we run")), _parts(view, _run(view, subject)))
    yield Section("slows", said(N_("Whom our work slows")), _groups(view, slows(system, subject), _target))
    yield Section("slowed", said(N_("Whose work slows ours")), _groups(view, slowed_by(system, subject), _source))
    yield Section("decisions", said(N_("Our decisions this month")), _decisions(view, subject))
    yield Section("promises", said(N_("Our promises")), _promises(view, subject))


# Parts


def _parts(view: View, rows: Iterable[Part]) -> Markup:
    found = list(rows)
    return view.render("components/who/parts.html", parts=found) if found else Markup("")


def _run(view: View, subject: str) -> Iterator[Part]:
    for component in runs(view.system, subject):
        for row in rows_of(view, view.picture.component[component.id]):
            yield row if row.says else row._replace(says=prose(component.says))


def _source(one: SystemLink) -> str:
    return one.source


def _target(one: SystemLink) -> str:
    return one.target


def _groups(view: View, every: Iterable[Between], end: object) -> Markup:
    groups = [Group(_name(view, one.party), tuple(_linked(view, one.links, end))) for one in every]
    return view.render("components/who/groups.html", groups=groups) if groups else Markup("")


def _name(view: View, whose: str) -> Markup:
    return text(view.system.layers[-1].name) if whose == CUSTOMERS else party(view, whose)


def _linked(view: View, links: Iterable[SystemLink], end: object) -> Iterator[Part]:
    """The part at the other end of each link, as it is now, and why it is slowed, or slows; first what is so now."""
    for one in links:
        other = end(one)  # type: ignore[operator]
        found = view.picture.link[one.source, one.target].sure
        because = _because(view, found, one)
        yield from (row._replace(says=because) for row in rows_of(view, view.picture.component[other]))


def _because(view: View, sure: Sure | None, one: SystemLink) -> Markup:
    """The reason that holds on any day; and how sure it is, where trouble takes that way now."""
    because = prose(sentence(one.because))
    return because if sure is None else Markup("<b>{}.</b> {}").format(sure_word(view.words, sure), because)


# Its word


def _decisions(view: View, subject: str) -> Markup:
    """What it decided this month, each with the page of the disruption."""
    return actions(view, (_decided(view, *one) for one in decisions_in_month(view.picture, subject, view.zone)))


def _decided(view: View, decision, about) -> Action:  # type: ignore[no-untyped-def]
    action = decided(view, decision)
    page = link(view.disruption_url(about.id), headline(view, about.disruption))
    return action._replace(pairs=(*action.pairs, Pair(view.words.gettext("What it was about"), page)))
