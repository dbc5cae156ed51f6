"""Whether what staff write of a question holds together: its state against its fields, its times, its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from explainer.declarations.documents import Located, named
from explainer.errors import Finding, Level
from explainer.model.pages import FrontMatter
from explainer.model.questions import Asked, Stated
from explainer.model.settings import Asking
from explainer.staff.pages import Page
from explainer.staff.project import Project, about_option

CARD = "questions/card.md"
"""The page that prints a card for questions."""

_OPEN = ("asked", "owner", "promised")
_NEEDED: Mapping[Asked, tuple[str, ...]] = {
    Asked.ASKED: _OPEN,
    Asked.CHECKING: _OPEN,
    Asked.ANSWERED: ("answered", "answered_by"),
    Asked.CANNOT_SAY: ("refused", "refused_by", "because", "instead"),
    Asked.REMOVED: ("removed", "removed_by", "because"),
}
"""What a question in each state has to say."""

_ONLY_OF: Mapping[str, tuple[Asked, ...]] = {
    "answered": (Asked.ANSWERED,),
    "answered_by": (Asked.ANSWERED,),
    "refused": (Asked.CANNOT_SAY,),
    "refused_by": (Asked.CANNOT_SAY,),
    "removed": (Asked.REMOVED,),
    "removed_by": (Asked.REMOVED,),
    "instead": (Asked.CANNOT_SAY,),
    "because": (Asked.CANNOT_SAY, Asked.REMOVED),
}
"""What only a question in certain states can say."""

_REMEDIES: Mapping[str, str] = {
    "asked": "add asked: and the day, or the time, as in 2026-11-20 18:20",
    "owner": "add owner: and the party that owes the answer",
    "promised": "add promised: and by when the answer will be here",
    "answered": "add answered: and the day, or the time, of the answer",
    "answered_by": "add answered_by: and the party that answered",
    "refused": "add refused: and the day, or the time, at which that was decided",
    "refused_by": "add refused_by: and the party that decided so",
    "removed": "add removed: and the day, or the time, at which it was taken out",
    "removed_by": "add removed_by: and the party that took it out",
    "because": "add because: and the reason, in a sentence that can be published",
    "instead": "add instead: and what can be said in the place of an answer",
    "number": "add number: and a number that no other question has, or had",
}

_ENDS = ("answered", "refused", "removed")
_SAYS_NOTHING = ("description", "late_because", "instead")


def judged_questions(project: Project, pages: Iterable[Page]) -> Iterator[Finding]:
    """What is wrong with the questions of a site, each at its line; ``pages`` are those in the site's own language."""
    questions = [(page, document.front) for page, document in pages if page.front.state is not None]
    for page, located in questions:
        yield from _state(page.front, located)
        yield from _times(page.front, located)
        if page.front.state is Asked.REMOVED:
            yield from _stone(page.body, page.front, located)
    yield from _numbers([(page.front, located) for page, located in questions])
    if project.settings.ask is not None:
        yield from _ways(project, project.settings.ask)


def _state(front: FrontMatter, located: Located) -> Iterator[Finding]:
    """What a question lacks for its state, and what it says that is of another one."""
    state = front.state
    for key in ("number", *(_NEEDED[state] if state else ())):
        if not getattr(front, key):
            yield located.finding(("state",), f"is “{state}”, and {key}: is missing", _REMEDIES[key])
    for key, states in _ONLY_OF.items():
        if getattr(front, key) and state not in states:
            are = " or ".join(f"“{one}”" for one in states)
            yield located.finding((key,), f"is for a question that is {are}", "change state:, or delete this line")


def _times(front: FrontMatter, located: Located) -> Iterator[Finding]:
    """Times that cannot follow one another as they do."""
    asked = front.asked
    for index, promised in enumerate(front.promised):
        if asked is not None and promised.latest < asked.first:
            yield located.finding(("promised", index), "lies before the question was asked", "put one of them right")
    for before, after in pairwise(front.promised):
        if after.last <= before.last:
            index = front.promised.index(after)
            remedy = "write promises in the order in which they were made, each later than the one before"
            yield located.finding(("promised", index), "is not later than the promise before it", remedy)
    for key in _ENDS:
        end: Stated | None = getattr(front, key)
        if end is not None and asked is not None and end.latest < asked.first:
            yield located.finding((key,), "lies before the question was asked", "put one of them right")
    if front.answered is not None and front.answered.is_day and any(not one.is_day for one in front.promised):
        problem = "has no time, so the answer counts as late where an hour was promised on that day"
        yield located.finding(("answered",), problem, "write the time too, as in 2026-11-20 18:20", level=Level.ADVICE)


def _stone(body: str, front: FrontMatter, located: Located) -> Iterator[Finding]:
    """What a question still says that was taken out."""
    if body.strip():
        problem = "is “removed”, and the page still has words"
        yield located.finding(("state",), problem, "delete all that stands below the front matter")
    for key in _SAYS_NOTHING:
        if getattr(front, key):
            yield located.finding((key,), "stands in a question that was removed", "delete this line")


def _numbers(questions: list[tuple[FrontMatter, Located]]) -> Iterator[Finding]:
    """Numbers that two questions have, and those that are gone."""
    first: dict[int, Located] = {}
    for front, located in questions:
        if front.number is None:
            continue
        other = first.setdefault(front.number, located)
        if other is not located:
            free = max(first) + 1
            yield located.finding(("number",), f"{front.number} is the number of {other.file}", f"write {free}")
    for before, after in pairwise(sorted(first)):
        if after - before > 1:
            gone = f"No. {before + 1} is gone" if after - before == 2 else f"No. {before + 1} to {after - 1} are gone"
            remedy = "a number is used once: keep a page for each, with state: removed"
            yield first[after].finding(("number",), gone, remedy, level=Level.ADVICE)


def _ways(project: Project, ask: Asking) -> Iterator[Finding]:
    """Ways to ask that lead nowhere, or not safely."""
    if ask.card and not (project.content / CARD).is_file():
        problem = f"there is no page {named(project.content / CARD, project.root)} that prints a card"
        yield about_option(project, ("ask", "card"), problem, "add one with template: card.html, or delete this line")
    for path, address in ((("ask", "form", "to"), ask.form.to if ask.form else None), (("ask", "helped"), ask.helped)):
        if address and not address.startswith("https://"):
            problem = "is an address that sends what people type without encrypting it"
            yield about_option(project, path, problem, "write one with https://")
