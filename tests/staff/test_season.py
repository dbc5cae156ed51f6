"""``content/season.yml`` is judged whole: each fault at its line and column, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.site import Site, found_in, make_site

SOUND = """\
- id: storm
  name: Storm
  forecast: {feed: [cap], match: {event: [Storm]}, severity: severe}
  parts: [crane, ferry]
  expect: [{component: crane, now: 10, normal: 30, unit: boxes an hour}]
  decisions:
    - {what: The second crew is called in., by: harbour, cost_to: The harbour}
  basis: Three winters.
  by: harbour
- id: gale
  name: Gale
  forecast: {feed: [met], match: {words: [gale]}}
  parts: [crane]
  basis: Three winters.
  by: harbour
"""

CRANE = (
    "---\ncomponent: crane\n---\n\n# The crane\n\nIt lifts 30 boxes an hour, in a storm {in_a_storm} boxes an hour.\n"
)
CAP = "publisher: Weather service\nformat: cap\nfile: local/warnings\nzone: Europe/Paris\nlanguage: en\n"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("season") / "site")
    site.write("ops_feeds/cap.yml", CAP)
    site.write("content/how/crane.md", CRANE.format(in_a_storm=10))
    index = (site.root / "content/index.md").read_text(encoding="utf-8")
    site.write("content/index.md", index + '<div data-live="season"></div>\n')
    return site


def told(site: Site, capsys: pytest.CaptureFixture[str]) -> list[str]:
    return found_in("content/season.yml", site, capsys)


def test_what_is_right_has_no_finding(harbour: Site, capsys: pytest.CaptureFixture[str]) -> None:
    harbour.write("content/season.yml", SOUND)
    assert told(harbour, capsys) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("parts: [crane, ferry]", "parts: [crane, fery]", "4:18 [1].parts[2]: there is no component “fery”: did you mean “ferry”?"),
        ("by: harbour, cost", "by: harbor, cost", "7:49 [1].decisions[1].by: there is no party “harbor”: did you mean “harbour”?"),
        ("feed: [met]", "feed: [mett]", "12:21 [2].forecast.feed[1]: there is no feed “mett”: did you mean “met”?"),
        ("id: gale", "id: storm", "10:7 [2].id: “storm” is already there: give this one a name of its own"),
        ("now: 10", "now: 40", "5:36 [1].expect[1].now: expects 40, which is more than the 30 of a good day: write what is left of it"),
        (", normal: 30, unit: boxes an hour", "", "5:24 [1].expect[1].component: content/system.yml declares no capacity for “crane”, and none is written here: write normal: and unit: below it"),
        (", match: {event: [Storm]}, severity: severe", "", "3:13 [1].forecast: asks for nothing, so whatever is forecast would reach it: write match:, severity: or measured: below it"),
        ("severity: severe", "severity: unknown", "3:62 [1].forecast.severity: nothing is at least as severe as “unknown”: write minor, moderate, severe or extreme"),
        ("match: {words: [gale]}", "match: {event: [Gale]}", "12:35 [2].forecast.match.event: no message of rss states one, so nothing can reach this: ask for words:"),
        ("match: {words: [gale]}", "measured: {parameter: wind, at_least: 9}", "12:27 [2].forecast.measured: no message of rss states one, so nothing can reach this: ask for words:"),
        ("basis: Three winters.\n  by: harbour\n- id: gale", "by: harbour\n- id: gale", "1:3 [1].basis: is missing: add it"),
    ],
    ids=["part", "party", "feed", "twice", "more", "no unit", "everything", "no severity", "never stated", "never measured", "no basis"],
)  # fmt: skip
def test_each_fault_is_told_at_its_place_with_what_to_write(
    harbour: Site, was: str, now: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert was in SOUND
    harbour.write("content/season.yml", SOUND.replace(was, now, 1))
    assert said in told(harbour, capsys)


def test_several_faults_are_told_at_once(harbour: Site, capsys: pytest.CaptureFixture[str]) -> None:
    harbour.write("content/season.yml", SOUND.replace("crane", "crain").replace("[met]", "[mett]"))
    assert len(told(harbour, capsys)) == 4


def test_a_threshold_that_an_earlier_one_covers_is_never_told(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = SOUND.replace("match: {event: [Storm]}, severity: severe", "severity: moderate")
    narrow = wide.replace(
        "feed: [met], match: {words: [gale]}", "feed: [cap], match: {event: [Gale]}, severity: severe"
    )
    harbour.write("content/season.yml", narrow)
    assert told(harbour, capsys) == [
        "12:3 [2].forecast: is never told: whatever reaches it reaches “storm” first (line 1): write the stricter one first"
    ]


@pytest.mark.parametrize(("first", "second", "covered"), [("3", "5", True), ("5", "3", False)])
def test_of_two_amounts_the_larger_must_stand_first(
    first: str, second: str, covered: bool, harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    rate = "{feed: [cap], measured: {parameter: rate, at_least: %s, unit: cm/h}}"
    text = SOUND.replace("{feed: [cap], match: {event: [Storm]}, severity: severe}", rate % first)
    harbour.write("content/season.yml", text.replace("{feed: [met], match: {words: [gale]}}", rate % second))
    assert any("is never told" in line for line in told(harbour, capsys)) is covered


def test_a_good_day_that_the_system_declares_otherwise_names_that_place(
    harbour: Site, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    site = harbour.copy(tmp_path / "site")
    system = (site.root / "content/system.yml").read_text(encoding="utf-8")
    declared = system.replace("name: Crane,", "name: Crane, capacity: {normal: 36, unit: boxes an hour},")
    site.write("content/system.yml", declared)
    site.write("content/season.yml", SOUND)
    [said] = told(site, capsys)
    assert said.startswith("5:48 [1].expect[1].normal: is 30, and content/system.yml says 36 for “crane”")


def test_a_number_that_the_explainer_never_comes_to_is_advice(
    harbour: Site, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    site = harbour.copy(tmp_path / "site")
    site.write("content/season.yml", SOUND)
    site.write("content/how/crane.md", CRANE.format(in_a_storm=12))
    [said] = told(site, capsys)
    assert said.startswith(
        "5:36 advice: [1].expect[1].now: expects 10 boxes an hour, and content/how/crane.md never comes"
    )


def test_a_site_whose_pages_have_no_place_for_it_hears_of_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    site = make_site(tmp_path / "site")
    site.write("ops_feeds/cap.yml", CAP)
    site.write("content/season.yml", SOUND)
    said = told(site, capsys)[0]
    assert 'write <div data-live="season"></div> into index.md' in said
