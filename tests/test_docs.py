"""The documentation runs: it names what there is, and what it shows is what the code does."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import click
import msgspec
import pytest
import yaml

from explainer import __version__
from explainer.commands.feeds import try_address
from explainer.commands.main import explainer, run
from explainer.declarations import translations as shape
from explainer.declarations.documents import Located, read_yaml, validated
from explainer.declarations.drills import DRILL_DOOR
from explainer.declarations.events import EVENTS_DOOR
from explainer.declarations.front_matter import FRONT_MATTER_DOOR
from explainer.declarations.permissions import PERMISSIONS_DOOR
from explainer.declarations.phrases import PHRASEBOOK_DOOR
from explainer.declarations.rights import RIGHTS_DOOR
from explainer.declarations.routes import ROUTES_DOOR
from explainer.declarations.season import SEASON_DOOR
from explainer.declarations.sources import READ_BY_FIELDS
from explainer.declarations.system import SYSTEM_DOOR, problems_of
from explainer.declarations.watches import WATCH_DOOR
from explainer.errors import Finding, Level
from explainer.fetch.web import Limits
from explainer.formats import Document, read_all, registry
from explainer.formats.builtin.bulletin import BULLETIN_DOOR, Bulletin
from explainer.formats.builtin.bulletin import read as read_bulletin
from explainer.formats.inspection import inspect_document
from explainer.model import vocabulary
from explainer.model.drill import Drill, DrillRun
from explainer.model.events import Event
from explainer.model.fields import Fields
from explainer.model.pages import FrontMatter
from explainer.model.permissions import Permissions
from explainer.model.phrases import Phrasebook
from explainer.model.questions import Asked, Stated
from explainer.model.rights import Rights
from explainer.model.routes import Route
from explainer.model.season import Threshold
from explainer.model.settings import Settings, Way
from explainer.model.sources import Source
from explainer.model.system import System
from explainer.model.value import Value
from explainer.outputs.published import OUTPUTS
from explainer.render import pages
from explainer.render.regions import REGIONS
from explainer.render.shapes import SHAPES
from explainer.staff import check
from explainer.staff.project import load_project
from scripts.commands import page as commands_page
from scripts.screenshots import OF_THE_DESK, SHOTS
from tests.conftest import NOW
from tests.support.languages import catalogues_of

ROOT = Path(__file__).parents[1]
FORMAT_PAGES = tuple(f"docs/formats/{p.name}" for p in sorted(ROOT.glob("docs/formats/*.md")))
DOCS = tuple(f"docs/{p.name}" for p in sorted(ROOT.glob("docs/*.md")))
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", *DOCS, *FORMAT_PAGES)
ONE_SCREEN = 60

OF_OTHER_TOOLS = frozenset({"search", "hide", "tags"})
"""Keys of front matter that are Material's, and may stand in an example."""


class Block(NamedTuple):
    """A fenced block: its language, what is in it, and where it is."""

    page: str
    line: int
    language: str
    body: str

    @property
    def about(self) -> str:
        """What a YAML block says it is, in its first line."""
        return self.body.partition("\n")[0].removeprefix("# ")


@cache
def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> list[Block]:
    found = re.finditer(r"^```(\w*)\n(.*?)^```$", text(page), re.DOTALL | re.MULTILINE)
    return [Block(page, text(page).count("\n", 0, m.start()) + 1, m[1], m[2]) for m in found]


EVERY_BLOCK = [block for page in PAGES for block in blocks(page)]
YAML = [block for block in EVERY_BLOCK if block.language == "yaml"]


def name_of(block: Block) -> str:
    return f"{block.page}:{block.line}"


def without_blocks(page: str) -> str:
    return re.sub(r"^```.*?^```$", "", text(page), flags=re.DOTALL | re.MULTILINE)


def words(page: str) -> str:
    """The page with its blocks, in which a name counts only as code."""
    spans = re.findall(r"`([^`\n]+)`", without_blocks(page))
    return "\n".join([*spans, *(block.body for block in blocks(page))])


# Commands


def commands() -> dict[str, click.Command]:
    """Every command by the words that call it, those of a group with the group’s name before them."""
    found: dict[str, click.Command] = {}
    for name, command in explainer.commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": below for inner, below in command.commands.items()}
        else:
            found[name] = command
    return found


GROUPS = "|".join(name for name, command in explainer.commands.items() if isinstance(command, click.Group))


