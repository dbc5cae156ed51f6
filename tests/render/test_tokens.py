"""Tokens: read with their places, laid over one another scheme by scheme, and judged by WCAG's formula."""

from __future__ import annotations

import pytest

from explainer.render.tokens import Scheme, contrast, faint, laid_over, read, rgb, written
from explainer.staff.look import OUR_TOKENS

OURS = read(OUR_TOKENS.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#767676", "#ffffff", 4.54), ("rgb(255, 0, 0)", "#fff", 4.0), ("#abc", "#abc", 1.0)],
)
def test_contrast_is_what_the_standards_own_examples_say(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("value", ["red", "#12", "#1234567", "hsl(1 2% 3%)", "var(--ink)", ""])
def test_what_is_not_plainly_a_colour_has_no_contrast(value: str) -> None:
    assert rgb(value) is None
    assert contrast(value, "#fff") is None


def test_our_own_tokens_can_be_read_in_light_and_dark() -> None:
    assert not OURS.strays
    assert list(faint(OURS)) == []


def test_ours_written_anew_are_ours() -> None:
    again = read(written(OURS))
    assert {s: {n: t.value for n, t in found.items()} for s, found in again.schemes.items()} == {
        s: {n: t.value for n, t in found.items()} for s, found in OURS.schemes.items()
    }


def test_a_light_colour_of_theirs_never_stands_on_a_dark_page() -> None:
    every = laid_over(OURS, read(":root { --paper: #fffbe6; }"))
    light, dark = (every.value(scheme, "--paper") for scheme in (Scheme.LIGHT, Scheme.DARK))
    assert light is not None
    assert dark is not None
    assert (light.value, dark.value) == ("#fffbe6", "#0f1318")


def test_a_token_that_names_itself_or_a_ring_of_others_is_left_as_it_is() -> None:
    every = laid_over(OURS, read(":root { --ink: var(--soft); --soft: var(--ink); --edge: var(--edge); }"))
    assert every.value(Scheme.LIGHT, "--ink") is not None
    assert list(faint(every)) == []


def test_addresses_in_quotes_may_hold_what_ends_a_declaration() -> None:
    [token] = read(""":root { --logo: url("data:image/svg+xml;utf8,<svg>{}</svg>"); }""").schemes[Scheme.LIGHT].values()
    assert token.value.startswith('url("data:image/svg+xml;utf8')
