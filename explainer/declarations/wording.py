"""What Pydantic finds, in plain words: what is wrong, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explainer.declarations.nearness import nearest


def plain(kind: str, message: str, context: Mapping[str, Any], given: Any) -> tuple[str, str]:
    """A Pydantic message in plain words: what is wrong, what to write instead."""
    said = f"“{given}”" if isinstance(given, str | int | float | bool) else "this"
    if kind == "value_error":
        problem, _, remedy = str(context.get("error", message)).partition("; ")
        return problem, remedy
    table = {
        "enum": (f"{said} is not one of the words we use", _of_words(str(given), str(context.get("expected", "")))),
        "string_type": ("is empty", "write something, or delete it")
        if given is None
        else (f"{said} is not text", "put it in double quotes"),
        "string_too_short": ("is empty", "write something, or delete the key"),
        "string_too_long": (f"{said} is too long", f"use at most {context.get('max_length', '')} characters"),
        "float_type": (f"{said} is not a number", _as_number(given)),
        "float_parsing": (f"{said} is not a number", _as_number(given)),
        "int_type": (f"{said} is not a whole number", "write digits only"),
        "bool_parsing": (f"{said} is neither true nor false", "write true or false"),
        "bool_type": (f"{said} is neither true nor false", "write true or false"),
        "timezone_aware": (f"{said} has no time zone", "write it as 2026-11-20T18:20+01:00"),
        "tuple_type": (f"{said} is not a list", "start each line with a dash"),
        "list_type": (f"{said} is not a list", "start each line with a dash"),
        "model_type": ("is empty", "write something, or delete it")
        if given is None
        else (f"{said} is not a group of key: value lines", "indent key: value lines under it"),
        "too_short": ("is empty", "add at least one"),
        "too_long": ("has too many", f"write at most {context.get('max_length', '')}"),
        "less_than_equal": (f"{said} is too large", f"write {context.get('le', 'less')} or less"),
        "finite_number": (f"{said} is not a number", "write digits only"),
        "greater_than_equal": (f"{said} is too small", f"write {context.get('ge', 'more')} or more"),
        "greater_than": (f"{said} is too small", f"write more than {context.get('gt', '0')}"),
    }
    if kind == "string_pattern_mismatch":
        return _of_pattern(said, str(context.get("pattern", "")))
    if kind in table:
        return table[kind]
    return message[:1].lower() + message[1:], ""


def _of_words(given: str, expected: str) -> str:
    """The word that was meant, or all that there are, which Pydantic lists in quotation marks."""
    meant = nearest(given, re.findall(r"'([^']+)'", expected))
    return f"write “{meant}”" if meant else f"write one of: {expected}"


def _as_number(given: Any) -> str:
    """What to write instead of a text that was to be a number."""
    said = given if isinstance(given, str) else ""
    if comma := re.fullmatch(r"\s*([-+]?\d+),(\d{1,2})\s*(?:\D.*)?", said):
        return f"write {comma[1]}.{comma[2]}"
    if parted := re.fullmatch(r"\s*([-+]?\d{1,3}(?:['’ \u00a0\u202f]\d{3})+)\s*", said):
        return f"write {re.sub(r'[^-+0-9]', '', parted[1])}"
    if counted := re.fullmatch(r"\s*([-+]?\d+(?:\.\d+)?)\s*[^\d\s.,–-].*", said):
        return f"write {counted[1]} alone"
    return "write digits only"


def _of_pattern(said: str, pattern: str) -> tuple[str, str]:
    if "https?" in pattern:
        said = "this" if "@" in said else said  # what stands before the @ may be a password
        return f"{said} is not a web address", "write it in full, beginning with https://"
    if "24/7" in pattern:
        return f"{said} are no hours", "write 24/7, or days and hours such as Mo-Fr 06:00-22:00; Sa,Su 08:00-12:00"
    if "0-9a-f" in pattern:
        return f"{said} is not the digest of any words", "let explainer accept write it"
    return f"{said} is not an id", "use small letters, digits and single hyphens, such as de-icing"
