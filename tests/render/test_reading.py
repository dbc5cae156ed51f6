from __future__ import annotations

import re
from dataclasses import replace

from explainer.model.reading import About, Library, Reading, ReadingKind, library
from explainer.render.reading import MOST, explained_in, explained_in_turn
from explainer.render.view import View
from tests.factory import make_picture, make_view

CRANE = Reading(kind=ReadingKind.EXPLAINER, title="How the crane works", url="how/crane/")


def why(number: int, lang: str = "") -> Reading:
    return Reading(kind=ReadingKind.ANSWER, title=f"Why {number}?", url=f"questions/{number}/", lang=lang)


def view(found: list[About], page: str = "") -> View:
    return replace(make_view(make_picture(), reading=library(found)), top="../", page=page)


def about(part: str, *readings: Reading) -> list[About]:
    return [About(part, one) for one in readings]


def addresses(html: str) -> list[str]:
    return re.findall('href="([^"]*)"', html)


def test_a_part_is_explained_in_its_explainer_and_in_a_few_answers() -> None:
    line = explained_in(view(about("crane", CRANE, *map(why, range(9)))), "crane")
    assert line.startswith('Explained in <a href="../how/crane/">How the crane works</a> · <a href="../questions/0/">')
    assert len(addresses(line)) == 1 + MOST[ReadingKind.ANSWER]


def test_a_part_that_only_answers_speak_of_promises_no_explainer() -> None:
    assert explained_in(view(about("crane", why(1))), "crane") == '<a href="../questions/1/">Why 1?</a>'


def test_a_part_that_nothing_is_written_of_has_no_link_and_no_words() -> None:
    assert explained_in(view(about("crane", CRANE)), "ferry") == ""
    assert explained_in_turn(view([]), ["crane", "ferry"]) == ["", ""]
    assert Library().of("crane") == ()


def test_no_page_leads_to_itself() -> None:
    assert explained_in(view(about("crane", CRANE), page="how/crane/"), "crane") == ""


def test_in_one_list_each_answer_stands_once_where_it_fits_best_and_the_explainer_with_every_row() -> None:
    shelf = [*about("ferry", why(1), why(2)), *about("crane", CRANE, why(2), why(1))]
    ferry, crane, again = explained_in_turn(view(shelf), ["ferry", "crane", "crane"])
    assert addresses(ferry) == ["../questions/1/"]
    assert addresses(crane) == ["../how/crane/", "../questions/2/"]
    assert addresses(again) == ["../how/crane/"]


def test_a_page_in_another_language_says_so() -> None:
    line = explained_in(view(about("crane", why(1, lang="ar"))), "crane")
    assert line == '<a href="../questions/1/" hreflang="ar" lang="ar" dir="rtl">Why 1?</a>'


def test_a_title_stays_words() -> None:
    hostile = Reading(kind=ReadingKind.ANSWER, title="<script>1</script>", url="x/")
    assert "<script" not in explained_in(view(about("crane", hostile)), "crane")
