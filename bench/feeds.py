"""Disruptions of any number through four feeds, and changes to them like those of a real evening.

Of every hundred, eighty come in the road authority's one RSS document, eight as notes of the tower, eight as
weather warnings in CAP, and four as our own bulletins. One in five is open; the others have ended: by the word
the headline begins with, by ``status``, by a period that is past, or by how long the tower's notes last.
"""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from bench.measure import ROOT

OPEN = 0.2
_PAST = timedelta(days=730)

# How many of the open ones a tower, a weather service and an operations centre have at most at one moment.
_MOST_OPEN = {"tower": 6, "weather": 4, "bulletins": 6}
_SHARES = {"bulletins": 0.04, "tower": 0.08, "weather": 0.08}


@dataclass
class Item:
    """An item of an RSS feed."""

    guid: str
    title: str
    body: str
    at: datetime
    over: bool = False

    def xml(self) -> str:
        """The item as its publisher writes it."""
        title = f"[Resolved] {self.title}" if self.over else self.title
        return (
            f"<item>\n<title>{escape(title)}</title>\n<link>https://roads.valdorme.example/notes/{self.guid}</link>\n"
            f"<description>{escape(self.body)}</description>\n<category>Traffic</category>\n"
            f'<guid isPermaLink="false">{self.guid}</guid>\n<pubDate>{format_datetime(self.at)}</pubDate>\n</item>\n'
        )


