"""What a publisher calls a message that gives no part a state, in its own word or in ours."""

from __future__ import annotations

from explainer.language.marks import NC_, InContext
from explainer.language.words import Words
from explainer.model.vocabulary import EffectCode, Severity, Status
from explainer.picture.called import called
from explainer.picture.model import DisruptionNow

# Translators: each stands alone, beside the headline of the message that it is said of.
_WORDS: dict[Severity | EffectCode | Status, InContext] = {
    Severity.MINOR: NC_("how bad a message says it is", "Minor"),
    Severity.MODERATE: NC_("how bad a message says it is", "Moderate"),
    Severity.SEVERE: NC_("how bad a message says it is", "Severe"),
    Severity.EXTREME: NC_("how bad a message says it is", "Extreme"),
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
    EffectCode.INFORMATION: NC_("what a message says happens", "Information"),
    Status.PLANNED: NC_("how a message says it stands", "Planned"),
    Status.ACTIVE: NC_("how a message says it stands", "Holds"),
    Status.MONITORING: NC_("how a message says it stands", "Being watched"),
    Status.RESOLVED: NC_("how a message says it stands", "Resolved"),
    Status.CANCELLED: NC_("how a message says it stands", "Cancelled"),
    Status.WITHDRAWN: NC_("how a message says it stands", "Withdrawn"),
    Status.UNKNOWN: NC_("how a message says it stands", "Message"),
}


def called_word(words: Words, now: DisruptionNow) -> str:
    """What its publisher calls a message: ``Severe``, ``Stop moved``, or a word of its own."""
    name = called(now)
    return capital(name.own) if name.own else words.pgettext(*_WORDS[name.code])


def capital(said: str) -> str:
    """What somebody else wrote as it begins a line, and not in capitals throughout."""
    return said[:1].upper() + (said[1:].lower() if said.isupper() else said[1:])
