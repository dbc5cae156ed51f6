"""What every sheet for a wall says: from when on it is old, where the page is, whom to call, when to take it down."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.language.escaping import without_controls
from explainer.picture.promises import NextWord
from explainer.render.components.poster import Old
from explainer.render.components.times import label_of
from explainer.render.escaping import text
from explainer.render.view import View
from explainer.render.words import hour_and_day, when, whom_to_call

_TYPED = Markup('<a href="./" dir="ltr"><b>{}</b></a>')
_PHONE = Markup('<b class="n">{}</b>')
_ID = Markup('<span dir="ltr">{}</span>')


def typed(view: View, page: str = "") -> str:
    """The address of a page, such as ``map/``, as somebody types it; empty where the site has none."""
    if not view.settings.site_url:
        return ""
    parts = urlsplit(view.address(page))
    return f"{parts.netloc}{parts.path}".rstrip("/")


def old(view: View, promised: NextWord | None) -> Old:
    """When the next word comes, after which the sheet is old; it is so already where that is late."""
    words = view.words
    if promised is None:
        said = words.gettext("No next update is promised. The page is newer than this sheet.")
        return Old("", Markup(""), text(said))
    if promised.overdue:
        said = words.gettext("It is late, so this sheet is old.")
    else:
        said = words.gettext("After %(time)s, this sheet is old.", time=hour_and_day(view, promised.due))
    return Old(label_of(view, promised), when(view, promised.due), text(said))


def foot(view: View, address: str) -> Iterator[Markup]:
    """Where the page is, as somebody types it, and whom to call without a network."""
    if address:
        yield view.words.gettext("Scan, or type %(address)s.", address=_TYPED.format(address))
    if view.settings.contact.phone:
        yield whom_to_call(view.words, view.settings.contact, _PHONE)


def fine(view: View, promised: NextWord | None, update: str) -> Iterator[Markup]:
    """When to take the sheet down, for those who hang it, and the id of its ``update``, if it has one."""
    words = view.words
    if promised is not None and not promised.overdue:
        due = text(hour_and_day(view, promised.due))
        yield words.gettext("Staff: take this sheet down at %(time)s.", time=due)
    if update:
        yield words.gettext("Update %(update)s", update=_ID.format(without_controls(update)))
