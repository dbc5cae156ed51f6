"""Where the first sentence of a text ends: rather a sentence too many than half a one.

A dot behind a number or a short form ends nothing, whatever stands behind it: “am 20. November”, “ca. 40 Minuten”,
“approx. 40 minutes”, “EE. UU.”. Where it does end a sentence, the next one is taken with it.
"""

from __future__ import annotations

import re

_SHORT = "|".join(
    (
        *("approx", "dr", "max", "min", "mrs?", "ms", "nos?", "st", "avg"),
        *("bhf", "bzw", "ca", "ggf", "hbf", "inkl", "nr", "str", "tel"),
        *("av", "bd", "env", "tél"),
        *("aprox", "avda", "ee", "núm", "sra?", "sta", "uds?"),
    )
)
"""What is written short with a dot in the languages that we speak."""

_GOES_ON = re.compile(rf"(?:^|[\W_])(?:\d{{1,2}}|[a-z]|\w{{1,2}}(?:\. ?\w{{1,2}})+|(?i:{_SHORT}))\Z")
"""What stands before a dot that ends nothing: a number, ``z``, ``z. B``, ``17.30``, ``ca``."""

_LONGEST = 24
"""How far back one must look for that."""


def end_of_first(flat: str, ends: re.Pattern[str]) -> int:
    """Behind the first sentence of a text on one line, of those that end as ``ends`` says; its length if none does."""
    return next((end.end() for end in ends.finditer(flat) if not _goes_on(flat, end.start())), len(flat))


def _goes_on(flat: str, at: int) -> bool:
    """Whether the sign at this place is the dot of a number or of a short form."""
    return flat[at] == "." and _GOES_ON.search(flat[max(0, at - _LONGEST) : at]) is not None
