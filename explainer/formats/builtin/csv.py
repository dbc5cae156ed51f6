"""CSV (RFC 4180) with a row of column names, read as the declaration’s ``read:`` says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from explainer.errors import FormatError
from explainer.formats.base import Document, Entries, Format
from explainer.formats.kit import decoding, generic, sniffing, text
from explainer.formats.kit.generic import Unreadable
from explainer.formats.kit.look import LARGEST_JSON
from explainer.model.fields import Fields
from explainer.model.sources import Source

LARGEST = LARGEST_JSON

# Excel’s own first line.
_SEPARATOR_LINE = re.compile(r"sep=.\r?\n", re.IGNORECASE)
_MOST_COLUMNS_SAID = 12
_MOST_LOST = 3


class CsvRow(NamedTuple):
    """A row by the names of its columns."""

    cells: Mapping[str, str]

    def at(self, path: str) -> tuple[str, ...] | None:
        """The text of a cell."""
        cell = self.cells.get(path)
        return None if cell is None else ((cell,) if cell else ())

    def paths(self) -> Iterator[str]:
        """The names of the columns."""
        yield from self.cells


def parse(document: Document, source: Source) -> Entries:
    """The entries of a CSV document."""
    return generic.parse(document, source, rows)


def rows(document: Document, fields: Fields) -> Sequence[CsvRow | Unreadable]:
    """The rows below the column names, all of which the declaration’s columns must be among."""
    content = decoded(document, fields.encoding or "")
    found = table(content, fields.delimiter or ",")
    names = [name.strip() for name in found[0]]
    for _, column in fields.paths():
        if names.count(column) != 1:
            raise FormatError(_wrong_column(column, names, fields))
    whole = content.endswith(("\n", "\r"))
    return [
        _row(cells, names, fields, whole or number < len(found) - 1) for number, cells in enumerate(found[1:], start=1)
    ]


def decoded(document: Document, declared: str) -> str:
    """The document as text; raises ``FormatError`` when it is no text, in another encoding, or another format."""
    if len(document.body) > LARGEST:
        raise FormatError(f"the document is larger than {LARGEST // 1_000_000} MB")
    if document.text.lstrip().startswith("<"):
        sniffing.refuse_unless_xml(document)
        raise FormatError("the document looks like XML, not like CSV")
    try:
        content = decoding.as_claimed(document.body, document.charset, declared)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"line {line} is not written in {error.encoding}; "
            "say in the declaration what it is written in, such as encoding: cp1252"
        ) from error
    if content.count("\ufffd") > max(_MOST_LOST, len(content) / 100):
        raise FormatError("the document looks like binary data, not like CSV")
    content = _SEPARATOR_LINE.sub("", content, count=1) if _SEPARATOR_LINE.match(content) else content
    if not content.strip():
        raise FormatError("the answer was empty")
    return content


def table(content: str, delimiter: str) -> list[list[str]]:
    """The rows that hold anything, the column names first; raises ``FormatError`` when it is not whole."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        found = [cells for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise FormatError("the document breaks off before its end, inside quotation marks") from error
        if "field limit" in str(error):
            raise FormatError(f"a cell near line {reader.line_num} is too long to be one") from error
        raise FormatError(f"the document is not CSV: see the quotation marks in line {reader.line_num}") from error
    if not found:
        raise FormatError("the document has no column names")
    return found


def _wrong_column(column: str, names: Sequence[str], fields: Fields) -> str:
    said = text.line(column, 80)
    if column in names:
        return f"there is more than one column “{said}”"
    close = get_close_matches(column, names, n=1)
    if close:
        return f"there is no column “{said}”; did you mean “{text.line(close[0], 80)}”?"
    if len(names) == 1:
        sign = {"\t": "tabs", " ": "spaces"}.get(fields.delimiter or ",", f"“{fields.delimiter or ','}”")
        return f"there is no column “{said}”, and {sign} divide nothing; correct delimiter: in the declaration"
    there = ", ".join(text.line(name, 40) for name in names[:_MOST_COLUMNS_SAID])
    return f"there is no column “{said}”; the columns are {there}"


def _row(cells: Sequence[str], names: Sequence[str], fields: Fields, whole: bool) -> CsvRow | Unreadable:
    row = CsvRow(dict(zip(names, (cell.strip() for cell in cells), strict=False)))
    if len(cells) < len(names) and not whole:
        raise FormatError("the document breaks off before its end")
    if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
        reason = f"it has {len(cells)} cells, where there are {len(names)} columns"
        return Unreadable(reason, generic.native_id(row, fields))
    return row


FORMAT = Format(
    name="csv",
    what="CSV with column names, read as the declaration says",
    parse=parse,
    sample=b"""no,text,more,do,web,from,until,changed,state,prio,tags,kind,where
7,Scanner down,Stands still.,Wait.,https://own.example/7,2026-11-20 08:00,2026-11-21 08:00,2026-11-20,open,1,mri,fault,A
""",
)
