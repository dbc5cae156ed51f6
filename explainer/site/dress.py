"""What reading pages get of ours, whoever built them: a bar with the news on top, a style sheet, small scripts.

It is laid on the built tree. So it asks nothing of the theme: neither its templates, which a site may have replaced,
nor its announcement, which a reader may have dismissed. All else on such a page stays byte for byte as it was built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.declarations.languages import Language
from explainer.language.directions import direction
from explainer.model.vocabulary import Skin
from explainer.render.escaping import attr
from explainer.site.frame import Frame
from explainer.site.sheets import reading_style, style_name
from explainer.site.shells import is_shell, stamped_path
from explainer.site.skeleton import folder_of
from explainer.staff.check import Staff
from explainer.staff.project import Project

NOT_FOUND = "404.html"
"""The page that is shown at any address, and so cannot tell the way to another from where it lies."""

_ANNOUNCEMENT = re.compile(r"<div\b[^>]*\bdata-md-component=[\"']?announce\b", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_BODY_ENDS = re.compile(r"</body\s*>", re.IGNORECASE)
_HEAD_ENDS = re.compile(r"</head\s*>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>", re.IGNORECASE)
_LEADS_ELSEWHERE = re.compile(r"<meta\b[^>]*\bhttp-equiv=[\"']?refresh\b", re.IGNORECASE)
_REGION = re.compile(r"\sdata-live=[\"']?(?P<name>[\w-]+)")
_BASE = re.compile(r"(\bid=[\"']?__config[\"']?[^>]*>\s*\{.*?\"base\":\s*\")(?P<base>[^\"]*)", re.DOTALL)
_THEME_STYLE = re.compile(r"<link\b[^>]*\bhref=[\"']?[^\"'\s>]*assets/stylesheets/[^>]*>", re.IGNORECASE)
"""The theme's own style sheets. Ours comes after them and before those of the site, which so have the last word."""

_INSTANT = re.compile(r"\"navigation\.instant(?:\.[a-z]+)?\"")


class Around(NamedTuple):
    """What a page needs to know of others.

    ``ways`` are its addresses in each language that it is there in, by that language's folder; ``own`` is what the
    addresses of crisis pages are like; ``style`` is the style sheet, from the site's root.
    """

    ways: Mapping[str, str]
    own: str
    style: str


class Place(NamedTuple):
    """Where a page lies: its file in the tree, the way from it to the site's root, and the folder of its language."""

    path: str
    to_root: str
    folder: str

    @property
    def is_everywhere(self) -> bool:
        """Whether it is shown at other addresses than its own."""
        return self.path.rpartition("/")[2] == NOT_FOUND


def dress(project: Project, staff: Staff, tree: Path) -> None:
    """Lay on every reading page of a built tree what is ours; crisis pages have it in their own templates."""
    frames = {one.root: Frame(project, staff, one) for one in project.languages} or {"": Frame(project, staff)}
    css = reading_style(project.settings, frames[""].theme, frames[""].sheets)
    style = project.settings.at + style_name(css)
    for name, text in ((style, css), (frames[""].live_file, frames[""].live_script)):
        if name:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text, encoding="utf-8")
    pages = [path.relative_to(tree).as_posix() for path in sorted(tree.rglob("*.html"))]
    own = _own([name for name in pages if is_crisis_page(_read(tree / name))])
    for name in pages:
        if (project.content / name).is_file():
            continue  # a whole page that staff publish as it is
        html, place = _read(tree / name), _place(project, name)
        made = dressed(html, place, frames[place.folder], Around(_ways(project, tree, place), own, style))
        if made != html:
            (tree / name).write_bytes(made.encode("utf-8", "surrogateescape"))


def is_crisis_page(html: str) -> bool:
    """Whether a built page is one of our own templates."""
    return any(match["name"] == "head" for match in _REGION.finditer(html))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def _own(crisis: Sequence[str]) -> str:
    """What the addresses of crisis pages are like, from the site's root, as a pattern for a browser."""
    folders = (re.escape(name.removesuffix("index.html")) for name in crisis if not is_shell(name))
    stamped = (re.escape(stamped_path(name, "").split("//")[0]) + "/[^/]+/" for name in crisis if is_shell(name))
    return f"^(?:{'|'.join((*folders, *stamped))})(?:index.html)?$"


def _place(project: Project, name: str) -> Place:
    folder = folder_of(name, project.languages)
    if name.rpartition("/")[2] == NOT_FOUND:
        root = urlsplit(project.settings.site_url).path
        return Place(name, root if root.endswith("/") else f"{root}/", folder)
    return Place(name, "../" * name.count("/"), folder)


