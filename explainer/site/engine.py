"""The skeleton step: the one place that runs a generator, and keeps what it built."""

from __future__ import annotations

import hashlib
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import quote

from explainer import disk
from explainer.declarations.languages import Language
from explainer.declarations.places import BUILDING, FOR_HOSTS, scratch, workspace
from explainer.errors import Finding, SkeletonError, StaffError, is_of_the_machine, redacted
from explainer.language.making import cldr_of, names_of
from explainer.language.words import words_of
from explainer.model.vocabulary import Channel, Engine
from explainer.outputs.history import HISTORY_SCHEMA, history_schema
from explainer.outputs.sitemap import SITEMAP, rows, rows_of_others
from explainer.outputs.status import status_schema
from explainer.render.addresses import ROBOTS
from explainer.render.map.layout import lay_out
from explainer.render.regions import REGIONS
from explainer.site import skeleton as skeletons
from explainer.site.alone import LOCK
from explainer.site.crisis_pages import write_crisis_pages
from explainer.site.defined import define
from explainer.site.dress import dress
from explainer.site.generators import CALLED, answer_to_mkdocs, chosen
from explainer.site.prepare import SUFFIX, judge, prepare, urls_of
from explainer.site.questions import asks_at, questions_of
from explainer.site.reading import Desk, reading
from explainer.site.sheets import look
from explainer.site.shells import is_shell
from explainer.site.skeleton import NOT_READ, Beside, Edition, LivePage, Plain, Seen, Skeleton, folder_of
from explainer.site.ways import usual
from explainer.staff.check import Staff
from explainer.staff.compiling import compiled, packed, sources
from explainer.staff.project import Project

_log = logging.getLogger(__name__)

_LONGEST_BUILD = 86_400
"""Seconds after which nobody is building any more in a folder of another machine’s."""


class _Plugin(Protocol):
    """What this step asks of our MkDocs plugin."""

    weaves: bool
    urls: dict[str, dict[str, str]]


def build_tree(project: Project, staff: Staff) -> dict[str, dict[str, str]]:
    """Let the site's generator build into the scratch folder.

    Returns by language every page's address by its path in ``content/``.

    Raises:
        StaffError: when the generator is not installed, or refuses the configuration or a page.
    """
    engine = chosen(project)
    sweep(project.root, project.aside)
    try:
        if engine is Engine.ZENSICAL:
            return _by_zensical(project, staff)
        answer_to_mkdocs(engine, project)
        return _by_mkdocs(project, engine)
    except BaseException:
        sweep(project.root, project.aside)  # a disk that is full should have the room again
        raise


