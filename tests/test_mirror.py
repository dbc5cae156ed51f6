"""Whoever changes a module finds its test by name: ``explainer/a/b.py`` is held by ``tests/a/test_b.py``.

Tests at the top of ``tests/`` are about the whole, and mirror nothing.
"""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE, TESTS = ROOT / "explainer", ROOT / "tests"

HELD_BY = {
    "errors": ("test_docs", "errors are worded where they are raised; the documentation shows them"),
    "pipeline/*": ("test_site", "the steps in their order are the site as a whole"),
    "commands/feeds_list": ("commands/test_feeds", "one of the commands about feeds"),
    "commands/*": ("commands/test_main", "what every command prints, shares or begins with"),
    "desk/*": ("desk/test_desk", "from an empty page to a published notice, in a real browser"),
    "declarations/mistyped": ("staff/test_mistakes", "what people mistype, and what is said of it"),
    "declarations/wording": ("staff/test_mistakes", "what people mistype, and what is said of it"),
    "declarations/described": ("staff/test_schemas", "every field and every word is described"),
    "declarations/schemas": ("staff/test_schemas", "schemas as editors get them, of every door"),
    "declarations/written": ("staff/writing/test_splice", "where everything stands, for whoever changes one place"),
    "declarations/*": ("test_docs", "which keys there are, and that each is explained and every example read"),
    "formats/__init__": ("formats/test_gate", "the door of the formats"),
    "formats/base": ("formats/test_gate", "what passes the gate"),
    "formats/drafting": ("formats/test_gate", "a part of the gate"),
    "formats/joining": ("formats/test_identity", "one is never two, two are never one"),
    "formats/guessing": ("commands/test_feeds", "what `feeds try` guesses"),
    "formats/inspection": ("test_recordings", "what `inspect` says of every recording"),
    "formats/builtin/atom": ("formats/builtin/test_rss", "RSS and Atom are read alike"),
    "formats/builtin/csv": ("formats/kit/test_generic", "exports of any shape are read alike"),
    "formats/builtin/json": ("formats/kit/test_generic", "exports of any shape are read alike"),
    "formats/builtin/xml": ("formats/kit/test_generic", "exports of any shape are read alike"),
    "formats/desk": ("test_site", "what staff write and what is published of it, over days"),
    "formats/families/bulletin_names": ("staff/test_folders", "which files are bulletins"),
    "formats/families/bulletin_times": ("staff/test_bulletins", "times that cannot be meant"),
    "formats/families/bulletin_*": ("formats/builtin/test_bulletin", "a part of that format"),
    "formats/families/cap_*": ("formats/builtin/test_cap", "a part of that format and its kin"),
    "formats/families/datex2_*": ("formats/builtin/test_datex2", "a part of that format"),
    "formats/families/faa_*": ("formats/builtin/test_faa", "a part of that format"),
    "formats/families/gtfs_*": ("formats/builtin/test_gtfs_rt", "a part of that format"),
    "formats/families/nws_*": ("formats/builtin/test_nws", "a part of that format"),
    "formats/families/siri_*": ("formats/builtin/test_siri_sx", "a part of that format"),
    "formats/families/statuspage_*": ("formats/builtin/test_statuspage", "a part of that format"),
    "formats/families/transit": ("formats/builtin/test_mbta", "what it shares with gtfs-rt"),
    "formats/families/vendors": ("formats/builtin/test_rss", "vendors’ habits in RSS and Atom"),
    "formats/kit/markdown_text": ("formats/kit/test_prose", "one way of writing prose"),
    "formats/kit/markup": ("formats/kit/test_text", "how HTML becomes text"),
    "formats/kit/*": ("formats/test_properties", "whatever the bytes are, what every format stands on holds"),
    "staff/cms_fields": ("staff/test_cms", "what a form asks for"),
    "language/compared": ("language/test_quantities", "words by which statements are compared"),
    "language/house/*": ("language/test_house", "the same rules in every language"),
    "language/*": ("render/pages/test_home", "words as pages say them"),
    "model/drill": ("staff/test_drills", "a drill as it is written, and as it is played"),
    "model/fields": ("formats/kit/test_generic", "where an export keeps what"),
    "model/names": ("formats/test_mapping", "names compared by what they say"),
    "model/system": ("declarations/test_system", "the operation as staff declare it"),
    "model/pages": ("test_docs", "what staff declare, in every example"),
    "model/rights": ("test_docs", "what staff declare, in every example"),
    "model/settings": ("test_docs", "what staff declare, in every example"),
    "model/sources": ("test_docs", "what staff declare, in every example"),
    "model/*": ("record/test_store", "values: what was written is what is read back"),
    "outputs/cards/*": ("outputs/cards/test_cards", "what a card says, and how it is drawn"),
    "outputs/status_*": ("outputs/test_status", "the schema of what it says"),
    "outputs/live": ("site/test_current", "what it names, and how small it stays"),
    "outputs/*": ("outputs/test_atom", "what is published for machines"),
    "picture/explained": ("picture/test_why", "what each cause does to the next, in words"),
    "picture/narrowing": ("render/components/test_archive", "what is over depends on nothing that could still change"),
    "picture/*": ("picture/test_picture", "whatever is reported, the laws of the whole hold"),
    "preview/mkdocs": ("preview/test_serve", "`mkdocs serve` shows what `serve` does"),
    "publishing/checking": ("commands/test_publishing", "what the command says of it"),
    "publishing/purging": ("commands/test_publishing", "what the command says of it"),
    "publishing/who": ("commands/test_publishing", "what the command says of it"),
    "publishing/places": ("commands/test_publishing", "what is written as a place"),
    "publishing/serving": ("publishing/test_hosts", "one policy, however it is written"),
    "publishing/packing": ("publishing/test_hosts", "what servers send compressed"),
    "publishing/*": ("publishing/test_publishing", "killed anywhere, read at every moment"),
    "record/*": ("record/test_store", "what was written is what is read back"),
    "render/map/layout*": ("render/map/test_layout", "where things lie on the map"),
    "render/map/*": ("render/components/test_map", "the map says the same in its drawing and in its list"),
    "render/components/wall/*": ("outputs/test_wall", "the map for a wall, on one page"),
    "render/components/poster/*": ("outputs/test_poster", "a sheet for a wall, on one page"),
    "render/components/*": ("render/test_components", "a part of a page is held by its example"),
    "render/pages/*": ("render/pages/test_home", "what the kinds of pages say of themselves"),
    "render/*": ("test_demo", "every part stands on some page of the demo"),
    "site/sheets": ("render/pages/test_home", "the style of every page"),
    "site/dress": ("test_guest", "pages that others built, and what is ours on them"),
    "site/shells": ("test_guest", "what never leaks into navigation, search or a sitemap"),
    "site/*": ("test_site", "a refresh is a build: the site as a whole"),
    "watch/building": ("watch/test_watching", "content that changed is built beside while feeds go on"),
    "watch/cycle": ("watch/test_log", "what is told of a cycle"),
    "watch/files": ("watch/test_watching", "what staff write is published within two seconds"),
    "staff/contradictions/*": ("staff/contradictions/test_planted", "each kind is planted, and found"),
    "staff/declaring": ("commands/test_feeds", "the declaration that `feeds try` prints"),
    "staff/starting/answering": (
        "staff/starting/test_trades",
        "what a person says, and what becomes of it in the site",
    ),
    "staff/starting/filling": ("staff/starting/test_trades", "what a person says, and what becomes of it in the site"),
    "staff/unplaced": ("picture/test_unplaced", "what staff hear of it"),
    "staff/placing": ("picture/test_unplaced", "the rule that would place a message"),
    "staff/*": ("test_docs", "everything staff write, in every example"),
}
"""What has no test of its own name: the test that holds it, and why there. The first pattern that fits counts."""

