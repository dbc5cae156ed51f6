"""What ``check`` says of questions: state against fields, times, numbers, ways to ask; each at its line."""

from pathlib import Path

import pytest

from tests.support.site import Site, make_site

OPEN = "title: Why?\nstate: asked\nnumber: 1\nasked: 2026-11-20 16:20\nowner: harbour\npromised: 2026-11-20 19:00\n"
REFUSED = (
    "title: When?\nstate: cannot-say\nnumber: 1\nrefused: 2026-11-20\nrefused_by: harbour\n"
    "because: It could do harm.\ninstead: It stops nobody.\n"
)
REMOVED = "title: No. 1 was removed\nstate: removed\nnumber: 1\nremoved: 2026-11-20\nremoved_by: harbour\nbecause: It told of somebody.\n"
ANSWERED = "title: Why?\nstate: answered\nnumber: 1\nanswered: 2026-11-20\nanswered_by: harbour\n"


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("harbour") / "site")


def found(site: Site, capsys: pytest.CaptureFixture[str], **pages: str) -> tuple[int, str]:
    folder = site.root / "content/questions"
    for path in folder.glob("q-*.md"):
        path.unlink()
    for name, text in pages.items():
        front, _, body = text.partition("\f")
        site.write(f"content/questions/q-{name}.md", f"---\n{front}---\n{body}")
    capsys.readouterr()
    code = site.run("check")
    return code, "".join(capsys.readouterr())


def test_a_question_that_says_what_its_state_needs_holds_together(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    fronts = (OPEN, OPEN.replace("asked\n", "checking\n", 1), REFUSED, REMOVED, ANSWERED)
    whole = {f"whole{place}": _numbered(front, place) for place, front in enumerate(fronts, 1)}
    code, said = found(harbour, capsys, **whole)
    assert (code, "q-whole" in said) == (0, False)


def _numbered(front: str, number: int) -> str:
    return front.replace("number: 1\n", f"number: {number}\n")


WRONG = [
    (OPEN.replace("owner: harbour\n", ""), ":3:8 state: is “asked”, and owner: is missing: add owner:"),
    (OPEN.replace("promised: 2026-11-20 19:00\n", ""), ":3:8 state: is “asked”, and promised: is missing"),
    (OPEN.replace("number: 1\n", ""), ":3:8 state: is “asked”, and number: is missing: add number:"),
    (ANSWERED.replace("answered_by: harbour\n", ""), ":3:8 state: is “answered”, and answered_by: is missing"),
    (ANSWERED.replace("answered: 2026-11-20\n", ""), ":3:8 state: is “answered”, and answered: is missing"),
    (REFUSED.replace("instead: It stops nobody.\n", ""), ":3:8 state: is “cannot-say”, and instead: is missing"),
    (REFUSED.replace("because: It could do harm.\n", ""), ":3:8 state: is “cannot-say”, and because: is missing"),
    (REFUSED.replace("refused_by: harbour\n", ""), ":3:8 state: is “cannot-say”, and refused_by: is missing"),
    (OPEN + "answered: 2026-11-20\n", ":8:11 answered: is for a question that is “answered”"),
    (ANSWERED + "instead: Nothing.\n", ":7:10 instead: is for a question that is “cannot-say”"),
    (OPEN.replace("harbour", "harbor"), ":6:8 owner: there is no party “harbor”: did you mean “harbour”?"),
    (OPEN.replace("19:00", "16:00"), ":7:11 promised[1]: lies before the question was asked"),
    (
        OPEN.replace("2026-11-20 19:00", "[2026-11-20 19:00, 2026-11-20 18:00]"),
        ":7:30 promised[2]: is not later than the promise before it",
    ),
    (ANSWERED + "asked: 2026-11-21\n", ":5:11 answered: lies before the question was asked"),
    (REMOVED + "\fIt was about Ms Kovács.\n", ":3:8 state: is “removed”, and the page still has words"),
    (REMOVED + "description: Of Ms Kovács.\n", ":8:14 description: stands in a question that was removed"),
]


def test_what_does_not_fit_is_named_at_its_line_with_what_to_write_and_hides_no_other(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {f"wrong{place}": _numbered(front, place) for place, (front, _) in enumerate(WRONG, 1)}
    code, said = found(harbour, capsys, **pages)
    assert code == 2
    lacking = [
        says for place, (_, says) in enumerate(WRONG, 1) if f"content/questions/q-wrong{place}.md{says}" not in said
    ]
    assert lacking == []


def test_what_cannot_be_read_is_told_as_any_time_and_any_word_of_a_list(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = found(
        harbour, capsys, time=OPEN.replace("16:20", "16.20"), word=OPEN.replace("state: asked", "state: askd")
    )
    assert code == 2
    assert "q-time.md:5:8 asked: “2026-11-20 16.20” is not a date and time: write 2026-11-20 16:20" in said
    assert "q-word.md:3:8 state: " in said


def test_a_number_is_used_once_and_one_that_is_gone_is_named(harbour: Site, capsys: pytest.CaptureFixture[str]) -> None:
    twice, said = found(harbour, capsys, one=OPEN, two=OPEN)
    assert (twice, "number: 1 is the number of content/questions/q-one.md: write 2" in said) == (2, True)
    gone, said = found(harbour, capsys, one=OPEN, two=OPEN.replace("number: 1", "number: 4"))
    assert (gone, "number: No. 2 to 3 are gone: a number is used once" in said) == (0, True)


def test_an_hour_that_was_promised_asks_for_the_hour_of_the_answer(
    harbour: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = found(harbour, capsys, one=ANSWERED + "asked: 2026-11-20 10:00\npromised: 2026-11-20 12:00\n")
    assert "advice: answered: has no time, so the answer counts as late" in said


def test_ways_to_ask_that_lead_nowhere_or_in_the_open_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path / "site")
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    ask = "ask: {mailto: why, card: At the desk., form: {to: http://forms.example/why}, helped: http://forms.example/h}"
    site.write("mkdocs.yml", config.replace("      zone:", f"      {ask}\n      zone:", 1))
    assert site.run("check") == 2
    assert "ask.mailto" in "".join(capsys.readouterr())
    site.write("mkdocs.yml", config.replace("      zone:", f"      {ask}\n      zone:".replace("mailto: why, ", ""), 1))
    assert site.run("check") == 2
    said = "".join(capsys.readouterr())
    assert "there is no page content/questions/card.md that prints a card" in said
    assert said.count("sends what people type without encrypting it") == 2
