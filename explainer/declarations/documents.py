"""YAML and front matter as staff write it, with the line and column of every value.

YAML 1.1's traps are off: ``12:30``, ``no``, ``0644`` and dates stay text, which the models then read. Only
``true``, ``false``, ``null``, decimal integers and decimal fractions are not text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import ValidationError

from explainer.declarations.doors import Door
from explainer.declarations.mistyped import Stop, mistyped, unexplained
from explainer.declarations.nearness import nearest
from explainer.declarations.slips import IN_QUOTES, slip_at_comma, slip_in_key
from explainer.declarations.unseen import unseen
from explainer.declarations.wording import plain
from explainer.errors import Finding, Level, StaffError

T = TypeVar("T")
PathOf = tuple[str | int, ...]

_LARGEST = 2_000_000
_MOST_VALUES = 200_000
_DEEPEST = 64
_LONGEST_NUMBER = 300
"""Digits. A longer one fits into no figure, and Python refuses to read one of more than 4,300."""

_INTEGER = re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$")
_FRACTION = re.compile(r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?$")
_HALF = re.compile("[\ud800-\udfff]")
"""What an escape such as ``"\\ud83d"`` leaves behind: it cannot be written to any file."""

_HALVED = "holds half of a character"
_TOO_DEEP = "is nested too deeply"
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Place:
    """A position in a file, counted from 1."""

    line: int
    column: int


class Lost(NamedTuple):
    """What stands at a value and is no part of it for YAML: ``#88 open`` behind it, ``!`` or ``&`` before it."""

    words: str
    place: Place


@dataclass(frozen=True)
class Located:
    """What a YAML text says, and where it says it; ``lost`` is what stands at values without quotes and is none."""

    file: str
    data: Any
    values: Mapping[PathOf, Place]
    keys: Mapping[PathOf, Place]
    lost: Mapping[PathOf, Lost] = field(default_factory=dict)

    def place(self, path: PathOf, key: bool = False) -> Place:
        """Where ``path`` stands; the nearest place above it when it is not written at all."""
        table = self.keys if key else self.values
        for end in range(len(path), -1, -1):
            found = table.get(path[:end]) or self.values.get(path[:end])
            if found:
                return found
        return Place(1, 1)

    def finding(
        self, path: PathOf, problem: str, remedy: str = "", key: bool = False, level: Level = Level.ERROR
    ) -> Finding:
        """A finding at ``path``."""
        place = self.place(path, key)
        return Finding(self.file, place.line, place.column, dotted(path), problem, remedy, level)


def dotted(path: PathOf) -> str:
    """``("components", 3, "owner")`` as ``components[3].owner``, counting from 1 as people do."""
    out = ""
    for part in path:
        out += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if out else part)
    return out


