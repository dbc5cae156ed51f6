"""What staff can do about messages that were not understood: the rule to write for each, as YAML. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from explainer.model.disruption import Disruption
from explainer.model.vocabulary import EffectCode, State
from explainer.picture.model import Picture, Unplaced
from explainer.render.words import words_of

MOST_ENTITIES = 3
LONGEST_PHRASE = 80

_PLAIN = re.compile(r"[^\W\d_][\w./()’–-]*(?: [\w.()’–-]+)*")
_WORDS_OF_YAML = frozenset({"true", "false", "null"})
_INVISIBLE = re.compile("[\x7f-\xa0\xad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]")
_STOPS = frozenset({EffectCode.NO_SERVICE, EffectCode.FULL_OUTAGE})


class Advice(NamedTuple):
    """A message that was not understood: what it says, why it was not, and the rule that would place it."""

    says: str
    reason: str
    rule: str = ""


def advice(picture: Picture, feed: str) -> Iterator[Advice]:
    """What there is to do for every message of a feed that was not understood."""
    for one in picture.unplaced:
        if one.feed == feed:
            now = picture.disruption.get(one.disruption)
            if now is not None:
                yield Advice(words_of(now.disruption), one.reason, rule_for(now.disruption, one))
            elif one.aside is not None:
                yield Advice(one.aside.headline or one.aside.entry, one.reason)


def rule_for(disruption: Disruption, message: Unplaced) -> str:
    """A line for ``mapping:`` that places a message; the part and the state are for staff to correct."""
    match = ", ".join(map(scalar, _looked_for(disruption)[1]))
    state = State.STOPPED if any(e.code in _STOPS for e in disruption.effects) else State.SLOWED
    first, *others = message.parts
    line = f"- {{match: {{{_looked_for(disruption)[0]}: [{match}]}}, component: {first}, state: {state.value}}}"
    return f"{line} # or {', '.join(others)}" if others else line


def _looked_for(disruption: Disruption) -> tuple[str, list[str]]:
    """What a rule can know a message by: what it names, else what kind it is, else what it says."""
    named = list(dict.fromkeys(entity.name or entity.ref for entity in disruption.affected))
    if any(named):
        return "entity", [name for name in named if name][:MOST_ENTITIES]
    if disruption.events:
        return "event", list(disruption.events[:1])
    return "words", [" ".join(words_of(disruption).split())[:LONGEST_PHRASE].rsplit(" …", 1)[0]]


def scalar(value: str) -> str:
    """A text as YAML: bare where nobody can misread it, else in double quotes."""
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _INVISIBLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", quoted)