@pytest.mark.parametrize("name", commands())
def test_every_command_is_in_the_documentation(name: str) -> None:
    assert f"explainer {name}" in words("docs/ci.md")


@pytest.mark.parametrize(
    "option",
    sorted({opt for command in commands().values() for param in command.params for opt in param.opts if "-" in opt}),
)
def test_every_option_is_in_the_documentation(option: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", words("docs/ci.md"))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_the_documentation_names_is_there(page: str) -> None:
    for line in words(page).splitlines():
        for called in re.finditer(rf"(?:^|\s)explainer ((?:(?:{GROUPS}) )?[a-z]+)\b([^|&;#\n]*)", line):
            if called[1] in GROUPS.split("|"):
                continue
            # What is no kind of thing is the folder of a new site.
            name = "new FOLDER" if called[1].startswith("new ") and called[1] not in commands() else called[1]
            assert name in commands(), f"{page}: explainer {called[1]}"
            options = {opt for param in commands()[name].params for opt in param.opts}
            assert set(re.findall(r"(?<!\S)--[a-z-]+", called[2])) <= options, f"{page}: {called[0].strip()}"


@pytest.mark.parametrize("path", [output.path for output in OUTPUTS])
def test_every_output_for_machines_is_in_the_documentation(path: str) -> None:
    assert path in words("docs/ci.md")


def test_commands_are_named_at_all() -> None:
    assert sum("explainer update" in words(page) for page in PAGES) >= 3


@pytest.mark.parametrize("page", [page for page in PAGES if page != "docs/commands.md"])  # whose “make” is English
def test_every_make_target_the_documentation_names_is_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|\s)make ([a-z]+(?:-[a-z]+)*)", words(page))) <= targets


# Keys


def kinds_within(*tops: type[Value]) -> set[type[Value]]:
    """The kinds themselves, and every kind that one of their fields may hold."""
    found: set[type[Value]] = set()
    todo = list(tops)
    while todo:
        kind = todo.pop()
        if kind not in found:
            found.add(kind)
            todo += [inner for field in msgspec.structs.fields(kind) for inner in _kinds_in(field.type)]
    return found


def _kinds_in(annotation: Any) -> list[type[Value]]:
    inner = [kind for arg in get_args(annotation) for kind in _kinds_in(arg)]
    return [annotation, *inner] if isinstance(annotation, type) and issubclass(annotation, Value) else inner


def keys_of(*tops: type[Value]) -> list[tuple[str, str]]:
    kinds = sorted(kinds_within(*tops), key=lambda kind: kind.__name__)
    return [(kind.__name__, _key(kind, field)) for kind in kinds for field in msgspec.structs.fields(kind)]


def _key(kind: type[Value], field: msgspec.structs.FieldInfo) -> str:
    """The name of a field as staff write it."""
    called = BULLETIN_DOOR.called if kind is Bulletin else {}
    return called.get(field.name, field.encode_name)


STAFF_KEYS = [
    pair for pair in keys_of(Bulletin, System, Rights, FrontMatter) if pair not in keys_of(Stated)
]  # without the ends of a day or a time, which is written as one
READ_KEYS = keys_of(Fields)
FEED_KEYS = [pair for pair in keys_of(Source) if pair != ("Source", "id") and pair not in READ_KEYS]
SITE_KEYS = [
    pair for pair in keys_of(Settings) if pair not in {*keys_of(DrillRun), *keys_of(Way), ("Settings", "drill")}
]  # without what explainer drill alone writes, and without links, which are written as MkDocs has them
DRILL_KEYS = keys_of(Drill)
SEASON_KEYS = [pair for pair in keys_of(Threshold) if pair[0] not in ("Ask", "Match", "Minutes")]


@pytest.mark.parametrize(
    ("page", "model", "key"),
    [
        *(("docs/staff.md", *pair) for pair in STAFF_KEYS),
        *(("docs/feeds.md", *pair) for pair in FEED_KEYS),
        *(("docs/formats/generic.md", *pair) for pair in READ_KEYS),
        *(("docs/ci.md", *pair) for pair in SITE_KEYS),
        *(("docs/staff.md", *pair) for pair in DRILL_KEYS),
        *(("docs/season.md", *pair) for pair in SEASON_KEYS),
        *(("docs/words.md", *pair) for pair in keys_of(Phrasebook)),
        *(("docs/invitations.md", *pair) for pair in keys_of(Event)),
        *(("docs/brief.md", *pair) for pair in keys_of(Permissions, Route)),
    ],
)
def test_every_key_that_staff_can_write_is_explained(page: str, model: str, key: str) -> None:
    outside = "\n".join(re.findall(r"`([^`\n]+)`", without_blocks(page)))
    assert re.search(rf"\b{key}\b", outside), f"{page} says nothing of {key} ({model})"


