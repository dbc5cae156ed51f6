"""The door to the words that people hear announced."""

from __future__ import annotations

from explainer.declarations.doors import door
from explainer.model.phrases import Phrasebook

WORDS = "words.yml"
"""The file that holds them, beside the system."""

PHRASEBOOK_DOOR = door(Phrasebook)
