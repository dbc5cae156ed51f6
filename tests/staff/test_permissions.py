"""``content/permissions.yml`` is judged whole, and a bulletin switches on only what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.site import BULLETIN, Site, found_in, make_site

SOUND = """\
- id: long-wait
  offers:
    - {what: Tea, when: To anybody who waits., who: Anybody at work, party: harbour}
    - {what: Night in the hostel, up_to: €40, when: To who missed the last ferry., who: Duty skipper, party: harbour}
  no_promises: [The last ferry.]
- id: storm
  offers:
    - {what: A blanket, when: To anybody., who: Anybody at work, party: harbour}
"""


@pytest.fixture(scope="module")
def pier(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("permissions") / "site")


def told(site: Site, capsys: pytest.CaptureFixture[str], of: str = "content/permissions.yml") -> list[str]:
    return found_in(of, site, capsys)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("", "", None),
        ("who: Duty skipper, party: harbour", "who: Duty skipper, party: harbor", "4:110 [1].offers[2].party: there is no party “harbor”: did you mean “harbour”?"),
        ("id: storm", "id: long-wait", "6:7 [2].id: “long-wait” is there already: give it another name"),
        ("who: Duty skipper, party: harbour", "who: Duty skipper", "4:7 [1].offers[2].party: is missing: add it"),
        ("no_promises", "no_promisses", "5:3 [1].no_promisses: is not a key here: did you mean “no_promises”?"),
    ],
    ids=["sound", "party", "twice", "nobody pays", "mistyped"],
)  # fmt: skip
def test_each_fault_is_told_at_its_place_with_what_to_write(
    pier: Site, was: str, now: str, said: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    pier.write("content/permissions.yml", SOUND.replace(was, now, 1))
    assert told(pier, capsys) == ([said] if said else [])


@pytest.mark.parametrize(("file", "key"), [("permissions", "offers: [long-wait]"), ("rights", "rights: fares")])
def test_a_file_that_cannot_be_read_is_told_by_itself_and_keeps_no_bulletin_from_readers(
    tmp_path: Path, file: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path / "site")
    assert site.run("update") == 0
    site.write(f"content/{file}.yml", "- {id: broken\n")
    late = BULLETIN.format(status="active", ended="", says="Slow.").replace(
        "unknowns: [", "unknowns: [Where it blows., "
    )
    site.write("ops_feeds/bulletins/late.yml", f"{late}{key}\n")
    assert not [line for line in told(site, capsys, "ops_feeds/bulletins/late.yml") if "there is no" in line]
    assert site.run("update") == 2
    assert f"content/{file}.yml:1:3" in capsys.readouterr().err
    assert "Where it blows." in site.page("disruptions/log.late/index.html")


def test_a_bulletin_that_switches_on_what_is_not_there_is_a_finding(
    pier: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    pier.write("content/permissions.yml", SOUND)
    late = BULLETIN.format(status="active", ended="", says="Slow.")
    pier.write("ops_feeds/bulletins/late.yml", f"{late}offers: [long-wait, strom]\n")
    [said] = [line for line in told(pier, capsys, "ops_feeds/bulletins/late.yml") if "offers" in line]
    assert said.endswith(
        "offers[2]: there is no set of offers in content/permissions.yml called “strom”: did you mean “storm”?"
    )
    pier.write("ops_feeds/bulletins/late.yml", f"{late}offers: [long-wait]\n")
    assert not [line for line in told(pier, capsys, "ops_feeds/bulletins/late.yml") if "offers" in line]
