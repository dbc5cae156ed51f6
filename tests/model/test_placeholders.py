"""What stands between braces in a text: a figure’s name, or nothing that we know."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.placeholders import Named, filled, named_in

TEXTS = st.text(st.sampled_from("ab-.{}1 "), max_size=20)


def test_a_name_and_the_whole_of_it_are_told_from_what_is_no_name() -> None:
    assert named_in("{late} of {late.of}, {Late}, {}, {{late}} and {") == [
        Named("late", "late"),
        Named("late.of", "late", is_whole=True),
        Named("Late"),
        Named(""),
    ]


@given(TEXTS)
def test_a_text_without_figures_only_loses_what_doubles_its_braces(words: str) -> None:
    assert filled(words, lambda _: None).replace("{", "").replace("}", "") == words.replace("{", "").replace("}", "")


@given(TEXTS)
def test_a_text_whose_braces_are_doubled_names_nothing_and_reads_as_it_is(words: str) -> None:
    doubled = words.replace("{", "{{").replace("}", "}}")
    assert named_in(doubled) == []
    assert filled(doubled, lambda _: "?") == words
