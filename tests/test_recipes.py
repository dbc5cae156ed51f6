"""The CI recipes run: the lines of both are played here, in clean folders, against a repository of their own.

What is played is what is committed, line by line. Only two things stand in for the real ones: ``uv``, which here makes
an environment out of this one instead of downloading it, and a folder, which is the CI's cache.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache, partial
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.conftest import ROOT
from tests.support.site import digests, make_site
from tests.support.workflows import gitlab, workflow_of

PROJECT = (
    *(".gitattributes", ".gitignore", "LICENSE", "NOTICE", "README.md", "pyproject.toml", "uv.lock", "scripts"),
    *("content", "mkdocs.yml", "ops_feeds", "explainer"),
    *("recipes", ".github", ".gitlab-ci.yml"),
)
"""What an operator's repository holds."""

RECORD = "ops_feeds/recorded"
NEEDED_FOR_BUILDS_ONLY = {
    *("babel", "markdown", "mkdocs", "mkdocs-material", "mkdocs-static-i18n", "pathspec", "pygraphviz"),
    *("starlette", "uvicorn"),  # the desk, which shows what a build makes
}


# The lean environment


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def name_in(requirement: str) -> str:
    return plain(re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0])


@cache
def declared() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def lean() -> frozenset[str]:
    """Every package a feed run installs: the group, and what uv.lock says it brings along."""
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    needs = {plain(row["name"]): [plain(other["name"]) for other in row.get("dependencies", ())] for row in locked}
    own = next(row for row in locked if row["name"] == "explainer")
    reached: set[str] = set()
    todo = [plain(row["name"]) for row in own["dev-dependencies"]["feeds"]]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += needs[name]
    return frozenset(reached)


def missing_in_lean() -> set[str]:
    """Every module of this environment that a feed run's environment would not have."""
    modules = packages_distributions()
    return {name for name, brought_by in modules.items() if not {plain(one) for one in brought_by} & lean()} - {
        "explainer"
    }


def test_the_feeds_group_is_the_dependencies_word_for_word_but_for_what_only_a_build_needs() -> None:
    project, groups = declared()["project"]["dependencies"], declared()["dependency-groups"]
    assert set(groups["feeds"]) == {row for row in project if name_in(row) not in NEEDED_FOR_BUILDS_ONLY}
    assert {name_in(row) for row in project} - {name_in(row) for row in groups["feeds"]} == NEEDED_FOR_BUILDS_ONLY


def test_what_a_feed_run_installs_brings_no_part_of_mkdocs_along() -> None:
    assert {"pydantic", "requests", "lxml"} <= lean()
    assert not {name for name in lean() if re.search("mkdocs|material|graphviz|markdown", name)}
    assert {"mkdocs", "material", "pygraphviz", "babel", "markdown", "pytest"} <= missing_in_lean()


def test_the_stand_in_for_a_lean_environment_refuses_what_is_not_in_it(demo: World) -> None:
    python = f"{demo.env['STAND_INS']}/python-lean"
    refused = demo.run([python, "-c", "import mkdocs.config"], ROOT, check=False)
    assert "not installed for a feed run" in refused.stderr
    demo.run([python, "-c", "import pydantic, requests_hardened, feedparser, lxml.etree, nh3, yaml, tzdata"], ROOT)


# Playing a CI

GUARD = """\
import sys

MISSING = {missing!r}


class NotInstalled:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {{name!r}}: not installed for a feed run", name=name)
        return None


sys.meta_path.insert(0, NotInstalled())
"""

UV = """\
#!/bin/sh
# Stands in for uv: makes .venv out of the environment of the tests, a lean one without what it would lack.
set -eu
case "$1" in
--version) echo "uv 99.0.0" ;;
sync)
    kind=full
    case " $* " in *" --only-group feeds "*) kind=lean ;; esac
    case " $* " in *" --frozen "*) ;; *) echo "uv.lock must decide" >&2; exit 1 ;; esac
    echo "$kind" >>"$INSTALLED"
    mkdir -p .venv/bin
    ln -sf "$STAND_INS/python-$kind" .venv/bin/python
    ;;
*) exit 1 ;;
esac
"""

