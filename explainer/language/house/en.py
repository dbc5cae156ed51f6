"""The house rules of English."""

from __future__ import annotations

from explainer.language.house import House

HOUSE = House(
    longest_headline=27,
    longest_sentence=22,
    vague=("obstruction", "obstructions", "operational reasons", "operational issues", "technical reasons"),
    rights=("extraordinary circumstances", "not liable", "not entitled", "no compensation"),
    nobody=("you", "yourself", "us", "we", "the airport", "everyone"),
)