def dressed(html: str, place: Place, frame: Frame, around: Around) -> str:
    """A page with what is ours on it; as it is where it is no reading page, or brings a bar of its own."""
    regions = {match["name"] for match in _REGION.finditer(html)}
    body = _BODY.search(html)
    if body is None or regions & {"head", "banner"} or _LEADS_ELSEWHERE.search(html[: body.start()]):
        return html
    announcement = _ANNOUNCEMENT.search(html, body.end())
    top = announcement.start() if announcement else body.end()
    last = max((match.start() for match in _BODY_ENDS.finditer(html, top)), default=len(html))
    is_checked = "panel" not in regions and not place.is_everywhere
    parts = (
        _head(html[: body.start()], place, frame, around.style),
        html[body.start() : top],
        _bar(place, frame, around.ways, is_checked=is_checked),
        _in_its_language(html[top:last], place, frame),
        *(f"<script>{script}</script>" for script in _scripts(html, place, frame, around.own)),
        _live(place, frame),
        html[last:],
    )
    return "".join(parts)


def _head(head: str, place: Place, frame: Frame, sheet: str) -> str:
    """What stands before the body: that it is an exercise, where it is one, and where the style is."""
    style = f'<link rel="stylesheet" href="{attr(place.to_root + sheet)}">'
    last = [match.end() for match in _THEME_STYLE.finditer(head)] or [_end_of(head)]
    head = head[: last[-1]] + style + head[last[-1] :]
    if frame.settings.exercise is None:
        return head
    head = _TITLE.sub(lambda title: f"{title[0]}{frame.drill}: ", head, count=1)
    at = _end_of(head)
    return f'{head[:at]}<meta name="robots" content="noindex">{head[at:]}'


def _end_of(head: str) -> int:
    end = _HEAD_ENDS.search(head)
    return end.start() if end else len(head)


_BAR = Markup('<div class="explainer-bar" role="region" aria-label="{}"><div class="md-grid">{}</div></div>')
_DRILL = Markup('<div class="drill"><p><b>{}</b> {}</p></div>')
_CHECKED = Markup('<p class="checked" data-status="{}" hidden>{}</p>')


def _bar(place: Place, frame: Frame, ways: Mapping[str, str], *, is_checked: bool) -> str:
    drill = frame.settings.exercise
    parts = [_switch(frame, ways) if frame.settings.skin is Skin.EXPLAINER else ""]
    parts += [_DRILL.format(frame.drill, frame.words.unless_own(drill.says))] if drill is not None else []
    root = Markup(' data-root="{}"').format(place.to_root + frame.home) if place.is_everywhere else ""
    parts += [Markup('<div data-live="banner"{}></div>').format(root)]
    parts += [_CHECKED.format(place.to_root + frame.status, frame.checked)] if is_checked else []
    return _BAR.format(frame.words.pgettext("name of the bar above a page", "News"), Markup("").join(parts))


def _switch(frame: Frame, ways: Mapping[str, str]) -> Markup:
    """The languages of the page, as plain links: Material's own list needs a pointer that hovers."""
    rows = [_way(one, ways[one.root], is_here=one.root == frame.folder) for one in frame.languages if one.root in ways]
    if not rows:
        return Markup("")
    nav = Markup('<nav class="languages" aria-label="{}">{}</nav>')
    return nav.format(frame.words.gettext("Languages"), Markup("").join(rows))


def _way(language: Language, url: str, *, is_here: bool) -> Markup:
    row = Markup('<a href="{}" lang="{}" hreflang="{}" dir="{}"{}>{}</a>')
    here = Markup(' aria-current="true"') if is_here else ""
    return row.format(url, language.tag, language.tag, direction(language.tag), here, language.name)


def _ways(project: Project, tree: Path, place: Place) -> dict[str, str]:
    """Where the page is in each language; of one that is everywhere, the beginnings of the site."""
    if place.is_everywhere:
        return {one.root: place.to_root + one.root for one in project.languages}
    inside = place.path.removeprefix(place.folder)
    return {
        one.root: (place.to_root + one.root + inside.removesuffix("index.html")) or "./"
        for one in project.languages
        if (tree / one.root / inside).is_file()
    }


def _in_its_language(html: str, place: Place, frame: Frame) -> str:
    """A page in another language than the site's own searches the pages of its language, and no others."""
    if not place.folder or frame.settings.skin is not Skin.EXPLAINER:
        return html
    return _BASE.sub(lambda found: f"{found[0].rstrip('/')}/{place.folder}", html, count=1)


_LIVE = Markup('<script src="{}" data-news="{}" defer></script>')


def _live(place: Place, frame: Frame) -> Markup:
    """What asks for news while the page is open; nothing where the site has none."""
    if not frame.live_file:
        return Markup("")
    return _LIVE.format(place.to_root + frame.live_file, place.to_root + frame.live)


def _scripts(html: str, place: Place, frame: Frame, own: str) -> Iterator[Markup]:
    yield frame.checked_script
    if not frame.is_frozen:
        yield frame.script
    if _INSTANT.search(html):
        yield frame.instant_script(place.to_root, own)
