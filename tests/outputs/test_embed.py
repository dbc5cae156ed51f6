"""A frame for other sites: honest about its age in three shapes, never cut, never greener than we know, and frameable."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Route

from explainer.model.settings import Exercise
from explainer.model.vocabulary import State
from explainer.outputs.badge import badge_svg
from explainer.outputs.embed import embed_html, embed_key, part_embeds
from explainer.publishing.serving import headers_of_page, served
from explainer.render.alone import SCRIPT
from explainer.render.components.embed import fit
from explainer.render.escaping import prose
from tests.conftest import NOW, ROOT
from tests.factory import SETTINGS, at, make_bulletin, make_picture, make_record, make_view, view
from tests.outputs.test_badge import LANGUAGES, SCENES
from tests.support.browser import Pages, accessibility_faults
from tests.support.languages import spoken
from tests.support.markup import Walk
from tests.support.site import Site

SHAPES = {"strip": (728, 90), "block": (360, 200), "small block": (300, 120)}
LONG = (
    "Because of the gale the ferries to the islands leave between forty and seventy minutes late, and some not at all"
)


def section(page: str, kind: str) -> str:
    """One of the two forms of a frame; empty where it has not that one."""
    found = re.search(rf'<section class="sign {kind} .*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_it_says_state_time_headline_sentence_and_next_word_and_what_it_turns_into() -> None:
    page = embed_html(view(make_bulletin())).decode()
    assert Walk(section(page, "now")).text == (
        "Slowed at 18:20, 20 Nov Ferries are 40–70 minutes late Ferries: slowed"
        " A gale. Ferries queue for the crane: 24 boxes an hour instead of 36. Harbour of Orme. Next update by 19:00."
    )
    assert Walk(section(page, "old")).text == (
        "Old: slowed at 18:20, 20 Nov The update promised for 19:00 is late. Ferries: unknown"
        " As of 18:20: Ferries are 40–70 minutes late. Harbour of Orme. 01 99 00 18 20"
    )
    assert 'data-good-until="2026-11-20T18:00:00Z" style="--lasts:2160s"' in page
    assert 'href="disruptions/log.gale/" target="_top"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_no_frame_is_green_but_of_what_is_normal_and_none_is_without_a_time(scene: object) -> None:
    here = make_view(scene)  # type: ignore[arg-type]
    states = {f"embed/{part.id}.html": part.state for part in here.picture.components}
    made = {one.name: one.make(here).decode() for one in part_embeds(here)} | {"": embed_html(here).decode()}
    for name, state in (states | {"": here.picture.state}).items():
        now, old = section(made[name], "now"), section(made[name], "old")
        assert ("is-normal" in now) == (state is State.NORMAL and bool(now)), name
        assert "is-unknown" in (old or "is-unknown")
        assert bool(old) == (state is not None), "what may be taken for news grows old"
        assert state is None or re.search(r"\d\d:\d\d, \d+ Nov", now or old), name


def test_the_word_that_is_late_is_told_and_nothing_is_told_as_if_it_held() -> None:
    page = embed_html(make_view(make_picture(record=make_record([make_bulletin()]), now=at(42)))).decode()
    assert section(page, "now") == ""
    assert "The update promised for" in section(page, "old")


def test_in_an_exercise_it_is_marked_in_the_page_and_in_its_title() -> None:
    settings = SETTINGS.replace(exercise=Exercise(now=NOW))
    page = embed_html(make_view(make_picture(make_bulletin(), exercise=True), settings=settings)).decode()
    assert "EXERCISE" in Walk(section(page, "now")).text
    assert "<title>EXERCISE: Ferries: slowed</title>" in page
    assert section(page, "old") == ""


def test_a_headline_without_room_has_a_short_form_in_its_place() -> None:
    assert [fit(prose(words)) for words in ("Berths fill", "Ferries are 40–70 minutes late", LONG, LONG * 3)] == [
        "of-strip",
        "of-two",
        "of-block",
        "of-none",
    ]


def test_the_links_of_a_part_lead_out_of_its_folder_and_in_a_language_to_that() -> None:
    here = view(make_bulletin())
    urls = {one.name: re.findall(r'href="([^#"]+)', one.make(here).decode())[0] for one in part_embeds(here)}
    assert (urls["embed/ferries.html"], urls["embed/crane.html"]) == ("../why/ferries/", "../map/")
    french = replace(here, folder="fr/", settings=SETTINGS.replace(at="status/"))
    assert 'href="../fr/status/disruptions/log.gale/"' in embed_html(french).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_it_is_small_and_says_all_of_it(language: str) -> None:
    body = embed_html(spoken(view(make_bulletin()), language))
    assert len(gzip.compress(body, 9)) <= 4_096
    assert body.decode().count("18:20") >= 3
    assert (b'dir="rtl"' in body) == (language == "ar")


def test_a_refresh_makes_it_anew_only_when_its_words_are_others() -> None:
    one, other = view(make_bulletin()), view(make_bulletin(severity="minor"))
    assert embed_key(one) == embed_key(other) != embed_key(view())


def test_a_hostile_name_or_headline_stays_words() -> None:
    hostile = "</title><script>owned=1</script><img src=x onerror=owned=1>"
    here = view(make_bulletin(headline=[{"text": hostile}], summary=hostile))
    page = embed_html(replace(here, settings=SETTINGS.replace(site_name=hostile))).decode()
    assert page.count("<script") == 1
    assert "<img" not in page


def test_frames_are_made_unless_they_are_switched_off_and_no_search_engine_is_led_to_one(site: Site) -> None:
    assert "20–40" in site.page("embed/ferry.html")
    assert "embed" not in site.page("sitemap.xml")
    site.without("embed")
    assert site.run("build") == 0
    assert not [path for path in site.files() if path.startswith(("embed", "badge"))]


# In a browser

AS_IT_IS, TOO_OLD = "2026-11-20T17:25:00Z", "2026-11-20T18:01:00Z"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_each_shape_no_headline_is_cut_nothing_is_inaccessible_and_when_it_is_old_it_says_so(
    page: Pages, shape: str, language: str
) -> None:
    width, height = SHAPES[shape]
    for words, now in (("Ferries are 40–70 minutes late", AS_IT_IS), (LONG, TOO_OLD)):
        here = spoken(view(make_bulletin(headline=[{"text": words}]), exercise=True), language)
        opened = page(viewport={"width": width, "height": height}, color_scheme="dark" if now == TOO_OLD else "light")
        opened.clock.set_fixed_time(now)
        opened.set_content(embed_html(here).decode())
        shown, hidden = (".now", ".old") if now == AS_IT_IS else (".old", ".now")
        assert opened.locator(f"{shown} .ft").is_visible()
        assert not opened.locator(f"{hidden} .ft").is_visible()
        assert opened.evaluate(
            """kind => { const sign = document.querySelector(kind), h = sign.querySelector(".h");
                const a = sign.getBoundingClientRect(), b = h.getBoundingClientRect();
                return sign.scrollHeight <= sign.clientHeight + 1 && b.bottom <= a.bottom && b.right <= a.right + 1 }""",
            shown,
        )
        assert accessibility_faults(opened) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["en", "fr", "de", "ar"])
@pytest.mark.parametrize("exercise", [True, False])
def test_in_each_shape_a_long_name_gives_way_and_the_next_word_never(
    page: Pages, shape: str, language: str, exercise: bool
) -> None:
    width, height = SHAPES[shape]
    shown = view(make_bulletin(headline=[{"text": "Departures are 40–70 minutes late"}]), exercise=exercise)
    settings = shown.settings.replace(site_name="Aéroport international du Val d’Orme")
    opened = page(viewport={"width": width, "height": height})
    opened.clock.set_fixed_time(AS_IT_IS)
    opened.set_content(embed_html(spoken(replace(shown, settings=settings), language)).decode())
    assert opened.locator(".now .x").count() == exercise
    word = opened.locator(".now .ft span").bounding_box()
    assert word is not None
    assert word["y"] + word["height"] <= height - 4, opened.locator(".now .ft").inner_text()
    assert opened.evaluate("document.querySelector('.now').scrollHeight <= document.querySelector('.now').clientHeight")


def test_without_script_it_grows_old_by_its_style_when_its_time_has_come_and_not_before(page: Pages) -> None:
    opened = page(viewport={"width": 360, "height": 200})
    opened.clock.set_fixed_time(AS_IT_IS)
    here = view(make_bulletin())
    opened.set_content(re.sub(r"<script>.*?</script>", "", embed_html(here).decode()))
    shown = """time => { for (const one of document.getAnimations()) one.currentTime = time;
        return [".now", ".old"].map(name => getComputedStyle(document.querySelector(name)).visibility) }"""
    assert opened.evaluate(shown, 36 * 60_000 - 1) == ["visible", "hidden"]
    assert opened.evaluate(shown, 36 * 60_000 + 1) == ["hidden", "visible"]


def test_another_site_may_frame_it_and_no_other_page_and_an_open_frame_takes_what_is_newer(page: Pages) -> None:
    first = embed_html(view(make_bulletin())).decode()
    later = embed_html(
        make_view(make_picture(make_bulletin(headline=[{"text": "All ferries stand still"}]), now=at(1)))
    )
    served = {"embed.html": first, "index.html": "<!doctype html><p>home</p>"}
    opened = page(viewport={"width": 800, "height": 400})
    opened.clock.install(time=AS_IT_IS)
    opened.route(
        "http://127.0.0.1:1/**",
        lambda route: route.fulfill(
            body=served[route.request.url.rpartition("/")[2]],
            headers={"Content-Type": "text/html", **headers_of_page(route.request.url.partition(":1/")[2])},
        ),
    )
    opened.route(
        "http://localhost:1/hotel",
        lambda route: route.fulfill(
            content_type="text/html",
            body="".join(
                f'<iframe src="http://127.0.0.1:1/{name}" width="360" height="200"></iframe>' for name in served
            ),
        ),
    )
    opened.goto("http://localhost:1/hotel")
    ours = opened.frame(url="http://127.0.0.1:1/embed.html")
    assert ours is not None
    assert ours.locator(".now .long").inner_text() == "Ferries are 40–70 minutes late"
    assert all("home" not in frame.content() for frame in opened.frames)
    served["embed.html"] = later.decode().replace('data-made="2026-11-20T17:24', 'data-made="2026-11-20T17:25')
    opened.clock.run_for(140_000)
    ours.locator(".now .long", has_text="All ferries stand still").wait_for(timeout=5_000)
    served["embed.html"] = first
    with opened.expect_response("http://127.0.0.1:1/embed.html"):
        opened.clock.run_for(140_000)
    ours.evaluate("() => fetch(location.href).then(got => got.text())")
    assert ours.locator(".now .long").inner_text() == "All ferries stand still", "never an older one over a newer one"
    served["embed.html"] = later.replace(b'data-made="2026-11-20T17:24', b'data-made="2027-03-01T17:24').decode()
    opened.clock.run_for(140_000)
    ours.locator("body[data-made^='2027']").wait_for(timeout=5_000, state="attached")
    served["embed.html"] = first
    opened.clock.run_for(140_000)
    ours.locator(".now .long", has_text="Ferries are 40–70 minutes late").wait_for(timeout=5_000)


def test_what_the_documentation_tells_a_partner_to_paste_shows_frames_in_three_shapes_and_badges(page: Pages) -> None:
    shown = "\n".join(
        re.findall(r"^```html\n(.*?)^```$", (ROOT / "docs/partners.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    )
    pasted = shown.replace("https://valdorme.example/", "http://127.0.0.1:1/")
    here = view(make_bulletin())
    opened = page(viewport={"width": 800, "height": 700})
    opened.clock.set_fixed_time(AS_IT_IS)

    def serve(route: Route) -> None:
        path = route.request.url.partition(":1/")[2]
        body = badge_svg(here) if path.endswith(".svg") else embed_html(here)
        headers = {} if path.endswith(".svg") else headers_of_page(path)
        route.fulfill(body=body, headers={"Content-Type": served(path).content_type, **headers})

    opened.route("http://127.0.0.1:1/**", serve)
    opened.route("http://localhost:1/hotel", lambda route: route.fulfill(content_type="text/html", body=pasted))
    opened.goto("http://localhost:1/hotel")
    opened.locator("iframe").last.scroll_into_view_if_needed()
    opened.wait_for_load_state("networkidle")
    frames = [frame for frame in opened.frames if frame.parent_frame]
    assert [frame.evaluate("[innerWidth, innerHeight]") for frame in frames] == [list(size) for size in SHAPES.values()]
    assert all(frame.locator(".now .st").is_visible() for frame in frames)
    assert opened.evaluate("[...document.images].map(one => one.naturalHeight)") == [28, 28]
    assert opened.evaluate("[...document.images].every(one => one.alt)")


def test_the_script_of_these_pages_is_small() -> None:
    assert len(gzip.compress(view().templates.look.inlined[SCRIPT].encode(), 9)) <= 900
