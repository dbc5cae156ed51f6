from __future__ import annotations

from typing import Any

from explainer.model.account import Decision
from explainer.picture.decided import part_of
from tests.conftest import NOW
from tests.factory import make_bulletin, make_system

HARBOUR = make_system()
SYSTEM = HARBOUR.replace(
    components=tuple(part.replace(owner="yard") if part.id == "crane" else part for part in HARBOUR.components)
)
FERRY, BERTH = [part.id for part in SYSTEM.components if part.owner == "harbour"][:2]
"""Two parts of the harbour's; the crane is the yard's."""


def decision(by: str, component: str | None = None) -> Decision:
    return Decision(what="a", at=NOW, by=by, because="b", cost_to="c", component=component)


def reporting(*parts: str) -> Any:
    return make_bulletin(reports=[{"component": part, "state": "slowed"} for part in parts])


def test_a_decision_is_about_the_part_that_it_names() -> None:
    assert part_of(SYSTEM, reporting("crane"), decision("yard", FERRY)) == FERRY


def test_without_one_it_is_about_the_only_part_of_that_party_that_the_bulletin_speaks_of() -> None:
    assert part_of(SYSTEM, reporting("crane", FERRY, BERTH), decision("yard")) == "crane"


def test_where_more_than_one_may_be_meant_none_is_guessed() -> None:
    assert part_of(SYSTEM, reporting("crane", FERRY, BERTH), decision("harbour")) == ""


def test_a_part_that_the_system_no_longer_has_is_none() -> None:
    assert part_of(SYSTEM, reporting("crane"), decision("yard", "ghost")) == ""