def sweep(root: Path, aside: str = "") -> None:
    """Remove what this process built before, and what runs left that were killed while they built."""
    own = scratch(root, aside)
    for folder in own.parent.glob(f"{BUILDING.rstrip('-')}*"):
        pid, _, machine = folder.name.removeprefix(BUILDING).removesuffix(SUFFIX).partition("@")
        ours = machine == disk.machine() and pid.isdecimal()
        if folder.name.removesuffix(SUFFIX) == own.name or (not disk.is_running(int(pid)) if ours else _is_old(folder)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    """Whether nobody can be building in a folder still, by the times of its own file system."""
    with suppress(OSError):
        return folder.parent.stat().st_mtime - folder.stat().st_mtime > _LONGEST_BUILD
    return False


def _by_mkdocs(project: Project, engine: Engine) -> dict[str, dict[str, str]]:
    """Run MkDocs, or ProperDocs in its name, with our plugin, as ``mkdocs build`` would."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    try:
        config = load_config(config_file=str(project.root / project.places.config_file), site_dir=str(project.scratch))
        plugin = cast("_Plugin", config.plugins["explainer"])
        with _weaving_nothing(plugin):
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
    except (Abort, MkDocsException) as error:
        raise _stopped(project, engine, str(error), "see the lines above") from error
    except SystemExit as error:  # a plugin or a hook that gave up
        raise _stopped(
            project, engine, f"a plugin or a hook ended it with {error.code}", "see the lines above"
        ) from error
    except Exception as error:  # themes and plugins are other people's, and read what staff wrote in their own way
        if isinstance(error, OSError) and is_of_the_machine(error):
            error.filename = error.filename or str(project.scratch)
            raise
        said = redacted(f"{type(error).__name__}: {error}")
        raise _stopped(project, engine, said, "see which page or plugin it names, and mend that") from error
    return plugin.urls


@contextmanager
def _weaving_nothing(plugin: _Plugin) -> Iterator[None]:
    """MkDocs keeps one plugin for all builds of a process, and the next one may be another's."""
    plugin.weaves = False
    try:
        yield
    finally:
        plugin.weaves = True


def _by_zensical(project: Project, staff: Staff) -> dict[str, dict[str, str]]:
    """Prepare the site, and run Zensical on what is prepared."""
    config_file = prepare(project, staff)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--config-file", str(config_file)]
    ran = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    built = config_file.parent / "site"
    if ran.returncode != 0 or not built.is_dir():
        said = " ".join((ran.stderr.strip() or ran.stdout.strip()).splitlines()[-1:])
        raise _stopped(project, Engine.ZENSICAL, said, "mend what it names")
    for line in _worth_saying(f"{ran.stdout}\n{ran.stderr}"):
        _log.warning(line)
    judge(project, staff, built)
    built.rename(project.scratch)
    return {"": urls_of(project, staff)}


def _worth_saying(output: str) -> Iterator[str]:
    """What Zensical said beside that it began, that it ended, and that all was well."""
    for line in filter(None, map(str.rstrip, output.splitlines())):
        if not line.startswith(("Build started", "Build finished", "No issues found")):
            yield line


def _stopped(project: Project, engine: Engine, said: str, remedy: str) -> StaffError:
    return StaffError([Finding(project.places.config_file, 1, 1, "", f"{CALLED[engine]} stopped: {said}", remedy)])


def keep(project: Project, staff: Staff, tree: Path, urls: Mapping[str, Mapping[str, str]]) -> Skeleton:
    """Read a built tree as a skeleton and keep it for the refreshes to come.

    ``urls`` are the addresses of the pages by their language’s folder in the site, the site’s own language under "".

    Raises:
        StaffError: when a crisis page cannot be drawn.
        SkeletonError: when a region is not empty or has a name nobody renders.
    """
    write_crisis_pages(project, staff, tree, urls)
    define(project, staff, tree, urls)
    dress(project, staff, tree)
    _copy_for_hosts(project, tree)
    (tree / project.settings.at / "status.schema.json").write_bytes(status_schema())
    if project.settings.makes(Channel.HISTORY):
        (tree / project.settings.at / HISTORY_SCHEMA).write_bytes(history_schema())
    files, live = skeletons.scan(tree)
    for page in live:
        for region in page.regions:
            if region.name not in REGIONS:
                known = ", ".join(sorted(REGIONS))
                raise SkeletonError(f"{page.path}: no live region is called “{region.name}”; write one of: {known}")
    inputs = _as_read(project, (tree / project.settings.at / "status.schema.json").stat().st_mtime_ns)
    theme = project.places.overrides(project.root)
    templates = packed(compiled(sources(theme, project.root)), look(theme))
    skeleton = Skeleton(
        id=_identity(files, inputs),
        stamp=skeletons.stamp({name: (was.size, was.mtime_ns) for name, was in inputs.items()}),
        places=project.places,
        live=tuple(page for page in live if not page.is_bannered),
        bannered=tuple(sorted({_neighbours(project, page) for page in live if page.is_bannered})),
        settings=project.settings,
        system=staff.system,
        sources=tuple(source.without_secrets() for source in staff.sources),
        rights=staff.rights,
        phrases=staff.phrases,
        events=staff.events,
        permissions=staff.permissions,
        routes=staff.routes,
        layout=lay_out(staff.system, _called(staff)),
        reading=reading(_desk(project, staff, None, urls[""])),
        how=_how(project, urls[""]),
        questions=questions_of(project, staff, None, urls[""]),
        asks=asks_at(staff, urls[""]),
        season=staff.season,
        has_robots=ROBOTS in files,
        templates=skeletons.digest_of(templates),
        cldr=cldr_of(project.settings.language, project.settings.zone),
        editions=tuple(_edition(project, staff, language, urls[language.root]) for language in project.languages),
    )
    plain = Plain(inputs=inputs, files=files, bannered=tuple(page for page in live if page.is_bannered))
    skeletons.write(project.skeleton, tree, skeleton, plain, Beside(_ready(project, tree, live), templates))
    return skeleton


def _called(staff: Staff) -> dict[str, set[str]]:
    """What components and layers are called in the other languages of a site, by their names."""
    said = [{pair.original: pair.says for pair in one.site} for one in staff.translations.values()]
    system = staff.system
    names = [*(c.name for c in system.components), *(layer.name for layer in system.layers)]
    return {name: {table[name] for table in said if name in table} for name in names}


def _as_read(project: Project, now: int) -> dict[str, Seen]:
    """The inputs as they are; what somebody changed while this run was at work counts as not read.

    Nobody can say whether it was read before that, so the next run builds again. ``now`` is the time by the disk.
    """
    inputs = skeletons.seen(project.places.inputs(project.root))
    try:
        begun = (workspace(project.root, project.aside) / LOCK).stat().st_mtime_ns
    except OSError:
        return inputs
    return {name: NOT_READ if begun < was.mtime_ns <= now else was for name, was in inputs.items()}


def _copy_for_hosts(project: Project, tree: Path) -> None:
    """Put what hosts want into a built tree; generators leave it out, as its name begins with a dot."""
    for name in FOR_HOSTS:
        source, place = project.content / name, tree / name
        if source.is_dir():
            shutil.copytree(source, place, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy2(source, place)


def _neighbours(project: Project, page: LivePage) -> tuple[str, int]:
    """The language's folder and the depth of a page: where all banners are alike."""
    return folder_of(page.path, project.languages), page.depth


def _edition(project: Project, staff: Staff, language: Language, urls: Mapping[str, str]) -> Edition:
    """One language of the site."""
    said = staff.translations.get(language.tag)
    spoken = {project.settings.language, *(source.language for source in staff.sources)}
    spoken |= {one.tag for one in project.languages}
    return Edition(
        language=language,
        cldr=cldr_of(language.tag, project.settings.zone),
        reading=reading(_desk(project, staff, language, urls)),
        how=_how(project, urls).removeprefix(language.root),
        said=said.site if said else (),
        names=names_of(language.tag, spoken),
        questions=questions_of(project, staff, language, urls),
    )


def _ready(project: Project, tree: Path, live: tuple[LivePage, ...]) -> str:
    """The sitemap's rows of the pages that are published under the address they were built at.

    The generator knows which of the built pages are pages, and when each was changed. Of crisis pages it does not.
    """
    crisis = [page.path for page in live if page.is_crisis and not folder_of(page.path, project.languages)]
    ours = {path.removesuffix("index.html"): None for path in crisis if not is_shell(path)}
    hidden = {quote(page.path.removesuffix("index.html")) for page in live if page.is_crisis}
    try:
        built = (tree / SITEMAP).read_text(encoding="utf-8")
    except OSError:
        built = ""
    return rows_of_others(project.settings, built, hidden) + rows(project.settings, ours, project.languages)


def _how(project: Project, urls: Mapping[str, str]) -> str:
    """The address of the page that explains how it all works, if there is one."""
    return next((urls[path] for path in usual(project.settings.at, "how/index.md") if path in urls), "")


def _identity(files: Mapping[str, str], inputs: Mapping[str, Seen]) -> str:
    """What a tree, and all that weaves it, are known by: the same for the same on any machine."""
    named = {**files, **{f"input {name}": was.sha256 for name, was in inputs.items()}}
    rows = "\n".join(f"{name}\0{digest}" for name, digest in sorted(named.items()))
    return hashlib.sha256(rows.encode()).hexdigest()[:16]


def _desk(project: Project, staff: Staff, language: Language | None, urls: Mapping[str, str]) -> Desk:
    """What is to be read in a language; None is the site's own."""
    root, tag = (language.root, language.tag) if language is not None else ("", project.settings.language)
    words = words_of(cldr_of(tag, project.settings.zone))
    return Desk(project, staff, {path: url.removeprefix(root) for path, url in urls.items()}, words, language)
