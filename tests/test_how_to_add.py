"""The recipes of docs/architecture.md are carried out here, in a copy of the repository, as somebody new would."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scripts import messages
from tests.conftest import ROOT
from tests.support.site import make_site, told_yesterday
from tests.support.workshop import Workshop, opened, recipe

pytestmark = pytest.mark.audit


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return opened(tmp_path)


# A format


def rota() -> tuple[str, str]:
    """The module and the document that docs/formats/plugin.md shows."""
    page = (ROOT / "docs/formats/plugin.md").read_text(encoding="utf-8")
    shown = dict(reversed(re.findall(r"^```(python|text)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)))
    return shown["python"], shown["text"]


def test_a_format_is_one_module_and_what_holds_for_all_formats_is_held_of_it(workshop: Workshop) -> None:
    module, board = rota()
    steps = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Add a format")[2]
    folder = recipe("A format").file("explainer/formats")
    assert f"`{folder}<format>.py`" in steps
    workshop.write(f"{folder}rota.py", module)
    workshop.write("board.txt", board)
    assert "rota" in workshop.run("explainer", "feeds", "formats").stdout
    read = json.loads(workshop.run("explainer", "inspect", "board.txt").stdout)
    assert read["format"] == "rota"
    assert [made["headline"] for made in read["disruptions"]] == [[{"text": "MRI closed"}], [{"text": "CT closed"}]]
    assert [row["reason"] for row in read["set_aside"]] == ["it has not three parts"]
    held = workshop.tests("tests/formats/test_gate.py", "tests/test_fuzz_finds.py", "-k", "rota")
    assert held.returncode == 0, held.stdout
    assert int(re.findall(r"(\d+) passed", held.stdout)[0]) >= 3


def test_a_format_without_test_recording_or_page_is_asked_for_each_of_them(workshop: Workshop) -> None:
    workshop.write(f"{recipe('A format').file('explainer/formats')}rota.py", rota()[0])
    asked = workshop.tests(
        "tests/test_mirror.py", "tests/test_recordings.py", "tests/test_docs.py", "-k", "rota"
    ).stdout
    assert "write tests/formats/builtin/test_rota.py" in asked
    assert "tests/recordings/rota/ holds no document that is read whole" in asked
    assert "docs/formats/rota.md" in asked


# An option


CONFIGURED = "      keep: 2\n      hotline: 01 99 00 00 02\n"
"""Options, new and old, at the place of the old one."""


@pytest.fixture
def with_hotline(workshop: Workshop) -> Workshop:
    """A copy with one more option, and a site that sets it."""
    of = recipe("An option")
    [settings] = {
        path for path in re.findall(r"`(explainer/\S+\.py)`", of.words) if "class Settings" in workshop.read(path)
    }
    workshop.insert(settings, r'^    """How many earlier', '    hotline: str = ""\n    """Whom to call."""\n')
    site = told_yesterday(make_site(workshop.root / "site"))
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text().replace("      zone:", f"{CONFIGURED}      zone:"))
    return workshop


def test_an_option_is_one_field_which_every_command_takes_and_a_page_can_say(with_hotline: Workshop) -> None:
    assert with_hotline.run("explainer", "update", cwd="site").returncode == 0
    built = with_hotline.run("mkdocs", "build", "--strict", cwd="site")
    assert built.returncode == 0, built.stderr
    assert "nrecogni" not in built.stderr
    asked = "from explainer.staff.project import *; print(load_project(Path('mkdocs.yml')).settings.hotline)"
    with_hotline.write("site/ask.py", asked)
    assert with_hotline.run("ask", cwd="site").stdout == "01 99 00 00 02\n"


def test_an_option_that_is_misspelt_is_named_at_its_line(with_hotline: Workshop) -> None:
    with_hotline.write("site/mkdocs.yml", with_hotline.read("site/mkdocs.yml").replace("hotline:", "hotlin:"))
    done = with_hotline.run("explainer", "check", cwd="site")
    assert done.returncode == 2
    assert re.search(r"^mkdocs\.yml:\d+:7 hotlin", done.stdout + done.stderr, re.MULTILINE)


def test_an_option_that_the_documentation_does_not_explain_is_asked_for(with_hotline: Workshop) -> None:
    page = recipe("An option").file("docs/")
    explained = ("tests/test_docs.py", "-k", "every_key_that_staff_can_write_is_explained and hotline")
    assert f"{page} says nothing of hotline" in with_hotline.tests(*explained).stdout
    with_hotline.insert(page, r"`keep`", "| `hotline` | a number |\n")
    assert with_hotline.tests(*explained).returncode == 0


