"""What people are told fits where it goes, is always as of when it is, and loses its words before anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.language.sms import counted
from explainer.model.disruption import Text
from explainer.model.notifying import Addressee
from explainer.model.vocabulary import Fit
from explainer.notifying.services import Takes
from explainer.notifying.texts import fitting, written
from explainer.picture.issued import issued_in
from explainer.render.view import View
from tests.factory import at, make_bulletin, view

PRESS = Addressee(name="press", to="PRESS")
MAIL, POST, GATEWAY = Takes("E-Mail", 250, 32_768), Takes("Mastodon", 0, 500), Takes("Twilio", 0, 160)
SAYS = "Half of <b>the ferries</b> run.\n\n- the first\n- the last"


def here(says: str = SAYS, **more: bool) -> View:
    return view(make_bulletin(updates=[{"at": at(-10), "says": says}], next_update=at(30)), **more)


HERE = here()
[NEWEST] = [one for one in issued_in(HERE.picture) if one.is_newest]
LONG = here("word " * 2_000)
[AT_LENGTH] = [one for one in issued_in(LONG.picture) if one.is_newest]


def test_a_mail_says_what_was_said_as_of_when_the_next_word_where_it_stands_and_its_id() -> None:
    message = written(HERE, NEWEST, PRESS, MAIL)
    assert message.title == "Ferries are 40–70 minutes late"
    said, promise, address, key = message.body.splitlines()
    assert said.startswith("As of 18:14 CET, 20 November: Half of <b>the ferries</b> run.")
    assert promise == "Next update by 18:54 CET, 20 November."
    assert address.endswith("/disruptions/log.gale/")
    assert key == message.update == NEWEST.id
    assert message.key == f"{NEWEST.id}/press"


def test_its_words_are_those_of_the_page_in_its_language_with_every_figure_filled_in() -> None:
    base = HERE.picture.disruption["log.gale"]
    other = replace(base, disruption=base.disruption.replace(headline=(Text(lang="en", text="{delay} late"),)))
    assert written(HERE, NEWEST._replace(now=other, words="{delay}"), PRESS, MAIL) == written(HERE, NEWEST, PRESS, MAIL)


def test_a_service_without_titles_is_told_the_headline_in_the_text() -> None:
    message = written(HERE, NEWEST, PRESS, POST)
    assert message.title == ""
    assert message.body.startswith("Ferries are 40–70 minutes late.\nAs of 18:14 CET")


@pytest.mark.parametrize("fit", list(Fit))
@pytest.mark.parametrize("takes", [MAIL, POST, GATEWAY])
def test_in_an_exercise_everything_that_is_sent_says_so_first(fit: Fit, takes: Takes) -> None:
    practice = here(exercise=True)
    message = written(practice, issued_in(practice.picture)[-1], PRESS.replace(text=fit), takes)
    assert (message.title or message.body).startswith("EXERCISE")
    assert not written(HERE, NEWEST, PRESS.replace(text=fit), takes).body.startswith("EXERCISE")


def test_an_sms_is_one_with_what_it_is_about_its_time_and_the_next_word() -> None:
    sms = PRESS.replace(text=Fit.SMS)
    body = written(HERE, NEWEST, sms, MAIL).body
    assert counted(body).fits
    assert body.startswith("Ferries are 40-70 minutes late. As of 18:14: Half of <b>the ferries</b> run.")
    assert body.endswith("Next update by 18:54.")
    assert written(HERE, NEWEST, PRESS, GATEWAY).body == body, "a gateway takes nothing else"


def test_an_sms_has_the_address_too_where_there_is_room() -> None:
    short = here("Half run.")
    body = written(short, issued_in(short.picture)[-1], PRESS, GATEWAY).body
    assert counted(body).fits
    assert body.endswith("Next update by 18:54.\nhttps://harbour.example/disruptions/log.gale/")


@pytest.mark.parametrize("says", ["word " * 99, "w" * 400, "مرحبا " * 60, "– – – ç", "Đ " * 200])
@pytest.mark.parametrize("exercise", [False, True])
def test_whatever_was_said_an_sms_is_one_and_never_cut_before_the_next_word(says: str, exercise: bool) -> None:
    shown = here(says, exercise=exercise)
    [newest] = [one for one in issued_in(shown.picture) if one.is_newest]
    body = written(shown, newest, PRESS, GATEWAY).body
    assert counted(body).fits
    assert "18:14" in body
    assert "18:54" in body
    assert body.startswith("EXERCISE") is exercise


def test_what_is_read_out_has_the_next_word_and_nothing_that_nobody_can_hear() -> None:
    said = written(HERE, NEWEST, PRESS.replace(text=Fit.ALOUD), MAIL).body
    assert said.startswith("Ferries are 40–70 minutes late. As of 18:14 CET")
    assert said.endswith("Next update by 18:54 CET, 20 November.")
    assert "http" not in said
    assert "\n" not in said


@given(st.integers(240, 900), st.booleans())
def test_a_text_is_never_longer_than_it_may_be_and_only_the_words_give_way(most: int, titled: bool) -> None:
    said = fitting(LONG, AT_LENGTH, most, has_title=titled)
    assert len(said) <= most
    assert "As of 18:14 CET, 20 November: word" in said
    assert "Next update by 18:54 CET, 20 November." in said
    assert "/disruptions/log.gale/" in said
    assert " …" in said


@given(st.integers(3, 240))
def test_however_little_a_service_takes_it_is_not_given_more(most: int) -> None:
    assert len(fitting(LONG, AT_LENGTH, most, has_title=False)) <= most
