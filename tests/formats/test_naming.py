"""A place that a publisher names in several languages keeps each name with its language, and rules see them all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from explainer.declarations.sources import SOURCE_DOOR
from explainer.formats import Document, read_all
from explainer.formats.base import Draft, Named, in_languages
from explainer.formats.drafting import disruption_of
from explainer.model.disruption import Entity, in_one_language
from explainer.model.sources import Source

CAP = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier><sender>a@b</sender>
<sent>2026-11-20T10:00:00+01:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>en-CA</language><event>Snow</event><headline>Snow</headline>
<area><areaDesc>City of Quebec</areaDesc><geocode><valueName>SGC</valueName><value>23</value></geocode></area>
<area><areaDesc>Val-Bélair</areaDesc></area></info>
<info><language>fr-CA</language><event>Neige</event><headline>Neige</headline>
<area><areaDesc>Ville de Québec</areaDesc><geocode><valueName>SGC</valueName><value>23</value></geocode></area>
<area><areaDesc>Val-Bélair</areaDesc></area></info></alert>"""

CAP_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2" xml:lang="en-CA">
<title>Warnings</title>
<entry><id>1</id><title>Snow</title><updated>2026-11-20T10:00:00Z</updated><cap:identifier>1</cap:identifier>
<cap:status>Actual</cap:status><cap:msgType>Alert</cap:msgType><cap:event>Snow</cap:event><cap:severity>Minor</cap:severity>
<cap:areaDesc>City of Quebec</cap:areaDesc></entry>
<entry><id>2</id><title>Neige</title><updated>2026-11-20T10:00:00Z</updated><cap:identifier>1</cap:identifier>
<cap:status>Actual</cap:status><cap:msgType>Alert</cap:msgType><cap:event>Neige</cap:event><cap:severity>Minor</cap:severity>
<cap:language>fr-CA</cap:language><cap:areaDesc>Ville de Québec</cap:areaDesc></entry></feed>"""

SIRI = """<Siri xmlns="http://www.siri.org.uk/siri" version="2.0"><ServiceDelivery><SituationExchangeDelivery><Situations>
<PtSituationElement><ParticipantRef>A</ParticipantRef><SituationNumber>1</SituationNumber><Summary>Snow</Summary>
<Affects><StopPoints><AffectedStopPoint><StopPointRef>7</StopPointRef>
<StopPointName xml:lang="en-CA">City of Quebec</StopPointName><StopPointName xml:lang="fr-CA">Ville de Québec</StopPointName>
</AffectedStopPoint></StopPoints></Affects></PtSituationElement>
</Situations></SituationExchangeDelivery></ServiceDelivery></Siri>"""

DATEX = """<d2LogicalModel xmlns="http://datex2.eu/schema/2/2_0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
modelBaseVersion="2"><payloadPublication xsi:type="SituationPublication" lang="en"><situation id="1" version="1">
<situationRecord xsi:type="Accident" id="r" version="1"><validity><validityStatus>active</validityStatus></validity>
<groupOfLocations><areaLocation><areaName><values><value lang="en-CA">City of Quebec</value>
<value lang="fr-CA">Ville de Québec</value></values></areaName></areaLocation></groupOfLocations>
</situationRecord></situation></payloadPublication></d2LogicalModel>"""

ALERTSWISS = {
    "identifier": "POA-1-1",
    "gtransOrigin": "en-x-mtfrom-fr",
    "title": {"title": "Snow", "titleGtransOrigin": "Neige"},
    "description": {"description": "Much."},
    "severity": "minor",
    "testAlert": False,
    "technicalTestAlert": False,
    "areas": [{"description": {"description": "City of Quebec", "descriptionGtransOrigin": "Ville de Québec"}}],
}

ECCC = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "1",
            "properties": {
                "alert_code": "WS",
                "alert_name_en": "Snow",
                "alert_name_fr": "Neige",
                "feature_id": "q",
                "feature_name_en": "City of Quebec",
                "feature_name_fr": "Ville de Québec",
            },
        }
    ],
}


def place(name: str) -> dict[str, Any]:
    point = {"primaryPoint": {"municipality": name}}
    return {"title": name, "locationDetails": {"roadAddressLocation": point}}


DIGITRAFFIC = {
    "situationId": "1",
    "situationType": "TRAFFIC_ANNOUNCEMENT",
    "releaseTime": "2026-11-20T10:00:00Z",
    "announcements": [
        {"language": "en-CA", **place("City of Quebec")},
        {"language": "fr-CA", **place("Ville de Québec")},
    ],
}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("cap", CAP),
        ("cap-atom", CAP_ATOM),
        ("siri-sx", SIRI),
        ("datex2", DATEX),
        ("alertswiss", json.dumps(ALERTSWISS)),
        ("eccc", json.dumps(ECCC)),
        ("digitraffic", json.dumps(DIGITRAFFIC)),
    ],
)
def test_every_format_that_knows_it_says_which_language_a_name_is_in(name: str, body: str) -> None:
    rules = [{"match": {"entity": word}, "component": part, "state": "watch"} for word, part in RULES.items()]
    source = SOURCE_DOOR.read(
        {"id": "f", "publisher": "P", "format": name, "file": "f", "language": "en", "mapping": rules}
    )
    [made] = read_all([Document(name="f", body=body.encode())], source).disruptions
    assert {entity.name: entity.lang[:2] for entity in made.affected if "Qu" in entity.name} == {
        "City of Quebec": "en",
        "Ville de Québec": "fr",
    }
    assert {report.component for report in made.reports} == set(RULES.values())
    assert "Québec" not in made.headline[0].text
    shown = [entity.name for entity in in_one_language(made.affected, "fr", "en") if entity.name]
    assert "Ville de Québec" in shown
    assert "City of Quebec" not in shown


RULES = {"City of Quebec": "crane", "Ville de Québec": "quay"}


def affected(*named: Named) -> tuple[Entity, ...]:
    source = Source(id="f", publisher="P", format="cap", file="f", language="en")
    return disruption_of(Draft(id="1", headline="Snow", affected=named), source).affected


def test_what_all_languages_share_has_none() -> None:
    assert affected(*in_languages("area", {"en": "Mill", "fr": "Mill"})) == (Entity(kind="area", name="Mill"),)
    code, english, french = Named("sgc", ref="7"), Named("area", "Mill", lang="en"), Named("area", "Moulin", lang="fr")
    told = Entity(kind="sgc", ref="7"), Entity(kind="area", name="Mill")
    assert affected(code, english, english) == told
    assert affected(code, english, code, french) == (
        told[0],
        told[1].replace(lang="en"),
        Entity(kind="area", name="Moulin", lang="fr"),
    )
    assert affected() == ()
