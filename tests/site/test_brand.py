"""Crisis pages have the colour of the site's theme where it can be read, made darker or lighter until it can."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.render.tokens import TEXT, Scheme, contrast
from explainer.site.brand import PRIMARY, accent
from explainer.site.sheets import tokens
from explainer.staff.project import load_project
from tests.support.site import CONFIG, Site

PALETTE = "theme: {name: material, font: false, palette: {primary: %s}}"


def styled(root: Path, primary: str, more: str = "") -> str:
    site = Site(root)
    site.write("mkdocs.yml", CONFIG.replace("theme: {name: material, font: false}", PALETTE % primary) + more)
    return accent(load_project(root / "mkdocs.yml"))


@pytest.mark.parametrize("primary", PRIMARY)
def test_every_colour_of_the_theme_can_be_read_on_light_and_dark_pages(tmp_path: Path, primary: str) -> None:
    light, dark = re.findall(r"--accent:(#[0-9a-f]{6})", styled(tmp_path, primary))
    for made, scheme in ((light, Scheme.LIGHT), (dark, Scheme.DARK)):
        for name in ("--paper", "--wash"):
            back = tokens().value(scheme, name)
            assert back is not None
            assert (contrast(made, back.value) or 0) >= TEXT


def test_a_colour_that_can_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    assert "--accent:#4051b5" in styled(tmp_path, "indigo")
    assert "--accent:#4051b5" in styled(tmp_path, "Indigo")
    assert styled(tmp_path, "deep purple").startswith("@media not (forced-colors: active)")


@pytest.mark.parametrize("primary", ["custom", "white", "black", "[indigo]", "7", "''"])
def test_what_names_no_colour_leaves_ours(tmp_path: Path, primary: str) -> None:
    assert styled(tmp_path, primary) == ""


def test_the_look_of_our_own_and_a_token_of_the_sites_come_first(tmp_path: Path) -> None:
    assert styled(tmp_path, "teal", "      skin: explainer\n") == ""
    site = Site(tmp_path)
    site.write("overrides/tokens.css", ":root { --accent: #123456; }")
    config = CONFIG.replace("font: false}", "custom_dir: overrides, palette: [{primary: teal}]}")
    site.write("mkdocs.yml", config)
    assert accent(load_project(tmp_path / "mkdocs.yml")) == ""
