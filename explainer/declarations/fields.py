"""``read:`` in a declaration: where an export of one’s own keeps what a disruption needs, and in whose words.

A path leads from one entry to a value:

====  =====================================================================================================
JSON  ``a.b[0].c``: keys with dots between, positions in brackets, ``[-1]`` the last; ``"a.b"`` for a key with
      a dot; a list on the way means each of its members. Only in ``entries``: ``*`` for every value of an
      object. Only outside of it: ``@key``, the key under which such a value stands
CSV   the name of a column
XML   ``element/element/@attribute``, names without their prefix; ``.`` for the entry’s own text. ``entries``
      begins with the root element, every other path within the entry
====  =====================================================================================================
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator

from explainer.declarations.doors import door, several_of
from explainer.model.fields import Fields, Where

EVERY = "*"
"""The step that means every value of an object or a list."""

KEY = "@key"
"""The path that means the key under which an entry stands."""

OWN_TEXT = "."
"""The path that means an XML entry’s own text."""


class Problem(NamedTuple):
    """What is wrong with one key, and what to write instead."""

    path: Where
    problem: str
    remedy: str


# What a pattern may hold. %Z is left out: Python reads its words and then forgets them.
_DIRECTIVES = frozenset("aAbBdfHIjmMpSyYz%")
_DATE = (frozenset("yY"), frozenset("mbBj"), frozenset("dj"))
_ANY_DAY = datetime(2026, 11, 20, 18, 24, 5, tzinfo=UTC)
_TEXT_CODECS = re.compile(
    r"utf-8(-sig)?|utf-(16|32)(-[lb]e)?|ascii|iso8859-\d+|cp\d+|koi8-[rut]|mac-\w+|"
    r"big5(hkscs)?|gb\w+|hz|shift_jis\w*|euc_\w+|iso2022_\w+|johab|tis-620"
)


def _pattern(pattern: str) -> str:
    directives = re.findall(r"%(.?)", pattern)
    if not all(directive in _DIRECTIVES and directive for directive in directives):
        raise ValueError(f"“{pattern}” holds a % that stands for nothing we read; use %d %m %Y %H %M %S")
    if not all(part.intersection(directives) for part in _DATE):
        raise ValueError(f"“{pattern}” names no whole date; use at least %d, %m and %Y")
    try:
        datetime.strptime(_ANY_DAY.strftime(pattern), pattern)  # noqa: DTZ007 - tried, not used
    except (ValueError, re.error) as error:
        raise ValueError(f"“{pattern}” cannot be read back; write it as %d.%m.%Y %H:%M") from error
    return pattern


def text_codec(name: str) -> str:
    """Our own name for an encoding of text, or nothing where there is no such encoding."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return found if _TEXT_CODECS.fullmatch(found) else ""


def _encoding(name: str) -> str:
    found = text_codec(name)
    if not found:
        raise ValueError(f"“{name}” is not an encoding; write one such as utf-8, cp1252 or iso-8859-1")
    return found


def _delimiter(sign: str) -> str:
    sign = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " "}.get(sign.strip().lower(), sign)
    if len(sign) != 1 or sign.isalnum() or sign in "\"'\r\n":
        raise ValueError(f"“{sign}” cannot stand between cells; write one sign such as “;”, or the word tab")
    return sign


_Pattern = Annotated[str, AfterValidator(_pattern)]

FIELDS_DOOR = door(
    Fields,
    times=Annotated[tuple[_Pattern, ...], several_of(_Pattern)],
    encoding=Annotated[str, AfterValidator(_encoding)] | None,
    delimiter=Annotated[str, AfterValidator(_delimiter)] | None,
)


def problems_of(fields: Fields, format: str) -> Iterator[Problem]:  # noqa: A002 - the field's own word
    """What does not fit the format, each at its place within ``read:``."""
    if format != "csv":
        for key in ("encoding", "delimiter"):
            if getattr(fields, key) is not None:
                yield Problem((key,), "is for CSV only", "delete this line")
    if format == "csv" and fields.entries is not None:
        yield Problem(("entries",), "is not for CSV, where every row is an entry", "delete this line")
    if format == "xml" and fields.entries is None:
        remedy = "add the way to one entry from the root element, such as export/notices/notice"
        yield Problem((), "has no entries:", remedy)
    read = {"json": json_path, "xml": xml_path}.get(format)
    if read is None:
        return
    if format != "csv" and fields.entries is not None:
        yield from _tried(read, ("entries",), fields.entries, True)
    for where, path in fields.paths():
        yield from _tried(read, where, path, False)
    yield from _said_twice(fields)


