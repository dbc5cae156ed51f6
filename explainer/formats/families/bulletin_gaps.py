"""The gaps of a bulletin that was begun from a template: each ``{where?}`` is for a person to answer.

A bulletin with one of them is no bulletin yet, whatever else is right with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.declarations.documents import Located
from explainer.errors import Finding
from explainer.formats.families.bulletin_rules import texts_of
from explainer.model.placeholders import gaps_in


def open_gaps(located: Located) -> Iterator[Finding]:
    """Every gap, at its place."""
    for path, words in texts_of(located.data):
        for gap in dict.fromkeys(gaps_in(words)):
            yield located.finding(path, f"“{{{gap}?}}” is not answered yet", "write the answer in its place")
