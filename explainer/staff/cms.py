"""Forms in a browser, for whoever has GitHub or GitLab and nothing installed: a configuration of Sveltia CMS.

Its fields are those of the schemas, with the same words, so that no form knows more or less than ``explainer check``.
What the site’s own files name (its parts, parties, feeds and rights) becomes a choice. Sveltia reads the same
configuration as Decap CMS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from explainer.declarations.documents import read_yaml
from explainer.declarations.schemas import Schema, shipped, titled
from explainer.model.pages import WORDS_IN_FRONT
from explainer.model.placeholders import gaps_in
from explainer.model.settings import Settings
from explainer.model.sources import Source
from explainer.model.value import LONGEST_SLUG, SLUG
from explainer.staff.cms_fields import APPEND_ONLY, Field, Form, Names
from explainer.staff.project import Project
from explainer.staff.writing.templates import template

FOLDER = "cms"
"""The folder beside ``mkdocs.yml`` that holds the page with the forms, unless told otherwise."""


class Backend(NamedTuple):
    """Where the site’s repository is: ``github``, ``gitlab`` or ``test-repo``, and its name, such as ``owner/site``.

    ``sign_in`` is the address of the service by which people sign in, for GitHub; ``application`` the id of the
    application, for GitLab.
    """

    name: str
    repo: str = ""
    branch: str = ""
    sign_in: str = ""
    application: str = ""

    def declared(self) -> Field:
        """As Sveltia has it."""
        told = {"name": self.name, "repo": self.repo, "branch": self.branch, "base_url": self.sign_in}
        if self.application:
            told |= {"auth_type": "pkce", "app_id": self.application}
        return {key: value for key, value in told.items() if value}


# The collections


def config(project: Project, sources: Iterable[Source], names: Names, backend: Backend) -> Field:
    """The configuration of the forms for one site."""
    settings = project.settings
    told: Field = {
        "backend": backend.declared(),
        "app_title": settings.site_name,
        "site_url": settings.site_url,
        "media_folder": f"{project.places.content}/images",
        "public_folder": "images",
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": LONGEST_SLUG, "timezone": "local"},
        # Text in quotes is read by everybody alike, whatever colons and signs are in it.
        "output": {"omit_empty_optional_fields": True, "yaml": {"quote": "double"}},
        "collections": list(_collections(project, tuple(sources), names)),
    }
    if len(project.languages) > 1:
        told["i18n"] = _languages(project)
    return {key: value for key, value in told.items() if value not in ("", None)}


_AT: Mapping[str, tuple[str, ...]] = {
    "github": ("https://api.github.com", "https://*.githubusercontent.com"),
    "gitlab": ("https://gitlab.com", "https://*.gitlab.com"),
    "test-repo": (),
}
"""The addresses that each kind of repository is reached at."""


def page(backend: Backend) -> str:
    """The page that shows the forms: its own policy lets it reach the repository, and nobody else."""
    there = " ".join((*_AT[backend.name], *([backend.sign_in] if backend.sign_in else [])))
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' blob: data: {there}".strip(),
            f"connect-src 'self' blob: data: {there}".strip(),
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return _PAGE.replace("POLICY", escape(policy, quote=True))


_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="POLICY">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>Forms</title>
<link rel="cms-config-url" type="application/json" href="config.json">
</head>
<body>
<noscript>These forms need script. Every file can also be written by hand: see docs/staff.md of Explainer.</noscript>
<script src="sveltia-cms.js"></script>
</body>
</html>
"""


def _languages(project: Project) -> Field:
    """As mkdocs-static-i18n names the pages of each language."""
    locales = [language.locale for language in project.languages]
    return {
        "structure": "multiple_files",
        "locales": locales,
        "default_locale": locales[0],
        "omit_default_locale_from_file_path": True,
    }


def _collections(project: Project, sources: tuple[Source, ...], names: Names) -> Iterator[Field]:
    bulletins = [one for one in sources if one.is_of_bulletins and one.file is not None]
    for source in bulletins:
        yield _bulletins(project, source, names)
    yield _looks(project, names)
    for folder, label, kind in (("how", "Explainers", "checked"), ("questions", "Answered whys", "answered")):
        yield _pages(project, names, folder, label, kind)
    for language in project.languages[1:]:
        for source in bulletins:
            yield _translations(project, source, language.locale, language.name)


def _form(kind: str, names: Names, settings: Settings) -> Form:
    return Form(kind, names, settings.zone)


def _collection(name: str, label: str, folder: str, **more: Any) -> Field:
    return {"name": name, "label": label, "folder": folder, "editor": {"preview": False}, **more}


def _slug(template: str, hint: str) -> Field:
    """How a file is called: by the rule of ``explainer check``, and never otherwise once it is published."""
    message = "Use small letters, digits and single hyphens"
    return {"template": template, "editable": ["create"], "hint": hint, "pattern": [f"^{SLUG}$", message]}


