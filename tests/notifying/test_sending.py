"""Never twice, never lost: what is noted before and after each message holds through failures and kills."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from explainer.model.notifying import Addressee, Mark
from explainer.model.vocabulary import Step
from explainer.notifying.sending import Done, Post, end, sent
from explainer.notifying.services import Message, Service, ServiceError, Takes
from explainer.picture.issued import Issued, issued_in
from explainer.picture.telling import Clocks, Plan, Telling, plan
from explainer.record.outbox import Outbox
from tests.conftest import NOW
from tests.factory import make_bulletin, make_picture

PRESS = Addressee(name="press", to="PRESS")
[*_, UPDATE] = issued_in(make_picture(make_bulletin()))


class Book:
    """A service that writes down in a file whom it was given what for; ``refuses`` those whom it does not reach."""

    takes = Takes("a book", 0, 500)

    def __init__(self, path: Path, amount: int = 1) -> None:
        self.path, self.amount = path, amount
        self.refuses: set[int] = set()
        self.point: Callable[[], None] = lambda: None

    def send(self, message: Message, to: int) -> None:
        self.point()
        if to in self.refuses:
            raise ServiceError("503.")
        with self.path.open("a") as book:
            book.write(f"{message.key}\n")
        self.point()

    @property
    def keys(self) -> list[str]:
        return self.path.read_text().splitlines() if self.path.exists() else []


def message(telling: Telling, takes: Takes) -> Message:
    return Message("", "Slow."[: takes.body], f"{telling.issued.id}/{telling.addressee.name}", telling.issued.id, "")


def post(recorded: Path, service: Service, *, address: str = "book://") -> Post:
    return Post(Outbox(recorded, NOW), {"PRESS": address}, lambda _: service, message, lambda: NOW, exercise=False)


def run(recorded: Path, service: Service, issued: Issued = UPDATE, **more: str) -> tuple[Plan, list[Done]]:
    with_post = post(recorded, service, **more)
    made = plan([PRESS], [issued], with_post.outbox.marks(), Clocks(NOW, NOW), exercise=False)
    end(with_post, made)
    return made, list(sent(with_post, made))


def publish(recorded: Path, issued: Issued = UPDATE) -> None:
    outbox = Outbox(recorded, NOW)
    if not outbox.marks():
        outbox.add(Mark(at=NOW, step=Step.BEGUN, addressee="press"))
    outbox.add(Mark(at=NOW, step=Step.PUBLIC, updates=(issued.id,)))


def steps(recorded: Path) -> list[Step]:
    return [mark.step for mark in Outbox(recorded, NOW).marks()]


def test_it_is_noted_before_it_is_sent_and_after(tmp_path: Path) -> None:
    publish(tmp_path)
    book = Book(tmp_path / "book")
    seen: list[Step] = []
    book.point = lambda: seen.append(steps(tmp_path)[-1])
    run(tmp_path, book)
    assert seen == [Step.SENDING, Step.SENDING]
    assert steps(tmp_path)[-2:] == [Step.SENT, Step.TOLD]
    assert run(tmp_path, book) == (Plan(), [])
    assert book.keys == [f"{UPDATE.id}/press/0"]


def test_of_several_behind_an_address_only_those_who_were_not_reached_are_tried_again(tmp_path: Path) -> None:
    publish(tmp_path)
    book = Book(tmp_path / "book", amount=3)
    book.refuses = {1}
    _, [done] = run(tmp_path, book)
    assert (done.sent, done.why) == (2, "503")
    assert run(tmp_path, book)[1] == [], "not before a minute has passed"
    book.refuses = set()
    waited = post(tmp_path, book)
    made = plan(
        [PRESS], [UPDATE], waited.outbox.marks(), Clocks(NOW, NOW.replace(minute=NOW.minute + 2)), exercise=False
    )
    assert [one.why for one in sent(waited, made)] == [""]
    assert Counter(book.keys) == {f"{UPDATE.id}/press/{to}": 1 for to in range(3)}


def test_an_address_that_is_missing_is_a_failure_that_names_the_variable(tmp_path: Path) -> None:
    publish(tmp_path)
    _, [done] = run(tmp_path, Book(tmp_path / "book"), address="")
    assert done.why == "the environment has no PRESS, which is to hold its address"
    assert steps(tmp_path)[-2:] == [Step.SENDING, Step.FAILED]


class Kill:
    """Ends this process with SIGKILL when it has come to so many places at which a run can be killed."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder that is quick to sync: what a kill leaves does not hang on the disk."""
    shared = Path("/dev/shm")  # noqa: S108  # the folder within has a name of its own
    if not os.access(shared, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=shared) as folder:
        yield Path(folder)


@pytest.mark.audit
def test_killed_five_hundred_times_everybody_is_told_and_at_most_what_was_being_sent_is_repeated(
    memory: Path,
) -> None:
    kills, behind, repeated = 500, 2, 0
    chance = random.Random(13)  # noqa: S311  # hides nothing
    book = Book(memory / "book", behind)
    for number in range(kills):
        # A month of its own for every fifty, so that reading the outbox stays as quick as in life.
        recorded = memory / f"recorded-{number // 50}"
        issued = UPDATE._replace(key=f"{number}")
        publish(recorded, issued)
        places = chance.randrange(4 * behind + 1)
        assert _in_child(partial(_killed, recorded, book, issued, places)) == signal.SIGKILL
        before = Counter(book.keys[-behind * 2 :])
        run(recorded, book, issued)
        keys = [f"{issued.id}/press/{to}" for to in range(behind)]
        after = Counter(key for key in book.keys[-behind * 2 - 1 :] if key in keys)
        assert set(after) == set(keys), "nobody is lost"
        twice = [key for key in keys if after[key] > 1]
        assert all(after[key] == 2 and before[key] == 1 for key in twice)
        assert len(twice) <= 1, "at most the one that was being sent"
        repeated += len(twice)
        assert run(recorded, book, issued) == (Plan(), [])
    assert 0 < repeated < kills / 2, "some kills fell between sending and noting"


def _killed(recorded: Path, book: Book, issued: Issued, places: int) -> None:
    """Run until the given place: before and after each message, and before and after each note."""
    kill = Kill(places)
    book.point = kill
    with_post = post(recorded, book)
    add = with_post.outbox.add

    def added(*marks: Mark) -> None:
        add(*marks)
        kill()

    with_post.outbox.add = added  # type: ignore[method-assign]
    made = plan([PRESS], [issued], with_post.outbox.marks(), Clocks(NOW, NOW), exercise=False)
    for _ in sent(with_post, made):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


def _in_child(work: Callable[[], None]) -> int:
    """The signal that ended a child that does it."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(70)
    return os.WTERMSIG(os.waitpid(child, 0)[1])