class Feeds:
    """The feeds of one site: their declarations, their documents, and what may happen to them."""

    def __init__(self, folder: Path, disruptions: int, now: datetime, seed: int) -> None:
        self.folder = folder
        self._now = now
        self._dice = random.Random(seed)  # noqa: S311 - not for secrets
        self._bulletins = max(2, round(disruptions * _SHARES["bulletins"]))
        self._tower = round(disruptions * _SHARES["tower"])
        self._weather = round(disruptions * _SHARES["weather"])
        road = disruptions - self._bulletins - self._tower - self._weather
        others = sum(self._open(name, amount) for name, amount in self._counts().items())
        self._road_open = max(3, round(disruptions * OPEN) - others)
        self.road = [self._road_item(number, number < self._road_open) for number in range(road)]
        self._made = road
        self._updates: list[str] = []

    def _counts(self) -> dict[str, int]:
        return {"bulletins": self._bulletins, "tower": self._tower, "weather": self._weather}

    def _open(self, name: str, amount: int) -> int:
        return min(_MOST_OPEN[name], max(1, round(amount * OPEN)))

    # The documents

    def write_all(self) -> None:
        """Write every declaration and every document."""
        for name in ("bulletins", "local/weather"):
            (self.folder / name).mkdir(parents=True)
        for path in sorted((ROOT / "ops_feeds").glob("*.yml")):
            if "." not in path.stem:  # a translation has its language there
                shutil.copy(path, self.folder)
        self._write_bulletins()
        self._write_tower()
        self._write_weather()
        self._write_road()

    def _write_bulletins(self) -> None:
        self._write_lead("Departures are 40–70 minutes late")
        for number in range(1, self._bulletins):
            open_now = number < self._open("bulletins", self._bulletins)
            self._write(f"bulletins/bulletin-{number:04}.yml", self._small(number) if open_now else self._fog(number))

    def _write_lead(self, headline: str) -> None:
        text = _actual((ROOT / "ops_feeds/bulletins/late-departures.yml").read_text(encoding="utf-8"))
        # Its next word is due late, so that no promise is broken while we measure.
        text = text.replace("next_update: 2026-11-20 19:00", "next_update: 2026-11-20 23:50")
        text = re.sub(r"^headline:.*$", f"headline: {headline}", text, count=1, flags=re.MULTILINE)
        self._write("bulletins/late-departures.yml", text + "".join(self._updates))

    def _fog(self, number: int) -> str:
        text = _actual((ROOT / "ops_feeds/bulletins/fog-4-november.yml").read_text(encoding="utf-8"))
        minutes = self._dice.randrange(40, 180)
        text = re.sub(r"^headline:.*$", f"headline: Fog delayed departures for {minutes} minutes", text, count=1)
        return _shifted(text, -timedelta(days=3 + number * _PAST.days // self._bulletins))

    def _small(self, number: int) -> str:
        part, symptom, title, says = _SMALL[number % len(_SMALL)]
        began = self._now - timedelta(minutes=30 + 7 * number)
        return _BULLETIN.format(part=part, symptom=symptom, title=title, says=says, at=f"{began:%Y-%m-%d %H:%M}")

    def _write_tower(self) -> None:
        many = self._open("tower", self._tower)
        items = []
        for number in range(self._tower):
            title, body = _TOWER[number % len(_TOWER)]
            at = self._now - (timedelta(minutes=10 + 9 * number) if number < many else self._ago())
            items.append(Item(f"tower-{number:05}", f"{title} (note {number})", body, at))
        self._write("local/tower.xml", _rss("Airfield tower", items))

    def _write_weather(self) -> None:
        many = self._open("weather", self._weather)
        for number in range(self._weather):
            sent = self._now - (timedelta(hours=1, minutes=number) if number < many else self._ago())
            colour = "Orange" if number % 3 == 0 else "Yellow"
            fields = {
                "number": number,
                "sent": sent.isoformat(),
                "until": (sent + timedelta(hours=9)).isoformat(),
                "colour": colour,
                "severity": "Severe" if colour == "Orange" else "Moderate",
                "centimetres": self._dice.randrange(3, 16),
            }
            self._write(f"local/weather/alert-{number:05}.xml", _CAP.format(**fields))

    def _write_road(self) -> None:
        self._write("local/road.xml", _rss("Road authority", self.road))

    def _road_item(self, number: int, open_now: bool) -> Item:
        ago = timedelta(minutes=self._dice.randrange(5, 1200)) if open_now else self._ago()
        where = f"km {self._dice.randrange(1, 27)}"
        title = self._dice.choice(_ROAD).format(where=where, exit=self._dice.randrange(1, 40))
        body = " ".join(self._dice.sample(_ROAD_SAYS, k=self._dice.randrange(2, 5)))
        return Item(f"road-{number:05}", title, body, self._now - ago, over=not open_now)

    def _ago(self) -> timedelta:
        return timedelta(minutes=self._dice.randrange(1500, int(_PAST.total_seconds() / 60)))

    def _write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")

    # The changes

    def quiet_change(self, now: datetime) -> None:
        """One feed: an item's words change, one is new, one has ended. The banner is not concerned."""
        standing = [item for item in self.road if not item.over]
        told, ending = standing[-1], standing[0]
        told.body = f"{self._dice.choice(_ROAD_SAYS)} Looked at again at {now:%H:%M}."
        ending.over = True
        ending.body = f"{ending.body} Cleared at {now:%H:%M}."
        fresh = self._road_item(self._made, open_now=True)
        fresh.at = now
        self._made += 1
        self.road.insert(0, fresh)
        self._write_road()

    def banner_change(self, now: datetime) -> None:
        """The leading bulletin gets an update and another headline, so every page says something new."""
        low = 45 + 5 * (len(self._updates) % 4)
        says = f"{low}–{low + 30} minutes late. {20 + len(self._updates)} planes wait."
        self._updates.append(f'  - at: {now:%Y-%m-%d %H:%M}\n    says: "{says}"\n    next_update: 2026-11-20 23:50\n')
        self._write_lead(f"Departures are {low}–{low + 30} minutes late, written at {now:%H.%M}")


def _actual(text: str) -> str:
    return text.replace("reality: exercise\n", "")


def _shifted(text: str, by: timedelta) -> str:
    """A bulletin on another day, with all its times."""

    def moved(found: re.Match[str]) -> str:
        return f"{datetime.fromisoformat(found[0]) + by:%Y-%m-%d %H:%M}"

    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", moved, text)


def _rss(title: str, items: list[Item]) -> str:
    head = f"<title>{title}</title>\n<link>https://roads.valdorme.example/</link>\n<language>en-GB</language>\n"
    body = "".join(item.xml() for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">\n<channel>\n{head}{body}</channel>\n</rss>\n'


_ROAD = (
    "Airport road slow at {where}, one lane",
    "Airport road slow near exit {exit}, snow on the bridge",
    "Ring road north: lorry across two lanes at {where}",
    "Exit {exit} closed, use the next one",
    "Valley road: ice at {where}, 50 km/h",
    "Works at exit {exit}, night only",
)
_ROAD_SAYS = (
    "A lorry stands across two lanes, and a tow truck is on its way from Orme.",
    "Ploughs pass every 40 minutes and cannot pass the queue.",
    "Traffic is led past on the hard shoulder at walking pace.",
    "Allow 20 to 30 minutes more than usual between the city and the airport.",
    "The bridge freezes before the road does. Keep your distance there.",
    "Buses to the airport use the old road by way of Saint-Orme and stop at the town hall.",
    "Police and road staff are there. Nobody is hurt.",
    "We look at it again within the hour and write here what we find.",
)
_TOWER = (
    (
        "De-icing limits departures: 24 an hour",
        "Pads 1 to 4 in use, pads 5 and 6 closed by snow. Planes are released from the gate in pad order.",
    ),
    (
        "Runways swept in turn: 08L/26R open, braking action medium",
        "08R/26L is under the convoy. Runway condition code 3/3/3 on the open runway. Next report in 20 minutes.",
    ),
    (
        "Tower and approach fully staffed until 06:00",
        "Two more controllers came in at 17:00. Landings are at the planned rate.",
    ),
    (
        "Taxiway Bravo one way, westbound",
        "Snow banks at the edges. Wide planes take Alpha and wait for a follow-me car.",
    ),
)
_SMALL = (
    ("hall", "rebooking", "Hall B is full, and its doors are held", "The queue reaches the doors of hall B."),
    ("baggage", "bags", "Bags come 10–20 minutes later than usual", "One of two sorters stands still."),
    ("security", "departures", "Security takes 15–25 minutes", "Two of nine lanes wait for a part."),
    ("gates", "meeting", "Arriving planes wait 5–15 minutes for a gate", "All 42 gates are taken."),
    ("r4", "getting-here", "The airport train runs every 30 minutes", "Snow packs into the points."),
)
_BULLETIN = """\
headline: {title}
summary: {says}
empathy: We are sorry for the wait.
place: Val d’Orme Airport
severity: moderate
status: active
detected: {at}
symptom: {symptom}
cause: {{component: {part}, says: "{says}"}}
brief: ["{says}", We work on it.]
reports:
  - {{component: {part}, state: watch, says: "{says}"}}
impact:
  - {{who: Here tonight, what: longer, amount: {{low: 10, high: 20, unit: minutes}}}}
nothing_to_do: Wait where you are. Staff in yellow will call you.
unknowns: [When it is as usual again.]
next_update: 2026-11-20 23:55
quiet_reason: It changes slowly tonight, and staff are needed elsewhere.
updates:
  - {{at: {at}, says: "{says}"}}
"""
_CAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>VDO-{number:05}</identifier>
  <sender>warnings@weather.example</sender>
  <sent>{sent}</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>en-GB</language>
    <category>Met</category>
    <event>Snow and ice</event>
    <responseType>Prepare</responseType>
    <urgency>Expected</urgency>
    <severity>{severity}</severity>
    <certainty>Likely</certainty>
    <effective>{sent}</effective>
    <onset>{sent}</onset>
    <expires>{until}</expires>
    <senderName>National weather service</senderName>
    <headline>{colour} warning, snow and ice</headline>
    <description>Up to {centimetres} centimetres of snow on ground just below freezing. Roads and rails are slippery, \
and drifts are likely on the plateau. The amount is not certain yet.</description>
    <instruction>Allow more time for every journey. Check your train or flight before you set out.</instruction>
    <area>
      <areaDesc>Val d’Orme and the Orme plateau</areaDesc>
    </area>
  </info>
</alert>
"""
