"""A site in several languages: each has every page, all tell one picture, and what is not translated is shown as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from explainer.commands.main import run
from tests.outputs.test_cap import SCHEMA
from tests.support.languages import BULLETIN_IN_FRENCH, catalogues_of, in_three
from tests.support.markup import Walk
from tests.support.site import Site, make_site

CRANE = "# La grue\n\nElle soulève trente caisses par heure.\n"
DISRUPTION = "disruptions/log.late/index.html"


@pytest.fixture(scope="module", autouse=True)
def _translated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with catalogues_of(tmp_path_factory.mktemp("locales"), "fr", "ar"):
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = in_three(tmp_path_factory.mktemp("built") / "site")
    site.write("content/how/crane.fr.md", CRANE)
    assert run(["translated", "-f", str(site.root / "mkdocs.yml"), str(site.root / "content/how/crane.fr.md")]) == 0
    assert site.run("update") == 0
    return site


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    return built.copy(tmp_path / "copy")


def words(site: Site, path: str) -> str:
    return " ".join(Walk(site.page(path)).text.split())


# Every page in every language


def test_every_page_is_there_in_every_language(built: Site) -> None:
    pages = [path for path in built.files() if path.endswith(".html") and not path.startswith("embed")]
    of = {root: {path.removeprefix(root) for path in pages if path.startswith(root)} for root in ("fr/", "ar/")}
    ours = {path for path in pages if not path.startswith(("fr/", "ar/"))}
    assert of["fr/"] == of["ar/"] == ours
    assert {DISRUPTION, "why/ferry/index.html", "archive/index.html", "map/index.html", "404.html"} <= ours
    assert {"status.json", "status.fr.json", "status.ar.json", "feed.xml", "feed.fr.xml"} <= built.files().keys()


def test_an_alert_speaks_the_languages_in_which_its_words_are_there_and_claims_no_other(built: Site) -> None:
    alert = etree.fromstring((built.root / "site/disruptions/log.late/cap.xml").read_bytes())
    SCHEMA.assertValid(alert)
    told = {info.findtext("{*}language"): info for info in alert.findall("{*}info")}
    assert list(told) == ["en", "fr"], "nothing is in Arabic, so nothing is called Arabic"
    assert told["fr"].findtext("{*}headline") == "Bacs retardés de 20 à 40 minutes"
    assert told["fr"].findtext("{*}event") == "Bac"
    assert told["fr"].findtext("{*}senderName") == "Journal du port"
    assert told["fr"].findtext("{*}web") == "https://pier.example/fr/disruptions/log.late/"
    assert (told["fr"].findtext("{*}description") or "").startswith("Au ralenti.\nLa grue est arrêtée par le vent.")
    assert {told[lang].findtext("{*}expires") for lang in told} == {told["en"].findtext("{*}expires")}
    assert [path for path in built.files() if path.endswith("cap.xml") and path.startswith(("fr/", "ar/"))] == []


@pytest.mark.parametrize("path", ["index.html", "map/index.html", DISRUPTION, "why/ferry/index.html", "how/index.html"])
def test_every_page_leads_to_itself_in_the_other_languages(built: Site, path: str) -> None:
    for root, lang in (("", "en"), ("fr/", "fr"), ("ar/", "ar")):
        walk = Walk(built.page(f"{root}{path}"))
        (html,) = walk.all("html")
        (body,) = walk.all("body")  # Material writes the direction there
        assert (html["lang"], html.get("dir") or body["dir"]) == (lang, "rtl" if lang == "ar" else "ltr")
        switch = re.search(r'<nav class="languages".*?</nav>', built.page(f"{root}{path}"), re.DOTALL)
        assert switch is not None
        links = Walk(switch[0]).all("a")
        assert [(link["lang"], link["hreflang"], link["dir"]) for link in links] == [
            ("en", "en", "ltr"),
            ("fr", "fr", "ltr"),
            ("ar", "ar", "rtl"),
        ]
        here = (built.root / "site" / root / path).parent
        led_to = [(here / link["href"]).resolve() / "index.html" for link in links]
        assert led_to == [(built.root / "site" / other / path).resolve() for other in ("", "fr/", "ar/")]
        assert [link["hreflang"] for link in links if "aria-current" in link] == [lang]


def test_search_engines_are_told_of_every_language(built: Site) -> None:
    head = built.page(f"fr/{DISRUPTION}")
    links = {one["hreflang"]: one["href"] for one in Walk(head).all("link") if one.get("hreflang")}
    address = "https://pier.example/"
    page = "disruptions/log.late/"
    assert links == {
        "en": f"{address}{page}",
        "fr": f"{address}fr/{page}",
        "ar": f"{address}ar/{page}",
        "x-default": f"{address}{page}",
    }
    rows = re.findall(r"<url>.*?</url>", built.page("sitemap.xml"))
    (row,) = [row for row in rows if f"<loc>{address}fr/{page}</loc>" in row]
    assert row.count("<xhtml:link") == 3
    assert f'hreflang="ar" href="{address}ar/{page}"' in row


def test_links_stay_within_a_language(built: Site) -> None:
    for path in ("fr/index.html", f"fr/{DISRUPTION}", "fr/why/ferry/index.html", "fr/map/index.html"):
        here = (built.root / "site" / path).parent
        body = re.sub(r'<nav class="languages".*?</nav>', "", built.page(path), flags=re.DOTALL)
        for link in Walk(body).all("a"):
            href = link["href"].partition("#")[0]
            if href and not href.startswith(("http", "sms:")) and not href.endswith((".json", ".xml", ".png", ".html")):
                target = (here / href).resolve().relative_to((built.root / "site").resolve())
                assert target.parts[:1] == ("fr",), f"{path} leads to {href}"
                assert (built.root / "site" / target / "index.html").is_file(), href


def test_search_finds_the_pages_of_the_readers_language_only(built: Site) -> None:
    index = json.loads(built.page("search/search_index.json"))
    french = json.loads(built.page("fr/search/search_index.json"))
    assert not [row for row in index["docs"] if row["location"].startswith(("fr/", "ar/"))]
    assert [row["text"] for row in french["docs"] if row["location"] == "how/crane/"] == [
        "<p>Elle soulève trente caisses par heure.</p>"
    ]
    assert french["config"]["lang"] == ["fr"]
    assert '"base": "../../../fr/"' in built.page("fr/how/crane/index.html")


# One picture


def test_all_languages_tell_the_same_states_times_and_figures(built: Site) -> None:
    def facts(path: str) -> list[object]:
        told = json.loads(built.page(path))
        return [
            told["state"],
            told.get("next_update"),
            [(part["id"], part["state"], part.get("since")) for part in told["components"]],
        ]

    assert facts("status.json") == facts("status.fr.json") == facts("status.ar.json")
    times = [re.findall(r'datetime="([^"]+)"', built.page(f"{root}{DISRUPTION}")) for root in ("", "fr/")]
    assert times[0] == times[1]


def test_what_is_translated_is_told_in_the_readers_language(built: Site) -> None:
    home, why = words(built, "fr/index.html"), words(built, "fr/why/ferry/index.html")
    assert "Bacs retardés de 20 à 40 minutes" in home
    assert "La grue est arrêtée par le vent." in home
    assert "Mon bac est en retard" in home
    assert "Pourquoi mon bac est-il en retard ?" in why
    assert "Journal du port" in words(built, "fr/index.html")
    assert "Capitainerie" in words(built, "fr/index.html")
    assert "<title>Bacs retardés de 20 à 40 minutes, Quai Un</title>" in built.page("fr/index.html")
    assert "Bacs retardés" in built.page("feed.fr.xml")
    assert 'href="https://pier.example/feed.fr.xml"' in built.page("feed.fr.xml")
    assert "Bacs retardés" not in built.page("feed.xml") + built.page("index.html") + built.page("status.json")


def test_what_is_not_translated_is_the_original_with_its_language(built: Site) -> None:
    page = built.page("ar/index.html")
    assert '<span lang="en" dir="ltr">The crane stands still in the wind.</span>' in page
    assert re.search(r'<h1><span lang="en" dir="ltr">Ferries leave', page)
    assert "Not translated yet since <time" in page
    assert 'class="untold"' not in built.page("fr/index.html") + built.page("index.html")


def test_a_mark_of_a_language_stands_in_no_attribute_and_in_no_title(built: Site) -> None:
    for path in built.files():
        if path.endswith(".html"):
            body = built.page(path)
            assert not re.search(r'="[^"<>]*<span', body), path
            assert "&lt;span lang" not in body, path
        elif path.endswith((".json", ".xml")):
            assert "<span" not in built.page(path).replace("\\u003c", "<") or "search" in path, path


# A translation that comes late


def test_a_changed_sentence_is_shown_in_the_original_until_it_is_translated(site: Site) -> None:
    site.write("ops_feeds/bulletins/late.yml", (site.root / "ops_feeds/bulletins/late.yml").read_text().replace(
        "The crane stands still in the wind.", "The crane works again, slowly."
    ))  # fmt: skip
    assert site.run("update", now="2026-11-20T18:30:00+01:00") == 0
    page = site.page("fr/index.html")
    assert "La grue est arrêtée" not in page
    assert '<span lang="en" dir="ltr">The crane works again, slowly.</span>' in page
    assert "Bacs retardés de 20 à 40 minutes" in page
    assert "Not translated yet since <time" in page


def test_a_translation_needs_a_fetch_and_no_build(site: Site) -> None:
    told = BULLETIN_IN_FRENCH.replace("La grue est arrêtée par le vent.", "Le vent arrête la grue.")
    site.write("ops_feeds/bulletins/late.fr.yml", told)
    assert site.run("fetch") == 0
    assert site.run("refresh") == 0
    assert "Le vent arrête la grue." in words(site, "fr/index.html")


def test_a_translation_is_no_bulletin(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert built.run("check") == 0
    recorded = {path.name for path in (built.root / "ops_feeds/recorded/disruptions").iterdir()}
    assert "log.late.json" in recorded
    assert not [name for name in recorded if name.startswith("log.") and name != "log.late.json"]


def test_a_page_whose_original_changed_is_shown_in_the_original_with_a_note(site: Site) -> None:
    assert "Elle soulève trente caisses" in words(site, "fr/how/crane/index.html")
    site.write("content/how/crane.md", "---\ncomponent: crane\n---\n\n# The crane\n\nIt lifts forty boxes an hour.\n")
    assert site.run("update") == 0
    page = site.page("fr/how/crane/index.html")
    assert "Elle soulève" not in page
    assert "This page is not translated yet." in page
    assert re.search(r'<div lang="en" dir="ltr">\s*<p>It lifts forty boxes', page)
    assert re.search(r'<div data-live="panel"', page)
    assert not re.search(r'<div lang="en" dir="ltr">[^§]*?<div data-live="panel"[^§]*?</div>\s*</div>\s*<h1', page)


def test_a_page_that_nobody_translated_is_the_original_with_a_note(built: Site) -> None:
    page = built.page("ar/how/crane/index.html")
    assert "This page is not translated yet." in page
    assert "It lifts thirty boxes an hour." in page
    assert "This page is not translated yet." not in built.page("fr/how/crane/index.html")


def test_staffs_words_on_a_crisis_page_are_marked_by_themselves(built: Site) -> None:
    assert '<section class="sec words" lang="en" dir="ltr"><h2' in built.page("fr/why/ferry/index.html")
    assert '<section class="sec words"><h2' in built.page("why/ferry/index.html")


def test_check_says_what_is_late(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/about.fr.md", "# À propos\n")
    site.write("content/how/crane.fr.md", "# La grue\n")
    site.write(
        "ops_feeds/bulletins/late.fr.yml", "headline: {en: Ferries wait, fr: Les bacs attendent}\nstatus: active\n"
    )
    assert site.run("check") == 2
    said = capsys.readouterr().err
    assert "content/how/crane.fr.md:1:1 advice: of: does not say what it was made of" in said
    assert "about.fr.md" not in said, "nothing on it is about now, so it is left to whoever wrote it"
    assert "ops_feeds/bulletins/late.fr.yml:1:16 advice: headline.en: the original now says" in said
    assert "ops_feeds/bulletins/late.fr.yml:2:1 status: is no text" in said


def test_a_translation_of_nothing_is_refused(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/nowhere.fr.md", "# Nulle part\n")
    assert site.run("build") == 2
    assert "content/nowhere.fr.md:1:1 of: there is no page “nowhere.md”" in capsys.readouterr().err


# Built in any way


def test_a_refreshed_site_has_the_bytes_of_a_rebuilt_one(site: Site, tmp_path: Path) -> None:
    site.bulletin("20 ferries wait.")
    site.met({"g2": "Storm"})
    assert site.run("update", now="2026-11-20T18:40:00+01:00") == 2, "words that were published are changed"
    clean = site.copy(tmp_path / "clean", leave_out=["site", ".explainer"])
    assert clean.run("build", now="2026-11-20T18:40:00+01:00") == 0
    assert clean.files() == site.files()


def test_mkdocs_build_gives_the_same_site(site: Site, tmp_path: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    frozen = (site.root / "mkdocs.yml").read_text() + "      exercise: {now: 2026-11-20T18:24:00+01:00}\n"
    site.write("mkdocs.yml", frozen)
    assert site.run("build") == 0
    other = site.copy(tmp_path / "mkdocs", leave_out=["site", ".explainer"])
    config = load_config(config_file=str(other.root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    assert other.files() == site.files()


# Which languages there are


def test_a_language_that_our_words_are_not_in_is_refused_with_those_that_they_are_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path / "site")
    config = (site.root / "mkdocs.yml").read_text()
    site.write("mkdocs.yml", config.replace("font: false}", "font: false, language: tlh}"))
    for command in ("check", "build"):
        assert site.run(command) == 2
        assert capsys.readouterr().err.startswith(
            "mkdocs.yml:4:48 theme.language: the site’s own words are not in “tlh”: write one of: ar, en, fr\n"
        )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("locale: ar", "locale: de", "plugins[2].i18n.languages[3].locale: the site’s own words are not in “de”"),
        (", default: true", "", "plugins[2].i18n.languages: names no default"),
        ("languages:", "docs_structure: folder\n      languages:", "docs_structure: is not how translations are found here"),
        ("languages:", "fallback_to_default: false\n      languages:", "fallback_to_default: would leave a language"),
    ],
)  # fmt: skip
def test_languages_declared_so_that_pages_would_lack_are_refused(
    site: Site, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text().replace(old, new))
    assert site.run("check") == 2
    assert said in capsys.readouterr().err


# A translator's commands


def test_a_translator_sees_what_is_left_and_gets_a_file_to_fill_in(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    config = str(site.root / "mkdocs.yml")
    assert run(["translate", "-f", config, "ar", "--write"]) == 0
    said = capsys.readouterr().out
    assert "11 to translate  ops_feeds/bulletins/late.ar.yml" in said
    assert "1 to translate  content/how/crane.ar.md" in said
    file = site.root / "ops_feeds/bulletins/late.ar.yml"
    filled = file.read_text().replace('en: "Slow."\n      ar:', 'en: "Slow."\n      ar: "بطء."')
    file.write_text(filled)
    assert site.run("check") == 0
    assert run(["translate", "-f", config, "ar", "--write"]) == 0
    assert file.read_text() == filled
    assert "10 to translate  ops_feeds/bulletins/late.ar.yml" in capsys.readouterr().out
    assert site.run("update") == 0
    assert "بطء." in words(site, f"ar/{DISRUPTION}")


def test_a_site_in_one_language_cannot_be_translated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path / "site")
    assert run(["translate", "-f", str(site.root / "mkdocs.yml"), "fr"]) == 2
    assert "the site is not translated into “fr”: write one of: none yet" in capsys.readouterr().err
