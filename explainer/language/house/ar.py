"""The house rules of Arabic. Particles are written onto the next word, so phrases stand here with them as well."""

from __future__ import annotations

from explainer.language.house import House

HOUSE = House(
    longest_headline=24,
    longest_sentence=20,
    vague=(
        "أسباب تشغيلية",
        "لأسباب تشغيلية",
        "ظروف تشغيلية",
        "لظروف تشغيلية",
        "أسباب فنية",
        "لأسباب فنية",
        "أسباب تقنية",
        "لأسباب تقنية",
        "خلل فني",
    ),
    rights=(
        "ظروف استثنائية",
        "الظروف الاستثنائية",
        "غير مسؤولين",
        "لسنا مسؤولين",
        "لا يحق لكم",
        "لا يحق لك",
        "لا تعويض",
        "دون تعويض",
        "بدون تعويض",
    ),
    nobody=("أنت", "أنتم", "لك", "لكم", "نحن", "لنا", "المطار", "للمطار", "الجميع", "للجميع"),
    sentence_ends=".!?…؟",
)
