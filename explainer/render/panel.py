"""The live part of a reading page: how the parts it explains work now, and what they have to do with others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explainer.language.escaping import escaped
from explainer.model.vocabulary import State
from explainer.picture.model import Basis, ComponentNow
from explainer.render.component import account, disruptions_of, relation_html, told_by, word_of
from explainer.render.escaping import STATE_WORDS, attr, prose, text
from explainer.render.view import View
from explainer.render.words import headline, known_since, told, when


def panel(view: View, args: Mapping[str, str]) -> str:
    """The region ``panel``; ``args["components"]`` names the parts, separated by spaces."""
    wanted = [c for c in args.get("components", "").split() if c in view.picture.component]
    if not wanted:
        return ""
    rows = "".join(_part(view, view.picture.component[c], alone=len(wanted) == 1) for c in dict.fromkeys(wanted))
    return (
        '<section class="now" aria-labelledby="now" data-search-exclude>\n'
        f'<h2 id="now">{_title(view)}</h2>\n<ul>\n{rows}</ul>\n{_news(view, wanted)}{_promise(view)}</section>\n'
    )


def _title(view: View) -> str:
    if view.settings.exercise is not None or view.picture.exercise:
        return "<b>EXERCISE</b> How it works now"
    return "How it works now"


def _part(view: View, now: ComponentNow, alone: bool) -> str:
    """One component; many explainers at one depth speak of the same, and say the same of it."""
    key = f"panel {now.id} {alone} {view.root}"
    if key not in view.shared:
        view.shared[key] = _told(view, now, alone)
    return view.shared[key]


def _told(view: View, now: ComponentNow, alone: bool) -> str:
    shown = STATE_WORDS[now.state] if now.state else word_of(now)
    since = f"{shown} since {when(view, now.since)}" if now.since and now.state is not State.NORMAL else ""
    since = since or known_since(view, escaped(shown), now.start)
    kind = f' data-state="{now.state.value}"' if now.state else ""
    told = told_by(view, now)
    place = f'<span><a href="{attr(view.map_url(now.id))}">On the map</a></span>'
    name = "" if alone else f"<b>{text(now.component.name)}</b> "
    by = f'<p class="by">{told}</p>' if told and now.basis is not Basis.SILENT else ""
    return (
        f'<li><p class="is">{name}<b class="state"{kind}>{since}</b></p>\n'
        f"<p>{prose(account(view, now))}</p>{by}\n"
        f'<p class="rel">{relation_html(view, now.id, view.map_url("{}"))} {place}</p></li>\n'
    )


def _news(view: View, wanted: Iterable[str]) -> str:
    """The disruptions that touch any of the parts, each once."""
    found, hidden = disruptions_of(view, wanted)
    links = [f'<a href="{attr(view.disruption_url(d.id))}">{headline(view, d, 120)}</a>' for d in found]
    links += [f"and {hidden} more"] if hidden else []
    return f'<p class="why">What happens: {"; ".join(links)}</p>\n' if links else ""


def _promise(view: View) -> str:
    """When this was checked and when there will be more: on paper, the bar that says so is not printed."""
    picture = view.picture
    parts = []
    if picture.checked_at is not None:
        parts.append(f"Checked {when(view, picture.checked_at, zone=True)}.")
    lead = picture.disruption.get(picture.lead)
    if lead is not None:
        parts.append(f"{told(view, lead)}.")
        if lead.overdue_since is not None:
            parts.append(f"The update promised for {when(view, lead.overdue_since, zone=True)} is late.")
        elif lead.disruption.next_update is not None:
            parts.append(f"Next update by {when(view, lead.disruption.next_update, zone=True)}.")
    return f'<p class="times">{" ".join(parts)}</p>\n' if parts else ""
