"""The explanation woven both ways: what happens leads to why it does, and what explains tells what happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.crawl import Woven, judge
from tests.support.site import Site
from tests.support.trades import BANK, HOSPITAL, make_trade


def test_on_a_small_site_no_page_is_a_dead_end(harbour: Site) -> None:
    woven = Woven.of(harbour)
    judge(woven)
    assert "how/crane/" in woven.crawl.links["why/ferry/"]
    assert woven.explainer("wind") == ""
    wind = woven.crawl.pages["map/"].html.partition('id="wind"')[2].partition("</li>")[0]
    assert "how/" not in wind, "a part that nobody explained leads nowhere"


@pytest.mark.audit
@pytest.mark.parametrize(("name", "files"), [("Riverside Hospital", HOSPITAL), ("Orme Bank", BANK)])
def test_neither_a_hospital_nor_a_bank_has_a_dead_end(tmp_path: Path, name: str, files: dict[str, str]) -> None:
    site = make_trade(tmp_path / "site", name, files)
    assert site.run("update") == 0
    judge(Woven.of(site))
