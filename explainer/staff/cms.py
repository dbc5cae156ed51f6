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
from explainer.model.placeholders import gaps_in
from explainer.model.rights import Rights
from explainer.model.settings import Settings
from explainer.model.sources import Source
from explainer.model.system import System
from explainer.model.value import LONGEST_SLUG, SLUG
from explainer.staff.project import Project
from explainer.staff.writing.templates import template

Field = dict[str, Any]
Where = tuple[str, ...]
"""Where a key stands, without the places in lists: ``("reports", "component")``."""

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


class Names(NamedTuple):
    """What the site’s files may name: the ids of each group, with what readers call them."""

    component: Mapping[str, str]
    symptom: Mapping[str, str]
    party: Mapping[str, str]
    feed: Mapping[str, str]
    rights: Mapping[str, str]


def names_of(system: System, sources: Iterable[Source], rights: Iterable[Rights]) -> Names:
    """The names that a site has."""
    return Names(
        component={one.id: one.name for one in system.components},
        symptom={one.id: one.name for one in system.symptoms},
        party={one.id: one.name for one in system.parties},
        feed={one.id: one.publisher for one in sources},
        rights={one.id: one.source for one in rights},
    )


NAMED: Mapping[str, Mapping[Where, str]] = {
    "bulletin": {
        ("symptom",): "symptom",
        ("rights",): "rights",
        ("about", "feed"): "feed",
        ("cause", "component"): "component",
        ("cause", "investigator"): "party",
        ("reports", "component"): "component",
        ("reports", "caused_by"): "component",
        ("reports", "by"): "party",
        ("decisions", "by"): "party",
        ("decisions", "with"): "party",
        ("expected", "happened_by"): "party",
        ("learned", "wrong", "by"): "party",
        ("learned", "changes", "by"): "party",
    },
    "look": {("by",): "party", ("looked_at",): "component"},
    "page": {
        ("component",): "component",
        ("components",): "component",
        ("checked_by",): "party",
        ("answered_by",): "party",
    },
}
"""Where a file names something of the site, and of which group it is."""

ORDER = (
    *("headline", "summary", "empathy", "place", "severity", "status", "reality", "certainty"),
    *("detected", "started", "ended", "symptom", "cause", "reports", "impact", "nothing_to_do", "asks", "unknowns"),
    *("next_update", "quiet_reason", "updates", "expected", "decisions", "brief"),
    *("rights", "legal_ok", "about", "learned", "review"),
)
"""The keys of a bulletin, as a form asks for them and a file has them."""

_LEFT_OUT: Mapping[str, frozenset[Where]] = {
    # The name of the file is the id. Figures have names that a form cannot give, and where one stands for a number, as
    # it may in a limit, a field for numbers would lose it. What is left out stays in the file as it is.
    "bulletin": frozenset(
        {
            *(("id",), ("figures",), ("constraints",)),
            *(("updates", "figures"), ("updates", "precision"), ("updates", "status")),
        }
    ),
    "page": frozenset({("template",), ("of",)}),
}

_LONG = frozenset(
    {
        *(
            "summary",
            "empathy",
            "says",
            "detail",
            "how",
            "can_you",
            "if_not",
            "nothing_to_do",
            "quiet_reason",
            "changed",
        ),
        *("late_because", "answer", "because", "basis", "note", "description", "cost_to", "why"),
    }
)
"""The keys that hold sentences: they get a field that grows."""

_NOW = frozenset({("detected",), ("updates", "at"), ("at",)})
"""What is now when a form is opened."""

_APPEND_ONLY = (
    "Add a new update at the end. What is published is never changed: a correction is a new update, and "
    "a changed one is refused."
)


_FIGURE: Schema = {
    "title": "Figure",
    "type": "string",
    "description": "Instead of numbers: the name of one of the figures of this bulletin.",
}


