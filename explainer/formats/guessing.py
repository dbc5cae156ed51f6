"""Where a document of no known format may keep what: a first draft of ``read:``, for a person to check.

Names of keys, columns and elements are compared with what people call them in English, German, French and
Spanish; a time must be readable, an id must differ from entry to entry. Nothing guessed here is ever used to
read a feed: ``explainer feeds try`` prints it, and what is printed counts only when somebody has saved it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from explainer.declarations.fields import EVERY, FIELDS_DOOR, folded
from explainer.errors import FormatError
from explainer.formats.base import Document
from explainer.formats.builtin import csv as csv_format
from explainer.formats.builtin import json as json_format
from explainer.formats.builtin import xml as xml_format
from explainer.formats.builtin.json import spelt
from explainer.formats.kit import sniffing, xml_reading
from explainer.formats.kit.common_json import read_json
from explainer.formats.kit.generic import Row, Unreadable
from explainer.formats.kit.look import Look
from explainer.formats.kit.times import read_time
from explainer.model.fields import LONGEST_PATH, Fields
from explainer.model.vocabulary import Epoch, Severity, Status

_MOST_SEEN = 2_000
_MOST_TRIED = 60
_SAMPLE = 60
_DEEPEST = 5
_MOST_WORDS = 12

_NAMES = {
    "id": "id uid uuid guid identifier number incidentnumber incidentid eventid alertid ticket case key ref "
    "reference no nr nummer kennung numero identifiant code slug",
    "headline": "headline title subject summary shortdescription shorttext titel titre titulo betreff objet name "
    "label what event message text description beschreibung libelle meldung",
    "description": "description details detail body longdescription longtext text content message comment "
    "comments note notes remark remarks beschreibung bemerkung descripcion commentaire info",
    "instruction": "instruction instructions advice recommendation whattodo hinweis conseil consigne",
    "link": "link url href permalink web weburl moreinfo website",
    "updated": "updated updatedat lastupdated lastupdate lastupdatedat modified modifiedat lastmodified changed "
    "changedat updatetime timestamp geaendert aktualisiert stand misajour actualizado",
    "issued": "issued issuedat published publishedat publicationdate pubdate created createdat createdon "
    "creationdate reported reportedat opened openedat sent erstellt gemeldet cree creado date datetime datum "
    "fecha",
    "start": "start starttime startdate startdatetime startat startsat startedat started begin begintime "
    "begindate begins beginn since from validfrom onset effective von debut inicio desde",
    "end": "end endtime enddate enddatetime endat endsat endedat ended until to validto validuntil expires expiry "
    "resolvedat closedat eta etr estimatedrestoration ende bis fin hasta",
    "status": "status state progress stage lifecycle resolved closed active open isactive isresolved zustand etat "
    "estado",
    "severity": "severity priority prio impact level urgency criticality schwere prioritaet stufe gravite "
    "severidad gravedad",
    "category": "category categories type kind class group tags topic kategorie art typ categorie categoria tipo cause",
    "event": "event eventtype alerttype hazard incidenttype",
    "entity": "entity affected where component components system service area areas region location place site line "
    "route station stop ward gate terminal building room airport asset road anlage ort standort linie strecke "
    "lieu ligne zona lugar",
}
_ORDER = (
    "id",
    "headline",
    "link",
    "updated",
    "issued",
    "start",
    "end",
    "status",
    "severity",
    "event",
    "category",
    "entity",
    "description",
    "instruction",
)
_TIMES = ("updated", "issued", "start", "end")
_SEVERAL = frozenset({"id", "description", "instruction", "category", "event", "entity"})

_STATUS_WORDS = {
    Status.ACTIVE: "active open ongoing new current investigating identified inprogress started down outage offen "
    "aktiv laufend ouvert encours abierto activo",
    Status.MONITORING: "monitoring verifying watching",
    Status.PLANNED: "planned scheduled upcoming pending geplant prevu planifie planificado previsto",
    Status.RESOLVED: "resolved closed done fixed completed complete finished ended over ok up inactive cleared "
    "erledigt behoben geschlossen beendet termine clos resolu cerrado resuelto",
    Status.CANCELLED: "cancelled canceled annule storniert cancelado",
}
_SEVERITY_WORDS = {
    Severity.NONE: "none",
    Severity.MINOR: "minor low notice info niedrig gering faible bajo",
    Severity.MODERATE: "moderate medium mittel moyen medio",
    Severity.SEVERE: "severe high major critical hoch schwer kritisch eleve grave alto",
    Severity.EXTREME: "extreme",
}
_PATTERNS = (
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y%m%d%H%M%S",
)
_EPOCHS = {Epoch.SECONDS: re.compile(r"1\d{9}(\.\d+)?"), Epoch.MILLISECONDS: re.compile(r"1\d{12}")}
_ADDRESS = re.compile(r"https?://\S+")


class Guess(NamedTuple):
    """The format and a ``read:`` for it; ``seen`` are values that stand at each of its paths."""

    format: str
    read: Fields
    seen: Mapping[str, tuple[str, ...]]


class _Table(NamedTuple):
    """A list of entries found in a document: the path to it, and the values at each path within the entries."""

    options: Mapping[str, Any]
    rows: Sequence[Row]
    seen: Mapping[str, tuple[str, ...]]


def guess(document: Document, only: str | None = None) -> Guess:
    """A draft of ``read:`` for a document.

    Raises:
        FormatError: when the document is no JSON, CSV or XML, or holds nothing like a list of messages.
    """
    look = Look(document.body, document.charset)
    if sniffing.is_empty_geojson(look.data):
        raise FormatError(sniffing.EMPTY_GEOJSON)
    name = only or _kind(look)
    find = {"json": _json_tables, "xml": _xml_tables, "csv": _csv_tables}[name]
    tables = list(find(document))
    if not tables and name == "csv":
        raise FormatError("the document looks like plain text, not like a feed")
    drafts = [draft for table in tables if (draft := _draft(table))]
    if not drafts:
        raise FormatError(
            f"the document is {name.upper()} of no format we know, and now holds no list of messages with ids and "
            "headlines from which read: could be guessed"
        )
    _, options, seen = max(drafts, key=lambda draft: draft[0])
    return Guess(name, FIELDS_DOOR.read(options), seen)


def _kind(look: Look) -> str:
    if look.text[:1] in ("{", "["):
        return "json"
    return "xml" if look.text.startswith("<") else "csv"


# Where the entries are


def _json_tables(document: Document) -> Iterator[_Table]:
    data = read_json(document)
    paths = dict.fromkeys(islice(_json_lists(data, "", _DEEPEST), _MOST_SEEN))
    for path in islice((path for path in paths if len(path) <= LONGEST_PATH), _MOST_TRIED):
        with suppress(FormatError):  # what is a list in one place and not in another is none
            rows = list(islice(json_format.rows_of(data, path or None), _SAMPLE))
            yield _table({"entries": path} if path else {}, rows)


def _json_lists(data: Any, path: str, deepest: int) -> Iterator[str]:
    """The paths to lists of objects, and to objects that hold objects of one kind."""
    below = f"{path}." if path else ""
    if isinstance(data, list):
        objects = [value for value in data[:_SAMPLE] if isinstance(value, dict)]
        if objects:
            yield path
        inner = [(EVERY, value) for value in objects]
    elif isinstance(data, dict):
        inner = [(spelt(key), value) for key, value in data.items()]
        values = list(data.values())
        if len(values) > 1 and all(isinstance(value, dict) and value.keys() & values[0].keys() for value in values):
            yield f"{below}{EVERY}"
    else:
        return
    if deepest:
        for step, value in inner:
            if step:
                yield from _json_lists(value, f"{below}{step}", deepest - 1)


def _xml_tables(document: Document) -> Iterator[_Table]:
    root = xml_reading.parse(document)
    level = {xml_reading.local_name(root): [root]}
    tried = 0
    for _ in range(_DEEPEST):
        below: dict[str, list[Any]] = {}
        for path, elements in level.items():
            for inner in (inner for element in elements for inner in element):
                below.setdefault(f"{path}/{xml_reading.local_name(inner)}", []).append(inner)
        for path, elements in below.items():
            if (
                tried < _MOST_TRIED
                and len(path) <= LONGEST_PATH
                and any(len(element) or element.attrib for element in elements[:_SAMPLE])
            ):
                tried += 1
                yield _table({"entries": path}, [xml_format.XmlRow(element) for element in elements[:_SAMPLE]])
        level = below


def _csv_tables(document: Document) -> Iterator[_Table]:
    try:
        content, options = csv_format.decoded(document, ""), {}
    except FormatError as error:
        if "is not written in" not in str(error):
            raise
        content, options = csv_format.decoded(document, "cp1252"), {"encoding": "cp1252"}
    for sign in (",", ";", "\t", "|"):
        try:
            names, *rows = csv_format.table(content, sign)
        except (FormatError, ValueError):
            continue
        names = [name.strip() for name in names]
        whole = [row for row in rows if len(row) == len(names)][:_SAMPLE]
        if len(names) < 2 or len(set(names)) < len(names) or len(whole) < min(len(rows), _SAMPLE) / 2:
            continue
        entries = [csv_format.CsvRow(dict(zip(names, map(str.strip, row), strict=True))) for row in whole]
        yield _table(options if sign == "," else {**options, "delimiter": sign}, entries)


def _table(options: Mapping[str, Any], rows: Sequence[Row | Unreadable]) -> _Table:
    entries = [row for row in rows if not isinstance(row, Unreadable)]
    paths = dict.fromkeys(path for row in entries for path in row.paths() if len(path) <= LONGEST_PATH)
    seen = {path: tuple(words for row in entries for words in (row.at(path) or ())[:5]) for path in paths}
    return _Table(options, entries, {path: words for path, words in seen.items() if words})


# What they keep where


def _draft(table: _Table) -> tuple[tuple[float, int], dict[str, Any], Mapping[str, tuple[str, ...]]] | None:
    """A table's score, the ``read:`` that fits it and the values seen; None where it has no id or no headline."""
    found: dict[str, str] = {}
    for key in _ORDER:
        left = [path for path in table.seen if path not in found.values() and _fits(key, path, table)]
        if path := _named(key, left):
            found[key] = path
    if not {"id", "headline"} <= found.keys():
        return None
    options = dict(table.options)
    for path in (found[key] for key in _TIMES if key in found):
        how = _how(table.seen[path])
        if isinstance(how, Epoch):
            options["epoch"] = how
        elif how:
            options["times"] = list(dict.fromkeys([*options.get("times", []), how]))
    options |= {key: (path,) if key in _SEVERAL else path for key, path in found.items()}
    options["values"] = {
        key: {word: _ours(key, word, found[key]) for word in _words(table.seen[found[key]])}
        for key in ("status", "severity")
        if key in found
    }
    kept = {path: table.seen[path] for path in found.values()}
    near = sum(1 / len(_ways(path)) for path in found.values())
    return (near, len(table.rows)), options, kept


