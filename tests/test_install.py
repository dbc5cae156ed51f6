"""Installed like anything else: from a package, by an action, by a component, as an image; each line is played here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import explainer
from explainer.commands.docs import pages
from explainer.commands.main import explainer as command
from tests.conftest import ROOT
from tests.support.site import told_yesterday
from tests.support.trades import BANK, HOSPITAL, make_trade

IMAGE = ROOT / "recipes" / "image"
PLACEHOLDER = re.compile(r"\$(?:\{\{|\[\[) *([\w.\[\]-]+) *(?:\}\}|\]\])")


def read(path: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
    return found


# The documentation comes along


def test_the_documentation_is_read_where_the_program_is() -> None:
    listed = CliRunner().invoke(command, ["docs"])
    assert listed.exit_code == 0
    assert {"staff", "ci", "formats/rss"} - {"formats/rss"} <= set(pages())
    assert all(name in listed.output for name in pages())
    read_here = CliRunner().invoke(command, ["docs", "staff"])
    assert read_here.output.strip() == (ROOT / "docs/staff.md").read_text(encoding="utf-8").strip()


def test_a_page_that_is_not_there_is_said_so() -> None:
    done = CliRunner().invoke(command, ["docs", "stuff"])
    assert done.exit_code == 2
    assert "explainer docs lists them" in done.output


# A repository on a host


class Host:
    """A remote repository that holds a site, and a checkout of it in which a host plays lines."""

    def __init__(self, folder: Path, name: str, trade: dict[str, str]) -> None:
        self.folder, self.remote = folder, folder / "remote.git"
        site = told_yesterday(make_trade(folder / "begin", name, trade)).root
        (site / ".gitignore").write_text("/.explainer/\n/site/\n", encoding="utf-8")
        self.git(["init", "-q", "--bare", "--initial-branch=main", str(self.remote)], folder)
        self.git(["config", "receive.advertisePushOptions", "true"], self.remote)  # as GitLab does
        self.git(["init", "-q", "--initial-branch=main"], site)
        self.commit(site, "Begin")
        self.git(["push", "-q", f"file://{self.remote}", "main"], site)

    def git(self, words: list[str], cwd: Path) -> str:
        return self.run(["git", *words], cwd, {}).stdout

    def commit(self, cwd: Path, message: str) -> None:
        self.git(["add", "--all"], cwd)
        self.git(["-c", "user.name=Staff", "-c", "user.email=s@x.invalid", "commit", "-qm", message], cwd)

    def clone(self, name: str) -> Path:
        self.git(["clone", "-q", f"file://{self.remote}", name], self.folder)
        return self.folder / name

    def write(self, path: str, text: str) -> None:
        """Somebody of the staff pushes a file."""
        site = self.folder / "begin"
        self.git(["pull", "-q", "--rebase", f"file://{self.remote}", "main"], site)
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
        self.commit(site, f"Write {path}")
        self.git(["push", "-q", f"file://{self.remote}", "main"], site)

    def run(
        self, command: list[str], cwd: Path, env: Mapping[str, str], *, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        whole = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", **env}
        done = subprocess.run(  # noqa: S603  # our own lines
            command, cwd=cwd, env=whole, capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done


def stand_in(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture(params=[("Riverside Hospital", HOSPITAL), ("Hanse Bank", BANK)], ids=["hospital", "bank"])
def host(tmp_path: Path, request: pytest.FixtureRequest) -> Host:
    name, trade = request.param
    return Host(tmp_path, name, trade)


BROKEN = "headline: The lift is stuck\nseverety: minor\n"


class Action:
    """Plays ``action.yml`` as GitHub does: the lines of each step with ``bash -e``, what it ``uses`` by stand-ins."""

    def __init__(self, host: Host) -> None:
        self.host, self.runs = host, 0
        self.here = host.folder / "action"
        shutil.copytree(ROOT / "recipes", self.here / "recipes")
        stand_in(self.here / "recipes/install-full.sh", f'mkdir -p "{self.here}/.venv/bin"')
        stand_in(self.here / ".venv/bin/explainer", f'exec {sys.executable} -m explainer "$@"')

    def play(self, **given: str) -> tuple[int, Path, list[str]]:
        """The exit code of the whole, the checkout, and what was used."""
        self.runs += 1
        action = read("action.yml")
        folder = self.host.clone(f"run-{self.runs}")
        known = {f"inputs.{key}": str(row.get("default", "")) for key, row in action["inputs"].items()} | given
        used, code = [], 0
        for step in action["runs"]["steps"]:
            if "if" in step and not holds(step["if"], known):
                continue
            if "uses" in step:
                used.append(step["uses"].partition("@")[0])
            elif not code:
                code = self.step(step, folder, known)
        return code, folder, used

    def step(self, step: Mapping[str, Any], folder: Path, known: dict[str, str]) -> int:
        output, path = folder / ".git" / "output", folder / ".git" / "path"
        output.write_text("", encoding="utf-8")
        env = {
            "GITHUB_ACTION_PATH": str(self.here),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_PATH": str(path),
            "PATH": f"{self.here}/.venv/bin{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            **{name: filled(str(text), known) for name, text in step.get("env", {}).items()},
        }
        cwd = folder / filled(step.get("working-directory", "."), known)
        done = self.host.run(["bash", "-e", "-c", filled(step["run"], known)], cwd, env, check=False)
        name = step.get("id", "")
        for row in output.read_text(encoding="utf-8").splitlines():
            key, _, value = row.partition("=")
            known[f"steps.{name}.outputs.{key}"] = value
        known[f"steps.{name}.outcome"] = "failure" if done.returncode else "success"
        return 0 if step.get("continue-on-error") else done.returncode


def filled(text: str, known: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: known.get(found[1], ""), text)


def holds(condition: str, known: Mapping[str, str]) -> bool:
    """An ``if`` of ours: comparisons of one name with one word, joined by ``&&``."""
    return all(compared(*part.split(), known=known) for part in condition.split(" && "))


def compared(name: str, sign: str, word: str, *, known: Mapping[str, str]) -> bool:
    return (known.get(name, "") == word.strip("'")) is (sign == "==")


@pytest.mark.audit
def test_the_action_publishes_a_site_and_keeps_its_record(host: Host) -> None:
    code, folder, used = Action(host).play()
    assert code == 0
    assert (folder / "site/index.html").is_file()
    assert used[-2:] == ["actions/upload-pages-artifact", "actions/deploy-pages"]
    assert "ops_feeds/recorded/times/" in host.git(["ls-tree", "-r", "--name-only", "main"], host.remote)


@pytest.mark.audit
def test_the_action_publishes_what_is_good_and_is_red_where_something_is_to_be_mended(host: Host) -> None:
    action = Action(host)
    action.play()
    host.write("ops_feeds/bulletins/lift.yml", BROKEN)
    code, folder, used = action.play()
    assert code == 2
    assert (folder / "site/index.html").is_file()
    assert "actions/deploy-pages" in used


@pytest.mark.audit
def test_a_site_that_is_published_elsewhere_leaves_pages_alone(host: Host) -> None:
    code, _, used = Action(host).play(**{"inputs.deploy": "none"})
    assert code == 0
    assert not [one for one in used if "pages" in one]


def test_what_an_action_uses_is_pinned_by_its_digest_as_the_workflows_pin_it() -> None:
    lines = re.findall(r"uses: (\S+@\S+) # (\S+)", (ROOT / "action.yml").read_text(encoding="utf-8"))
    elsewhere = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github/workflows").glob("*.yml"))
    assert len(lines) == len([step for step in read("action.yml")["runs"]["steps"] if "uses" in step])
    assert not [line for line, version in lines if f"{line} # {version}" not in elsewhere]


class Component:
    """Plays GitLab's component: the lines in one shell, in a detached checkout, with the inputs written in."""

    def __init__(self, host: Host) -> None:
        self.host, self.runs = host, 0
        text = (ROOT / "templates/site/template.yml").read_text(encoding="utf-8")
        spec, body = text.split("\n---\n")
        rows = yaml.safe_load(spec)["spec"]["inputs"]
        known = {f"inputs.{name}": str((row or {}).get("default", "explainer.whl")) for name, row in rows.items()}
        self.jobs: dict[str, Any] = yaml.safe_load(filled(body, known))
        makes = (
            f'mkdir -p "$3/bin"; cp "{host.folder}/pip" "$3/bin/pip"; cp "{host.folder}/explainer" "$3/bin/explainer"'
        )
        stand_in(host.folder / "bin/python3", makes)
        stand_in(host.folder / "pip", "true")
        stand_in(host.folder / "explainer", f'exec {sys.executable} -m explainer "$@"')

    def play(self, **more: str) -> tuple[int, Path]:
        """The exit code of the job that tells, and the checkout; the job that publishes succeeds."""
        self.runs += 1
        folder = self.host.clone(f"run-{self.runs}")
        self.host.git(["checkout", "-q", "--detach"], folder)
        env = {
            "PATH": f"{self.host.folder}/bin{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "CI_PIPELINE_SOURCE": "push",
            "CI_COMMIT_BRANCH": "main",
            "CI_SERVER_HOST": "gitlab.example",
            "RECORD_REMOTE": f"file://{self.host.remote}",
            **more,
        }
        self.host.run(["sh", "-e", "-c", "\n".join(self.jobs["explainer"]["script"])], folder, env)
        if more:
            return 0, folder
        told = self.host.run(
            ["sh", "-e", "-c", "\n".join(self.jobs["explainer-told"]["script"])], folder, env, check=False
        )
        return told.returncode, folder


