"""The documentation where the program is: what stands in ``docs/`` comes with every installation."""

from __future__ import annotations

from pathlib import Path

import click

from explainer.commands.console import DONE

_PACKAGE = Path(__file__).parents[1]


def folder() -> Path:
    """Where the pages lie: in the package as it is installed, or beside it in the repository."""
    installed = _PACKAGE / "docs"
    return installed if installed.is_dir() else _PACKAGE.parent / "docs"


def pages() -> dict[str, Path]:
    """Every page by its name, such as ``staff`` or ``formats/rss``."""
    found = sorted(folder().rglob("*.md"))
    return {path.relative_to(folder()).with_suffix("").as_posix(): path for path in found}


@click.command()
@click.argument("page", required=False)
def docs(page: str | None) -> int:
    """Print a page of the documentation; without a name, list them and say where they lie."""
    if page is None:
        for name, path in pages().items():
            click.echo(f"{name:<24} {_title(path)}")
        click.echo(f"They lie in {folder()}. Read one here with: explainer docs staff")
        return DONE
    if page not in pages():
        raise click.BadParameter(f"there is no page {page}; explainer docs lists them", param_hint="PAGE")
    click.echo(pages()[page].read_text(encoding="utf-8"))
    return DONE


def _title(path: Path) -> str:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("#").strip()
