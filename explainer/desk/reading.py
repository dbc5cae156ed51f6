"""What a second person is asked, and beside each question the words that it is about.

The questions are those of ``explainer accept``, and so is what becomes of the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from explainer.desk.parsing import Typed
from explainer.desk.showing import Voice
from explainer.formats.kit.common_json import list_at, text_at
from explainer.model.acceptance import Acceptance, Question
from explainer.staff.accepting import QUESTIONS, signature

NOTHING: Mapping[Question, str] = {
    Question.ACT: "Nothing that people can do.",
    Question.WHY: "Nothing about the cause.",
    Question.BELIEVE: "No number but the times.",
    Question.FAIR: "Nothing about rights, and nothing that somebody else must pay.",
    Question.WHOLE: "",
}
"""What stands beside a question where the notice says nothing of it."""


class Asked(NamedTuple):
    """One question: the words that it is about, and what was answered so far."""

    id: str
    question: str
    quotes: tuple[str, ...]
    note: str = ""
    answer: str = ""
    why: str = ""


class Answered(NamedTuple):
    """What came back: who reads, the reasons of each no, and what is still missing."""

    by: str
    no: Mapping[Question, str]
    missing: tuple[str, ...]


def asked(data: Any, voice: Voice, typed: Typed) -> tuple[Asked, ...]:
    """Every question with its words; none is answered beforehand."""
    return tuple(
        Asked(
            question.value,
            said,
            tuple(_quotes(question, data, voice)) or tuple(filter(None, [NOTHING[question]])),
            _note(question, data, voice),
            _one(typed, question.value),
            _one(typed, f"{question.value}-why"),
        )
        for question, said in QUESTIONS.items()
    )


def _quotes(question: Question, data: Any, voice: Voice) -> Iterator[str]:
    if question is Question.ACT:
        yield from (f"{text_at(one, 'what')}. {text_at(one, 'how')}" for one in list_at(data, "asks"))
        yield from filter(None, [text_at(data, "nothing_to_do")])
    elif question is Question.WHY:
        yield from filter(None, [text_at(data, "summary"), *(str(line) for line in list_at(data, "brief"))])
    elif question is Question.BELIEVE:
        yield from (_counted(one, voice) for one in list_at(data, "impact"))
        yield from (f"{text_at(one, 'what')}: {_times(one, voice)}" for one in list_at(data, "expected"))
    elif question is Question.FAIR:
        yield from (
            f"{text_at(one, 'what')}. Who pays: {text_at(one, 'cost_to')}" for one in list_at(data, "decisions")
        )
        yield from filter(None, [text_at(data, "rights")])
    else:
        updates = list_at(data, "updates")
        last = text_at(updates[-1] if updates else {}, "says")
        yield from filter(None, [text_at(data, "headline"), last])


def _counted(impact: Any, voice: Voice) -> str:
    amount = impact.get("amount") if isinstance(impact, dict) else None
    low, high = (amount.get("low"), amount.get("high")) if isinstance(amount, dict) else (None, None)
    said = f"{text_at(impact, 'who')}: {text_at(impact, 'what')}"
    if isinstance(low, int | float) and isinstance(high, int | float):
        return f"{said} ({voice.words.range(low, high)} {text_at(amount, 'unit')})"
    return said


def _times(expected: Any, voice: Voice) -> str:
    written = [text_at(expected, key) for key in ("at", "low", "high")]
    return "–".join(voice.clock(one) for one in written if one)


def _note(question: Question, data: Any, voice: Voice) -> str:
    cause = data.get("cause") if isinstance(data, dict) else None
    if question is not Question.WHY or not isinstance(cause, dict):
        return ""
    if not cause.get("unknown"):
        return f"Cause: {text_at(cause, 'says') or text_at(cause, 'component')}"
    who = voice.parties.get(text_at(cause, "investigator"), "Somebody")
    until = text_at(cause, "answer_by")
    return f"Cause: not known. {who} answers{f' by {voice.clock(until)}' if until else ''}."


def answered(typed: Typed, parties: Mapping[str, str]) -> Answered:
    """What a second person answered; every question needs an answer, and every no its reason."""
    missing: list[str] = []
    no: dict[Question, str] = {}
    by = _one(typed, "by")
    if by not in parties:
        missing.append("Say for whom you read.")
    for question in QUESTIONS:
        given, why = _one(typed, question.value), " ".join(_one(typed, f"{question.value}-why").split())
        if given == "no" and not why:
            missing.append(f"Write one line why not: {QUESTIONS[question]}")
        elif given == "no":
            no[question] = why
        elif given != "yes":
            missing.append(f"Answer: {QUESTIONS[question]}")
    return Answered(by, no, tuple(missing))


def reading(given: Answered, words: str, at: datetime) -> Acceptance:
    """The reading, as it is signed."""
    return signature(words, given.by, at, given.no)


def _one(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "").strip()
