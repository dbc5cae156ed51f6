"""What people need that no one part stands for, such as a bed for the night: what to do, and how its parts are now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.system import Need
from explainer.render.components.disruption import owed, what_to_do
from explainer.render.components.part import account, name_and_state
from explainer.render.escaping import glyph, prose, text
from explainer.render.later import versions_of
from explainer.render.reading import explained_in
from explainer.render.view import View


class Part(NamedTuple):
    """A part that it hangs on, as it is as of one moment, and what explains it; ``attributes`` are of its element."""

    url: str
    title: Markup
    says: Markup
    explained: Markup
    attributes: Markup


def need(view: View, one: Need) -> Markup:
    """The body of its page."""
    rights = view.rights.get(one.rights)
    return view.render(
        "components/need/template.html",
        to_do=what_to_do(view, one.asks),
        parts=list(_parts(view, one)),
        rights=rights.title if rights else "",
        owed=owed(view, one.rights),
        checked=view.words.gettext(
            "Checked on %(date)s: %(who)s.",
            date=text(view.words.full_date(one.checked)),
            who=prose(view.system.party_name(one.by)),
        ),
    )


def _parts(view: View, one: Need) -> Iterator[Part]:
    for here in (view.picture.component[part] for part in one.parts):
        for version, then in versions_of(view, here):
            named = name_and_state(view.words, then.component.name, then.state)
            title = Markup("{} {}").format(glyph(then.state), named) if then.state else named
            says, explained = account(version.view, then), explained_in(view, here.id)
            yield Part(view.map_url(here.id), title, says, explained, version.attributes)