def test_the_keys_were_found() -> None:
    names = {name for name, _ in [*STAFF_KEYS, *FEED_KEYS, *READ_KEYS, *SITE_KEYS]}
    expected = {"Bulletin", "Report", "Impact", "Constraint", "Decision", "Ask", "Expected", "Update", "About"}
    assert expected | {"Source", "Rule", "Match", "Component", "SystemLink", "RightsRow", "Exercise"} <= names
    assert {"Fields", "Values"} <= names


@pytest.mark.parametrize(
    ("page", "values"),
    [
        ("docs/staff.md", [v.value for v in vocabulary.State]),
        ("docs/staff.md", [v.value for v in vocabulary.Severity]),
        ("docs/staff.md", [v.value for v in vocabulary.Certainty]),
        ("docs/staff.md", [v.value for v in vocabulary.Reality]),
        ("docs/staff.md", [v.value for v in vocabulary.Kind]),
        ("docs/staff.md", [v.value for v in vocabulary.Nature]),
        ("docs/staff.md", [v.value for v in vocabulary.Outcome]),
        ("docs/staff.md", [v.value for v in Asked]),
        ("docs/words.md", [v.value for v in vocabulary.CauseCode]),
        ("docs/staff.md", list(pages.TEMPLATES)),
        ("docs/ci.md", [v.value for v in vocabulary.Submission]),
        ("docs/formats/generic.md", [v.value for v in vocabulary.Status]),
        ("docs/formats/generic.md", [v.value for v in vocabulary.Severity]),
        ("docs/formats/generic.md", [v.value for v in vocabulary.Epoch]),
        ("docs/feeds.md", [v.value for v in vocabulary.Absence]),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_every_word_that_may_be_chosen_is_listed(page: str, values: list[str]) -> None:
    assert [value for value in values if not re.search(rf"`[^`\n]*\b{re.escape(value)}\b[^`\n]*`", text(page))] == []


def test_regions_that_the_documentation_names_are_there() -> None:
    named = {name for page in PAGES for name in re.findall(r'data-live="(\w+)"', text(page))} - {"name"}
    assert named
    assert named <= REGIONS.keys()


# Examples


@cache
def demo() -> check.Staff:
    return check.load_staff(load_project(ROOT / "mkdocs.yml"))


def read(block: Block) -> Located:
    return read_yaml(block.body, re.sub(r",.*", "", block.about))


def findings_of(block: Block) -> tuple[Finding, ...]:
    source = next(s for s in demo().sources if s.format == "bulletin")
    return read_bulletin(read(block), source, demo().known)[1]


def check_bulletin(block: Block, folder: Path) -> None:
    assert list(map(str, findings_of(block))) == []


def check_system(block: Block, folder: Path) -> None:
    read_as = validated(SYSTEM_DOOR, read(block))
    assert problems_of(read_as) == ()
    feeds = {source.id for source in demo().sources}
    assert {feed for component in read_as.components for feed in component.watched_by} <= feeds


def check_declaration(block: Block, folder: Path) -> None:
    located = read(block)
    source = check.declared(located, Path(located.file).stem)
    if block.page in FORMAT_PAGES:
        return  # they are of other operations than the demo
    assert source.party in demo().known.parties
    assert {rule.component for rule in source.mapping} <= demo().known.components
    assert {rule.cause for rule in source.mapping} - {None} <= demo().known.components


def check_rights(block: Block, folder: Path) -> None:
    assert validated(RIGHTS_DOOR, read(block))


def check_season(block: Block, folder: Path) -> None:
    del folder
    for one in validated(SEASON_DOOR, read(block)):
        assert {*one.parts, *(row.component for row in one.expect)} <= demo().known.components
        assert {one.by, *(row.by for row in one.decisions)} <= demo().known.parties


def check_words(block: Block, folder: Path) -> None:
    del folder
    book = validated(PHRASEBOOK_DOOR, read(block))
    assert {one.component for one in book.phrases} - {None} <= demo().known.components


def check_events(block: Block, folder: Path) -> None:
    del folder
    found = validated(EVENTS_DOOR, read(block), {"zone": ZoneInfo("Europe/Paris")})
    assert {one.component for one in found} - {None} <= demo().known.components
    assert {one.party for one in found} <= demo().known.parties


def check_drill(block: Block, folder: Path) -> None:
    del folder
    drill = validated(DRILL_DOOR, read(block))
    assert drill.injects


def check_mkdocs(block: Block, folder: Path) -> None:
    (folder / "mkdocs.yml").write_text(block.body, encoding="utf-8")
    with catalogues_of(folder / "locales", "fr"):
        assert load_project(folder / "mkdocs.yml").settings.zone != "UTC"


def check_front_matter(block: Block, folder: Path) -> None:
    located = read(block)
    front = validated(FRONT_MATTER_DOOR, located, {"zone": ZoneInfo("Europe/Paris")})
    assert located.data.keys() <= {*FrontMatter.__struct_fields__} | OF_OTHER_TOOLS
    assert set(front.about) <= demo().known.components
    assert {front.checked_by, front.answered_by, front.owner, front.refused_by} - {None} <= demo().known.parties


def check_watch(block: Block, folder: Path) -> None:
    look = validated(WATCH_DOOR, read(block), {"zone": ZoneInfo("Europe/Paris")})
    assert look.by in demo().known.parties
    assert set(look.looked_at) <= demo().known.components


def check_translation(block: Block, folder: Path) -> None:
    """A translation quotes what the demo says, and is shown as one would be."""
    file = re.sub(r"\.[a-z]{2}\.yml$", ".yml", block.about)
    shapes = {"system.yml": shape.SYSTEM, "rights.yml": shape.RIGHTS, "site.yml": shape.SITE}
    kind = shapes.get(Path(file).name, shape.BULLETIN if "bulletins" in file else shape.FEED)
    options = {"contact": {"name": "…", "hours": "at any hour"}}
    original = options if kind is shape.SITE else read_yaml(text(file), file).data
    told = shape.read_pairs(read(block), original, kind, shape.Sides("en", "fr"))
    assert told.pairs
    assert not told.findings


def check_hook(block: Block, folder: Path) -> None:
    """The hooks that are named are there."""
    del folder
    [repository] = read(block).data["repos"]
    there = {hook["id"] for hook in read_yaml(text(".pre-commit-hooks.yaml"), "").data}
    assert {hook["id"] for hook in repository["hooks"]} <= there


def check_action(block: Block, folder: Path) -> None:
    """It calls the action of this version, and takes no more lines than is promised."""
    del folder
    called = yaml.safe_load(block.body)["jobs"]["site"]["steps"]
    assert [step["uses"] for step in called] == [f"OWNER/explainer@v{__version__}"]
    assert len(block.body.splitlines()) - 1 - block.body.splitlines().index("jobs:") <= FEW


def check_component(block: Block, folder: Path) -> None:
    """It includes the component of this version, and gives it all that has no default and nothing it does not take."""
    del folder
    [included] = yaml.safe_load(block.body)["include"]
    inputs = yaml.safe_load(text("templates/site/template.yml").split("\n---\n")[0])["spec"]["inputs"]
    assert included["component"].endswith(f"/explainer/site@v{__version__}")
    assert {name for name, row in inputs.items() if "default" not in row} <= included["inputs"].keys() <= inputs.keys()
    assert len(block.body.splitlines()) - 1 <= FEW


def check_permissions(block: Block, folder: Path) -> None:
    del folder
    for one in validated(PERMISSIONS_DOOR, read(block)):
        assert {offer.party for offer in one.offers} <= demo().known.parties


def check_routes(block: Block, folder: Path) -> None:
    del folder
    for one in validated(ROUTES_DOOR, read(block)):
        assert {*one.symptom} <= demo().known.symptoms


FEW = 5

KINDS = (
    (r"\.github/workflows/site\.yml", check_action),
    (r"\.gitlab-ci\.yml", check_component),
    (r"(?:content|ops_feeds|ops_feeds/bulletins)/[a-z0-9-]+\.fr\.yml", check_translation),
    (r"ops_feeds/bulletins/[a-z0-9-]+\.yml", check_bulletin),
    (r"ops_feeds/watches/[a-z0-9-]+\.yml", check_watch),
    (r"ops_feeds/[a-z0-9-]+\.yml", check_declaration),
    (r"content/system\.yml", check_system),
    (r"drills/[a-z0-9-]+\.yml", check_drill),
    (r"content/rights\.yml", check_rights),
    (r"content/season\.yml", check_season),
    (r"content/words\.yml", check_words),
    (r"content/events\.yml", check_events),
    (r"content/permissions\.yml", check_permissions),
    (r"content/routes\.yml", check_routes),
    (r"mkdocs\.yml", check_mkdocs),
    (r"front matter", check_front_matter),
    (r"\.pre-commit-config\.yaml", check_hook),
)
WRONG_ON_PURPOSE = r"ops_feeds/bulletins/[a-z0-9-]+\.yml, wrong on purpose"


@pytest.mark.parametrize("block", YAML, ids=name_of)
def test_every_yaml_example_says_what_it_is_and_is_right(block: Block, tmp_path: Path) -> None:
    if re.fullmatch(WRONG_ON_PURPOSE, block.about):
        return
    check = next((check for pattern, check in KINDS if re.fullmatch(pattern, block.about)), None)
    assert check is not None, f"it opens with “{block.about}”; say which file it is"
    check(block, tmp_path)


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in KINDS])
def test_there_is_an_example_of_every_file_that_staff_write(pattern: str) -> None:
    assert any(re.fullmatch(pattern, block.about) for block in YAML)


