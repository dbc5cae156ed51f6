"""The style of the pages: tokens, what all share, and the sheets of the components on a kind of page.

A sheet is looked for under ``theme: custom_dir:`` first, then here, as ``components/NAME/style.css`` and as
``style/NAME.css``. The operator's ``tokens.css`` is laid over ours, and need hold no more than what is different.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from explainer.model.settings import Settings
from explainer.model.vocabulary import Skin, State
from explainer.render import tokens as tokens_
from explainer.render.alone import SCRIPT
from explainer.render.pages import page_of
from explainer.render.shapes import SHAPES, image
from explainer.render.templates import Look
from explainer.render.tokens import Scheme, Tokens

PACKAGE = Path(__file__).parents[1]
THEME = PACKAGE / "theme"
TOKENS = "tokens.css"
STYLE = "assets/explainer.{}.css"
"""The one style sheet of the reading pages, seen from the home of the crisis pages; its name holds its digest."""

READING: Mapping[Skin, tuple[str, ...]] = {
    Skin.SITE: ("guest", "banner", "panel", "question"),
    Skin.EXPLAINER: ("reading", "banner", "panel", "question"),
}
"""The sheets of a reading page, in the order in which they are joined."""

ALONE = ("embed", "screen")
"""The sheets of pages that are woven whole and stand alone."""

OURS = ":is(.explainer-bar, [data-live])"
"""What is ours on a page in the look of another: nothing outside of it is touched, and nothing it names is taken."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*|(?<=:)\s+")
_URL = re.compile(r"url\(\s*(?P<quote>[\"']?)(?!data:|https?:|/|#)(?P<path>[^\"')]+)(?P=quote)\s*\)")


def page_style(kind: str, more: Iterable[str] = (), theme: Path | None = None, root: str = "") -> str:
    """The inlined style of one kind of crisis page.

    ``more`` names sheets that its template asks for, ``theme`` is the operator's folder, ``root`` leads from the page
    to the site's root.
    """
    names = dict.fromkeys(("base", *page_of(kind).styles, *more, kind))
    return _squeezed(_tokens(theme, root) + "".join(_sheet(name, theme) for name in names))


def style_of_its_own(name: str, theme: Path | None = None) -> str:
    """The whole style of a page that is no crisis page: the tokens, and one sheet."""
    return _squeezed(_tokens(theme, "") + _sheet(name, theme))


def over_style(kind: str, theme: Path | None = None) -> str:
    """What a page of what is over needs beside the style of its kind."""
    return _squeezed("".join(_sheet(name, theme) for name in page_of(kind).over))


def reading_style(settings: Settings | None = None, theme: Path | None = None, more: Iterable[str] = ()) -> str:
    """The style sheet of what is ours on reading pages, or of all there is on them; ``more`` names further sheets."""
    skin, at = (settings.skin, settings.at) if settings is not None else (Skin.EXPLAINER, "")
    others = [f"reading-{name}" for name in more]  # what is of no use to crisis pages, where every byte counts
    sheets = "".join(_sheet(name, theme) for name in (*more, *others, *READING[skin]))
    root = "../" * (1 + at.count("/"))
    if skin is Skin.EXPLAINER:
        return _squeezed(_tokens(theme, root) + _masks() + sheets) + "\n"
    return _squeezed(tokens_.written_for(tokens(theme), OURS, _DARK) + _masks(f"{OURS} ") + sheets) + "\n"


def style_name(css: str) -> str:
    """What the style sheet of reading pages is called: by its digest, so that caches may keep it for good."""
    return STYLE.format(hashlib.sha256(css.encode()).hexdigest()[:8])


_DARK = '[data-md-color-scheme="slate"]'
"""How Material says that a page is dark, whether the site or its reader chose so."""


def look(theme: Path | None = None) -> Look:
    """What a refresh must know of the colours."""
    found = tokens(theme)
    paper = tuple(_value(found, scheme, "--paper") for scheme in (Scheme.LIGHT, Scheme.DARK))
    icon = _URL.fullmatch(_value(found, Scheme.LIGHT, "--favicon"))
    colours = {state.value: _value(found, Scheme.LIGHT, f"--{state.value}") for state in State}
    schemes = {
        name: (_value(found, Scheme.LIGHT, name), _value(found, Scheme.DARK, name)) for name in sorted(tokens_.COLOURS)
    }
    return Look(
        colours=colours,
        favicon=icon["path"] if icon else "",
        paper=(paper[0], paper[1]),
        ink=_value(found, Scheme.LIGHT, "--ink"),
        schemes=schemes,
        inlined=_inlined(theme),
    )


def _inlined(theme: Path | None) -> dict[str, str]:
    """The styles of pages that no generator builds, each with the tokens, and their script."""
    tokens_of_site = tokens_.written(tokens(theme)) if theme else _ours("style/" + TOKENS)
    grows_old = _sheet("alone", theme)
    styles = {f"{name}.css": _squeezed(tokens_of_site + _sheet(name, theme) + grows_old) for name in ALONE}
    return styles | {SCRIPT: _ours(f"script/{SCRIPT}").strip()}


def tokens(theme: Path | None = None) -> Tokens:
    """The tokens of a site."""
    ours = tokens_.read(_ours("style/" + TOKENS))
    theirs = theme / TOKENS if theme else None
    return tokens_.laid_over(ours, tokens_.read(_text(theirs))) if theirs and theirs.is_file() else ours


def _value(found: Tokens, scheme: Scheme, name: str) -> str:
    token = found.value(scheme, name)
    return token.value if token else ""


def _tokens(theme: Path | None, root: str) -> str:
    if theme is None or not (theme / TOKENS).is_file():
        return _ours("style/" + TOKENS)
    return _URL.sub(lambda match: f'url("{root}{match["path"]}")', tokens_.written(tokens(theme)))


def _masks(within: str = "") -> str:
    return "".join(
        f'{within}[data-state={state.value}] {{ color: var(--{state.value}); --glyph: url("{image(state)}"); }}\n'
        for state in SHAPES
    )


def _sheet(name: str, theme: Path | None) -> str:
    """One sheet; a kind of page without one of its own has none."""
    for path in _places(name, theme):
        if path.is_file():
            return _text(path)
    return ""


def _places(name: str, theme: Path | None) -> Iterator[Path]:
    if theme is not None:
        yield theme / "components" / name / "style.css"
        yield theme / "style" / f"{name}.css"
    yield PACKAGE / "render" / "components" / name / "style.css"
    yield THEME / "style" / f"{name}.css"


@cache
def _ours(path: str) -> str:
    return _text(THEME / path)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _squeezed(css: str) -> str:
    """Style sheets without comments and needless space; data addresses are left alone."""
    parts = re.split(r"(\"[^\"]*\")", _COMMENT.sub("", css))
    squeezed = [part if i % 2 else _AROUND.sub(r"\1", _SPACE.sub(" ", part)) for i, part in enumerate(parts)]
    return "".join(squeezed).replace(";}", "}").strip()