def _tried(read: Any, where: Where, path: str, of_entries: bool) -> Iterator[Problem]:
    try:
        read(path, of_entries)
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        yield Problem(where, problem, remedy)


def _said_twice(fields: Fields) -> Iterator[Problem]:
    for name in ("status", "severity"):
        words = [folded(word) for word in getattr(fields.values, name)]
        twice = next((word for word in words if words.count(word) > 1), None)
        if twice is not None:
            problem = f"lists “{twice}” twice; capitals make no difference"
            yield Problem(("values", name), problem, "keep one of the two")


def folded(word: str) -> str:
    """One spelling of a native word, for comparing."""
    return " ".join(word.casefold().split())


_STEP = re.compile(r'(?P<dot>\.?)(?:"(?P<quoted>[^"]+)"|(?P<name>[^.\[\]"]+))|\[(?P<index>-?\d{1,6})\]')


@lru_cache(maxsize=1_024)
def json_path(path: str, of_entries: bool = False) -> tuple[str | int, ...]:
    """The keys and positions of a path in JSON.

    Raises:
        ValueError: saying what is wrong, and after a semicolon what to write.
    """
    if path == KEY:
        if of_entries:
            raise ValueError(
                "“@key” leads to no entries; write it where an entry needs its own key, such as id: “@key”"
            )
        return (KEY,)
    if path.startswith("$"):
        raise ValueError(f"“{path}” begins with a sign we do not read; leave out the $, as in alerts.items")
    if "/" in path and not {".", '"'}.intersection(path):
        raise ValueError(f"“{path}” is not a path in JSON; write dots between the keys, as in alerts.items")
    steps: list[str | int] = []
    position = 0
    while position < len(path):
        step = _STEP.match(path, position)
        found = step and (step["index"] or step["quoted"] or step["name"].strip())
        if not step or not found or (step["index"] is None and bool(step["dot"]) != bool(steps)):
            raise ValueError(f"“{path}” is not a path; write it as a.b[0].c")
        steps.append(found if step["index"] is None else int(found))
        position = step.end()
    if EVERY in steps and not of_entries:
        raise ValueError(f"“{path}” has a *, which is for entries: only; a list on the way means each of its members")
    if not of_entries and not isinstance(steps[0], str):
        raise ValueError(f"“{path}” begins with a position; begin with a key of the entry")
    return tuple(steps)


XML_NAME = re.compile(r"[^\W\d][\w.-]*")
"""A name of an element or attribute as it can stand in a path."""


@lru_cache(maxsize=1_024)
def xml_path(path: str, of_entries: bool = False) -> tuple[str, ...]:
    """The element names of a path in XML; the last may be an ``@attribute``.

    Raises:
        ValueError: saying what is wrong, and after a semicolon what to write.
    """
    if path == OWN_TEXT and not of_entries:
        return ()
    if "//" in path:
        raise ValueError(f"“{path}” skips elements; name every element on the way")
    if "[" in path or "(" in path:
        raise ValueError(f"“{path}” has brackets, which we do not read; write names only, as in area/name")
    if ":" in path:
        raise ValueError(f"“{path}” has a prefix; leave out what stands before the colon")
    if path.startswith("/"):
        raise ValueError(f"“{path}” begins with a stroke; write it without")
    steps = tuple(path.split("/"))
    *elements, last = steps
    names = [*elements, last.removeprefix("@")]
    if not all(XML_NAME.fullmatch(name) for name in names):
        raise ValueError(f"“{path}” is not a path; write it as element/element/@attribute")
    if of_entries and last.startswith("@"):
        raise ValueError(f"“{path}” leads to an attribute; entries are elements")
    return steps