class _Form(NamedTuple):
    """What turns the schema of one kind of file into the fields of a form."""

    kind: str
    names: Names
    zone: str

    def fields(self, schema: Schema, where: Where = ()) -> list[Field]:
        """The fields for the keys of an object."""
        keys = (
            sorted(schema["properties"], key=_place) if self.kind == "bulletin" and not where else schema["properties"]
        )
        return [
            self.field((*where, key), schema["properties"][key], key in schema.get("required", ()))
            for key in keys
            if self._has((*where, key))
        ]

    def _has(self, where: Where) -> bool:
        """Whether the form has a field there: not for what it leaves out, nor for names of which there are none."""
        group = NAMED.get(self.kind, {}).get(where)
        is_left_out = where in _LEFT_OUT.get(self.kind, frozenset())
        return not is_left_out and (group is None or bool(getattr(self.names, group)))

    def field(self, where: Where, node: Schema, required: bool) -> Field:
        """The field for one key."""
        told = {"name": where[-1], "label": node.get("title", titled(where[-1])), "required": required}
        if node.get("description"):
            told["hint"] = node["description"]
        if "anyOf" in node:  # something, or a figure that stands for it
            said = {key: node[key] for key in ("title", "description") if key in node}
            return self._or_figure(where, node["anyOf"][0] | said)
        return told | self._widget(where, node)

    def _or_figure(self, where: Where, node: Schema) -> Field:
        """The field for numbers, in whose place a file may name a figure: then a form must not insist on them."""
        if "properties" in node:
            node = node | {"required": [], "properties": node["properties"] | {"figure": _FIGURE}}
        return self.field(where, node, required=False)

    def _widget(self, where: Where, node: Schema) -> Field:
        types = node.get("type", "string")
        group = NAMED.get(self.kind, {}).get(where)
        if group is not None:
            return _choice(getattr(self.names, group), several="array" in types)
        if "enum" in node:
            return _words(node)
        if "array" in types:
            return self._list(where, node)
        if "object" in types:
            return {"widget": "object", "collapsed": "auto", "fields": self.fields(node, where)}
        return self._scalar(where, node, types)

    def _list(self, where: Where, node: Schema) -> Field:
        told: Field = {"widget": "list", "label_singular": titled(where[-1]).removesuffix("s")}
        if node.get("minItems"):
            told["min"] = node["minItems"]
        items = node["items"]
        if "properties" not in items:
            return told | {"field": self.field((*where, "one"), items | {"title": told["label_singular"]}, True)}
        told |= {"fields": self.fields(items, where), "collapsed": "auto", "summary": _summary(items)}
        if where == ("updates",):
            told |= {"hint": _APPEND_ONLY, "allow_reorder": False, "allow_remove": False, "allow_duplicate": False}
        return told

    def _scalar(self, where: Where, node: Schema, types: Any) -> Field:
        if node.get("x-kind") in ("moment", "day"):
            return _moment(node["x-kind"], self.zone, now=where in _NOW)
        if "boolean" in types:
            return {"widget": "boolean", "default": bool(node.get("default", False))}
        if "number" in types or "integer" in types:
            bounds = {mark: node[key] for mark, key in (("min", "minimum"), ("max", "maximum")) if key in node}
            return {"widget": "number", "value_type": "float", "step": 1} | bounds
        told: Field = {"widget": "text" if where[-1] in _LONG else "string"}
        if "maxLength" in node:
            told["maxlength"] = node["maxLength"]
        if node.get("pattern", r"\S") != r"\S":
            told["pattern"] = [node["pattern"], node.get("patternErrorMessage", "This is not as it should be")]
        return told


def _place(key: str) -> int:
    return ORDER.index(key) if key in ORDER else len(ORDER)


def _choice(names: Mapping[str, str], several: bool) -> Field:
    options = [{"label": f"{name} ({one})", "value": one} for one, name in names.items()]
    return {"widget": "select", "options": options} | ({"multiple": True} if several else {})


def _words(node: Schema) -> Field:
    """A choice of words, each with what it means."""
    meanings = zip(node["enum"], node.get("enumDescriptions", ()), strict=True)
    options = [{"label": f"{word}: {meaning}", "value": word} for word, meaning in meanings if word is not None]
    return {"widget": "select", "options": options}


def _moment(kind: str, zone: str, now: bool) -> Field:
    if kind == "day":
        return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
    told = {"widget": "datetime", "format": "YYYY-MM-DD HH:mm", "input_timezone": zone}
    return told | ({"default": "{{now}}"} if now else {})


def _summary(items: Schema) -> str:
    """What a folded entry of a list shows."""
    shown = [key for key in ("at", "component", "who", "what", "says", "feed") if key in items["properties"]]
    return " ".join(f"{{{{fields.{key}}}}}" for key in shown[:2])


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


def _form(kind: str, names: Names, settings: Settings) -> _Form:
    return _Form(kind, names, settings.zone)


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
        description="What is happening now, one file for each disruption. " + _APPEND_ONLY,
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


def _pages(project: Project, names: Names, folder: str, label: str, kind: str) -> Field:
    schema = shipped("page")
    other = {"checked": "answered", "answered": "checked"}[kind]
    keys = {key: node for key, node in schema["properties"].items() if not key.startswith(other)}
    if kind == "answered":
        keys.pop("check_every")
    fields = _form("page", names, project.settings).fields(schema | {"properties": keys, "required": ["title"]})
    body = {"name": "body", "label": "The page", "widget": "markdown", "modes": ["raw"], "required": True}
    several = len(project.languages) > 1
    if several:
        fields = [field | {"i18n": field["name"] in ("title", "description")} for field in fields]
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
