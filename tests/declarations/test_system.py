"""The system holds together, or says in which line it does not."""

import pytest

from explainer.declarations.documents import read_yaml, validated
from explainer.declarations.system import SYSTEM_DOOR, problems_of
from tests.conftest import ROOT

WHOLE = """
title: Pier
layers: [{id: outside, name: Outside}, {id: you, name: You}]
parties: [{id: harbour, name: Harbour office}]
components:
  - {id: wind, name: Wind, kind: condition, layer: outside, owner: harbour}
  - {id: crane, name: Crane, kind: resource, layer: outside, owner: harbour}
  - {id: ferry, name: Ferry, kind: symptom, layer: you, owner: harbour, question: "Why is my ferry late?", problem: My ferry is late}
links:
  - {from: wind, to: crane, because: Above 15 metres a second the crane must stop.}
  - {from: crane, to: wind, because: Loops are legal.}
  - {from: crane, to: ferry, because: Nothing is loaded without the crane.}
"""


def problems(text: str) -> list[str]:
    located = read_yaml(text, "content/system.yml")
    system = validated(SYSTEM_DOOR, located)
    return [str(located.finding(p.path, p.problem, p.remedy)) for p in problems_of(system)]


def test_a_whole_system_has_no_problems_though_it_has_a_loop() -> None:
    assert problems(WHOLE) == []


def test_walks_over_a_loop_end() -> None:
    system = validated(SYSTEM_DOOR, read_yaml(WHOLE, "f.yml"))
    assert system.upstream("ferry") == {"wind", "crane"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: crane, to: ferry", "from: cran, to: ferry", "content/system.yml:12:12 links[3].from: there is no component “cran”: did you mean “crane”?"),
        ("kind: condition, layer: outside, owner: harbour", "kind: condition, layer: outside, owner: nobody", "components[1].owner: there is no party “nobody”: write one of: harbour"),
        ("id: crane, name: Crane", "id: wind, name: Crane", "“wind” is already the id of “Wind”"),
        ("kind: symptom", "kind: process", "is in the last layer, which holds what customers feel: write kind: symptom"),
        ('question: "Why is my ferry late?", ', "", "has no question: write question: in the customer’s own words"),
        ("  - {from: crane, to: ferry, because: Nothing is loaded without the crane.}\n", "", "no link leads to the symptom “Ferry”"),
        ("from: crane, to: wind", "from: wind, to: wind", "“wind” cannot affect itself"),
        ("from: crane, to: wind", "from: wind, to: crane", "is already declared"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_named_with_its_place_and_remedy(old: str, new: str, said: str) -> None:
    assert old in WHOLE
    assert any(said in line for line in problems(WHOLE.replace(old, new))), problems(WHOLE.replace(old, new))


def test_all_problems_come_at_once() -> None:
    broken = WHOLE.replace("owner: harbour", "owner: nobody").replace("to: ferry", "to: fery")
    assert len(problems(broken)) == 4


def test_the_demo_is_whole() -> None:
    path = ROOT / "content" / "system.yml"
    system = validated(SYSTEM_DOOR, read_yaml(path.read_text(encoding="utf-8"), "content/system.yml"))
    assert problems_of(system) == ()
    assert len(system.layers) == 5
    assert len(system.components) >= 25
    assert len(system.links) >= 40
