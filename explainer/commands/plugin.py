"""The MkDocs plugin ``explainer``: an adapter from MkDocs' events to the pipeline, and nothing else.

Live regions stay empty while MkDocs works. ``on_post_build`` takes the built tree for the skeleton and weaves
the site, so ``mkdocs build`` and ``mkdocs serve`` give the same site as ``explainer build``.

Where a site has several languages, mkdocs-static-i18n builds it once for each: at the end of the first build it runs
MkDocs again with the same configuration and the same plugins, for the next language, into the same folder. So every
event comes once for each language, and what concerns the site as a whole is done at the first or after the last.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date
from mkdocs.utils.meta import get_data

from explainer import pipeline
from explainer.commands.console import in_words, is_debugging, say, trace_of
from explainer.declarations.languages import PLUGIN as I18N
from explainer.declarations.languages import Language
from explainer.declarations.places import A_FOLDER_OF_ITS_OWN, DATA
from explainer.errors import ExplainerError, is_of_the_machine
from explainer.model.pages import WORDS_IN_FRONT
from explainer.model.vocabulary import Skin
from explainer.preview import FOLDER as ASIDE
from explainer.preview import mkdocs as preview
from explainer.render.isolation import told
from explainer.site import frame
from explainer.site.alone import alone
from explainer.site.compiled_once import CODE
from explainer.site.crisis_pages import PLACE
from explainer.site.engine import sweep
from explainer.site.own_markdown import Place
from explainer.site.reading import parts_of
from explainer.site.shells import is_shell_source
from explainer.site.translated_pages import TranslatedPages, keep_apart
from explainer.staff.check import Staff, load_staff
from explainer.staff.gaps import without_gaps
from explainer.staff.page_templates import is_crisis_template
from explainer.staff.project import Project, load_project
from explainer.staff.translations import original_of

_log = get_plugin_logger("explainer")

OF_MIKE = "MIKE_DOCS_VERSION"
"""Set by mike for the build of a version, whose address it adds to that of the site."""

GH_DEPLOY = "gh-deploy"
"""MkDocs' command that publishes the folder of the site itself, once we are done."""

_FIRST_HEADING = re.compile(r"</h1>", re.IGNORECASE)


