"""Drills: a script of what each source says when, played on a copy of the site that nothing real can get into.

The copy has the site's content, configuration and declarations. Every feed in it reads a file that the drill alone
writes, and its folders of bulletins and watches are empty. It has a record of its own, so nothing of a drill is ever in
the real one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from explainer.declarations.documents import Located, named, read_file, validated
from explainer.declarations.drills import DRILL_DOOR
from explainer.declarations.nearness import near
from explainer.declarations.places import LOCKS, RUN_FILE
from explainer.errors import ExplainerError, Finding, StaffError
from explainer.model.drill import Drill, DrillRun, Inject, Injected
from explainer.model.sources import Source
from explainer.model.value import SLUG, stated
from explainer.staff.folders import YML, read_in
from explainer.staff.project import Project

SCRIPTS, LOG, FED = "drills", "drill-log.json", "drill"
"""Where the scripts lie, what is noted of a run, and the folder of the copy's feeds in which the drill writes."""

_ADDRESS = re.compile(r"^(url|file):.*\n?", re.MULTILINE)

AFTER_ACTION = "---\ntemplate: after-action.html\ntitle: After the drill\n---\n"


class Script(NamedTuple):
    """A script as it was read, and where its documents lie."""

    name: str
    drill: Drill
    folder: Path


def read_script(project: Project, sources: Iterable[Source], name: str) -> Script:
    """The script ``drills/<name>.yml``.

    Raises:
        ExplainerError: when there is no such script.
        StaffError: with everything that is wrong with it, each at its line and column.
    """
    folder = project.root / SCRIPTS
    there = [path.stem for path in sorted(folder.glob("*.yml"))]
    if name not in there:
        raise ExplainerError(f"there is no drill “{name}” in {SCRIPTS}/; {near(name, there)}")
    path = folder / f"{name}.yml"
    located = read_file(path, project.root)
    drill = validated(DRILL_DOOR, located, {"zone": project.settings.tz})
    findings = list(_wrong(path, located, drill, {source.id for source in sources}))
    if findings:
        raise StaffError(findings)
    return Script(name, drill, folder)


def judged_scripts(project: Project, sources: tuple[Source, ...]) -> Iterator[Finding]:
    """Everything that is wrong with the scripts of drills."""
    for path in read_in(project.root / SCRIPTS, YML, lambda _: False):
        try:
            if not re.fullmatch(SLUG, path.stem):
                remedy = "rename it with small letters, digits and single hyphens"
                yield Finding(named(path, project.root), 1, 1, "", f"“{path.stem}” is not an id", remedy)
            read_script(project, sources, path.stem)
        except StaffError as error:
            yield from error.findings


def _wrong(path: Path, located: Located, drill: Drill, feeds: set[str]) -> Iterator[Finding]:
    for index, inject in enumerate(drill.injects):
        if inject.feed is not None and inject.feed not in feeds:
            yield located.finding(
                ("injects", index, "feed"), f"there is no feed “{inject.feed}”", near(inject.feed, feeds)
            )
        if inject.file and not _beside(path.parent, inject.file):
            problem = f"there is no file “{inject.file}” in {SCRIPTS}/"
            yield located.finding(("injects", index, "file"), problem, "put it there")


def _beside(folder: Path, file: str) -> Path | None:
    """A document of a script; None when it is not there, or lies elsewhere."""
    path = (folder / file).resolve()
    return path if path.is_file() and path.is_relative_to(folder.resolve()) else None


