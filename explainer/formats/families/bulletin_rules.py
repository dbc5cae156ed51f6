"""The rules a bulletin must meet before customers see it.

They check form, not truth: a second person still approves cause, estimate and rights. Most come from two public works:
David Maister, *The Psychology of Waiting Lines* (1985), and the CDC's manual *Crisis and Emergency Risk Communication*
(CERC): be first, be right, be credible, express empathy, promote action, show respect.

Those of style depend on the language: they are the ``house`` of it, in :mod:`explainer.language.house`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from explainer.declarations.documents import Located, PathOf
from explainer.declarations.nearness import near
from explainer.errors import Finding, Level
from explainer.formats.families.bulletin_figures import broken_figures
from explainer.language.catalogues import SOURCE_LANGUAGE
from explainer.language.house import House, house_of
from explainer.model.account import Lessons
from explainer.model.disruption import Disruption
from explainer.model.vocabulary import Severity, Status

LONGEST_GAP = {Severity.EXTREME: timedelta(minutes=30), Severity.SEVERE: timedelta(minutes=60)}
USUAL_GAP = timedelta(minutes=120)
FIRST_WORD_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class Known:
    """The ids a bulletin may name; None where the file that has them is there and cannot be read."""

    components: frozenset[str]
    symptoms: frozenset[str]
    parties: frozenset[str]
    rights: frozenset[str] | None
    feeds: frozenset[str]
    offers: frozenset[str] | None = frozenset()


def broken_rules(bulletin: Disruption, located: Located, *, legal_ok: bool, known: Known | None) -> Iterator[Finding]:
    """Every rule the bulletin breaks, each at the place to mend."""
    open_now = bulletin.status in (Status.ACTIVE, Status.MONITORING)
    house = house_for(bulletin)
    yield from _wording(bulletin, located, house, legal_ok)
    yield from _figures(bulletin, located)
    yield from broken_figures(bulletin, located)
    yield from _updates(bulletin, located)
    yield from _asks(bulletin, located, house, open_now)
    yield from _cause(bulletin, located, open_now)
    yield from _lessons(bulletin, located)
    if open_now:
        yield from _open(bulletin, located, house)
    if bulletin.status is Status.RESOLVED and "ended" not in located.data:
        yield located.finding(("ended",), "is missing", "write when it ended, or another status")
    if known is not None:
        yield from _names(bulletin, located, known)


def _cause(bulletin: Disruption, located: Located, open_now: bool) -> Iterator[Finding]:
    """An unexplained wait feels longer (Maister): the cause, or who is finding it out and by when."""
    cause = bulletin.account.cause
    if cause is None:
        return
    if cause.unknown and not cause.investigator:
        problem = "says the cause is unknown but not who is finding out"
        yield located.finding(("cause",), problem, "add investigator: and the id of a party")
    if not cause.unknown and cause.component is None:
        problem = "names no component"
        remedy = "write component: and the id of the cause, or unknown: true and investigator:"
        yield located.finding(("cause",), problem, remedy)
    if cause.unknown and open_now and cause.answer_by is None:
        remedy = "add answer_by: so that readers know when they will hear"
        yield located.finding(("cause",), "gives no time for the answer", remedy, level=Level.ADVICE)


def _lessons(bulletin: Disruption, located: Located) -> Iterator[Finding]:
    """A day that was promised is kept, or missed in the open: it stays, and a later one stands beside it."""
    for index, change in enumerate(bulletin.account.learned.changes if bulletin.account.learned else ()):
        if change.moved_to is not None and change.moved_to <= change.due:
            problem = f"is not after the day that was promised ({change.due})"
            remedy = "leave due: as it was promised, and write the later day here"
            yield located.finding(("learned", "changes", index, "moved_to"), problem, remedy)


def _open(bulletin: Disruption, located: Located, house: House) -> Iterator[Finding]:
    """What is open owes readers its next word, what nobody knows yet, and a first word soon."""
    last = bulletin.updates[-1]
    due = bulletin.account.next_update
    if due is None:  # an uncertain wait feels longer than a known one (Maister)
        yield located.finding(("next_update",), "is missing", "write when you will say more")
    elif due <= last.at:
        problem = f"is not after the last update ({last.at:%H:%M})"
        yield located.finding(("next_update",), problem, "write a later time")
    else:
        longest = LONGEST_GAP.get(bulletin.severity, USUAL_GAP)
        if due - last.at > longest and not bulletin.account.quiet_reason:
            minutes = int(longest / timedelta(minutes=1))
            problem = f"is more than {minutes} minutes after the last update"
            remedy = "promise an earlier one, or say why in quiet_reason:"
            yield located.finding(("next_update",), problem, remedy)
    unknowns, remedy = bulletin.account.unknowns, "write at least one thing you do not know yet"
    if not unknowns:  # whoever knows all is not believed (CERC, “be right”)
        yield located.finding(("unknowns",), "is empty", remedy)
    for index, unknown in enumerate(unknowns):
        if house.is_nothing(unknown):
            yield located.finding(("unknowns", index), f"“{unknown}” is not an unknown", remedy)
    if not bulletin.account.empathy:  # CERC, “express empathy”
        remedy = "one sentence that says you know what this is like for people"
        yield located.finding(("empathy",), "is missing", remedy, level=Level.ADVICE)
    first_word = bulletin.updates[0].at - (bulletin.account.detected_at or bulletin.updates[0].at)
    if first_word > FIRST_WORD_WITHIN:  # rumours fill the gap (CERC, “be first”)
        problem = "is more than 30 minutes after it was detected"
        yield located.finding(("updates", 0, "at"), problem, "say so in the update", level=Level.ADVICE)


def _asks(bulletin: Disruption, located: Located, house: House, open_now: bool) -> Iterator[Finding]:
    """A warning says what to do (CERC, “promote action”), and an ask whom it helps: people help people."""
    if open_now and not bulletin.account.asks and not bulletin.instruction:
        remedy = "write what customers can do, or nothing_to_do: with one sentence"
        yield located.finding(("asks",), "is missing", remedy)
    for index, ask in enumerate(bulletin.account.asks):
        if house.is_nobody(ask.helps):
            remedy = "name the people it helps, other than the reader and us"
            yield located.finding(("asks", index, "helps"), f"“{ask.helps}” helps no one in particular", remedy)


def _figures(bulletin: Disruption, located: Located) -> Iterator[Finding]:
    """Figures and times that contradict themselves or each other."""
    for index, impact in enumerate(bulletin.impacts):
        if impact.amount and impact.amount.low > impact.amount.high:
            yield located.finding(("impact", index, "amount"), "has its low above its high", "swap the two figures")
    yield from _times_ahead(bulletin, located)
    yield from _reports(bulletin, located)


def _times_ahead(bulletin: Disruption, located: Located) -> Iterator[Finding]:
    """An estimate is one moment or a range, and says what it rests on: a figure tells more than “soon”."""
    for index, expected in enumerate(bulletin.expected):
        path: PathOf = ("expected", index)
        span = expected.low is not None and expected.high is not None
        if (expected.at is not None) == span or (expected.low is None) != (expected.high is None):
            remedy = "write either at:, or low: and high:"
            yield located.finding(path, "needs one moment or one range", remedy)
        if expected.low and expected.high and expected.low >= expected.high:
            yield located.finding(path, "has its low at or after its high", "swap the two times")
        if expected.main and not expected.basis:
            yield located.finding(path, "is the estimate but has no basis", "say what it rests on in basis:")
    yield from _told_apart(bulletin, located)
    yield from _outcomes(bulletin, located)


def _told_apart(bulletin: Disruption, located: Located) -> Iterator[Finding]:
    """An estimate is known by its id, or else by its words: what two are called alike is judged as neither."""
    ids: set[str] = set()
    words: set[str] = set()
    for index, expected in enumerate(bulletin.expected):
        if expected.id is not None and expected.id in ids:
            problem = f"“{expected.id}” is already the id of another estimate"
            yield located.finding(("expected", index, "id"), problem, "give this one an id of its own")
        elif expected.id is None and expected.what in words:
            problem = "says what another estimate says, and has no id"
            yield located.finding(("expected", index), problem, "give each an id:, such as pad-5", level=Level.ADVICE)
        ids |= {expected.id} if expected.id is not None else set()
        words.add(expected.what)


def _outcomes(bulletin: Disruption, located: Located) -> Iterator[Finding]:
    """Whoever gave a range says at the end what happened: only so can anybody tell how good our ranges are."""
    last = bulletin.updates[-1].at
    for index, expected in enumerate(bulletin.expected):
        path: PathOf = ("expected", index)
        if expected.happened is not None and expected.outcome is not None:
            remedy = "keep happened: with the time, or else outcome:"
            yield located.finding((*path, "outcome"), "says that there is no time, and happened: gives one", remedy)
        if expected.happened is not None and expected.happened > last:
            problem = f"is after the last update ({last:%Y-%m-%d %H:%M}), when nobody could know it"
            yield located.finding((*path, "happened"), problem, "write when it happened, or delete this line")
        is_told = expected.happened is not None or expected.outcome is not None
        if bulletin.status is Status.RESOLVED and expected.is_estimate and not is_told:
            remedy = "write happened: with the time, or outcome: never, or outcome: unknown if nobody can say"
            yield located.finding(path, "does not say what happened", remedy)


def _reports(bulletin: Disruption, located: Located) -> Iterator[Finding]:
    """A part that cannot meet its demand is said to be so, and nothing is said twice of one part."""
    told = {report.component for report in bulletin.reports}
    for index, constraint in enumerate(bulletin.account.constraints):
        if constraint.now < constraint.demand and constraint.component not in told:
            problem = f"limits “{constraint.component}” below demand, but no report says how it is"
            yield located.finding(("constraints", index), problem, "add a report for it", level=Level.ADVICE)
    seen: set[str] = set()
    for index, report in enumerate(bulletin.reports):
        if report.component in seen:
            yield located.finding(
                ("reports", index, "component"),
                f"“{report.component}” has a report already",
                "keep one report for each component",
            )
        seen.add(report.component)


def _updates(bulletin: Disruption, located: Located) -> Iterator[Finding]:
    for index, (before, after) in enumerate(zip(bulletin.updates, bulletin.updates[1:], strict=False)):
        if after.at <= before.at:
            problem = f"is not after the update above it ({before.at:%H:%M})"
            yield located.finding(("updates", index + 1, "at"), problem, "keep updates oldest first")


def house_for(bulletin: Disruption) -> House:
    """The rules of style of the language it is written in: English ones where its declaration names none."""
    language = bulletin.headline[0].lang
    return house_of(SOURCE_LANGUAGE if language == "und" else language)


def _wording(bulletin: Disruption, located: Located, house: House, legal_ok: bool) -> Iterator[Finding]:
    """Short, plain, hiding nothing; and no judgement on anybody's rights that a lawyer has not seen."""
    length = len(bulletin.headline[0].text.split())
    if length > house.longest_headline:
        yield located.finding(("headline",), f"has {length} words", f"use at most {house.longest_headline}")
    for path, words in texts_of(located.data):
        if vague := house.vague_in(words):
            problem = f"“{vague}” explains nothing"
            yield located.finding(path, problem, "name the thing itself", level=Level.ADVICE)
        for said, problem, remedy in _evasions(house, words):
            yield located.finding(path, f"“{said}” {problem}", remedy, level=Level.ADVICE)
        if not legal_ok and (legal := house.rights_in(words)):
            problem = f"“{legal}” speaks about people’s rights"
            yield located.finding(path, problem, "take it out, or have it cleared and add legal_ok: true")
        longest = house.longest_sentence_in(words)
        if longest > house.longest_sentence:
            problem = f"has a sentence of {longest} words"
            yield located.finding(path, problem, "make two of it", level=Level.ADVICE)


