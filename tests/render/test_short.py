"""In few words: one SMS whatever is written, in every language, with its time; and a sentence that can be read out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.language.making import cldr_of
from explainer.language.sms import ANY, SMALL, counted
from explainer.language.words import words_of
from explainer.picture.issued import Issued, issued_in
from explainer.render.short import aloud, sms
from explainer.render.view import View
from tests.factory import at, make_bulletin, make_picture, make_view, view

WORDS = {language: words_of(cldr_of(language, "Europe/Paris")) for language in ("en", "de", "fr", "es", "ar")}
ARABIC = "تأخر الإقلاع 40–70 دقيقة: ثلج على المدارج كلها ولا أحد يعرف متى ينتهي"


def shown(headline: str, says: str, language: str = "en", **more: bool) -> tuple[View, Issued]:
    bulletin = make_bulletin(
        headline=[{"lang": language, "text": headline}], updates=[{"at": at(-4), "says": says}], next_update=at(36)
    )
    here = replace(view(bulletin, **more), words=WORDS[language])
    return here, next(one for one in issued_in(here.picture) if one.is_newest)


def test_a_small_alphabet_has_room_for_what_it_is_about_what_was_said_and_the_next_word() -> None:
    said = sms(*shown("Ferries are 40–70 minutes late", "Snow; ferries queue."))
    assert said == (
        "Ferries are 40-70 minutes late. As of 18:20: Snow; ferries queue.\n"
        "Next update by 19:00.\nhttps://harbour.example/disruptions/log.gale/"
    )


def test_arabic_says_mark_time_and_next_word_and_cuts_its_words_where_one_ends() -> None:
    said = sms(*shown(ARABIC, ARABIC, "ar", exercise=True))
    assert counted(said).most == ANY
    assert counted(said).fits
    assert said.startswith("تمرين 18:20 تأخر الإقلاع 40-70 دقيقة: ثلج")
    assert said.endswith("19:00")
    kept = said.split("18:20 ")[1].split("..")[0].split()
    assert kept == ARABIC.replace("–", "-").split()[: len(kept)]


def test_the_address_comes_along_where_it_fits() -> None:
    assert "harbour.example" in sms(*shown("تأخر الإقلاع", "ثلج " * 30, "ar"))


def test_on_another_day_the_day_comes_along() -> None:
    bulletin = make_bulletin(headline=[{"lang": "en", "text": ARABIC}], next_update=at(60 * 9))
    here = make_view(make_picture(bulletin, now=at(60 * 7)))
    newest = next(one for one in issued_in(here.picture) if one.is_newest)
    assert "18:20 20 Nov" in sms(here, newest)


HOSTILE = st.text(max_size=200) | st.sampled_from(["word " * 99, "w" * 400, ARABIC, "ç", "😀" * 80, ""])


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE, st.sampled_from(sorted(WORDS)), st.booleans())
def test_whatever_is_written_it_is_one_sms_that_says_its_time_and_its_mark(
    headline: str, says: str, language: str, drill: bool
) -> None:
    here, newest = shown(headline or "?", says or "?", language, exercise=drill)
    said = sms(here, newest)
    assert counted(said).fits
    assert "18:20" in said
    assert "19:00" in said
    mark = here.words.pgettext("mark of a drill", "EXERCISE")
    assert said.startswith(mark) is drill


@pytest.mark.parametrize("language", sorted(WORDS))
def test_what_is_read_out_is_dated_and_has_nothing_that_nobody_can_hear(language: str) -> None:
    said = aloud(*shown("40–70", "Snow.", language))
    assert ("18:20" in said, "19:00" in said) == (True, True)
    assert "http" not in said
    assert "\n" not in said
    assert len(said) < SMALL * 2
