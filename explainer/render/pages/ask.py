"""The page of the questions: look first, then ask."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.render.components.asking import can_ask
from explainer.render.components.head import About
from explainer.render.components.lead import Entry, Sign, contents, growing_old, how_it_is
from explainer.render.components.questions import queue_of
from explainer.render.components.times import promise
from explainer.render.escaping import prose
from explainer.render.pages.kind import Args, Page
from explainer.render.pages.saying import of_site
from explainer.render.view import View


def about(view: View, args: Args) -> About:
    """The page's own title, and how many questions are answered and open."""
    return About(of_site(view, _title(view, args)), args.get("description") or _says(view))


def sign(view: View, args: Args) -> Sign:
    """To look first, and how long a new answer takes; beside it what is on the page."""
    shown = Sign(
        title=prose(_title(view, args)),
        state=view.picture.state,
        words=how_it_is(view),
        says=prose(_says(view)),
        promise=promise(view, None),
        aside=contents(view, _entries(view)),
    )
    return growing_old(view, shown, None)


def _title(view: View, args: Args) -> str:
    return args.get("title") or view.words.gettext("Ask why")


def _says(view: View) -> str:
    words, found = view.words, queue_of(view)
    if not found.answered:
        return words.gettext("No question has been answered here yet.")
    middle = found.middle
    first = words.gettext("Look first: somebody may have asked already.")
    if middle is None:
        return first
    took = words.gettext("Half of the answers to new questions came within %(length)s.", length=words.duration(middle))
    return f"{first} {took}"


def _entries(view: View) -> Iterator[Entry]:
    found, words = queue_of(view), view.words
    if found.answered:
        yield Entry("answers", words.gettext("Look here first"))
    if can_ask(view):
        yield Entry("ask", words.gettext("Ask a new one"))
    if found.waiting:
        yield Entry("open", words.gettext("Still open"))
    if found.lengths:
        yield Entry("fast", words.gettext("How long it takes"))
    if found.refused or found.removed:
        yield Entry("not", words.gettext("Not answered"))


PAGE = Page(
    "ask.html",
    about,
    sign,
    styles=("times", "age", "rows", "actions", "axis", "estimates", "disruption", "questions", "asking"),
)