# An output


BOARD = '''"""What a board in a hall shows: one line of plain text."""

from explainer.picture.model import DisruptionNow
from explainer.render.view import View


def board(view: View) -> bytes:
    """The state, as a word."""
    return f"{view.picture.state.value}\\n".encode()


def line(view: View, now: DisruptionNow) -> bytes:
    """A disruption's headline."""
    return f"{now.disruption.headline[0].text}\\n".encode()
'''


def test_an_output_is_a_module_and_a_row_and_is_published_wherever_the_site_is(workshop: Workshop) -> None:
    of = recipe("An output")
    rows = of.file("published")
    workshop.write(f"{of.file('explainer/outputs/', suffix='/')}board.py", BOARD)
    workshop.insert(rows, "^from explainer.outputs.atom import", "from explainer.outputs.board import board, line\n")
    workshop.insert(rows, "^OUTPUTS", '    Output("board.txt", Scope.SITE, board),\n')
    workshop.insert(rows, "^BESIDE_A_DISRUPTION", '    Beside("line.txt", line),\n')
    site = told_yesterday(make_site(workshop.root / "site"))
    assert workshop.run("explainer", "update", cwd="site").returncode == 0
    assert site.page("board.txt") == "slowed\n"
    assert site.page("disruptions/met.g1/line.txt") == "Gale warning\n"


# A language


def test_a_language_is_one_catalogue_and_the_pages_speak_it(workshop: Workshop) -> None:
    of = recipe("A language")
    assert "make messages LANGUAGES=nl" in of.words
    assert workshop.run("scripts.messages", "nl").returncode == 0
    po = workshop.root / of.file("locales").replace("<language>", "nl")
    translated = messages.opened(po)
    for message in translated:
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = tuple(f"°{form}" for form in forms)
            message.string = strings if message.pluralizable else strings[0]
    po.write_bytes(messages.as_text(translated))
    assert "nl: 0 messages lack" in workshop.run("scripts.messages").stdout
    site = told_yesterday(make_site(workshop.root / "site"))
    site.write(
        "mkdocs.yml", workshop.read("site/mkdocs.yml").replace("name: material,", "name: material, language: nl,")
    )
    assert workshop.run("explainer", "update", cwd="site").returncode == 0
    assert '<html lang="nl"' in site.page("index.html")
    assert "°" in site.page("index.html")


# A part of a page, and a kind of page


GREETING = '''"""A greeting."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from explainer.render.view import View


def greeting(view: View, args: Mapping[str, str]) -> Markup:
    """A greeting to whoever the page names."""
    return view.render("components/greeting/template.html", name=args.get("to", ""))
'''

PHONE = '''"""How to call us."""

from __future__ import annotations

from explainer.render.components.head import About
from explainer.render.components.lead import Sign
from explainer.render.escaping import prose
from explainer.render.pages.kind import Args, Page
from explainer.render.view import View


def about(view: View, args: Args) -> About:
    """The number, in the title."""
    return About(f"Call {view.settings.contact.phone}", "Day and night.", view.picture.state)


def sign(view: View, args: Args) -> Sign:
    """The number, large."""
    return Sign(title=prose(view.settings.contact.phone))


PAGE = Page("phone.html", about, sign, styles=("rows",))
'''


def test_a_part_of_a_page_is_a_folder_and_a_row_and_is_judged_by_its_examples(workshop: Workshop) -> None:
    of = recipe("A part of a page")
    folder = of.file("explainer/render/components").replace("<name>", "greeting")
    workshop.write(f"{folder}__init__.py", GREETING)
    workshop.write(f"{folder}template.html", '<p class="greeting">Hello {{ name }}</p>\n')
    workshop.write(f"{folder}example.yml", "a greeting:\n  name: Anna\n")
    workshop.insert(
        of.file("regions.py"),
        "^from explainer.render.view",
        "from explainer.render.components.greeting import greeting\n",
    )
    workshop.insert(of.file("regions.py"), "^REGIONS", '    "greeting": greeting,\n')
    held = workshop.tests(of.file("tests/"), "-k", "greeting")
    assert held.returncode == 0, held.stdout
    assert int(re.findall(r"(\d+) passed", held.stdout)[0]) >= 5
    site = told_yesterday(make_site(workshop.root / "site"))
    site.write(
        "content/map.md",
        '---\ntemplate: map.html\ntitle: Map\n---\n\n<div data-live="greeting" data-to="Anna &amp; Ben"></div>\n',
    )
    assert workshop.run("explainer", "update", cwd="site").returncode == 0
    assert '<p class="greeting">Hello Anna &amp; Ben</p>' in site.page("map/index.html")