def _evasions(house: House, words: str) -> Iterator[tuple[str, str, str]]:
    """Words that turn away from the reader, what they do, and what to write instead."""
    if blamed := house.blame_in(words):
        yield blamed, "blames somebody", "say what happened, and what you do about it"
    if hidden := house.hidden_in(words):
        yield hidden, "hides who did it", "write who decided, did or is doing what"


def texts_of(value: object, path: PathOf = ()) -> Iterator[tuple[PathOf, str]]:
    """Every text in what staff wrote, with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_of(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts_of(inner, (*path, index))


def _names(bulletin: Disruption, located: Located, known: Known) -> Iterator[Finding]:
    for path, name, group, what in _named(bulletin, known):
        if name and group is not None and name not in group:
            yield located.finding(path, f"there is no {what} “{name}”", near(name, group))


def _named(bulletin: Disruption, known: Known) -> Iterator[tuple[PathOf, str, frozenset[str] | None, str]]:
    yield ("symptom",), bulletin.account.symptom, known.symptoms, "symptom"
    yield ("rights",), bulletin.account.rights, known.rights, "rights entry"
    if bulletin.account.cause is not None:
        yield ("cause", "component"), bulletin.account.cause.component or "", known.components, "component"
        yield ("cause", "investigator"), bulletin.account.cause.investigator, known.parties, "party"
    for index, report in enumerate(bulletin.reports):
        yield ("reports", index, "component"), report.component, known.components, "component"
        yield ("reports", index, "by"), report.by, known.parties, "party"
        for place, cause in enumerate(report.caused_by):
            yield ("reports", index, "caused_by", place), cause, known.components, "component"
    for index, constraint in enumerate(bulletin.account.constraints):
        yield ("constraints", index, "component"), constraint.component, known.components, "component"
        yield ("constraints", index, "by"), constraint.by, known.parties, "party"
        for place, symptom in enumerate(constraint.backlog.waiting if constraint.backlog else ()):
            yield ("constraints", index, "backlog", "waiting", place), symptom, known.symptoms, "symptom"
    for index, decision in enumerate(bulletin.account.decisions):
        yield ("decisions", index, "by"), decision.by, known.parties, "party"
        yield ("decisions", index, "component"), decision.component or "", known.components, "component"
        for place, party in enumerate(decision.with_):
            yield ("decisions", index, "with", place), party, known.parties, "party"
    yield from _named_at_the_end(bulletin, known)
    for name, counted in bulletin.account.figures.items():
        yield ("figures", name, "by"), counted.by, known.parties, "party"
    for index, about in enumerate(bulletin.account.about):
        yield ("about", index, "feed"), about.feed, known.feeds, "feed"


def _named_at_the_end(bulletin: Disruption, known: Known) -> Iterator[tuple[PathOf, str, frozenset[str] | None, str]]:
    for index, name in enumerate(bulletin.account.offers):
        yield ("offers", index), name, known.offers, "set of offers in content/permissions.yml called"
    for index, expected in enumerate(bulletin.expected):
        yield ("expected", index, "happened_by"), expected.happened_by, known.parties, "party"
    learned = bulletin.account.learned or Lessons()
    for index, mistake in enumerate(learned.wrong):
        yield ("learned", "wrong", index, "by"), mistake.by, known.parties, "party"
    for index, change in enumerate(learned.changes):
        yield ("learned", "changes", index, "by"), change.by, known.parties, "party"
