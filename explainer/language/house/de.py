"""The house rules of German, whose compounds say in one word what English says in two."""

from __future__ import annotations

from explainer.language.compared import Compared
from explainer.language.house import House

HOUSE = House(
    longest_headline=24,
    longest_sentence=20,
    vague=(
        "betriebliche Gründe",
        "betrieblichen Gründen",
        "technische Gründe",
        "technischen Gründen",
        "operative Gründe",
        "operativen Gründen",
        "betriebsbedingt",
        "Verzögerungen im Betriebsablauf",
    ),
    rights=(
        "außergewöhnliche Umstände",
        "außergewöhnlicher Umstände",
        "außergewöhnlichen Umständen",
        "nicht haftbar",
        "keine Haftung",
        "kein Anspruch",
        "keinen Anspruch",
        "keine Entschädigung",
    ),
    nobody=("Sie", "Sie selbst", "Ihnen", "wir", "uns", "der Flughafen", "dem Flughafen", "alle", "allen", "jedem"),
)

_TO_TWELVE = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]

COMPARED = Compared(
    numerals={**{word: number for number, word in enumerate(_TO_TWELVE, 1)}, "eine": 1, "zwanzig": 20, "dreißig": 30},
    of=("von", "der", "von den"),
    to=("bis",),
    minutes=("Minuten", "Minute", "Min"),
    hours=("Stunden", "Stunde", "Std"),
    an_hour=("pro Stunde", "in der Stunde", "je Stunde", "jede Stunde", "stündlich"),
    late_after=("Verspätung", "verspätet", "später", "länger", "zu spät"),
    late_before=("Verspätung von", "Verspätungen von", "Verspätung bis zu", "verspätet um"),
    other=("mehr", "weniger", "weitere", "andere", "mal", "Prozent"),
    idle=(
        *("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "und", "oder", "aber"),
        *("ist", "sind", "war", "waren", "wird", "werden", "hat", "haben", "kann", "können", "sein", "nur", "jetzt"),
        *("in", "im", "an", "am", "auf", "bei", "von", "vom", "zu", "zum", "zur", "mit", "für", "bis", "seit", "etwa"),
        *("wir", "Sie", "es", "sie", "ihr", "uns", "hier", "dort", "alle", "allen", "zwischen", "als", "um"),
    ),
    cancelled=("gestrichen", "annulliert", "fällt aus", "fallen aus", "Ausfälle", "Streichungen", "ausgefallen"),
    stopped=("gesperrt", "geschlossen", "außer Betrieb", "eingestellt", "gestoppt", "steht still", "stehen still"),
    normal=("normal", "wie üblich", "voll besetzt", "planmäßig", "pünktlich"),
    since=("seit",),
    nots=("nicht", "kein", "keine", "keinen", "keiner", "nie", "niemand", "nichts", "ohne", "statt", "nicht mehr"),
    go=("gehen Sie zu", "gehen Sie zum", "gehen Sie zur", "kommen Sie zum", "kommen Sie zur", "warten Sie in"),
    closes=("schließt", "schließen", "geschlossen", "gesperrt"),
    if_=("wenn", "falls", "außer", "nur", "sonst"),
    today=("heute Abend", "heute Nacht", "heute Morgen", "im Moment", "gerade jetzt"),
    review=("Rückblick", "Nachbetrachtung", "Auswertung"),
)
