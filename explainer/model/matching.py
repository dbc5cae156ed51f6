"""Whether a message says what staff look for: one way of looking, for the rules of a feed and for thresholds alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from explainer.model.disruption import Disruption
from explainer.model.names import folded
from explainer.model.running_text import spoken
from explainer.model.sources import Match

# Scripts without spaces between words, or with particles joined to them: there, one word may hold another.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def searched(disruption: Disruption, also: Iterable[str] = ()) -> str:
    """Where the words of a rule are looked for: headline and description in every language, and ``also``."""
    texts = [*(t.text for t in (*disruption.headline, *disruption.description)), *also]
    return folded("\n".join(map(spoken, texts)))


def applies(match: Match, disruption: Disruption, haystack: str) -> bool:
    """Whether a rule applies: of each key that it has, at least one value must be found in the disruption.

    ``haystack`` is what :func:`searched` gives.
    """
    named = [name for entity in disruption.affected for name in (entity.name, entity.ref)]
    return (
        _is_one_of(match.event, disruption.events)
        and _is_one_of(match.category, disruption.categories)
        and _is_one_of(match.entity, named)
        and (not match.words or any(_phrase(phrase).search(haystack) for phrase in match.words))
    )


def _is_one_of(wanted: Iterable[str], stated: Iterable[str]) -> bool:
    """Whether a wanted value equals a stated one, whatever its case, as a whole: an event is a label, no sentence."""
    labels = {folded(label) for label in wanted}
    return not labels or not labels.isdisjoint(folded(label) for label in stated)


@lru_cache(maxsize=1_024)
def _phrase(phrase: str) -> re.Pattern[str]:
    spelt = folded(phrase)
    inner = r"\s+".join(re.escape(word) for word in spelt.split())
    before = "" if _UNSPACED.match(spelt[:1]) else r"(?<!\w)"
    after = "" if _UNSPACED.match(spelt[-1:]) else r"(?!\w)"
    return re.compile(before + inner + after)
