"""``explainer feeds try``: an address, a file or a declaration before it is used, as lines of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from explainer.commands.feeds_list import MOST_REASONS, counted
from explainer.commands.terminal import clean, moment
from explainer.declarations.documents import Located, read_file
from explainer.declarations.sources import READ_BY_FIELDS, SOURCE_DOOR
from explainer.errors import FeedError, FetchError, Finding, FormatError, Level, StaffError, own_fault
from explainer.fetch.web import Failed, Fetched, Limits, NotModified, Validators, fetch
from explainer.formats import Document, Parsed, detect, read_all, registry
from explainer.formats.guessing import Guess, guess
from explainer.formats.kit import text
from explainer.formats.kit.generic import never_found
from explainer.formats.kit.look import Look
from explainer.formats.registry import format_of
from explainer.model.disruption import Disruption, Rejected, entries_in
from explainer.model.sources import Source
from explainer.model.value import SLUG
from explainer.model.vocabulary import Absence, Severity, Status, Unmatched
from explainer.picture.trust import trusts
from explainer.render.words import words_of
from explainer.staff.check import declared
from explainer.staff.declaring import Tried, declaration, id_for, title_of

_FIRST = 5


_LOGIN = re.compile(r"(?<=//)(?:[^/?#]*|[^/?#@]*:(?!\d*(?:[/?#]|$)).*)@")
_NO_LOGIN = "leave the name and password out of the address, and name a variable with them below secrets:"


# Trying


@dataclass(frozen=True)
class Trial:
    """What a first look at a feed says; what is wrong with its declaration; why nothing could be read, if so.

    ``declaration`` is one to save for what has none, under the id ``feed``.
    """

    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    failure: str = ""
    feed: str = ""
    declaration: str = ""


def trial(address: str, format_name: str | None, feed: str | None, limits: Limits, now: datetime) -> Trial:
    """A first look at an address, a file, a folder or a declaration.

    Raises:
        StaffError: when a declaration has findings of its own, an option does not fit, or an address with
            credentials cannot be read.
    """
    if feed is not None and not re.fullmatch(SLUG, feed):
        raise _misused(address, f"“{feed}” is not an id", "write small letters, digits and single hyphens after --id")
    written = declaration_at(address)
    if written and (format_name or feed):
        raise _misused(address, "is a declaration, which says its format and id itself", "leave out --format and --id")
    try:
        if written:
            return try_declared(address, written, limits, now)
        return try_address(address, format_name, feed, limits, now)
    except FeedError as error:
        if (shown := without_login(address)) != address:
            # Whoever says that it failed would say the address as it was given.
            raise _misused(shown, f"cannot be read: {error}", f"correct it; then {_NO_LOGIN}") from None
        return Trial(failure=str(error))
    except StaffError:
        raise
    except Exception as error:  # noqa: BLE001 - the last resort: it is asked what comes of a feed, whatever that is
        return Trial(failure=own_fault(error))


def _misused(address: str, problem: str, remedy: str) -> StaffError:
    return StaffError([Finding(without_login(address), 1, 1, "", problem, remedy)])


def declaration_at(address: str) -> Located | None:
    """The declaration in a file, or None when the address is anything else.

    Raises:
        StaffError: when it is a declaration, but not YAML.
    """
    path = Path(address)
    if "://" in address or path.suffix not in (".yml", ".yaml") or not path.is_file():
        return None
    written = path.read_bytes()
    if not all(re.search(rb"^%s[ \t]*:" % key, written, re.MULTILINE) for key in (b"publisher", b"format")):
        return None  # some feeds are YAML themselves
    return read_file(path, Path.cwd())


def try_declared(address: str, located: Located, limits: Limits, now: datetime) -> Trial:
    """What a written declaration reads now, with a finding for every path that leads nowhere.

    Raises:
        StaffError: when the declaration has findings of its own.
        FeedError: when nothing can be read.
    """
    path = Path(address).resolve()
    source = declared(located, path.stem)
    documents = _documents(source, path.parent, limits)
    parsed = read_all(documents, source)
    lines = [*_said(source, documents, parsed, now), *_pinned(source, parsed.disruptions)]
    return Trial(tuple(lines), tuple(sorted(_idle(source, located, documents, parsed.disruptions))))


def try_address(address: str, format_name: str | None, feed: str | None, limits: Limits, now: datetime) -> Trial:
    """What an address or a file would be read as, with a declaration to save.

    Raises:
        FeedError: when nothing can be read.
    """
    source, folder = _undeclared(address, feed or id_for(address))
    documents = _documents(source, folder, limits)
    look = Look(documents[0].body, documents[0].charset)
    name, guessed = _recognised(documents, format_name)
    title = title_of(look)
    profile = format_of(name)
    update: dict[str, Any] = {
        "format": name,
        "publisher": title or source.publisher,
        "absence": profile.absence_of(look),
        "stale_after": profile.stale_after,
        "read": guessed.read if guessed else None,
    }
    source = source.replace(**update)
    parsed = read_all(documents, source)
    languages = Counter(words.lang for one in parsed.disruptions for words in one.headline if words.lang != "und")
    language = next((lang for lang, _ in languages.most_common(1)), "und")
    to_save = source.replace(language=language, file=_file_to_save(address) if source.file else None)
    login = _NO_LOGIN[:1].upper() + _NO_LOGIN[1:] + "." if without_login(address) != address else ""
    if login:
        to_save = to_save.replace(url=without_login(address))
    note = _copy_note(to_save) or login
    tried = Tried(to_save, parsed, bool(title), guessed.seen if guessed else {}, note, bool(login))
    written = declaration(tried)
    save = [
        *(("", login) if login else ()),
        "",
        f"Save this as ops_feeds/{source.id}.yml",
        "",
        written.rstrip("\n"),
    ]
    return Trial((*_said(source, documents, parsed, now), *save), feed=source.id, declaration=written)


def without_login(address: str) -> str:
    """An address without the name and password before its host, also where a sign in them would hide the host."""
    return _LOGIN.sub("", address, count=1)


def _undeclared(address: str, feed: str) -> tuple[Source, Path]:
    """A source to fetch with, before anything is known, and the folder its file is in."""
    if "://" in address:
        try:
            host = urlsplit(address).hostname or ""
            source = SOURCE_DOOR.read({"id": feed, "publisher": host or "unknown", "format": "rss", "url": address})
        except ValueError:
            raise FetchError("the address cannot be read; write it in full, beginning with https://") from None
        return source, Path.cwd()
    path = Path(address).resolve()
    if not _is_there(path):
        raise FetchError("it is not there; write an address beginning with https://, or the path of a file")
    return Source(id=feed, publisher=path.stem, format="rss", file=path.name), path.parent


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _documents(source: Source, folder: Path, limits: Limits) -> tuple[Document, ...]:
    outcome = fetch(source, folder, Validators(), limits)
    if isinstance(outcome, Failed):
        raise FetchError(outcome.reason)
    if isinstance(outcome, NotModified) or not isinstance(outcome, Fetched):
        raise FetchError("the server answered “not modified” to a first question")
    if not outcome.documents:
        raise FetchError("the folder is empty, so there is nothing to tell the format from")
    return outcome.documents


def _recognised(documents: Sequence[Document], format_name: str | None) -> tuple[str, Guess | None]:
    """The format by name and, where the declaration must say where things are, a draft of that."""
    if format_name in READ_BY_FIELDS:
        return format_name, guess(documents[0], format_name)
    if format_name is not None:
        return format_name, None
    try:
        return detect(documents[0].body, documents[0].charset), None
    except FormatError as unknown:
        try:
            guessed = guess(documents[0])
        except FormatError as error:
            is_data = Look(documents[0].body, documents[0].charset).text[:1] in ("{", "[", "<")
            raise (error if is_data else unknown) from error
        return guessed.format, guessed


def _said(source: Source, documents: Sequence[Document], parsed: Parsed, now: datetime) -> Iterator[str]:
    size = sum(len(document.body) for document in documents)
    several = f"{len(documents)} documents, " if len(documents) > 1 else ""
    made = parsed.disruptions
    profile = format_of(source.format)
    holds = "a snapshot of what holds now" if source.absence is Absence.ENDED else "a window of the last entries"
    statuses = Counter(one.status.value for one in made)
    how = f" ({', '.join(f'{count} {status}' for status, count in statuses.most_common())})" if made else ""
    aside = f"; {entries_in(parsed.rejected)} set aside" if parsed.rejected else ""
    yield f"Answer  {several}{size:,} bytes"
    yield f"Format  {source.format}: {profile.what}; taken as {holds}"
    yield f"Read    {len(made)} disruption{'' if len(made) == 1 else 's'}{how}{aside}"
    if not made and not parsed.rejected:
        yield "        A whole document with no entries: all is quiet, as far as this publisher knows."
    if made:
        first = f"The first {min(_FIRST, len(made))}" if len(made) > 1 else "It says"
        yield from ("", f"{first} (times in {source.zone})")
    for one in made[:_FIRST]:
        yield from _shown(one, source, now)
    yield from _reasons(parsed.rejected)


def _shown(one: Disruption, source: Source, now: datetime) -> Iterator[str]:
    native = f" (“{clean(one.status_native)}”)" if one.status_native else ""
    severity = f" (“{clean(one.severity_native)}”)" if one.severity_native else ""
    yield f"  {clean(text.bounded(words_of(one), 100))}"
    facts = [
        f"status {one.status.value}{native}",
        f"phase {one.phase(now).value}",
        _when(one, source.tz, now),
        *_hours(one, source.tz, now),
        f"severity {one.severity.value}{severity}",
    ]
    if one.reality.value != "actual":
        facts.append(f"{one.reality.value}: not shown as real")
    yield f"    {' · '.join(facts)}"


def _when(one: Disruption, zone: ZoneInfo, now: datetime) -> str:
    start, end = one.started_at, one.ended_at
    if start and end:
        return f"{moment(start, zone, now)} to {moment(end, zone, now)}"
    if start:
        return f"since {moment(start, zone, now)}" if start <= now else f"from {moment(start, zone, now)}"
    if end:
        return f"until {moment(end, zone, now)}"
    said = one.issued_at or one.updated_at
    return f"said {moment(said, zone, now)}" if said else "no time stated"


def _hours(one: Disruption, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    """What its periods say beyond a start and an end."""
    coming = one.coming(now)
    if coming is not None and coming.recurrence is not None and (at := coming.next_start(now)):
        yield f"recurs, next in force {moment(at, zone, now)}"
    if one.holds_vaguely(now):
        yield "at some hours only"
    yield from (f"no usable end (“{clean(span.unusable_end)}”)" for span in one.spans[:1] if span.unusable_end)


def _reasons(rejected: Sequence[Rejected]) -> Iterator[str]:
    if not rejected:
        return
    yield from ("", "Set aside")
    yield from (f"  {line}" for line in counted(rejected))


def _pinned(source: Source, made: Sequence[Disruption]) -> Iterator[str]:
    if not source.mapping:
        means = "change no part" if source.unmatched is Unmatched.IGNORE else "leave the parts it watches unknown"
        yield from ("", f"Mapping  none: its messages are shown, and {means}")
        yield f"May      {_may(source)}"
        return
    pins = Counter((report.component, report.state.value) for one in made for report in one.reports)
    matched = sum(bool(one.reports) for one in made)
    yield from ("", f"Mapping  {matched} of {len(made)} match a rule")
    yield from (f"  {count} × {component}: {state}" for (component, state), count in pins.most_common())
    yield f"May      {_may(source)}"


def _may(source: Source) -> str:
    """What a feed is trusted with, in words."""
    trust = trusts((source,))[source.id]
    parts = "every part" if trust.may_set is None else ", ".join(sorted(trust.may_set)) or "no part"
    lead = "lead the home page" if trust.may_lead else "not lead the home page"
    return f"set {parts}; at worst {trust.worst.value}; {lead}"


def _idle(
    source: Source, located: Located, documents: Sequence[Document], made: Sequence[Disruption]
) -> Iterator[Finding]:
    """Findings that only a document can show: paths that lead nowhere, and words without a meaning."""
    if source.read is None or source.format not in READ_BY_FIELDS:
        return
    rows_of: Any = import_module(f"explainer.formats.builtin.{source.format}").rows
    rows = [row for document in documents for row in rows_of(document, source.read)]
    for where, path, nearest in never_found(rows, source.read):
        needed = where[0] in ("id", "headline")
        problem = f"“{path}” leads nowhere in any of the {len(rows)} entries"
        remedy = f"did you mean “{text.line(nearest, 80)}”?" if nearest else "correct it, or delete this line"
        level = Level.ERROR if needed else Level.ADVICE
        yield located.finding(("read", *where), problem, remedy, level=level)
    if not rows:
        problem = "leads to no entries now, so nothing else could be tried"
        yield located.finding(("read", "entries"), problem, "try again when there are some", level=Level.ADVICE)
    unknown = {
        "status": {one.status_native for one in made if one.status is Status.UNKNOWN and source.read.status},
        "severity": {one.severity_native for one in made if one.severity is Severity.UNKNOWN},
    }
    for key, words in unknown.items():
        for word in sorted(words - {""})[:MOST_REASONS]:
            if word.casefold() not in {native.casefold() for native in getattr(source.read.values, key)}:
                problem = f"“{clean(word)}” is none of the words listed here, and becomes unknown"
                remedy = f"add it below values: {key}:"
                yield located.finding(("read", "values", key), problem, remedy, level=Level.ADVICE)


def _file_to_save(address: str) -> str:
    path = Path(address).resolve()
    for parent in path.parents:
        if parent.name == "ops_feeds":
            return path.relative_to(parent).as_posix()
    return f"local/{path.name}"


def _copy_note(source: Source) -> str:
    return f"Copy what it reads to ops_feeds/{source.file}." if (source.file or "").startswith("local/") else ""


def formats() -> Iterator[str]:
    """A line for every format: its name, what absence from it usually means, and what it is."""
    for name in registry.names():
        try:
            found = format_of(name)
        except FormatError as error:
            yield f"{name:<14} {'':<9} {error}"
            continue
        usually = "snapshot" if found.absence is Absence.ENDED else "window"
        yield f"{name:<14} {usually:<9} {found.what}"
