"""What each format is, and what it usually means that a message is no longer in it: advice for a declaration."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from explainer.formats.look import Look
from explainer.vocabulary import Absence, FormatName


class Profile(NamedTuple):
    """``absence`` is ``ended`` for a snapshot of what holds now, ``nothing`` for a window of the last entries."""

    what: str
    absence: Absence = Absence.NOTHING
    stale_after: timedelta = timedelta(minutes=30)


_SNAPSHOT = Absence.ENDED
_HOUR = timedelta(hours=1)

PROFILES = {
    FormatName.BULLETIN: Profile("bulletins of your own staff", stale_after=_HOUR),
    FormatName.RSS: Profile("RSS 0.9x, 1.0 and 2.0"),
    FormatName.ATOM: Profile("Atom"),
    FormatName.CAP: Profile("the Common Alerting Protocol: official warnings", _SNAPSHOT, _HOUR),
    FormatName.ALERTSWISS: Profile("Alertswiss: Swiss public warnings", _SNAPSHOT, _HOUR),
    FormatName.AWS: Profile("the AWS Health Dashboard, JSON or RSS", _SNAPSHOT),
    FormatName.CAP_ATOM: Profile(
        "Atom and RSS whose entries carry CAP elements, such as MeteoAlarm’s", _SNAPSHOT, _HOUR
    ),
    FormatName.CSTATE: Profile("cState status pages, JSON or their sources", _SNAPSHOT),
    FormatName.DATEX2: Profile("DATEX II situations: roads", _SNAPSHOT),
    FormatName.DIGITRAFFIC: Profile("Digitraffic traffic messages: Finnish roads, JSON", _SNAPSHOT),
    FormatName.ECCC: Profile("weather alerts of Environment and Climate Change Canada", _SNAPSHOT, _HOUR),
    FormatName.FAA: Profile("FAA airport status: delays and closures in the United States", _SNAPSHOT),
    FormatName.GDACS: Profile("GDACS: disasters worldwide", _SNAPSHOT, _HOUR),
    FormatName.GOOGLE_CLOUD: Profile("Google Cloud incidents, JSON"),
    FormatName.GTFS_RT: Profile("GTFS-Realtime service alerts: public transport", _SNAPSHOT),
    FormatName.MBTA: Profile("alerts of the Boston transport authority", _SNAPSHOT),
    FormatName.MTA: Profile("service status of the New York transport authority", _SNAPSHOT),
    FormatName.NATIONAL_RAIL: Profile("National Rail incidents: trains in Great Britain", _SNAPSHOT),
    FormatName.NWS: Profile("alerts of the National Weather Service, GeoJSON", _SNAPSHOT, _HOUR),
    FormatName.OPEN511: Profile("Open511 road events", _SNAPSHOT),
    FormatName.OUTAGES: Profile("outage lists of electricity networks", _SNAPSHOT),
    FormatName.SIRI_SX: Profile("SIRI Situation Exchange: public transport"),
    FormatName.STATUSPAGE: Profile("Statuspage’s JSON, version 2", _SNAPSHOT),
    FormatName.TFL: Profile("Transport for London’s line status", _SNAPSHOT),
    FormatName.UPPTIME: Profile("Upptime status pages", _SNAPSHOT),
    FormatName.USGS: Profile("USGS earthquakes, GeoJSON", _SNAPSHOT, _HOUR),
    FormatName.WZDX: Profile("WZDx work zones: roads in North America", _SNAPSHOT),
    FormatName.JSON: Profile("JSON of any shape, read as the declaration says"),
    FormatName.CSV: Profile("CSV with column names, read as the declaration says"),
    FormatName.XML: Profile("XML of any shape, read as the declaration says"),
}

_FROM_A_PLUGIN = Profile("a format that a plugin brings")


def profile_of(name: str, look: Look | None = None) -> Profile:
    """The profile of a format; of one document, where documents of the format differ."""
    found = PROFILES[FormatName(name)] if name in PROFILES else _FROM_A_PLUGIN
    # Statuspage: `summary.json` lists what is unresolved, `incidents.json` the last fifty. AWS: its RSS is a window.
    if name == FormatName.STATUSPAGE and look is not None and "components" not in look.keys:
        return found._replace(absence=Absence.NOTHING)
    if name == FormatName.AWS and look is not None and look.root:
        return found._replace(absence=Absence.NOTHING)
    return found