def test_a_part_that_forgets_to_escape_or_to_close_is_found_by_its_example(workshop: Workshop) -> None:
    folder = recipe("A part of a page").file("explainer/render/components").replace("<name>", "greeting")
    workshop.write(f"{folder}__init__.py", GREETING)
    workshop.write(f"{folder}template.html", "<p>Hello {{ name | safe }}\n")
    workshop.write(f"{folder}example.yml", "a greeting:\n  name: Anna\n")
    held = workshop.tests("tests/render/test_components.py", "-k", "greeting").stdout
    assert "left open: ['p']" in held
    assert "a stranger: <img>" in held or "FAILED tests/render/test_components.py::test_a_hostile" in held


def test_a_kind_of_page_is_a_template_a_module_and_a_row_with_a_title_and_a_heading_of_its_own(
    workshop: Workshop,
) -> None:
    of = recipe("A kind of page")
    template, table = of.file("theme/templates"), of.file("__init__.py")
    site = told_yesterday(make_site(workshop.root / "site"))
    site.write("content/phone.md", "---\ntemplate: phone.html\ntitle: Call us\n---\n\nAt any hour.\n")
    workshop.write(
        template.replace("<name>", "phone"), '{% extends "crisis.html" %}\n{% block kind %}phone{% endblock %}\n'
    )
    workshop.write(of.file("pages/<name>").replace("<name>", "phone"), PHONE)
    workshop.insert(table, "^from explainer.render.pages import map", "from explainer.render.pages import phone\n")
    workshop.insert(table, "^PAGES", '    "phone": phone.PAGE,\n')
    done = workshop.run("explainer", "update", cwd="site")
    assert done.returncode == 0, done.stderr
    page = site.page("phone/index.html")
    assert "<title>Call 01 99 00 00 00</title>" in page
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ['<span class="n">01 99 00 00 00</span>']


# A field of a bulletin


HOTLINE = """

def _hotline(view: View, now: DisruptionNow) -> Markup:
    return Markup("<p>{}</p>").format(now.disruption.account.hotline) if now.disruption.account.hotline else Markup("")

"""


def test_a_field_of_a_bulletin_is_one_field_and_a_place_to_draw_it_and_old_records_still_read(
    workshop: Workshop,
) -> None:
    site = told_yesterday(make_site(workshop.root / "site"))
    assert workshop.run("explainer", "update", cwd="site").returncode == 0
    of = recipe("A field of a bulletin")
    workshop.insert(
        of.file("account.py"), '^    """What customers are owed', '    hotline: str = ""\n    """Whom to call."""\n'
    )
    part = "explainer/render/components/disruption/__init__.py"
    workshop.insert(part, "^MOST_GATHERED", HOTLINE)
    workshop.insert(part, '"doing": Part', '    "hotline": Part("Call us", "", _hotline),\n')
    workshop.write(
        part, workshop.read(part).replace('"limits", "doing", "updates"', '"limits", "hotline", "doing", "updates"')
    )
    site.write(
        "ops_feeds/bulletins/late.yml", f"hotline: 01 99 <3\n{workshop.read('site/ops_feeds/bulletins/late.yml')}"
    )
    done = workshop.run("explainer", "update", cwd="site")
    assert done.returncode == 0, done.stderr
    assert "<p>01 99 &lt;3</p>" in site.page("disruptions/log.late/index.html")
    assert "01 99 <3" in workshop.read("site/ops_feeds/recorded/disruptions/log.late.json")
    assert "hotline" not in workshop.read("site/ops_feeds/recorded/disruptions/met.g1.json")
    assert workshop.run("explainer", "refresh", cwd="site").returncode == 0
    explained = workshop.tests("tests/test_docs.py", "-k", "every_key_that_staff_can_write_is_explained and hotline")
    assert f"{of.file('docs/')} says nothing of hotline" in explained.stdout


# All of them


def test_every_recipe_is_carried_out_here() -> None:
    page = (
        (ROOT / "docs/architecture.md").read_text(encoding="utf-8").partition("## How to add")[2].partition("\n## ")[0]
    )
    here = Path(__file__).read_text(encoding="utf-8")
    recipes = re.findall(r"^\*\*(An? [\w ]+)\*\*", page, re.MULTILINE)
    assert len(recipes) >= 6
    assert not [name for name in recipes if f'recipe("{name}")' not in here and f"recipe('{name}')" not in here]
