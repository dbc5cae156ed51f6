from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from explainer.render.isolation import Fault, Isolation
from explainer.render.view import View
from explainer.site.troubles import MonthOfYear, Year
from tests.conftest import NOW
from tests.factory import make_bulletin, make_picture, make_record, make_view


def ended(name: str, hours: int) -> View:
    """A view of one bulletin that is over for so long."""
    over = NOW - timedelta(hours=hours)
    period = {"start": over - timedelta(hours=2), "end": over}
    return make_view(make_picture(record=make_record([make_bulletin(name, status="resolved", periods=[period])])))


@dataclass
class Shut:
    """A settled month that counts how often it is opened."""

    view: View
    opened: int = 0
    faulty: Isolation | None = None

    def __call__(self) -> View:
        self.opened += 1
        if self.faulty is not None:
            self.faulty.faults.append(Fault("archive/", "", "torn"))
        return self.view

    def year(self, folder: Path, key: str = "one") -> Year:
        month = MonthOfYear("2026-10", key, self)
        return Year(ended("now", 3), (month,), folder, self.faulty or Isolation())


def test_a_settled_month_is_opened_once_and_told_with_what_is_at_hand(tmp_path: Path) -> None:
    month = Shut(ended("then", 800))
    for _ in range(3):
        told = month.year(tmp_path).told(["crane"])
        assert (told.amount, [one.id for one in told.newest]) == (2, ["log.now", "log.then"])
        assert told.newest[0].lasted == timedelta(hours=2)
    assert month.opened == 1


def test_it_is_opened_again_when_it_is_another_one_or_what_was_kept_is_damaged(tmp_path: Path) -> None:
    month = Shut(ended("then", 800))
    assert month.year(tmp_path).told(["crane"]).amount == 2
    assert month.year(tmp_path, key="two").told(["crane"]).amount == 2
    assert month.opened == 2
    [kept] = tmp_path.glob("*.json")
    kept.write_bytes(kept.read_bytes().replace(b"log.then", b"log.them"))
    assert [one.id for one in month.year(tmp_path, key="two").told(["crane"]).newest] == ["log.now", "log.then"]
    assert month.opened == 3


def test_what_could_not_be_read_whole_is_not_kept(tmp_path: Path) -> None:
    month = Shut(ended("then", 800), faulty=Isolation())
    month.year(tmp_path).told(["crane"])
    assert list(tmp_path.glob("*")) == []


@pytest.mark.parametrize("parts", [["crane"], ["ghost"]])
def test_no_month_is_opened_to_know_whether_a_page_may_have_changed(tmp_path: Path, parts: list[str]) -> None:
    month = Shut(ended("then", 800))
    before, after = month.year(tmp_path).key(parts), month.year(tmp_path, key="two").key(parts)
    assert before != after
    assert month.opened == 0
