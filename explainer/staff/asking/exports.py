"""Letters out of a file: a mailbox, one mail, or an export of a form as CSV or JSON.

Who wrote a letter is never read. Mails are read by Python's own ``mailbox`` and ``email``; of several versions of one
the plain text counts, else its HTML as text.
"""

from __future__ import annotations

import csv
import io
import json
import mailbox
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from email import message_from_binary_file, message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from explainer.errors import ExplainerError
from explainer.formats.kit.text import plain

LARGEST, MOST = 50_000_000, 2_000
"""How many bytes a file may have, and how many letters are read of it."""

LONGEST = 20_000
"""How many characters of one letter are read."""

QUESTIONS = (
    *("question", "why", "message", "text", "comment", "pourquoi", "frage", "pregunta", "nachricht", "mensaje", "سؤال"),
)
DAYS = ("asked", "date", "time", "timestamp", "submitted", "created", "datum", "fecha", "horodateur", "zeitstempel")
PARTS = ("component", "part")
"""What columns and keys of exports are called, in small letters; one that begins so counts too."""


class Letter(NamedTuple):
    """What somebody wrote, and when, if that can be read; ``component`` is the part that was chosen in a form."""

    text: str
    at: datetime | None = None
    subject: str = ""
    component: str = ""


class Read(NamedTuple):
    """The letters of a file, how many of it could not be read, and whether there are more than are read."""

    letters: tuple[Letter, ...]
    unread: int = 0
    more: bool = False


def read(path: Path, field: str = "") -> Read:
    """The letters in a file; ``field`` is the column or the key of an export with the question.

    Raises:
        ExplainerError: when the file is too large, or is none of what is read here.
        OSError: when it cannot be read.
    """
    size = path.stat().st_size
    if size > LARGEST:
        raise ExplainerError(f"{path.name} has {size / 1e6:,.0f} MB; export less at once, 50 MB are read")
    kind = _kind(path)
    if kind == "mbox":
        return _gathered(_mailbox(path))
    body = path.read_bytes()
    if kind == "mail":
        return _gathered([_letter(message_from_bytes(body, policy=default))])
    rows = _json(body, path.name) if kind == "json" else _csv(body, path.name)
    return _gathered(_rows(rows, field, path.name))


def _kind(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(200).lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"From "):
        return "mbox"
    if path.suffix.lower() == ".eml":
        return "mail"
    return "json" if start[:1] in (b"[", b"{") else "csv"


def _gathered(found: Iterable[Letter | None]) -> Read:
    letters: list[Letter] = []
    unread = 0
    for one in found:
        if len(letters) == MOST:
            return Read(tuple(letters), unread, more=True)
        if one is None:
            unread += 1
        elif one.text.strip() or one.subject.strip():
            letters.append(one)
    return Read(tuple(letters), unread)


# Mails


def _mailbox(path: Path) -> Iterator[Letter | None]:
    def made(file: BinaryIO) -> Message:
        return message_from_binary_file(file, policy=default)

    box = mailbox.mbox(path, factory=cast("Any", made), create=False)
    try:
        for key in box.iterkeys():
            try:
                yield _letter(box[key])
            except Exception:  # noqa: BLE001 - a mail may be broken in any way, and must not hide the others
                yield None
    finally:
        box.close()


def _letter(mail: Message) -> Letter | None:
    part = mail.get_body(("plain", "html")) if isinstance(mail, EmailMessage) else None
    text = _text_of(part) if part is not None else ""
    if part is not None and part.get_content_subtype() == "html":
        text = plain(text)
    return Letter(text[:LONGEST], _sent(mail), str(mail.get("subject", ""))[:300])


def _text_of(part: Message) -> str:
    """The text of a part of a mail; signs of an encoding that nobody knows are shown as such."""
    body = part.get_payload(decode=True)
    raw = body if isinstance(body, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return _decoded(raw)


def _sent(mail: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(mail.get("date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


# Exports


def _decoded(body: bytes) -> str:
    """Text whose encoding nobody states."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _csv(body: bytes, name: str) -> Iterator[Mapping[str, Any]]:
    text = _decoded(body)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000].partition("\n")[0], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)
    try:
        yield from rows
    except csv.Error as error:
        raise ExplainerError(f"{name}, line {rows.line_num}: {error}; export it as CSV again") from error


def _json(body: bytes, name: str) -> Iterator[Mapping[str, Any]]:
    try:
        data = json.loads(_decoded(body))
    except (ValueError, RecursionError) as error:
        raise ExplainerError(f"{name} is not JSON: {error}") from error
    rows = data if isinstance(data, list) else next((one for one in data.values() if isinstance(one, list)), None)
    if rows is None:
        raise ExplainerError(f"{name} holds no list; export a list of questions")
    yield from (row for row in rows if isinstance(row, dict))


def _rows(rows: Iterable[Mapping[str, Any]], field: str, name: str) -> Iterator[Letter]:
    for row in rows:
        said = {str(key).strip().casefold(): value for key, value in row.items()}
        key = field.casefold() if field else _named(said, QUESTIONS)
        if key not in said:
            known = ", ".join(map(str, row))
            wanted = f"“{field}”" if field else "a question"
            raise ExplainerError(f"{name} has no field for {wanted}; say which with --field, it has {known}")
        text = plain(str(said[key] or ""))[:LONGEST]
        at, part = (str(said.get(_named(said, names), "") or "") for names in (DAYS, PARTS))
        yield Letter(text, _moment(at), component=part.strip())


def _named(said: Mapping[str, Any], names: tuple[str, ...]) -> str:
    whole = (name for name in names if name in said)
    return next(whole, next((key for name in names for key in said if key.startswith(name)), ""))


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        return None
