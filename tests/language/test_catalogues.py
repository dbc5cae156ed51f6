"""The catalogues are what ``make messages`` makes of the sources, and fit the messages they translate."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from explainer.language.catalogues import LOCALES, catalogue, is_translated, languages
from scripts import messages

PLACE = re.compile(r"%\((\w+)\)[sd]|%%")
CATALOGUES = sorted(LOCALES.glob("*/LC_MESSAGES/explainer.po"))
named = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


def test_the_catalogues_are_up_to_date() -> None:
    late = [
        file.path.name
        for file in messages.everything()
        if not file.path.exists() or file.path.read_bytes() != file.body
    ]
    assert not late, "run: make messages"


@named
def test_every_message_is_translated(path: Path) -> None:
    assert not messages.lacking(path)


@named
def test_a_translation_names_the_places_of_its_message_and_holds_no_markup(path: Path) -> None:
    for message in messages.opened(path):
        if not message.id:
            continue
        asked = set(PLACE.findall(message.id if isinstance(message.id, str) else " ".join(message.id)))
        for said in [message.string] if isinstance(message.string, str) else message.string or ():
            # A form for one number may say it in a word: “ساعتان”.
            assert set(PLACE.findall(said)) >= asked - {"num"} or not said, message.id
            assert set(PLACE.findall(said)) <= asked, message.id
            assert "%" not in PLACE.sub("", said), message.id
            assert not re.search(r"<\w|&\w+;", said), message.id


def test_a_message_holds_no_markup() -> None:
    for message in messages.collected():
        for said in [message.id] if isinstance(message.id, str) else message.id:
            assert not re.search(r"</?\w|&\w+;", said), said


def test_the_language_of_the_messages_needs_no_catalogue() -> None:
    assert "en" in languages()
    assert is_translated("en-GB")
    assert catalogue("en").gettext("Known") == "Known"
    assert not is_translated("tlh")


def known(catalog: Catalog) -> Message:
    found = catalog.get("Known", "sure")
    assert found is not None
    return found


def test_a_catalogue_gives_back_what_a_message_was_when_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "LOCALES", tmp_path)
    path = messages.start("ar")
    template = messages._empty(None)
    template.add("Known", context="sure")
    template.add(("%(num)d hour", "%(num)d hours"))
    catalog = messages.updated(template, messages.opened(path))
    known(catalog).string = "معروف"
    path.write_bytes(messages.as_text(catalog))
    without = messages.updated(messages._empty(None), messages.opened(path))
    path.write_bytes(messages.as_text(without))
    assert not [message for message in messages.opened(path) if message.id]
    again = messages.updated(template, messages.opened(path))
    assert known(again).string == "معروف"
    path.write_bytes(messages.as_text(again))
    assert messages.lacking(path) == [("", "%(num)d hour")]
    assert b"hour" not in messages.compiled(again)


def test_running_it_says_what_was_written_and_what_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(messages, "LOCALES", tmp_path)
    monkeypatch.setattr(messages, "TEMPLATE", tmp_path / "explainer.pot")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    messages.main(["fr"])
    assert re.search(r"fr: \d+ messages lack", capsys.readouterr().out)
    assert sys.getsizeof((tmp_path / "fr/LC_MESSAGES/explainer.mo").read_bytes())
    messages.main([])
    assert "wrote" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "path", sorted(messages.SOURCES.rglob("*.py")), ids=lambda p: p.relative_to(messages.SOURCES).as_posix()
)
def test_a_message_and_its_context_are_written_where_they_are_asked_for(path: Path) -> None:
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    asked = [call for call in calls if ast.unparse(call.func).rpartition(".")[2] in ("pgettext", "npgettext")]
    given = [call.args[:2] for call in asked if not isinstance(call.args[0], ast.Starred)]
    allowed = {"context, message", "context, one"}  # the calls by which our words pass on what they are given
    told = [", ".join(map(ast.unparse, two)) for two in given if not all(isinstance(one, ast.Constant) for one in two)]
    assert not set(told) - allowed, "nothing collects a message whose context is in a variable"


@pytest.mark.parametrize(
    "path", sorted(messages.SOURCES.rglob("*.py")), ids=lambda p: p.relative_to(messages.SOURCES).as_posix()
)
def test_no_message_hides_inside_an_f_string_where_nothing_collects_it(path: Path) -> None:
    joined = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.JoinedStr))
    calls = (call for node in joined for call in ast.walk(node) if isinstance(call, ast.Call) and call.args)
    written = (call for call in calls if isinstance(call.args[0], ast.Constant))
    assert not {ast.unparse(call.func).rpartition(".")[2] for call in written} & messages.KEYWORDS.keys()
