"""The bar above every reading page: the state in one line, and where to read more.

It holds no time that moves while nothing happens, so that a refresh leaves the pages below it alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from explainer.model.vocabulary import State
from explainer.render.escaping import STATE_WORDS, attr
from explainer.render.view import View
from explainer.render.words import headline, next_word, told


def banner(view: View, args: Mapping[str, str]) -> str:
    """The region ``banner``."""
    del args
    picture = view.picture
    state = picture.state
    lead = picture.disruption.get(picture.lead)
    mark = f'<b class="state" data-state="{state.value}">{STATE_WORDS[state]}</b>'
    if lead is None:
        return f'<p class="news">{mark} <a href="{attr(view.root or "./")}">{_calm(state)}</a></p>'
    url = attr(view.disruption_url(lead.id))
    parts = [f'{mark} <a href="{url}">{headline(view, lead.disruption, 120)}</a>']
    parts.append(f"<span>{told(view, lead)}.</span>")
    if lead.promise is not None:
        parts.append(f"<span>{next_word(view, lead)}</span>")
    return f'<p class="news">{" ".join(parts)}</p>'


def _calm(state: State) -> str:
    """What the bar says while no disruption leads: never “all normal” unless it is."""
    return {
        State.NORMAL: "Everything works normally",
        State.UNKNOWN: "We cannot see how everything works now",
        State.WATCH: "Everything works, and something may change it",
        State.SLOWED: "Part of it works slower than usual",
        State.STOPPED: "Part of it does not work",
    }[state]
