"""What is for paper alone stands in a file of its own, and has the last word there."""

from __future__ import annotations

from explainer.site.printed import printed

SHOWN = ".a{color:red}@media screen{.a{top:0}}.b{top:0}"
PAPER = "@media print{@page{size:A4}.a{color:black}}"
PAGE = f"<head><style>{SHOWN.replace('.b', f'{PAPER}.b')}</style></head><body></body>"


def test_rules_for_print_are_taken_out_whole_and_linked_last_of_all() -> None:
    found = printed("fr/why/bags/index.html", PAGE, "status/assets/stylesheets")
    assert found.style == PAPER
    link = f'<link rel="stylesheet" media="print" href="../../../{found.sheet}">'
    assert found.page == f"<head><style>{SHOWN}</style></head><body>{link}\n</body>"
    assert found.sheet.startswith("status/assets/stylesheets/print.")


def test_a_page_that_does_not_end_has_the_link_where_its_style_was() -> None:
    found = printed("index.html", PAGE.removesuffix("</body>"), "s")
    assert found.page.endswith('.css"></head><body>')


def test_rules_that_are_for_screens_too_stay() -> None:
    page = "<style>@media print,(min-width:75rem){.a{top:0}}</style>"
    assert printed("index.html", page, "s") == (page, "", "")


def test_an_address_in_a_style_keeps_leading_where_it_led() -> None:
    page = "<style>@media print{.a{background:url(a.svg)}}</style>"
    assert printed("index.html", page, "s") == (page, "", "")


def test_other_rules_have_another_file() -> None:
    other = PAGE.replace("black", "grey")
    assert printed("index.html", PAGE, "s").sheet != printed("index.html", other, "s").sheet
    assert printed("a/index.html", PAGE, "s").sheet == printed("index.html", PAGE, "s").sheet