@pytest.mark.audit
def test_the_component_publishes_a_site_and_keeps_its_record(host: Host) -> None:
    component = Component(host)
    code, folder = component.play()
    assert code == 0
    assert (folder / component.jobs["explainer"]["pages"]["publish"] / "index.html").is_file()
    assert "ops_feeds/recorded/times/" in host.git(["ls-tree", "-r", "--name-only", "main"], host.remote)


@pytest.mark.audit
def test_the_component_publishes_what_is_good_and_is_red_where_something_is_to_be_mended(host: Host) -> None:
    component = Component(host)
    component.play()
    host.write("ops_feeds/bulletins/lift.yml", BROKEN)
    code, folder = component.play()
    assert code == 2
    assert (folder / "site/index.html").is_file()


@pytest.mark.audit
def test_the_component_judges_a_proposed_change_and_records_nothing(host: Host) -> None:
    before = host.git(["rev-parse", "main"], host.remote)
    _, folder = Component(host).play(CI_PIPELINE_SOURCE="merge_request_event")
    assert (folder / "site/index.html").is_file()
    assert host.git(["rev-parse", "main"], host.remote) == before


# An image


def test_the_image_copies_only_what_is_let_in_and_is_there() -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text(encoding="utf-8")
    copied = {word for line in re.findall(r"^COPY (?!--)(.*)$", dockerfile, re.MULTILINE) for word in line.split()[:-1]}
    copied |= {"recipes/image/healthy"}
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"}
    assert copied == let_in
    assert all((ROOT / path).exists() for path in copied)


