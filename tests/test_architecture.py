"""The arrows between modules run one way, and each edge to the outside is touched in its own place only."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "explainer"
FILES = sorted(PACKAGE.rglob("*.py"))

LONGEST = 330
"""Lines of code; blank lines, comments and docstrings are free."""

NOT_CODE = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)
NETWORK = frozenset({"requests", "requests_hardened", "socket", "ssl", "urllib3", "http.client", "urllib.request"})
CLOCKS = frozenset({"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"})
PURE = ("model.", "formats", "picture", "render", "outputs")
FILE_CALLS = frozenset({"open", "read_bytes", "read_text", "write_bytes", "write_text", "iterdir", "glob", "stat"})


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """``explainer/formats/kit/text.py`` as ``formats.text``, a package as itself, the package's own file as nothing."""
    parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in it, the names of our own without ``explainer.``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            for alias in node.names:
                inner = f"{module}.{alias.name}".removeprefix("explainer.")
                yield f"explainer.{inner}" if inner in MODULES else module


def ours(path: Path) -> set[str]:
    """The tiers' names of what a file imports from the package: ``formats`` for ``explainer.formats.builtin.rss``."""
    found = {name.removeprefix("explainer.") for name in imports(path) if name.startswith("explainer.")}
    return {name.split(".")[0] for name in found}


def outside(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] != "explainer"}


def uses(path: Path, libraries: frozenset[str] | set[str]) -> set[str]:
    return {name for name in outside(path) for library in libraries if f"{name}.".startswith(f"{library}.")}


def tiers_in(page: str) -> list[list[str]]:
    """The order as a page draws it: one tier to a line, each line but the first opening with an arrow."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for block in re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        rows = [line.strip().removeprefix("→").strip() for line in block.splitlines()]
        if "→" in block and rows[-1].startswith("errors"):
            return [[name.strip() for name in row.split(",")] for row in rows]
    raise AssertionError(f"{page} draws no order of the modules")


def test_the_drawn_order_names_every_folder_once() -> None:
    drawn = [name for tier in tiers_in("docs/architecture.md") for name in tier]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == {name.split(".")[0] for name in MODULES if name not in ("", "__main__")}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_module_imports_only_what_stands_below_it(path: Path) -> None:
    order = tiers_in("docs/architecture.md")
    tier_of = {name: number for number, tier in enumerate(order) for name in tier} | {"__main__": -1}
    here = name_of(path).split(".")[0]
    above = {other for other in ours(path) if other != here and tier_of[other] <= tier_of.get(here, len(order))}
    assert not above, f"{path.name} imports {', '.join(sorted(above))}, which stands beside or above it"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_inside_the_package_imports_are_written_out(path: Path) -> None:
    relative = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.level]
    assert not relative


@pytest.mark.parametrize(
    ("libraries", "allowed"),
    [
        (NETWORK, {"desk.server", "fetch.web", "watch.manager"}),
        ({"mkdocs"}, {"site.engine", "commands.plugin"}),
        ({"yaml"}, {"declarations.configuration", "declarations.documents", "declarations.written"}),
        ({"markdown"}, {"site.own_markdown"}),
        ({"babel"}, {"language.making"}),
        ({"pygraphviz"}, {"render.map.layout"}),
        ({"feedparser"}, {"formats.builtin.rss"}),
        (
            {"lxml"},
            {
                *("formats.kit.xml_reading", "formats.kit.common_xml"),
                *("formats.families.cap_info", "formats.families.cap_json"),
                *(f"formats.builtin.{name}" for name in ("cap", "cap_atom", "gdacs", "mta", "open511")),
            },
        ),
        ({"nh3"}, {"formats.kit.text"}),
        ({"obstore"}, {"publishing.objects"}),
        ({"apprise"}, {"notifying.services"}),
        ({"opentelemetry"}, {"tracing"}),
        ({"brotli"}, {"publishing.packing"}),
        ({"http.server"}, {"preview.serve"}),
    ],
    ids=lambda value: "+".join(sorted(value)),
)
def test_a_library_for_the_outside_is_imported_in_its_own_place_only(libraries: set[str], allowed: set[str]) -> None:
    assert {name for name, path in MODULES.items() if uses(path, libraries)} == allowed


def test_the_command_line_library_is_used_by_the_commands_only() -> None:
    assert {name.partition(".")[0] for name, path in MODULES.items() if uses(path, {"click"})} == {"commands"}


def calls(path: Path) -> Iterator[str]:
    """What a file calls, as written: ``datetime.now``, ``open``, ``path.read_text``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def reads_a_clock(path: Path) -> set[str]:
    return {call for call in calls(path) if re.fullmatch(rf"(?:datetime|date|time)\.(?:{'|'.join(CLOCKS)})", call)}


