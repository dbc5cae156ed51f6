"""A review that was promised, against whether it is there."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.errors import Finding, Level
from explainer.language.compared import sentences_in
from explainer.staff.contradictions.case import Case, Told


def found(case: Case) -> Iterator[Finding]:
    """A promised review that is late, or whose page is not there."""
    there = {written.page.path for written in case.pages}
    for told in case.bulletins:
        review = told.disruption.account.review
        if review is None:
            yield from _only_in_words(told)
        elif review.page and review.page not in there:
            problem = f"names “{review.page}”, and there is no such page in content/"
            yield told.at("review", "page").finding(problem, "write it, or correct its name")
        elif not review.page and review.by < case.now.date():
            said = told.at("updates", len(told.disruption.updates) - 1).place
            problem = f"promises a review by {review.by}, and no page is named; the last word is {said}"
            yield told.at("review").finding(problem, "name it in page:, or promise another day in an update")


def _only_in_words(told: Told) -> Iterator[Finding]:
    """A review that an update of an ended bulletin promises, where no field holds the promise."""
    if told.is_open or not told.is_meant:
        return
    for index in range(len(told.disruption.updates)):
        said = told.at("updates", index, "says")
        for sentence in sentences_in(said.words):
            named = told.words.says("review", sentence)
            if named and any(sign.isdigit() for sign in sentence):
                problem = f"promises a {named}, and {told.at('status').place} holds no review: that keeps the promise"
                yield said.finding(problem, "add review: with by: and page:", Level.ADVICE)
                return
