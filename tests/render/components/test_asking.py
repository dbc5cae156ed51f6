"""Ways to ask: only those that are declared, each handed the page and the part; never a form that leads nowhere."""

from dataclasses import replace

from explainer.model.settings import AskForm, Asking
from explainer.model.vocabulary import Submission
from explainer.render.components.asking import asking
from explainer.render.view import View
from tests.factory import SETTINGS, view
from tests.support.markup import Walk

FORM = AskForm(to="https://forms.example/why", question="entry.1", contact="entry.2")


def shown(ask: Asking | None, phone: bool = True) -> View:
    contact = SETTINGS.contact if phone else SETTINGS.contact.replace(phone="")
    return replace(view(), settings=SETTINGS.replace(ask=ask, contact=contact), page="questions/", top="../")


def test_a_site_without_a_way_to_ask_shows_none_and_one_with_a_phone_shows_that() -> None:
    assert asking(shown(None, phone=False), {}) == ""
    html = asking(shown(None), {})
    assert "01 99 00 18 20" in html
    assert "<form" not in html


def test_a_form_goes_to_the_declared_address_with_the_page_and_the_part_as_fields() -> None:
    walk = Walk(asking(shown(Asking(form=FORM)), {}))
    given = [(tag, row) for tag, row in walk.tags if tag in ("form", "input", "textarea", "select")]
    assert not walk.faults
    assert given[0] == ("form", {"class": "form", "action": "https://forms.example/why", "method": "post"})
    assert [row["name"] for _, row in given[1:]] == ["entry.1", "component", "entry.2", "page"]
    assert given[-1][1]["value"] == "https://harbour.example/questions/"
    options = [row["value"] for tag, row in walk.tags if tag == "option"]
    assert options[:3] == ["", "ferries", "parcels"]


def test_nobody_is_asked_for_an_address_unless_its_field_is_declared() -> None:
    assert "Where should the answer go" not in asking(shown(Asking(form=FORM.replace(contact=""))), {})


def test_a_form_that_is_a_page_of_its_own_is_a_link_that_says_where_its_reader_comes_from() -> None:
    form = AskForm(to="https://forms.example/f?id=7", method=Submission.LINK)
    html = asking(shown(Asking(form=form)), {})
    assert 'href="https://forms.example/f?id=7&amp;page=https%3A%2F%2Fharbour.example%2Fquestions%2F"' in html
    assert "<form" not in html


def test_mail_and_cards_are_shown_where_they_are_declared() -> None:
    html = asking(shown(Asking(mailto="why@harbour.example", card="At the desk")), {})
    assert 'href="mailto:why@harbour.example?subject=Ask%20why"' in html
    assert 'href="../questions/card/"' in html
    assert "At the desk." in html