def test_the_image_runs_as_nobody_in_particular_and_writes_to_the_site_alone() -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER [1-9]\d+$", dockerfile, re.MULTILINE)
    services = yaml.safe_load((IMAGE / "compose.yml").read_text(encoding="utf-8"))["services"]
    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["tmpfs"] == ["/tmp"]  # noqa: S108  # the container's own
    assert services["explainer"]["image"] == f"explainer:{explainer.__version__}"
    assert services["web"]["volumes"][0].endswith(":ro")


def test_the_image_is_of_the_system_that_the_suite_runs_on() -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)) == {"debian:12-slim"}
    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"] == ">=3.11"
    )


@pytest.mark.parametrize(
    ("ok", "minutes", "healthy"),
    [(True, 2, True), (True, -1, False), (False, 2, False), (None, 2, False), (True, None, False)],
)
def test_the_health_check_believes_only_a_watch_that_is_well_and_only_for_as_long_as_it_says(
    tmp_path: Path, ok: bool | None, minutes: int | None, healthy: bool
) -> None:
    file = tmp_path / "health.json"
    until = datetime.now(UTC) + timedelta(minutes=minutes or 0)
    said: dict[str, object] = {"ok": ok} | ({"good_until": until.strftime("%Y-%m-%dT%H:%M:%SZ")} if minutes else {})
    file.write_text(json.dumps(said), encoding="utf-8")
    assert (judged(file) == 0) is healthy
    file.unlink()
    assert judged(file), "none is none"


def judged(file: Path) -> int:
    done = subprocess.run([IMAGE / "healthy", file], capture_output=True, check=False)  # noqa: S603  # our own script
    return done.returncode
