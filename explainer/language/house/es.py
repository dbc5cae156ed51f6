"""The house rules of Spanish, whose sentences need about a fifth more words than English ones."""

from __future__ import annotations

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
