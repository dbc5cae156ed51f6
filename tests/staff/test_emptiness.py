"""A notice that says nothing is found, in every language; a sound one and a first word are let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.site import BULLETIN, Site, make_site

EMPTY = {
    "en": """\
headline: Some customers may experience issues
summary: Due to unforeseen circumstances beyond our control, services may be impacted.
empathy: We apologise for any inconvenience.
place: Various locations
cause: {component: wind, says: "Passengers who pack power banks caused it. It is the fault of SuperBag Ltd."}
impact:
  - {who: Some customers, what: May be impacted.}
nothing_to_do: Contact customer care during business hours.
unknowns: [None.]
says: It was decided to take measures.
""",
    "fr": """\
headline: Certains clients pourraient rencontrer des difficultés
summary: En raison de circonstances imprévues, nos services sont perturbés.
empathy: Nous vous présentons nos excuses pour la gêne occasionnée.
place: Divers sites
cause: {component: wind, says: "C’est la faute des passagers qui ont provoqué la panne."}
impact:
  - {who: Certains clients, what: Peuvent rencontrer des retards.}
nothing_to_do: Merci de contacter le service clients.
unknowns: [Aucun.]
says: Il a été décidé de prendre des mesures.
""",
    "de": """\
headline: Einige Kunden sind betroffen
summary: Wegen unvorhergesehener Umstände kann es zu Einschränkungen kommen.
empathy: Wir bitten die Unannehmlichkeiten zu entschuldigen.
place: Verschiedene Standorte
cause: {component: wind, says: "Schuld ist SuperBag. Reisende, die Geräte einpackten, haben es verursacht."}
impact:
  - {who: Einige Kunden, what: Es kann zu Verzögerungen kommen.}
nothing_to_do: Bitte wenden Sie sich an den Kundendienst.
unknowns: [Keine.]
says: Es wurde beschlossen, den Betrieb zu ändern.
""",
    "es": """\
headline: Algunos clientes podrían experimentar demoras
summary: Por circunstancias imprevistas, el servicio se ve afectado.
empathy: Lamentamos las molestias.
place: Varios lugares
cause: {component: wind, says: "Es culpa de los pasajeros que lo han causado."}
impact:
  - {who: Algunos clientes, what: Pueden experimentar demoras.}
nothing_to_do: Llame a atención al cliente.
unknowns: [Ninguno.]
says: Se ha decidido tomar medidas.
""",
    "ar": """\
headline: قد يواجه بعض العملاء تأخيرًا
summary: لظروف غير متوقعة تتأثر خدماتنا.
empathy: نعتذر عن أي إزعاج.
place: عدة مواقع
cause: {component: wind, says: "إنه خطأ المسافرين."}
impact:
  - {who: بعض العملاء, what: قد يواجهون تأخيرًا.}
nothing_to_do: يرجى الاتصال بخدمة العملاء.
unknowns: [لا شيء.]
says: تقرر تغيير الخدمة.
""",
}


def written(lines: str, at: str = "2026-11-20 17:20") -> str:
    body, _, says = lines.rpartition("says: ")
    return (
        f"{body}severity: minor\nstatus: active\ndetected: 2026-11-20 17:15\nsymptom: ferry\n"
        "next_update: 2026-11-20 19:00\n"
        f'updates:\n  - {{at: {at}, says: "{says.strip()}"}}\n'
    )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


@pytest.mark.parametrize("language", EMPTY)
def test_a_notice_that_says_nothing_is_found_in_every_language(
    site: Site, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    declaration = (site.root / "ops_feeds/log.yml").read_text("utf-8")
    site.write("ops_feeds/log.yml", f"{declaration}\nlanguage: {language}\n".replace("language: en\n", ""))
    site.write("ops_feeds/bulletins/late.yml", written(EMPTY[language]))
    assert site.run("check") == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("ops_feeds/bulletins/late.yml")]
    for problem in (
        "this notice says nothing: no number, no place, no end, nothing to do, no deed",
        "explains nothing",
        "blames somebody",
        "hides who did it",
        "is not an unknown",
        "names no place",
        "has no number",
        "and offers no more",
        "and nothing is done",
    ):
        assert any(problem in line for line in said), (problem, said)


def test_the_words_that_say_nothing_are_published_all_the_same(site: Site) -> None:
    """A poor word is better than none; only what is no unknown has to be written."""
    site.write("ops_feeds/bulletins/late.yml", written(EMPTY["en"].replace("None.", "When the wind drops.")))
    assert site.run("check") == 2
    assert site.run("update") == 0
    assert "Some customers may experience issues" in site.page("disruptions/log.late/index.html")


def test_a_first_word_a_few_minutes_old_need_not_say_more(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    first = written(EMPTY["en"].replace("None.", "Why."), at="2026-11-20 18:15")
    site.write("ops_feeds/bulletins/late.yml", first)
    site.run("check", now="2026-11-20T18:24:00+01:00")
    assert "says nothing" not in capsys.readouterr().err
    site.run("check", now="2026-11-20T18:26:00+01:00")
    assert "this notice says nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "other", "lack"),
    [
        ("20–40 minutes late", "late", "has no number"),
        ("place: Pier One", "place: Various sites", "names no place"),
        ("Wait in the hall; we call every ferry.", "Call our helpline.", "sends everybody to “helpline”"),
    ],
)
def test_each_lack_alone_is_advice(
    site: Site, words: str, other: str, lack: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = BULLETIN.format(says="Slow.", status="active", ended="")
    expected = "expected:\n  - {what: Ferries on time, at: 2026-11-20 21:00}\nupdates:"
    sound = sound.replace(", amount: {low: 20, high: 40, unit: minutes}", "").replace("updates:", expected)
    for body, is_found in ((sound, False), (sound.replace(words, other), True)):
        site.write("ops_feeds/bulletins/late.yml", body)
        assert site.run("check", now="2026-11-20T18:40:00+01:00") == 0
        assert (lack in capsys.readouterr().err) is is_found


def test_times_and_dates_are_no_numbers_of_how_bad_it_is(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    timed = written(EMPTY["en"].replace("None.", "Why.").replace("May be impacted.", "Late since 17:15."))
    site.write("ops_feeds/bulletins/late.yml", timed)
    site.run("check")
    assert "has no number" in capsys.readouterr().err
