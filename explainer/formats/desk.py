"""What our own staff write, read whole: their bulletins by the names of their files, what they name, and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from explainer.formats.base import Document, Parsed
from explainer.formats.builtin.bulletin import check_names, check_times, one_of_each
from explainer.formats.families.bulletin_acceptance import is_acceptance, with_acceptances
from explainer.formats.families.bulletin_names import misnamed_among
from explainer.formats.families.bulletin_rules import Known
from explainer.formats.gate import read_all
from explainer.model.history import Held
from explainer.model.sources import Source
from explainer.model.vocabulary import Reality


class Against(NamedTuple):
    """What bulletins are judged by: names they may use, if those are known, what was published before, the moment.

    ``drafts`` is whether drafts are read too, as for a preview.
    """

    known: Known | None
    held: Mapping[str, Held]
    now: datetime
    drafts: bool = False


def read_desk(documents: Iterable[Document], source: Source, against: Against) -> Parsed:
    """All bulletins of one fetch, with what second readers signed beside them; what must be mended is set aside.

    Raises:
        FormatError: when no document could be had.
    """
    every = list(documents)
    readings = [one for one in every if is_acceptance(one.name)]
    own, aside = misnamed_among([one for one in every if not is_acceptance(one.name)], source)
    own, twins = one_of_each(own)
    parsed = read_all(own, source)
    parsed = parsed.replace(rejected=(*parsed.rejected, *aside, *twins))
    if against.known is not None:
        parsed = check_names(parsed, own, source, against.known)
    if not against.drafts:
        parsed = _without_drafts(parsed, against.held)
    return with_acceptances(check_times(parsed, own, source, against.held, against.now), readings, source)


def _without_drafts(parsed: Parsed, held: Mapping[str, Held]) -> Parsed:
    """What was read without drafts of staff: of what is published already, the words that are stay.

    So nothing is recorded of a draft, and whoever corrects one changes nothing that anybody was told.
    """
    read = ((one, one.is_bulletin and one.reality is Reality.DRAFT) for one in parsed.disruptions)
    kept = (held[one.id].latest if is_draft else one for one, is_draft in read if not is_draft or one.id in held)
    return parsed.replace(disruptions=tuple(kept))
