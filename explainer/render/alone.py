"""A whole page that no generator builds and that stands alone: in a frame on another site, on a screen, or on paper.

It has what it needs inside it, and asks for nothing but what its head allows; no search engine keeps it. The body of
one that stays open is drawn twice where it grows old: as it is, and as it is told once it is too old. The style changes
the one for the other after as long as the words hold, counted from when the page was loaded; the script does so at the
moment itself, and renews the page where that can be had.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

from markupsafe import Markup

from explainer.picture.glance import Glance
from explainer.render.escaping import attr, text
from explainer.render.later import ages
from explainer.render.shapes import sprite
from explainer.render.view import View

SCRIPT = "alone.js"

NOTHING = Markup("")

_HEAD = Markup(
    '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; {allowed}"
    "base-uri 'none'; form-action 'none'\">\n"
    '<meta name="robots" content="noindex">\n{more}<title>{title}</title>\n'
)
_PAGE = Markup(
    '<!doctype html>\n<html lang="{lang}" dir="{direction}">\n<head>\n{head}<style>{style}</style>\n</head>\n'
    '<body data-made="{made}" data-renew="{renew}"{until}>\n{sprite}\n<main>\n{body}</main>\n'
    "<script>{script}</script>\n</body>\n</html>\n"
)
_ALLOWED = Markup("img-src data:; connect-src 'self'; script-src 'sha256-{}'; ")
_UNTIL = Markup(' data-good-until="{}" style="--lasts:{}s"')


class Alone(NamedTuple):
    """What such a page is made of beside its words: the name of its style, and how often it is asked for anew."""

    style: str
    renew: int


def head(title: str, allowed: Markup = NOTHING, more: Markup = NOTHING) -> Markup:
    """What such a page says of itself first; ``allowed`` is what it may load, directives each with its semicolon."""
    return _HEAD.format(allowed=allowed, more=more, title=text(title))


def whole(view: View, title: str, glance: Glance, body: Markup, alone: Alone) -> bytes:
    """The page, as it is published."""
    script = view.templates.inlined(SCRIPT)
    page = _PAGE.format(
        lang=attr(view.language),
        direction=view.words.direction,
        head=head(title, _allowed(script)),
        style=view.templates.inlined(alone.style),
        made=_moment(glance.made),
        renew=alone.renew,
        until=_until(view, glance),
        sprite=sprite(),
        body=body,
        script=script,
    )
    return page.encode("utf-8", "replace")


def grows_old(view: View, glance: Glance) -> bool:
    """Whether what is told turns into something else while the page stays open."""
    return ages(view) and glance.old_after is not None and not glance.is_late


def _until(view: View, glance: Glance) -> Markup:
    if not grows_old(view, glance) or glance.old_after is None or glance.lasts is None:
        return Markup("")
    return _UNTIL.format(_moment(glance.old_after), int(glance.lasts.total_seconds()))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _allowed(script: Markup) -> Markup:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _ALLOWED.format(digest)
