"""Letters out of mailboxes and exports as they come: other encodings, HTML, broken mails, many of them."""

import json
import mailbox
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from explainer.errors import ExplainerError
from explainer.staff.asking import exports
from explainer.staff.asking.exports import read


def mail(text: str, subtype: str = "plain", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Tom Baker <tom@harbour.example>"
    made["Date"] = "Fri, 20 Nov 2026 17:50:00 +0100"
    for name, value in headers.items():
        made[name] = value
    made.set_content(text, subtype=subtype)
    return made


def box(path: Path, *mails: EmailMessage) -> Path:
    kept = mailbox.mbox(path)
    for one in mails:
        kept.add(one)
    kept.close()
    return path


def test_a_mailbox_gives_the_words_and_the_time_of_each_mail_and_never_who_sent_it(tmp_path: Path) -> None:
    both = mail("Why is the hall cold?", subject="Cold")
    both.add_alternative("<p>Other words</p>", subtype="html")
    found = read(box(tmp_path / "why.mbox", both, mail("<p>Why <b>so</b> late?</p><p>Tell us</p>", "html"))).letters
    assert [one.text.strip() for one in found] == ["Why is the hall cold?", "Why so late?\n\nTell us"]
    assert found[0].subject == "Cold"
    assert found[0].at == datetime.fromisoformat("2026-11-20T17:50:00+01:00")
    assert "Baker" not in repr(found)


def test_a_broken_mail_hides_no_other(tmp_path: Path) -> None:
    path = box(tmp_path / "why.mbox", mail("Why?"))
    broken = (
        b"From nobody Fri Nov 20 17:50:00 2026\nDate: not a date\nContent-Type: text/plain; charset=no-such\n"
        b"Content-Transfer-Encoding: base64\n\n\xff\xfe!!\n\nFrom me Fri Nov 20 17:50:00 2026\nContent-Type: ;;;\n\nWarum \xfc?\n"
    )
    path.write_bytes(path.read_bytes() + broken)
    found = read(path)
    assert len(found.letters) + found.unread >= 2
    assert found.letters[0].text.strip() == "Why?"


def test_one_mail_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "why.eml").write_bytes(mail("Why?").as_bytes())
    assert read(tmp_path / "why.eml").letters[0].text.strip() == "Why?"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_export_is_read_in_its_encoding_and_by_its_sign(tmp_path: Path, encoding: str, sign: str) -> None:
    rows = [["Asked", "Your question", "component"], ["2026-11-20 17:50", "Pourquoi « été » ?", "crane"]]
    (tmp_path / "why.csv").write_text("\n".join(sign.join(row) for row in rows), encoding=encoding)
    [letter] = read(tmp_path / "why.csv", "your question").letters
    assert letter.text == "Pourquoi « été » ?"
    assert (letter.at, letter.component) == (datetime(2026, 11, 20, 17, 50), "crane")  # noqa: DTZ001 - as it is written


def test_a_json_export_is_a_list_or_holds_one(tmp_path: Path) -> None:
    rows = [{"question": "Why?"}, {"question": ""}, "not a row"]
    for data in (rows, {"responses": rows}):
        (tmp_path / "why.json").write_text(json.dumps(data), encoding="utf-8")
        assert [one.text for one in read(tmp_path / "why.json").letters] == ["Why?"]


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        (
            "a.csv",
            "name;colour\nTom;red\n",
            "a.csv has no field for a question; say which with --field, it has name, colour",
        ),
        ("a.json", "[{]", "a.json is not JSON"),
        ("a.json", '{"a": 1}', "a.json holds no list"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, body: str, says: str) -> None:
    (tmp_path / name).write_text(body, encoding="utf-8")
    with pytest.raises(ExplainerError, match=says.replace("[", r"\[")):
        read(tmp_path / name)


def test_sizes_are_bounded_and_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("question\n" + "Why?\n" * 5, encoding="utf-8")
    monkeypatch.setattr(exports, "MOST", 3)
    found = read(tmp_path / "a.csv")
    assert (len(found.letters), found.more) == (3, True)
    monkeypatch.setattr(exports, "LARGEST", 10)
    with pytest.raises(ExplainerError, match="export less at once"):
        read(tmp_path / "a.csv")
