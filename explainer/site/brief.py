"""The briefs for staff as they are published: a page for each disruption and a list of them, in every language.

They lie in a folder of their own beside the site and never in it (``brief_dir``), and each page is whole by itself: it
may be mailed, or printed on the two sides of an A5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from explainer.model.vocabulary import Channel
from explainer.render.alone import head
from explainer.render.components import brief
from explainer.render.components.brief.paper import with_code
from explainer.render.isolation import Isolation
from explainer.render.view import View
from explainer.site.pieces import Piece, digest, written
from explainer.site.skeleton import Skeleton

_HEAD = Markup("""\
<!doctype html>
<html lang="{lang}" dir="{direction}">
<head>
{head}<style>""")

_BODY = Markup("""\
</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
""")

_MADE_BY = Markup('<meta name="generator" content="explainer brief">\n')

_NO_ROBOTS = b"User-agent: *\nDisallow: /\n"


def is_made(skeleton: Skeleton) -> bool:
    """Whether the site has briefs: somebody wrote what staff may offer, or where they send people."""
    return skeleton.settings.makes(Channel.BRIEF) and bool(skeleton.permissions or skeleton.routes)


class _Sheet(NamedTuple):
    """What is on a page, and the ``address`` that its code opens."""

    title: str
    body: Markup
    address: str = ""


class _Press(NamedTuple):
    """What every page is made with: the skeleton, and its style, read when the first of them is new."""

    skeleton: Skeleton
    style: Callable[[], str]


def briefs(root: Path, skeleton: Skeleton, views: Sequence[View], isolation: Isolation) -> Iterator[Piece]:
    """Every file of the folder; ``root`` is where the site's own styles are looked for."""
    press = _Press(skeleton, cache(partial(_style, root, skeleton)))
    for view in views:
        yield isolation.whole(view, "brief/index.html", partial(_list, press=press))
        for now in brief.told(view):
            yield isolation.whole(view, f"brief/{now.id}.html", partial(_sheet, press=press, subject=now.id))
    yield written("robots.txt", _NO_ROBOTS)


def _list(view: View, press: _Press) -> Piece:
    body = view.render("components/brief/index.html", **brief.index(view))
    return _page(view, press, "index.html", _Sheet(brief.title(view), body))


def _sheet(view: View, press: _Press, subject: str) -> Piece:
    now = view.picture.disruption[subject]
    shown = brief.sheet(view, now)
    body = view.render("components/brief/template.html", **shown)
    return _page(view, press, f"{subject}.html", _Sheet(brief.title(view, now), body, shown["address"]))


def _page(view: View, press: _Press, name: str, sheet: _Sheet) -> Piece:
    """One page of a language; its style is that of the skeleton it was built with."""

    def make() -> bytes:
        label = view.words.gettext("Code that opens the page, %(address)s", address=sheet.address)
        opened = head(sheet.title, more=_MADE_BY)
        begun = _HEAD.format(lang=view.language, direction=view.words.direction, head=opened)
        page = "".join([str(begun), press.style(), str(_BODY.format(body=with_code(sheet.body, sheet.address, label)))])
        return page.encode("utf-8", "replace")

    facts = (press.skeleton.id, sheet.title, str(sheet.body), sheet.address)
    return Piece(f"{view.folder}{name}", digest(*(one.encode("utf-8", "replace") for one in facts)), make)


def _style(root: Path, skeleton: Skeleton) -> str:
    from explainer.site.sheets import style_of_its_own  # here, because a refresh without news needs no style

    return style_of_its_own("brief", skeleton.places.overrides(root))
