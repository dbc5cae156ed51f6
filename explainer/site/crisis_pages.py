"""The crisis pages as they are kept in the skeleton: ours from the first byte to the last, whoever builds the rest.

A generator builds pages of the same names, so that its navigation and its links know of them; ours are then put in
their place. So no generator, no theme and no plugin can change a crisis page: by whatever the others are built, these
are the same bytes.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from explainer.declarations.configuration import Extensions, extensions_of
from explainer.declarations.documents import named, read_page, read_text
from explainer.declarations.languages import Language, translated_name
from explainer.errors import Finding, StaffError
from explainer.language.escaping import as_markup
from explainer.model.pages import FrontMatter, StaffPage
from explainer.site.frame import TEMPLATES, Frame
from explainer.site.lean import lean
from explainer.site.offline import offline_files
from explainer.site.own_markdown import Converter, Place, first_heading, relative
from explainer.site.printed import printed
from explainer.site.shells import file_at, shell_of, shell_of_over
from explainer.site.translated_pages import Shown, TranslatedPages
from explainer.staff.check import Staff
from explainer.staff.page_templates import is_crisis_template
from explainer.staff.project import Project
from explainer.staff.translations import original_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context

PLACE = "place.html"
"""The template by which a generator keeps the place of a crisis page."""

Urls = Mapping[str, str]
"""Where the pages of a language are published, by their originals' paths in ``content/``."""


def write_crisis_pages(project: Project, staff: Staff, tree: Path, urls: Mapping[str, Urls]) -> None:
    """Put every crisis page into a built tree; ``urls`` are by the language's folder in the site.

    Raises:
        StaffError: when a template, or what it is given, is not right.
    """
    extensions = extensions_of(project.root / project.places.config_file, project.content)
    for language in project.languages or (None,):
        root = language.root if language else ""
        for name, text in _Edition(project, staff, language, urls[root]).pages(extensions):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text, encoding="utf-8")


class _Edition:
    """The crisis pages in one language of the site."""

    def __init__(self, project: Project, staff: Staff, language: Language | None, urls: Urls) -> None:
        self.project, self.staff, self.language, self.urls = project, staff, language, urls
        self.frame = Frame(project, staff, language, urls)
        self.shown = TranslatedPages(staff, project.languages)
        self.environment = _environment(self.frame)

    def pages(self, extensions: Extensions) -> Iterator[tuple[str, str]]:
        """Each page's file in the built tree, and its text."""
        converter = Converter(extensions, self._address_of)
        for page in self.staff.pages:
            url = self.urls.get(page.path)
            if url is None or not is_crisis_template(page.front.template, self.frame.theme):
                continue
            here = "" if url == "./" else url
            file, drawn = file_at(url), self._drawn(page, url, converter, relative(".", here))
            folder = f"{self.frame.settings.at}assets/stylesheets"
            shown = printed(file, drawn, folder)
            yield file, shown.page
            if shown.sheet:
                yield shown.sheet, shown.style
            if file == shell_of(f"{self.frame.home}run"):
                yield self.frame.run_file, self.frame.run_script
            if file == shell_of(f"{self.frame.home}disruptions"):
                shared = self._drawn(page, url, converter, relative(".", folder)) + str(self.frame.style_of_over())
                found = lean(file, drawn, shared, folder)
                yield self.frame.spread_file, self.frame.spread_script
                yield shell_of_over(f"{self.frame.home}disruptions"), found.page
                yield found.sheet, found.style
        yield from offline_files(self.project, self.frame, has_map=self._has_map())

    def _has_map(self) -> bool:
        crisis = (page for page in self.staff.pages if is_crisis_template(page.front.template, self.frame.theme))
        return any(
            file_at(self.urls[page.path]) == f"{self.frame.home}map/index.html"
            for page in crisis
            if page.path in self.urls
        )

    def _drawn(self, page: StaffPage, url: str, converter: Converter, root: str) -> str:
        """The page at ``url``; ``root`` is the way from its style to the root of the site."""
        path = self._path_in_language(page)
        shown = self.shown.shown(path, self.language) or Shown(page.path, page.front)
        words = converter.html(self.shown.body(shown, path), Place(page.path, url))
        meta = {**self._meta(page), **_words_of(shown.front)}
        title = (
            shown.front.title or first_heading(words) or PurePosixPath(page.path).stem.replace("-", " ").capitalize()
        )
        content = as_markup(self.frame.sections(words, shown.foreign))
        here = "" if url == "./" else url
        values = {
            "page": SimpleNamespace(title=title, meta=meta, content=content, url=here),
            "base_url": root,
        }
        return _rendered(self.environment, page.front.template, values, self.project)

    def _path_in_language(self, page: StaffPage) -> str:
        """The file that a page is read from, if there is a translation."""
        if self.language is None or self.language.is_default:
            return page.path
        return translated_name(page.path, self.language.locale)

    def _meta(self, page: StaffPage) -> dict[str, Any]:
        """All that stands in the front matter, also what is not ours."""
        file = self.project.content / page.path
        name = named(file, self.project.root)
        return dict(read_page(read_text(file, name), name).front.data)

    def _address_of(self, path: str) -> str | None:
        """Where a file of ``content/`` is published, in this language if it is there in it."""
        page = self.urls.get(original_of(path, self.project.languages) or path)
        if page is not None:
            return page
        if path.startswith("..") or not (self.project.content / path).is_file():
            return None
        if self.language is not None and (self.project.content / translated_name(path, self.language.locale)).is_file():
            return f"{self.language.root}{quote(path)}"
        return quote(path)


