"""What ``mkdocs serve`` shows: the same preview, in the folder that MkDocs serves; nothing is published or recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from explainer.preview import FOLDER, Preview
from explainer.preview.dressing import dressed_for_mkdocs
from explainer.preview.live import state_of
from explainer.site import engine
from explainer.staff.check import Staff
from explainer.staff.project import Project


def looked_at(project: Project) -> Project:
    """The site, built where nothing is published from."""
    return project.looked_at(FOLDER)


def write(project: Project, staff: Staff, urls: Mapping[str, Mapping[str, str]], site: Path, now: datetime) -> None:
    """Write what MkDocs built, as it would be published at ``now`` with its drafts, into the folder ``site``.

    Raises:
        ExplainerError: when what was built, or the record, cannot be read.
    """
    aside = looked_at(project)
    engine.keep(aside, staff, aside.scratch, urls)
    preview = Preview(project)
    shown = preview.show({}, now)
    every = shown.everything()
    state = state_of(preview, shown, " ".join(every.faults), now)
    for path, make in every.makers.items():
        body = make()
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(dressed_for_mkdocs(body, state) if path.endswith(".html") else body)
