"""The outbox is only ever added to, reads whatever a killed run left, and forgets nothing that a month holds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from explainer.errors import RecordError
from explainer.model.notifying import Mark
from explainer.model.vocabulary import Step
from explainer.record.outbox import Outbox
from tests.conftest import NOW

SENDING = Mark(at=NOW, step=Step.SENDING, addressee="press", update="log.gale/1")
SENT = SENDING.replace(step=Step.SENT)
BEGUN = Mark(at=NOW, step=Step.BEGUN, addressee="press", updates=("log.gale/0",))


def test_what_is_added_is_read_back_in_its_order(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, NOW)
    assert outbox.marks() == ()
    outbox.add(BEGUN, SENDING)
    outbox.add(SENT)
    assert outbox.marks() == (BEGUN, SENDING, SENT)
    assert Outbox(tmp_path, NOW).marks() == (BEGUN, SENDING, SENT)


def test_the_month_before_still_counts_and_from_when_somebody_is_told_counts_for_ever(tmp_path: Path) -> None:
    Outbox(tmp_path, NOW).add(BEGUN, SENDING)
    assert Outbox(tmp_path, NOW + timedelta(days=31)).marks() == (BEGUN, SENDING)
    assert Outbox(tmp_path, NOW + timedelta(days=92)).marks() == (BEGUN,)


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_line_that_a_kill_cut_off_is_passed_over_and_the_next_is_whole(tmp_path: Path, cut: int) -> None:
    outbox = Outbox(tmp_path, NOW)
    outbox.add(SENDING)
    [path] = (tmp_path / "outbox").glob("2026-11.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:cut])
    assert outbox.marks() == (SENDING,)
    outbox.add(SENT)
    assert outbox.marks() == (SENDING, SENT)


def test_a_line_that_somebody_broke_hides_no_other(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, NOW)
    outbox.add(SENDING)
    [path] = (tmp_path / "outbox").glob("2026-11.jsonl")
    path.write_bytes(b'{"step": "flown"}\n' + path.read_bytes())
    assert outbox.marks() == (SENDING,)


def test_one_that_cannot_be_read_or_written_is_said_and_never_taken_for_empty(tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "2026-11.jsonl").mkdir()
    outbox = Outbox(tmp_path, NOW)
    with pytest.raises(RecordError, match=r"2026-11\.jsonl is a folder"):
        outbox.marks()
    with pytest.raises(RecordError, match=r"2026-11\.jsonl is a folder"):
        outbox.add(SENDING)
