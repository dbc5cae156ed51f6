"""A translation quotes what it translates, holds texts only, and says at its place what is wrong with it."""

from __future__ import annotations

import pytest

from explainer.declarations.documents import read_yaml
from explainer.declarations.translations import BULLETIN, SYSTEM, Read, Shape, Sides, read_pairs, to_fill_in
from explainer.errors import Level

SIDES = Sides("en", "fr")
ORIGINAL = """\
headline: Ferries are late
status: active
brief:
  - Wind since noon.
  - The crane waits.
reports:
  - component: crane
    state: slowed
    says: Half speed.
  - component: ferries
    state: slowed
    says: Late.
impact:
  - who: Leaving tonight
    what: late
    amount: {low: 40, high: 70, unit: minutes}
"""


def read(text: str, original: str = ORIGINAL, shape: Shape = BULLETIN) -> Read:
    data = read_yaml(original, "gale.yml").data
    return read_pairs(read_yaml(text, "gale.fr.yml"), data, shape, SIDES)


def findings(text: str) -> list[str]:
    return [str(finding) for finding in read(text).findings]


def test_a_pair_quotes_the_original_and_says_it_in_the_other_language() -> None:
    told = read(
        'headline: {en: Ferries are late, fr: Bacs en retard}\nbrief:\n- en: The crane waits.\n  fr: "La grue attend."\n'
    )
    assert [(pair.key, pair.original, pair.says) for pair in told.pairs] == [
        ("headline", "Ferries are late", "Bacs en retard"),
        ("brief", "The crane waits.", "La grue attend."),
    ]
    assert not told.findings


def test_what_is_left_empty_is_not_translated_and_no_fault() -> None:
    assert read("headline: {en: Ferries are late, fr: }\n") == Read()
    assert read("") == Read()


