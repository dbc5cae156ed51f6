"""The house rules of French, whose sentences need about a fifth more words than English ones."""

from __future__ import annotations

from explainer.language.house import House

HOUSE = House(
    longest_headline=30,
    longest_sentence=26,
    vague=(
        "raison opérationnelle",
        "raisons opérationnelles",
        "raison technique",
        "raisons techniques",
        "raisons d’exploitation",
        "raisons d'exploitation",
        "contraintes opérationnelles",
        "contraintes d’exploitation",
        "contraintes d'exploitation",
        "difficultés d’exploitation",
        "difficultés d'exploitation",
        "difficultés techniques",
        "problème technique",
        "problèmes techniques",
        "incident technique",
        "incidents techniques",
        "incident d’exploitation",
        "incident d'exploitation",
        "dysfonctionnement",
        "dysfonctionnements",
        "aléas d’exploitation",
        "aléas d'exploitation",
        "indépendante de notre volonté",
        "indépendantes de notre volonté",
    ),
    rights=(
        "circonstances extraordinaires",
        "pas responsable",
        "pas responsables",
        "décline toute responsabilité",
        "force majeure",
        "aucune compensation",
        "aucune indemnisation",
        "aucune indemnité",
        "pas d’indemnisation",
        "pas d'indemnisation",
        "pas droit",
        "aucun droit",
    ),
    nobody=("vous", "vous-même", "nous", "l’aéroport", "l'aéroport", "tout le monde", "tous", "chacun"),
)
