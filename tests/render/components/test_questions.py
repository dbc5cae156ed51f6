"""What the page of the questions says: what is late and how, what is answered by part, how long it takes, what is not."""

import gzip
from dataclasses import replace
from datetime import timedelta

from explainer.model.questions import Asked, Question, Stated
from explainer.model.settings import Exercise
from explainer.render.components.questions import answers, queue
from explainer.render.view import View
from tests.conftest import NOW
from tests.factory import SETTINGS, at, make_bulletin, view
from tests.support.markup import Walk

HOUR = timedelta(hours=1)


def moment(minutes: float) -> Stated:
    return Stated(first=at(minutes), last=at(minutes))


def make(number: int, state: Asked = Asked.ASKED, **more: object) -> Question:
    given: dict[str, object] = {
        "title": f"Why {number}?",
        "url": f"questions/{number}/",
        "asked": moment(-124),
        "owner": "harbour",
    }
    return Question(number=number, state=state, **(given | more))  # type: ignore[arg-type]


def shown(*questions: Question, live: bool = False) -> View:
    settings = SETTINGS if live else SETTINGS.replace(exercise=Exercise(now=NOW))
    return replace(view(make_bulletin()), questions=questions, settings=settings)


def words(html: str) -> str:
    return " ".join(Walk(html).words.split())


def test_a_missed_promise_is_told_with_how_late_it_is_and_a_new_one_takes_nothing_back() -> None:
    late = make(28, Asked.CHECKING, promised=(moment(-24), moment(36)), late_because="The log has not come")
    said = words(queue(shown(late), {}))
    assert "Missed promise: 24 minutes late. Promised by 18:00." in said
    assert "The log has not come. New promise: 19:00. What was missed stays counted." in said
    assert "Being checked by Harbour office. No. 28, asked 16:20." in said


def test_the_bar_is_dotted_to_the_promise_hatched_until_now_and_dotted_to_the_new_one() -> None:
    late = make(28, promised=(moment(-24), moment(36)))
    html = queue(shown(late), {})
    kinds = [given["class"] for tag, given in Walk(html).tags if tag == "i"]
    assert kinds == ["due", "past", "due"]
    assert "--a:8.3%;--b:41.7%" in html  # from 16:20 to 18:00, of the four hours from 16:00


def test_an_open_page_says_by_itself_that_a_promise_was_missed() -> None:
    html = queue(shown(make(1, promised=(moment(36),)), live=True), {})
    assert '<span data-good-until="2026-11-20T18:05Z">Answer by' in html  # 19:05 here, five minutes after the promise
    assert '</span><span hidden><b class="missed">Missed promise.</b> Promised by' in html


def test_in_an_exercise_whose_clock_stands_still_no_page_turns_by_itself() -> None:
    assert "data-good-until" not in queue(shown(make(1, promised=(moment(36),))), {})


def test_answers_stand_by_part_what_does_not_work_first_and_what_most_people_asked_before_the_others() -> None:
    answered = [
        make(1, Asked.ANSWERED, about=("crews",), settled=moment(-10), settled_by="pilots"),
        make(2, Asked.ANSWERED, about=("crane",), settled=moment(-10), settled_by="harbour", people=3),
        make(3, Asked.ANSWERED, about=("crane",), settled=moment(-20), settled_by="harbour", people=41),
        make(4, Asked.ANSWERED, about=("no-such-part",), settled=moment(-20)),
    ]
    html = answers(shown(*answered), {})
    anchors = [given["id"] for tag, given in Walk(html).tags if tag == "h3"]
    assert anchors == ["about-crane", "about-crews", "about-other"]
    assert html.index("Why 3?") < html.index("Why 2?")
    assert "41 people" in words(html)
    assert "Harbour office, 18:04" in words(html)


def test_of_few_answers_no_middle_is_told_and_of_five_the_middle_and_the_slowest() -> None:
    some = [
        make(n, Asked.ANSWERED, asked=moment(-60 * n), settled=moment(0), promised=(moment(-1),)) for n in range(1, 6)
    ]
    assert "4 answers so far. That is too few for a middle." in words(queue(shown(*some[:4]), {}))
    said = words(queue(shown(*some), {}))
    assert "Half of our 5 answers came within 3 hours. The slowest took 5 hours." in said
    assert "5 of 5 answers came by the time that was promised first." in said


def test_a_refusal_says_who_why_and_what_can_be_said_and_a_removal_nothing_of_what_it_said() -> None:
    refused = make(
        30,
        Asked.CANNOT_SAY,
        settled=moment(-36),
        settled_by="harbour",
        because="It could do harm",
        instead="The wait is short",
    )
    removed = make(29, Asked.REMOVED, settled=moment(-100), settled_by="harbour", because="It told of somebody")
    said = words(queue(shown(refused, removed), {}))
    assert "17:48, by Harbour office. No. 30." in said
    assert "It could do harm. We can say The wait is short." in said
    assert "No. 29 was removed 16:44 by Harbour office. It told of somebody. Its number is not used again." in said
    assert "Why 29?" not in said
    assert "Asked: 2. Answered: 0. Open: 0. Refused: 1. Removed: 1." in said


def test_the_words_of_another_language_are_marked_and_those_of_nobody_break_no_page() -> None:
    hostile = make(1, title="<b>Pourquoi</b> ?", promised=(moment(36),), lang="fr")
    html = queue(shown(hostile, make(2)), {})
    assert 'lang="fr"' in html
    assert "<b>Pourquoi" not in html
    assert not Walk(html).faults


def test_an_axis_of_many_days_has_days_above_it() -> None:
    asked = Stated(first=NOW - 9 * 24 * HOUR, last=NOW - 8 * 24 * HOUR)
    assert "11 November" in words(queue(shown(make(1, asked=asked, promised=(moment(600),))), {}))


def test_however_many_questions_there_are_a_page_names_a_few_and_counts_the_others() -> None:
    many = [
        make(
            number,
            state,
            title=f"Why was number {number} so late on the evening of the {number} snow in hall {number * 7}?",
            promised=(moment(-number),),
            settled=None if state.is_open else moment(-number),
            settled_by="harbour",
            about=("crane",),
            because=f"Because of {number * 13}",
            instead=f"Instead of {number * 17}",
        )
        for number, state in enumerate(list(Asked) * 60, 1)
    ]
    seen = shown(*many, live=True)
    html = answers(seen, {}) + queue(seen, {})
    assert len(gzip.compress(html.encode(), 9)) < 6_000
    said = words(html)
    assert "And 20 more, in the search of this site." in said
    assert "And 108 more." in said
    assert "And 110 earlier." in said
    assert "Asked: 300. Answered: 60. Open: 120. Refused: 60. Removed: 60." in said
