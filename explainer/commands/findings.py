"""Findings as other programs read them: GitHub's annotations, SARIF 2.1.0, and plain JSON.

Files are named from the folder in which the command runs, which in CI is the repository, wherever the site lies in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from explainer import __version__
from explainer.errors import Finding, Level

Findings = tuple[Finding, ...]

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def seen_from(folder: Path, root: Path, findings: Iterable[Finding]) -> Findings:
    """The findings with their files named from ``folder``; in them they are named from ``root``, or whole."""

    def named(file: str) -> str:
        return Path(os.path.relpath(root / file, folder)).as_posix()

    return tuple(replace(finding, file=named(finding.file)) for finding in findings)


def said(finding: Finding) -> str:
    """A finding in one line, without its place."""
    field = f"{finding.field}: " if finding.field else ""
    return f"{field}{finding.problem}" + (f": {finding.remedy}" if finding.remedy else "")


def as_github(findings: Findings) -> str:
    """Workflow commands: GitHub shows each beside its line in a pull request."""
    return "".join(f"{_annotation(finding)}\n" for finding in findings)


_ANNOTATIONS: Mapping[Level, str] = {Level.ERROR: "error", Level.ADVICE: "notice"}


def _annotation(finding: Finding) -> str:
    places = {"file": finding.file, "line": finding.line, "col": finding.column, "title": finding.field or "Explainer"}
    told = ",".join(f"{key}={_in_property(str(value))}" for key, value in places.items())
    return f"::{_ANNOTATIONS[finding.level]} {told}::{_in_data(said(finding))}"


def _in_data(text: str) -> str:
    """A text as a workflow command carries it: no line of it can become another command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(findings: Findings) -> str:
    """One SARIF run; columns count characters, and each rule is the key that it is about."""
    rules = sorted({_rule(finding) for finding in findings})
    driver = {"name": "Explainer", "semanticVersion": __version__, "rules": [_described(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules) for finding in findings],
    }
    return _pretty({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


_LEVELS: Mapping[Level, str] = {Level.ERROR: "error", Level.ADVICE: "note"}


def _rule(finding: Finding) -> str:
    """What a finding is about, the same for every entry of a list: ``updates.says``."""
    return re.sub(r"\[\d+\]", "", finding.field) or "file"


def _described(rule: str) -> dict[str, Any]:
    return {"id": rule, "shortDescription": {"text": f"What is written under {rule}" if rule != "file" else "The file"}}


def _result(finding: Finding, rules: list[str]) -> dict[str, Any]:
    rule = _rule(finding)
    region = {"startLine": finding.line, "startColumn": finding.column}
    place = {"artifactLocation": {"uri": _uri(finding.file)}, "region": region}
    return {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": _LEVELS[finding.level],
        "message": {"text": said(finding)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"said/v1": _fingerprint(finding)},
    }


def _uri(file: str) -> str:
    return Path(file).as_uri() if Path(file).is_absolute() else quote(file)


def _fingerprint(finding: Finding) -> str:
    """What a finding is known by when lines above it come and go."""
    return hashlib.sha256(
        "\0".join((finding.file, _rule(finding), said(finding))).encode("utf-8", "replace")
    ).hexdigest()


def as_json(findings: Findings) -> str:
    """A list of objects with ``file``, ``line``, ``column``, ``field``, ``problem``, ``remedy`` and ``level``."""
    return _pretty([dict(_told(finding)) for finding in findings])


def _told(finding: Finding) -> Iterator[tuple[str, Any]]:
    yield from (
        (name, getattr(finding, name)) for name in ("file", "line", "column", "field", "problem", "remedy", "level")
    )


def _pretty(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


FORMATS: Mapping[str, Callable[[Findings], str]] = {"github": as_github, "sarif": as_sarif, "json": as_json}
"""The formats for other programs, by the name under which ``check --format`` knows them."""
