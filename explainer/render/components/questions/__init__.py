"""The whys that customers asked: those with an answer by part, the others with who owes one and by when.

A promise is drawn from asked to promised, dotted; past it, until now, hatched; then to the new one, which takes nothing
back. ``answers.html`` lists what is answered, ``template.html`` all the rest, and how long answers took.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from markupsafe import Markup

from explainer.language.marks import NC_
from explainer.model.questions import Asked, Question, Stated
from explainer.model.translation import Original
from explainer.model.vocabulary import State
from explainer.picture.promises import GRACE
from explainer.picture.questions import Queue, Waiting
from explainer.render.escaping import prose, text
from explainer.render.later import HIDDEN, ages, until
from explainer.render.view import View
from explainer.render.words import day_of, on_day, sentence, when

MOST_ANSWERS = 40
"""Answers that one page lists; the others are in the navigation and in the search of the site."""

MOST_OPEN, MOST_REFUSED, MOST_STONES = 12, 5, 5

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_SCALES = ((_HOUR, 2 * _HOUR, 4 * _HOUR, _DAY), (_DAY, 2 * _DAY, 4 * _DAY, 7 * _DAY))
"""Ends of the groups of lengths, of answers that took hours and of those that took days."""

_WORST_FIRST = tuple(State)
_BY_WHOM = {
    Asked.ASKED: NC_("who owes an answer", "To be answered by %(party)s."),
    Asked.CHECKING: NC_("who owes an answer", "Being checked by %(party)s."),
}


class Row(NamedTuple):
    """A question that is answered: its page and its words, how many asked it, and by whom it was answered, when."""

    url: str
    title: Markup
    people: int
    who: Markup


class Group(NamedTuple):
    """The answers about one part: its name and state, and its anchor."""

    anchor: str
    name: str
    state: str
    rows: tuple[Row, ...]


class Stretch(NamedTuple):
    """A stretch of time on the axis: its kind, where it begins and how long it is, in percent."""

    kind: str
    at: str
    length: str


class Open(NamedTuple):
    """A question that is open: its page and its words, what is promised, who owes it, and its bar."""

    anchor: str
    url: str
    title: Markup
    lines: tuple[Markup, ...]
    who: Markup
    bar: tuple[Stretch, ...]


class Refusal(NamedTuple):
    """A question we cannot answer: when and by whom that was decided, why, and what we can say instead."""

    anchor: str
    url: str
    title: Markup
    who: Markup
    because: Markup
    instead: Markup


class Stack(NamedTuple):
    """Answers that took about as long; ``middle`` is whether the middle one is among them."""

    words: str
    amount: int
    middle: bool


def queue_of(view: View) -> Queue:
    """The questions at the moment of the picture; the regions of a page share it."""
    if "questions" not in view.memo:
        view.memo["questions"] = Queue(view.questions, view.picture.now)
    found: Queue = view.memo["questions"]
    return found


def said(question: Question, words: str) -> str:
    """Words of a question, marked where they are in another language than the page."""
    return Original(words, question.lang) if question.lang and words else words


def title_of(question: Question) -> Markup:
    """html: what is asked."""
    return prose(said(question, question.title))


def told(view: View, at: Stated) -> Markup:
    """html: a time as it was stated, by its day or its hour."""
    return on_day(view, at.first) if at.is_day else when(view, at.first)


def answers(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``answers``: all that is answered, by part; parts that do not work as usual come first."""
    del args
    found = queue_of(view).answered
    if not found:
        return Markup("")
    groups: dict[str, list[Question]] = {}
    for question in found[:MOST_ANSWERS]:
        groups.setdefault(_part_of(view, question), []).append(question)
    return view.render(
        "components/questions/answers.html",
        groups=[_group(view, part, groups[part]) for part in sorted(groups, key=lambda part: _rank(view, part))],
        more=max(0, len(found) - MOST_ANSWERS),
        people=any(one.people for one in found),
    )


def _part_of(view: View, question: Question) -> str:
    """The part under which a question is listed; nothing where it names none that there is."""
    return next((part for part in question.about if part in view.picture.component), "")


def _rank(view: View, part: str) -> tuple[int, int]:
    here = view.picture.component.get(part)
    order = list(view.system.by_id)
    if here is None:
        return len(_WORST_FIRST) + 1, 0
    return _WORST_FIRST.index(here.state) if here.state else len(_WORST_FIRST), order.index(part)


def _group(view: View, part: str, questions: list[Question]) -> Group:
    here = view.picture.component.get(part)
    rows = tuple(_row(view, one) for one in questions)
    if here is None:
        return Group("about-other", view.words.gettext("About other things"), "", rows)
    return Group(f"about-{part}", here.component.name, here.state.value if here.state else "", rows)


