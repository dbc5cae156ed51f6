"""What one document becomes, as plain data for the command ``explainer inspect``."""

from __future__ import annotations

from typing import Any

from explainer.errors import FeedError, own_fault
from explainer.formats import detect, read_all
from explainer.formats.base import Document
from explainer.model.sources import Source
from explainer.model.value import stated


def inspect_document(name: str, body: bytes, format: str | None = None) -> dict[str, Any]:  # noqa: A002 - the field's own word
    """Disruptions, what was set aside and why, or why nothing could be read.

    There is no declaration: times without a zone are read in UTC, and nothing is mapped to components.
    """
    found: dict[str, Any] = {
        "file": name,
        "format": format,
        "disruptions": [],
        "set_aside": [],
        "failure": None,
    }
    try:
        read_as = format or detect(body)
        found["format"] = read_as
        source = Source(id="inspected", publisher="unknown", format=read_as, file=name or "unnamed")
        parsed = read_all([Document(name=name, body=body)], source)
        found["disruptions"] = [stated(one) for one in parsed.disruptions]
        found["set_aside"] = [{"entry": row.entry, "reason": row.reason} for row in parsed.rejected]
    except FeedError as error:
        found["failure"] = str(error)
    except Exception as error:  # noqa: BLE001 - the last resort: no document may stop the others
        found["failure"] = own_fault(error)
    return found
