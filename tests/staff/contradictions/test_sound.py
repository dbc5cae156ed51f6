"""Bulletins that hold together are left alone, in many wordings and five languages; with one figure changed they are not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.declarations.documents import read_file, read_yaml
from explainer.errors import Finding
from explainer.formats.builtin.bulletin import read
from explainer.formats.drafting import disruption_of
from explainer.model.history import Record
from explainer.model.sources import Source
from explainer.picture import build
from explainer.staff.check import load_staff
from explainer.staff.contradictions import contradictions
from explainer.staff.contradictions.case import Case, Told
from explainer.staff.project import load_project
from tests.conftest import NOW
from tests.support.trades import HOSPITAL, make_trade

Wording = Mapping[str, tuple[str, ...]]

WORDINGS: Mapping[str, Wording] = {
    "en": {
        "headline": ("Scans are {low}–{high} minutes late", "Scans leave with delays of {low} to {high} minutes"),
        "late": ("late", "later than planned"),
        "delay": ("{low}–{high} minutes late.", "Up to {high} minutes late.", "{high} minutes late at most."),
        "note": (
            "Until 20:00, {some} of {all} scans are cancelled.",
            "{some} of {all} scans are cancelled. {left} take place.",
            "Of {all} scans, {some} do not take place.",
        ),
        "rate": (
            "{now} patients an hour, not {normal}.",
            "We scan {now} patients an hour.",
            "Slower, with one machine less.",
        ),
        "cause": ("One scanner has been down since 15:10.", "A fuse blew.", "One of three scanners does not start."),
        "ask": ("Here for a scan? Wait in house A", "Call before you set out", "Stay at home if your scan is tomorrow"),
        "how": (
            "We call you by name.",
            "In the app, or call 01 99 00 18 20.",
            "Bring your letter to the desk in house A.",
        ),
        "normal": ("Works as usual.", "None of the beds is closed.", "Open. Row 4 is closed until 19:00.", "No queue."),
        "decision": (
            "Desk 4 closes at 22:00",
            "Nine scans are moved to Monday 23 November",
            "The night shift starts early",
        ),
        "also": (
            "36 people wait in hall A, 12 people wait in hall B.",
            "12 more join every hour.",
            "{some} patients went home.",
        ),
    },
    "fr": {
        "headline": ("Les examens ont {low} à {high} minutes de retard",),
        "late": ("de retard",),
        "delay": ("{low}–{high} minutes de retard.", "Jusqu’à {high} minutes de retard."),
        "note": ("D’ici 20:00, {some} examens sur {all} sont annulés.", "{some} des {all} examens sont annulés."),
        "rate": ("{now} patients par heure, au lieu de {normal}.", "Moins vite, avec un appareil de moins."),
        "cause": ("Un scanner est arrêté depuis 15:10.", "Un fusible a sauté."),
        "ask": ("Vous venez pour un examen ? Attendez dans le bâtiment A", "Appelez avant de partir"),
        "how": ("Nous vous appelons par votre nom.", "Dans l’appli, pas au guichet."),
        "normal": ("Comme d’habitude.", "Aucun lit n’est fermé."),
        "decision": ("Le guichet 4 ferme à 22:00", "Neuf examens passent au lundi 23 novembre"),
        "also": ("36 personnes attendent dans le hall A, 12 dans le hall B.", "12 de plus chaque heure."),
    },
    "de": {
        "headline": (
            "Untersuchungen haben {low}–{high} Minuten Verspätung",
            "Untersuchungen beginnen {low} bis {high} Minuten später",
        ),
        "late": ("Verspätung", "später"),
        "delay": ("{low}–{high} Minuten Verspätung.", "Bis zu {high} Minuten später."),
        "note": ("Bis 20:00 sind {some} von {all} Untersuchungen gestrichen.",),
        "rate": ("{now} Patienten pro Stunde statt {normal}.", "Langsamer, mit einem Gerät weniger."),
        "cause": ("Ein Scanner steht seit 15:10 still.", "Eine Sicherung ist durchgebrannt."),
        "ask": ("Zur Untersuchung hier? Warten Sie in Haus A", "Rufen Sie an, bevor Sie losfahren"),
        "how": ("Wir rufen Sie beim Namen.", "In der App, nicht am Schalter."),
        "normal": ("Wie üblich.", "Kein Bett ist gesperrt."),
        "decision": ("Schalter 4 schließt um 22:00", "Neun Untersuchungen am Montag, 23. November"),
        "also": ("36 Menschen warten in Halle A, 12 in Halle B.", "Jede Stunde kommen 12 weitere."),
    },
    "es": {
        "headline": (
            "Las pruebas tienen {low}–{high} minutos de retraso",
            "Las pruebas van con retrasos de {low} a {high} minutos",
        ),
        "late": ("de retraso",),
        "delay": ("{low}–{high} minutos de retraso.", "Hasta {high} minutos de retraso."),
        "note": ("Hasta las 20:00, {some} de {all} pruebas están canceladas.",),
        "rate": ("{now} pacientes por hora, no {normal}.", "Más despacio, con un aparato menos."),
        "cause": ("Un escáner está parado desde las 15:10.", "Se fundió un fusible."),
        "ask": ("¿Viene a una prueba? Espere en la casa A", "Llame antes de salir"),
        "how": ("Le llamamos por su nombre.", "En la aplicación, no en el mostrador."),
        "normal": ("Como siempre.", "Ninguna cama está cerrada."),
        "decision": ("El mostrador 4 cierra a las 22:00", "Nueve pruebas pasan al lunes 23 de noviembre"),
        "also": ("36 personas esperan en la sala A, 12 en la sala B.", "Cada hora llegan 12 más."),
    },
    "ar": {
        "headline": ("تأخير الفحوص {low}–{high} دقيقة",),
        "late": ("تأخير",),
        "delay": ("تأخير {low}–{high} دقيقة.",),
        "note": ("أُلغي {some} من {all} فحصًا حتى 20:00.",),
        "rate": ("{now} مرضى في الساعة بدل {normal}.", "أبطأ، بجهاز أقل."),
        "cause": ("جهاز لا يعمل منذ 15:10.", "احترق مصهر."),
        "ask": ("انتظروا في المبنى A",),
        "how": ("نناديكم بأسمائكم.",),
        "normal": ("كالمعتاد.",),
        "decision": ("نُقلت تسعة فحوص إلى الاثنين 23 نوفمبر",),
        "also": ("ينتظر 36 شخصًا في القاعة A و12 في القاعة B.",),
    },
}

UNITS = {"en": "minutes", "fr": "minutes", "de": "Minuten", "es": "minutos", "ar": "دقيقة"}
PATIENTS = {"en": "patients", "fr": "patients", "de": "Patienten", "es": "pacientes", "ar": "مرضى"}


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("sound") / "hospital"
    yield make_trade(root, "Riverside Hospital", HOSPITAL).root
    shutil.rmtree(root)


class Desk:
    """A site whose staff write bulletins, and what contradicts itself in one."""

    def __init__(self, root: Path) -> None:
        project = load_project(root / "mkdocs.yml")
        self.staff = load_staff(project)
        self.system_file = read_file(project.content / "system.yml", root)
        self.rights_file = read_file(project.content / "rights.yml", root)
        self.log = next(one for one in self.staff.sources if one.is_of_bulletins)
        self.picture = build(self.staff.system, self.staff.sources, Record(), NOW, False)

    def finds(self, bulletin: str, language: str) -> list[Finding]:
        source: Source = self.log.replace(language=language)
        located = read_yaml(bulletin, "scans.yml")
        draft, findings = read(located, source)
        assert draft is not None, findings
        told = Told(located, disruption_of(draft, source), source)
        case = Case(
            system=self.staff.system,
            system_file=self.system_file,
            rights=self.staff.rights,
            rights_file=self.rights_file,
            pages=(),
            bulletins=(told,),
            picture=self.picture,
        )
        return list(contradictions(case))


def quoted(words: str) -> str:
    return '"' + words.replace('"', "”") + '"'


def written(say: Mapping[str, str], language: str, figures: Mapping[str, Any]) -> str:
    """A bulletin in these words, with these figures wherever it names them."""
    said = {key: quoted(words.format(**figures)) for key, words in say.items()}
    return f"""\
