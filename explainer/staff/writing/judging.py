"""What ``check`` would say of a bulletin before it is written, and what of that keeps it from being written."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from explainer.declarations.documents import named, read_yaml
from explainer.errors import Finding, Level, StaffError
from explainer.formats.builtin.bulletin import read as read_bulletin
from explainer.formats.drafting import disruption_of
from explainer.model.sources import Source
from explainer.record.lifecycle import silent_changes
from explainer.staff.check import Judge


class Verdict(NamedTuple):
    """All findings in one bulletin; whether readers would never see it so, and the errors that it had not before."""

    findings: tuple[Finding, ...]
    is_kept_from_readers: bool
    new_errors: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing speaks against writing it; what was wrong before and is shown all the same does not."""
        return not self.is_kept_from_readers and not self.new_errors


def verdict(judge: Judge, source: Source, path: Path, text: str, now: datetime) -> Verdict:
    """The verdict on a bulletin of a feed, were its file to hold ``text``."""
    name = named(path, judge.project.root)
    before = {_alike(one) for one in _errors(judge.findings({}, now), name)}
    found = tuple(one for one in judge.findings({path: text}, now) if one.file == name)
    new = tuple(one for one in _errors(found, name) if _alike(one) not in before)
    return Verdict(found, _is_kept_from_readers(judge, source, text, name), new)


def _errors(findings: tuple[Finding, ...], name: str) -> list[Finding]:
    return [one for one in findings if one.file == name and one.level is Level.ERROR]


def _alike(finding: Finding) -> tuple[str, str]:
    """What stays the same of a finding when lines are added above it."""
    return finding.field, re.sub(r":\d+", ":", finding.problem)


def _is_kept_from_readers(judge: Judge, source: Source, text: str, name: str) -> bool:
    """Whether a fetch would set it aside, or refuse it for a published update that is another now."""
    try:
        draft, found = read_bulletin(read_yaml(text, name), source, judge.known)
    except StaffError:
        return True
    if draft is None or any(one.level is Level.ERROR for one in found):
        return True
    bulletin = disruption_of(draft, source)
    held = judge.record.held.get(bulletin.id)
    return held is not None and bool(silent_changes(held.latest, bulletin))
