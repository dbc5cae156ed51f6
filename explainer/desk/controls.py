"""The fields of a form as they are drawn: with what stands in them, their choices, and what is found of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from explainer.declarations.documents import PathOf, dotted
from explainer.desk import layout, parsing
from explainer.desk.form import NAME, Field, Kind
from explainer.desk.layout import Row, Section
from explainer.errors import Finding, Level

FEW = 7
"""How many choices stand side by side; more are a list that opens."""


class Option(NamedTuple):
    """One choice of a field."""

    value: str
    label: str
    chosen: bool = False


class Found(NamedTuple):
    """A finding in the words of ``check``; ``must`` is whether it has to be mended."""

    words: str
    must: bool
    at: str = ""
    """The name of the control that it stands beside; empty where there is none."""


class Control(NamedTuple):
    """One field. ``where`` is its place as findings name it; ``held`` is what no form can show, told instead."""

    name: str
    kind: str
    label: str
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    help: str = ""
    found: tuple[Found, ...] = ()
    glyphs: bool = False
    held: str = ""
    required: bool = False
    pair: bool = False
    says: str = ""
    """What the model says that it is for."""
    usual: str = ""
    """What it holds where nobody says anything."""

    @property
    def is_filled(self) -> bool:
        """Whether something stands in it that nobody would take for granted."""
        return any(value and value != self.usual for value in self.values)

    @property
    def id(self) -> str:
        """Its name as an anchor."""
        return anchor(self.name)

    @property
    def value(self) -> str:
        """What stands in it: several texts one a line."""
        return "\n".join(self.values)

    @property
    def wrong(self) -> bool:
        """Whether something in it has to be mended."""
        return any(one.must for one in self.found)


class Group(NamedTuple):
    """Fields that belong together: those of one entry of a list, or those that stand alone."""

    controls: tuple[Control | Block, ...]
    title: str = ""


class Block(NamedTuple):
    """A list or a group of fields, or fields alone. ``add`` is the button for one more; ``told`` what is only shown."""

    name: str
    groups: tuple[Group, ...]
    add: str = ""
    label: str = ""
    told: tuple[tuple[str, str], ...] = ()
    shape: str = ""


class Drawn(NamedTuple):
    """A section as it is drawn. ``where`` names its fields, ``filled`` is whether anything stands in them."""

    title: str
    says: str
    blocks: tuple[Block, ...]
    where: str = ""
    filled: bool = False
    wrong: bool = False


def anchor(name: str) -> str:
    """The name of a field as an anchor of the page."""
    return "f-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def sentence(words: str) -> str:
    """Words of a finding as a sentence of their own."""
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "?", "!")) else f"{words}."


Names = Mapping[str, Mapping[str, str]]
"""What the site declares, by kind: each id with its name for people."""


@dataclass(frozen=True)
class Pen:
    """What forms are drawn with.

    ``typed`` is what stands in the fields, if anybody typed; else they show what the file holds, ``before``. ``kept``
    are how many items of a list are published, and ``rows`` how many rows of one are asked for.
    """

    fields: tuple[Field, ...]
    before: Mapping[str, Any]
    typed: parsing.Typed
    now: datetime
    names: Names
    rows: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)

    def field(self, key: str) -> Field | None:
        """The field of that key."""
        return next((one for one in self.fields if one.key == key), None)

    def value(self, one: Field, path: PathOf, held: Any) -> tuple[str, ...]:
        """What stands in a field."""
        return self.typed.get(dotted(path), ()) if self.typed else parsing.shown(one, held, self.now)

    def control(self, one: Field, path: PathOf, held: Any) -> Control:
        """A single field, drawn."""
        name, pattern = dotted(path), _pattern(path)
        values = self.value(one, path, held)
        label = layout.LABELS.get(pattern) or layout.LABELS.get(one.key if len(path) > 2 else "") or one.title
        options = self._options(one, values)
        return Control(
            name=name,
            kind=_kind(one, options),
            label=label,
            values=values,
            options=options,
            help=layout.HELP.get(pattern, ""),
            glyphs=one.key == "state",
            held="" if parsing.is_shown(one, held) else "written in the file in a way that this form cannot show",
            required=one.required,
            pair=any(one.key in pair for pair in layout.PAIRS),
            says=one.says,
            usual=str(one.default or ""),
        )

    def _options(self, one: Field, values: tuple[str, ...]) -> tuple[Option, ...]:
        if one.kind is Kind.WORD or (one.kind is Kind.LINES and one.options):
            refused = layout.NOT_OURS.get(one.key, frozenset())
            chosen = values or ((str(one.default),) if one.default else ())
            words = (word for word in one.options if word not in refused)
            return tuple(Option(word, _word(word), word in chosen) for word in words)
        names = self.names.get(layout.NAMES.get(one.key, "")) if one.kind in (Kind.TEXT, Kind.LINES) else None
        if not names:
            return ()
        strange = [Option(value, value, True) for value in values if value and value not in names]
        return (*(Option(key, name, key in values) for key, name in names.items()), *strange)

    def controls(self, parts: Iterable[Field], path: PathOf, held: Any) -> Iterator[Control | Block]:
        """The fields of one group, those within its own groups too."""
        there = held if isinstance(held, dict) else {}
        for one in parts:
            inner, value = (*path, one.key), there.get(one.key)
            if one.kind is Kind.GROUP:
                yield Block(
                    dotted(inner),
                    (Group(tuple(self.controls(one.parts, inner, value))),),
                    label=self._label(one, inner),
                    shape=_shape(one),
                )
            elif one.kind in (Kind.MANY, Kind.NAMED):
                yield self.listed(one, one.parts, inner, value, "Add another")
            else:
                yield self.control(one, inner, value)

    def _label(self, one: Field, path: PathOf) -> str:
        return layout.LABELS.get(_pattern(path)) or one.title

    def listed(self, one: Field, parts: Sequence[Field], path: PathOf, held: Any, add: str) -> Block:
        """A list of groups: the rows that there are, and one at least."""
        items = (
            list(held.items()) if isinstance(held, dict) else list(enumerate(held)) if isinstance(held, list) else []
        )
        kept = self.kept.get(one.key, 0) if len(path) == 1 else 0
        shown = max(len(items), self.rows.get(dotted(path), 0), parsing.rows_typed(self.typed, path), kept + 1)
        if one.kind is Kind.NAMED:
            rows = [{NAME: key, **value} if isinstance(value, dict) else {NAME: key} for key, value in items]
        else:
            rows = [value for _, value in items]
        numbered = len(range(kept, shown)) > 1
        groups = tuple(
            Group(
                tuple(self.controls(parts, (*path, index), rows[index] if index < len(rows) else None)),
                title=str(index + 1 - kept) if numbered else "",
            )
            for index in range(kept, shown)
        )
        return Block(dotted(path), groups, add, self._label(one, path))

    def block(self, row: Row, taken: Mapping[str, frozenset[str]]) -> Iterator[Block]:
        """A row of the layout, drawn; what the model does not know of it is left out."""
        if not row.of:
            there = [one for one in map(self.field, row.keys) if one is not None]
            if there:
                yield Block("", (Group(tuple(self.controls(there, (), self.before))),))
            return
        one = self.field(row.of)
        if one is None:
            return
        named = [part for key in row.parts if (part := one.part(key)) is not None]
        rest = [part for part in one.parts if part.key not in taken.get(row.of, ())] if row.rest else []
        parts = [*named, *rest]
        if not parts:
            return
        held = self.before.get(row.of)
        if one.kind is Kind.GROUP:
            yield Block(row.of, (Group(tuple(self.controls(parts, (row.of,), held))),), shape=row.of)
        else:
            yield self.listed(one, parts, (row.of,), held, row.add)

    def sections(self, sections: Sequence[Section], taken: Mapping[str, frozenset[str]]) -> Iterator[Drawn]:
        """The sections, without those of which the model knows nothing."""
        for section in sections:
            blocks = tuple(block for row in section.rows for block in self.block(row, taken))
            if blocks:
                yield Drawn(section.title, section.says, blocks, _where([one.name for one in flat(blocks)]))

    def also(self) -> Section | None:
        """What no row of the layout names, under a heading of its own."""
        named = {key for one in (*layout.FIRST, *layout.LATER) for row in one.rows for key in (*row.keys, row.of)}
        left = [one for one in self.fields if one.key not in named]
        if not left:
            return None
        groups = (Kind.GROUP, Kind.MANY, Kind.NAMED)
        alone = Row(tuple(one.key for one in left if one.kind not in groups))
        return Section(
            layout.ALSO, (alone, *(Row(of=one.key, rest=True, add="Add another") for one in left if one.kind in groups))
        )


def _where(names: Sequence[str]) -> str:
    """The fields of a section in a line: the first in full, of those beside it the last part alone."""
    beside = [name.rpartition(".")[2] if name.startswith(names[0].rpartition(".")[0]) else name for name in names[1:]]
    return ", ".join(dict.fromkeys([*names[:1], *beside]))


def _shape(one: Field) -> str:
    """How a small group is drawn: two ends of a range on one line."""
    return "range" if {part.key for part in one.parts} in ({"low", "high"}, {"low", "high", "unit"}) else ""


def _kind(one: Field, options: tuple[Option, ...]) -> str:
    """How a field is asked for."""
    if one.kind is Kind.LINES:
        return "several" if options else "lines"
    if options:
        return "choice" if one.kind is Kind.WORD and len(options) <= FEW else "select"
    return "short" if one.key in ("id", NAME, "unit", "page") else one.kind.value


def _word(word: str) -> str:
    return layout.WORDS.get(word) or word.replace("_", " ").capitalize()


def _pattern(path: PathOf) -> str:
    """A path without its numbers: ``asks[].how``."""
    return _pattern_of(dotted(path))


def taken(sections: Iterable[Section]) -> Mapping[str, frozenset[str]]:
    """Which parts of a list or group some row names."""
    found: dict[str, frozenset[str]] = {}
    for section in sections:
        for row in section.rows:
            found[row.of] = found.get(row.of, frozenset()) | frozenset(row.parts)
    return found


def flat(blocks: Iterable[Block]) -> Iterator[Control]:
    """Every single field of some blocks."""
    for block in blocks:
        for group in block.groups:
            for one in group.controls:
                if isinstance(one, Block):
                    yield from flat([one])
                else:
                    yield one


def every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every list and group of some blocks, those within them too."""
    for block in blocks:
        yield block
        for group in block.groups:
            yield from every_block(one for one in group.controls if isinstance(one, Block))