PYTHON = """\
#!/bin/sh
PYTHONPATH={guard} exec {python} "$@"
"""


def script(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@dataclass
class World:
    """A remote repository that holds the project, and a machine on which CI may run."""

    root: Path
    env: dict[str, str]

    @property
    def remote(self) -> Path:
        return self.root / "remote.git"

    def git(self, *words: str, cwd: Path | None = None) -> str:
        return self.run(["git", *words], cwd or self.remote).stdout.strip()

    def run(
        self, command: list[str], cwd: Path, env: Mapping[str, str] | None = None, *, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(  # noqa: S603  # our own lines
            command, cwd=cwd, env={**self.env, **(env or {})}, capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done

    def clone(self, name: str) -> Path:
        self.git("clone", "--quiet", "--depth=1", f"file://{self.remote}", name, cwd=self.root)
        return self.root / name

    def head(self) -> str:
        return self.git("rev-parse", "main")

    def changed_by(self, commit: str) -> list[str]:
        return self.git("show", "--format=", "--name-only", commit).splitlines()

    def installed(self) -> list[str]:
        """What was installed since the last question: ``lean``, ``full``."""
        log = Path(self.env["INSTALLED"])
        kinds = log.read_text(encoding="utf-8").split() if log.exists() else []
        log.unlink(missing_ok=True)
        return kinds


def make_world(root: Path, content: Path) -> World:
    """A world whose remote begins with the files in ``content``."""
    stand_ins, home = root / "stand-ins", root / "home"
    for folder in (stand_ins / "guard", home):
        folder.mkdir(parents=True)
    guard = GUARD.format(missing=missing_in_lean())
    (stand_ins / "guard" / "sitecustomize.py").write_text(guard, encoding="utf-8")
    script(stand_ins / "uv", UV)
    script(stand_ins / "python-full", PYTHON.format(guard="", python=sys.executable))
    script(stand_ins / "python-lean", PYTHON.format(guard=stand_ins / "guard", python=sys.executable))
    env = {
        "PATH": f"{stand_ins}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "STAND_INS": str(stand_ins),
        "INSTALLED": str(root / "installed"),
    }
    world = World(root, env)
    world.git("init", "--quiet", "--bare", "--initial-branch=main", "remote.git", cwd=root)
    world.git("init", "--quiet", "--initial-branch=main", cwd=content)
    commit(world, content, "Begin")
    world.git("push", "--quiet", f"file://{world.remote}", "main", cwd=content)
    return world


def commit(world: World, folder: Path, message: str) -> None:
    world.git("add", "--all", cwd=folder)
    world.git("-c", "user.name=Staff", "-c", "user.email=staff@x.invalid", "commit", "-qm", message, cwd=folder)


def push(world: World, name: str, path: str, text: str) -> None:
    """A member of staff changes a file."""
    folder = world.clone(name)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    commit(world, folder, f"Change {path}")
    world.git("push", "--quiet", "origin", "main", cwd=folder)


@dataclass
class GitHub:
    """Plays the job ``site`` of a workflow as GitHub would: each line with ``bash -e``, in a clean checkout."""

    world: World
    name = "github"
    kept: dict[str, Path] = field(default_factory=dict)
    runs: int = 0

    def play(self, workflow: str) -> Path:
        """Run it; returns what would be published."""
        self.runs += 1
        folder = self.world.clone(f"github-{self.runs}")
        outputs: dict[str, dict[str, str]] = {}
        published = folder / "nothing"
        for step in workflow_of(workflow)["jobs"]["site"]["steps"]:
            if step.get("if") == "steps.skeleton.outputs.cache-hit != 'true'":
                if outputs["skeleton"].get("cache-hit") == "true":
                    continue
            else:
                assert "if" not in step
            if "run" in step:
                said = folder / ".git" / "said"
                said.write_text("", encoding="utf-8")
                self.world.run(
                    ["bash", "-e", "-c", step["run"]], folder, {"GITHUB_OUTPUT": str(said), **step.get("env", {})}
                )
                rows = said.read_text(encoding="utf-8").splitlines()
                outputs[step.get("id", "")] = dict(row.split("=", 1) for row in rows)
                continue
            action, given = step["uses"].partition("@")[0], step.get("with", {})
            if action == "actions/cache/restore":
                outputs[step["id"]] = self.restore(key_in(given["key"], outputs), folder / given["path"])
            elif action == "actions/cache/save":
                self.kept[key_in(given["key"], outputs)] = kept = self.world.root / f"kept-{self.runs}"
                shutil.copytree(folder / given["path"], kept)
            elif action == "actions/upload-pages-artifact":
                published = folder / given["path"]
            else:
                assert action == "actions/checkout"
        return published

    def restore(self, key: str, place: Path) -> dict[str, str]:
        if key not in self.kept:
            return {}
        shutil.copytree(self.kept[key], place)
        return {"cache-hit": "true"}

    def keys(self) -> set[str]:
        return {key.removeprefix("skeleton-") for key in self.kept}


@dataclass
class GitLab:
    """Plays a job as GitLab would: a detached checkout, the cache in one piece, then the lines in one shell."""

    world: World
    name = "gitlab"
    runs: int = 0

    def play(self, job: str) -> Path:
        """Run it; returns what would be published."""
        self.runs += 1
        whole = gitlab()
        lines = {**whole[".publish"], **whole[job]}
        folder = self.world.clone(f"gitlab-{self.runs}")
        self.world.git("checkout", "--quiet", "--detach", cwd=folder)
        (cached,) = lines["cache"]["paths"]
        if self.cache.exists():
            shutil.copytree(self.cache, folder / cached)
        env = {"RECORD_BRANCH": "main", "RECORD_REMOTE": f"file://{self.world.remote}", "CI_PIPELINE_ID": "1"}
        self.world.run(["sh", "-e", "-c", "\n".join([*lines["before_script"], *lines["script"]])], folder, env)
        shutil.rmtree(self.cache, ignore_errors=True)
        shutil.copytree(folder / cached, self.cache)
        assert not (folder / "unrecorded-1").exists()
        assert not (folder / "unmended-1").exists()
        return folder / str(lines["pages"]["publish"])

    @property
    def cache(self) -> Path:
        return self.world.root / "gitlab-cache"

    def keys(self) -> set[str]:
        return {path.name for path in self.cache.iterdir()}


def key_in(text: str, outputs: Mapping[str, Mapping[str, str]]) -> str:
    return re.sub(r"\$\{\{ steps\.(\w+)\.outputs\.(\w+) }}", lambda m: outputs[m[1]][m[2]], text)


@pytest.fixture
def demo(tmp_path: Path) -> World:
    """A world whose remote holds the demo, as an operator would begin."""
    content = tmp_path / "begin"
    content.mkdir()
    for name in PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, content / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, content / name)
    return make_world(tmp_path, content)


TOWER = "ops_feeds/local/tower.xml"


def more_limits(world: World) -> str:
    """What the tower says next: one item of its feed has news."""
    before = world.git("show", f"main:{TOWER}")
    after = before.replace("De-icing limits departures: 24 an hour", "De-icing limits departures: 16 an hour")
    assert after != before
    return after + "\n"


@pytest.mark.audit
@pytest.mark.parametrize(
    ("kind", "first", "installs_first"),
    # Either job may come first; a feed run without a skeleton builds one.
    [(GitHub, "content", ["full"]), (GitLab, "feeds", ["lean", "full"])],
    ids=["github", "gitlab"],
)
def test_a_feed_run_with_the_kept_skeleton_publishes_and_records_and_installs_no_mkdocs(
    demo: World, kind: type[GitHub] | type[GitLab], first: str, installs_first: list[str]
) -> None:
    ci = kind(demo)
    begun = demo.head()
    site = ci.play(first)
    assert "24 an hour" in (site / "status.json").read_text(encoding="utf-8")
    assert demo.installed() == installs_first
    assert len(ci.keys()) == 1
    assert demo.head() == begun, "the demo’s record is as committed, and its clock stands still"

    push(demo, "staff", TOWER, more_limits(demo))
    said = demo.head()
    site = ci.play("feeds")
    assert "16 an hour" in (site / "status.json").read_text(encoding="utf-8")
    assert demo.installed() == ["lean"]
    assert len(ci.keys()) == 1
    assert demo.git("rev-parse", "main^") == said
    changed = demo.changed_by("main")
    assert changed[0] == f"{RECORD}/disruptions/tower.tower-2026-11-20-01.json"
    assert {path.rpartition("/")[0] for path in changed[1:]} == {f"{RECORD}/histories", f"{RECORD}/times"}

    if kind is GitLab:
        return  # from here on both do the same, and each run takes its seconds
    recorded = demo.head()
    again = ci.play("feeds")
    assert demo.installed() == ["lean"]
    assert demo.head() == recorded, "nothing new makes no commit"
    assert digests(again) == digests(site)


@pytest.fixture
def pier(tmp_path: Path) -> World:
    """A world with the site of the pier and the recipes; the environment is that of the tests."""
    content = make_site(tmp_path / "begin").root
    shutil.copytree(ROOT / "recipes", content / "recipes")
    (content / ".venv/bin").mkdir(parents=True)
    python = content / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return make_world(tmp_path, content)


def test_a_notice_with_a_mistake_keeps_nothing_from_readers_and_the_run_is_red_after_it(pier: World) -> None:
    folder = pier.clone("run")
    late = folder / "ops_feeds/bulletins/late.yml"
    late.write_text(late.read_text(encoding="utf-8").replace("state: slowed", "state: slow"), encoding="utf-8")
    pier.run(["recipes/findings.sh", "look"], folder)
    pier.run(["recipes/content.sh"], folder)
    assert "could not be placed" in (folder / "site/index.html").read_text(encoding="utf-8")
    assert pier.run(["recipes/findings.sh", "tell"], folder, check=False).returncode == 2
    late.unlink()
    pier.run(["recipes/findings.sh", "look"], folder)
    pier.run(["recipes/findings.sh", "tell"], folder)


# Committing the record


def times(attempt: str, failure: str = "", etag: str = "") -> str:
    rows = [f'"last_attempt": "{attempt}"', f'"last_good": "{attempt}"', '"last_changed": "2026-11-20T15:53:00Z"']
    rows += [f'"failure": "{failure}"'] if failure else []
    rows += [f'"etag": "{etag}"'] if etag else []
    return '{\n  "feed": "road",\n  "times": {\n    ' + ",\n    ".join(rows) + "\n  }\n}\n"


@pytest.fixture
def ledger(tmp_path: Path) -> World:
    """A world whose remote holds a record and the recipes, and nothing else."""
    content = tmp_path / "begin"
    shutil.copytree(ROOT / "recipes", content / "recipes")
    shutil.copy(ROOT / ".gitignore", content)
    (content / RECORD / "disruptions").mkdir(parents=True)
    (content / RECORD / "disruptions" / "road.a.json").write_text('{"id": "road.a"}\n', encoding="utf-8")
    (content / RECORD / "times").mkdir()
    (content / RECORD / "times/road.json").write_text(times("2026-11-20T17:21:00Z"), encoding="utf-8")
    return make_world(tmp_path, content)


def record(world: World, name: str, files: Mapping[str, str], *, check: bool = True) -> str:
    """A run that starts from the remote, fetched these files and commits them; returns all it said."""
    folder = world.root / name
    if not folder.exists():
        world.clone(name)
    for path, text in files.items():
        (folder / RECORD / path).write_text(text, encoding="utf-8")
    done = world.run(["recipes/commit-record.sh"], folder, check=check)
    assert check or done.returncode == 1
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("fetched", "is_committed"),
    [
        (times("2026-11-20T17:29:59Z"), False),
        (times("2026-11-20T17:29:59Z", etag="W/1"), False),
        (times("2026-11-20T17:30:00Z"), True),
        (times("2026-11-20T18:21:00Z"), True),
        (times("2026-11-20T17:22:00Z", failure="road.example did not answer"), True),
    ],
    ids=["minutes later", "another etag", "ten minutes later", "an hour later", "a feed began to fail"],
)
def test_times_alone_are_committed_once_in_ten_minutes_or_when_a_feed_begins_to_fail(
    ledger: World, fetched: str, is_committed: bool
) -> None:
    before = ledger.head()
    record(ledger, "run", {"times/road.json": fetched})
    assert (ledger.head() != before) == is_committed
    assert ledger.git("diff", "--cached", "--name-only", cwd=ledger.root / "run") == ""


def test_a_new_fact_is_committed_at_once_with_the_times_and_nothing_else(ledger: World) -> None:
    folder = ledger.clone("run")
    (folder / RECORD / "disruptions" / ".road.c.json.tmp").write_text("{", encoding="utf-8")
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("made", encoding="utf-8")
    record(ledger, "run", {"times/road.json": times("2026-11-20T17:22:00Z"), "disruptions/road.b.json": "{}\n"})
    assert ledger.changed_by("main") == [f"{RECORD}/disruptions/road.b.json", f"{RECORD}/times/road.json"]
    assert ledger.git("log", "-1", "--format=%an: %s", "main") == "Explainer: Record the feeds"


def test_what_staff_pushed_in_the_meantime_stays_and_the_record_goes_on_top(ledger: World) -> None:
    ledger.clone("run")
    push(ledger, "staff", "content/index.md", "# News\n")
    theirs = ledger.head()
    record(ledger, "run", {"disruptions/road.b.json": "{}\n"})
    assert ledger.git("rev-parse", "main^") == theirs


def test_two_places_that_record_differently_are_an_error_and_the_first_one_stays(ledger: World) -> None:
    ledger.clone("second")
    record(ledger, "first", {"disruptions/road.a.json": '{"id": "road.a", "says": "closed"}\n'})
    first = ledger.head()
    said = record(ledger, "second", {"disruptions/road.a.json": '{"id": "road.a", "says": "open"}\n'}, check=False)
    assert "let one place record" in said
    assert ledger.head() == first
    assert ledger.git("status", "--porcelain", cwd=ledger.root / "second") == ""


def test_a_host_that_watches_takes_what_staff_pushed_and_keeps_the_times_it_has_not_committed(ledger: World) -> None:
    host = ledger.clone("host")
    push(ledger, "staff", "content/index.md", "# News\n")
    (host / RECORD / "times/road.json").write_text(times("2026-11-20T17:22:00Z"), encoding="utf-8")
    ledger.run(["recipes/follow.sh"], host)
    assert (host / "content" / "index.md").read_text(encoding="utf-8") == "# News\n"
    assert (host / RECORD / "times/road.json").read_text(encoding="utf-8") == times("2026-11-20T17:22:00Z")
    pushed = ledger.head()
    ledger.run(["recipes/follow.sh"], host)
    assert ledger.head() == pushed == ledger.git("rev-parse", "HEAD", cwd=host)


def test_a_remote_that_takes_nothing_is_an_error(ledger: World) -> None:
    script(ledger.remote / "hooks" / "pre-receive", "#!/bin/sh\nexit 1\n")
    script(ledger.root / "stand-ins" / "sleep", "#!/bin/sh\n")
    said = record(ledger, "run", {"disruptions/road.b.json": "{}\n"}, check=False)
    assert "main cannot be pushed" in said


# What the files say


def lines_of_github() -> dict[str, list[str]]:
    return {
        f"{name}/{key}": [step["run"] for step in job["steps"] if "run" in step]
        for name in ("content", "feeds")
        for key, job in workflow_of(name)["jobs"].items()
    }


def lines_of_gitlab() -> dict[str, list[str]]:
    jobs = gitlab()
    return {name: jobs[name]["script"] for name in ("check", "content", "feeds")}


def recipes_in(lines: list[str]) -> list[str]:
    """The recipes that do the work, in order; how a skeleton is kept differs from CI to CI."""
    called = [line.split()[0].removeprefix("recipes/") for line in lines]
    return [name for name in called if name not in {"skeleton.sh", "fingerprint.sh"}]


def test_both_run_the_same_recipes() -> None:
    here, there = lines_of_github(), lines_of_gitlab()
    assert recipes_in(here["content/check"]) == recipes_in(there["check"])
    assert recipes_in(here["content/site"]) == recipes_in(there["content"])
    assert recipes_in(here["feeds/site"]) == recipes_in(there["feeds"])


def test_every_line_is_a_recipe_that_is_there_and_every_recipe_is_used() -> None:
    lines = [line for lines in (*lines_of_github().values(), *lines_of_gitlab().values()) for line in lines]
    used = {line.split()[0] for line in [*lines, *gitlab()[".publish"]["before_script"]]}
    assert all(line.startswith("recipes/") for line in lines)
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    used |= set(re.findall(r"recipes/[\w-]+\.sh", page))
    assert used == {f"recipes/{path.name}" for path in (ROOT / "recipes").glob("*.sh")}
    assert all((ROOT / path).stat().st_mode & stat.S_IXUSR for path in used)


WORKFLOWS = ("content", "feeds", "tests")


def steps() -> Iterator[Any]:
    for name in WORKFLOWS:
        for job in workflow_of(name)["jobs"].values():
            yield from job["steps"]


def test_only_github_s_own_actions_are_used_each_at_one_commit_beside_the_version_it_is() -> None:
    """A tag can be moved by whoever holds the action; a commit cannot."""
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github/workflows").glob("*.yml"))
    pins = {
        re.fullmatch(r"(actions/[a-z-]+)(?:/\w+)?@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
        for line in re.findall(r"uses: (.*)", written)
    }
    assert None not in pins
    assert len({pin[1] for pin in pins if pin}) == len({pin.groups() for pin in pins if pin})
    proposes = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert "github-actions" in {update["package-ecosystem"] for update in proposes}


def test_no_token_lies_in_a_checkout_while_feeds_are_read_and_the_step_that_pushes_is_given_its_own() -> None:
    checkouts = [step for step in steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert {step["with"]["persist-credentials"] for step in checkouts} == {False}
    given = [step["run"] for step in steps() if "RECORD_TOKEN" in step.get("env", {})]
    assert given == ["recipes/commit-record.sh"] * 2


def test_a_token_goes_to_the_remote_as_github_takes_it_and_is_kept_in_no_file(
    tmp_path: Path, httpserver: HTTPServer
) -> None:
    site = tmp_path / "site"
    run = partial(subprocess.run, cwd=site, check=True, capture_output=True)
    site.mkdir()
    for words in ("init --quiet --initial-branch main", "config user.name A", "config user.email a@b.c"):
        run(["git", *words.split()])
    (site / "ops_feeds/recorded").mkdir(parents=True)
    (site / "ops_feeds/recorded/a.json").write_text("{}", encoding="utf-8")
    run(["git", "remote", "add", "origin", httpserver.url_for("/owner/site.git")])
    heard: list[str] = []

    def refuse(request: Request) -> Response:
        heard.append(request.headers.get("Authorization", ""))
        return Response(status=403)

    httpserver.expect_request(re.compile("/owner/site.git/.*")).respond_with_handler(refuse)
    env = {
        **os.environ,
        "SITE": str(site),
        "RECORD_TOKEN": "needle",
        "GITHUB_SERVER_URL": httpserver.url_for("").rstrip("/"),
        "PATH": f"{brief_sleep(tmp_path)}:{os.environ['PATH']}",
    }
    done = subprocess.run([ROOT / "recipes/commit-record.sh"], env=env, check=False, capture_output=True, text=True)  # noqa: S603  # our own
    assert done.returncode == 1
    assert set(heard) == {"Basic " + base64.b64encode(b"x-access-token:needle").decode()}
    assert "needle" not in done.stdout + done.stderr + (site / ".git/config").read_text(encoding="utf-8")


def brief_sleep(folder: Path) -> Path:
    """A folder with a `sleep` that does not."""
    bin_ = folder / "bin"
    bin_.mkdir()
    script(bin_ / "sleep", "#!/bin/sh\n")
    return bin_


def test_what_builds_a_package_is_locked_and_so_is_what_installs_the_rest() -> None:
    digests = re.compile(r"^([\w-]+==[\w.]+) \\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE)
    backend = (ROOT / "scripts/build-backend.txt").read_text(encoding="utf-8")
    locked = digests.findall(backend)
    assert locked == declared()["tool"]["uv"]["build-constraint-dependencies"]
    assert locked[0].startswith("hatchling==")
    assert len(digests.findall((ROOT / "scripts/uv.txt").read_text(encoding="utf-8"))) == 1
    assert "--require-hashes" in (ROOT / "scripts/release-check").read_text(encoding="utf-8")
    assert (ROOT / "scripts/uv").read_text(encoding="utf-8").count("--require-hashes -r scripts/uv.txt") == 2


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_job_may_do_only_what_it_must(name: str) -> None:
    whole = workflow_of(name)
    allowed = {
        "check": {"contents": "read"},
        "site": {"contents": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
        "oldest": {"contents": "read"},
        "newest": {"contents": "read"},
        "windows": {"contents": "read"},
    }
    assert whole["permissions"] == {}
    assert {key: job["permissions"] for key, job in whole["jobs"].items()} == {
        key: allowed[key] for key in whole["jobs"]
    }
    assert all("timeout-minutes" in job for job in whole["jobs"].values())


def test_feed_runs_are_started_by_a_clock_by_the_operator_and_by_a_bulletin() -> None:
    on = workflow_of("feeds")["on"]
    assert on["repository_dispatch"] == {"types": ["feeds"]}
    assert re.fullmatch(r"[1-9]\S* \* \* \* \*", on["schedule"][0]["cron"]), "not on the hour"
    assert any(fnmatch("ops_feeds/bulletins/late.yml", path) for path in on["push"]["paths"])
    assert workflow_of("content")["concurrency"]["group"].endswith("|| 'publish' }}")
    assert workflow_of("feeds")["concurrency"] == {"group": "publish", "cancel-in-progress": False}


def test_a_commit_of_the_record_starts_nothing() -> None:
    patterns = [path for name in ("content", "feeds") for path in workflow_of(name)["on"]["push"]["paths"]]
    patterns += [path.replace("**/*", "**") for rule in gitlab()[".when"].values() for path in rule.get("changes", ())]
    assert workflow_of("tests")["on"]["push"] == {"paths-ignore": [f"{RECORD}/**"]}
    recorded = [path.relative_to(ROOT).as_posix() for path in (ROOT / RECORD).rglob("*.json")]
    assert recorded
    assert not [path for path in recorded if any(fnmatch(path, pattern) for pattern in patterns)]


def test_a_change_of_anything_a_skeleton_is_built_from_starts_a_build() -> None:
    from explainer.staff.project import load_project

    patterns = workflow_of("content")["on"]["push"]["paths"]
    inputs = load_project(ROOT / "mkdocs.yml").places.inputs(ROOT)
    paths = [name.replace("explainer’s own ", "explainer/") for name in inputs]
    assert not [path for path in paths if not any(fnmatch(path, pattern) for pattern in patterns)]
    # GitHub’s ** holds what is below at any depth; GitLab’s does so only with /* behind it.
    same = [path.replace("**/*", "**") for path in gitlab()[".when"]["content"]["changes"]]
    assert {path.replace("recipes/**", "recipes/*") for path in patterns} ^ {*same} == {
        ".github/workflows/content.yml",
        ".gitlab-ci.yml",
    }
