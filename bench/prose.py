"""Explainers of real prose: the demo's own sections, recombined by a seeded generator."""

from __future__ import annotations

import posixpath
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = "explainers"
"""Where the generated pages lie in ``content/``."""

SOURCES = ("how", "questions", "behind-the-scenes")
BYTES = 5_000
"""A page stops growing here, which is the mean of three large documentation sites."""

_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_FRONT = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A heading and the paragraphs, lists and tables below it."""

    heading: str
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class Prose:
    """What the demo's pages offer."""

    titles: tuple[str, ...]
    sections: tuple[Section, ...]

    @classmethod
    def of(cls, content: Path) -> Prose:
        """Everything that can stand on another page; links follow it there."""
        titles: list[str] = []
        sections: list[Section] = []
        for folder in SOURCES:
            for path in sorted(path for path in (content / folder).glob("*.md") if "." not in path.stem):
                if path.stem == "index":
                    continue
                text = _FRONT.sub("", path.read_text(encoding="utf-8"))
                if not re.search(r"^# ", text, flags=re.MULTILINE):
                    continue  # a question that has no answer yet is a title alone
                title, *rest = re.split(r"^#{1,2} ", text, flags=re.MULTILINE)[1:]
                titles.append(title.partition("\n")[0].strip())
                sections += [_section(part, folder) for part in (title, *rest) if not part.startswith("Read on")]
        return cls(tuple(titles), tuple(section for section in sections if section.blocks))

    def pages(self, amount: int, seed: int) -> Iterator[tuple[str, str, str]]:
        """Name, title and Markdown of each page; the same for the same seed."""
        for number in range(1, amount + 1):
            dice = random.Random(f"{seed}/{number}")  # noqa: S311 - not for secrets
            title = f"{dice.choice(self.titles).rstrip('?')}, part {number}"
            yield f"part-{number:05}.md", title, self._page(title, dice)

    def _page(self, title: str, dice: random.Random) -> str:
        out = [f"# {title}"]
        size = 0
        while True:
            section = dice.choice(self.sections)
            blocks = [*section.blocks, *dice.choice(self.sections).blocks[:2]]
            dice.shuffle(blocks)
            if size:
                out.append(f"## {section.heading}")
            for block in blocks:
                out.append(block)
                size += len(block.encode())
                if size >= BYTES:
                    return "\n\n".join(out) + "\n"


def _section(part: str, folder: str) -> Section:
    heading, _, body = part.partition("\n")
    blocks = [_moved(block.strip("\n"), folder) for block in re.split(r"\n{2,}", body)]
    return Section(heading.strip(), tuple(block for block in blocks if block.strip() and not block.startswith("#")))


def _moved(block: str, folder: str) -> str:
    """The block with its links as they are from ``FOLDER``."""

    def link(found: re.Match[str]) -> str:
        target = found[2]
        if "://" in target or target.startswith(("#", "mailto:", "tel:")):
            return found[1] if target.startswith("#") else found[0]
        return f"[{found[1]}]({posixpath.relpath(posixpath.join(folder, target), FOLDER)})"

    return _LINK.sub(link, block)