class ExplainerPlugin(BasePlugin[LegacyConfig]):
    """Gives the reading pages their live regions and keeps what MkDocs builds as the skeleton."""

    weaves = True
    """Whether the site is woven at the end of a build; the pipeline does it itself when it runs MkDocs."""

    def __init__(self) -> None:
        self.project: Project
        self.staff: Staff
        self.urls: dict[str, dict[str, str]] = {}
        self._pages: TranslatedPages
        self._kept: dict[str, bytes] = {}
        self._site = ""
        self._alternate: Any = None
        self._called = ""
        self._hold = ExitStack()

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[list[Any], list[Any]]:
        """Let MkDocs take every option: ``on_config`` reads them from the file, and judges each at its line."""
        return [], []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note by which command we are called; ``serve`` only looks at the site."""
        self._called = command

    @property
    def _is_looked_at(self) -> bool:
        return self._called == "serve"

    def on_shutdown(self) -> None:
        """Let other runs in, unless what is built is still read by the command that built it."""
        if self._called != GH_DEPLOY:
            self._hold.close()

    @event_priority(-100)
    def on_build_error(self, *, error: Exception) -> None:
        """Let other runs in, as nothing more comes of this one; what the disk refused is told in a line."""
        if self.weaves and self._site:
            sweep(self.project.root)
        self._hold.close()
        if self.weaves and isinstance(error, OSError) and is_of_the_machine(error):
            with self._in_a_line():
                raise error

    @contextmanager
    def _in_a_line(self) -> Iterator[None]:
        """Tell MkDocs what went wrong on our side as it tells what goes wrong on its own: in a line."""
        try:
            yield
        except MkDocsException:
            raise
        except Exception as error:
            if not self.weaves and not isinstance(error, ExplainerError):
                raise  # to whoever runs MkDocs
            if is_debugging():
                say(trace_of(error), sys.stderr)
            raise PluginError(in_words(error)) from error

    def _keep_others_out(self, config: MkDocsConfig) -> None:
        """Have the site for ourselves, from before anything of it is read until it is published."""
        if not self.weaves:
            return
        self._hold.close()
        aside = ASIDE if self._is_looked_at else ""
        self._hold.enter_context(alone(Path(config.config_file_path).resolve().parent, told=_log.info, aside=aside))

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read what staff wrote, and show MkDocs our templates."""
        if _is_building_the_next(config):
            return config
        self._kept, self._alternate, self.urls = (
            {},
            None,
            {},
        )  # while it serves, MkDocs keeps us from one build to the next
        if not config.use_directory_urls:
            raise PluginError("explainer: set use_directory_urls to true, so that addresses never change")
        with self._in_a_line():
            if self._called:
                self._keep_others_out(config)
            self.project = load_project(Path(config.config_file_path))
            self.staff = load_staff(self.project)
            self._pages = TranslatedPages(self.staff, self.project.languages)
        own = 1 if config.theme.custom_dir else 0
        ours = [frame.TEMPLATES, frame.SKIN] if self.project.settings.skin is Skin.EXPLAINER else [frame.TEMPLATES]
        for folder in map(str, ours):
            if folder not in config.theme.dirs:
                config.theme.dirs.insert(own, folder)
        if self.weaves:
            # Not only what mkdocs.yml says, which has been looked at: mkdocs build --site-dir says otherwise.
            why_not = self.project.places.why_not_at(self.project.root, Path(config.site_dir))
            if why_not:
                raise PluginError(f"explainer: site_dir “{config.site_dir}” {why_not}; {A_FOLDER_OF_ITS_OWN}")
        return config

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Build beside the site, not in it.

        Not sooner: who reads the configuration and builds in another process, as mike does, is to find the site where
        it says.
        """
        if _is_building_the_next(config):
            return
        if config.site_url and os.environ.get(OF_MIKE):
            settings = self.project.settings.replace(site_url=config.site_url)
            self.project = replace(self.project, settings=settings)
        if self.weaves:
            if not self._called:
                with self._in_a_line():
                    self._keep_others_out(config)
            sweep(self.project.root)
            self._site = config.site_dir
            project = preview.looked_at(self.project) if self._is_looked_at else self.project
            config.site_dir = str(project.scratch)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Keep staff's data files to ourselves, and the shells, which are pages of nobody, out of the navigation."""
        for file in list(files):
            name = original_of(file.src_uri, self.project.languages) or file.src_uri
            if name in DATA or (name == "site.yml" and name != file.src_uri):
                files.remove(file)
            elif self._is_shell(file):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def _is_shell(self, file: File) -> bool:
        return is_shell_source(original_of(file.src_uri, self.project.languages) or file.src_uri)

    @property
    def theme(self) -> Path | None:
        """Where the operator's own templates and styles lie, if they have any."""
        return self.project.places.overrides(self.project.root)

    @event_priority(-200)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember every page's address, so that regions can link to it, and take out shells that others put in."""
        language = self._language(config)
        self.urls[language.root if language else ""] = {
            original_of(file.src_uri, self.project.languages) or file.src_uri: file.url
            for file in files.documentation_pages()
        }
        return _without(nav, self._is_shell)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Compile the theme's templates once, and not at every build; unless somebody sees to that already."""
        if env.bytecode_cache is None:
            env.bytecode_cache = CODE
        return env

    def _keep_out(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Keep shells out of search, and crisis pages out of feeds of articles, which take every page for one."""
        shown = self._pages.shown(page.file.src_uri, self._language(config))
        if self._is_shell(page.file):
            page.meta["search"] = {**_as_mapping(page.meta.get("search")), "exclude": True}
        if shown is not None and is_crisis_template(shown.front.template, self.theme):
            page.meta["draft"] = True
        return markdown

    def _show(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take out what is still to be filled in, and show the original where a translation is of what it said before.

        A translation and its original have the same front matter.
        """
        shown = self._pages.shown(page.file.src_uri, self._language(config))
        if shown is None or shown.path == page.file.src_uri:
            return without_gaps(markdown)
        original = self._pages.original(shown.path)
        _, meta = get_data((self.project.content / shown.path).read_text(encoding="utf-8-sig"))
        page.meta = meta if shown.foreign else {**meta, **_words_of(page.meta)}
        return without_gaps(original.body if shown.foreign else markdown)

    on_page_markdown = CombinedEvent(_show, _keep_out)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give an explainer its live region; of a crisis page, keep no more than the place."""
        shown = self._pages.shown(page.file.src_uri, self._language(config))
        if shown is None:
            return html
        if is_crisis_template(shown.front.template, self.theme):
            page.meta["template"] = PLACE
            return html
        made = self._frame(config)
        heading = _FIRST_HEADING.search(html)
        at = heading.end() if heading else 0
        head, rest = html[:at], html[at:]
        if shown.foreign:
            head, rest = f"{made.not_translated()}{made.foreign(head)}", made.foreign(rest)
        head += made.question(shown.front)
        film = self._pages.film(shown, page.file.src_uri)
        if film is not None:
            rest += made.film(film[0], Place(shown.path, page.url), foreign=film[1])
        about = parts_of(self._pages.original(shown.path), self.staff.system)
        end = made.signature(shown.front) + made.asked_on(shown.front, about)
        if not about:
            return f"{head}{rest}{end}"
        now, past = frame.live("panel", about), frame.live("troubles", about)
        return f"{head}\n{now}\n{rest}\n{past}\n{end}"

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Take out of the sitemap that every page was changed on the day of the build, which MkDocs says of each."""
        return output_content.replace(f"<lastmod>{get_build_date()}</lastmod>", "")

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Forget what static-i18n noted of a shell: its 404 page links to what the last page is in each language."""
        noted = vars(config.extra)  # as an attribute, which the theme finds before the entry of that name
        if "alternate" not in noted:
            return context
        if not self._is_shell(page.file):
            self._alternate = noted["alternate"]
        elif self._alternate is not None:
            noted["alternate"] = self._alternate
        return context

    @event_priority(-50)
    def _keep_apart(self, *, config: MkDocsConfig) -> None:
        """Keep what a language's build wrote for the whole site, before the next one writes over it."""
        language = self._language(config)
        if language is not None and self.project.settings.skin is Skin.EXPLAINER:
            static = [name for name in config.theme.static_templates if name.endswith(".html")]
            self._kept |= keep_apart(Path(config.site_dir), language, self.project.languages, static)

    @event_priority(-200)
    def _keep_and_weave(self, *, config: MkDocsConfig) -> None:
        """Keep the tree as the skeleton and weave it; last, so that no other plugin rewrites the site."""
        if _is_building_the_next(config):
            return
        with self._in_a_line():
            for name, body in self._kept.items():
                (Path(config.site_dir) / name).write_bytes(body)
            if self.weaves:
                config.site_dir = self._site
                self._publish(Path(self._site))
        self.on_shutdown()

    def _publish(self, site: Path) -> None:
        if self._is_looked_at:
            preview.write(self.project, self.staff, self.urls, site, self._now())
            return
        skeleton = pipeline.keep(self.project, self.staff, self.urls)
        published = pipeline.trees(self.project.root, skeleton, site)
        woven = pipeline.weave_into(self.project.root, skeleton, published, self._now())
        for line in (*told(woven.faults), *woven.published.others.told(str(site))):
            _log.warning(line)

    on_post_build = CombinedEvent(_keep_apart, _keep_and_weave)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Follow the record and the declarations too."""
        server.watch(str(self.project.feeds))
        return server

    def _language(self, config: MkDocsConfig) -> Language | None:
        """The language that is being built, on a site in several."""
        now = getattr(config.plugins.get(I18N), "current_language", None)
        return next((one for one in self.project.languages if one.locale == now), None)

    def _frame(self, config: MkDocsConfig) -> frame.Frame:
        return frame.Frame(self.project, self.staff, self._language(config))

    def _now(self) -> datetime:
        settings = self.project.settings
        return settings.clock(datetime.now(settings.tz).replace(microsecond=0))


def _is_building_the_next(config: MkDocsConfig) -> bool:
    """Whether static-i18n is building a further language, within the build of the first."""
    return bool(getattr(config.plugins.get(I18N), "building", False))


def _words_of(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What a translation’s own front matter says in words."""
    return {key: meta[key] for key in WORDS_IN_FRONT if meta.get(key)}


def _as_mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _without(nav: Navigation, is_hidden: Callable[[File], bool]) -> Navigation:
    """A navigation without some pages, whoever put them there, and without the sections that held nothing else."""
    for page in filter(lambda page: is_hidden(page.file), list(nav.pages)):
        nav.pages.remove(page)
        before, after = page.previous_page, page.next_page
        if before is not None:
            before.next_page = after
        if after is not None:
            after.previous_page = before
    nav.items = list(_left(nav.items, is_hidden))
    return nav


def _left(items: Iterable[Any], is_hidden: Callable[[File], bool]) -> Iterator[Any]:
    for item in items:
        if isinstance(item, Page) and is_hidden(item.file):
            continue
        if item.children:
            item.children = list(_left(item.children, is_hidden))
            if not item.children:
                continue
        yield item
