"""Ages in words: what the page's script makes of the forms is what the language itself says, for every number."""

from pathlib import Path

import pytest

from explainer.language.catalogues import languages
from explainer.language.making import cldr_of
from explainer.language.words import words_of
from explainer.render.components.age import units_of
from tests.support.browser import Pages

SCRIPT = (Path(__file__).parents[3] / "explainer/theme/script/age.js").read_text(encoding="utf-8")
AGES = (0, 1, 2, 3, 10, 11, 59, 60, 61, 119, 120, 216, 660, 1439, 1440, 2879, 2880, 4320, 15840, 144000, 303840)
"""Minutes: among them every form that Arabic has, of minutes, of hours and of days."""


def said_by(language: str, minutes: int) -> str:
    words = words_of(cldr_of(language, "Europe/Paris"))
    if minutes < 60:
        return words.minutes(minutes)
    if minutes >= 1440:
        return words.days(minutes // 1440)
    if minutes % 60 == 0:
        return words.hours(minutes // 60)
    return units_of(words).both.format(more=words.hours(minutes // 60), less=words.minutes(minutes % 60))


@pytest.mark.parametrize("language", languages())
def test_the_script_counts_as_the_language_of_the_page_does(language: str, page: Pages) -> None:
    units = units_of(words_of(cldr_of(language, "Europe/Paris")))
    given = " ".join(f'data-{name}="{value}"' for name, value in units._asdict().items())
    shown = page()
    shown.clock.install(time="2026-11-20T18:24:00+01:00")
    spans = "".join(f'<span data-age="{-minutes}"></span>' for minutes in AGES)
    shown.set_content(f"<i hidden {given}></i>{spans}")
    shown.evaluate(
        "document.querySelectorAll('[data-age]').forEach(e => e.setAttribute('data-age',"
        " new Date(Date.now() + 60000 * Number(e.getAttribute('data-age'))).toISOString()))"
    )
    shown.evaluate(SCRIPT)
    assert shown.locator("[data-age]").all_inner_texts() == [said_by(language, minutes) for minutes in AGES]


def test_the_script_is_small() -> None:
    assert len(SCRIPT.encode()) < 2048
