"""Words that stay in their own language are words like any other, and carry their mark with them."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime

from explainer.language.escaping import escaped
from explainer.model.translation import Original
from explainer.render.escaping import attr, linked, prose, running

SINCE = datetime(2026, 11, 20, 17, 20, tzinfo=UTC)


def test_they_are_equal_to_the_same_words_and_know_their_language() -> None:
    words = Original("Late by 5 & more", "en", "anglais", SINCE)
    assert words == "Late by 5 & more"
    assert (words.lang, words.tag, words.since) == ("en", "anglais", SINCE)
    assert type(str(words)) is str


def test_a_copy_of_them_keeps_its_marks() -> None:
    copied = deepcopy(Original("Fog", "en", "English", datetime(2026, 11, 4, tzinfo=UTC)))
    assert (copied, copied.lang, copied.tag, copied.since) == (
        "Fog",
        "en",
        "English",
        datetime(2026, 11, 4, tzinfo=UTC),
    )


def test_on_a_page_they_are_marked_and_a_sentence_is_followed_by_the_name_of_its_language() -> None:
    assert escaped(Original("Cranes & co", "en")) == '<span lang="en" dir="ltr">Cranes &amp; co</span>'
    assert escaped(Original("It <b>waits</b>.", "en", "anglais")) == (
        '<span lang="en" dir="ltr">It &lt;b&gt;waits&lt;/b&gt;.</span> <span class="tag">anglais</span>'
    )
    assert escaped(Original("الرافعة", "ar")).startswith('<span lang="ar" dir="rtl">')


def test_the_mark_is_not_lost_on_words_that_were_shown_unmarked_before() -> None:
    assert prose("19:00 late") == '<span class="n">19:00</span> late'
    assert prose(Original("19:00 late", "en")) == '<span lang="en" dir="ltr"><span class="n">19:00</span> late</span>'
    assert prose("19:00 late") == '<span class="n">19:00</span> late'


def test_running_text_is_marked_as_a_whole() -> None:
    assert running(Original("One.\n\nTwo.", "en")) == '<div lang="en" dir="ltr"><p>One.</p><p>Two.</p></div>'
    assert linked(Original("See", "en")) == '<span lang="en" dir="ltr">See</span>'


def test_an_attribute_holds_the_words_alone() -> None:
    assert attr(Original("Crane", "en")) == "Crane"
    assert attr(Original("Late by 5", "en", "anglais")) == "Late by 5"
