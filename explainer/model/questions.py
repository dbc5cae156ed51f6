"""The whys that customers ask: what a page in ``content/questions/`` says of its question."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from explainer.model.value import Moment, Value

_ONE_DAY = timedelta(days=1)


class Asked(StrEnum):
    """How a question stands."""

    ASKED = "asked"
    """It was asked, and somebody is to answer it."""
    CHECKING = "checking"
    """Somebody is at work on the answer."""
    ANSWERED = "answered"
    """The page holds the answer."""
    CANNOT_SAY = "cannot-say"
    """We may not answer it, and say why, who decided so, and what we can say instead."""
    REMOVED = "removed"
    """It was taken out. Its number stays, and nothing of what it said."""

    @property
    def is_open(self) -> bool:
        """Whether readers wait for an answer."""
        return self in (Asked.ASKED, Asked.CHECKING)


class Stated(Value):
    """A time as staff stated it: a moment, or a day, which is from its beginning to its end in the site's zone."""

    first: Moment
    last: Moment

    @property
    def is_day(self) -> bool:
        """Whether no hour was stated."""
        return self.first != self.last

    @property
    def day(self) -> date:
        """The day in the zone in which it was stated."""
        return self.first.date()

    @property
    def latest(self) -> Moment:
        """The last moment that is still within it."""
        return self.last - timedelta(minutes=1) if self.is_day else self.last


class Question(Value):
    """A why with what is known of it, in one language of the site.

    ``url`` is the address of its page from the top of the site in this language. ``promised`` are the times by which an
    answer was promised, the first one first: a new promise takes back none. ``people`` is how many asked it.
    ``settled`` and ``settled_by`` are when it was answered, refused or removed, and by which party. ``because`` is why
    it was not answered, and ``instead`` what can be said in the place of an answer. ``lang`` is the language of its
    words where that is not the page's.
    """

    number: int
    state: Asked
    title: str
    url: str
    says: str = ""
    about: tuple[str, ...] = ()
    asked: Stated | None = None
    promised: tuple[Stated, ...] = ()
    owner: str = ""
    people: int = 0
    late_because: str = ""
    settled: Stated | None = None
    settled_by: str = ""
    because: str = ""
    instead: str = ""
    lang: str = ""
