"""The bar above every reading page: the state in one line, and where to read more.

It tells from when it is and after when it is to be treated as old, and grows old by itself as every page does.
Its times are coarse: while nothing happens it is another one no more often than once an hour, so that a refresh leaves
the pages below it alone. ``args["root"]`` is the way to the site's root where the page itself does not know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from markupsafe import Markup

from explainer.language.marks import N_
from explainer.language.states import state_word
from explainer.model.vocabulary import State
from explainer.picture.shelf import Shelf, coarse, shelf_of
from explainer.render.components.age import old, units
from explainer.render.escaping import prose, text
from explainer.render.later import ages, until
from explainer.render.view import View
from explainer.render.words import full_moment, headline, next_word, sentence, told_in_full, whose_words
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
    view = replace(view, root=args["root"]) if args.get("root") else view
    shelf = coarse(shelf_of(view.picture, view.picture.disruption.get(view.picture.lead)), view.picture)
    state = view.picture.state
    lead = view.picture.disruption.get(view.picture.lead)
    if lead is None:
        url, says, promises = view.root or "./", view.words.gettext(_CALM[state]), list[Markup]()
    else:
        url, says = view.disruption_url(lead.id), headline(view, lead.disruption, 120)
        worse = (view.picture.component[part] for part in view.picture.worse)
        promises = [prose(sentence(named)) for named in in_states(view, worse)]
        promises += [told_in_full(view, lead)]
        promises += [who] if (who := whose_words(view, lead)) else []
        promises += [next_word(view, lead)] if lead.promise is not None else []
    return view.render(
        "components/banner/template.html",
        state=state.value,
        word=state_word(view.words, state),
        url=url,
        says=says,
        promises=[*promises, *_dated(view, shelf)],
        made=until(shelf.old_after),
        grey=until(shelf.grey_after),
        ages=ages(view),
        old=old(view, shelf, text(says)),
        unknown=State.UNKNOWN.value,
        unknown_word=state_word(view.words, State.UNKNOWN),
        home=view.root or "./",
        units=units(view) if ages(view) else "",
    )


def _dated(view: View, shelf: Shelf) -> Iterator[Markup]:
    """From when the bar is, and after when it is old: with the day, and not hidden by any script."""
    yield view.words.gettext("As of %(time)s.", time=full_moment(view, shelf.made))
    yield view.words.gettext("Treat it as old after %(time)s.", time=full_moment(view, shelf.old_after))
