"""Runs the templates of the components. They are compiled before, so a refresh parses none of them.

Jinja2 compiles a template to a Python function when the site is built (see the module that compiles). Running one
takes Jinja2's runtime: contexts, loops, macros. Jinja2's package would import its compiler besides, which costs a
third of all that a refresh does; so the package stays unexecuted until somebody asks for more than its runtime, and
:class:`_Environment` stands where compiled code expects an environment. A test renders every example both ways.

What a template writes is escaped by :func:`explainer.render.escaping.text` unless it is ``Markup``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import CodeType, MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from markupsafe import Markup

from explainer.language.escaping import as_markup
from explainer.render.escaping import attr, glyph, href, linked, prose, running, shape, text

if TYPE_CHECKING:
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec

    from jinja2.runtime import Context, Undefined

    from explainer.language.words import Words

FILTERS: Mapping[str, Callable[..., object]] = {
    "glyph": glyph,
    "href": href,
    "in_line": attr,
    "linked": linked,
    "prose": prose,
    "running": running,
    "shape": shape,
}
"""What a template may write beside Jinja2's own filters."""

MESSAGES = ("gettext", "ngettext", "pgettext", "npgettext")
"""What every template can call beside its own values: one sentence in the language of the page."""

Blocks = dict[str, Callable[["Context"], Iterator[str]]]


class _Unexecuted(ModuleType):
    """Jinja2's package as a mere folder of modules, until something is asked of the package itself."""

    def __getattr__(self, name: str) -> Any:
        object.__setattr__(self, "__class__", ModuleType)
        cast("Loader", cast("ModuleSpec", self.__spec__).loader).exec_module(self)
        return getattr(self, name)


def _runtime() -> Any:
    """The module ``jinja2.runtime``."""
    if "jinja2" not in sys.modules:
        spec = cast("ModuleSpec", find_spec("jinja2"))
        package = _Unexecuted("jinja2")
        package.__spec__, package.__path__ = spec, list(spec.submodule_search_locations or ())
        package.__file__, package.__package__ = spec.origin, "jinja2"
        sys.modules["jinja2"] = package
    return import_module("jinja2.runtime")  # “from jinja2 import” would ask the package


class _Many(dict[str, Callable[..., object]]):
    """Filters or tests by name: ours, and Jinja2's own from the moment a template uses one that is not ours."""

    def __init__(self, own: Mapping[str, Callable[..., object]], module: str, table: str) -> None:
        super().__init__(own)
        self.module, self.table = module, table

    def __missing__(self, name: str) -> Callable[..., object]:
        found: dict[str, Callable[..., object]] = getattr(import_module(self.module), self.table)
        for key, one in found.items():
            self.setdefault(key, one)
        return dict.__getitem__(self, name) if name in self else found[name]


class Compiled(NamedTuple):
    """A template as compiled code sees another one that it includes, extends or imports."""

    environment: _Environment
    name: str
    root_render_func: Callable[[Context], Iterator[str]]
    blocks: Blocks

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - compiled code says so
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - as above
    ) -> Context:
        """What Jinja2's own template offers, without globals: they stand among the values already."""
        made: Context = self.environment.runtime.new_context(
            self.environment, self.name, self.blocks, vars, shared, None, locals
        )
        return made

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - as above
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - as above
    ) -> ModuleType:
        """The macros of an imported template."""
        context = self.new_context(vars, shared, locals)
        for _ in self.root_render_func(context):
            pass
        module = ModuleType(self.name)
        module.__dict__.update(context.get_exported())
        return module

    def _get_default_module(self, context: Context | None = None) -> ModuleType:
        known = context.parent if context else {}
        return self.make_module({name: known[name] for name in MESSAGES if name in known})


class _Environment:
    """Stands where compiled code expects a Jinja2 environment, and offers what that code asks of one."""

    autoescape = True
    is_async = False
    concat = staticmethod("".join)

    def __init__(self, code: Mapping[str, CodeType]) -> None:
        self.code = code
        self.runtime = _runtime()
        self.context_class = self.runtime.Context
        self.undefined = self.runtime.StrictUndefined
        self.filters = _Many(FILTERS, "jinja2.filters", "FILTERS")
        self.tests = _Many({}, "jinja2.tests", "TESTS")
        self._known: dict[str, Compiled] = {}

    def get_template(self, name: str | Compiled, parent: str | None = None) -> Compiled:
        """A template by name.

        Raises:
            jinja2.TemplateNotFound: when there is none.
        """
        del parent
        if isinstance(name, Compiled):
            return name
        found = self._known.get(name)
        if found is None:
            if name not in self.code:
                raise self.runtime.TemplateNotFound(name)
            space: dict[str, Any] = {"environment": self}
            exec(self.code[name], space)  # noqa: S102 - Jinja2's code, made when the site was built
            space["escape"] = text
            found = Compiled(self, name, space["root"], space["blocks"])
            self._known[name] = found
        return found

    def select_template(self, names: list[str], parent: str | None = None) -> Compiled:
        """The first of several templates that there is."""
        for name in names[:-1]:
            if name in self.code:
                return self.get_template(name, parent)
        return self.get_template(names[-1], parent)

    get_or_select_template = select_template

    def getattr(self, value: Any, name: str) -> Any:
        """``value.name``, which may also be an entry."""
        try:
            return getattr(value, name)
        except AttributeError:
            pass
        try:
            return value[name]
        except (TypeError, LookupError):
            return self._missing(value, name)

    def getitem(self, value: Any, key: Any) -> Any:
        """``value[key]``, which may also be an attribute."""
        try:
            return value[key]
        except (AttributeError, TypeError, LookupError):
            return getattr(value, key) if isinstance(key, str) and hasattr(value, key) else self._missing(value, key)

    def _missing(self, value: Any, name: Any) -> Undefined:
        missing: Undefined = self.undefined(obj=value, name=name)
        return missing


NOTHING: Mapping[str, Any] = MappingProxyType({})


class Look(NamedTuple):
    """What renderers must know of the site's colours: the tab's icons, an operator's own, and the browser's frame.

    ``colours`` are those of the states; ``favicon`` is the address, from the site's root, of an icon that takes the
    place of their shapes, or empty. ``paper`` is the page in light and in the dark, ``ink`` its words in light.
    ``schemes`` are all colours by the names of their tokens, in light and in the dark, for pictures; ``inlined`` are
    the styles and scripts of pages that are woven whole and not built, by the names of their files.
    """

    colours: Mapping[str, str]
    favicon: str
    paper: tuple[str, str]
    ink: str
    schemes: Mapping[str, tuple[str, str]] = NOTHING
    inlined: Mapping[str, str] = NOTHING


class Templates:
    """What a site looks like: the compiled templates, and what of its colours no style sheet can say."""

    def __init__(self, code: Mapping[str, CodeType], look: Look) -> None:
        self._environment = _Environment(code)
        self.look = look

    def inlined(self, name: str) -> Markup:
        """A style or a script of ours, or of the operator's, that stands in a page."""
        return as_markup(self.look.inlined[name])

    def render(self, name: str, words: Words, values: Mapping[str, Any]) -> Markup:
        """The template ``components/…`` with its values filled in, and its messages in the language of ``words``.

        What is not ``Markup`` is escaped.

        Raises:
            jinja2.UndefinedError: when it names a value that it was not given.
        """
        environment = self._environment
        template = environment.get_template(name)
        context = environment.context_class(environment, {**words.callables, **values}, name, template.blocks)
        return as_markup("".join(template.root_render_func(context)))
