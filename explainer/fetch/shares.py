"""Which feeds one of several runners asks, where there are too many for one.

Every feed is asked by exactly one of them, told by its id alone: so runners need not know of each other, and no two
write the same file of the record. What lies beside the site, such as the bulletins of our own staff and their looks,
is nobody’s share but that of the one who weaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple, Self

from explainer.model.sources import Source


class Share(NamedTuple):
    """The share ``nth`` of ``of`` runners, counted from 1; 0 is what lies beside the site. Of 0 runners it is all."""

    nth: int
    of: int

    @classmethod
    def named(cls, name: str) -> Self:
        """The share that is written ``2/5``.

        Raises:
            ValueError: when none is.
        """
        nth, slash, of = name.partition("/")
        if not (slash and nth.isdecimal() and of.isdecimal() and int(nth) <= int(of) > 0):
            raise ValueError(f"no share: {name}")
        return cls(int(nth), int(of))

    @property
    def is_here(self) -> bool:
        """Whether what lies beside the site is in it."""
        return self.nth == 0

    def of_these(self, sources: Iterable[Source]) -> tuple[Source, ...]:
        """The feeds it asks, in their order."""
        return tuple(source for source in sources if not self.of or self._of(source) == self.nth)

    def _of(self, source: Source) -> int:
        if source.file is not None:
            return 0
        digest = hashlib.sha256(source.id.encode()).digest()
        return int.from_bytes(digest[:8]) % self.of + 1


ALL = Share(0, 0)
"""Everything: there is one runner, and it weaves."""
