"""The CI files of this repository, as the CI reads them."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from tests.conftest import ROOT


@cache
def workflow_of(name: str) -> dict[str, Any]:
    """One of GitHub's workflows."""
    read: dict[Any, Any] = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))
    # To YAML 1.1, and so to PyYAML, the key “on” is true.
    return {"on" if key is True else str(key): value for key, value in read.items()}


@cache
def gitlab() -> dict[str, Any]:
    """GitLab's one file."""
    read: dict[str, Any] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    return read
