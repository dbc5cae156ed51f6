"""The templates of the components before they are run: where each lies, and how Jinja2 compiles it.

The operator's own come first: a file under ``theme: custom_dir:`` takes the place of ours of the same name.
"""

from __future__ import annotations

import ast
import marshal
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, NamedTuple

from explainer.errors import Finding, StaffError
from explainer.render.templates import FILTERS, Look

if TYPE_CHECKING:
    from jinja2 import Environment

OURS = Path(__file__).parent.parent / "render"
FOLDER = "components"

_KEPT = 512
"""How many templates' code a process keeps, for the next site it builds: several times all that there are."""

_REMEDY = "mend it; Jinja2’s manual has the words of templates"


class Source(NamedTuple):
    """One template: the name others call it by, the file, and how to name that file to staff."""

    name: str
    path: Path
    shown: str


def sources(theme: Path | None = None, root: Path | None = None) -> tuple[Source, ...]:
    """Every template by name: the operator's where ``theme``, their ``custom_dir``, has one, else ours."""
    found = {one.name: one for one in _under(OURS, OURS.parent.parent)}
    if theme is not None:
        found |= {one.name: one for one in _under(theme, root or theme)}
    return tuple(found[name] for name in sorted(found))


def _under(folder: Path, root: Path) -> Iterator[Source]:
    for path in sorted((folder / FOLDER).rglob("*.html")):
        yield Source(path.relative_to(folder).as_posix(), path, path.relative_to(root).as_posix())


def compiled(templates: Iterable[Source]) -> dict[str, CodeType]:
    """The code of every template by its name.

    Raises:
        StaffError: with file and line, when one is not a template.
    """
    return {source.name: _code(source, _read(source)) for source in templates}


@cache
def of_package() -> dict[str, CodeType]:
    """The code of our own templates."""
    return compiled(sources())


def faults_of_page(path: Path, shown: str) -> Iterator[Finding]:
    """What keeps MkDocs from reading a page's template; which tags there are beside Jinja2's own, it knows alone."""
    from jinja2 import Environment, TemplateSyntaxError

    try:
        Environment(extensions=["jinja2.ext.i18n"]).parse(_read(Source("", path, shown)))  # noqa: S701 - nothing is drawn
    except TemplateSyntaxError as error:
        if "unknown tag" not in (error.message or ""):
            yield Finding(shown, error.lineno, 1, "", _sentence(error.message), _REMEDY)


def environment() -> Environment:
    """Jinja2 as our templates are written for it."""
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True  # as they are collected: a line break in a sentence is a space
    vars(made).update(newstyle_gettext=True)  # an attribute that the extension adds
    made.filters.update(FILTERS)
    return made


@cache
def _for_all() -> Environment:
    return environment()


@lru_cache(maxsize=_KEPT)
def _code(source: Source, text: str) -> CodeType:
    from jinja2 import TemplateSyntaxError

    try:
        made = _for_all().compile(text, source.name, source.shown, raw=True, defer_init=True)
    except TemplateSyntaxError as error:
        raise StaffError([Finding(source.shown, error.lineno, 1, "", _sentence(error.message), _REMEDY)]) from error
    return _placed(ast.parse(made), source.shown)


def _read(source: Source) -> str:
    try:
        return source.path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise StaffError([Finding(source.shown, 1, 1, "", "this is not text in UTF-8", "save it as UTF-8")]) from error


def _sentence(message: str | None) -> str:
    return f"this is not a template: {(message or 'it does not end').rstrip('.')}"


def _placed(module: ast.Module, filename: str) -> CodeType:
    """The code of a generated module; a fault in it is at the template's own line."""
    rows = _lines(module)
    starts = [made for _, made in rows]
    for node in ast.walk(module):
        if isinstance(node, ast.expr | ast.stmt | ast.excepthandler | ast.alias | ast.arg | ast.keyword):
            at = bisect_right(starts, node.lineno)
            line = rows[at - 1][0] if at else 1
            node.lineno = node.end_lineno = line
            node.col_offset = node.end_col_offset = 0
    return compile(module, filename, "exec", dont_inherit=True)


def _lines(module: ast.Module) -> list[tuple[int, int]]:
    """Which line of a template which line of its module comes from, as Jinja2 noted it down at the module's end."""
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            name = node.targets[0]
            if isinstance(name, ast.Name) and name.id == "debug_info":
                pairs = (pair.split("=") for pair in node.value.value.split("&") if pair)
                return [(int(ours), int(made)) for ours, made in pairs]
    return []


def packed(code: Mapping[str, CodeType], look: Look) -> bytes:
    """Compiled templates, and the site's look, as they are kept with the skeleton."""
    kept = (dict(look.colours), look.favicon, look.paper, look.ink, dict(look.schemes), dict(look.inlined))
    return marshal.dumps((dict(code), kept))
