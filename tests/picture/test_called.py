"""A message that gives no part a state is called as its publisher calls it, else by what it means."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.language.words import english
from explainer.model.vocabulary import EffectCode, Severity, Status
from explainer.picture.called import Called, called
from explainer.picture.model import DisruptionNow
from explainer.render.called import called_word
from tests.factory import make_disruption, make_picture


def message(**fields: Any) -> DisruptionNow:
    written = {"severity": "unknown", "effects": [], "reports": []} | fields
    now: DisruptionNow = make_picture(make_disruption("met", "a", **written)).disruption["met.a"]
    return now


@pytest.mark.parametrize(
    ("fields", "name", "word"),
    [
        ({"severity": "severe"}, Called(Severity.SEVERE), "Severe"),
        ({"severity": "severe", "severity_native": "ORANGE"}, Called(Severity.SEVERE, "ORANGE"), "Orange"),
        ({"severity": "severe", "severity_native": "L3/7"}, Called(Severity.SEVERE), "Severe"),
        ({"effects": [{"code": "stop_moved"}]}, Called(EffectCode.STOP_MOVED), "Stop moved"),
        ({"effects": [{"code": "other"}]}, Called(Status.ACTIVE, ""), "Holds"),
        ({"status_native": "in_progress"}, Called(Status.ACTIVE, "in progress"), "In progress"),
        ({"severity": "none"}, Called(EffectCode.INFORMATION), "Information"),
        ({"effects": [{"code": "no_effect"}]}, Called(EffectCode.INFORMATION), "Information"),
    ],
)
def test_a_message_is_called_by_how_bad_it_is_else_by_what_it_does_else_by_how_it_stands(
    fields: dict[str, Any], name: Called, word: str
) -> None:
    now = message(**fields)
    assert called(now) == name
    assert called_word(english(), now) == word


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("code", EffectCode)
@pytest.mark.parametrize("status", [Status.PLANNED, Status.ACTIVE, Status.MONITORING, Status.UNKNOWN])
def test_there_is_a_word_for_every_message(severity: Severity, code: EffectCode, status: Status) -> None:
    assert called_word(english(), message(severity=severity, effects=[{"code": code}], status=status))
