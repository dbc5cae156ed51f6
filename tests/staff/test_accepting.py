"""A second person reads the exact words of a bulletin in a customer's place, and signs them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.commands.main import run
from tests.support.site import BULLETIN, Site, make_site

READINGS = "ops_feeds/bulletins/late.accepted.yml"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site")
    made.bulletin()
    return made


def accept(site: Site, *options: str, at: str = "18:25") -> int:
    return site.run("accept", "late", "--by", "harbour", *options, now=f"2026-11-20T{at}:00+01:00")


def read_line(site: Site, page: str = "disruptions/log.late/index.html") -> str:
    """What readers see of it: what a page turns into when it is old is hidden."""
    body = re.split(r'<div class="lead[^>]* hidden', site.page(page))[0]
    return body.partition('<p class="read">')[2].partition("</p>")[0]


def test_the_page_and_home_say_when_a_second_person_read_it(site: Site) -> None:
    assert site.run("update", now="2026-11-20T18:29:00+01:00") == 0
    assert read_line(site) == ""
    assert site.run("update", now="2026-11-20T18:31:00+01:00") == 0
    assert read_line(site) == "No second person has read this yet."
    assert accept(site, "--yes", at="18:32") == 0
    assert site.run("update", now="2026-11-20T18:33:00+01:00") == 0
    for page in ("disruptions/log.late/index.html", "index.html"):
        line = read_line(site, page)
        assert line.startswith("Read by a second person at ")
        assert "18:32" in line
        assert "(Harbour office)" in line


def test_the_limit_is_the_operators_to_set(site: Site) -> None:
    config = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write(
        "mkdocs.yml", config.replace("zone: Europe/Paris", "zone: Europe/Paris\n      second_reader_within: 2 h")
    )
    assert site.run("update", now="2026-11-20T19:00:00+01:00") == 0
    assert read_line(site) == ""


def test_words_that_come_later_are_not_covered_by_an_earlier_reading(site: Site) -> None:
    assert accept(site, "--yes") == 0
    path = site.root / "ops_feeds/bulletins/late.yml"
    later = '  - {at: 2026-11-20 18:40, says: "Slower.", next_update: 2026-11-20 19:00}\n'
    path.write_text(f"{path.read_text('utf-8')}{later}", encoding="utf-8")
    assert site.run("update", now="2026-11-20T18:55:00+01:00") == 0
    assert read_line(site) == "No second person has read this yet."


def test_comments_and_spaces_are_no_words(site: Site) -> None:
    assert accept(site, "--yes") == 0
    path = site.root / "ops_feeds/bulletins/late.yml"
    path.write_text(f"# A note to ourselves.\n\n{path.read_text('utf-8')}", encoding="utf-8")
    assert site.run("update", now="2026-11-20T18:55:00+01:00") == 0
    assert "18:25" in read_line(site)


def test_a_no_needs_words_and_stays_a_finding_until_the_words_change(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert accept(site, "--yes", "--no", "fair", 'A "voucher" buys no bed.') == 2
    assert site.run("check", now="2026-11-20T18:26:00+01:00") == 2
    said = capsys.readouterr().err
    assert (
        'harbour would not accept this (Would you take this offer yourself, and think it fair who pays? “A "voucher"'
        in said
    )
    assert site.run("update", now="2026-11-20T18:26:00+01:00") == 0
    assert "who asked for changes" in read_line(site)
    site.write(
        "ops_feeds/bulletins/late.yml",
        BULLETIN.format(says="Slow.", status="active", ended="").replace(
            "Wait in the hall", "We pay a bed; wait in the hall"
        ),
    )
    assert site.run("check", now="2026-11-20T18:27:00+01:00") == 0
    assert "has changed since harbour read it at 2026-11-20 18:25" in capsys.readouterr().err


def test_readings_are_added_below_and_none_is_ever_changed(site: Site) -> None:
    accept(site, "--yes", "--no", "act", "Where is the desk?")
    first = (site.root / READINGS).read_text("utf-8")
    assert accept(site, "--yes", at="18:30") == 0
    assert (site.root / READINGS).read_text("utf-8").startswith(first)
    assert site.run("update", now="2026-11-20T18:31:00+01:00") == 0
    assert "18:30" in read_line(site)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["late", "--by", "harbor", "--yes"], "there is no party “harbor”; did you mean “harbour”?"),
        (["lat", "--by", "harbour", "--yes"], "there is no bulletin “lat”; did you mean “late”?"),
        (["late", "--by", "harbour", "--no", "fare", "x"], "“fare” is no question; write one of: act, why"),
        (["late", "--by", "harbour", "--no", "fair", " "], "say why not “fair”"),
        (["late", "--by", "harbour"], "nobody can answer here; write --yes"),
    ],
)
def test_wrong_use_is_refused_with_what_to_write(
    site: Site, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["accept", "-f", str(site.root / "mkdocs.yml"), *options]) != 0
    assert said in capsys.readouterr().err
    assert not (site.root / READINGS).exists()


def test_another_bulletin_that_cannot_be_read_keeps_nobody_from_signing(site: Site) -> None:
    site.write("ops_feeds/bulletins/broken.yml", "headline: [never closed\n")
    assert accept(site, "--yes") == 0


def test_in_the_hour_that_comes_twice_a_reading_says_which_it_is_of(site: Site) -> None:
    assert site.run("accept", "late", "--by", "harbour", "--yes", now="2026-10-25T02:30:00+01:00") == 0
    assert "at: 2026-10-25T02:30+01:00" in (site.root / READINGS).read_text("utf-8")


def test_a_bulletin_that_cannot_be_published_cannot_be_signed(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    path = site.root / "ops_feeds/bulletins/late.yml"
    path.write_text(path.read_text("utf-8").replace("place: Pier One\n", ""), encoding="utf-8")
    assert accept(site, "--yes") == 2
    assert "late.yml:1:1 place: is missing" in capsys.readouterr().err


def test_a_file_of_readings_that_cannot_be_read_is_named_and_covers_nothing(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write(READINGS, '- {by: harbour, at: 2026-11-20 18:25, words: "abc"}\n')
    assert site.run("check") == 2
    assert (
        "late.accepted.yml:1:46 [1].words: “abc” is not the digest of any words: let explainer accept write it"
        in capsys.readouterr().err
    )
    assert site.run("update", now="2026-11-20T18:55:00+01:00") == 0
    assert read_line(site) == "No second person has read this yet."
    assert "Ferry" in site.page("index.html")


def test_a_party_that_is_not_declared_cannot_have_read(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(READINGS, '- {by: habour, at: 2026-11-20 18:25, words: "0123456789abcdef"}\n')
    assert site.run("check") == 2
    assert f"{READINGS}:1:8 [1].by: there is no party “habour”: did you mean “harbour”?" in capsys.readouterr().err