BY_NAME = {
    "formats/registry.py": "formats/builtin/*.py",
    "language/house/__init__.py": "language/house/*.py",
    "render/templates.py": "render/components/*/*.py",
    "site/engine.py": "commands/plugin.py",
}
"""What imports others by a name that it works out, and those others."""

SPANNING = {
    "formats/test_naming": "names in several languages, in every format",
    "formats/test_properties": "what every format owes, whatever the bytes are",
    "language/test_unwrapped": "no word of ours is in no message, wherever it is said",
    "staff/test_mistakes": "what people mistype, and what is said of it",
    "staff/contradictions/test_sound": "no rule finds what is none, whatever the words and the language",
    "staff/contradictions/test_planted": "every kind of contradiction, planted into a sound site",
}
"""Tests in a folder that are about all of it."""


def name_of(path: Path, top: Path) -> str:
    return path.relative_to(top).with_suffix("").as_posix()


def says_something(path: Path) -> bool:
    """Whether a file holds more than its docstring and imports."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return any(not isinstance(node, ast.Expr | ast.Import | ast.ImportFrom) for node in body)


def modules() -> list[str]:
    found = sorted(PACKAGE.rglob("*.py"))
    return [name_of(path, PACKAGE) for path in found if path.name != "__init__.py" or says_something(path)]


MODULES = [name for name in modules() if name not in ("__init__", "__main__")]
TESTS_THERE = {name_of(path, TESTS) for path in TESTS.rglob("test_*.py")}


def mirrors(module: str) -> list[str]:
    """The names that the test of a module may have; a package’s own file is tested in its folder or beside it."""
    folder, _, name = module.removesuffix("/__init__").rpartition("/")
    beside = f"{folder}/test_{name}".lstrip("/")
    return [beside, f"{folder}/{name}/test_{name}".lstrip("/")] if module.endswith("/__init__") else [beside]


def held_by(module: str) -> str | None:
    """The test that holds a module, by its own name or by the table; None if nobody says."""
    own = next((name for name in mirrors(module) if name in TESTS_THERE), None)
    return own or next((test for pattern, (test, _) in HELD_BY.items() if fnmatch(module, pattern)), None)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_test_of_its_name_or_one_that_is_named_here(module: str) -> None:
    test = held_by(module)
    assert test, (
        f"write tests/{mirrors(module)[0]}.py, or say in HELD_BY which test holds explainer/{module}.py, and why"
    )
    assert test in TESTS_THERE, f"tests/{test}.py is not there"
    assert module in reached_from(TESTS / f"{test}.py"), f"tests/{test}.py never comes near explainer/{module}.py"


@pytest.mark.parametrize("pattern", HELD_BY)
def test_no_exception_outlives_its_reason(pattern: str) -> None:
    fitting = [module for module in MODULES if fnmatch(module, pattern)]
    assert [module for module in fitting if not set(mirrors(module)) & TESTS_THERE], (
        f"nothing needs “{pattern}” any more"
    )


def test_every_test_in_a_folder_mirrors_a_module_or_is_about_the_whole_folder() -> None:
    there = {name for module in modules() for name in mirrors(module)}
    there |= {name for path in PACKAGE.rglob("__init__.py") for name in mirrors(name_of(path, PACKAGE))}
    assert {name for name in TESTS_THERE if "/" in name} - there == SPANNING.keys()


@cache
def imported(path: Path) -> frozenset[Path]:
    """The files of ours that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    files = [ROOT / f"{name.replace('.', '/')}{end}" for name in names for end in (".py", "/__init__.py")]
    return frozenset(file for file in files if file.is_file())


@cache
def reached_from(test: Path) -> frozenset[str]:
    """The modules a test comes to by imports, wherever they stand; formats and the plugin are imported by their names."""
    reached, todo = set[Path](), [test]
    while todo:
        path = todo.pop()
        if path not in reached:
            reached.add(path)
            todo += imported(path)
            todo += (file for end, files in BY_NAME.items() if path.match(end) for file in PACKAGE.glob(files))
    return frozenset(name_of(path, PACKAGE) for path in reached if path.is_relative_to(PACKAGE))