def _row(view: View, question: Question) -> Row:
    return Row(f"{view.top}{question.url}", title_of(question), question.people, _by(view, question))


def _by(view: View, question: Question) -> Markup:
    """Who settled it, and when."""
    at = told(view, question.settled) if question.settled else Markup("")
    if not question.settled_by:
        return at
    who = prose(view.system.party_name(question.settled_by))
    return view.words.pgettext("who says so, and when", "%(who)s, %(time)s", who=who, time=at) if at else who


# What is open, how long it takes, what is not answered


def queue(view: View, args: Mapping[str, str]) -> Markup:
    """The region ``queue``: what is open, how long answers took, and what was not answered."""
    del args
    found = queue_of(view)
    axis = Axis.of(view, found)
    return view.render(
        "components/questions/template.html",
        hours=axis.labels(view),
        open=[_open(view, one, axis) for one in found.waiting[:MOST_OPEN]],
        more_open=max(0, len(found.waiting) - MOST_OPEN),
        fast=_fast(view, found),
        stacks=list(_stacks(view, found)),
        kept=_kept(view, found),
        record_url=view.record_url() if view.record else "",
        refused=[_refusal(view, one) for one in found.refused[:MOST_REFUSED]],
        stones=[(f"q{one.number}", stone(view, one)) for one in found.removed[:MOST_STONES]],
        more=max(0, len(found.refused) - MOST_REFUSED) + max(0, len(found.removed) - MOST_STONES),
        total=_total(view, found) if found.asked else "",
    )


