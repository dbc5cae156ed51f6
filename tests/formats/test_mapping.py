"""What a disruption means for our components is decided by the site's own rules, and by nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from explainer.declarations.sources import RULE_DOOR
from explainer.formats import mapping
from explainer.model.disruption import Disruption, Effect, Entity, Origin, Period, Text
from explainer.model.sources import Source
from explainer.model.vocabulary import EffectCode, State, Status

AT = datetime(2026, 11, 20, 17, 20, tzinfo=UTC)


def source(*rules: dict[str, Any]) -> Source:
    parsed = tuple(RULE_DOOR.read(rule) for rule in rules)
    return Source(
        id="tower",
        publisher="Tower",
        party="control",
        format="rss",
        file="tower.xml",
        language="en",
        mapping=parsed,
    )


def disruption(headline: str = "De-icing limits departures", **fields: Any) -> Disruption:
    made: dict[str, Any] = {
        "id": "tower.1",
        "origin": Origin(feed="tower", publisher="Tower", format="rss", native_id="1"),
        "headline": (Text(lang="en", text=headline),),
        "status": Status.UNKNOWN,
        "updated_at": AT,
    }
    return Disruption(**(made | fields))


def rule(component: str = "deicing", state: str = "slowed", cause: str | None = None, **match: Any) -> dict[str, Any]:
    return {"match": match, "component": component, "state": state, "cause": cause}


def states(made: Disruption) -> dict[str, State]:
    return {report.component: report.state for report in made.reports}


def test_a_matching_rule_reports_the_component_in_the_sources_name() -> None:
    period = Period(start=AT)
    made = mapping.apply(disruption(periods=(period,)), source(rule(words="limits departures", cause="snow")))
    [report] = made.reports
    assert (report.component, report.state, report.caused_by) == ("deicing", State.SLOWED, ("snow",))
    assert (report.says, report.by, report.at, report.since) == ("De-icing limits departures", "control", AT, AT)


def test_of_several_matching_rules_the_worst_state_wins_once_per_component() -> None:
    made = mapping.apply(
        disruption("De-icing limits departures, runway closed"),
        source(
            rule(state="watch", words="departures", cause="snow"),
            rule(state="stopped", words="closed", cause="wind"),
            rule(state="normal", words="runway"),
            rule(component="runway", words="runway"),
        ),
    )
    assert states(made) == {"deicing": State.STOPPED, "runway": State.SLOWED}
    assert made.reports[0].caused_by == ("snow", "wind")


@pytest.mark.parametrize(
    ("phrase", "headline", "found"),
    [
        ("ice", "Ice on the road", True),
        ("ice", "Service on time", False),
        ("ice", "Police on site", False),
        ("de-icing", "DE\u2011ICING IN PROGRESS", True),
        ("limits departures", "limits\n  departures", True),
        ("limits departures", "limits all departures", False),
        ("straße", "STRASSE GESPERRT", True),
        ("verkehr", "Verkehrsfunk", False),
        ("снег", "Сильный СНЕГ", True),
        ("снег", "Снегопад", False),
        ("大雪", "北海道大雪警報", True),
        ("genève", "GENE\u0300VE fermé", True),
        ("08L/26R", "Runway 08l/26r closed", True),
        ("c++ (beta)", "C++ (beta) stopped", True),
    ],
)
def test_words_match_whole_words_in_any_case_and_script(phrase: str, headline: str, found: bool) -> None:
    made = mapping.apply(disruption(headline), source(rule(words=phrase)))
    assert bool(made.reports) is found


def test_words_are_sought_in_the_description_and_in_every_language_but_not_in_the_event() -> None:
    made = disruption(
        "Notice",
        description=(Text(lang="en", text="Heavy snow"), Text(lang="fr", text="Fortes chutes de neige")),
        events=("Thunderstorm",),
        categories=("Met",),
    )
    assert mapping.apply(made, source(rule(words="neige"))).reports
    assert not mapping.apply(made, source(rule(words="thunderstorm"))).reports
    assert not mapping.apply(made, source(rule(words="met"))).reports


def test_events_categories_and_entities_match_as_whole_labels() -> None:
    made = disruption(
        events=("Winter Storm Watch", "SAME:WSA"),
        categories=("Met",),
        affected=(Entity(kind="area", name="Val d’Orme"), Entity(kind="EMMA_ID", ref="FR001")),
    )
    assert mapping.apply(made, source(rule(event="winter storm watch"))).reports
    assert mapping.apply(made, source(rule(event="SAME:WSA"))).reports
    assert not mapping.apply(made, source(rule(event="Winter Storm"))).reports
    assert mapping.apply(made, source(rule(category="met"))).reports
    assert mapping.apply(made, source(rule(entity="fr001"))).reports
    assert mapping.apply(made, source(rule(entity="Val d'Orme"))).reports
    assert not mapping.apply(made, source(rule(entity="Orme"))).reports


def test_every_key_of_a_match_must_agree() -> None:
    made = disruption("Orange warning, snow", events=("Snow and ice",))
    assert mapping.apply(made, source(rule(event="Snow and ice", words=["orange warning", "red warning"]))).reports
    assert not mapping.apply(made, source(rule(event="Snow and ice", words="red warning"))).reports


def test_a_disruption_that_is_over_keeps_its_reports() -> None:
    made = mapping.apply(disruption(status=Status.RESOLVED), source(rule(words="departures")))
    assert made.reports


def test_effects_are_added_once_to_those_the_publisher_states() -> None:
    rules = rule(words="departures") | {"effect": "delay"}
    stated = Effect(code=EffectCode.HAZARD_WARNING, native="x")
    once = mapping.apply(disruption(effects=(stated,)), source(rules, rules))
    assert once.effects == (stated, Effect(code=EffectCode.DELAY))
    assert mapping.apply(once, source(rules)) == mapping.apply(once, source(rules, rules))


def test_the_report_speaks_the_sources_language_when_it_can() -> None:
    texts = (Text(lang="fr-CA", text="neige"), Text(lang="en-CA", text="snow"))
    assert mapping.preferred(texts, "en") == "snow"
    assert mapping.preferred(texts, "fr-CA") == "neige"
    assert mapping.preferred(texts, "de") == "neige"
    assert mapping.preferred((), "de") == ""


def test_nothing_is_mapped_without_rules() -> None:
    assert mapping.apply(disruption(), source()).reports == ()
