"""The two commands of a translator: what is to be translated, and that a page is."""

from __future__ import annotations

from pathlib import Path

import click

from explainer.commands.console import DONE
from explainer.commands.options import config_option


@click.command()
@config_option
@click.argument("language")
@click.option("--write", is_flag=True, help="Write every file of texts, with what is translated and room for the rest.")
def translate(config_file: Path, language: str, write: bool) -> int:
    """Show what is to be translated into a language."""
    from explainer.declarations.documents import named
    from explainer.staff.check import load_staff
    from explainer.staff.project import load_project
    from explainer.staff.translating import to_do, wanted

    project = load_project(config_file)
    meant = wanted(project, language)
    lacking = 0
    for file in to_do(project, load_staff(project), meant):
        lacking += file.open
        if file.open:
            click.echo(f"  {file.open:>4} to translate  {named(file.path, project.root)}")
        if write and file.body:
            file.path.write_text(file.body, encoding="utf-8")
    click.echo(f"{meant.name}: {lacking} to translate." if lacking else f"{meant.name}: everything is translated.")
    return DONE


@click.command()
@config_option
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def translated(config_file: Path, pages: tuple[Path, ...]) -> int:
    """Note in translated pages that they say what their originals say now."""
    from explainer.staff.check import load_staff
    from explainer.staff.project import load_project
    from explainer.staff.translating import stamped

    project = load_project(config_file)
    staff = load_staff(project)
    for page, text in [(page, stamped(project, staff, page)) for page in pages]:
        page.write_text(text, encoding="utf-8")
        click.echo(f"{page}: translated, as of now")
    return DONE
