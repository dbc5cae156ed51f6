"""All findings of many readings at once: no file that cannot be read hides the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from explainer.errors import Finding, StaffError, own_fault

T = TypeVar("T")


class Collector:
    """Runs one reading after another and keeps every finding, so that staff see all of them at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def try_(self, file: str, read: Callable[[], T]) -> T | None:
        """What a reading of ``file`` gives; what it raises, foreseen or not, is a finding about that file alone."""
        try:
            return read()
        except StaffError as error:
            self.findings.extend(error.findings)
        except Exception as error:  # noqa: BLE001 - the last resort: no file may hide the others
            self.findings.append(Finding(file, 1, 1, "", f"could not be read: {own_fault(error)}"))
        return None