def test_only_the_commands_and_the_plugin_ask_what_time_it_is() -> None:
    assert {name for name, path in MODULES.items() if reads_a_clock(path)} == {"commands.console", "commands.plugin"}


@pytest.mark.parametrize(
    ("page", "opening", "closing"),
    [
        ("docs/architecture.md", "Each edge to the outside", "Formats, picture"),
        ("CONTRIBUTING.md", "each edge has one place", "Everything below"),
    ],
)
def test_the_edges_are_where_the_documentation_says(page: str, opening: str, closing: str) -> None:
    told = (ROOT / page).read_text(encoding="utf-8").partition(opening)[2].partition(closing)[0]
    named = {path.replace("/", ".") for path in re.findall(r"`([\w/]+)\.py`", told)}
    edges = NETWORK | {"apprise", "mkdocs", "obstore", "yaml", "pygraphviz"}
    assert named == {name for name, path in MODULES.items() if uses(path, edges) or reads_a_clock(path)}


@pytest.mark.parametrize("path", [path for path in FILES if name_of(path).startswith(PURE)], ids=name_of)
def test_formats_picture_and_renderers_open_no_file_and_no_clock(path: Path) -> None:
    touched = {call for call in calls(path) if call.rpartition(".")[2] in FILE_CALLS}
    assert not touched
    assert not uses(path, {"os", "shutil", "time", "subprocess", "threading", "io.open"})
    assert "pathlib.Path" not in {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_a_refresh_needs_none_of_the_slow_libraries() -> None:
    """The path of a refresh, followed from its own imports; what functions import later is not part of it."""
    reached, todo = set[str](), ["commands.entry", "commands.console", "pipeline", "commands.terminal"]
    slow = set[str]()
    while todo:
        name = todo.pop()
        if name in reached or name not in MODULES:
            continue
        reached.add(name)
        for node in tree(MODULES[name]).body:
            found = set(_at_the_top(node))
            todo += [other.removeprefix("explainer.") for other in found]
            slow |= {other for other in found if other.split(".")[0] in SLOW}
    assert "render.regions" in reached
    assert not slow


DOORS = ("declarations", "formats", "outputs.status_form")
"""Where somebody else's words come in, and where the form of ``status.json`` is described."""


@pytest.mark.parametrize("path", [path for path in FILES if not name_of(path).startswith(DOORS)], ids=name_of)
def test_pydantic_stands_at_the_doors_only(path: Path) -> None:
    assert not uses(path, {"pydantic", "pydantic_core"})


SLOW = frozenset(
    {
        "mkdocs",
        "yaml",
        "requests",
        "feedparser",
        "lxml",
        "babel",
        "jinja2",
        "pygraphviz",
        "markdown",
        "pydantic",
        "click",
    }
)


def _at_the_top(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lines_of_code(path: Path) -> int:
    source = path.read_text(encoding="utf-8")
    words = {
        line
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in NOT_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - words)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_module_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert lines_of_code(path) <= LONGEST


def test_words_are_declared_to_be_markup_in_few_places() -> None:
    named = {name for name, path in MODULES.items() if "as_markup(" in path.read_text(encoding="utf-8")}
    assert named == {
        "language.escaping",
        "language.words",
        "render.templates",
        "site.crisis_pages",
        "site.frame",
    }
