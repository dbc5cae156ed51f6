"""The fields of a form for one kind of file, made from its schema: labels, hints, choices, patterns and bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from explainer.declarations.schemas import Schema, titled
from explainer.model.permissions import Permissions
from explainer.model.rights import Rights
from explainer.model.sources import Source
from explainer.model.system import System

Field = dict[str, Any]
Where = tuple[str, ...]
"""Where a key stands, without the places in lists: ``("reports", "component")``."""


class Names(NamedTuple):
    """What the site’s files may name: the ids of each group, with what readers call them."""

    component: Mapping[str, str]
    symptom: Mapping[str, str]
    party: Mapping[str, str]
    feed: Mapping[str, str]
    rights: Mapping[str, str]
    offers: Mapping[str, str]


def names_of(system: System, sources: Iterable[Source], rights: Iterable[Rights], sets: Iterable[Permissions]) -> Names:
    """The names that a site has."""
    return Names(
        component={one.id: one.name for one in system.components},
        symptom={one.id: one.name for one in system.symptoms},
        party={one.id: one.name for one in system.parties},
        feed={one.id: one.publisher for one in sources},
        rights={one.id: one.source for one in rights},
        offers={one.id: one.id for one in sets},
    )


NAMED: Mapping[str, Mapping[Where, str]] = {
    "bulletin": {
        ("symptom",): "symptom",
        ("rights",): "rights",
        ("offers",): "offers",
        ("about", "feed"): "feed",
        ("cause", "component"): "component",
        ("cause", "investigator"): "party",
        ("reports", "component"): "component",
        ("reports", "caused_by"): "component",
        ("reports", "by"): "party",
        ("decisions", "by"): "party",
        ("decisions", "component"): "component",
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
        ("owner",): "party",
        ("answered_by",): "party",
        ("refused_by",): "party",
        ("removed_by",): "party",
    },
}
"""Where a file names something of the site, and of which group it is."""

ORDER = (
    *("headline", "summary", "empathy", "place", "severity", "status", "reality", "certainty"),
    *("detected", "started", "ended", "symptom", "cause", "reports", "impact", "nothing_to_do", "asks", "unknowns"),
    *("next_update", "quiet_reason", "updates", "expected", "decisions", "brief"),
    *("rights", "legal_ok", "offers", "about", "learned", "review"),
)
"""The keys of a bulletin, as a form asks for them and a file has them."""

LEFT_OUT: Mapping[str, frozenset[Where]] = {
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
        *("late_because", "answer", "because", "basis", "note", "description", "cost_to", "why", "to_a_child"),
    }
)
"""The keys that hold sentences: they get a field that grows."""

_NOW = frozenset({("detected",), ("updates", "at"), ("at",)})
"""What is now when a form is opened."""

APPEND_ONLY = (
    "Add a new update at the end. What is published is never changed: a correction is a new update, and "
    "a changed one is refused."
)


_FIGURE: Schema = {
    "title": "Figure",
    "type": "string",
    "description": "Instead of numbers: the name of one of the figures of this bulletin.",
}


class Form(NamedTuple):
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
        is_left_out = where in LEFT_OUT.get(self.kind, frozenset())
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
            told |= {"hint": APPEND_ONLY, "allow_reorder": False, "allow_remove": False, "allow_duplicate": False}
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
