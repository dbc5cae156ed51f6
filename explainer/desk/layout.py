"""Which field stands where at the desk, and what it is called there.

Whatever no row here names is drawn all the same: a part of a list or a group behind the named ones, a field of the
whole under “When you know more”.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """Some fields: by their ``keys`` if they stand for themselves, or of a list or group ``of``, those ``parts`` of it.

    ``rest`` are all parts of it that no other row names. ``add`` is what the button for one more says.
    """

    keys: tuple[str, ...] = ()
    of: str = ""
    parts: tuple[str, ...] = ()
    rest: bool = False
    add: str = ""


class Section(NamedTuple):
    """A group of rows under a heading; folded away where they are not needed for a first word."""

    title: str
    rows: tuple[Row, ...]
    says: str = ""


FIRST: Sequence[Section] = (
    Section("What happened", (Row(("headline", "summary", "empathy")),)),
    Section("Since when, and where", (Row(("detected", "started")), Row(("place", "severity", "symptom")))),
    Section(
        "Which part, and how is it",
        (Row(of="reports", parts=("component", "state", "says"), add="Add another part"),),
    ),
    Section(
        "Why, and how sure",
        (
            Row(of="cause", parts=("unknown", "component", "says", "investigator", "answer_by")),
            Row(of="cause", rest=True),
            Row(("certainty",)),
        ),
    ),
    Section("Whom it hits", (Row(of="impact", parts=("who", "what", "amount"), add="Add another group"),)),
    Section(
        "What they can do",
        (
            Row(
                of="asks", parts=("what", "can_you", "how", "minutes", "helps", "if_not"), add="Add another thing to do"
            ),
            Row(of="asks", rest=True),
            Row(("nothing_to_do",)),
        ),
    ),
    Section("What we do not know", (Row(("unknowns",)),)),
    Section("Say it, and promise the next word", (Row(of="updates", parts=("says", "next_update")),)),
)

LATER: Sequence[Section] = (
    Section(
        "More about a part",
        (Row(of="reports", rest=True),),
        "Its line in the chain of causes. What caused it: this makes a cause known. Who says so, and when.",
    ),
    Section("More about a group", (Row(of="impact", rest=True),), "One more sentence for these people."),
    Section(
        "What this update changed, and why it came late",
        (Row(of="updates", rest=True),),
        "Asked for by itself when the promised time has passed.",
    ),
    Section(
        "What limits us, in numbers",
        (Row(of="constraints", rest=True, add="Add another limit"),),
        "Usual, now, wanted, counted at. The page draws the queue.",
    ),
    Section(
        "What was decided, why, and who pays",
        (Row(of="decisions", rest=True, add="Add another decision"),),
        "What, at, by, with, because, cost to.",
    ),
    Section(
        "What comes next",
        (Row(of="expected", rest=True, add="Add another"), Row(("next_update",))),
        "A moment, or a range with what it rests on.",
    ),
    Section("Why, in short", (Row(("brief",)),), "Three to five lines. Left empty, they are made from the reports."),
    Section("Rights", (Row(("rights", "legal_ok")),), "Which law. Words about rights need the legal team."),
    Section("What staff may offer", (Row(("offers",)),), "Sets of content/permissions.yml that hold meanwhile."),
    Section("Later than usual", (Row(("quiet_reason",)),), "Why the next word comes later than the severity allows."),
    Section(
        "Alerts of others to gather here",
        (Row(of="about", rest=True, add="Add another"),),
        "By feed, or by feed and id.",
    ),
    Section(
        "Numbers that several texts share",
        (Row(of="figures", rest=True, add="Add another number"),),
        "Written once, and named between braces in the texts: {wait}.",
    ),
    Section(
        "What we got wrong, and what changes",
        (Row(of="learned", rest=True), Row(of="review", rest=True)),
        "When it is over.",
    ),
    Section("File", (Row(("id", "status", "reality", "ended")),), "The address of the page, and what it counts as."),
)

MORE = "When you know more"
MORE_SAYS = "Not needed for a first word."
ALSO = "Also"
"""The heading over what no row names."""

LABELS: Mapping[str, str] = {
    "headline": "In one sentence",
    "summary": "The next two sentences: what, and the number that explains it",
    "empathy": "A word to the people concerned",
    "detected": "We noticed at",
    "started": "It began at",
    "place": "Where",
    "severity": "How bad is it for people?",
    "symptom": "What people feel",
    "reports[].component": "Part",
    "reports[].state": "Now it is",
    "reports[].says": "In a few words, for lists",
    "reports[].since": "Since",
    "reports[].headline": "Its line in the chain of causes",
    "reports[].detail": "One or two sentences below that line",
    "reports[].caused_by": "What caused it",
    "reports[].checking_by": "We find out by",
    "reports[].by": "Who says so",
    "reports[].at": "When they said so",
    "cause.unknown": "Do we know the cause?",
    "cause.component": "The part that is the cause",
    "cause.says": "The cause",
    "cause.investigator": "Who is finding out",
    "cause.answer_by": "Answer by",
    "certainty": "How sure is what you wrote?",
    "impact[].who": "Which people",
    "impact[].what": "What it means for them",
    "impact[].amount": "How much, from and to (leave empty if not counted)",
    "impact[].note": "One more sentence for these people",
    "impact[].at": "When that was true",
    "asks[].what": "What",
    "asks[].can_you": "Are they able to? What do they need?",
    "asks[].how": "How",
    "asks[].minutes": "Minutes it takes",
    "asks[].helps": "Whom it helps",
    "asks[].if_not": "And if they cannot",
    "nothing_to_do": "Or: they need do nothing",
    "unknowns": "One thing a line",
    "updates[].says": "This update, in one sentence",
    "updates[].next_update": "Next word by",
    "updates[].changed": "What it changed",
    "updates[].late_because": "Why it came late",
    "updates[].at": "When it is said",
    "low": "From",
    "high": "To",
    "unit": "Unit",
    "constraints[].component": "Part",
    "constraints[].says": "In one sentence",
    "constraints[].unit": "What is counted",
    "constraints[].normal": "Usual an hour",
    "constraints[].now": "Now an hour",
    "constraints[].demand": "Wanted an hour",
    "constraints[].at": "Counted at",
    "constraints[].by": "Counted by",
    "constraints[].backlog": "What has built up",
    "constraints[].backlog.since": "Since",
    "constraints[].backlog.now": "How many wait now",
    "constraints[].backlog.waiting": "Who waits",
    "constraints[].why_not_more": "The question everybody asks",
    "constraints[].why_not_more.question": "Question",
    "constraints[].why_not_more.answer": "Answer",
    "decisions[].what": "What was decided",
    "decisions[].at": "When",
    "decisions[].by": "By whom",
    "decisions[].with": "Together with",
    "decisions[].because": "Because",
    "decisions[].cost_to": "Who pays, and how much",
    "expected[].what": "What comes",
    "expected[].at": "At one moment",
    "expected[].low": "Or from",
    "expected[].high": "To",
    "expected[].basis": "What this rests on",
    "expected[].main": "This is the main estimate",
    "expected[].said_at": "When it was said",
    "expected[].happened": "It happened at",
    "expected[].outcome": "Or it did not",
    "expected[].happened_by": "Who says when it happened",
    "expected[].id": "A short name for it",
    "next_update": "Next word by, if another than the last update’s",
    "brief": "One line each",
    "rights": "Which law",
    "offers": "Which sets",
    "legal_ok": "The legal team has read these words",
    "quiet_reason": "Why later",
    "about[].feed": "Feed",
    "about[].id": "Only this alert of it",
    "figures[].(name)": "Name",
    "figures[].value": "One number",
    "figures[].of": "Of so many",
    "figures[].at": "Counted at",
    "figures[].by": "Counted by",
    "learned.wrong": "What we got wrong",
    "learned.wrong[].what": "What we got wrong",
    "learned.wrong[].why": "Why",
    "learned.wrong[].by": "Whose it was",
    "learned.changes": "What changes",
    "learned.changes[].what": "What changes",
    "learned.changes[].by": "Who does it",
    "learned.changes[].due": "By which day",
    "learned.changes[].done": "Done on",
    "learned.changes[].moved_to": "Moved to",
    "learned.changes[].says": "How it stands",
    "review.by": "We look back on it by",
    "review.page": "Its page",
    "id": "The last part of its address",
    "status": "How it stands",
    "reality": "What it counts as",
    "ended": "It ended at",
    "by": "Who looked",
    "at": "When",
    "good_for": "For how long you vouch for it",
    "looked_at": "What you looked at",
    "note": "What readers should know of it, in one sentence",
}
"""What the desk calls a field, by its place; the title that the model gives it where it is not here."""

HELP: Mapping[str, str] = {
    "nothing_to_do": "Only without an ask above. Such as: You need not do anything. Staff bring water.",
    "updates[].at": "Left empty, it is the moment at which you publish.",
    "id": "Left empty, it is the name of the file. It must not change later.",
}

WORDS: Mapping[str, str] = {
    "observed": "We saw it",
    "actual": "Real",
    "draft": "Draft, shown to nobody",
    "test": "Test, shown to nobody",
    "exercise": "Exercise",
    "active": "Going on",
    "monitoring": "Mended, and we watch it",
    "resolved": "Over",
    "cancelled": "Called off",
    "planned": "Planned",
    "never": "It never did",
}
"""What the desk calls a word of a closed vocabulary; the word itself, with a capital, where it is not here."""

NOT_OURS: Mapping[str, frozenset[str]] = {"status": frozenset({"withdrawn", "unknown"})}
"""Words that are for feeds, and that no bulletin may use."""

NAMES: Mapping[str, str] = {
    "component": "components",
    "caused_by": "components",
    "waiting": "components",
    "looked_at": "components",
    "symptom": "symptoms",
    "investigator": "parties",
    "by": "parties",
    "with": "parties",
    "happened_by": "parties",
    "rights": "rights",
    "offers": "offers",
    "feed": "feeds",
}
"""Fields that hold ids of what the site declares, and which."""

PAIRS: Sequence[frozenset[str]] = (
    frozenset({"detected", "started"}),
    frozenset({"investigator", "answer_by"}),
)
"""Fields that stand beside one another."""

BESIDE: Mapping[str, str] = {"next_update": "updates[].next_update"}
"""Fields of which a finding stands beside another one, where the form has that."""
