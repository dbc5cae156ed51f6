"""What the map, the traces and the reading pages say of one component, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from explainer.model.vocabulary import Kind, State
from explainer.picture.model import Basis, ComponentNow, Sure
from explainer.render.components.unplaced import reason
from explainer.render.escaping import STATE_WORDS, attr, number, text
from explainer.render.view import View
from explainer.render.words import lower_first, sentence, soon, speaker, when

if TYPE_CHECKING:
    from explainer.declarations.system import SystemLink
    from explainer.model.disruption import Disruption

MOST_PAGES = 3
"""How many disruptions are named beside a component; the home page and ``status.json`` have more of them."""

NOT_WATCHED = "Not watched"
NBSP = "\u00a0"


def word_of(now: ComponentNow) -> str:
    """The state in one word, or that nobody watches."""
    return STATE_WORDS[now.state] if now.state else NOT_WATCHED


def word_since(view: View, now: ComponentNow) -> str:
    """html: the state's word, with since when for what we cannot see."""
    if now.state is State.UNKNOWN and now.since is not None:
        return f"Unknown since {when(view, now.since)}"
    return word_of(now)


def account(view: View, now: ComponentNow) -> str:
    """The state of a component in one or two plain sentences: what was said, or why nothing can be."""
    if now.basis is Basis.REPORTED:
        said = sentence(now.says or (now.report.headline if now.report else ""))
        return f"{said} {disagreement(now)}".strip()
    if now.basis is Basis.INFERRED and now.via is not None:
        cause = view.system.by_id[now.via.source].name
        lag = f" That takes about {number(now.via.lag)} minutes." if now.via.lag else ""
        return f"Nobody reports trouble here. It may come from {cause}: {lower_first(now.via.because)}{lag}"
    if now.basis is Basis.SILENT:
        who = now.by or "Its source"
        return f"{who}: no answer. What it said last is too old to trust, so we do not show it."
    if now.basis is Basis.NOT_UNDERSTOOD:
        return reason(view, now)
    if now.basis is Basis.UNWATCHED:
        return "Nobody tells us how it works now."
    capacity = now.component.capacity
    usual = f" Usually {number(capacity.normal)} {capacity.unit}." if capacity else ""
    return f"Nothing is reported.{usual}"


def disagreement(now: ComponentNow) -> str:
    """What each source says, where they do not agree: ``Tower says stopped; Met says normal.``."""
    said = [f"{voice.by} says {STATE_WORDS[voice.state].lower()}" for voice in now.conflict]
    return f"{'; '.join(said)}." if said else ""


def told_by(view: View, now: ComponentNow) -> str:
    """html: who says so, and when; or by when there will be an answer."""
    if now.basis in (Basis.UNWATCHED, Basis.NOT_UNDERSTOOD) or (now.basis is Basis.INFERRED and not now.by):
        return ""
    who = _speaker(view, now)
    parts: list[str] = [text(who)] if who else []
    checking = now.report.checking_by if now.report else None
    if checking is not None:
        parts.append(f"answer by {soon(view, checking)}")
    elif now.at is not None and now.basis is not Basis.SILENT:
        parts.append(when(view, now.at))
    return ", ".join(parts)


def _speaker(view: View, now: ComponentNow) -> str:
    held = view.picture.disruption.get(now.disruptions[0]) if now.report and now.disruptions else None
    return speaker(view, held, now.report) if held and now.report else now.by


def explainer_url(view: View, component_id: str) -> str:
    """The address of the page that explains a component, from the page being written, or nothing."""
    url = view.explainers.get(component_id)
    return "" if url is None else view.root + url


def disruptions_of(view: View, components: Iterable[str]) -> tuple[tuple[Disruption, ...], int]:
    """The disruptions a reader should open for some components, and how many more there are."""
    every = list(dict.fromkeys(page for component in components for page in view.picture.pages[component]))
    shown = tuple(view.picture.disruption[page].disruption for page in every[:MOST_PAGES])
    return shown, len(every) - len(shown)


def relations(view: View, component_id: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a component has to do with others: ``(words, component ids)``, causes first."""
    now = view.picture.component[component_id]
    into = [(link.source, _needs(view, link)) for link in view.system.into[component_id]]
    out_of = [(link.target, _serves(view, link, now)) for link in view.system.out_of[component_id]]
    words = ("Slowed by", "May be slowed by", "Needs", "Depends on", "Slows", "May slow", "Needed by", "Can slow")
    groups = ((word, tuple(other for other, said in (*into, *out_of) if said == word)) for word in words)
    return tuple((word, others) for word, others in groups if others)


def _needs(view: View, link: SystemLink) -> str:
    sure = view.picture.link[link.source, link.target].sure
    if sure in (Sure.KNOWN, Sure.LIKELY):
        return "Slowed by"
    if sure is Sure.MAY_FOLLOW:
        return "May be slowed by"
    return "Needs" if view.system.by_id[link.source].kind is Kind.RESOURCE else "Depends on"


def _serves(view: View, link: SystemLink, now: ComponentNow) -> str:
    sure = view.picture.link[link.source, link.target].sure
    if sure in (Sure.KNOWN, Sure.LIKELY):
        return "Slows"
    if sure is Sure.MAY_FOLLOW:
        return "May slow"
    return "Needed by" if now.component.kind is Kind.RESOURCE else "Can slow"


def relation_html(view: View, component_id: str, href: str, only: Iterable[str] = ()) -> str:
    """html: the relations as links; ``href`` holds ``{}`` where the other component's id goes."""
    wanted = frozenset(only)
    spans = []
    for word, others in relations(view, component_id):
        if wanted and word not in wanted:
            continue
        links = " ".join(
            f'<a href="{attr(href.format(other))}">{text(view.system.by_id[other].name)}</a>' for other in others
        )
        spans.append(f"<span>{word.replace(' ', NBSP)} {links}</span>")
    return " ".join(spans)