class Form(NamedTuple):
    """A whole form: what is asked first, what can wait, and everything that is found."""

    first: tuple[Drawn, ...]
    later: tuple[Drawn, ...]
    found: tuple[Found, ...]

    @property
    def must(self) -> tuple[Found, ...]:
        """What has to be mended."""
        return tuple(one for one in self.found if one.must)

    @property
    def advice(self) -> tuple[Found, ...]:
        """What could be better."""
        return tuple(one for one in self.found if not one.must)


def drawn(pen: Pen, first: Sequence[Section], later: Sequence[Section], findings: Iterable[Finding]) -> Form:
    """The form with each finding beside its field."""
    named = taken((*first, *later))
    also = pen.also() if later else None
    one, two = pen.sections(first, named), pen.sections((*later, *([also] if also else [])), named)
    sections = (tuple(one), tuple(two))
    names = [control.name for part in sections for section in part for control in flat(section.blocks)]
    every = tuple(Found(sentence(_said(one)), one.level is Level.ERROR, place_of(one, names)) for one in findings)
    one_done, two_done = (tuple(_finished(section, every) for section in part) for part in sections)
    return Form(one_done, two_done, every)


def _finished(section: Drawn, found: tuple[Found, ...]) -> Drawn:
    blocks = tuple(_with_found(block, found) for block in section.blocks)
    every = list(flat(blocks))
    return section._replace(
        blocks=blocks, filled=any(one.is_filled for one in every), wrong=any(one.wrong for one in every)
    )


def _said(finding: Finding) -> str:
    return f"{finding.problem}: {finding.remedy}" if finding.remedy else finding.problem


def place_of(finding: Finding, names: Sequence[str]) -> str:
    """The field that a finding is about; else the part of a group that its remedy names; else the first one there."""
    beside = [name for name in names if _pattern_of(name) == layout.BESIDE.get(finding.field)]
    if beside:
        return beside[-1]
    if finding.field in names:
        return finding.field
    below = [name for name in names if finding.field and name.startswith((f"{finding.field}.", f"{finding.field}["))]
    named = re.findall(r"\b([a-z_]+):", finding.remedy)
    remedied = [name for key in named for name in below if name.rpartition(".")[2] == key]
    return next(iter([*remedied, *below]), "")


def _pattern_of(name: str) -> str:
    return re.sub(r"\[\d+\]", "[]", name)


def _with_found(block: Block, every: tuple[Found, ...]) -> Block:
    def of(one: Control | Block) -> Control | Block:
        if isinstance(one, Block):
            return _with_found(one, every)
        return one._replace(found=tuple(found for found in every if found.at == one.name))

    return block._replace(groups=tuple(Group(tuple(map(of, group.controls)), group.title) for group in block.groups))
