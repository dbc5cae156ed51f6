"""A bulletin meets the rules before customers see it, and each broken rule is named at its line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from explainer.declarations.documents import read_yaml
from explainer.errors import StaffError
from explainer.formats import read_all
from explainer.formats.base import Document
from explainer.formats.builtin import bulletin
from explainer.formats.builtin.bulletin import BULLETIN_DOOR, FORMAT, Bulletin, _draft
from explainer.formats.drafting import disruption_of
from explainer.formats.families.bulletin_rules import Known
from explainer.model.account import (
    About,
    Ask,
    Constraint,
    Counted,
    Decision,
    Lessons,
    Minutes,
    Mistake,
    Review,
    StatedCause,
)
from explainer.model.disruption import Amount, Expected, Impact, Report, Update
from explainer.model.sources import Source
from explainer.model.vocabulary import Certainty, Reality, Severity, State, Status
from tests.conftest import ROOT

SOURCE = Source(
    id="operations",
    publisher="Operations",
    format="bulletin",
    file="bulletins",
    zone="Europe/Paris",
    language="en",
)
KNOWN = Known(
    components=frozenset({"pads", "snow", "departures"}),
    symptoms=frozenset({"departures"}),
    parties=frozenset({"airfield"}),
    rights=frozenset({"eu-261"}),
    feeds=frozenset({"operations", "tower"}),
)

GOOD = """\
headline: Departures are 40–70 minutes late
summary: Planes queue for de-icing.
empathy: We are sorry.
place: The airport
severity: severe
status: active
detected: 2026-11-20 16:40
symptom: departures
cause: {component: snow}
reports:
  - component: pads
    state: slowed
    caused_by: [snow]
    by: airfield
impact:
  - who: Leaving tonight
    what: late
    amount: {low: 40, high: 70, unit: minutes}
constraints:
  - {component: pads, unit: planes, normal: 36, now: 24, demand: 36, at: 2026-11-20 16:50}
decisions:
  - what: Ploughs clear the runway first
    at: 2026-11-20 16:35
    by: airfield
    because: A closed runway stops every flight.
    cost_to: "Departing passengers: 12 fewer take-offs an hour."
asks:
  - what: Rebook by phone
    can_you: Yes, with a booking code.
    how: Call the number on your ticket.
    helps: People without a phone, who need the desk.
    if_not: Hall B.
unknowns: [Whether pad 6 opens tonight.]
expected:
  - {what: Departures on time, low: 2026-11-20 22:30, high: 2026-11-20 23:45, basis: Pad 5 opens., main: true}
rights: eu-261
about: [{feed: tower}]
updates:
  - at: 2026-11-20 16:52
    says: Departures are slowing.
    next_update: 2026-11-20 17:20
