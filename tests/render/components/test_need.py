"""What people need that no one part stands for: reached from home, told with how its parts are now."""

from pathlib import Path

import pytest

from explainer.declarations.documents import read_yaml, validated
from explainer.declarations.system import SYSTEM_DOOR, problems_of
from explainer.staff import starting
from tests.support.markup import Walk
from tests.support.site import Site, make_site

NEED = """
needs:
  - id: {id}
    problem: I need a way home, or a bed
    question: How do I get home tonight?
    says: The last ferry leaves at 23:10.
    by: {by}
    checked: 2026-11-16
    parts: [{parts}]
    rights: {rights}
    asks:
      - {{what: "Home is near? Take the last ferry", can_you: "Yes, with a ticket.", how: From pier 2.,
         helps: People who live far away., if_not: The bus runs all night.}}
"""

RIGHTS = """- id: sea
  source: Regulation (EU) 1177/2010
  reviewed: 2026-10-02
  reviewed_by: our legal team
  rows:
    - {when: Long wait, what: Food and drink.}
"""

TRADES = sorted(path.name for path in (Path(starting.__file__).parent / "trades").iterdir() if path.is_dir())


def site_with(tmp_path: Path, **more: str) -> Site:
    site = make_site(tmp_path / "site")
    system = (site.root / "content/system.yml").read_text(encoding="utf-8")
    told = {"id": "night", "by": "harbour", "parts": "crane, ferry", "rights": "sea"} | more
    site.write("content/system.yml", f"{system}{NEED.format(**told)}")
    site.write("content/rights.yml", RIGHTS)
    return site


def test_home_leads_to_its_page_which_tells_what_to_do_how_its_parts_are_now_and_what_is_owed(tmp_path: Path) -> None:
    site = site_with(tmp_path)
    site.bulletin()
    assert site.run("update") == 0
    home, page = (
        Walk(site.page(path)[site.page(path).index("<main") :]) for path in ("index.html", "why/night/index.html")
    )
    assert {"href": "why/night/"} in home.all("a")
    assert "I need a way home, or a bed The last ferry leaves at 23:10" in home.text
    assert "How do I get home tonight? The last ferry leaves at 23:10." in page.text
    assert "What you can do Home is near? Take the last ferry Can you? Yes, with a ticket." in page.text
    assert "Checked on 16 November 2026: Harbour office." in page.text
    assert "Ferry: slowed 20–40 minutes late." in page.text
    assert "Your rights Long wait Food and drink." in page.text
    assert "why/night/" in site.page("sitemap.xml")


def test_a_site_without_needs_has_none(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    assert site.run("update") == 0
    assert not (site.root / "site/why/night").exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"parts": "cran"}, "there is no component “cran”"),
        ({"by": "harbor"}, "there is no party “harbor”"),
        ({"rights": "see"}, "there is no entry “see” in content/rights.yml"),
        ({"id": "ferry"}, "“ferry” is already the id of another"),
    ],
)
def test_a_name_that_is_none_is_told_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, str], told: str
) -> None:
    site = site_with(tmp_path, **wrong)
    assert site.run("check") != 0
    found = [line for line in capsys.readouterr().err.splitlines() if told in line]
    assert len(found) == 1
    assert found[0].startswith("content/system.yml:")


@pytest.mark.parametrize("trade", [trade for trade in TRADES if trade not in ("blank", "shared")])
def test_each_trade_starts_with_one_of_its_own_to_be_uncommented(trade: str) -> None:
    file = Path(starting.__file__).parent / "trades" / trade / "content/system.yml"
    above, _, needs = file.read_text(encoding="utf-8").partition("# needs:\n")
    text = above + "needs:\n" + "".join(f"{line[2:]}\n" for line in needs.splitlines())
    system = validated(SYSTEM_DOOR, read_yaml(text, file.name))
    assert system.needs
    assert not problems_of(system)
