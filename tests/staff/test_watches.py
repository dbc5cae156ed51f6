"""What staff sign in ``watches/``: each file is judged by itself, and what is wrong vouches for nothing."""

from pathlib import Path

import pytest

from explainer.record import store
from tests.conftest import NOW
from tests.support.site import Site, make_site

GOOD = "by: harbour\nat: 2026-11-20 18:00\ngood_for: 8 h\nlooked_at: [ferry]\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path)
    (site.root / "ops_feeds/watches/noon.yml").unlink()
    return site


def kept(site: Site) -> list[tuple[str, ...]]:
    assert site.run("fetch") == 0
    return [look.looked_at for look in store.read(site.root / "ops_feeds/recorded").looks]


@pytest.mark.parametrize(
    ("was", "written", "said"),
    [
        ("harbour", "harbor", "1:5 by: there is no party “harbor”: did you mean “harbour”?"),
        ("[ferry]", "[fery]", "4:13 looked_at[1]: there is no component “fery”: did you mean “ferry”?"),
        ("18:00", "18:27", "2:5 at: lies ahead: by our clock it is 2026-11-20 18:24"),
        ("8 h", "0 h", "3:11 good_for: is not a length of time between nothing and ten years"),
        ("8 h", "25 h", "3:11 good_for: is longer than anybody can vouch for: write 24 h or less"),
        ("8 h", "soon", "3:11 good_for: is not a length of time"),
        ("[ferry]", "[]", "4:12 looked_at: is empty: add at least one"),
        ("[ferry]", "[ferry, ferry]", "names “ferry” twice in looked_at: keep one of the two"),
        ("by:", "by", "has"),
        ("18:00", "late", "2:5 at: “2026-11-20 late” is not a date and time"),
    ],
)
def test_a_bad_file_is_named_at_its_place_and_hides_no_good_one(
    site: Site, capsys: pytest.CaptureFixture[str], was: str, written: str, said: str
) -> None:
    site.write("ops_feeds/watches/good.yml", GOOD)
    site.write("ops_feeds/watches/bad.yml", GOOD.replace(was, written, 1))
    assert site.run("check") == 2
    told = capsys.readouterr().err
    assert "ops_feeds/watches/bad.yml:" in told
    assert said in told
    assert kept(site) == [("ferry",)]
    assert "a look vouches for nothing: ops_feeds/watches/bad.yml:" in capsys.readouterr().err


def test_the_folder_need_not_be_there(site: Site) -> None:
    assert kept(site) == []
    assert site.run("check") == 0


def test_what_was_withdrawn_vouches_no_more(site: Site) -> None:
    site.write("ops_feeds/watches/a.yml", GOOD)
    assert kept(site) == [("ferry",)]
    (site.root / "ops_feeds/watches/a.yml").unlink()
    assert kept(site) == []


def test_what_an_editor_leaves_behind_is_no_look_and_a_wrong_ending_is_told(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (".a.yml.swp", "a.yml~", ".#a.yml", "README.md"):
        site.write(f"ops_feeds/watches/{name}", GOOD)
    assert site.run("check") == 0
    site.write("ops_feeds/watches/a.yaml", GOOD)
    assert site.run("check") == 2
    assert "is not read, because its name does not end in .yml: call it a.yml" in capsys.readouterr().err


def test_two_files_that_say_the_same_are_one_look(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("ops_feeds/watches/a.yml", GOOD)
    site.write("ops_feeds/watches/b.yml", GOOD)
    assert kept(site) == [("ferry",)]
    assert "b.yml:1:1 says the same as ops_feeds/watches/a.yml" in capsys.readouterr().err


def test_of_what_has_ended_the_last_look_is_kept_and_its_names_are_not_judged_any_more(site: Site) -> None:
    for day in (1, 2, 3):
        site.write(
            f"ops_feeds/watches/{day}.yml", GOOD.replace("20 18", f"0{day} 18").replace("[ferry]", "[ferry, gone]")
        )
    assert site.run("check") == 0
    assert site.run("fetch") == 0
    (last,) = store.read(site.root / "ops_feeds/recorded").looks
    assert last.at.day == 3
    assert last.until < NOW
