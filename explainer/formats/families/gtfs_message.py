"""A GTFS-Realtime message (gtfs.org/documentation/realtime/proto) in any of its three forms, as plain data.

An empty body is valid protobuf and would pass for a message without alerts, so a header is required, and every field
that the specification calls required. Vendors' extensions are passed over.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from explainer.errors import FormatError
from explainer.formats.base import Document
from explainer.formats.kit import common_json, sniffing
from explainer.formats.kit.decoding import decoded
from explainer.formats.kit.look import Look

if TYPE_CHECKING:
    from google.protobuf.descriptor import FieldDescriptor
    from google.protobuf.message import Message
    from google.transit import gtfs_realtime_pb2

LARGEST_TEXT = 10_000_000
"""Characters; the text form is read slowly, about a megabyte a second."""

# A message begins with its header, and the header with its version: `\n` length `\n` length `2.0`.
_BINARY = re.compile(rb"\n(?:[\x00-\x7f]|[\x80-\xff].)\n[\x01-\x0f]\d", re.DOTALL)
_TEXT_FORM = re.compile(r"(?:\s++|#[^\n]*+)*+(?:header|entity)\s*+[:{<]")
_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


def recognises(look: Look) -> bool:
    """A binary message with a version, its text form, or JSON with a GTFS-Realtime header."""
    if _BINARY.match(look.body):
        return True
    if look.text.startswith("{"):
        header = common_json.dict_at(look.data, "header")
        return "gtfs_realtime_version" in header or "gtfsRealtimeVersion" in header
    return _TEXT_FORM.match(look.head) is not None and "gtfs_realtime_version" in look.head


def read(document: Document) -> tuple[dict[str, Any], list[Any]]:
    """Header and entities with alerts, as if they had been JSON with snake-case keys."""
    body = document.body
    if len(body) > common_json.LARGEST:
        raise FormatError(f"the document is larger than {common_json.LARGEST // 1_000_000} MB")
    if _BINARY.match(body):
        return _unpacked(_binary(document))
    look = Look(body, document.charset)
    if look.text[:1] in ("{", "["):
        found = _snake(common_json.read_json(document))
        header = common_json.dict_at(found, "header")
        if not header.keys() & {"gtfs_realtime_version", "timestamp"}:
            raise FormatError("the document has no header, so it is no GTFS-Realtime message")
        entities = found.get("entity") or []
        if not isinstance(entities, list):
            raise FormatError("what the document holds as entity is no list")
        return header, [row for row in entities if _carries_alert(row)]
    if look.text.startswith("<"):
        sniffing.refuse_unless_xml(document)
        raise FormatError(f"the document is XML with the root <{look.root[:40]}>, not a GTFS-Realtime message")
    if not look.text:
        raise FormatError("the answer was empty")  # protobuf would take it for a message without entities
    return _unpacked(_text_form(look.text) if _TEXT_FORM.match(look.text) else _binary(document))


def _binary(document: Document) -> gtfs_realtime_pb2.FeedMessage:
    from google.protobuf.message import DecodeError
    from google.transit import gtfs_realtime_pb2

    message = gtfs_realtime_pb2.FeedMessage()
    try:
        message.ParseFromString(document.body)
    except DecodeError as error:
        if not _BINARY.match(document.body):
            sniffing.refuse_unless_xml(document)
        raise FormatError("the message breaks off before its end or is damaged") from error
    return message


def _text_form(written: str) -> gtfs_realtime_pb2.FeedMessage:
    if len(written) > LARGEST_TEXT:
        raise FormatError(f"the document is larger than {LARGEST_TEXT // 1_000_000} MB, too large for the text form")
    from google.protobuf import text_format
    from google.transit import gtfs_realtime_pb2

    message = gtfs_realtime_pb2.FeedMessage()
    try:
        # Of an escape that nobody defined, such as “\8”, the library warns: advice to programmers, not a fault.
        with warnings.catch_warnings(action="ignore"):
            text_format.Parse(written, message, allow_unknown_extension=True, allow_unknown_field=True)
    except text_format.ParseError as error:
        line = error.GetLine()
        where = f"see line {line}" if line else "see its end"
        raise FormatError(f"the document is not a whole GTFS-Realtime message in text form: {where}") from error
    except (RecursionError, ValueError) as error:
        raise FormatError("the document could not be read as GTFS-Realtime in text form") from error
    return message


def _unpacked(message: gtfs_realtime_pb2.FeedMessage) -> tuple[dict[str, Any], list[Any]]:
    if not message.HasField("header"):
        raise FormatError("the document has no header, so it is no GTFS-Realtime message")
    if not message.IsInitialized():
        raise FormatError("the message lacks an id, a text or a version that GTFS-Realtime requires")
    entities = [_fields(entity) for entity in message.entity if entity.HasField("alert")]
    return {"incrementality": str(message.header.incrementality)}, entities


def _fields(message: Message) -> dict[str, Any]:
    """The fields that are there, and only those: a default is no statement."""
    return {field.name: _value(value, field) for field, value in message.ListFields() if not field.is_extension}


def _value(value: Any, field: FieldDescriptor) -> Any:
    if isinstance(value, bytes):  # what the publisher calls text, but is no UTF-8
        return decoded(value)
    if isinstance(value, str | float):
        return value
    if isinstance(value, int):
        return field.enum_type.values_by_number[value].name if field.enum_type else value
    if hasattr(value, "ListFields"):
        return _fields(value)
    return [_value(one, field) for one in value]


def _snake(value: Any) -> Any:
    """Keys in snake case; 64-bit numbers that JavaScript wrote as ``{low, high, unsigned}`` as numbers."""
    if isinstance(value, list):
        return [_snake(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    low, high = value.get("low"), value.get("high")
    if isinstance(low, int) and isinstance(high, int):
        return (high << 32) + (low & 0xFFFF_FFFF)
    return {_HUMP.sub(lambda hump: f"_{hump[1].lower()}", key): _snake(inner) for key, inner in value.items()}


def _carries_alert(row: Any) -> bool:
    """Whether an entity is ours to judge: a trip update or a vehicle position is not."""
    return not isinstance(row, dict) or row.get("alert") is not None
