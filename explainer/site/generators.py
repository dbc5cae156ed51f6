"""Which generator builds the pages, and whether it can be had.

MkDocs and ProperDocs, its drop-in, are one to us: every plugin and theme of theirs, ours too, imports ``mkdocs.…``, and
ProperDocs answers to that name as soon as it is asked to. Nothing but this module knows which of the two it is.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec

from explainer.errors import StaffError
from explainer.model.vocabulary import Engine
from explainer.staff.project import Project, about_option

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

CALLED = {Engine.MKDOCS: "MkDocs", Engine.PROPERDOCS: "ProperDocs", Engine.ZENSICAL: "Zensical"}
"""What each calls itself."""

INSTALL = {
    Engine.MKDOCS: 'pip install "mkdocs>=1.6.1,<2"',
    Engine.PROPERDOCS: "pip install properdocs",
    Engine.ZENSICAL: "pip install zensical",
}
"""How each is installed."""

_WITH_PLUGINS = (Engine.MKDOCS, Engine.PROPERDOCS)


def chosen(project: Project) -> Engine:
    """The generator that the site asks for; of a site that asks for none, MkDocs, else ProperDocs.

    Raises:
        StaffError: when it is not installed.
    """
    asked = project.settings.engine
    if asked is not None:
        if is_installed(asked):
            return asked
        raise _refused(project, f"{CALLED[asked]} is not installed", f"run {INSTALL[asked]}, or name another engine")
    found = next(filter(is_installed, _WITH_PLUGINS), None)
    if found is None:
        remedy = f"run {INSTALL[Engine.MKDOCS]}, or {INSTALL[Engine.PROPERDOCS]}"
        if is_installed(Engine.ZENSICAL):
            remedy += ", or write engine: zensical, which is installed"
        raise _refused(project, "neither MkDocs nor ProperDocs is installed", remedy)
    return found


def is_installed(engine: Engine) -> bool:
    """Whether a generator is there; a MkDocs without plugins, which is version 2, is none that we could use."""
    spec = _spec(engine.value)
    if spec is None or spec.name != engine.value:  # ProperDocs may have taken MkDocs' name already
        return False
    return engine is not Engine.MKDOCS or _spec("mkdocs.plugins") is not None


def answer_to_mkdocs(engine: Engine, project: Project) -> None:
    """Let ``mkdocs.…`` be the modules of ``engine``, MkDocs itself or ProperDocs, from here on.

    Raises:
        StaffError: when this process has begun with the other one already.
    """
    begun = sys.modules.get("mkdocs.config")
    if begun is not None and begun.__name__.partition(".")[0] != engine.value:
        raise _refused(project, "was changed while this command ran", "stop it and start it again")
    if engine is Engine.PROPERDOCS:
        import_module("properdocs.replacement")


def _refused(project: Project, problem: str, remedy: str) -> StaffError:
    return StaffError([about_option(project, ("engine",), problem, remedy)])


def _spec(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name)
    except (ImportError, ValueError):
        return None
