"""How to ask why: only the ways that a site declares, and the phone; never a form that leads nowhere.

A form is handed over by the browser itself, to the declared address and no other, with the page and the part beside
the question. Nothing of it comes to us.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import Markup

from explainer.model.settings import AskForm
from explainer.model.vocabulary import Submission
from explainer.render.escaping import link as link_to
from explainer.render.escaping import prose, text
from explainer.render.view import View
from explainer.render.words import sentence

LONGEST_QUESTION = 500

CARD = "questions/card/"
"""Where the page lies that prints a card, from the root of the site."""


class Way(NamedTuple):
    """A way to ask without a form on the page: its name, how, and a link of its own."""

    name: str
    how: Markup = Markup("")
    link: Markup = Markup("")


class Part(NamedTuple):
    """A part that a question can be about."""

    id: str
    name: str


def can_ask(view: View) -> bool:
    """Whether there is any way to ask."""
    return view.settings.ask is not None or bool(view.settings.contact.phone)


def asking(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``asking``; nothing where a site declares no way and has no phone."""
    del args
    if not can_ask(view):
        return Markup("")
    ask = view.settings.ask
    form = ask.form if ask is not None else None
    return view.render(
        "components/asking/template.html",
        form=form if form is not None and form.method is not Submission.LINK else None,
        parts=list(_parts(view)),
        here=view.address_of(view.page),
        most=LONGEST_QUESTION,
        keeps=prose(sentence(ask.keeps)) if ask is not None and ask.keeps else "",
        elsewhere=elsewhere(view, form) if form is not None and form.method is Submission.LINK else "",
        ways=list(_ways(view)),
    )


def elsewhere(view: View, form: AskForm, component: str = "") -> str:
    """The address of a form that is a page of its own, told where its reader comes from."""
    told = {form.page: view.address_of(view.page)} | ({form.component: component} if component else {})
    return f"{form.to}{'&' if '?' in form.to else '?'}{urlencode(told)}"


def _parts(view: View) -> Iterator[Part]:
    """The parts, as customers meet them: what they feel first."""
    felt = {one.id for one in view.system.symptoms}
    for one in (*view.system.symptoms, *(part for part in view.system.components if part.id not in felt)):
        yield Part(one.id, one.name)


def _ways(view: View) -> Iterator[Way]:
    words, ask, contact = view.words, view.settings.ask, view.settings.contact
    if ask is not None and ask.mailto:
        subject = quote(words.gettext("Ask why"))
        link = Markup('<a href="mailto:{}?subject={}" dir="ltr">{}</a>').format(ask.mailto, subject, ask.mailto)
        yield Way(words.gettext("By email"), link=link)
    if ask is not None and ask.card:
        card = link_to(f"{view.top}{CARD}", words.gettext("Print a card"))
        yield Way(words.gettext("On a card"), prose(sentence(ask.card)), card)
    if contact.phone:
        hours = text(words.unless_own(contact.hours)) if contact.hours else Markup("")
        phone = Markup('<span class="n">{}</span>').format(contact.phone)
        yield Way(words.gettext("By phone"), text(words.separated(filter(None, [phone, hours]))))
