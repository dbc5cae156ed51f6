"""Whom ``notify:`` names: every name is one that is there, and every address one that can be written to.

An address is a secret of the machine that sends. So a machine without it, on which staff only write, is advised and no
more; where it is there, what is wrong with it is an error. No finding holds an address.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace

from explainer.declarations.nearness import near
from explainer.errors import Finding, Level
from explainer.model.notifying import Addressee
from explainer.model.system import System
from explainer.notifying.services import NeedsExtraError, ServiceError, scheme_of, schemes, service_at
from explainer.staff.project import Project, about_option

KEY = "notify"


def judged_notify(
    project: Project, system: System | None, environment: Mapping[str, str] = os.environ
) -> Iterator[Finding]:
    """What is wrong, or could be better, with those who are told of each update."""
    names: set[str] = set()
    languages = tuple(one.tag for one in project.languages) or (project.settings.language,)
    for index, one in enumerate(project.settings.notify):
        if one.name in names:
            problem = f"there is another “{one.name}”, so the outbox could not tell one from the other"
            yield about_option(project, (KEY, index, "name"), problem, "give each a name of its own")
        names.add(one.name)
        if one.language and one.language not in languages:
            problem = f"the site is not in “{one.language}”"
            yield about_option(project, (KEY, index, "language"), problem, f"write one of: {', '.join(languages)}")
        for place, part in enumerate(one.parts):
            if system is not None and part not in system.by_id:
                problem = f"there is no component “{part}”"
                yield about_option(project, (KEY, index, "parts", place), problem, near(part, system.by_id))
        finding = _address(project, index, one, environment)
        if finding is not None:
            yield finding


def _address(project: Project, index: int, one: Addressee, environment: Mapping[str, str]) -> Finding | None:
    address = environment.get(one.to, "").strip()
    if not address:
        remedy = "put its address there on the machine that runs explainer notify; others can do without"
        problem = f"this machine’s environment has no {one.to}"
        return _advice(about_option(project, (KEY, index, "to"), problem, remedy))
    try:
        service_at(address)
    except NeedsExtraError as error:
        problem, _, remedy = str(error).partition(": ")
        return _advice(about_option(project, (KEY, index, "to"), problem, remedy))
    except ServiceError as error:
        scheme = scheme_of(address)
        known = schemes()
        is_known = not scheme or scheme in known
        remedy = "write it as apprise’s page on that service says" if is_known else near(scheme, known)
        return about_option(project, (KEY, index, "to"), f"the address in {one.to}: {error}", remedy)
    return None


def _advice(finding: Finding) -> Finding:
    return replace(finding, level=Level.ADVICE)
