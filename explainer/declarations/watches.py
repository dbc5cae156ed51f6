"""The door to the looks that staff sign: what a file in ``watches/`` may say."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator

from explainer.declarations.doors import door
from explainer.declarations.spans import Span
from explainer.model.watch import LONGEST, Look


def _a_days_work(good_for: timedelta) -> timedelta:
    if good_for > LONGEST:
        raise ValueError("is longer than anybody can vouch for; write 24 h or less, and look again after that")
    return good_for


def _names_each_once(look: Look) -> Look:
    twice = next((part for index, part in enumerate(look.looked_at) if part in look.looked_at[:index]), None)
    if twice is not None:
        raise ValueError(f"names “{twice}” twice in looked_at; keep one of the two")
    return look


WATCH_DOOR = door(Look, _names_each_once, every_word=True, good_for=Annotated[Span, AfterValidator(_a_days_work)])
