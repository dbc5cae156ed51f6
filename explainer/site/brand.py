"""The colour that a site has chosen for its theme, made fit to be read, for the links and buttons of crisis pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from explainer.model.vocabulary import Skin
from explainer.render import tokens as tokens_
from explainer.render.tokens import TEXT, Scheme, Tokens
from explainer.site.sheets import TOKENS, tokens
from explainer.staff.project import Project

PRIMARY: Mapping[str, str] = {
    "red": "#ef5552",
    "pink": "#e92063",
    "purple": "#ab47bd",
    "deep-purple": "#7e56c2",
    "indigo": "#4051b5",
    "blue": "#2094f3",
    "light-blue": "#02a6f2",
    "cyan": "#00bdd6",
    "teal": "#009485",
    "green": "#4cae4f",
    "light-green": "#8bc34b",
    "lime": "#cbdc38",
    "yellow": "#ffec3d",
    "amber": "#ffc105",
    "orange": "#ffa724",
    "deep-orange": "#ff6e42",
    "brown": "#795649",
    "grey": "#757575",
    "blue-grey": "#546d78",
}
"""Material's own colours by their names; one of the site's own cannot be known from its name."""

_STEPS = 40


def accent(project: Project) -> str:
    """Style in which links have the colour of the theme; empty where the site has a look of ours, or says another."""
    chosen = PRIMARY.get(project.primary.strip().lower().replace(" ", "-"))
    if chosen is None or project.settings.skin is not Skin.SITE or _has_own(project.places.overrides(project.root)):
        return ""
    ours = tokens()
    light, dark = (_legible(chosen, ours, scheme) for scheme in (Scheme.LIGHT, Scheme.DARK))
    written = f":root{{--accent:{light}}}@media {Scheme.DARK}{{:root{{--accent:{dark}}}}}"
    return f"@media not {Scheme.FORCED}{{{written}}}"


def of_the_brand(project: Project) -> str:
    """One colour for whatever shows the site beside its pages: the theme’s, or else that of our links."""
    theme = project.places.overrides(project.root)
    chosen = PRIMARY.get(project.primary.strip().lower().replace(" ", "-"))
    if chosen is not None and project.settings.skin is Skin.SITE and not _has_own(theme):
        return _legible(chosen, tokens(), Scheme.LIGHT)
    found = tokens(theme).value(Scheme.LIGHT, "--accent")
    return found.value if found is not None else ""


def _has_own(theme: Path | None) -> bool:
    file = theme / TOKENS if theme is not None else None
    if file is None or not file.is_file():
        return False
    return "--accent" in tokens_.read(file.read_text(encoding="utf-8")).schemes.get(Scheme.LIGHT, {})


def _legible(colour: str, ours: Tokens, scheme: Scheme) -> str:
    """The colour, darkened or lightened no further than it takes to be read as words on our pages."""
    backs = [found.value for name in ("--paper", "--wash") if (found := ours.value(scheme, name)) is not None]
    towards = 255 if scheme is Scheme.DARK else 0
    for step in range(_STEPS):
        made = _mixed(colour, towards, step / _STEPS)
        if all((tokens_.contrast(made, back) or 0) >= TEXT for back in backs):
            return made
    return _mixed(colour, towards, 1)


def _mixed(colour: str, towards: int, share: float) -> str:
    parts = tokens_.rgb(colour) or (towards, towards, towards)
    return "#" + "".join(f"{round(part + (towards - part) * share):02x}" for part in parts)