def test_a_pair_whose_original_has_changed_counts_no_more_and_says_what_it_is_now() -> None:
    told = read("headline: {en: Ferries wait, fr: Les bacs attendent}\n")
    assert not told.pairs
    assert [pair.says for pair in told.late] == ["Les bacs attendent"]
    (finding,) = told.findings
    assert finding.level is Level.ADVICE
    assert str(finding) == (
        "gale.fr.yml:1:16 advice: headline.en: the original now says “Ferries are late”: "
        "translate that, and quote it here; until then readers see the original"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("status: active\n", "gale.fr.yml:1:1 status: is no text: the original alone says it: delete this line"),
        (
            "reports:\n- component: crane\n  state: slowed\n",
            "gale.fr.yml:3:3 reports[1].state: is no text: the original alone says it: delete this line",
        ),
        (
            "impact:\n- amount: {low: 40, unit: {en: minutes, fr: minutes}}\n",
            "gale.fr.yml:2:12 impact[1].amount.low: is no text: the original alone says it: delete this line",
        ),
        ("headlin: {en: a, fr: b}\n", "gale.fr.yml:1:1 headlin: is not a key of the original: did you mean “headline”?"),
        ("place: {en: a, fr: b}\n", "gale.fr.yml:1:1 place: is not in the original: delete it"),
        (
            "reports:\n- component: cran\n  says: {en: a, fr: b}\n",
            "gale.fr.yml:2:14 reports[1].component: the original has no “cran” here: did you mean “crane”?",
        ),
        (
            "reports:\n- says: {en: Late., fr: En retard.}\n",
            "gale.fr.yml:2:3 reports[1]: does not say what it translates: add component: as in the original",
        ),
        ("headline: Bacs en retard\n", "gale.fr.yml:1:11 headline: does not quote what it translates: write it as {en: …, fr: …}"),
        (
            "headline: {en: Ferries are late, de: Spät}\n",
            "gale.fr.yml:1:34 headline.de: is neither “en” nor “fr”: delete it",
        ),
        ("brief: Bacs\n", "gale.fr.yml:1:8 brief: is not a list: start each line with a dash"),
        (
            'headline: {en: Ferries are late, fr: "a\\u202eb"}\n',
            "gale.fr.yml:1:38 headline.fr: holds a sign that hides text or turns it around: delete what you do not see",
        ),
        ("headline: {en: Ferries are late, fr: 12}\n", "gale.fr.yml:1:38 headline.fr: “12” is not text: put it in double quotes"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place_with_what_to_write_instead(written: str, said: str) -> None:
    assert findings(written) == [said]


def test_a_figure_that_only_the_translation_has_is_pointed_at_and_one_in_words_is_not() -> None:
    original = "headline: 3,400 people wait 2 hours, from 19:00\n"
    told = "headline: {en: '3,400 people wait 2 hours, from 19:00', fr: '%s'}\n"
    wrong = read(told % "3 400 personnes attendent 3 heures, dès 19:00", original)
    assert str(wrong.findings[0]) == (
        "gale.fr.yml:1:61 advice: headline.fr: says 3, which the original does not: look at both once more"
    )
    assert len(wrong.pairs) == 1
    assert not read(told % "3 400 personnes attendent deux heures, dès 19:00", original).findings


def test_what_is_wrong_keeps_nothing_else_from_being_used() -> None:
    told = read("state: slowed\nheadline: {en: Ferries are late, fr: Bacs en retard}\n")
    assert len(told.findings) == len(told.pairs) == 1


def test_a_file_to_fill_in_has_every_text_of_the_original_and_nothing_else() -> None:
    assert to_fill_in(read_yaml(ORIGINAL, "gale.yml").data, BULLETIN, SIDES, Read(), "gale.yml").split("\n", 3)[3] == """\
headline:
  en: "Ferries are late"
  fr:
brief:
  - en: "Wind since noon."
    fr:
  - en: "The crane waits."
    fr:
reports:
  - component: crane
    says:
      en: "Half speed."
      fr:
  - component: ferries
    says:
      en: "Late."
      fr:
impact:
  - who:
      en: "Leaving tonight"
      fr:
    what:
      en: "late"
      fr:
    amount:
      unit:
        en: "minutes"
        fr:
"""  # fmt: skip


def test_a_file_made_again_keeps_what_is_translated_and_shows_what_was_said_before() -> None:
    first = to_fill_in(read_yaml(ORIGINAL, "gale.yml").data, BULLETIN, SIDES, Read(), "gale.yml")
    filled = first.replace('en: "Late."\n      fr:', 'en: "Late."\n      fr: "En retard."')
    filled = filled.replace('en: "Ferries are late"\n  fr:', 'en: "Ferries are late"\n  fr: "Bacs en retard"')
    changed = ORIGINAL.replace("Ferries are late", "Ferries are very late")
    again = to_fill_in(read_yaml(changed, "gale.yml").data, BULLETIN, SIDES, read(filled, changed), "gale.yml")
    assert 'en: "Late."\n      fr: "En retard."' in again
    assert (
        'headline:\n  en: "Ferries are very late"\n  fr:\n  # before: "Ferries are late"\n  # was: "Bacs en retard"\n'
        in again
    )
    assert read(again, changed).findings == ()


def test_links_of_the_system_are_named_by_both_their_ends() -> None:
    original = "links:\n- {from: wind, to: crane, because: It stops.}\n- {from: wind, to: quay, because: Sand.}\n"
    told = read("links:\n- {from: wind, to: quay, because: {en: Sand., fr: Du sable.}}\n", original, SYSTEM)
    assert [pair.says for pair in told.pairs] == ["Du sable."]
    wrong = read("links:\n- {from: wind, to: ferry, because: {en: Sand., fr: Du sable.}}\n", original, SYSTEM)
    assert "the original has no “wind → ferry” here" in str(wrong.findings[0])


COUNTED = """\
headline: Ferries are {late} minutes late, {queue} wait
figures:
  late: {low: 40, high: 70, unit: minutes}
  queue: {value: 12, unit: ferries}
"""


def test_a_translation_names_the_figures_of_its_original() -> None:
    told = read(
        """\
headline:
  en: Ferries are {late} minutes late, {queue} wait
  fr: "{queue} bacs attendent, {late} minutes de retard"
figures:
  queue: {unit: {en: ferries, fr: bacs}}
""",
        COUNTED,
    )
    assert not told.findings
    assert [pair.says for pair in told.pairs] == ["{queue} bacs attendent, {late} minutes de retard", "bacs"]


@pytest.mark.parametrize(
    ("says", "finding"),
    [
        ("{lat} minutes, {queue} bacs", "names {lat}, which the original does not: name the same figures"),
        ("{late} minutes, 12 bacs", "does not name {queue}, as the original does: name the same figures"),
        ("{late} minutes, {queue} et {queue} bacs", "names {queue}, which the original does not"),
        ("{late.of} minutes, {queue} bacs", "names {late.of}, which the original does not"),
    ],
)
def test_a_translation_that_names_other_figures_is_a_finding_and_not_shown(says: str, finding: str) -> None:
    quoted = "Ferries are {late} minutes late, {queue} wait"
    told = read(f'headline:\n  en: {quoted}\n  fr: "{says}"\n', COUNTED)
    assert not told.pairs
    assert next(str(one) for one in told.findings).startswith(f"gale.fr.yml:3:7 headline.fr: {finding}")
    assert told.findings[0].level is Level.ERROR


def test_a_figure_that_is_not_there_has_nothing_to_translate() -> None:
    found = read("figures:\n  queues: {unit: {en: ferries, fr: bacs}}\n", COUNTED).findings
    assert [str(one) for one in found] == [
        "gale.fr.yml:2:3 figures.queues: is not a key of the original: did you mean “queue”?"
    ]


def test_units_of_figures_are_among_what_is_to_be_filled_in() -> None:
    text = to_fill_in(read_yaml(COUNTED, "gale.yml").data, BULLETIN, SIDES, Read(), "gale.yml")
    assert 'queue:\n    unit:\n      en: "ferries"' in text
