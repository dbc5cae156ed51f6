"""What a message is called that gives no part a state."""

from __future__ import annotations

from explainer.language.marks import NC_, InContext
from explainer.model.vocabulary import EffectCode, Severity, Status
from explainer.picture.model import DisruptionNow
from explainer.render.view import View

_LONGEST_WORD = 24

_MEANS_NOTHING = frozenset({EffectCode.INFORMATION, EffectCode.NO_EFFECT})
_SAYS_NOTHING = frozenset({EffectCode.UNKNOWN, EffectCode.OTHER, *_MEANS_NOTHING})
_SEVERITY: dict[Severity, InContext] = {
    Severity.MINOR: NC_("how bad a message says it is", "Minor"),
    Severity.MODERATE: NC_("how bad a message says it is", "Moderate"),
    Severity.SEVERE: NC_("how bad a message says it is", "Severe"),
    Severity.EXTREME: NC_("how bad a message says it is", "Extreme"),
}
_EFFECT: dict[EffectCode, InContext] = {
    EffectCode.NO_SERVICE: NC_("what a message says happens", "No service"),
    EffectCode.REDUCED: NC_("what a message says happens", "Reduced"),
    EffectCode.DELAY: NC_("what a message says happens", "Delay"),
    EffectCode.DETOUR: NC_("what a message says happens", "Detour"),
    EffectCode.MODIFIED: NC_("what a message says happens", "Modified"),
    EffectCode.ADDITIONAL: NC_("what a message says happens", "Additional"),
    EffectCode.STOP_MOVED: NC_("what a message says happens", "Stop moved"),
    EffectCode.ACCESSIBILITY: NC_("what a message says happens", "Accessibility"),
    EffectCode.DEGRADED: NC_("what a message says happens", "Degraded"),
    EffectCode.PARTIAL_OUTAGE: NC_("what a message says happens", "Partial outage"),
    EffectCode.FULL_OUTAGE: NC_("what a message says happens", "Full outage"),
    EffectCode.CAPACITY_LIMIT: NC_("what a message says happens", "Capacity limit"),
    EffectCode.HAZARD_WARNING: NC_("what a message says happens", "Hazard warning"),
}
_STATUS: dict[Status, InContext] = {
    Status.PLANNED: NC_("how a message stands", "Planned"),
    Status.ACTIVE: NC_("how a message stands", "Holds"),
    Status.MONITORING: NC_("how a message stands", "Being watched"),
    Status.RESOLVED: NC_("how a message stands", "Resolved"),
    Status.CANCELLED: NC_("how a message stands", "Cancelled"),
    Status.WITHDRAWN: NC_("how a message stands", "Withdrawn"),
    Status.UNKNOWN: NC_("how a message stands", "Message"),
}


def called(view: View, now: DisruptionNow) -> str:
    """What its publisher calls a message that gives no part a state: how bad, else what it does, else how it stands.

    Only what says itself that it disturbs nothing is information.
    """
    d, words = now.disruption, view.words
    codes = [effect.code for effect in d.effects]
    if d.severity is Severity.NONE or (codes and _MEANS_NOTHING.issuperset(codes)):
        return words.gettext("Information")
    if d.severity is not Severity.UNKNOWN:
        return _own_word(d.severity_native) or words.pgettext(*_SEVERITY[d.severity])
    told = next((code for code in codes if code not in _SAYS_NOTHING), None)
    if told is not None:
        return words.pgettext(*_EFFECT[told])
    return _own_word(d.status_native) or words.pgettext(*_STATUS[d.status])


def _own_word(native: str) -> str:
    """A publisher's own word, where it is one that a reader can read."""
    words = native.replace("_", " ").strip()
    is_one = len(words) <= _LONGEST_WORD and words.replace(" ", "").replace("-", "").isalpha()
    return capital(words) if is_one else ""


def capital(words: str) -> str:
    """A publisher's words with a capital at their beginning, and there alone."""
    return words[:1].upper() + (words[1:].lower() if words.isupper() else words[1:])