def test_the_findings_shown_are_those_of_the_bulletin_shown_above_them() -> None:
    here = blocks("docs/staff.md")
    number = next(n for n, block in enumerate(here) if re.fullmatch(WRONG_ON_PURPOSE, block.about))
    assert here[number + 1].body.splitlines() == [str(finding) for finding in sorted(findings_of(here[number]))]
    assert {finding.level for finding in findings_of(here[number])} == {Level.ERROR, Level.ADVICE}


def test_the_answer_of_inspect_is_that_of_the_document_shown_above_it() -> None:
    here = {block.language: block for block in blocks("docs/feeds.md")}
    answer = inspect_document("notes.xml", here["xml"].body.encode())
    assert json.loads(here["json"].body) == json.loads(json.dumps(answer))


def declarations_on(page: str) -> list[Source]:
    shown = [block for block in blocks(page) if re.fullmatch(r"ops_feeds/[a-z0-9-]+\.yml", block.about)]
    return [check.declared(read(block), Path(block.about).stem) for block in shown]


OF_FEEDS = ("bulletin", "rss", "atom", "cap")
READ_BY = list(READ_BY_FIELDS)
WITH_A_PAGE = [name for name in registry.BUILTIN if name not in (*OF_FEEDS, *READ_BY)]


@pytest.mark.parametrize("name", WITH_A_PAGE)
def test_every_format_has_a_page_with_a_declaration_to_copy(name: str) -> None:
    page = f"docs/formats/{name}.md"
    assert page in FORMAT_PAGES
    assert text(page).startswith(f"# {name}")
    assert registry.format_of(name).absence in {s.absence for s in declarations_on(page) if s.format == name}


