"""What an operator changes of the look, under ``theme: custom_dir:``: templates, styles and tokens, judged alike.

A template must be one, and must draw every example of the part that it draws. Tokens must be ours by name, and words
must stand out from what they stand on.
"""

from __future__ import annotations

import math
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from explainer.declarations.documents import named, read_text, read_yaml
from explainer.declarations.nearness import near
from explainer.errors import Finding, StaffError, plain
from explainer.language.words import english
from explainer.render import tokens as tokens_
from explainer.render.templates import Look, Templates
from explainer.render.tokens import COLOURS, Faint, Scheme, Token, Tokens
from explainer.staff import compiling
from explainer.staff.project import Project

TOKENS = "tokens.css"
OUR_TOKENS = Path(__file__).parents[1] / "theme" / "style" / TOKENS

_SCHEMES = {Scheme.LIGHT: "light", Scheme.DARK: "dark"}
_NO_LOOK = Look({}, "", ("", ""), "")


def judged_look(project: Project) -> Iterator[Finding]:
    """Everything that is wrong in what an operator changes of the look."""
    theme = project.places.overrides(project.root)
    if theme is None or not theme.is_dir():
        return
    try:
        yield from _templates(theme, project.root)
        yield from _tokens(theme / TOKENS, project.root)
    except StaffError as error:
        yield from error.findings


# Templates


def _templates(theme: Path, root: Path) -> Iterator[Finding]:
    ours = {source.name for source in compiling.sources()}
    every = compiling.sources(theme, root)
    templates = Templates(compiling.compiled(every), _NO_LOOK)
    said = [source.path.read_text(encoding="utf-8") for source in every]
    for source in every:
        if not source.path.is_relative_to(theme):
            continue
        if source.name in ours:
            yield from _drawn(templates, source)
        elif not any(f'"{source.name}"' in words or f"'{source.name}'" in words for words in said):
            remedy = near(source.name, frozenset(ours))
            yield Finding(source.shown, 1, 1, "", "no part is drawn by a template of this name", remedy)
    for path in sorted(theme.rglob("*.html")):
        if not path.is_relative_to(theme / compiling.FOLDER):
            yield from compiling.faults_of_page(path, named(path, root))


def _drawn(templates: Templates, source: compiling.Source) -> Iterator[Finding]:
    """What keeps a template from drawing the examples of its part, each line once."""
    lines = set[int]()
    for values in examples_of(source.name):
        try:
            templates.render(source.name, english(), values)
        except Exception as error:  # noqa: BLE001 - whatever a template does
            frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == source.shown]
            line = frames[-1].lineno or 1 if frames else 1
            if line not in lines:
                lines.add(line)
                given = ", ".join(sorted(values))
                problem = f"this cannot be drawn, as {plain(str(error))}"
                yield Finding(source.shown, line, 1, "", problem, f"this template is given: {given}")


def examples_of(name: str) -> Iterator[Mapping[str, Any]]:
    """What our examples give to a template."""
    folder, _, file = (compiling.OURS / name).as_posix().rpartition("/")
    path = Path(folder) / "example.yml"
    found = read_yaml(read_text(path, name), name).data
    for values in found.values():
        if values.get("template", "template.html") == file:
            yield {key: value for key, value in values.items() if key != "template"}


# Tokens


def _tokens(path: Path, root: Path) -> Iterator[Finding]:
    if not path.is_file():
        return
    file = named(path, root)
    ours, theirs = tokens_.read(OUR_TOKENS.read_text(encoding="utf-8")), tokens_.read(read_text(path, file))
    for stray in theirs.strays:
        problem, remedy = f"“{stray.words}” is no token", "write tokens inside :root { }, and styles into style/"
        yield Finding(file, stray.line, stray.column, "", problem, remedy)
    yield from _strangers(file, ours, theirs)
    every = tokens_.laid_over(ours, theirs)
    for found in tokens_.faint(every):
        yield from _faint(file, found, theirs)


def _strangers(file: str, ours: Tokens, theirs: Tokens) -> Iterator[Finding]:
    """Tokens that nothing asks for, and colours that cannot be judged."""
    known = frozenset(name for scheme in ours.schemes.values() for name in scheme)
    every = [token for scheme in theirs.schemes.values() for token in scheme.values()]
    named_by_others = "\n".join(token.value for token in every)
    for scheme, found in theirs.schemes.items():
        for token in found.values():
            if token.name not in known and f"var({token.name})" not in named_by_others:
                yield _at(file, token, "there is no such token", near(token.name, known))
            elif scheme in _SCHEMES and token.name in COLOURS and _is_unreadable(theirs, scheme, token):
                yield _at(file, token, f"“{token.value}” cannot be judged as a colour", "write it as #rrggbb")


def _is_unreadable(tokens: Tokens, scheme: Scheme, token: Token) -> bool:
    value = tokens.value(scheme, token.name)
    return value is None or tokens_.rgb(value.value) is None


def _faint(file: str, found: Faint, theirs: Tokens) -> Iterator[Finding]:
    """A finding at the operator's token of the two, at the one in front where both are theirs."""
    own = theirs.schemes.get(found.scheme, {}), theirs.schemes.get(Scheme.LIGHT, {})
    for token in (found.front, found.back):
        at = own[0].get(token.name) or own[1].get(token.name)
        if at is not None:
            what = "words" if found.least == tokens_.TEXT else "lines and shapes"
            ratio = math.floor(found.ratio * 100) / 100  # never told as better than it is
            problem = f"{found.front.name} on {found.back.name} is {ratio:.2f}:1 on a {_SCHEMES[found.scheme]} page"
            remedy = f"{what} need at least {found.least:g}:1 (WCAG 2.2, AA)"
            yield Finding(file, at.line, at.column, "", problem, remedy)
            return


def _at(file: str, token: Token, problem: str, remedy: str) -> Finding:
    return Finding(file, token.line, token.column, token.name, problem, remedy)
