"""``make messages``: collect the site's own words, bring every catalogue up to date, and compile them.

The result depends on the sources alone: no times, no line numbers, messages in a fixed order. So a test can tell
whether it was run, and a change of one sentence changes a few lines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "explainer"
LOCALES = SOURCES / "language" / "locales"
TEMPLATE = LOCALES / "explainer.pot"

METHODS = [("**.py", "python"), ("theme/**.html", "jinja2"), ("render/**.html", "jinja2")]
OPTIONS = {
    "**.html": {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
}
KEYWORDS = {
    "N_": None,
    "NC_": ((1, "c"), 2),
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
COMMENTS = ("Translators:",)
WIDTH = 110

_ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
PLURALS = {"ar": f"nplurals=6; plural=({_ARABIC});"}
"""Where Babel's own are in another order than translators' tools show them."""

NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""Instead of the time at which a catalogue was made, which would make every one differ from the last."""

Key = tuple[str, str]
"""A message by its context, empty where it has none, and its first English form."""


class Written(NamedTuple):
    """A file and what it should hold."""

    path: Path
    body: bytes


def key_of(message: Message) -> Key:
    """What a message is known by in every catalogue."""
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def collected() -> Catalog:
    """Every message of the sources, in the order of its English words.

    Raises:
        ValueError: for a template that cannot be read.
    """
    found = extract_from_dir(SOURCES, METHODS, OPTIONS, KEYWORDS, COMMENTS)
    rows = sorted(found, key=lambda row: (row[0].replace("\\", "/"), row[1]))
    template = _empty(None)
    for file, _, message, comments, context in rows:
        template.add(message, None, [(f"explainer/{file}", 0)], auto_comments=comments, context=context)
    return template


def updated(template: Catalog, old: Catalog) -> Catalog:
    """A language's catalogue with exactly the messages of ``template``; what was translated before is kept.

    What the sources no longer say stays at the end of the file, so that it comes back with its translation.
    """
    known = {key_of(message): message for message in (*old.obsolete.values(), *old) if message.id}
    new = _empty(str(old.locale))
    for message in template:
        if message.id:
            before = known.pop(key_of(message), None)
            said = before.string if before is not None and _fits(message, before) else ""
            comments = before.user_comments if before is not None else ()
            flags = {flag for flag in message.flags if flag != "fuzzy"}
            new.add(
                message.id, said, message.locations, flags, message.auto_comments, comments, context=message.context
            )
    for key, message in sorted(known.items()):
        if any(message.string):
            new.obsolete[key] = Message(message.id, message.string, context=message.context)
    return new


def _fits(message: Message, before: Message) -> bool:
    return bool(message.pluralizable) == bool(before.pluralizable)


def _empty(locale: str | None) -> Catalog:
    language = Locale.parse(locale) if locale else None
    header = f"# {language.english_name if language else 'All'} messages of Explainer. See docs/languages.md.\n"
    made = Catalog(language, header_comment=header.strip(), creation_date=NO_TIME, revision_date=NO_TIME, fuzzy=False)
    if made.locale_identifier in PLURALS:
        made.mime_headers = [("Plural-Forms", PLURALS[made.locale_identifier])]
    return made


def catalogues() -> Iterator[Path]:
    """The catalogue of each language."""
    return iter(sorted(LOCALES.glob("*/LC_MESSAGES/explainer.po")))


def opened(path: Path) -> Catalog:
    """A catalogue as it lies on disk.

    Raises:
        babel.messages.pofile.PoFileError: when it is not one.
    """
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def as_text(catalog: Catalog) -> bytes:
    """A catalogue as a ``.po`` file; its header says nothing that changes by itself."""
    out = BytesIO()
    write_po(out, catalog, width=WIDTH, omit_header=True, include_lineno=False, sort_by_file=False)
    return _header(catalog).encode() + out.getvalue()


def _header(catalog: Catalog) -> str:
    lines = ["Content-Type: text/plain; charset=UTF-8\\n"]
    if catalog.locale is not None:
        lines = [f"Language: {catalog.locale_identifier}\\n", f"Plural-Forms: {catalog.plural_forms}\\n", *lines]
    rows = "".join(f'"{line}"\n' for line in lines)
    return f'{catalog.header_comment}\nmsgid ""\nmsgstr ""\n{rows}\n'


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as a ``.mo`` file; what is not translated, or half, stays out of it, and is told in English."""
    told, out = _empty(str(catalog.locale)), BytesIO()
    for message in catalog:
        if message.id and _is_told(message):
            told.add(message.id, message.string, context=message.context)
    write_mo(out, told)
    return out.getvalue()


def everything() -> Iterator[Written]:
    """Every file that ``make messages`` writes."""
    template = collected()
    yield Written(TEMPLATE, as_text(template))
    for path in catalogues():
        catalog = updated(template, opened(path))
        yield Written(path, as_text(catalog))
        yield Written(path.with_suffix(".mo"), compiled(catalog))


def lacking(path: Path) -> list[Key]:
    """The messages that a catalogue does not translate."""
    return [key_of(message) for message in opened(path) if message.id and not _is_told(message)]


def _is_told(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def start(language: str) -> Path:
    """An empty catalogue for a new language.

    Raises:
        babel.core.UnknownLocaleError: for a language that CLDR does not know.
    """
    path = LOCALES / language.replace("-", "_") / "LC_MESSAGES" / "explainer.po"
    if not path.exists():
        path.parent.mkdir(parents=True)
        path.write_bytes(as_text(_empty(language.replace("-", "_"))))
    return path


def main(new_languages: list[str]) -> None:
    """Start the catalogues of new languages, write what is out of date, and say what lacks in each."""
    for language in new_languages:
        start(language)
    for file in everything():
        if not file.path.exists() or file.path.read_bytes() != file.body:
            file.path.write_bytes(file.body)
            sys.stdout.write(f"wrote {file.path.relative_to(ROOT)}\n")
    for path in catalogues():
        sys.stdout.write(f"{path.parts[-3]}: {len(lacking(path))} messages lack\n")


if __name__ == "__main__":
    main(sys.argv[1:])
