"""The house rules of French, whose sentences need about a fifth more words than English ones."""

from __future__ import annotations

from explainer.language.house import House

HOUSE = House(
    longest_headline=30,
    longest_sentence=26,
    vague=(
        "raisons opérationnelles",
        "raisons techniques",
        "raisons d’exploitation",
        "raisons d'exploitation",
        "problème technique",
        "problèmes techniques",
        "aléas d’exploitation",
        "aléas d'exploitation",
    ),
    rights=(
        "circonstances extraordinaires",
        "pas responsable",
        "pas responsables",
        "aucune indemnisation",
        "aucune indemnité",
        "pas droit",
        "aucun droit",
    ),
    nobody=("vous", "vous-même", "nous", "l’aéroport", "l'aéroport", "tout le monde", "tous"),
)
