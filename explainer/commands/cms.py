"""``explainer cms``: forms in a browser for whoever has GitHub or GitLab, in a folder of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.commands.console import DONE, say, warn
from explainer.commands.options import config_option
from explainer.errors import ExplainerError

if TYPE_CHECKING:
    from explainer.staff.cms import Backend
    from explainer.staff.project import Project

_REMOTE = re.compile(r"(?:https?://|ssh://)?(?:[^@/]+@)?(?P<host>[\w.-]+)(?::\d+)?[:/](?P<repo>[\w./-]+?)(?:\.git)?/?$")
_HOSTS = {"github.com": "github", "gitlab.com": "gitlab"}


@click.command()
@config_option
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--backend", type=click.Choice(["github", "gitlab", "test-repo"]), help="Else told from the git remote.")
@click.option("--repo", default="", help="OWNER/NAME of the repository. Else told from the git remote.")
@click.option("--branch", default="", help="The branch that is published. Else the repository’s own.")
@click.option("--sign-in", default="", help="The address of the service by which people sign in to GitHub.")
@click.option("--app-id", default="", help="The id of the application by which people sign in to GitLab.")
@click.option("--fetch", "fetched", is_flag=True, help="Fetch Sveltia CMS, one version known by its digest.")
@click.option("--from", "source", default="", help="Another registry to fetch it from, or a folder with its archives.")
def cms(config_file: Path, folder: Path | None, fetched: bool, source: str, **told: str) -> int:
    """Write forms for a browser into a folder of their own: cms/, or FOLDER. Never into the public site."""
    from explainer.staff import cms as forms
    from explainer.staff.check import load_staff
    from explainer.staff.cms import Backend
    from explainer.staff.cms_fields import names_of
    from explainer.staff.project import load_project

    project = load_project(config_file)
    into = (folder or project.root / forms.FOLDER).resolve()
    _refuse_public(project, into)
    backend = _backend(
        project.root, Backend(told["backend"] or "", told["repo"], told["branch"], told["sign_in"], told["app_id"])
    )
    staff = load_staff(project)
    names = names_of(staff.system, staff.sources, staff.rights, staff.permissions)
    config = forms.config(project, staff.sources, names, backend)
    _write(into, "config.json", json.dumps(config, ensure_ascii=False, indent=1).encode() + b"\n")
    _write(into, "index.html", forms.page(backend).encode())
    if fetched or source:
        _fetch(into, source)
    say(f"Wrote the forms into {os.path.relpath(into)}: {len(config['collections'])} kinds of files.")
    if not (into / "sveltia-cms.js").is_file():
        warn("the program that shows them is not there yet; run explainer cms --fetch")
    return DONE


def _refuse_public(project: Project, into: Path) -> None:
    """Refuse a folder that would be published, or that holds what staff write.

    Raises:
        ExplainerError: with what to write instead.
    """
    places = project.places
    for folder in filter(None, (places.site, places.content, places.theme, places.feeds)):
        there = (project.root / folder).resolve()
        if into.is_relative_to(there) or there.is_relative_to(into):
            raise ExplainerError(
                f"{into} and {folder}/ are one in the other; write a folder that is for the forms alone"
            )


def _backend(root: Path, told: Backend) -> Backend:
    """Where the repository is: as told, else as git knows its remote.

    Raises:
        click.UsageError: when nobody says it.
    """
    if told.name == "test-repo":
        return told
    host, repo = ("", "") if told.name and told.repo else _remote(root)
    found = told._replace(name=told.name or _HOSTS.get(host, ""), repo=told.repo or repo)
    if not found.name or not found.repo:
        raise click.UsageError("no git remote at GitHub or GitLab is known; write --backend and --repo OWNER/NAME")
    if found.name == "gitlab" and not found.application:
        warn("people sign in to GitLab by an application; make one there and write --app-id (docs/editors.md)")
    return found


def _remote(root: Path) -> tuple[str, str]:
    """Host and name of the repository that ``origin`` is; both empty where there is none."""
    try:
        told = subprocess.run(  # noqa: S603 - no word of it comes from outside
            ["git", "-C", str(root), "remote", "get-url", "origin"],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "", ""
    found = _REMOTE.match(told.stdout.strip())
    return (found["host"].lower(), found["repo"].strip("/")) if found else ("", "")


def _fetch(into: Path, source: str) -> None:
    from explainer.commands.watching import limits
    from explainer.fetch.forms import REGISTRY, VERSION, forms

    for name, body in forms(source or REGISTRY, limits()).items():
        _write(into, name, body)
    say(f"Fetched Sveltia CMS {VERSION} (MIT licence) and the font of its signs.")


def _write(folder: Path, name: str, body: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch = folder / f".{name}.new"
        scratch.write_bytes(body)
        scratch.replace(folder / name)
    except OSError as error:
        raise ExplainerError(f"{folder / name} cannot be written: {error.strerror}") from error
