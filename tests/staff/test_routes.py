"""``content/routes.yml`` is judged whole: every symptom has a route open at any hour, and none ends at nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.site import Site, found_in, make_site

SOUND = """\
- id: ferry
  symptom: ferry
  steps: [Look at the board together.]
  desk: Ferry desk, pier 1
  hours: 06:00-22:00
  solves: Says when it leaves
- id: night
  symptom: [ferry]
  problem: My ferry, at night
  hours: Mo-Su 22:00-06:00
  phone: "4400"
  solves: Rebooks
"""


@pytest.fixture(scope="module")
def pier(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("routes") / "site")


def told(site: Site, capsys: pytest.CaptureFixture[str]) -> list[str]:
    return found_in("content/routes.yml", site, capsys)


def test_what_is_right_has_no_finding(pier: Site, capsys: pytest.CaptureFixture[str]) -> None:
    pier.write("content/routes.yml", SOUND)
    assert told(pier, capsys) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("symptom: ferry", "symptom: fery", "2:12 [1].symptom[1]: “fery” is no symptom in content/system.yml: did you mean “ferry”?"),
        ("id: night", "id: ferry", "7:7 [2].id: “ferry” is there already: give it another name"),
        ("Mo-Su 22:00-06:00", "Mo-Sa 22:00-06:00", "1:1 nobody solves ferry from Sunday 22:00 until Monday 06:00: add a route with symptom: ferry that is open then"),
        ("06:00-22:00", "07:30-22:00", "1:1 nobody solves ferry from Monday 06:00 until Monday 07:30, and 6 times more a week: add a route with symptom: ferry that is open then"),
        ("hours: 06:00-22:00", "hours: 6-22", "5:10 [1].hours: “6-22” are no hours: write 24/7, or days and hours such as Mo-Fr 06:00-22:00; Sa,Su 08:00-12:00"),
        ("Ferry desk, pier 1", "Customer care, pier 1", "4:9 [1].desk: “Customer care” solves nothing by itself: name the desk or the phone of who does, and what it solves"),
        ("solves: Rebooks", "solves: Connects you to customer service", "12:11 [2].solves: “customer service” solves nothing by itself: name the desk or the phone of who does, and what it solves"),
        ('"4400"', "01 99 00 00 00", "11:10 advice: [2].phone: is the number that every page gives already, so people may be sent in a circle: name the desk behind it, or the number of who solves this"),
        ('  phone: "4400"\n', "", "7:3 [2]: ends nowhere: write the desk or the phone that solves it"),
        ("  symptom: [ferry]\n  problem: My ferry, at night\n", "", "7:3 [2]: says of no problem: write symptom: and its id, or problem: in a few words"),
        ("[Look at the board together.]", "[One., Two., Three.]", "3:10 [1].steps: has too many: write at most 2"),
    ],
    ids=["symptom", "twice", "sunday night", "morning", "hours", "care", "service", "circle", "nowhere", "no problem", "three steps"],
)  # fmt: skip
def test_each_fault_is_told_at_its_place_with_what_to_write(
    pier: Site, was: str, now: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert was in SOUND
    pier.write("content/routes.yml", SOUND.replace(was, now, 1))
    assert any(said in line for line in told(pier, capsys)), "\n".join(told(pier, capsys))


def test_a_gap_keeps_no_site_from_being_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody may be kept from news because a desk closes at night: it is a finding of `check` alone."""
    site = make_site(tmp_path / "site")
    site.write("content/routes.yml", SOUND.replace("Mo-Su", "Mo"))
    assert site.run("update") == 0, capsys.readouterr().err
    assert site.run("check") == 2
