"""The prepare step: content and configuration for a generator that runs none of our code.

What our plugin does while MkDocs works is done here before: each page gets its live region and its signature as plain
HTML in its Markdown, the theme gets a template that asks Explainer nothing, and the configuration names no plugin of
ours. Whatever builds it then gives the same regions to weave.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from explainer.declarations.configuration import Change, rewritten
from explainer.declarations.documents import named, read_text
from explainer.errors import SkeletonError
from explainer.language.escaping import as_markup
from explainer.model.pages import StaffPage
from explainer.render.escaping import text
from explainer.site.frame import HERE, Frame, more_sheets
from explainer.site.sheets import reading_style
from explainer.site.shells import is_shell_source
from explainer.staff.check import Staff
from explainer.staff.gaps import without_gaps
from explainer.staff.page_templates import is_crisis_template
from explainer.staff.project import PLUGIN, Project

STYLE = "assets/explainer.css"
"""The style sheet of the reading pages."""

DATA = frozenset({"system.yml", "rights.yml"})
"""Staff's data files in ``content/``, which are not published."""

FOLDER = "prepared"
"""Where a site is prepared, beside where its skeleton is built."""

MAIN = "main.html"
THEIRS = "main-of-the-site.html"
"""What an operator's own main.html is called here: ours is made from it."""


def prepare(project: Project, staff: Staff) -> Path:
    """Write a site as a generator without plugins can build it; returns its configuration file."""
    folder = project.scratch.with_name(FOLDER)
    shutil.rmtree(folder, ignore_errors=True)
    frame = Frame(project, staff)
    _write(folder / "content" / STYLE, reading_style(frame.theme, more_sheets(project)))
    for page in staff.pages:
        if not is_shell_source(page.path) and not _is_hidden(page.path):
            _write(folder / "content" / page.path, _page(page, frame, project))
    for name, file in _other_files(project, staff):
        _place(file, folder / "content" / name)
    _overrides(folder / "overrides", frame)
    _write(folder / "mkdocs.yml", _configuration(project))
    return folder / "mkdocs.yml"


def urls_of(staff: Staff) -> dict[str, str]:
    """Where each page is published, by its path in ``content/``."""
    return {page.path: _url(page.path) for page in staff.pages}


def _url(path: str) -> str:
    file = PurePosixPath(path)
    folder = file.parent if file.stem in {"index", "README"} else file.with_suffix("")
    return "./" if str(folder) == "." else f"{folder}/"


def judge(project: Project, staff: Staff, built: Path, urls: Mapping[str, str]) -> None:
    """Find out whether a generator built all of what was prepared, so that half a site is never published.

    Raises:
        SkeletonError: naming the first page that is missing, or that lacks a region.
    """
    theme = project.places.overrides(project.root)
    for page in staff.pages:
        if is_crisis_template(page.front.template, theme) or _is_hidden(page.path):
            continue
        file = built / posixpath.normpath(urls[page.path]) / "index.html"
        if not file.is_file():
            raise SkeletonError(f"{page.path}: the generator did not build this page; run it with another engine")
        body = file.read_text(encoding="utf-8")
        for region, needed in (("banner", True), ("panel", bool(page.front.about))):
            if needed and f'data-live="{region}"' not in body:
                raise SkeletonError(
                    f"{page.path}: the generator left out the live region “{region}”; see docs/engines.md"
                )


# Pages


def _page(page: StaffPage, frame: Frame, project: Project) -> str:
    """A page's Markdown, as plain as any other; of a crisis page no more than its name."""
    if is_crisis_template(page.front.template, frame.theme):
        title = json.dumps(page.front.title or PurePosixPath(page.path).stem, ensure_ascii=False)
        return f"---\ntitle: {title}\nsearch: {{exclude: true}}\n---\n"
    file = project.content / page.path
    front = read_text(file, named(file, project.root)).removesuffix(page.body)
    head, rest = _parted(without_gaps(page.body)) if page.front.about else ("", without_gaps(page.body))
    region = f'<div data-live="panel" data-components="{" ".join(page.front.about)}"></div>' if page.front.about else ""
    parts = (head.strip("\n"), region, rest.strip("\n"), frame.signature(page.front))
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
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


# The theme


def _overrides(folder: Path, frame: Frame) -> None:
    """The operator's own templates, and the one that stands between theirs and the theme's."""
    if frame.theme is not None and frame.theme.is_dir():
        shutil.copytree(frame.theme, folder)
    parent = "base.html"
    if (folder / MAIN).is_file():
        (folder / MAIN).rename(folder / THEIRS)
        parent = THEIRS
    _write(folder / MAIN, _main(frame, parent))


def _main(frame: Frame, parent: str) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "prepared"),
        autoescape=True,
        undefined=StrictUndefined,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    environment.filters["as_words"] = _as_words
    return environment.get_template(MAIN).render(explainer=frame, parent=parent)


def _as_words(said: str) -> Markup:
    """HTML in which no brace is left that a template would read."""
    return as_markup(str(text(said)).replace("{", "&#123;"))


# The configuration


def _configuration(project: Project) -> str:
    changes = [
        Change(("docs_dir",), "content"),
        Change(("site_dir",), "site"),
        Change(("theme", "custom_dir"), "overrides"),
        Change(("theme", "name"), "material"),
    ]
    file = project.root / project.places.config_file
    return rewritten(file, changes, first=Change(("extra_css",), STYLE), leave_out=("watch",), without=PLUGIN)
