"""Words that people hear: on a site of any trade explainers, crisis pages and stated causes lead to what they mean."""

from __future__ import annotations

import re

import pytest

from explainer.model.phrases import Phrase, Phrasebook
from explainer.render.defining import Defining, forms_of, undefined
from explainer.site.defined import defined
from tests.support.site import Site
from tests.support.trades import HOSPITAL, make_trade

WORDS = """\
checked: 2026-10-02
checked_by: the front desk
phrases:
  - id: downtime
    heard: Our scanner is down
    also: scanner, downtime
    means: It has to start again from nothing.
    we_do: We call each patient.
    you_can: Bring your letter.
    component: scanners
    causes: [technical]
  - id: operational
    heard: For operational reasons
    means: Nobody has said the cause.
"""

PAGE = "---\ntemplate: words.html\ntitle: Words you hear\n---\n"


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_trade(tmp_path_factory.mktemp("words") / "site", "Riverside Hospital", HOSPITAL)
    site.write("content/words.yml", WORDS)
    site.write("content/words.md", PAGE)
    assert site.run("update") == 0
    return site


def test_each_phrase_says_what_it_means_what_we_do_and_how_its_part_works_now(hospital: Site) -> None:
    page = hospital.page("words/index.html")
    for said in ("“Our scanner is down”", "start again from nothing", "We call each patient", "Bring your letter"):
        assert said in page
    assert re.search(r'id="downtime".*?href="\.\./map/#scanners">Scanners: slowed</a>', page, re.DOTALL)
    assert "2 October 2026: the front desk" in page


def test_a_phrase_without_a_part_has_no_state(hospital: Site) -> None:
    [told] = re.findall(r'<dl class="kv" id="operational">.*?</dl>', hospital.page("words/index.html"), re.DOTALL)
    assert "<svg" not in told
    assert "these words name none" in told


def test_an_explainer_leads_to_a_phrase_once_and_its_theme_is_left_alone(hospital: Site) -> None:
    page = hospital.page("how/scanners/index.html")
    assert page.count("<dfn>") == page.count('<dfn><a href="../../words/#downtime">') == 1
    assert page.index("<article") < page.index("<dfn>") < page.index("</article>")


@pytest.mark.parametrize(
    ("built", "marked"),
    [
        ("<main><h1>x</h1><div data-live=panel></div><p>downtime</p></main>", True),
        ("<main><div><h1>x</h1><div data-live=panel></div><div><p>x</p></div></div><p>downtime</p></main>", False),
        ("<main><p>downtime</p></main>", False),
    ],
)
def test_only_what_staff_wrote_below_the_live_panel_is_looked_at(built: str, marked: bool) -> None:
    book = Phrasebook(phrases=(Phrase(id="downtime", heard="Downtime", means="It stands still."),))
    made = defined(built, Defining(forms_of(book, "en"), "../words/"))
    assert (made != built) is marked
    assert undefined(made) == built


@pytest.mark.audit
def test_a_refresh_says_the_same_as_a_rebuild(hospital: Site) -> None:
    before = hospital.files()
    assert hospital.run("build") == 0
    assert hospital.files() == before


def test_a_crisis_page_leads_to_a_phrase_and_its_own_page_does_not(hospital: Site) -> None:
    pages = {
        path.parent.name: path.read_text("utf-8") for path in (hospital.root / "site/disruptions").glob("*/index.html")
    }
    assert any('<dfn><a href="../../words/#downtime">' in page for page in pages.values())
    assert "<dfn><a" not in hospital.page("words/index.html")
