"""What a question's own page says of it, and whether it helped."""

from dataclasses import replace

from explainer.model.questions import Asked, Question
from explainer.model.settings import Asking
from explainer.render.components.question import after, question
from explainer.render.view import View
from tests.factory import SETTINGS, view
from tests.render.components.test_questions import make, moment, words


def shown(found: Question, ask: Asking | None = None, asks: str = "questions/") -> View:
    settings = SETTINGS.replace(ask=ask)
    return replace(view(), settings=settings, questions=(found,), page=found.url, top="../../", asks=asks)


def test_each_state_says_what_is_known_and_an_answer_when_it_was_asked() -> None:
    waits = words(question(shown(make(1, promised=(moment(36),))), {}))
    assert waits.startswith("Not answered yet Answer by 19:00.")
    assert waits.endswith("To be answered by Harbour office. No. 1, asked 16:20.")
    answered = make(2, Asked.ANSWERED, settled=moment(-50), settled_by="harbour", people=41)
    assert words(question(shown(answered), {})) == "Asked 16:20, answered 17:34. 41 people asked it."
    refused = make(
        3, Asked.CANNOT_SAY, settled=moment(-36), settled_by="harbour", because="Harm", instead="It is short"
    )
    assert "We cannot answer this" in words(question(shown(refused), {}))
    removed = make(4, Asked.REMOVED, settled=moment(-36), settled_by="harbour", because="It told of somebody")
    assert "Why 4?" not in question(shown(removed), {})
    assert question(replace(shown(answered), page="how/crane/"), {}) == ""


def test_whether_it_helped_is_two_plain_links_to_the_declared_address_and_to_no_other() -> None:
    answered = make(2, Asked.ANSWERED, settled=moment(-50), settled_by="harbour")
    html = after(shown(answered, Asking(helped="https://forms.example/helped")), {})
    page = "page=https%3A%2F%2Fharbour.example%2Fquestions%2F2%2F"
    assert f'href="https://forms.example/helped?{page}&amp;answer=yes"' in html
    assert f'href="https://forms.example/helped?{page}&amp;answer=no"' in html
    assert "Did this answer it?" not in after(shown(answered), {})
    assert "Did this answer it?" not in after(shown(make(1), Asking(helped="https://forms.example/helped")), {})


def test_a_page_leads_on_to_all_questions_where_a_site_keeps_a_page_of_them() -> None:
    answered = make(2, Asked.ANSWERED, settled=moment(-50))
    assert 'href="../../questions/"' in after(shown(answered), {})
    assert after(shown(answered, asks=""), {}) == ""