"""


def said(text: str) -> list[str]:
    _, findings = bulletin.read(read_yaml(text, "ops_feeds/bulletins/late.yml"), SOURCE, KNOWN)
    return [str(finding) for finding in findings]


def test_a_good_bulletin_has_no_findings_and_every_field() -> None:
    draft, findings = bulletin.read(read_yaml(GOOD, "ops_feeds/bulletins/late.yml"), SOURCE, KNOWN)
    assert findings == ()
    assert draft is not None
    disruption = disruption_of(draft, SOURCE)
    assert disruption.id == "operations.late"
    assert disruption.status is Status.ACTIVE
    assert disruption.reality is Reality.ACTUAL
    assert disruption.account.next_update == datetime.fromisoformat("2026-11-20T17:20+01:00")
    assert disruption.account.constraints[0].demand == 36
    assert disruption.account.decisions[0].cost_to.startswith("Departing")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("cause: {component: snow}", "cause: {unknown: true}", "late.yml:9:8 cause: says the cause is unknown but not who is finding out"),
        ("cause: {component: snow}", "cause: {says: Snow}", "cause: names no component: write component: and the id of the cause"),
        ("by: airfield\nimpact", "by: nobody\nimpact", "reports[1].by: there is no party “nobody”: write one of: airfield"),
        ("next_update: 2026-11-20 17:20", "changed: nothing", "next_update: is missing: write when you will say more"),
        ("next_update: 2026-11-20 17:20", "next_update: 2026-11-20 16:50", "is not after the last update (16:52)"),
        ("next_update: 2026-11-20 17:20", "next_update: 2026-11-20 19:20", "is more than 60 minutes after the last update"),
        ("    amount: {low: 40, high: 70, unit: minutes}", "    amount: {low: 70, high: 40, unit: minutes}", "has its low above its high"),
        ("basis: Pad 5 opens., ", "", "is the estimate but has no basis: say what it rests on"),
        ("unknowns: [Whether pad 6 opens tonight.]\n", "", "unknowns: is empty: write at least one thing you do not know yet"),
        ("helps: People without a phone, who need the desk.", "helps: you", "asks[1].helps: “you” helps no one in particular"),
        ("    if_not: Hall B.\n", "", "asks[1].if_not: is missing: add it"),
        ("    because: A closed runway stops every flight.\n", "", "decisions[1].because: is missing: add it"),
        ("headline: Departures", f"headline: {'very ' * 30}Departures", "headline: has 35 words: use at most 27"),
        ("summary: Planes queue for de-icing.", "summary: These are extraordinary circumstances.", "speaks about people’s rights"),
        ("component: pads\n    state", "component: pats\n    state", "there is no component “pats”: did you mean “pads”?"),
        ("rights: eu-261", "rights: eu-26", "there is no rights entry “eu-26”: did you mean “eu-261”?"),
        ("status: active", "status: resolved", "ended: is missing: write when it ended"),
        ("status: active", "status: withdrawn", "“withdrawn” is for other people’s feeds: write planned, active"),
        ("detected: 2026-11-20 16:40", "detected: 2026-11-20 24:00", "“2026-11-20 24:00” has the hour 24: write it as 00:00 of the next day"),
        ("detected: 2026-11-20 16:40", "detected: 16:40", "“16:40” has no day: write it before the time, as in 2026-11-20 16:40"),
        ("state: slowed", "state: slow", "“slow” is not one of the words we use"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_what_to_write_instead(old: str, new: str, line: str) -> None:
    assert old in GOOD
    assert any(line in found for found in said(GOOD.replace(old, new))), said(GOOD.replace(old, new))


def test_a_slip_of_the_hand_does_not_hide_what_else_is_wrong() -> None:
    text = GOOD.replace("state: slowed", "state: slow").replace("unknowns: [Whether pad 6 opens tonight.]\n", "")
    text = text.replace("by: airfield\n    because", "by: nobody\n    because").replace("    minutes", "")
    found = said(text)
    assert any("reports[1].state: “slow” is not one of the words we use" in line for line in found)
    assert any("unknowns: is empty" in line for line in found)
    assert any("decisions[1].by: there is no party “nobody”" in line for line in found)
    assert len(found) == 3, found


def test_updates_must_run_oldest_first() -> None:
    text = GOOD + "  - at: 2026-11-20 16:51\n    says: Earlier.\n    next_update: 2026-11-20 17:20\n"
    assert any("is not after the update above it (16:52): keep updates oldest first" in line for line in said(text))


def test_vague_words_and_long_sentences_are_advice_not_errors() -> None:
    text = GOOD.replace("summary: Planes queue", "summary: For operational reasons planes queue")
    found = said(text)
    assert len(found) == 1
    assert " advice: summary: “operational reasons” explains nothing" in found[0]


def test_nothing_to_do_must_be_said_when_there_is_no_ask() -> None:
    start, end = GOOD.index("asks:"), GOOD.index("unknowns:")
    without = GOOD[:start] + GOOD[end:]
    assert any("asks: is missing" in line for line in said(without))
    assert said(f"nothing_to_do: Wait at your gate.\n{without}") == []


def test_a_broken_bulletin_is_set_aside_with_its_reason_and_its_id() -> None:
    body = GOOD.replace("state: slowed", "state: slow").encode()
    parsed = read_all([Document(name="bulletins/late.yml", body=body)], SOURCE)
    assert parsed.disruptions == ()
    assert parsed.rejected[0].native_id == "late"
    assert "bulletins/late.yml:12:12 reports[1].state" in parsed.rejected[0].reason


BULLETINS = [path for path in sorted((ROOT / "ops_feeds" / "bulletins").glob("*.yml")) if "." not in path.stem]
"""Those that staff wrote first, without their translations."""


@pytest.mark.parametrize("path", BULLETINS, ids=lambda p: p.stem)
def test_the_demos_bulletins_meet_every_rule(path: Path) -> None:
    _, findings = bulletin.read(read_yaml(path.read_text(encoding="utf-8"), path.name), SOURCE)
    assert findings == ()


def test_a_bulletin_is_judged_by_the_house_rules_of_its_own_language() -> None:
    text = GOOD.replace("summary: Planes queue", "summary: Pour raisons techniques, planes queue")
    located = read_yaml(text, "late.yml")
    french = SOURCE.replace(language="fr")
    assert any(
        "“raisons techniques” explains nothing" in str(found) for found in bulletin.read(located, french, KNOWN)[1]
    )
    assert not any("explains nothing" in str(found) for found in bulletin.read(located, SOURCE, KNOWN)[1])


# Nothing that staff write is lost

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OTHER: dict[str, Any] = {
    "headline": "Another headline",
    "summary": "Another summary.",
    "empathy": "Another word.",
    "place": "Another place",
    "severity": Severity.EXTREME,
    "certainty": Certainty.POSSIBLE,
    "status": Status.MONITORING,
    "reality": Reality.EXERCISE,
    "detected_at": AT,
    "started": AT,
    "ended": AT + timedelta(days=3),
    "symptom": "another",
    "cause": StatedCause(component="another"),
    "brief": ("Another line.",),
    "reports": (Report(component="another", state=State.STOPPED),),
    "impacts": (Impact(who="Others", what="more"),),
    "constraints": (Constraint(component="another", unit="boxes", normal=1, now=1, demand=1, at=AT),),
    "decisions": (Decision(what="Another", at=AT, by="us", because="Fog", cost_to="All"),),
    "asks": (Ask(what="Another", can_you="Yes", how="So", helps="Others", if_not="None"),),
    "nothing_to_do": "Another instruction.",
    "unknowns": ("Another question.",),
    "expected": (Expected(what="Another end", at=AT),),
    "next_update": AT + timedelta(days=1),
    "quiet_reason": "Another reason.",
    "rights": "another",
    "offers": ("another",),
    "about": (About(feed="another"),),
    "review": Review(by=AT.date()),
    "learned": Lessons(wrong=(Mistake(what="Another mistake"),)),
    "figures": {"another": Counted(value=3, unit="boxes")},
    "updates": (Update(at=AT, says="Another word."),),
}
"""Another value for every field that says something; an id is not said, and ``legal_ok`` is for the rules."""


def test_there_is_another_value_for_every_field_of_a_bulletin() -> None:
    assert {*Bulletin.__struct_fields__} - {"id", "legal_ok"} == OTHER.keys()


@pytest.mark.parametrize("field", OTHER)
def test_every_field_of_a_bulletin_is_part_of_what_the_disruption_says(field: str) -> None:
    whole = BULLETIN_DOOR.read(read_yaml(FORMAT.sample.decode(), "late.yml").data, {"zone": SOURCE.tz})
    said, other = (
        disruption_of(_draft(one, "late", ""), SOURCE) for one in (whole, whole.replace(**{field: OTHER[field]}))
    )
    assert said != other


# A number in one place

COUNTED = """\
figures:
  queue: {value: 12, of: 40, unit: planes}
  late: {low: 40, high: 70, unit: minutes}