def _fits(key: str, path: str, table: _Table) -> bool:
    """Whether the values at ``path`` can be what ``key`` means, such as times for a time, few words for a status."""
    seen = table.seen[path]
    if key == "id":
        return _tells_apart(path, table)
    if key in _TIMES:
        return _how(seen) is not None
    if key in ("headline", "description", "instruction"):
        return _reads_like_words(seen)
    if key in ("status", "severity"):
        return len(_words(seen)) <= _MOST_WORDS and _how(seen) is None
    if key == "link":
        return all(_ADDRESS.fullmatch(words) for words in seen)
    return _how(seen) is None


def _named(key: str, paths: Iterable[str]) -> str:
    """The path whose last name is the first of the names for ``key``, nearer ones first; else one that holds one."""
    ordered = sorted(paths, key=lambda path: len(_ways(path)))
    names = _NAMES[key].split()
    for name in names:
        for path in ordered:
            if _flat(_ways(path)[-1]) == name:
                return path
    return next((path for path in ordered if not {*names}.isdisjoint(_tokens(_ways(path)[-1]))), "")


def _ways(path: str) -> list[str]:
    """The names of a path, from the outermost to the last."""
    return re.split(r"[./]", path.replace('"', ""))


def _tokens(name: str) -> list[str]:
    """The words of a name: ``incidentStatus_text`` has three."""
    return [_flat(word) for word in re.findall(r"[A-ZÀ-Þ]?[a-zß-ÿ]+|[A-ZÀ-Þ]+(?![a-z])|\d+", name)]


