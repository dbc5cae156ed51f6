"""Bulletins: disruptions our own staff write in YAML, one file each under ``ops_feeds/bulletins/``.

The one format with every field of the normal form, and the only one that must meet the house rules
(``bulletin_rules``). A bulletin may be *about* disruptions of other feeds and gather them on its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Annotated, Any

from msgspec import Meta
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from explainer.declarations.documents import Located, read_yaml, validated
from explainer.declarations.doors import MaybeTime, door
from explainer.declarations.nearness import nearest
from explainer.errors import Finding, Level, StaffError, own_fault
from explainer.formats.base import Document, Draft, Entries, Format, Parsed, Span
from explainer.formats.drafting import disruption_of
from explainer.formats.families.bulletin_acceptance import digest_of
from explainer.formats.families.bulletin_figures import with_numbers, without_figures
from explainer.formats.families.bulletin_gaps import open_gaps
from explainer.formats.families.bulletin_rules import Known, broken_rules
from explainer.formats.families.bulletin_times import Untimely, frozen_wrong
from explainer.formats.kit import text
from explainer.formats.kit.common_json import list_at, text_at
from explainer.formats.kit.look import Look
from explainer.formats.kit.sniffing import is_bulletin
from explainer.model.account import Account, StatedCause
from explainer.model.disruption import Expected, Impact, Rejected, Report, Update, disruption_id
from explainer.model.history import Held
from explainer.model.sources import Source
from explainer.model.value import LONGEST_SLUG, SLUG, MaybeMoment, Moment, Slug, Words
from explainer.model.vocabulary import Certainty, Outcome, Reality, Severity, Status


class Bulletin(Account):
    """What staff write: an account, and of the disruption itself what a feed would say.

    Times without an offset are read in the declaration's zone.
    """

    id: Slug | None = None
    """The address of the page; without it, the name of the file. It must not change later. Example: baggage-belt"""
    headline: Words
    """The one sentence that everybody reads, at most 27 words in English. Example: Bags come 40 minutes late at all
    belts
    """
    severity: Severity = Severity.UNKNOWN
    """How bad it is; it also sets how long you may be silent: 30 minutes when extreme, 60 when severe, else 120."""
    certainty: Certainty = Certainty.OBSERVED
    """How sure we are that it happens; for machines."""
    status: Status = Status.ACTIVE
    """Where it stands. Active and monitoring are open."""
    reality: Reality = Reality.ACTUAL
    """Whether it is meant. A draft or a test is never published."""
    started: MaybeMoment = None
    """When it began; without it, when we noticed. Example: 2026-11-20 18:05"""
    ended: MaybeMoment = None
    """When it ended; required once it is resolved. Example: 2026-11-20 20:50"""
    reports: tuple[Report, ...] = ()
    """What each part is like now, one report for each part."""
    impacts: Annotated[tuple[Impact, ...], Meta(min_length=1)]
    """What it means for each group of people, in their terms; at least one."""
    nothing_to_do: str = ""
    """One sentence instead of asks. Example: You need not do anything."""
    expected: tuple[Expected, ...] = ()
    """What comes next: moments and ranges of time."""
    legal_ok: bool = False
    """true once the legal team has cleared words about people’s rights."""
    updates: Annotated[tuple[Update, ...], Meta(min_length=1)]
    """What was said, oldest first. Add new ones at the end; a published one is never changed."""
    # What an account may lack and a bulletin must have:
    summary: Words
    place: Words
    detected_at: Moment
    cause: StatedCause

    @property
    def account(self) -> Account:
        """The account alone; the next update is the one that the last word promised, if no other is."""
        whole = Account(**{name: getattr(self, name) for name in Account.__struct_fields__})
        return whole.replace(next_update=self.next_update or self.updates[-1].next_update)


def _is_ours_to_say(status: Status) -> Status:
    if status in (Status.WITHDRAWN, Status.UNKNOWN):
        raise ValueError(
            f"“{status.value}” is for other people’s feeds; write planned, active, monitoring, resolved or cancelled"
        )
    return status


def _ends_after_it_starts(bulletin: Bulletin) -> Bulletin:
    if bulletin.started and bulletin.ended and bulletin.ended <= bulletin.started:
        raise ValueError("ends before it starts; check started: and ended:")
    return bulletin


def _nothing(given: Any) -> Any:
    return "" if given is None else given


_SlugOrEmpty = Annotated[str, StringConstraints(pattern=f"^({SLUG})?$", max_length=LONGEST_SLUG)]
_MaybeSlug = Annotated[_SlugOrEmpty, BeforeValidator(_nothing, json_schema_input_type=_SlugOrEmpty | None)]

_NO_TIME = {"never": Outcome.NEVER, "unknown": Outcome.UNKNOWN, "not known": Outcome.UNKNOWN}


def _is_a_time(given: Any) -> Any:
    outcome = _NO_TIME.get(given.strip().lower()) if isinstance(given, str) else None
    if outcome is not None:
        raise ValueError(f"“{given}” is no time; write outcome: {outcome.value} instead of happened:")
    return given


_EXPECTED_DOOR = door(Expected, happened=Annotated[MaybeTime, BeforeValidator(_is_a_time)])

BULLETIN_DOOR = door(
    Bulletin,
    _ends_after_it_starts,
    within=(_EXPECTED_DOOR,),
    called={"impacts": "impact", "detected_at": "detected"},
    every_word=True,
    status=Annotated[Status, AfterValidator(_is_ours_to_say)],
    symptom=_MaybeSlug,
    rights=_MaybeSlug,
)


def parse(document: Document, source: Source) -> Entries:
    """One bulletin file as one entry; what breaks a rule is set aside with every finding as its reason.

    A bulletin that cannot be read is set aside too: a slip of one hand must not silence the whole desk.
    """
    draft, aside = _judged(document, source, None)
    return Entries((draft,) if draft else (), _itself, aside=aside)


def _itself(draft: Draft) -> Draft:
    return draft


def check_names(parsed: Parsed, documents: Iterable[Document], source: Source, known: Known) -> Parsed:
    """What was parsed, without the bulletins that name what does not exist; those are set aside."""
    wrong: dict[str, Rejected] = {}
    for document in documents:
        for row in () if document.failure else _judged(document, source, known)[1]:
            wrong[disruption_id(source.id, row.native_id or "")] = row
    told = {row.native_id for row in parsed.rejected}
    return parsed.replace(
        disruptions=tuple(d for d in parsed.disruptions if d.id not in wrong),
        rejected=(*parsed.rejected, *(row for row in wrong.values() if row.native_id not in told)),
    )


def check_times(
    parsed: Parsed, documents: Iterable[Document], source: Source, held: Mapping[str, Held], now: datetime
) -> Parsed:
    """What was parsed, without the bulletins with new updates whose times cannot be meant; those are set aside."""
    wrong = {one.id: tuple(frozen_wrong(one, held, now)) for one in parsed.disruptions}
    aside = [
        _set_aside(document, source, wrong) for document in documents if not document.failure and any(wrong.values())
    ]
    return parsed.replace(
        disruptions=tuple(one for one in parsed.disruptions if not wrong[one.id]),
        rejected=(*parsed.rejected, *filter(None, aside)),
    )


_HAS_AN_ID = re.compile(rb"^[\"']?id[\"']?\s*:", re.MULTILINE)


def one_of_each(documents: Sequence[Document]) -> tuple[list[Document], tuple[Rejected, ...]]:
    """The bulletins, each with an id of its own, and a row for each other that has the id of one of them.

    Of several, the one whose file is called as the id is the one that readers know.
    """
    if not any(_HAS_AN_ID.search(document.body) for document in documents):
        return list(documents), ()  # each is called as its file is
    read = [(document, _located(document)) for document in documents]
    ids = [native_id_of(located) if located else PurePosixPath(document.name).stem for document, located in read]
    first: dict[str, str] = {}
    for (document, _), native_id in sorted(zip(read, ids, strict=True), key=lambda row: row[0][0].name):
        if native_id not in first or PurePosixPath(document.name).stem == native_id:
            first[native_id] = document.name
    kept, aside = [], []
    for (document, located), native_id in zip(read, ids, strict=True):
        if located is None or first[native_id] == document.name:
            kept.append(document)
            continue
        problem = f"“{native_id}” is already the id of {first[native_id]}"
        finding = located.finding(("id",), problem, "give this one an id of its own")
        aside.append(_aside(document, located, [finding]))
    return kept, tuple(aside)


def _located(document: Document) -> Located | None:
    """A document as it was written; None where that cannot be read, which is told of it elsewhere."""
    try:
        return None if document.failure else read_yaml(document.text, document.name)
    except StaffError:
        return None


def _set_aside(document: Document, source: Source, wrong: Mapping[str, Sequence[Untimely]]) -> Rejected | None:
    """The row for a bulletin whose times cannot be meant; None for any other."""
    try:
        located = read_yaml(document.text, document.name)
    except StaffError:
        return None  # it was set aside before
    found = wrong.get(disruption_id(source.id, native_id_of(located)), ())
    findings = [located.finding(one.path, one.problem, one.remedy) for one in found]
    return _aside(document, located, findings) if findings else None


# Twice in every fetch, and at every letter that is typed while somebody looks what it would say.
@lru_cache(maxsize=512)
def _judged(document: Document, source: Source, known: Known | None) -> tuple[Draft | None, tuple[Rejected, ...]]:
    """The bulletin of a file, or the row that says everything that is wrong with it."""
    located: Located | None = None
    try:
        located = read_yaml(document.text, document.name)
        draft, findings = read(located, source, known)
    except StaffError as error:
        draft, findings = None, error.findings
    except Exception as error:  # noqa: BLE001 - the last resort: no bulletin may silence the others
        draft, findings = None, (Finding(document.name, 1, 1, "", f"could not be read: {own_fault(error)}"),)
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    if draft is not None and not errors:
        return draft, ()
    return None, (_aside(document, located, errors),)


def _aside(document: Document, located: Located | None, errors: Iterable[Finding]) -> Rejected:
    """The row for a bulletin that is not published, with what it names as far as it can be read."""
    return Rejected(
        entry=document.name,
        reason="\n".join(map(str, errors)),
        native_id=native_id_of(located) if located else PurePosixPath(document.name).stem,
        headline=without_figures(text.line(text_at(located.data, "headline"))) if located else "",
        names=tuple(_names(located.data)) if located else (),
        understood=located is not None and text_at(located.data, "reality") in (Reality.TEST, Reality.DRAFT),
    )


def _names(data: Any) -> Iterator[str]:
    """The components that a bulletin speaks of, as far as it can be read."""
    reported = (text_at(row, "component") for row in list_at(data, "reports"))
    yield from filter(None, [text_at(data, "symptom"), *reported])


def read(located: Located, source: Source, known: Known | None = None) -> tuple[Draft | None, tuple[Finding, ...]]:
    """A bulletin and everything that is wrong with it.

    Without ``known``, names of components, parties, rights and feeds are not checked.
    """
    if not located.data:
        return None, (located.finding((), "is empty", "write headline: and what belongs to it, or delete the file"),)
    gaps = tuple(open_gaps(located))
    if gaps:
        return None, (*gaps, *_further(located, source, known, gaps))
    located, unnamed = with_numbers(located)
    try:
        bulletin = validated(BULLETIN_DOOR, located, {"zone": source.tz})
    except StaffError as error:
        told = (*unnamed, *error.findings)
        return None, (*told, *_further(located, source, known, told))
    draft = _draft(bulletin, native_id_of(located), digest_of(located.data))
    findings = broken_rules(disruption_of(draft, source), located, legal_ok=bulletin.legal_ok, known=known)
    return draft, (*unnamed, *findings)


_STAND_INS: Mapping[str, Any] = {
    "headline": "…",
    "summary": "…",
    "place": "…",
    "detected": "2000-01-01 00:00",
    "cause": {"unknown": True, "investigator": "…", "answer_by": "2000-01-01 00:00"},
    "impact": [{"who": "…", "what": "…"}],
    "updates": [{"at": "2000-01-01 00:00", "says": "…"}],
}
"""For what a bulletin must have and has not, or not rightly, while the rest of it is judged."""

_STANDS_FOR: Mapping[str, str] = {"updates": "next_update", "nothing_to_do": "asks"}
"""What says that which another key need not say then."""


def _further(located: Located, source: Source, known: Known | None, told: Iterable[Finding]) -> tuple[Finding, ...]:
    """What else is wrong with a bulletin that cannot be read whole: staff should not have to mend it twice.

    Every key that has a finding already is left out; what rules say of those would be guesswork.
    """
    if not isinstance(located.data, dict):
        return ()
    wrong = {re.split(r"[.\[]", finding.field)[0] for finding in told}
    wrong |= {meant for key in wrong if (meant := nearest(key, BULLETIN_DOOR.keys(()))) is not None}
    if "updates" in wrong:
        wrong.add("next_update")  # which is that of the last update, where it is not written by itself
    kept = {key: value for key, value in located.data.items() if key not in wrong}
    rest = Located(located.file, {**_STAND_INS, **kept}, located.values, located.keys)
    try:
        bulletin = validated(BULLETIN_DOOR, rest, {"zone": source.tz})
    except StaffError:
        return ()
    disruption = disruption_of(_draft(bulletin, native_id_of(rest), ""), source)
    silent = wrong | (_STAND_INS.keys() - kept.keys()) | {_STANDS_FOR[key] for key in wrong & _STANDS_FOR.keys()}
    found = broken_rules(disruption, rest, legal_ok=bulletin.legal_ok, known=known)
    return tuple(
        finding
        for finding in found
        if finding.level is Level.ERROR and re.split(r"[.\[]", finding.field)[0] not in silent
    )


def native_id_of(located: Located) -> str:
    """The bulletin's own ``id:``, else the name of its file."""
    given: Any = located.data.get("id") if isinstance(located.data, dict) else None
    return given if isinstance(given, str) and given else PurePosixPath(located.file).stem


