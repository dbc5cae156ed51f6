"""What a question's own page says of it beside the answer, and below it whether it helped, and how to ask on.

``template.html`` stands under the title, ``after.html`` at the end of a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from explainer.language.marks import NC_
from explainer.model.questions import Asked, Question
from explainer.picture.questions import waiting
from explainer.render.components.questions import owed_by, promises, refused_by, said, stone, told
from explainer.render.escaping import prose
from explainer.render.view import View
from explainer.render.words import sentence

_HEADINGS = {
    Asked.ASKED: NC_("over what is known of a question", "Not answered yet"),
    Asked.CHECKING: NC_("over what is known of a question", "Being checked"),
    Asked.CANNOT_SAY: NC_("over what is known of a question", "We cannot answer this"),
    Asked.REMOVED: NC_("over what is known of a question", "Removed"),
}


class Fact(NamedTuple):
    """One thing that is known of a question, with what it is."""

    name: str
    says: Markup


def question(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``question``: how the question of the page being written stands."""
    del args
    found = _of_page(view)
    if found is None:
        return Markup("")
    heading = _HEADINGS.get(found.state)
    return view.render(
        "components/question/template.html",
        is_exercise=view.settings.exercise is not None or view.picture.exercise,
        heading=view.words.pgettext(*heading) if heading else "",
        facts=_refused(view, found) if found.state is Asked.CANNOT_SAY else [],
        lines=_lines(view, found),
    )


def _of_page(view: View) -> Question | None:
    """The question whose page is being written; None of any other page."""
    if "question by page" not in view.shared:
        view.shared["question by page"] = {one.url: one for one in view.questions}
    found: Question | None = view.shared["question by page"].get(view.page)
    return found


def _lines(view: View, found: Question) -> list[Markup]:
    if found.state.is_open:
        return [*promises(view, waiting(found, view.picture.now)), owed_by(view, found)]
    if found.state is Asked.REMOVED:
        return [Markup(" ").join(stone(view, found))]
    return [_asked(view, found)] if found.state is Asked.ANSWERED and found.asked else []


def _asked(view: View, found: Question) -> Markup:
    """When it was asked and answered, and by how many people."""
    words = view.words
    if found.asked is None or found.settled is None:
        return Markup("")
    asked, answered = told(view, found.asked), told(view, found.settled)
    says = words.gettext("Asked %(asked)s, answered %(time)s.", asked=asked, time=answered)
    if not found.people:
        return says
    asked_by = words.ngettext("%(num)d person asked it.", "%(num)d people asked it.", found.people)
    return Markup("{} {}").format(says, asked_by)


def _refused(view: View, found: Question) -> list[Fact]:
    words = view.words
    return [
        Fact(words.gettext("Refused"), refused_by(view, found)),
        Fact(words.gettext("Because"), prose(sentence(said(found, found.because)))),
        Fact(words.gettext("We can say"), prose(sentence(said(found, found.instead)))),
    ]


def after(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``asked-on``, at the end of a page: whether an answer helped, and the way to all questions."""
    del args
    if not view.asks:
        return Markup("")
    found, ask = _of_page(view), view.settings.ask
    is_answer = found is not None and found.state is Asked.ANSWERED
    helped = ask.helped if ask is not None and is_answer else None
    return view.render(
        "components/question/after.html",
        yes=_counted(view, helped, "yes") if helped else "",
        no=_counted(view, helped, "no") if helped else "",
        asks=f"{view.top}{view.asks}",
    )


def _counted(view: View, address: str, answer: str) -> str:
    """The address that counts whether an answer helped, told of which page and which it was."""
    told_of = urlencode({"page": view.address_of(view.page), "answer": answer})
    return f"{address}{'&' if '?' in address else '?'}{told_of}"
