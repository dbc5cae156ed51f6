"""Contradictions in what staff wrote: one module for each kind, one table of all.

**To add one**, write a module with a function from a :class:`~explainer.staff.contradictions.case.Case` to findings,
and a row of :data:`RULES`. Each finding stands at the words that staff can mend, names the other place as file:line,
says what is wrong and what to write instead.

**What is an error, and what advice.** An error is what cannot be true whatever its words mean, and what staff can mend
by themselves: two numbers, times or states of the same thing. Advice is what was read out of running text without a
number, what depends on somebody else's word, and what only the clock has made wrong: a reader may know why both hold.
Neither keeps a bulletin from readers: contradictions are findings of ``check``, and no fetch asks for them.

Words are compared as each language says them (:mod:`explainer.language.compared`); where a language has no words for
something, the rule is silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from explainer.errors import Finding, own_fault
from explainer.staff.contradictions import (
    capacity,
    clocks,
    counts,
    durable,
    estimates,
    explainers,
    feeds,
    lateness,
    limits,
    opposite,
    owed,
    places,
    reviews,
    runs,
    seasons,
    timeline,
    unexplained,
    unseen,
    wording,
)
from explainer.staff.contradictions.case import Case

RULES: Mapping[str, Callable[[Case], Iterator[Finding]]] = {
    "a report against the limit of its part": limits.found,
    "a figure against the same figure": counts.found,
    "a headline against the impact": lateness.found,
    "an ask against an ask or a decision": places.found,
    "a bulletin against a feed": feeds.found,
    "a bulletin against another": opposite.found,
    "a state against its words": wording.found,
    "a time in words against its field": clocks.since,
    "a day of the week against its date": clocks.days,
    "a promise against the timeline": timeline.found,
    "an estimate against what it rests on": estimates.found,
    "a capacity against the declared one": capacity.found,
    "a demand against what it passes through": capacity.demand,
    "a part that can be run against itself": runs.found,
    "rights against their thresholds": owed.found,
    "what is expected against its explainer": seasons.found,
    "a durable page against today": durable.found,
    "an explainer against its promise": explainers.unchecked,
    "a part against its explainer": explainers.missing,
    "a promised review against its page": reviews.found,
    "a length of time against what nobody sees": unseen.found,
    "a cause without words": unexplained.causes,
    "jargon without an entry": unexplained.jargon,
}


def contradictions(case: Case) -> Iterator[Finding]:
    """Everything that contradicts something else; a rule that fails says so and hides none of the others."""
    for name, rule in RULES.items():
        try:
            yield from rule(case)
        except Exception as error:  # noqa: BLE001 - the last resort: no rule may hide the others
            yield Finding(case.system_file.file, 1, 1, "", f"{name} could not be compared: {own_fault(error)}")