def _draft(bulletin: Bulletin, native_id: str, words: str) -> Draft:
    return Draft(
        id=native_id,
        headline=bulletin.headline,
        description=bulletin.summary,
        instruction=bulletin.nothing_to_do,
        reality=bulletin.reality,
        status=bulletin.status,
        severity=bulletin.severity,
        certainty=bulletin.certainty,
        planned=bulletin.status is Status.PLANNED or None,
        spans=[Span(bulletin.started or bulletin.detected_at, bulletin.ended)],
        issued=bulletin.updates[0].at,
        updated=bulletin.updates[-1].at,
        impacts=bulletin.impacts,
        expected=bulletin.expected,
        own={"updates": bulletin.updates, "reports": bulletin.reports, "account": bulletin.account, "words": words},
    )


def recognises(look: Look) -> bool:
    """A YAML mapping with ``headline:`` and ``updates:`` or ``status:``, judged by its lines alone."""
    return is_bulletin(look.text)


FORMAT = Format(
    name="bulletin",
    what="bulletins of your own staff",
    parse=parse,
    recognises=recognises,
    general=True,
    stale_after=None,
    sample=b"""\
headline: "Ferries leave late"
summary: The crane stands still.
empathy: We are sorry.
place: Pier One
severity: severe
status: active
detected: 2026-11-20 16:40
symptom: ferry
cause: {component: wind}
reports:
  - {component: ferry, state: slowed, caused_by: [crane], says: Late.}
impact:
  - {who: Leaving today, what: late, amount: {low: 20, high: 40, unit: minutes}}
nothing_to_do: Wait in the hall.
unknowns: [When the wind drops.]
next_update: 2026-11-20 19:00
updates:
  - {at: 2026-11-20 18:20, says: "Slow."}
""",
)