@pytest.mark.parametrize("name", [*OF_FEEDS, *READ_BY])
def test_the_other_formats_have_a_section_with_a_declaration(name: str) -> None:
    page = "docs/feeds.md" if name in OF_FEEDS else "docs/formats/generic.md"
    assert [heading for heading in headings(page) if name in heading.split("-")]
    assert name in {source.format for source in declarations_on(page)} or name == "atom"


def test_every_page_of_a_format_is_of_one_there_is() -> None:
    others = {"index", "generic", "plugin"}
    assert {Path(page).stem for page in FORMAT_PAGES} - others == set(WITH_A_PAGE)


@pytest.mark.parametrize("name", READ_BY)
def test_the_export_that_is_shown_is_read_by_the_declaration_below_it(name: str) -> None:
    here = blocks("docs/formats/generic.md")
    export = next(block for block in here if block.language == name)
    source = next(source for source in declarations_on("docs/formats/generic.md") if source.format == name)
    parsed = read_all([Document(name=f"export.{name}", body=export.body.encode())], source)
    assert parsed.disruptions
    assert parsed.rejected == ()
    for made in parsed.disruptions:
        assert made.status is not vocabulary.Status.UNKNOWN
        assert made.started_at is not None
        assert made.affected


def test_the_first_look_that_is_shown_is_that_of_the_demo() -> None:
    shown = next(block.body for block in blocks("docs/feeds.md") if block.body.startswith("Answer"))
    trial = try_address(str(ROOT / "ops_feeds/local/tower.xml"), None, None, Limits(), NOW)
    assert shown.splitlines() == list(trial.lines[: len(shown.splitlines())])


