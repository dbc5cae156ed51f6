"""The laws of the questions: each is counted once, and no promise that was missed is ever taken back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.questions import Asked, Question, Stated
from explainer.picture.promises import GRACE
from explainer.picture.questions import Queue, missed, took, waiting

NOW = datetime(2026, 11, 20, 18, 24, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def moment(at: datetime) -> Stated:
    return Stated(first=at, last=at)


def day(at: datetime) -> Stated:
    begins = at.replace(hour=0, minute=0)
    return Stated(first=begins, last=begins + DAY)


def make(number: int = 1, state: Asked = Asked.ASKED, **more: object) -> Question:
    given: dict[str, object] = {"asked": moment(NOW - 2 * HOUR), "title": "Why?", "url": "why/"}
    return Question(number=number, state=state, **(given | more))  # type: ignore[arg-type]


def answered(number: int, length: timedelta, **more: object) -> Question:
    return make(number, Asked.ANSWERED, asked=moment(NOW - length), settled=moment(NOW), **more)


times = st.integers(-10_000, 10_000).map(lambda minutes: moment(NOW + timedelta(minutes=minutes)))
questions = st.builds(
    make,
    st.integers(1, 1_000),
    st.sampled_from(Asked),
    asked=st.none() | times,
    promised=st.lists(times, max_size=4).map(tuple),
    settled=st.none() | times,
    people=st.integers(0, 50),
)


@given(st.lists(questions, max_size=40))
def test_every_question_is_answered_open_refused_or_removed_and_counted_once(asked: list[Question]) -> None:
    queue = Queue(asked, NOW)
    groups = (queue.answered, queue.refused, queue.removed, tuple(one.question for one in queue.waiting))
    assert len(queue.asked) == sum(map(len, groups))
    assert sorted(map(id, asked)) == sorted(id(one) for group in groups for one in group)


@given(questions, times)
def test_a_new_promise_takes_back_none_that_was_missed(question: Question, new: Stated) -> None:
    before = missed(question, NOW)
    assert set(missed(question.replace(promised=(*question.promised, new)), NOW)) >= set(before)


@given(questions, st.integers(0, 10_000))
def test_what_is_missed_stays_missed_however_much_time_passes(question: Question, minutes: int) -> None:
    assert set(missed(question, NOW)) <= set(missed(question, NOW + timedelta(minutes=minutes)))


def test_a_promise_has_the_grace_of_every_promise() -> None:
    due = moment(NOW)
    assert not waiting(make(promised=(due,)), NOW + GRACE).is_overdue
    late = waiting(make(promised=(due,)), NOW + GRACE + timedelta(minutes=1))
    assert late.missed == (due,)
    assert late.late_by(NOW + HOUR) == HOUR


def test_a_promise_of_a_day_holds_until_the_day_is_over() -> None:
    question = make(promised=(day(NOW),))
    assert not waiting(question, NOW + timedelta(hours=5)).is_overdue
    assert waiting(question, NOW + timedelta(hours=6)).is_overdue


def test_what_is_late_comes_first_the_longest_late_before_all_then_what_is_due_soonest() -> None:
    asked = [
        make(1, promised=(moment(NOW + 3 * HOUR),)),
        make(2, promised=(moment(NOW - HOUR), moment(NOW + HOUR))),
        make(3, promised=(moment(NOW + HOUR),)),
        make(4, promised=(moment(NOW - 2 * HOUR),)),
    ]
    assert [one.question.number for one in Queue(asked, NOW).waiting] == [4, 2, 3, 1]


def test_of_fewer_than_five_answers_no_middle_is_told() -> None:
    some = [answered(number, number * HOUR) for number in range(1, 6)]
    assert Queue(some[:4], NOW).middle is None
    assert Queue(some, NOW).middle == 3 * HOUR


def test_of_days_without_an_hour_both_count_in_full_so_that_no_length_is_told_too_short() -> None:
    same_day = make(1, Asked.ANSWERED, asked=day(NOW), settled=day(NOW))
    assert took(same_day) == DAY
    assert took(make(2, Asked.ANSWERED, asked=day(NOW - 2 * DAY), settled=day(NOW))) == 3 * DAY


def test_an_answer_counts_as_kept_by_the_promise_that_was_made_first() -> None:
    kept = answered(1, HOUR, promised=(moment(NOW),))
    second = answered(2, HOUR, promised=(moment(NOW - HOUR), moment(NOW + HOUR)))
    queue = Queue([kept, second, answered(3, HOUR)], NOW + DAY)
    assert (queue.kept, len(queue.promised)) == (1, 2)