class _Reader:
    """Turns a tree of YAML nodes into plain values, keeping every place and every finding."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self.values: dict[PathOf, Place] = {}
        self.keys: dict[PathOf, Place] = {}
        self.lost: dict[PathOf, Lost] = {}
        self.findings: list[Finding] = []
        self._open: list[yaml.Node] = []

    def place(self, mark: yaml.Mark) -> Place:
        return Place(mark.line + self.first_line, mark.column + 1)

    def read(self, node: yaml.Node, path: PathOf) -> Any:
        self.values[path] = self.place(node.start_mark)
        if len(self.values) > _MOST_VALUES:
            self._stop(node, path, "the file repeats itself too often", "write less of it with aliases")
        if any(node is above for above in self._open):
            self._stop(node, path, "this alias contains itself", "write the value out")
        if len(path) > _DEEPEST:
            self._stop(node, path, _TOO_DEEP, "write it flatter")
        self._open.append(node)
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
            return self._scalar(node, path)
        finally:
            self._open.pop()

    def _mapping(self, node: yaml.MappingNode, path: PathOf) -> dict[str, Any]:
        out: dict[str, Any] = {}
        before: yaml.Node | None = None
        for key_node, value_node in node.value:
            slip = _parted(before, key_node, value_node) if before is not None and node.flow_style else None
            if slip:
                self._add(before or key_node, (*path, next(reversed(out), "")), *slip)
                before = None
                continue
            before = value_node
            if not isinstance(key_node, yaml.ScalarNode):
                self._add(key_node, path, "a list cannot be a key", "write a word before the colon")
                continue
            key = str(key_node.value)
            if _HALF.search(key):
                self._add(key_node, path, _HALVED, "write the character itself")
                continue
            if key_node.style is None and (slip := slip_in_key(key)):
                self._add(key_node, path, *slip)
                continue
            if key in out:
                first = self.keys[(*path, key)]
                self._add(key_node, (*path, key), f"is already written in line {first.line}", "keep one of the two")
                continue
            self.keys[(*path, key)] = self.place(key_node.start_mark)
            out[key] = self.read(value_node, (*path, key))
        return out

    def _scalar(self, node: yaml.Node, path: PathOf) -> str | int | float | bool | None:
        value = str(node.value)
        self._lose(node, path)
        if _HALF.search(value):
            self._add(node, path, _HALVED, "write the character itself")
            return ""
        if isinstance(node, yaml.ScalarNode) and node.style is not None:
            return value
        if value in _WORDS:
            return _WORDS[value]
        if not _INTEGER.match(value) and not _FRACTION.match(value):
            return value
        if len(value) > _LONGEST_NUMBER or math.isinf(float(value)):
            digits = sum(map(str.isdigit, value))
            problem = f"is a number of {digits:,} digits" if len(value) > _LONGEST_NUMBER else "is too large a number"
            self._add(node, path, problem, "write a smaller one, or put it in double quotes if it is text")
            return None
        return int(value) if _INTEGER.match(value) else float(value)

    def _lose(self, node: yaml.Node, path: PathOf) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        sign = self.text[start : start + 1]
        if sign in ("!", "&") and start < end:
            self.lost[path] = Lost(sign, self.place(node.start_mark))
        elif isinstance(node, yaml.ScalarNode) and node.style is None and (found := _COMMENT.match(self.text, end)):
            place = Place(node.end_mark.line + self.first_line, node.end_mark.column + found.start(1) - end + 1)
            self.lost[path] = Lost(found[1], place)

    def _add(self, node: yaml.Node, path: PathOf, problem: str, remedy: str) -> None:
        place = self.place(node.start_mark)
        self.findings.append(Finding(self.file, place.line, place.column, dotted(path), problem, remedy))

    def _stop(self, node: yaml.Node, path: PathOf, problem: str, remedy: str) -> None:
        self._add(node, path, problem, remedy)
        raise StaffError(self.findings)


_COMMENT = re.compile(r"[ \t]+(#[^\r\n\x85\u2028\u2029]*)")


def _parted(value: yaml.Node, key: yaml.Node, nothing: yaml.Node) -> tuple[str, str] | None:
    """What is wrong where a comma between braces cut ``value`` in two; None where what follows it is an entry."""
    plain = isinstance(value, yaml.ScalarNode) and value.style is None and bool(value.value)
    ends = {nothing.start_mark.index, nothing.end_mark.index, key.end_mark.index}
    if not plain or len(ends) > 1 or not isinstance(key, yaml.ScalarNode):
        return None
    return slip_at_comma(value.value, key.value)


class _Loader(yaml.SafeLoader):
    """Only composes nodes; the values are ours to read."""


def read_yaml(text: str, file: str, first_line: int = 1) -> Located:
    """Read YAML text; ``first_line`` is the line its first line has in ``file``.

    Raises:
        StaffError: when it is not YAML, repeats a key, or is too large.
    """
    if len(text) > _LARGEST:
        raise StaffError([Finding(file, 1, 1, "", "is larger than 2 MB", "split it")])
    reader, node = _Reader(text, file, first_line), _composed(text, file, first_line)
    data = reader.read(node, ()) if node is not None else {}
    if reader.findings:
        raise StaffError(reader.findings)
    return Located(file, data, reader.values, reader.keys, reader.lost)


# A check reads many files more than once, and whoever follows what is typed reads the same ones again and again.
@lru_cache(maxsize=256)
def _composed(text: str, file: str, first_line: int) -> yaml.Node | None:
    """The tree of nodes, which nobody changes.

    Raises:
        StaffError: when it is not YAML; at the place where the reading of it ended.
    """
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        column = error.position - text.rfind("\n", 0, error.position)
        problem = "holds a character that cannot be shown"
        raise StaffError([Finding(file, line, column, "", problem, "delete what you do not see")]) from error
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise StaffError(mistyped(text, _stop(error), _stop_in, file, first_line)) from error
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        # The library reads the number of its own version, and that of a character, without asking how long it is.
        deep = isinstance(error, RecursionError)
        problem = _TOO_DEEP if deep else "holds a number that YAML cannot read"
        remedy = "write it flatter" if deep else "correct what stands here or in the line above"
        raise StaffError([Finding(file, loader.line + first_line, loader.column + 1, "", problem, remedy)]) from error
    finally:
        loader.dispose()
    return node


def _stop_in(text: str) -> Stop | None:
    loader = _Loader(text)
    try:
        loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        return _stop(error)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return Stop(0, 0, "")
    finally:
        loader.dispose()
    return None


def _stop(error: yaml.MarkedYAMLError) -> Stop:
    """Where the reading ended; of a text or a key that never ends, where it begins."""
    never_ends = error.context is not None and ("quoted scalar" in error.context or "simple key" in error.context)
    mark = (error.context_mark if never_ends else None) or error.problem_mark or error.context_mark
    return Stop(mark.line if mark else 0, mark.column if mark else 0, error.problem or "")


def read_file(path: Path, root: Path) -> Located:
    """Read a YAML file, named in findings relative to ``root``.

    Raises:
        StaffError: when it is missing, not UTF-8, or not YAML.
    """
    name = named(path, root)
    return read_yaml(read_text(path, name), name)


def named(path: Path, root: Path) -> str:
    """The name of a file as staff know it."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def read_text(path: Path, name: str) -> str:
    """The text of a file that staff wrote; a byte order mark is dropped.

    Raises:
        StaffError: when it is missing or not UTF-8.
    """
    try:
        return decoded(path.read_bytes(), name)
    except OSError as error:
        remedy = "put it there" if isinstance(error, FileNotFoundError) else "let it be a file that can be read"
        raise StaffError([Finding(name, 1, 1, "", f"cannot be read ({error.strerror or error})", remedy)]) from error