class Axis(NamedTuple):
    """The time that the bars are drawn on."""

    start: datetime
    end: datetime

    @staticmethod
    def of(view: View, found: Queue) -> Axis:
        """From the first question that is open to the last time that is promised, in whole hours or days."""
        asked = [one.question.asked.first for one in found.waiting if one.question.asked]
        ends = [at.last for one in found.waiting for at in one.question.promised]
        now = found.now
        first, last = min([*asked, now]).astimezone(view.zone), max([*ends, now]).astimezone(view.zone)
        step = _HOUR if last - first <= _DAY else _DAY
        start = first.replace(minute=0, second=0, microsecond=0)
        start = start if step is _HOUR else start.replace(hour=0)
        quarters = -(-(last - start) // (4 * step)) or 1
        return Axis(start, start + 4 * quarters * step)

    def labels(self, view: View) -> list[str]:
        """What stands above each quarter of it."""
        quarter = (self.end - self.start) / 4
        starts = [(self.start + quarter * step).astimezone(view.zone) for step in range(4)]
        by_hour = self.end - self.start <= 2 * _DAY
        return [view.words.time(at) if by_hour else day_of(view, at) for at in starts]

    def stretch(self, kind: str, first: datetime, last: datetime) -> Stretch:
        """A stretch on it."""
        whole = self.end - self.start
        at, length = (first - self.start) / whole, max(timedelta(), last - first) / whole
        return Stretch(kind, f"{at:.1%}", f"{length:.1%}")


def _open(view: View, one: Waiting, axis: Axis) -> Open:
    question = one.question
    return Open(
        anchor=f"q{question.number}",
        url=f"{view.top}{question.url}",
        title=title_of(question),
        lines=promises(view, one),
        who=owed_by(view, question),
        bar=tuple(_bar(view, one, axis)),
    )


def _bar(view: View, one: Waiting, axis: Axis) -> Iterator[Stretch]:
    """From asked to promised; past a missed promise until now; from now to the new one."""
    now, asked = view.picture.now, one.question.asked
    first = one.missed[0].last if one.missed else one.due.last if one.due else now
    if asked is not None:
        yield axis.stretch("due", asked.first, first)
    if one.missed:
        yield axis.stretch("past", first, now)
        if one.due is not None:
            yield axis.stretch("due", now, one.due.last)


def owed_by(view: View, question: Question) -> Markup:
    """Who owes the answer; its number, and when it was asked."""
    words, number = view.words, str(question.number)
    owed = words.pgettext(*_BY_WHOM[question.state], party=prose(view.system.party_name(question.owner)))
    if question.asked is None:
        return owed
    asked = words.gettext("No. %(number)s, asked %(time)s.", number=text(number), time=told(view, question.asked))
    return Markup("{} {}").format(owed, asked)


def promises(view: View, one: Waiting) -> tuple[Markup, ...]:
    """html: each promise of an answer, as lines; of one that holds also what an open page says once it is missed."""
    words, question = view.words, one.question
    if not one.missed:
        return (_holds(view, one.due),) if one.due is not None else ()
    missed = text(words.listed([told(view, at) for at in one.missed]))
    first = words.gettext("Promised by %(time)s.", time=missed)
    late = Markup('<b class="missed">{}</b> {}').format(_late(view, one), first)
    more = [prose(sentence(said(question, question.late_because)))] if question.late_because else []
    if one.due is not None:
        new = words.gettext("New promise: %(time)s. What was missed stays counted.", time=told(view, one.due))
        more.append(new)
    return late, *more


_AGE = Markup('<span data-age="{}" aria-live="off">{}</span>')


def _late(view: View, one: Waiting) -> Markup:
    """How late it is, which grows in an open page."""
    length = text(view.words.duration(one.late_by(view.picture.now)))
    if ages(view):
        length = _AGE.format(one.missed[0].last.isoformat(timespec="minutes"), length)
    return view.words.gettext("Missed promise: %(length)s late.", length=length)


_TURNS = Markup('<span{}>{}</span><span{}><b class="missed">{}</b> {}</span>')


def _holds(view: View, due: Stated) -> Markup:
    """By when an answer is promised; in a page that stays open, after that, that it was missed."""
    words, at = view.words, told(view, due)
    now = words.gettext("Answer by %(time)s.", time=at)
    if not ages(view):
        return now
    then = words.gettext("Promised by %(time)s.", time=at)
    return _TURNS.format(until(due.last + GRACE), now, HIDDEN, words.gettext("Missed promise."), then)


def _fast(view: View, found: Queue) -> str:
    """Within which time half of the answers came; of too few, how many there are."""
    words, many, middle = view.words, len(found.lengths), found.middle
    if middle is None:
        return words.ngettext(
            "%(num)d answer so far. That is too few for a middle.",
            "%(num)d answers so far. That is too few for a middle.",
            many,
        )
    return words.ngettext(
        "Half of our %(num)d answer came within %(length)s. The slowest took %(longest)s.",
        "Half of our %(num)d answers came within %(length)s. The slowest took %(longest)s.",
        many,
        length=words.duration(middle),
        longest=words.duration(found.lengths[-1]),
    )


def _stacks(view: View, found: Queue) -> Iterator[Stack]:
    if not found.lengths:
        return
    words, middle = view.words, found.middle
    ends = _SCALES[found.lengths[-1] > 2 * _DAY]
    low = timedelta(-1)
    for high in (*ends, timedelta.max):
        amount = sum(low < length <= high for length in found.lengths)
        named = (
            words.pgettext("a group of lengths of time", "up to %(length)s", length=words.duration(high))
            if high in ends
            else words.pgettext("a group of lengths of time", "longer")
        )
        yield Stack(named, amount, middle is not None and low < middle <= high)
        low = high


def _kept(view: View, found: Queue) -> str:
    if not found.promised:
        return ""
    return view.words.ngettext(
        "%(kept)d of %(num)d answer came by the time that was promised first.",
        "%(kept)d of %(num)d answers came by the time that was promised first.",
        len(found.promised),
        kept=found.kept,
    )


def _refusal(view: View, question: Question) -> Refusal:
    return Refusal(
        anchor=f"q{question.number}",
        url=f"{view.top}{question.url}",
        title=title_of(question),
        who=refused_by(view, question),
        because=prose(sentence(said(question, question.because))),
        instead=prose(sentence(said(question, question.instead))),
    )


def refused_by(view: View, question: Question) -> Markup:
    """When and by whom it was decided that it is not answered."""
    at = told(view, question.settled) if question.settled else Markup("")
    by = prose(view.system.party_name(question.settled_by))
    number = text(str(question.number))
    return view.words.gettext("%(time)s, by %(party)s. No. %(number)s.", time=at, party=by, number=number)


def stone(view: View, question: Question) -> tuple[Markup, ...]:
    """html: what is left of a question that was removed, as sentences."""
    words, by = view.words, prose(view.system.party_name(question.settled_by))
    at = told(view, question.settled) if question.settled else Markup("")
    number = text(str(question.number))
    gone = words.gettext("No. %(number)s was removed %(time)s by %(party)s.", number=number, time=at, party=by)
    why = prose(sentence(said(question, question.because)))
    return gone, why, text(words.gettext("Its number is not used again."))


def _total(view: View, found: Queue) -> str:
    """All that was asked, each question once: asked = answered + open + refused + removed."""
    amounts = (found.asked, found.answered, found.waiting, found.refused, found.removed)
    asked, answered, still, refused, removed = (view.words.number(len(some)) for some in amounts)
    return view.words.gettext(
        "Asked: %(asked)s. Answered: %(answered)s. Open: %(open)s. Refused: %(refused)s. Removed: %(removed)s.",
        asked=asked,
        answered=answered,
        open=still,
        refused=refused,
        removed=removed,
    )
