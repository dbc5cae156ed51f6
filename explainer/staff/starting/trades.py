"""The trades whose sites can be begun: each a folder of texts in ``trades/``, beside ``shared/`` for what all have.

A file named ``dot-gitignore`` here is ``.gitignore`` there: its own name would have it obeyed in this repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from explainer.declarations import schemas
from explainer.declarations.documents import read_file, read_page, validated
from explainer.declarations.doors import door
from explainer.declarations.nearness import near
from explainer.model.value import Slug, Value, Words
from explainer.staff.starting.answering import Answers
from explainer.staff.starting.filling import filled

TRADES = Path(__file__).parent / "trades"
SHARED = TRADES / "shared"
ABOUT = "trade.yml"
"""What a trade says of itself."""

HOW = "content/how"
"""Where the explainers lie."""

SCHEMAS = {"mkdocs.yml": "mkdocs"} | {f"content/{name}.yml": name for name in ("rights", "season", "system", "words")}
"""The files of a site that have a schema of their own; each feed has the one of feeds."""

UNCHECKED = TRADES / "unchecked.md"
"""What each of them says of itself until somebody who does the work has checked it."""


class Trade(Value):
    """A trade: its ``title`` with its article, who writes and answers (``office``, ``writer``), who looks (``looker``).

    ``explainers`` are its pages in the order in which they are to be read, without ``.md``.
    """

    id: Slug
    title: Words
    office: Words
    writer: Slug
    looker: Slug
    explainers: Annotated[tuple[Slug, ...], Meta(min_length=1)]


TRADE_DOOR = door(Trade)


@cache
def trades() -> tuple[Trade, ...]:
    """Every trade, by name, and last the one for any other."""
    found = [validated(TRADE_DOOR, read_file(path, TRADES)) for path in sorted(TRADES.glob(f"*/{ABOUT}"))]
    return tuple(sorted(found, key=lambda one: (one.id == "blank", one.id)))


def trade(name: str) -> Trade:
    """The trade of that name.

    Raises:
        ValueError: when there is none; with those there are.
    """
    by_id = {one.id: one for one in trades()}
    if name.strip().lower() not in by_id:
        raise ValueError(f"there is no trade “{name}”; {near(name, by_id)}")
    return by_id[name.strip().lower()]


def files_of(chosen: Trade, answers: Answers) -> dict[str, str]:
    """Every file of a new site with its text, by its path in the folder of the site."""
    own = TRADES / chosen.id
    words = {**answers.words, "trade": chosen.title, "writer": chosen.writer, "looker": chosen.looker}
    pages = [_page(own, name) for name in chosen.explainers]
    texts = {path: text for folder in (SHARED, own) for path, text in _texts(folder)}
    texts |= {path: _unchecked(texts[path]) for path in (f"{HOW}/{name}.md" for name in chosen.explainers)}
    made = {path: _named(path, filled(text, path, words, pages)) for path, text in texts.items() if path != ABOUT}
    return dict(sorted((made | dict(_schemas())).items()))


def _schemas() -> Iterator[tuple[str, str]]:
    """The schemas by which editors help, in the folder of the site."""
    for file in schemas.FOLDER.glob("*.json"):
        yield f"{schemas.SITE_FOLDER}/{file.name}", file.read_text("utf-8")


def _named(path: str, text: str) -> str:
    """The text of a file, with its schema named in the first line where it has one."""
    name = SCHEMAS.get(path) or ("feed" if re.fullmatch(r"ops_feeds/[^/]+\.yml", path) else "")
    return f"{schemas.modeline(name, path)}\n{text}" if name else text


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for file in folder.rglob("*"):
        if file.is_file():
            yield "/".join(map(_called, file.relative_to(folder).parts)), file.read_text("utf-8")


def _called(name: str) -> str:
    return re.sub(r"^dot-", ".", name)


def _unchecked(text: str) -> str:
    """An explainer that says below its heading that nobody has checked it."""
    return re.sub(
        r"^# .*\n", lambda heading: f"{heading[0]}\n{UNCHECKED.read_text('utf-8')}", text, count=1, flags=re.MULTILINE
    )


def _page(own: Path, name: str) -> dict[str, str]:
    """What is said of an explainer elsewhere."""
    front = read_page((own / HOW / f"{name}.md").read_text("utf-8"), name).front.data
    said = {"file": f"{name}.md", "title": front["title"], "description": front["description"]}
    return {f"page.{key}": value for key, value in said.items()}
