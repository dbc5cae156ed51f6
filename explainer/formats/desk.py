"""What our own staff write, read whole: their bulletins by the names of their files, what they name, and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from explainer.formats.base import Document, Parsed
from explainer.formats.builtin.bulletin import check_names, check_times
from explainer.formats.families.bulletin_acceptance import is_acceptance, with_acceptances
from explainer.formats.families.bulletin_names import misnamed_among
from explainer.formats.families.bulletin_rules import Known
from explainer.formats.gate import read_all
from explainer.model.history import Held
from explainer.model.sources import Source


class Against(NamedTuple):
    """What bulletins are judged by: names they may use, if those are known, what was published before, the moment."""

    known: Known | None
    held: Mapping[str, Held]
    now: datetime


def read_desk(documents: Iterable[Document], source: Source, against: Against) -> Parsed:
    """All bulletins of one fetch, with what second readers signed beside them; what must be mended is set aside.

    Raises:
        FormatError: when no document could be had.
    """
    every = list(documents)
    readings = [one for one in every if is_acceptance(one.name)]
    own, aside = misnamed_among([one for one in every if not is_acceptance(one.name)], source)
    parsed = read_all(own, source)
    parsed = parsed.replace(rejected=(*parsed.rejected, *aside))
    if against.known is not None:
        parsed = check_names(parsed, own, source, against.known)
    return with_acceptances(check_times(parsed, own, source, against.held, against.now), readings, source)
