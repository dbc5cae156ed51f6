"""The live part of a reading page: how the parts it explains work now, and what they have to do with others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.states import state_word
from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow
from explainer.render.components.part import account, disruptions_of, relations, told_by, word_of
from explainer.render.escaping import text
from explainer.render.later import Version, versions_of
from explainer.render.reading import explained_together
from explainer.render.view import View
from explainer.render.words import draft, headline, known_since, next_word, told_in_full, when


class Link(NamedTuple):
    """A disruption to read: where its page is, and its headline."""

    url: str
    says: Markup


def panel(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``panel``; ``args["components"]`` names the parts, separated by spaces."""
    wanted = tuple(dict.fromkeys(c for c in args.get("components", "").split() if c in view.picture.component))
    if not wanted:
        return Markup("")
    found, hidden = disruptions_of(view, wanted)
    return view.render(
        "components/panel/template.html",
        is_exercise=view.settings.exercise is not None or view.picture.exercise,
        draft=draft(view) if view.picture.has_drafts else "",
        parts=[_part(view, view.picture.component[c], alone=len(wanted) == 1) for c in wanted],
        news=[Link(view.disruption_url(d.id), headline(view, d, 120)) for d in found],
        hidden=hidden,
        explained=explained_together(view, wanted),
        open_url=view.open_url(),
        promises=list(_promises(view)),
    )


def _part(view: View, now: ComponentNow, alone: bool) -> Markup:
    """One component; many explainers at one depth speak of the same, and say the same of it."""
    key = f"panel {now.id} {alone} {view.root}"
    if key not in view.shared:
        told = (_told(version, then, alone) for version, then in versions_of(view, now))
        view.shared[key] = Markup("\n").join(told)
    found: Markup = view.shared[key]
    return found


def _told(version: Version, now: ComponentNow, alone: bool) -> Markup:
    view = version.view
    return view.render(
        "components/panel/part.html",
        name="" if alone else now.component.name,
        state=now.state.value if now.state else "",
        since=_since(view, now),
        account=account(view, now),
        by="" if now.basis is Basis.SILENT else told_by(view, now),
        relations=relations(view, now.id, view.map_url("{}")),
        url=view.map_url(now.id) if view.map else "",
        attributes=version.attributes,
    )


def _since(view: View, now: ComponentNow) -> Markup:
    word = text(state_word(view.words, now.state) if now.state else word_of(view, now))
    if now.since and now.state is not State.NORMAL:
        return view.words.gettext("%(state)s since %(time)s", state=word, time=when(view, now.since))
    return known_since(view, word, now.start)


def _promises(view: View) -> Iterator[Markup]:
    """When this was checked and when there will be more: on paper, the bar that says so is not printed."""
    if view.picture.checked_at is not None:
        yield view.words.gettext("Checked %(time)s.", time=when(view, view.picture.checked_at, zone=True))
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is not None:
        yield told_in_full(view, lead)
        if lead.promise is not None:
            yield next_word(view, lead)