def decoded(body: bytes, name: str) -> str:
    """UTF-8 bytes as text.

    Raises:
        StaffError: naming the line of the first byte that is not UTF-8.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        column = error.start - (body.rfind(b"\n", 0, error.start) + 1) + 1
        problem = "holds a character that is not UTF-8"
        raise StaffError([Finding(name, line, column, "", problem, "save the file as UTF-8")]) from error


@dataclass(frozen=True)
class Markdown:
    """A Markdown page: its front matter with places, and its body with the line it starts on."""

    front: Located
    body: str
    body_line: int


_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def read_markdown(text: str, file: str) -> Markdown:
    """Split a page into front matter and body.

    MkDocs takes broken front matter for body text and says nothing, so it is read here first.

    Raises:
        StaffError: when the front matter is not a YAML mapping, or never closes.
    """
    match = _FENCE.match(text)
    if not match:
        if re.match(r"\A---[ \t]*\r?\n", text):
            raise StaffError([Finding(file, 1, 1, "", "the front matter never closes", "add a line with --- after it")])
        return Markdown(Located(file, {}, {}, {}), text, 1)
    front = read_yaml(match[1], file, first_line=2)
    if not isinstance(front.data, dict):
        problem = "the front matter is not a list of key: value lines"
        raise StaffError([Finding(file, 2, 1, "", problem, "write each line as key: value")])
    return Markdown(front, text[match.end() :], text.count("\n", 0, match.end()) + 1)


def read_page(text: str, file: str) -> Markdown:
    """A page of ours. MkDocs reads its front matter once more by YAML 1.1, with all its traps.

    What raises there makes MkDocs take the front matter for body text and the page for one without a template,
    and say nothing.

    Raises:
        StaffError: as :func:`read_markdown`, and when MkDocs could not read the front matter.
    """
    page = read_markdown(text, file)
    match = _FENCE.match(text)
    findings = list(_unreadable(match[1], file)) if match else []
    if findings:
        raise StaffError(findings)
    return page


_NOT_ALONE = ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")
"""Signs that mean something within a mapping only: ``<<`` and ``=``."""


def _unreadable(front: str, file: str) -> Iterator[Finding]:
    """What YAML 1.1 cannot make a value of, such as the date 0000-00-00."""
    loader = _Loader(front)
    root = loader.get_single_node()
    found = False
    for scalar in _scalars(root):
        if scalar.tag in _NOT_ALONE:
            continue
        try:
            loader.construct_object(scalar)
        except Exception:  # noqa: BLE001 - it raises whatever is raised by what it makes
            found = True
            mark, kind = scalar.start_mark, scalar.tag.rpartition(":")[2]
            problem = f"“{scalar.value[:40]}” cannot be read as {kind}"
            yield Finding(file, mark.line + 2, mark.column + 1, "", problem, "put it in double quotes")
    if not found and root is not None:
        try:
            loader.construct_document(root)
        except yaml.MarkedYAMLError as error:
            yield unexplained(_stop(error), file, 2)


def _scalars(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Every scalar of a tree once, however often it is repeated by aliases."""
    todo, seen = [root], set[int]()
    while todo:
        node = todo.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            todo += [inner for pair in node.value for inner in pair]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value


