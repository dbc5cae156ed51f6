"""The frames of the pages: what the templates need beside staff's words and the live regions."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from explainer.declarations.languages import Language
from explainer.language.directions import direction, primary
from explainer.language.escaping import as_markup
from explainer.language.making import cldr_of
from explainer.language.words import words_of
from explainer.model.pages import Film, FrontMatter
from explainer.model.settings import Settings
from explainer.model.system import System
from explainer.model.vocabulary import Channel
from explainer.picture.translated import Tongue, changed, table, translated
from explainer.render.addresses import FEED, LIVE, STATUS, in_folder
from explainer.render.escaping import attr, text
from explainer.render.shapes import sprite
from explainer.render.words import whom_to_call
from explainer.site.brand import accent
from explainer.site.films import film_on
from explainer.site.own_markdown import Place
from explainer.site.questions import asks_at, state_of
from explainer.site.sheets import over_style, page_style
from explainer.site.ways import Ways
from explainer.staff.check import Staff
from explainer.staff.page_templates import OURS
from explainer.staff.project import Project
from explainer.staff.translations import original_of

HERE = Path(__file__).parents[1] / "theme"
TEMPLATES = OURS
SKIN = HERE / "skin"
"""Templates of Material's that we mend, where its pages have our look."""

LIVE_PARTS = (("live", Channel.LIVE), ("offline", Channel.OFFLINE))
"""What the script of every page is made of, each where the site has what it is for."""

MANIFEST = "manifest.webmanifest"
"""What lets a browser put the site on a home screen."""

WORKER = "sw.js"
"""What keeps pages in a browser; its script finds it beside the manifest."""

LANGUAGES = "languages"
"""The sheet of a site in several languages."""

_HEADING = re.compile(r"(?=<h2\b)")
_CLOSE = re.compile(r"</h2>")


