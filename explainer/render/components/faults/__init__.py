"""What stands on a page instead of what could not be made, by a fault of this site's own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from markupsafe import Markup

from explainer.render.escaping import text
from explainer.render.view import View
from explainer.render.words import headline

MOST_NAMED = 3

_HEAD = Markup("<title>{}</title>\n")


class Named(NamedTuple):
    """A disruption that could not be shown: its page, and its headline as far as it can be told."""

    url: str
    says: Markup


def left_out(view: View, keys: Sequence[str]) -> Markup:
    """The line below a region that was made without some disruptions: how many, and the first of them."""
    return view.render(
        "components/faults/left_out.html",
        amount=len(keys),
        named=[Named(view.disruption_url(key), _called(view, key)) for key in keys[:MOST_NAMED]],
        hidden=max(0, len(keys) - MOST_NAMED),
    )


def head(view: View, about: str) -> Markup:
    """The title of a page whose own could not be made; ``about`` is the id of the disruption it is about, if any."""
    site = text(view.settings.site_name)
    if not about:
        return _HEAD.format(site)
    named = view.words.pgettext(
        "title of a page: what it is about, and the site", "%(title)s, %(site)s", title=_called(view, about), site=site
    )
    return _HEAD.format(named)


def lead(view: View, about: str) -> Markup:
    """The sign of a page whose own could not be made."""
    return view.render("components/faults/lead.html", title=_called(view, about) if about else "", home=_home(view))


def region(view: View, about: str) -> Markup:
    """What stands in the place of any other region; the publisher's headline where the page is about a disruption."""
    return view.render("components/faults/region.html", says=_called(view, about) if about else "", home=_home(view))


def _home(view: View) -> str:
    return view.root or "./"


def _called(view: View, key: str) -> Markup:
    with suppress(Exception):
        return headline(view, view.picture.disruption[key].disruption)
    return text(key)