def _bulletins(project: Project, source: Source, names: Names) -> Field:
    return _collection(
        f"bulletins-{source.id}",
        f"Bulletins: {source.publisher}",
        f"{project.places.feeds}/{(source.file or '').strip('./')}",
        label_singular="Bulletin",
        description="What is happening now, one file for each disruption. " + APPEND_ONLY,
        format="yml",
        extension="yml",
        identifier_field="headline",
        summary="{{headline}}",
        slug=_slug("{{headline}}", "The address of the page. It must not change later."),
        # Translations and readings lie beside the bulletins; none of them was detected.
        filter={"field": "detected", "pattern": r"^\d{4}"},
        delete=False,
        duplicate=False,
        fields=[_begun(field) for field in _form("bulletin", names, project.settings).fields(shipped("bulletin"))],
    )


def _begun(field: Field) -> Field:
    """A field with what the template of the first word says there, where that leaves no gap.

    What need not be there is only shown: a form would fill it into every older bulletin that is opened.
    """
    said = read_yaml(template("first-word").text, "first-word").data.get(field["name"])
    words = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    if not words or not all(isinstance(one, str) and not gaps_in(one) for one in words) or "options" in field:
        return field
    if field["required"]:
        return field | {"default": said}
    return field | {"hint": f"{field['hint']} For a first word: “{'” and “'.join(words)}”"}


def _looks(project: Project, names: Names) -> Field:
    return _collection(
        "looks",
        "Looks",
        f"{project.places.feeds}/watches",
        label_singular="Look",
        description="That you looked at parts and found them as usual. What is not as usual belongs into a bulletin.",
        format="yml",
        extension="yml",
        identifier_field="by",
        summary="{{at}} {{by}}",
        slug=_slug("{{year}}-{{month}}-{{day}}-{{hour}}{{minute}}", "The name of the file."),
        filter={"field": "good_for", "pattern": r"\d"},
        fields=_form("look", names, project.settings).fields(shipped("look")),
    )


_OF_EXPLAINERS = frozenset({"checked", "checked_by", "check_every", "to_a_child"})
_OF_QUESTIONS = frozenset(
    {
        *("number", "state", "asked", "people", "owner", "promised", "late_because", "because", "instead"),
        *("answered", "answered_by", "refused", "refused_by", "removed", "removed_by"),
    }
)
"""The keys of a page that only one kind of it has."""


def _pages(project: Project, names: Names, folder: str, label: str, kind: str) -> Field:
    schema = shipped("page")
    others = _OF_EXPLAINERS if kind == "answered" else _OF_QUESTIONS
    keys = {key: node for key, node in schema["properties"].items() if key not in others}
    fields = _form("page", names, project.settings).fields(schema | {"properties": keys, "required": ["title"]})
    body = {"name": "body", "label": "The page", "widget": "markdown", "modes": ["raw"], "required": True}
    several = len(project.languages) > 1
    if several:
        fields = [field | {"i18n": field["name"] in WORDS_IN_FRONT} for field in fields]
        body["i18n"] = True
    return _collection(
        folder,
        label,
        f"{project.places.content}/{folder}",
        label_singular=label.removesuffix("s"),
        format="yaml-frontmatter",
        extension="md",
        identifier_field="title",
        slug=_slug("{{title}}", "The address of the page. It must not change later."),
        i18n=several,
        fields=[*fields, body],
    )


def _translations(project: Project, source: Source, locale: str, language: str) -> Field:
    """The sidecars of bulletins in one language, as ``explainer translate --write`` laid them out."""
    original = project.languages[0].locale
    return _collection(
        f"bulletins-{source.id}-{locale}",
        f"{language}: {source.publisher}",
        f"{project.places.feeds}/{(source.file or '').strip('./')}",
        description=f"Below each sentence write it in {language}. explainer translate {locale} --write makes room.",
        format="yml",
        extension=f"{locale}.yml",
        identifier_field="place",
        summary="{{filename}}",
        create=False,
        delete=False,
        duplicate=False,
        fields=list(_pairs(shipped("bulletin-translation"), original, locale)),
    )


def _pairs(schema: Schema, original: str, locale: str) -> Iterator[Field]:
    for key, node in schema["properties"].items():
        if "additionalProperties" in node and node["additionalProperties"] is not False and "minProperties" not in node:
            continue  # under names of their own
        yield _translated(key, node, original, locale)


def _translated(key: str, node: Schema, original: str, locale: str) -> Field:
    told: Field = {"name": key, "label": titled(key), "required": False}
    if "minProperties" in node:  # a sentence and its translation
        return told | {"widget": "object", "fields": _pair(original, locale)}
    if node["type"] == "array":
        items = node["items"]
        fields = _pair(original, locale) if "minProperties" in items else [
            {"name": name, "label": titled(name), "widget": "string", "readonly": True}
            if name in items.get("required", ())
            else _translated(name, inner, original, locale)
            for name, inner in items["properties"].items()
        ]  # fmt: skip
        fixed = dict.fromkeys(("allow_add", "allow_remove", "allow_reorder", "allow_duplicate"), False)
        return told | {"widget": "list", "fields": fields} | fixed
    if "properties" in node:
        return told | {"widget": "object", "fields": list(_pairs(node, original, locale))}
    return told | {"widget": "string"}


def _pair(original: str, locale: str) -> list[Field]:
    return [
        {"name": original, "label": original, "widget": "text", "readonly": True, "required": False},
        {"name": locale, "label": locale, "widget": "text", "required": False},
    ]
