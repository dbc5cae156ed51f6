"""``explainer looked``: what a person signs, how it is written down, and what is said of it."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from explainer.commands.main import run
from explainer.record import store
from tests.conftest import ROOT
from tests.support.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path)
    (site.root / "ops_feeds/watches/noon.yml").unlink()
    (site.root / "ops_feeds/bulletins/late.yml").unlink()
    return site


def written(site: Site) -> list[str]:
    folder = site.root / "ops_feeds/watches"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_look_is_written_read_and_published_until_it_ends(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("update") == 0
    assert "Nobody has looked" in site.page("index.html")
    assert "Ask at the desk" not in site.page("index.html")
    assert site.run("looked", "ferry", "--good-for", "8h", "--note", 'Boats "as usual"') == 0
    said = capsys.readouterr().out
    assert "ops_feeds/watches/2026-11-20-1824.yml: Harbour office looked at Ferry." in said
    assert "Good until 21 November, 02:24" in said
    assert "Next: explainer update" in said
    assert site.run("check") == 0
    assert site.run("update") == 0
    (look,) = store.read(site.root / "ops_feeds/recorded").looks
    assert (look.by, look.looked_at, look.note) == ("harbour", ("ferry",), 'Boats "as usual"')
    assert "Ask at the desk" in site.page("index.html")
    assert site.run("refresh", now="2026-11-21T02:24:00+01:00") == 0
    home = site.page("index.html")
    assert "Ask at the desk" not in home
    assert "Nobody has looked since" in home
    assert site.run("update", now="2027-08-15T03:00:00+02:00") == 0
    assert "All normal" not in site.page("index.html"), "nine months later"


def test_no_look_is_ever_written_over(site: Site) -> None:
    for _ in range(3):
        assert site.run("looked", "ferry", "--good-for", "90 min") == 0
    assert written(site) == ["2026-11-20-1824-2.yml", "2026-11-20-1824-3.yml", "2026-11-20-1824.yml"]


def test_all_is_what_no_machine_watches_and_no_bulletin_says_is_off(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run("fetch") == 0
    assert site.run("looked", "--all", "--good-for", "8 h") == 0
    assert "looked at Ferry." in capsys.readouterr().out
    site.bulletin()
    assert site.run("fetch") == 0
    assert site.run("looked", "--all", "--good-for", "8 h") == 2
    assert "there is nothing to look at" in capsys.readouterr().err


def test_a_report_of_trouble_still_counts_and_whoever_signs_is_told(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.bulletin()
    assert site.run("fetch") == 0
    assert site.run("looked", "ferry", "--good-for", "8h") == 0
    assert "Ferry: what is reported of it counts all the same: 20–40 minutes late." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("fery", "--good-for", "8h"), "there is no component “fery”; did you mean “ferry”?"),
        (("ferry", "--good-for", "8h", "--by", "harbor"), "there is no party “harbor”; did you mean “harbour”?"),
        (("ferry", "--good-for", "25h"), "write 24h or less"),
        (("ferry", "--good-for", "later"), "is not a length of time"),
        (("--good-for", "8h"), "name the parts that you looked at, or write --all"),
        (("ferry", "--all", "--good-for", "8h"), "name the parts that you looked at, or write --all"),
    ],
)
def test_what_is_wrong_is_told_at_once_and_nothing_is_written(
    site: Site, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    assert site.run("looked", *options) == 2
    assert said in capsys.readouterr().err
    assert written(site) == []


def test_of_several_parties_one_has_to_sign(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    system = (site.root / "content/system.yml").read_text(encoding="utf-8")
    harbour = "  - {id: harbour, name: Harbour office}\n"
    site.write("content/system.yml", system.replace(harbour, f"{harbour}  - {{id: pilots, name: Pilots}}\n"))
    assert site.run("looked", "ferry", "--good-for", "8h") == 2
    assert "nobody says who looked; write one of: harbour, pilots" in capsys.readouterr().err
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write("mkdocs.yml", f"{config}      looked_by: pilots\n")
    assert site.run("looked", "ferry", "--good-for", "8h") == 0
    assert "Pilots looked at Ferry." in capsys.readouterr().out


def test_the_documented_commands_and_the_documented_file_do_what_is_said(tmp_path: Path) -> None:
    section = (ROOT / "docs/staff.md").read_text(encoding="utf-8").partition("\n## Say that you looked")[2]
    commands, look = re.findall(r"```(?:bash|yaml)\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    for folder in ("content", "ops_feeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "ops_feeds/watches/by-hand.yml").write_text(look, encoding="utf-8")
    for line in [*commands.splitlines(), "explainer check", "explainer fetch"]:
        assert run([*shlex.split(line)[1:], "-f", str(tmp_path / "mkdocs.yml")]) == 0, line
    looks = store.read(tmp_path / "ops_feeds/recorded").looks
    assert {look.by for look in looks} == {"duty-manager"}
    assert ("gates", "security") in {look.looked_at for look in looks}