def test_the_list_of_feeds_that_is_shown_is_that_of_the_demo(capsys: pytest.CaptureFixture[str]) -> None:
    shown = next(block.body for block in blocks("docs/feeds.md") if block.body.startswith("Feed  "))
    assert run(["feeds", "list", "-f", str(ROOT / "mkdocs.yml")]) == 0
    assert capsys.readouterr().out == shown


# The architecture


@pytest.mark.parametrize(
    "path",
    re.findall(
        r"`([\w/]+(?:\.py)?)`",
        text("docs/architecture.md").partition("## Where honesty lives")[2].partition("## How")[0],
    ),
)
def test_the_place_that_is_named_for_a_rule_of_honesty_is_there(path: str) -> None:
    assert "/" not in path or (ROOT / "explainer" / path).exists()


# Pages


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_or_a_heading_leads_there(page: str) -> None:
    prose = re.sub(r"`[^`\n]*`", "", without_blocks(page))
    links = [unquote(target) for target in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in target]
    for link in links:
        file, _, heading = link.partition("#")
        target = (ROOT / page).parent / file if file else ROOT / page
        assert target.is_file(), f"{page}: {link}"
        if heading:
            assert heading in headings(target.resolve().relative_to(ROOT).as_posix()), f"{page}: {link}"


@cache
def headings(page: str) -> set[str]:
    """The anchors of a page as code hosts make them: small letters, spaces as hyphens, signs left out."""
    titles = re.findall(r"^#+ (.+)$", without_blocks(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_readme_opens_with_the_two_commands_and_fits_one_screen() -> None:
    assert len(text("README.md").splitlines()) <= ONE_SCREEN
    first = blocks("README.md")[0]
    assert re.findall(r"^make (\w+)", first.body, re.MULTILINE) == ["site", "test"]
    assert first.line < 5


def test_the_readme_and_the_first_page_of_the_documentation_lead_to_every_page() -> None:
    from_readme = set(re.findall(r"\]\((docs/[\w-]+\.md)\)", text("README.md")))
    from_index = {f"docs/{name}" for name in re.findall(r"\]\(([\w-]+\.md)\)", text("docs/index.md"))}
    assert "docs/index.md" in from_readme
    assert from_readme | from_index == set(DOCS)
    in_navigation = {f"docs/{name}" for name in re.findall(r"\b[\w-]+\.md\b", text("scripts/docs.yml"))}
    assert in_navigation == set(DOCS)


def test_every_picture_is_made_by_the_script_and_shown_somewhere() -> None:
    shown = {name for page in PAGES for name in re.findall(r"\]\((?:docs/)?images/([\w.-]+)\)", text(page))}
    assert (
        {shot.name for shot in (*SHOTS, OF_THE_DESK)}
        == shown
        == {path.name for path in (ROOT / "docs/images").iterdir()}
    )


def test_the_signs_that_readers_are_told_of_are_those_of_the_pages_worst_first() -> None:
    told = re.findall(r"^\| (\S) (\w+) \|", text("docs/readers.md"), re.MULTILINE)
    assert told == [(SHAPES[state].character, state.value.capitalize()) for state in vocabulary.State]


def test_the_help_of_every_command_is_as_the_program_prints_it() -> None:
    assert text("docs/commands.md") == commands_page()


@pytest.mark.parametrize("page", PAGES)
def test_the_documentation_names_no_place_on_one_machine(page: str) -> None:
    assert not re.search(r"/(?:work|home|root|Users|tmp)/", text(page))


@pytest.mark.parametrize("page", [page for page in PAGES if page != "CHANGELOG.md"])
def test_prose_has_curly_apostrophes(page: str) -> None:
    prose = without_blocks(page)
    prose = re.sub(r"`[^`\n]*`|<[^>\n]*>", "", prose)
    assert re.findall(r"\w'\w", prose) == []
