"""What customers are owed, judged: its legal review is young, and whoever is owed it feels a symptom that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from explainer.declarations.documents import Located
from explainer.declarations.nearness import near
from explainer.errors import Finding
from explainer.model.rights import REVIEW_EVERY, Rights
from explainer.model.system import System


def judged_rights(rights: Iterable[Rights], located: Located, system: System, now: datetime) -> Iterator[Finding]:
    """What is wrong with the entries of ``content/rights.yml``, as it was read."""
    symptoms = [component.id for component in system.symptoms]
    for index, one in enumerate(rights):
        age = now.date() - one.reviewed
        if age > REVIEW_EVERY:
            problem = f"the last legal review is {age.days} days old"
            yield located.finding(
                (index, "reviewed"), problem, f"have it reviewed; {REVIEW_EVERY.days} days is the longest"
            )
        for place, symptom in enumerate(one.symptoms):
            if symptom not in symptoms:
                problem = f"“{symptom}” is no symptom in content/system.yml"
                yield located.finding((index, "symptoms", place), problem, near(symptom, symptoms))
