"""The MkDocs plugin ``explainer``: an adapter from MkDocs' events to the pipeline, and nothing else.

Live regions stay empty while MkDocs works. ``on_post_build`` takes the built tree for the skeleton and weaves
the site, so ``mkdocs build`` and ``mkdocs serve`` give the same site as ``explainer build``.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from explainer import pipeline
from explainer.declarations.front_matter import FrontMatter
from explainer.declarations.places import A_FOLDER_OF_ITS_OWN, scratch
from explainer.errors import ExplainerError
from explainer.render.isolation import told
from explainer.site import frame, sheets
from explainer.staff.check import Staff, load_staff
from explainer.staff.project import Project, load_project

_log = get_plugin_logger("explainer")

STYLE = "assets/explainer.css"
_FIRST_HEADING = re.compile(r"</h1>", re.IGNORECASE)


class ExplainerPlugin(BasePlugin[LegacyConfig]):
    """Gives MkDocs the crisis pages' frames and keeps what it builds as the skeleton."""

    weaves = True
    """Whether the site is woven at the end of a build; the pipeline does it itself when it runs MkDocs."""

    def __init__(self) -> None:
        self.project: Project
        self.staff: Staff
        self.fronts: dict[str, FrontMatter] = {}
        self.urls: dict[str, str] = {}
        self._site = ""

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[list[Any], list[Any]]:
        """Let MkDocs take every option: ``on_config`` reads them from the file, and judges each at its line."""
        return [], []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read what staff wrote, show MkDocs our templates, and build beside the site, not in it."""
        if not config.use_directory_urls:
            raise PluginError("explainer: set use_directory_urls to true, so that addresses never change")
        try:
            self.project = load_project(Path(config.config_file_path))
            self.staff = load_staff(self.project)
            self.fronts = {page.path: page.front for page in self.staff.pages}
        except ExplainerError as error:
            raise PluginError(str(error)) from error
        own = 1 if config.theme.custom_dir else 0
        if str(frame.TEMPLATES) not in config.theme.dirs:
            config.theme.dirs.insert(own, str(frame.TEMPLATES))
        if STYLE not in config.extra_css:
            config.extra_css.insert(0, STYLE)
        if self.weaves:
            # Not only what mkdocs.yml says, which has been looked at: mkdocs build --site-dir says otherwise.
            why_not = self.project.places.why_not_at(self.project.root, Path(config.site_dir))
            if why_not:
                raise PluginError(f"explainer: site_dir “{config.site_dir}” {why_not}; {A_FOLDER_OF_ITS_OWN}")
            self._site = config.site_dir
            config.site_dir = str(scratch(self.project.root))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the one style sheet of the reading pages; keep staff's data files to ourselves."""
        for name in ("system.yml", "rights.yml"):
            file = files.get_file_from_path(name)
            if file is not None:
                files.remove(file)
        files.append(File.generated(config, STYLE, content=sheets.reading_style(self.theme)))
        return files

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Give the templates the operator's settings and the inlined styles."""
        env.globals["explainer"] = frame.Frame(self.project.settings, self.theme)
        return env

    @property
    def theme(self) -> Path | None:
        """Where the operator's own templates and styles lie, if they have any."""
        return self.project.places.overrides(self.project.root)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember every page's address, so that regions can link to it."""
        self.urls = {file.src_uri: file.url for file in files.documentation_pages()}
        return nav

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give an explainer its live region, and a crisis page its sections."""
        front = self.fronts.get(page.file.src_uri)
        if front is None:
            return html
        if front.template:
            return frame.sections(html)
        html += frame.signature(front, self.staff.system)
        if not front.about:
            return html
        region = f'<div data-live="panel" data-components="{" ".join(front.about)}"></div>'
        heading = _FIRST_HEADING.search(html)
        at = heading.end() if heading else 0
        return f"{html[:at]}\n{region}\n{html[at:]}"

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Keep the tree as the skeleton and weave it; last, so that no other plugin rewrites the site."""
        if not self.weaves:
            return
        site = Path(self._site)
        config.site_dir = self._site
        try:
            with pipeline.alone(self.project.root):
                skeleton = pipeline.keep(self.project, self.staff, self.urls)
                published = pipeline.trees(self.project.root, skeleton, site)
                woven = pipeline.weave_into(self.project.root, skeleton, published, self._now())
        except ExplainerError as error:
            raise PluginError(str(error)) from error
        for fault in told(woven.faults):
            _log.warning(fault)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Follow the record and the declarations too."""
        server.watch(str(self.project.feeds))
        return server

    def _now(self) -> datetime:
        exercise = self.project.settings.exercise
        return exercise.now if exercise else datetime.now(self.project.settings.tz).replace(microsecond=0)