class Frame:
    """Given to every template as ``explainer``: what they need of the site, in the language that is being built.

    ``languages`` are those of a site in several, ``folder`` is where the pages of this one lie, and ``home`` where its
    crisis pages do. ``asks`` is whether there is a page of questions. ``ways`` are the links to other pages, as far as
    ``urls`` says that there are any. ``status`` and ``feed`` are what machines read of it, ``live`` what open pages do.
    """

    def __init__(
        self, project: Project, staff: Staff, language: Language | None = None, urls: Mapping[str, str] | None = None
    ) -> None:
        tongue = tongue_of(project, staff, language)
        self.settings: Settings = translated(project.settings, tongue) if tongue else project.settings
        self.system: System = translated(staff.system, tongue) if tongue else staff.system
        if language is not None:
            named = {"language": language.tag, "site_name": language.site_name or project.settings.site_name}
            self.settings = changed(self.settings, named)
        self.words = words_of(cldr_of(self.settings.language, self.settings.zone))
        self.original = project.settings.language
        self.languages = project.languages
        self.folder = language.root if language else ""
        self.home = f"{self.folder}{self.settings.at}"
        self.status = self.settings.at + in_folder(STATUS, self.folder)
        self.feed = self.settings.at + in_folder(FEED, self.folder)
        self.live = self.settings.at + in_folder(LIVE, self.folder)

        is_kept = self.settings.makes(Channel.OFFLINE) and not has_own_worker(project, self.home)
        self.manifest = f"{self.home}{MANIFEST}" if is_kept else ""
        pages = {page.path: page for page in staff.pages}
        pages |= {original_of(page.path, (language,)): page for page in staff.translated if language is not None}
        self.ways = Ways(self.settings, self.words, urls or {}, pages, language)
        self.content = project.content
        self.asks = bool(asks_at(staff, {page.path: page.path for page in staff.pages}))
        self.theme = project.places.overrides(project.root)
        self.sheets = more_sheets(project)
        self.accent = accent(project)
        self.glyphs = sprite()
        self.script = _script("age")
        self.checked_script = _script("checked")
        self.spread_script = _script("spread")
        self.spread_file = f"{self.settings.at}{script_file('spread', self.spread_script)}"
        self.run_script = run_script()
        self.run_file = f"{self.settings.at}{script_file('run', self.run_script)}"
        self.live_script = live_script(self.settings)
        self.live_file = f"{self.settings.at}{script_file('live', self.live_script)}" if self.live_script else ""

    def style(self, page: str, more: str, root: str) -> Markup:
        """The inlined style of one kind of crisis page; ``more`` are the sheets that its template names."""
        return as_markup(page_style(page, [*self.sheets, *more.split()], self.theme, f"{root}/") + self.accent)

    def style_of_over(self) -> Markup:
        """The style that only a disruption that is over needs, as an element behind the rest."""
        return Markup("<style>{}</style>").format(as_markup(over_style("disruption", self.theme)))

    @property
    def policy(self) -> Markup:
        """The content security policy of a crisis page: its own style, the site's scripts, nothing from elsewhere."""
        return self._policy()

    @property
    def policy_with_own(self) -> Markup:
        """The same for a page that has a script in a file of the site."""
        return self._policy(runs=True)

    @property
    def policy_with_log(self) -> Markup:
        """The same for a page whose script reads how the parts were, from the site itself."""
        return self._policy(runs=True, reads=True)

    @property
    def asking_policy(self) -> Markup:
        """The same of the page that has the form for questions, which may hand over to the declared address alone."""
        ask = self.settings.ask
        form = ask.form if ask is not None else None
        return self._policy(quote(form.to.partition("?")[0], safe=":/%[]") if form is not None else "'none'")

    def _policy(self, forms: str = "'none'", *, runs: bool = False, reads: bool = False) -> Markup:
        digest = base64.b64encode(hashlib.sha256(self.script.encode()).digest()).decode()
        asks = "connect-src 'self'; " if reads or self.settings.makes(Channel.LIVE) else ""
        own = " 'self'" if runs or self.live_script else ""
        apart = "worker-src 'self'; manifest-src 'self'; " if self.manifest else ""
        return as_markup(
            "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            f"{apart}{asks}script-src 'sha256-{digest}'{own}; base-uri 'none'; form-action {forms}"
        )

    @property
    def call(self) -> Markup:
        """Whom to call without a connection, as a sentence."""
        return whom_to_call(self.words, self.settings.contact, Markup('<span class="n">{}</span>'))

    @property
    def checked(self) -> Markup:
        """When the sources were last checked, as a sentence that the page's script fills."""
        return self.words.gettext("Sources last checked %(time)s.", time=Markup("<span></span>"))

    @property
    def drill(self) -> Markup:
        """How a drill is marked."""
        return text(self.words.pgettext("mark of a drill", "EXERCISE"))

    def instant_script(self, root: str, own: str) -> Markup:
        """What lets a page that the theme changes in place leave for ours, and renews the bar when it has changed.

        ``root`` is the way to the site's root, ``own`` the pattern that addresses of crisis pages follow from there.
        """
        said = {"ROOT": root or "./", "OWN": own}
        script = str(_script("instant"))
        for name, value in said.items():
            script = script.replace(f"({name}", f"({json.dumps(value)}".replace("<", "\\u003c"), 1)
        return as_markup(script)

    @property
    def is_frozen(self) -> bool:
        """Whether the clock stands still, so that the page must not compare itself with the reader's."""
        return self.settings.is_frozen

    @property
    def direction(self) -> str:
        """Which way the language of the page runs."""
        return direction(self.settings.language)

    def foreign(self, html: str) -> str:
        """Words in the original's language on a page in another, marked as such."""
        if not html.strip():
            return html
        return f'<div lang="{attr(self.original)}" dir="{direction(self.original)}">{html}</div>'

    def not_translated(self) -> str:
        """What is said above a page that is shown in the original's language."""
        said = self.words.gettext("This page is not translated yet. You read the original.")
        return f'<p class="untold">{text(said)}</p>'

    def sections(self, html: str, foreign: bool) -> str:
        """Staff's words on a crisis page, each second heading opening a section like the live ones.

        What stands before the first heading, and live regions between sections, are left as they are.
        """
        marked = f' lang="{attr(self.original)}" dir="{direction(self.original)}"' if foreign else ""
        out: list[str] = []
        for part in _HEADING.split(html):
            closing = _CLOSE.search(part)
            if not part.startswith("<h2") or not closing:
                out.append(part)
                continue
            heading, rest = part[: closing.end()], part[closing.end() :]
            words, live = _until_region(rest)
            out.append(f'<section class="sec words"{marked}>{heading}<div>{words.strip()}</div></section>{live}')
        return "".join(out)

    def film(self, film: Film, page: Place, *, foreign: bool = False) -> str:
        """A film on the page at ``page``; ``foreign`` is whether its words are in the original's language."""
        spoken = self.original if foreign else self.settings.language
        return str(film_on(film, page, self.words, self.content, spoken))  # plain: what it is joined to is html as well

    def question(self, front: FrontMatter) -> str:
        """Where a question's own page says how it stands."""
        return '<div data-live="question"></div>' if front.state is not None else ""

    def asked_on(self, front: FrontMatter, about: tuple[str, ...]) -> str:
        """Where a page that explains something leads on to all questions; nothing where a site keeps none."""
        return '<div data-live="asked-on"></div>' if self.asks and (about or state_of(front)) else ""

    def signature(self, front: FrontMatter) -> str:
        """Who vouches for a reading page, and since when."""
        said = [*self._answered(front), *self._checked(front)]
        return f'<p class="signed">{" ".join(said)}</p>' if said else ""

    def _answered(self, front: FrontMatter) -> Iterator[Markup]:
        if front.answered_on:
            at, words = self._date(front.answered_on), self.words
            if front.answered_by:
                by = text(self.system.party_name(front.answered_by))
                yield words.gettext("Answered %(date)s by %(party)s.", date=at, party=by)
            else:
                yield words.gettext("Answered %(date)s.", date=at)

    def _checked(self, front: FrontMatter) -> Iterator[Markup]:
        if front.checked:
            at, words = self._date(front.checked), self.words
            if front.checked_by:
                by = text(self.system.party_name(front.checked_by))
                yield words.gettext("Checked %(date)s by %(party)s.", date=at, party=by)
            else:
                yield words.gettext("Checked %(date)s.", date=at)

    def _date(self, on: date) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), self.words.full_date(on))


