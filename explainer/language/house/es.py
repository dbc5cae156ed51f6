"""The house rules of Spanish, whose sentences need about a fifth more words than English ones."""

from __future__ import annotations

from explainer.language.compared import Compared
from explainer.language.house import House

HOUSE = House(
    longest_headline=30,
    longest_sentence=26,
    vague=(
        "motivos operativos",
        "razones operativas",
        "causas operativas",
        "motivos técnicos",
        "razones técnicas",
        "causas técnicas",
        "problemas técnicos",
        "problema técnico",
    ),
    rights=(
        "circunstancias extraordinarias",
        "no somos responsables",
        "no es responsable",
        "no tiene derecho",
        "no tienen derecho",
        "sin compensación",
        "ninguna compensación",
        "ninguna indemnización",
    ),
    nobody=("usted", "ustedes", "tú", "nosotros", "nos", "el aeropuerto", "al aeropuerto", "todos", "todo el mundo"),
    sentence_ends=".!?…",
)

_TO_TWELVE = ["un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"]

COMPARED = Compared(
    numerals={**{word: number for number, word in enumerate(_TO_TWELVE, 1)}, "una": 1, "veinte": 20, "treinta": 30},
    of=("de", "de los", "de las"),
    to=("a",),
    minutes=("minutos", "minuto", "min"),
    hours=("horas", "hora", "h"),
    an_hour=("por hora", "a la hora", "cada hora", "en una hora"),
    late_after=("de retraso", "tarde", "más tarde", "de demora", "de atraso"),
    late_before=("retraso de", "retrasos de", "demora de", "demoras de"),
    other=("más", "menos", "otros", "otras", "otro", "otra", "veces"),
    idle=(
        *("el", "la", "los", "las", "un", "una", "unos", "unas", "de", "del", "y", "o", "pero", "que", "este"),
        *("es", "son", "era", "eran", "está", "están", "ha", "han", "será", "serán", "puede", "pueden", "hay", "solo"),
        *(
            "a",
            "al",
            "en",
            "por",
            "para",
            "con",
            "entre",
            "hasta",
            "desde",
            "sobre",
            "unos",
            "ahora",
            "se",
            "su",
            "sus",
        ),
        *("nosotros", "usted", "ustedes", "ellos", "nos", "aquí", "todos", "todas"),
    ),
    cancelled=("cancelado", "cancelada", "cancelados", "canceladas", "cancelación", "cancelaciones", "cancelan"),
    stopped=("parado", "parada", "cerrado", "cerrada", "cerrados", "cerradas", "fuera de servicio", "suspendido"),
    normal=("normal", "normalmente", "como siempre", "con normalidad", "a la hora prevista"),
    since=("desde las", "desde"),
    nots=("no", "ningún", "ninguna", "ninguno", "nunca", "nadie", "nada", "sin", "en lugar de", "en vez de", "ya no"),
    go=("vaya al", "vaya a", "acuda al", "acuda a", "venga al", "venga a", "espere en"),
    closes=("cierra", "cierran", "cerrado", "cerrada", "cerrados", "cerradas"),
    if_=("si", "salvo", "cuando", "solo", "solamente", "si no"),
    today=("esta noche", "esta tarde", "esta mañana", "en este momento", "ahora mismo"),
    review=("balance", "informe posterior"),
)