headline: {said["headline"]}
summary: {said["also"]}
empathy: "…"
place: House B
severity: severe
status: active
detected: 2026-11-20 15:12
started: 2026-11-20 15:10
symptom: scan
cause: {{component: scanners, says: {said["cause"]}}}
reports:
  - {{component: scanners, state: slowed, since: 2026-11-20 15:10, says: {said["rate"]}, detail: {said["also"]}}}
  - {{component: beds, state: normal, says: {said["normal"]}}}
  - {{component: scan, state: slowed, since: 2026-11-20 15:10, says: {said["delay"]}, caused_by: [scanners]}}
impact:
  - {{who: A, what: {said["late"]}, amount: {{low: {figures["low"]}, high: {figures["high"]}, unit: {UNITS[language]}}}, note: {said["note"]}}}
constraints:
  - component: scanners
    unit: {PATIENTS[language]}
    normal: {figures["normal"]}
    now: {figures["now"]}
    demand: {figures["normal"]}
    at: 2026-11-20 18:15
decisions:
  - {{what: {said["decision"]}, at: 2026-11-20 17:30, by: site-office, because: "…", cost_to: "…"}}
asks:
  - {{what: {said["ask"]}, can_you: "…", how: {said["how"]}, helps: "…", if_not: "…"}}