def validated(door: Door[T], located: Located, context: Mapping[str, Any] | None = None) -> T:
    """What staff wrote, as the value that the door gives.

    Raises:
        StaffError: with every finding, each at its line and column.
    """
    if not isinstance(located.data, dict | list):
        problem = "is not a list of key: value lines"
        raise StaffError([located.finding((), problem, "write each line as key: value")])
    findings = [*cut_texts(located, door), *(located.finding(*found) for found in unseen(located.data))]
    told = {finding.field for finding in findings}
    try:
        value = door.read(located.data, context)
    except ValidationError as error:
        findings += (finding for finding in _findings(error, located, door) if finding.field not in told)
        raise StaffError(findings) from error
    if findings:
        raise StaffError(findings)
    return value


def cut_texts(located: Located, door: Door[Any]) -> Iterator[Finding]:
    """Texts of which readers would see a part only, as the rest is a comment, or a sign, for YAML.

    Where what is written is published word by word, every comment behind a text is taken for a part of it. Elsewhere
    one that has a space behind its sign is a comment.
    """
    for path, lost in located.lost.items():
        is_note = lost.words[:2] in ("# ", "#") and not door.every_word
        if not is_note and door.is_text(path):
            yield lost_words(located, path, lost)


def lost_words(located: Located, path: PathOf, lost: Lost) -> Finding:
    """What to say of a text that YAML takes a part of away."""
    if lost.words.startswith("#"):
        problem, remedy = f"ends before “{lost.words[:40]}”, which is a comment for YAML", IN_QUOTES
    else:
        problem, remedy = f"begins with “{lost.words}”, which YAML keeps for itself", IN_QUOTES
    return Finding(located.file, lost.place.line, lost.place.column, dotted(path), problem, remedy)


def _findings(error: ValidationError, located: Located, door: Door[Any]) -> Iterator[Finding]:
    details = error.errors(include_url=False)
    strangers = {_path(detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"}
    meant = {path: nearest(str(path[-1]), door.keys(path[:-1])) for path in strangers}
    instead = {(*path[:-1], name) for path, name in meant.items() if name}
    for detail in details:
        loc = detail["loc"]
        if detail["type"] == "too_short" and any(_within(d["loc"], loc) for d in details):
            continue  # it is not empty: what is in it is wrong, and said
        path = _path(loc)
        kind = detail["type"]
        if kind == "missing":
            if path not in instead:  # it is there, misspelt, and said
                yield located.finding(path, "is missing", "add it")
        elif kind == "extra_forbidden":
            name = meant[path]
            remedy = f"did you mean “{name}”?" if name else "check the spelling, or delete it"
            yield located.finding(path, "is not a key here", remedy, key=True)
        else:
            problem, remedy = plain(detail["type"], detail["msg"], detail.get("ctx", {}), detail["input"])
            yield located.finding(path, problem, remedy, key=loc[-1:] == (_A_KEY,))


def _within(loc: tuple[str | int, ...], outer: tuple[str | int, ...]) -> bool:
    return len(loc) > len(outer) and loc[: len(outer)] == outer


def _path(loc: tuple[str | int, ...]) -> PathOf:
    """Pydantic's location without the parts that are not in the document (validators' own names)."""
    return tuple(part for part in loc if isinstance(part, int) or not (part.startswith("function-") or part == _A_KEY))


_A_KEY = "[key]"
"""How Pydantic marks that what is wrong is the name of an entry."""