def lay_out(project: Project, sources: Iterable[Source], script: Script, folder: Path, wall: datetime) -> DrillRun:
    """Make the copy of the site in ``folder`` and note in it that the drill has begun.

    Raises:
        ExplainerError: when there is something in ``folder`` already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ExplainerError(f"{folder} is not empty; end the drill there, delete the folder, or write --into another")
    places = project.places
    for name in (places.config_file, *LOCKS):
        if (project.root / name).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project.root / name, folder / name)
    for name in filter(None, (places.content, places.theme)):
        shutil.copytree(project.root / name, folder / name, symlinks=False)
    for path in sorted(project.feeds.glob("*.yml")):
        (folder / places.feeds).mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, folder / places.feeds / path.name)
    shutil.copytree(script.folder, folder / SCRIPTS, ignore=shutil.ignore_patterns("*.run"))
    for source in sources:
        _redirect(folder / places.feeds, source)
    run = DrillRun(
        name=script.name,
        title=script.drill.title,
        says=script.drill.says,
        starts=script.drill.starts or wall,
        began=wall,
    )
    note(folder, run)
    _keep_log(folder, [])
    return run


def _redirect(feeds: Path, source: Source) -> None:
    """Let a feed of the copy read what the drill writes, and nothing else."""
    path = feeds / f"{source.id}.yml"
    text = path.read_text("utf-8")
    if _is_a_folder(source):
        (feeds / str(source.file)).mkdir(parents=True, exist_ok=True)
        return
    (feeds / FED).mkdir(exist_ok=True)
    path.write_text(f"{_ADDRESS.sub('', text).rstrip()}\nfile: {FED}/{source.id}\n", encoding="utf-8")


def _is_a_folder(source: Source) -> bool:
    """Whether players write into it: bulletins of our own, one file each."""
    return source.is_of_bulletins and source.file is not None


def note(folder: Path, run: DrillRun) -> None:
    """Note in the copy which run it is."""
    _write(folder / RUN_FILE, stated(run))


def happened(folder: Path) -> list[Injected]:
    """The injects that happened in the copy, in their order."""
    return msgspec.json.decode((folder / LOG).read_bytes(), type=list[Injected])


def _keep_log(folder: Path, injected: list[Injected]) -> None:
    _write(folder / LOG, [stated(one) for one in injected])


def _write(path: Path, facts: object) -> None:
    """Write what is to be read again as JSON; the file is whole at any moment."""
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_bytes(msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n")
    aside.replace(path)


def due(script: Script, run: DrillRun, done: int, at: datetime) -> tuple[Inject, ...]:
    """The injects whose time has come at a moment of the story, without the first ``done``, which happened."""
    return tuple(one for one in script.drill.injects[done:] if run.starts + one.offset <= at)


def inject(project: Project, script: Script, sources: Iterable[Source], one: Inject, at: datetime) -> Injected:
    """Let one inject happen in the copy at a moment of the story."""
    by_id = {source.id: source for source in sources}
    if one.feed is not None:
        _feed(project.feeds, by_id[one.feed], script, one, at)
    told = Injected(at=at, says=one.says, feed=one.feed or "")
    _keep_log(project.root, [*happened(project.root), told])
    return told


def _feed(feeds: Path, source: Source, script: Script, one: Inject, at: datetime) -> None:
    target = feeds / str(source.file)
    if one.silent:
        target.unlink(missing_ok=True)
        return
    found = _beside(script.folder, one.file) if one.file else None
    body = found.read_bytes() if found is not None else one.body.encode()
    if source.is_of_bulletins and target.is_dir():
        target /= Path(one.file).name if one.file else f"inject-{at:%H%M%S}.yml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_in_time(body, at))


def _in_time(body: bytes, at: datetime) -> bytes:
    """A document whose ``{{now}}`` and ``{{now_rfc822}}`` are the moment of the story."""
    iso, mail = at.isoformat(timespec="seconds"), format_datetime(at)
    return body.replace(b"{{now}}", iso.encode()).replace(b"{{now_rfc822}}", mail.encode())


def end(project: Project, run: DrillRun, at: datetime, found: Iterable[str]) -> DrillRun:
    """Stop the clock of the copy at a moment of the story, and give it the page of what is to be learned."""
    ended = run.replace(ended=at, injects=tuple(happened(project.root)), found=tuple(found))
    note(project.root, ended)
    (project.content / "after-action.md").write_text(AFTER_ACTION, encoding="utf-8")
    return ended
