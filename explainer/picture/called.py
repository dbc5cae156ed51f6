"""What a publisher calls a message that gives no part a state: how bad it is, else what it does, else how it stands."""

from __future__ import annotations

from typing import NamedTuple

from explainer.model.vocabulary import EffectCode, Severity, Status
from explainer.picture.model import DisruptionNow

_MEANS_NOTHING = frozenset({EffectCode.INFORMATION, EffectCode.NO_EFFECT})
_SAYS_NOTHING = frozenset({EffectCode.UNKNOWN, EffectCode.OTHER, *_MEANS_NOTHING})
_LONGEST_WORD = 24


class Called(NamedTuple):
    """The publisher's ``own`` word, where it is one that a reader can read; what it means in our vocabulary."""

    code: Severity | EffectCode | Status
    own: str = ""


def called(now: DisruptionNow) -> Called:
    """What to call it. Only what says itself that it disturbs nothing is information."""
    d = now.disruption
    codes = [effect.code for effect in d.effects]
    if d.severity is Severity.NONE or (codes and _MEANS_NOTHING.issuperset(codes)):
        return Called(EffectCode.INFORMATION)
    if d.severity is not Severity.UNKNOWN:
        return Called(d.severity, _readable(d.severity_native))
    told = next((code for code in codes if code not in _SAYS_NOTHING), None)
    return Called(d.status, _readable(d.status_native)) if told is None else Called(told)


def _readable(native: str) -> str:
    words = native.replace("_", " ").strip()
    return words if len(words) <= _LONGEST_WORD and words.replace(" ", "").replace("-", "").isalpha() else ""