unknowns: ["…"]
expected:
  - {{what: "…", low: 2026-11-20 21:00, high: 2026-11-20 22:30, basis: "…", main: true}}
next_update: 2026-11-20 19:00
rights: care-charter
updates:
  - {{at: 2026-11-20 15:30, says: {quoted("5–10 " + UNITS[language])}}}
  - {{at: 2026-11-20 18:20, says: {said["delay"]}}}
"""


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Any]:
    low = draw(st.integers(10, 60))
    every = draw(st.integers(20, 400))
    some = draw(st.integers(2, every // 2 - 1))
    high = low + draw(st.integers(120, 200))
    return {
        "low": low,
        "high": high,
        "some": some,
        "all": every,
        "left": every - some,
        "now": draw(st.integers(2, 11)),
        "normal": 12,
    }


@st.composite
def bulletins(draw: st.DrawFn) -> tuple[str, dict[str, str], dict[str, Any]]:
    language = draw(st.sampled_from(sorted(WORDINGS)))
    say = {key: draw(st.sampled_from(ways)) for key, ways in WORDINGS[language].items()}
    return language, say, draw(figures())


@settings(max_examples=300)
@given(bulletin=bulletins())
def test_a_bulletin_that_holds_together_is_left_alone(
    hospital: Path, bulletin: tuple[str, dict[str, str], dict[str, Any]]
) -> None:
    language, say, numbers = bulletin
    assert desk(hospital).finds(written(say, language, numbers), language) == []


@pytest.mark.parametrize("language", sorted(WORDINGS))
@pytest.mark.parametrize("other", ["delay", "note"])
def test_in_each_language_another_figure_is_found(hospital: Path, language: str, other: str) -> None:
    numbers = {"low": 40, "high": 170, "some": 9, "all": 60, "left": 51, "now": 8, "normal": 12}
    say = {key: ways[0] for key, ways in WORDINGS[language].items()}
    say["rate"] = say["note"] if other == "note" else say["rate"]
    sound = written(say, language, numbers)
    was = say[other].format(**numbers)
    now = say[other].format(**(numbers | ({"low": 15, "high": 20} if other == "delay" else {"some": 14})))
    assert desk(hospital).finds(sound, language) == []
    head, mark, tail = sound.partition(
        f"says: {quoted(was)}, caused_by" if other == "delay" else f"note: {quoted(was)}"
    )
    assert mark
    found = desk(hospital).finds(head + mark.replace(was, now) + tail, language)
    assert len(found) == 1, found
    assert "scans.yml:" in found[0].problem


@cache
def desk(root: Path) -> Desk:
    """The desk of a site, read once."""
    return Desk(root)
