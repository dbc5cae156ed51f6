"""An alert speaks every language of its site, stays as it was once all is over, and costs a refresh nearly nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from explainer.outputs import cap
from explainer.render.isolation import Isolation
from explainer.site.alerts import alerts
from tests.factory import at, make_bulletin, make_disruption
from tests.factory_map import map_view
from tests.outputs.test_cap import SCHEMA, every
from tests.support.site import Site


def test_a_change_of_words_changes_the_key_and_an_hour_does_not() -> None:
    def keys(says: str, minutes: int) -> list[str]:
        view = map_view(make_bulletin(updates=[{"at": at(-4), "says": says}]))
        view = replace(view, picture=replace(view.picture, now=at(minutes), checked_at=at(minutes)))
        return [piece.key for piece in alerts([view], Isolation())]

    assert keys("One.", 0) == keys("One.", 30)
    assert not set(keys("One.", 0)) & set(keys("Two.", 0))


def test_what_cannot_be_made_costs_itself_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make = cap.alert

    def breaking(spoken: list[cap.Spoken]) -> object:
        if spoken[0][1].id == "met.bad":
            raise ValueError("ours")
        return make(spoken)

    monkeypatch.setattr(cap, "alert", breaking)
    isolation = Isolation()
    view = map_view(make_disruption("met", "bad"), make_disruption("met", "good"))
    made = {piece.path: piece.make() for piece in alerts([view], isolation)}
    for path in ("disruptions/met.bad/cap.xml", "disruptions/met.good/cap.xml"):
        SCHEMA.assertValid(etree.fromstring(made[path]))
    assert b"met.good/first" in made["cap.xml"]
    assert b"met.bad" not in made["cap.xml"]
    assert {fault.where for fault in isolation.faults} == {"disruptions/met.bad/cap.xml", "cap.xml"}


def test_a_site_without_alerts_has_none() -> None:
    view = map_view()
    assert list(alerts([replace(view, settings=view.settings.replace(without=("cap",)))], Isolation())) == []


def test_the_alert_beside_a_page_is_the_one_in_the_list(harbour: Site) -> None:
    alone = etree.fromstring((harbour.root / "site/disruptions/log.late/cap.xml").read_bytes())
    listed = etree.fromstring((harbour.root / "site/cap.xml").read_bytes())
    SCHEMA.assertValid(alone)
    [same] = [one for one in listed.iter("{*}alert") if every(one, "identifier") == every(alone, "identifier")]
    assert every(same, "description") == every(alone, "description")