"""
WITH_FIGURES = COUNTED + GOOD


@pytest.mark.parametrize(
    ("was", "now", "finding"),
    [
        ("{value: 12, of: 40, unit: planes}", "{unit: planes}", "figures.queue: needs one number or one range"),
        ("value: 12,", "value: 12, low: 1, high: 2,", "figures.queue: needs one number or one range"),
        ("low: 40, high", "low: 70, low2: 1, high", "figures.late.low2: is not a key here"),
        ("low: 40, ", "", "figures.late: needs one number or one range"),
        ("low: 40", "low: 90", "figures.late: has its low above its high: swap the two figures"),
        ("value: 12", "value: 41", "figures.queue.of: is 41 of 40: more than there are"),
        ("value: 12", "value: twelve", "figures.queue.value: “twelve” is not a number"),
        (", unit: planes", "", "figures.queue.unit: is missing: write what is counted, such as minutes"),
        ("queue:", "The queue:", "figures.The queue: “The queue” is not an id"),
        ("unit: planes", "unit: planes, by: nobody", "figures.queue.by: there is no party “nobody”"),
        ("Planes queue", "A {queu} queue", "summary: there is no figure “queu”: did you mean “queue”?"),
        ("Planes queue", "A {late.of} queue", "summary: “{late.of}”: the figure does not say what it is out of"),
        ("Planes queue", "A {Queue} queue", "summary: “{Queue}” names no figure: "),
        ("says: Departures are", 'says: "{delay} are', "updates[1].says: there is no figure “delay”"),
        (
            "amount: {low: 40, high: 70, unit: minutes}",
            "amount: {figure: lat}",
            "impact[1].amount.figure: there is no fi",
        ),
        ("demand: 36", "demand: {figure: late}", "constraints[1].demand.figure: “late” is not one number"),
        ("17:20", "17:20\n    figures: {queues: {value: 1}}", "updates[1].figures.queues: there is no figure “queues”"),
    ],
)
def test_a_figure_that_is_wrong_or_missing_is_named_at_its_place(was: str, now: str, finding: str) -> None:
    assert was in WITH_FIGURES
    text = WITH_FIGURES.replace(was, now, 1).replace('"{delay} are slowing.', '"{delay} are slowing."')
    assert any(finding in one for one in said(text)), said(text)


def test_text_with_braces_is_text_where_there_are_no_figures_unless_it_looks_like_one() -> None:
    assert said(GOOD.replace("Planes queue", "A {Queue} of {} and {1 2} {")) == []
    assert said(GOOD.replace("Planes queue", "A {queue} of planes")) == [
        "ops_feeds/bulletins/late.yml:2:10 summary: there is no figure “queue”: add queue: under figures:"
    ]
    assert said(WITH_FIGURES.replace("Planes queue", "A {{queue}} of {queue} planes")) == []


def test_a_place_for_numbers_takes_those_of_a_figure() -> None:
    text = WITH_FIGURES.replace("{low: 40, high: 70, unit: minutes}", "{figure: late}", 2)
    text = text.replace("late: {figure: late}", "late: {low: 40, high: 70, unit: minutes}")
    text = text.replace("now: 24, demand: 36", "now: {figure: queue}, demand: {figure: queue.of}")
    text = text.replace("    how: Call", "    minutes: {figure: late}\n    how: Call")
    draft, findings = bulletin.read(read_yaml(text, "late.yml"), SOURCE, KNOWN)
    assert not findings
    assert draft is not None
    told = disruption_of(draft, SOURCE)
    assert told.impacts[0].amount == Amount(low=40, high=70, unit="minutes")
    assert (told.account.constraints[0].now, told.account.constraints[0].demand) == (12, 40)
    assert told.account.asks[0].minutes == Minutes(low=40, high=70)


def test_a_text_that_begins_with_a_figure_and_has_no_quotes_is_named_at_its_brace() -> None:
    with pytest.raises(StaffError) as caught:
        said(WITH_FIGURES.replace("Planes queue", "{queue} planes queue"))
    assert str(caught.value) == (
        "ops_feeds/bulletins/late.yml:5:10 begins with “{”, which YAML keeps for itself: "
        "put the whole text in double quotes"
    )


def test_a_bulletin_that_is_set_aside_shows_no_name_of_a_figure() -> None:
    text = WITH_FIGURES.replace("headline: Departures are 40–70", "headline: Departures are {late}") + "wrong: 1\n"
    aside = bulletin.parse(Document(name="late.yml", body=text.encode()), SOURCE).aside
    assert [row.headline for row in aside] == ["Departures are … minutes late"]
