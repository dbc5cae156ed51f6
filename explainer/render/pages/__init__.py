"""The kinds of crisis pages, as a table. A new one takes a template, a module here, and a row."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from explainer.render.components import head as heads
from explainer.render.components import lead as leads
from explainer.render.pages import (
    after_action,
    archive,
    ask,
    card,
    disruption,
    events,
    home,
    open_now,
    plain,
    record,
    run,
    trace,
    who,
    words,
)
from explainer.render.pages import map as map_
from explainer.render.pages.kind import Args, Page
from explainer.render.view import View

PAGES: Mapping[str, Page] = {
    "home": home.PAGE,
    "map": map_.PAGE,
    "disruption": disruption.PAGE,
    "open": open_now.PAGE,
    "trace": trace.PAGE,
    "archive": archive.PAGE,
    "record": record.PAGE,
    "run": run.PAGE,
    "after": after_action.PAGE,
    "who": who.PAGE,
    "ask": ask.PAGE,
    "card": card.PAGE,
    "words": words.PAGE,
    "events": events.PAGE,
}
"""By the kind that a template names in its block ``kind``."""

TEMPLATES = tuple(page.template for page in PAGES.values() if page.template)
"""What staff can write in a page's front matter."""


def page_of(kind: str) -> Page:
    """A kind of page by its name."""
    return PAGES.get(kind, plain.PAGE)


def head(view: View, args: Args) -> Markup:
    """The region ``head`` of a page of the kind ``args["page"]``."""
    return heads.head(view, page_of(args.get("page", "home")).about(view, args))


def lead(view: View, args: Args) -> Markup:
    """The region ``lead``: the sign of a page of the kind ``args["page"]``."""
    page = page_of(args.get("page", "home"))
    return leads.lead(view, lambda view: page.sign(view, args))
