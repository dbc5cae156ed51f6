"""The words that people hear announced: what each means, what we do, and what they can do.

SBB explains its announcements so, phrase by phrase: https://www.sbb.ch/en/timetable/railway-traffic-information.html
"""

from __future__ import annotations

from datetime import date

from explainer.model.value import Slug, Value, Words
from explainer.model.vocabulary import CauseCode

SEPARATORS = ",،"
"""What stands between the other forms of a phrase: the comma of any language."""


class Phrase(Value):
    """One phrase as it is announced."""

    id: Slug
    """Its name in addresses. Example: slot"""
    heard: Words
    """The phrase as it is announced. Example: We are waiting for a slot"""
    also: str = ""
    """Its key words as they stand in a text, with commas between: their first use leads here. Example: slot, slots"""
    means: Words
    """What it means, in plain words."""
    we_do: str = ""
    """What we do then. Example: We cannot change it. The airline asks for a better time."""
    you_can: str = ""
    """What whoever hears it can do. Example: Be on board when called."""
    component: Slug | None = None
    """The part that it is about, by its id; without one it names no cause, and shows no state."""
    causes: tuple[CauseCode, ...] = ()
    """The causes, as feeds state them, that it stands for. Example: congestion"""

    @property
    def forms(self) -> tuple[str, ...]:
        """The words by which it is known in a text: as it is announced, and its other forms."""
        found = self.also.translate(dict.fromkeys(map(ord, SEPARATORS), "\n")).splitlines()
        return tuple(dict.fromkeys(form.strip() for form in (self.heard, *found) if form.strip()))


class Phrasebook(Value):
    """All of them, and when they were last checked."""

    checked: date | None = None
    """The day on which somebody who knows last read them. Example: 2026-10-02"""
    checked_by: str = ""
    """Who that was. Example: airlines and gate staff"""
    jargon: tuple[Words, ...] = ()
    """Words of the trade that customers do not know: check tells where one stands and no phrase explains it."""
    plain: tuple[Words, ...] = ()
    """Abbreviations that need no explanation here. Example: RER"""
    phrases: tuple[Phrase, ...] = ()
    """The phrases, in the order in which they are to be read."""

    def of_cause(self, code: CauseCode) -> Phrase | None:
        """The first phrase that stands for a cause."""
        return next((one for one in self.phrases if code in one.causes), None)


NO_PHRASES = Phrasebook()
"""Those of a site that explains none."""