def live(name: str, parts: Iterable[str]) -> str:
    """The place on a reading page where a live region tells of these parts; nothing where there are none."""
    about = " ".join(parts)
    return f'<div data-live="{name}" data-components="{attr(about)}"></div>' if about else ""


def more_sheets(project: Project) -> tuple[str, ...]:
    """The sheets that a site needs beside the usual ones."""
    needed = project.languages or direction(project.settings.language) == "rtl"
    return (LANGUAGES,) if needed else ()


def tongue_of(project: Project, staff: Staff, language: Language | None) -> Tongue | None:
    """How staff's words are told in a language; None where they are in it already."""
    if language is None or primary(language.tag) == primary(project.settings.language):
        return None
    said = staff.translations.get(language.tag)
    return Tongue(language.tag, project.settings.language, table(said.site if said else ()))


def run_script() -> str:
    """The script of every page on which readers run a part: the sum, and what shows it."""
    return f"(() => {{\n{_script('flow')}\n{_script('run')}\n}})();\n"


def has_own_worker(project: Project, home: str) -> bool:
    """Whether staff publish a worker of their own at the home of the crisis pages: it stays theirs."""
    return (project.content / home / WORKER).is_file()


def live_script(settings: Settings) -> str:
    """The script of every page that asks for news while it is open; empty where the site has none."""
    parts = "\n".join(_script(name) for name, channel in LIVE_PARTS if settings.makes(channel))
    return f"(() => {{\n{parts}\n}})();\n" if parts else ""


def script_file(name: str, script: str) -> str:
    """Where a script of the site lies, by its digest, so that whoever keeps it never runs another page's."""
    return f"assets/javascripts/{name}.{hashlib.sha256(script.encode()).hexdigest()[:8]}.js"


def script_of(name: str) -> str:
    """A script of ours as it is written."""
    return str(_script(name))


def _script(name: str) -> Markup:
    return as_markup((HERE / "script" / f"{name}.js").read_text(encoding="utf-8").strip())


def _until_region(html: str) -> tuple[str, str]:
    at = html.find("<div data-live=")
    return (html, "") if at < 0 else (html[:at], html[at:])