def _words_of(front: FrontMatter) -> dict[str, str]:
    return {key: said for key in ("title", "description") if (said := getattr(front, key))}


# Templates


def _environment(frame: Frame) -> Environment:
    """Jinja2 for the pages' own templates: the operator's first, then ours, all of them escaping what they write."""
    from jinja2 import Environment, FileSystemLoader

    from explainer.site.compiled_once import CODE

    made = Environment(
        loader=FileSystemLoader([str(folder) for folder in filter(None, (frame.theme, TEMPLATES))]),
        autoescape=True,
        auto_reload=False,
        bytecode_cache=CODE,
        extensions=["jinja2.ext.i18n"],
    )
    vars(made).update(newstyle_gettext=True)  # an attribute that the extension adds
    made.filters["url"] = _filter_of_addresses()
    made.globals.update(frame.words.callables)
    made.globals.update(
        explainer=frame, config={"site_name": frame.settings.site_name, "site_url": frame.settings.site_url}
    )
    return made


@cache
def _filter_of_addresses() -> Callable[[Context, str], str]:
    """The filter ``url``; one for all environments, so that their templates need not be compiled for each."""
    from jinja2 import pass_context

    @pass_context
    def url(context: Context, path: str) -> str:
        """The way from the page to a path in the site; whole addresses stay as they are."""
        if urlsplit(path).scheme or path.startswith(("/", "#")):
            return path
        return relative(path, context["page"].url)

    return url


def _rendered(environment: Environment, name: str, values: Mapping[str, Any], project: Project) -> str:
    try:
        return environment.get_template(name).render(values)
    except StaffError:
        raise
    except Exception as error:  # operators' templates say whatever they like
        file, line = _place_in_template(error, project) or (name, 1)
        problem = f"cannot be drawn: {type(error).__name__}: {error}"
        raise StaffError(
            [Finding(file, line, 1, "", problem, "mend it; docs/look.md has what a page is given")]
        ) from error


def _place_in_template(error: Exception, project: Project) -> tuple[str, int] | None:
    """The innermost line of a template that an error came from; Jinja2 writes these into its traceback."""
    lines = [(Path(step.filename), step.lineno or 1) for step in traceback.extract_tb(error.__traceback__)]
    found = [(named(file, project.root), line) for file, line in lines if file.suffix == ".html"]
    return found[-1] if found else None
