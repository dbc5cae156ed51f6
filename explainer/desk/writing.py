"""A notice that is being written: from what is typed to the text of its file, and to what is found in that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from explainer.declarations.documents import Located, read_yaml
from explainer.declarations.schemas import schema_of
from explainer.desk import layout, parsing
from explainer.desk.controls import Form, Pen, drawn, every_block
from explainer.desk.drafts import Draft
from explainer.desk.form import Field, fields_of
from explainer.desk.house import House, Judged
from explainer.desk.parsing import Add, Change, Put, Reading
from explainer.errors import Finding, Level, StaffError
from explainer.formats.builtin.bulletin import BULLETIN_DOOR
from explainer.formats.builtin.bulletin import read as read_bulletin
from explainer.formats.kit.common_json import list_at, text_at
from explainer.model.disruption import Disruption
from explainer.picture.model import DisruptionNow, Picture
from explainer.staff.signing import as_written
from explainer.staff.writing.beginning import name_for, taken_names
from explainer.staff.writing.templates import without_answered

FIRST_WORDS = "There is a problem with "
"""How every first word begins, so that no name of a file has to."""

FRESH = "# Append only: never change a line that is published.\n"
"""How the file of a new notice begins."""

_UNPUBLISHED = ("draft", "test")


@cache
def bulletin_fields() -> tuple[Field, ...]:
    """Every field of a bulletin."""
    return fields_of(schema_of(BULLETIN_DOOR, "Bulletin"))


class Sheet(NamedTuple):
    """A draft as it would be written now: its text, what that says, what is found in it, and how the site would be."""

    draft: Draft
    file: str
    text: str
    located: Located
    findings: tuple[Finding, ...]
    judged: Judged
    is_set_aside: bool = True

    @property
    def data(self) -> Mapping[str, Any]:
        """What the text says."""
        return self.located.data if isinstance(self.located.data, dict) else {}

    @property
    def now(self) -> DisruptionNow | None:
        """The notice in the picture; None while it does not hold together."""
        shown = self.judged.shown
        return shown.disruption(self.file) if shown is not None and not self.is_set_aside else None

    @property
    def picture(self) -> Picture | None:
        """All that the site would say."""
        return self.judged.shown.picture if self.judged.shown else None

    @property
    def must(self) -> tuple[Finding, ...]:
        """What has to be mended."""
        return tuple(one for one in self.findings if one.level is Level.ERROR)

    @property
    def is_held(self) -> bool:
        """Whether readers would not get it as it stands: it would be set aside, or change what is published."""
        return self.is_set_aside or any(one.field.startswith("updates") for one in self.must)

    @property
    def words(self) -> str:
        """The digest of its words; empty while it does not hold together."""
        return self.now.disruption.words if self.now is not None else ""

    @property
    def disruption(self) -> Disruption | None:
        """What it would be for readers."""
        return self.now.disruption if self.now is not None else None


def published_updates(data: Any, there: bool) -> int:
    """How many updates of a file are published, and so never change: all of them, unless it is shown to nobody."""
    return len(list_at(data, "updates")) if there and text_at(data, "reality") not in _UNPUBLISHED else 0


def kept_of(draft: Draft, data: Any) -> dict[str, int]:
    """How many items of each list are not the form’s to change."""
    return {"updates": published_updates(data, draft.there)}


def reading_of(draft: Draft, data: Any, now: datetime) -> Reading:
    """How what is typed into a draft is read."""
    return Reading(now, draft.opened, draft.times, kept_of(draft, data))


def base_of(draft: Draft) -> Located:
    """What the form was opened on.

    Raises:
        StaffError: when that cannot be read.
    """
    return read_yaml(draft.base, draft.file or "notice.yml")


def typed_into(draft: Draft, typed: parsing.Typed, now: datetime) -> Draft:
    """The draft with what stands in its form now; each time with the day that it means."""
    base = base_of(draft)
    mine = {name: values for name, values in typed.items() if not name.startswith("(")}
    how = reading_of(draft, base.data, now)
    meant = parsing.times_read(bulletin_fields(), mine, base.data, how)
    return draft.replace(typed=mine, times=meant, saved=now)


def wanted(draft: Draft, data: Any, now: datetime) -> list[Change]:
    """What a draft changes in its file; an update that is new says when it is said."""
    if not draft.typed:
        return []
    found = parsing.changes(bulletin_fields(), data, draft.typed, reading_of(draft, data, now))
    return [_dated(change, now) for change in found]


def _dated(change: Change, now: datetime) -> Change:
    if isinstance(change, Add) and change.path == ("updates",) and "at" not in change.value:
        return Add(change.path, {"at": as_written(now), **change.value})
    if isinstance(change, Put) and change.path == ("updates",):
        return Put(change.path, [{"at": as_written(now), **row} for row in change.value])
    return change


def sheet_of(house: House, draft: Draft, now: datetime) -> Sheet:
    """A draft, written and judged.

    Raises:
        StaffError: when what the form was opened on cannot be read.
    """
    base = base_of(draft)
    file = draft.file or new_file(house, draft)
    made = parsing.applied(draft.base, file, wanted(draft, base.data, now), order())
    made = made._replace(text=_without_questions(made.text))
    try:
        located = read_yaml(made.text, file)
    except StaffError as error:
        return Sheet(draft, file, made.text, Located(file, {}, {}, {}), error.findings, Judged(error.findings))
    judged = house.judged({file: made.text}, now)
    mine = tuple(one for one in judged.findings if one.file == file)
    aside = bool(made.refused) or _is_set_aside(house, draft, located)
    return Sheet(draft, file, made.text, located, (*made.refused, *mine), judged, aside)


def _is_set_aside(house: House, draft: Draft, located: Located) -> bool:
    """Whether a fetch would leave it out, and readers keep what they had."""
    source, staff = house.source(draft.feed), house.staff
    if source is None:
        return False
    read, findings = read_bulletin(located, source, staff.known if staff else None)
    return read is None or any(one.level is Level.ERROR for one in findings)


def _without_questions(text: str) -> str:
    """The text without the questions of a template that are answered; as it is where it cannot be read."""
    try:
        return without_answered(text)
    except StaffError:
        return text


def order() -> tuple[str, ...]:
    """The keys of a bulletin in the order in which the form asks for them."""
    asked = [key for section in (*layout.FIRST, *layout.LATER) for row in section.rows for key in (*row.keys, row.of)]
    return tuple(dict.fromkeys(filter(None, [*_BEFORE_REPORTS, *asked])))


_BEFORE_REPORTS = (
    *("headline", "summary", "empathy", "place", "severity", "certainty", "status", "reality", "detected", "started"),
    *("ended", "symptom", "cause", "brief", "figures", "reports", "impact", "constraints", "decisions", "asks"),
    *("nothing_to_do", "unknowns", "expected", "quiet_reason", "rights", "legal_ok", "offers", "about", "review"),
    *("learned", "next_update", "updates"),
)


def form_of(house: House, sheet: Sheet, quiet: bool = False) -> Form:
    """The form of a draft, with each finding beside its field; none while nobody has typed anything."""
    before = base_of(sheet.draft).data
    pen = Pen(
        fields=bulletin_fields(),
        before=before if isinstance(before, dict) else {},
        typed=sheet.draft.typed,
        now=sheet.draft.opened,
        names=house.names(),
        rows=sheet.draft.rows,
        kept=kept_of(sheet.draft, before),
    )
    return drawn(pen, layout.FIRST, layout.LATER, () if quiet else sheet.findings)


def new_file(house: House, draft: Draft) -> str:
    """The name of the file of a new notice: made of its headline, and of none that is there or ever was."""
    source = house.source(draft.feed)
    headline = next(iter(draft.typed.get("headline", ())), "") or text_at(_data(draft), "headline")
    headline = headline.removeprefix(FIRST_WORDS)
    if source is None:
        return f"{name_for(headline, ())}.yml"
    project = house.project
    folder = project.feeds / (source.file or "")
    return house.file_for(name_for(headline, taken_names(folder, source.id, house.record())), source)


def _data(draft: Draft) -> Any:
    try:
        return base_of(draft).data
    except StaffError:
        return {}


def claims(data: Any) -> tuple[str, ...]:
    """What in a notice a second person should read first: that it states a cause, a number, or a right."""
    known = knows_cause(data)
    counted = any(isinstance(row, dict) and row.get("amount") for row in list_at(data, "impact"))
    numbers = counted or bool(list_at(data, "constraints")) or bool(isinstance(data, dict) and data.get("figures"))
    rights = bool(text_at(data, "rights") or (isinstance(data, dict) and data.get("legal_ok")))
    return tuple(word for word, there in (("cause", known), ("number", numbers), ("right", rights)) if there)


def rows_of(house: House, draft: Draft, path: str) -> int:
    """How many rows of a list the form shows now."""
    form = form_of(house, sheet_of(house, draft, draft.saved), quiet=True)
    blocks = [block for section in (*form.first, *form.later) for block in every_block(section.blocks)]
    return max((len(block.groups) for block in blocks if block.name == path), default=0) + kept_of(
        draft, base_of(draft).data
    ).get(path, 0)


def dated(draft: Draft, now: datetime) -> Draft:
    """The draft with the time of its new update written down, so that its words stay the ones that are read."""
    place = f"updates[{kept_of(draft, base_of(draft).data)['updates'] + 1}]"
    says, there = ("".join(draft.typed.get(f"{place}.{key}", ())).strip() for key in ("says", "at"))
    if not says or there:
        return draft
    at = f"{place}.at"
    return draft.replace(
        typed={**draft.typed, at: (f"{now:%H:%M}",)}, times={**draft.times, at: (f"{now:%H:%M}", as_written(now))}
    )


def knows_cause(data: Any) -> bool:
    """Whether a notice states a cause."""
    cause = data.get("cause") if isinstance(data, dict) else None
    return isinstance(cause, dict) and not cause.get("unknown") and bool(cause.get("component") or cause.get("says"))
