"""What staff may offer, judged: each set has one name, and each offer somebody who pays."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.declarations.documents import read_file
from explainer.declarations.nearness import near
from explainer.declarations.permissions import PERMISSIONS
from explainer.errors import Finding
from explainer.model.permissions import Permissions
from explainer.model.system import System
from explainer.staff.project import Project


def judged_permissions(project: Project, sets: tuple[Permissions, ...], system: System) -> Iterator[Finding]:
    """Names that two sets have, and parties that are not there."""
    if not sets:
        return
    located = read_file(project.content / PERMISSIONS, project.root)
    seen: set[str] = set()
    parties = frozenset(system.party)
    for index, one in enumerate(sets):
        if one.id in seen:
            yield located.finding((index, "id"), f"“{one.id}” is there already", "give it another name")
        seen.add(one.id)
        for place, offer in enumerate(one.offers):
            if offer.party not in parties:
                where = (index, "offers", place, "party")
                yield located.finding(where, f"there is no party “{offer.party}”", near(offer.party, parties))
