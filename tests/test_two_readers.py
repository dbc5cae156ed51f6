"""Ten questions of a stranded passenger and ten of a bank's customer: how many are answered within two taps and one screen."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import pytest

from explainer.commands.main import run
from tests.conftest import ROOT
from tests.support.browser import Pages
from tests.support.reader import PHONE, Answer, Question, answers
from tests.support.server import serving
from tests.support.trades import BANK, make_trade

PASSENGER = (
    Question("When do I leave?", (r"40–70 minutes", r"[Aa]irlines")),
    Question("Why?", (r"Snow since 15:10", r"4 of 6|Four of six", r"Airfield operations")),
    Question("Whose doing is it?", (r"Ploughs clear the runway first", r"Winter operations", r"Airfield operations")),
    Question("When is it over?", (r"22:45", r"23:45", r"Airport operations")),
    Question("Is mine cancelled, and who chose?", (r"27 of 108 flights|27 flights", r"1 in 4", r"Airlines")),
    Question("What do I do now?", (r"Rebook by phone or app", r"5–10 minutes", r"your airline’s app|your ticket")),
    Question("What am I owed?", (r"€250", r"€600", r"Your airline owes")),
    Question("Why not de-ice at the gate?", (r"drains", r"six pads", r"Airfield operations|Airport company")),
    Question("How do I get home, or to a bed?", (r"00:45", r"hotel", r"[Aa]irline")),
    Question("What is not known, and when is the next word?", (r"Whether pad 6 opens", r"19:00")),
)

RIGHTS = """\
- id: payment-law
  title: Your rights
  owed_by: We owe you these, not the shop.
  source: Payment services law, article 73
  reviewed: 2026-10-02
  reviewed_by: our legal team
  rows:
    - {when: Charged twice, what: Your money back by the end of the next working day.}
    - {when: Complaint, what: "We answer within 15 working days; after that an ombudsman can look at it, free."}
"""
CUSTOMER = (
    Question("Is it you or me?", (r"[Oo]ne card payment in four", r"Payments desk")),
    Question("Am I charged twice?", (r"never charged twice", r"same card at the same till")),
    Question("What can I still use?", (r"612 of 640 machines", r"Drawing cash")),
    Question("Shall I try again?", (r"Wait a minute and try once more", r"never charged twice")),
    Question("Why?", (r"do not know why yet", r"19:00", r"Payments desk")),
    Question("Until when?", (r"20:00", r"22:00", r"Payments desk")),
    Question("Where is my salary?", (r"2 hours late|two hours late", r"19:00", r"19:45", r"Payments desk")),
    Question("How do I get cash?", (r"Go to a branch before 19:30", r"card or a passport")),
    Question("Who decided, and who pays?", (r"fraud screen stays on", r"Payments desk", r"Nobody waits longer")),
    Question("What am I owed, how do I complain?", (r"next working day|15 working days", r"We owe you these")),
)


@pytest.fixture(scope="module")
def airport(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, in the middle of its evening."""
    root = tmp_path_factory.mktemp("airport") / "site"
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    assert run(["update", "-f", str(root / "mkdocs.yml")]) == 0
    with serving(root / "site") as address:
        yield address


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A bank whose cards are refused, and whose salaries are late."""
    cards = "ops_feeds/bulletins/cards.yml"
    told = {**BANK, cards: BANK[cards] + "rights: payment-law\n", "content/rights.yml": RIGHTS}
    site = make_trade(tmp_path_factory.mktemp("bank") / "site", "Harbour Bank", told)
    assert site.run("update") == 0
    with serving(site.root / "site") as address:
        yield address


@pytest.mark.audit
def test_nineteen_of_twenty_questions_are_answered_within_two_taps_and_one_screen(
    airport: str, bank: str, page: Pages
) -> None:
    told = _asked(page, f"{airport}/", PASSENGER) + _asked(page, f"{bank}/", CUSTOMER)
    table = "\n".join(map(str, told))
    assert sum(answer.at is not None for answer in told) >= 19, table
    sys.stdout.write(f"\n{table}\n")


def _asked(page: Pages, home: str, questions: tuple[Question, ...]) -> list[Answer]:
    tab = page(viewport=PHONE, reduced_motion="reduce")
    tab.clock.set_fixed_time("2026-11-20T18:26:00+01:00")
    return answers(tab, home, questions)
