"""Shows what was read as a site would: whatever comes through a format or a rule must also be shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from explainer.commands.terminal import told
from explainer.declarations.documents import read_yaml, validated
from explainer.declarations.system import SYSTEM_DOOR
from explainer.language.words import english
from explainer.model.disruption import Disruption
from explainer.model.history import Held, Record, Times, Version
from explainer.model.settings import Settings
from explainer.model.sources import Source
from explainer.model.value import as_read_back
from explainer.outputs.atom import feed_xml
from explainer.outputs.status import status_json
from explainer.picture import build
from explainer.picture.model import Standing
from explainer.render.components.archive import months
from explainer.render.components.open_now import FIRST
from explainer.render.regions import REGIONS
from explainer.render.templates import Templates
from explainer.render.view import Layout, View
from explainer.site import sheets
from explainer.staff import compiling
from fuzz.staff import OWN

NOW = datetime(2026, 11, 20, 18, 24, tzinfo=ZoneInfo("Europe/Paris"))
_MOMENTS = (NOW, NOW + timedelta(days=3_000))
_MOST = 2
_ABOUT_ONE = frozenset({"disruption", "trace"})
_TEMPLATES = Templates(compiling.of_package(), sheets.look())
_SYSTEM = validated(SYSTEM_DOOR, read_yaml(OWN["system"].decode(), "system.yml"))
_SETTINGS = Settings(site_name="Pier", site_url="https://pier.example/", zone="Europe/Paris")


def show(disruptions: Iterable[Disruption], source: Source) -> None:
    """Make every page, list and file of a site with these disruptions on it, now and long after."""
    # Through the record, as on a site.
    kept = [as_read_back(made) for made in list(disruptions)[:_MOST]]
    held = {made.id: Held(id=made.id, versions=(Version(accepted_at=NOW, disruption=made),)) for made in kept}
    record = Record(held=held, times={source.id: Times(last_attempt=NOW, last_good=NOW, last_changed=NOW)})
    for now in _MOMENTS:
        picture = build(_SYSTEM, (source,), record, now)
        view = View(
            picture=picture,
            system=_SYSTEM,
            settings=_SETTINGS,
            rights={},
            layout=Layout(width=1, height=1, places={}, curves=()),
            templates=_TEMPLATES,
            zone=_SETTINGS.tz,
            archive=True,
        )
        for name in REGIONS.keys() - _ABOUT_ONE:
            REGIONS[name](view, {"page": "home", "components": "crane ferry"})
        for name in ("head", "lead", "disruption"):
            REGIONS[name](view, {"page": "open", "subject": FIRST})
        for each in picture.disruptions:
            for name in ("head", "lead", "disruption"):
                REGIONS[name](view, {"page": "disruption", "subject": each.id})
        for symptom in _SYSTEM.symptoms:
            REGIONS["trace"](view, {"page": "trace", "subject": symptom.id})
        if sum(map(len, months(view).values())) != len(picture.in_standing(Standing.ENDED)):
            raise AssertionError("the archive has lost something")
        status_json(view)
        feed_xml(view)
        told(picture, _SYSTEM, _SETTINGS, english())
