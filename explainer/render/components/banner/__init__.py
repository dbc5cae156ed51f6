"""The bar above every reading page: the state in one line, and where to read more.

It holds no time that moves while nothing happens, so that a refresh leaves the pages below it alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.language.states import state_word
from explainer.model.vocabulary import State
from explainer.render.escaping import prose
from explainer.render.view import View
from explainer.render.words import headline, next_word, sentence, told_in_full
from explainer.render.worst import in_states

_CALM = {
    State.NORMAL: N_("Everything works normally"),
    State.UNKNOWN: N_("We cannot see how everything works now"),
    State.WATCH: N_("Everything works, and something may change it"),
    State.SLOWED: N_("Part of it works slower than usual"),
    State.STOPPED: N_("Part of it does not work"),
}
"""What the bar says while no disruption leads: never “all normal” unless it is."""


def banner(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``banner``."""
    del args
    state = view.picture.state
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is None:
        url, says, promises = view.root or "./", view.words.gettext(_CALM[state]), list[Markup]()
    else:
        url, says = view.disruption_url(lead.id), headline(view, lead.disruption, 120)
        worse = (view.picture.component[part] for part in view.picture.worse)
        promises = [prose(sentence(named)) for named in in_states(view, worse)]
        promises += [told_in_full(view, lead)]
        promises += [next_word(view, lead)] if lead.promise is not None else []
    return view.render(
        "components/banner/template.html",
        state=state.value,
        word=state_word(view.words, state),
        url=url,
        says=says,
        promises=promises,
    )
