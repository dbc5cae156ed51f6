"""The name of a party, which leads to its page wherever the site has one."""

from __future__ import annotations

from markupsafe import Markup

from explainer.render.escaping import link, text
from explainer.render.view import View


def party(view: View, party_id: str) -> Markup:
    """The name of a party; of one that the system knows, as a link to its page, if the site has such pages."""
    name = view.system.party_name(party_id)
    return link(view.party_url(party_id), name) if view.who and party_id in view.system.party else text(name)