def _flat(name: str) -> str:
    name = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return re.sub(r"[^a-z0-9]", "", name.translate(_ACCENTS))


_ACCENTS = str.maketrans("àâáéèêëíîïóôúùûçñ", "aaaeeeeiiioouuucn")


def _tells_apart(path: str, table: _Table) -> bool:
    values = [row.at(path) for row in table.rows]
    first = [value[0] for value in values if value]
    known = set(first)
    return len(known) == len(first) and len(first) * 2 > len(values) and all(len(word) <= 200 for word in first)


def _reads_like_words(seen: Sequence[str]) -> bool:
    letters = [words for words in seen if re.search(r"[^\W\d_]{2}", words) and not _ADDRESS.fullmatch(words)]
    return len(letters) * 2 > len(seen) and _how(seen) is None


def _how(seen: Sequence[str]) -> Epoch | str | None:
    """How times are written: as a number, by a pattern, or “” where they read by themselves; None if they are none."""
    said = [words for words in seen if words.strip("-–0: ")]
    if not said:
        return None
    for epoch, number in _EPOCHS.items():
        if all(number.fullmatch(words) for words in said):
            return epoch
    if all(read_time(words, UTC) for words in said):
        return ""
    return next((pattern for pattern in _PATTERNS if all(_is_written(words, pattern) for words in said)), None)


def _is_written(words: str, pattern: str) -> bool:
    try:
        datetime.strptime(" ".join(words.split()), pattern)  # noqa: DTZ007 - tried, not used
    except ValueError:
        return False
    return True


def _words(seen: Sequence[str]) -> list[str]:
    """The different words, shortest spelling of each."""
    return list({folded(words): words for words in reversed(seen) if words.strip()}.values())


def _ours(key: str, word: str, path: str) -> str:
    """Our word for a native one, as a first proposal."""
    if key == "severity":
        return next((ours.value for ours, words in _SEVERITY_WORDS.items() if _flat(word) in words.split()), "unknown")
    over = {"true": Status.RESOLVED, "false": Status.ACTIVE}
    name = _ways(path)[-1]
    if folded(word) in over and not {"resolved", "closed", "active", "open"}.isdisjoint(_tokens(name)):
        ends = not {"resolved", "closed"}.isdisjoint(_tokens(name))
        return over[folded(word) if ends else {"true": "false", "false": "true"}[folded(word)]].value
    return next((ours.value for ours, words in _STATUS_WORDS.items() if _flat(word) in words.split()), "unknown")
