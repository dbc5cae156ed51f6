"""The house rules of German, whose compounds say in one word what English says in two."""

from __future__ import annotations

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
