"""An update in three taps: a sentence, a time, publish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from explainer.desk import times
from explainer.desk.parsing import Made
from explainer.errors import StaffError
from explainer.formats.families.bulletin_rules import LONGEST_GAP, USUAL_GAP
from explainer.formats.kit.common_json import list_at, text_at
from explainer.model.vocabulary import Severity
from explainer.picture.promises import GRACE
from explainer.staff.writing.updating import End, Ours, Word, moment_of, with_word


class Choice(NamedTuple):
    """A sentence to begin with: what its button says, and what it writes."""

    key: str
    label: str
    says: str


CHOICES = (
    Choice("nothing", "Nothing new yet", "Nothing new yet. We are still at it."),
    Choice("cause", "We know why", "We know the cause: "),
    Choice("over", "It is over", "It is over. "),
)


def choices(language: str) -> tuple[Choice, ...]:
    """The sentences to begin with; none is put into the mouth of a site that speaks another language."""
    return CHOICES if language.partition("-")[0] == "en" else tuple(one._replace(says="") for one in CHOICES)


_NUMBER = re.compile(r"\d")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")


class Typed(NamedTuple):
    """What was tapped and typed: which sentence, its words, the time, and why it is late."""

    choice: str = ""
    says: str = ""
    due: str = ""
    because: str = ""

    @property
    def sentence(self) -> str:
        """What the update says; the sentence of the button where nobody typed another."""
        chosen = next((one.says for one in CHOICES if one.key == self.choice), "")
        return " ".join((self.says.strip() or chosen).split())

    @property
    def is_whole(self) -> bool:
        """Whether the sentence has an end."""
        return bool(self.sentence) and not self.sentence.endswith(":") and self.sentence != "It is over."

    @property
    def ends(self) -> bool:
        """Whether it says that all is over."""
        return self.choice == "over"


def typed_of(fields: Mapping[str, tuple[str, ...]]) -> Typed:
    """What came with the form."""

    def one(name: str) -> str:
        return next(iter(fields.get(name, ())), "").strip()

    return Typed(one("choice"), one("says"), one("other") or one("due"), one("because"))


class Offer(NamedTuple):
    """A time that can be promised, and whether it is the last one that the rules allow."""

    at: str
    latest: bool = False


def offers(data: Any, now: datetime) -> tuple[Offer, ...]:
    """The next times to promise: on the quarter hour, about half an hour and an hour from now, and the latest."""
    longest = LONGEST_GAP.get(severity_of(data), USUAL_GAP)
    latest = _floored(now + longest, 5)
    wanted = [_raised(now + timedelta(minutes=minutes), 15) for minutes in (25, 55)]
    early = [at for at in wanted if at < latest] or [_raised(now + timedelta(minutes=10), 5)]
    return (*(Offer(f"{at:%H:%M}") for at in dict.fromkeys(early)), Offer(f"{latest:%H:%M}", True))


def severity_of(data: Any) -> Severity:
    """How bad a notice says that it is."""
    said = text_at(data, "severity")
    return Severity(said) if said in [one.value for one in Severity] else Severity.UNKNOWN


def _raised(at: datetime, step: int) -> datetime:
    over = at.minute % step
    return (at + timedelta(minutes=step - over if over else 0)).replace(second=0, microsecond=0)


def _floored(at: datetime, step: int) -> datetime:
    return (at - timedelta(minutes=at.minute % step)).replace(second=0, microsecond=0)


def promised(data: Any) -> str:
    """The time that was promised last, as it is written."""
    updates = list_at(data, "updates")
    return text_at(data, "next_update") or text_at(updates[-1] if updates else {}, "next_update")


def is_late(data: Any, now: datetime) -> bool:
    """Whether the promised time has passed, with the grace that every promise has."""
    due = times.moment(promised(data), now.tzinfo)  # type: ignore[arg-type]
    return due is not None and now > due + GRACE


def missing(typed: Typed, late: bool) -> str:
    """What is still to be chosen; empty when nothing is."""
    if typed.sentence and not typed.is_whole:
        return "Finish the sentence."
    if typed.ends:
        return ""
    if not typed.sentence:
        return "Choose or write a sentence." if typed.due else "Choose a sentence and a time."
    if not typed.due:
        return "Choose a time."
    return "Say why it comes late." if late and not typed.because else ""


def claims(typed: Typed) -> str:
    """What in the sentence a second person should read first: a cause or a number; empty where there is neither."""
    if typed.choice == "cause":
        return "It names a cause"
    return "It names a number" if _NUMBER.search(_CLOCK.sub("", typed.sentence)) else ""


def with_update(typed: Typed, one: Ours, now: datetime) -> Made:
    """The text of a notice with the update at its end; when it is over, with that too. As ``explainer say`` does it."""
    due = times.moment(times.written(typed.due, "next_update", now), one.zone) if typed.due and not typed.ends else None
    at = moment_of(one, now)
    word = Word(typed.sentence, at, next_update=due, late_because=typed.because)
    try:
        return Made(with_word(one, word, End(at) if typed.ends else None))
    except StaffError as error:
        return Made(one.held.text, error.findings)
