"""The prepare step: content and configuration for a generator that runs none of our code.

What our plugin does while MkDocs works is done here before: each page gets its live region and its signature as plain
HTML in its Markdown, and the configuration names no plugin of ours. Whatever builds it then gives the same regions to
weave; the bar on top and our style are laid on the built pages, as on those of any generator.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from explainer.declarations.configuration import Change, rewritten
from explainer.declarations.documents import named, read_file, read_text
from explainer.declarations.places import DATA
from explainer.errors import SkeletonError
from explainer.model.pages import StaffPage
from explainer.site.frame import Frame, live
from explainer.site.own_markdown import Place
from explainer.site.reading import parts_of
from explainer.site.shells import is_shell_source
from explainer.site.trees import link
from explainer.staff.check import Staff
from explainer.staff.gaps import without_gaps
from explainer.staff.page_templates import is_crisis_template
from explainer.staff.project import PLUGIN, Project

LEFT_OUT = ("exclude_docs", "draft_docs")
"""What the configuration calls pages that are not published."""

ALWAYS_LEFT_OUT = (".*", "/templates/")
"""What MkDocs leaves out of every site."""

SUFFIX = ".prepared"
"""How the folder in which a site is prepared is called beside that in which its skeleton is built."""


def prepare(project: Project, staff: Staff) -> Path:
    """Write a site as a generator without plugins can build it; returns its configuration file."""
    folder = project.scratch.with_name(f"{project.scratch.name}{SUFFIX}")
    shutil.rmtree(folder, ignore_errors=True)
    frame = Frame(project, staff)
    for page in _published(project, staff):
        if not is_shell_source(page.path):
            _write(folder / "content" / page.path, _page(page, frame, project))
    for name, file in _other_files(project, staff):
        _place(file, folder / "content" / name)
    _write(folder / "mkdocs.yml", _configuration(project, frame.theme))
    return folder / "mkdocs.yml"


def urls_of(project: Project, staff: Staff) -> dict[str, str]:
    """Where each page is published, by its path in ``content/``."""
    return {page.path: _url(page.path) for page in _published(project, staff)}


def _url(path: str) -> str:
    file = PurePosixPath(path)
    folder = file.parent if file.stem in {"index", "README"} else file.with_suffix("")
    return "./" if str(folder) == "." else quote(f"{folder}/")


def _published(project: Project, staff: Staff) -> tuple[StaffPage, ...]:
    """The pages that are neither hidden nor left out of the site by its configuration."""
    from pathspec import GitIgnoreSpec

    config = read_file(project.root / project.places.config_file, project.root).data
    patterns = [line for key in LEFT_OUT for line in str(config.get(key) or "").splitlines()]
    left_out = GitIgnoreSpec.from_lines([*ALWAYS_LEFT_OUT, *patterns])
    return tuple(page for page in staff.pages if not left_out.match_file(page.path))


def judge(project: Project, staff: Staff, built: Path) -> None:
    """Find out whether a generator built all of what was prepared, so that half a site is never published.

    Raises:
        SkeletonError: naming the first page that is missing, or that lacks its live region.
    """
    theme = project.places.overrides(project.root)
    for page in _published(project, staff):
        if is_shell_source(page.path) or is_crisis_template(page.front.template, theme):
            continue
        file = built / unquote(_url(page.path)) / "index.html"
        if not file.is_file():
            raise SkeletonError(f"{page.path}: the generator did not build this page; write another engine:")
        body = file.read_bytes()
        if parts_of(page, staff.system) and not (b'data-live="panel"' in body and b'data-live="troubles"' in body):
            raise SkeletonError(f"{page.path}: the generator lost a live region of this page; write another engine:")


# Pages


def _page(page: StaffPage, frame: Frame, project: Project) -> str:
    """A page's Markdown, as plain as any other; of a crisis page no more than its name."""
    if is_crisis_template(page.front.template, frame.theme):
        title = json.dumps(page.front.title or PurePosixPath(page.path).stem, ensure_ascii=False)
        return f"---\ntitle: {title}\nsearch: {{exclude: true}}\n---\n"
    file = project.content / page.path
    front = read_text(file, named(file, project.root)).removesuffix(page.body)
    about, question = parts_of(page, frame.system), frame.question(page.front)
    head, rest = _parted(without_gaps(page.body)) if about or question else ("", without_gaps(page.body))
    parts = (
        head.strip("\n"),
        question,
        live("panel", about),
        rest.strip("\n"),
        frame.film(page.front.film, Place(page.path, _url(page.path))) if page.front.film else "",
        live("troubles", about),
        frame.signature(page.front),
        frame.asked_on(page.front, about),
    )
    return front + "\n" + "\n\n".join(filter(None, parts)) + "\n"


_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_FIRST = re.compile(r"^ {0,3}#(?!#)|^<h1[\s>].*</h1>")
_UNDERLINE = re.compile(r"^=+\s*$")


def _parted(body: str) -> tuple[str, str]:
    """The Markdown up to the end of its first heading, and the rest; a page without one is all rest."""
    lines = body.splitlines(keepends=True)
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and (_FIRST.match(line) or (number and lines[number - 1].strip() and _UNDERLINE.match(line))):
            return "".join(lines[: number + 1]), "".join(lines[number + 1 :])
    return "", body


def _other_files(project: Project, staff: Staff) -> Iterator[tuple[str, Path]]:
    """Every file beside the pages that is published as it is."""
    pages = {page.path for page in staff.pages} | DATA
    for path in sorted(project.content.rglob("*")):
        name = path.relative_to(project.content).as_posix()
        if path.is_file() and name not in pages and not _is_hidden(name):
            yield name, path


def _is_hidden(name: str) -> bool:
    """Whether no generator looks at a file, or into the folder it lies in."""
    return any(part.startswith(".") for part in name.split("/"))


def _place(file: Path, target: Path) -> None:
    """The same file under another name too; a copy where that cannot be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    link(os.fspath(file), os.fspath(target))


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


# The configuration


def _configuration(project: Project, theme: Path | None) -> str:
    changes = [Change(("docs_dir",), "content"), Change(("site_dir",), "site"), Change(("theme", "name"), "material")]
    if theme is not None:
        changes.append(Change(("theme", "custom_dir"), str(theme)))
    return rewritten(project.root / project.places.config_file, changes, leave_out=("watch",), without=PLUGIN)
