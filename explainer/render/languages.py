"""The languages of a site: the switch between them, and what tells machines of them. Nothing on a site in one."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.language.directions import direction
from explainer.render.escaping import attr, text
from explainer.render.view import View


def languages(view: View, args: Mapping[str, str]) -> str:
    """The region ``languages``: this page in every language, each named in itself."""
    del args
    rows = "".join(
        f'<a href="{attr(view.in_language(one))}" lang="{attr(one.tag)}" hreflang="{attr(one.tag)}"'
        f' dir="{direction(one.tag)}"{" aria-current=true" if one.root == view.folder else ""}>{text(one.name)}</a>'
        for one in view.languages
    )
    label = view.words.gettext("Languages")
    return f'<nav class="languages" aria-label="{attr(label)}">{rows}</nav>' if rows else ""


def alternates(view: View, args: Mapping[str, str]) -> str:
    """The region ``alternates``: the addresses of this page in every language, in ``<head>``."""
    del args
    rows = [(one.tag, view.address_in(one)) for one in view.languages]
    rows += [("x-default", view.address_in(one)) for one in view.languages if one.is_default]
    return "\n".join(f'<link rel="alternate" hreflang="{attr(tag)}" href="{attr(address)}">' for tag, address in rows)
