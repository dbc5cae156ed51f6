"""A badge says state and time in every language, grows old by itself in an ``<img>``, and is never greener than we know."""

from __future__ import annotations

import gzip
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from explainer.model.settings import Exercise
from explainer.model.translation import Original
from explainer.model.vocabulary import State
from explainer.outputs.badge import badge_key, badge_svg, drawn, part_badges, said
from explainer.picture.glance import Glance
from explainer.picture.model import Picture
from explainer.render.tokens import TEXT, contrast
from tests.conftest import NOW
from tests.factory import (
    SETTINGS,
    SILENT,
    at,
    make_bulletin,
    make_disruption,
    make_picture,
    make_record,
    make_view,
    unlooked,
    view,
)
from tests.support.browser import Pages
from tests.support.languages import in_three, spoken

LANGUAGES = ("en", "de", "es", "fr", "ar")
GOLDEN = Path(__file__).parents[1] / "golden" / "badge.svg"
SVG = "{http://www.w3.org/2000/svg}"


def glance(state: State | None) -> Glance:
    return Glance(state, at(-4) if state else None, state is State.UNKNOWN, NOW, at(36) if state else None)


def read(body: bytes) -> etree._Element:
    return etree.fromstring(body)


def texts(body: bytes) -> list[str]:
    return ["".join(found.itertext()) for found in read(body).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("state", "now", "old"),
    [
        (State.STOPPED, "Stopped at 18:20, 20 Nov", "Old: stopped at 18:20, 20 Nov"),
        (State.SLOWED, "Slowed at 18:20, 20 Nov", "Old: slowed at 18:20, 20 Nov"),
        (State.WATCH, "Watch at 18:20, 20 Nov", "Old: watch at 18:20, 20 Nov"),
        (State.UNKNOWN, "Unknown since 18:20, 20 Nov", "Old: unknown since 18:20, 20 Nov"),
        (State.NORMAL, "Normal at 18:20, 20 Nov", "Old: normal at 18:20, 20 Nov"),
    ],
)
def test_each_state_has_its_words_now_and_when_they_are_old(state: State, now: str, old: str) -> None:
    here = view()
    body = drawn(here, said(here, "Crane", glance(state)))
    assert texts(body) == [now, old, "Crane"]
    assert here.templates.look.schemes[f"--{state}-sign"][0] in body.decode()
    assert f"1ms {36 * 60}s forwards" in body.decode()


def test_what_nobody_watches_says_that_and_is_grey() -> None:
    here = view()
    badge = said(here, "Rails", glance(None))
    assert texts(drawn(here, badge)) == ["not watched", "Rails"]
    assert here.templates.look.schemes["--normal-sign"][0] not in drawn(here, badge).decode()


def test_a_word_that_is_late_is_old_from_the_first_moment() -> None:
    here = view()
    body = drawn(here, said(here, "Crane", glance(State.NORMAL)._replace(is_late=True)))
    assert texts(body) == ["Old: normal at 18:20, 20 Nov", "Crane"]
    assert "animation" not in body.decode()


SCENES: dict[str, Picture] = {
    "quiet": make_picture(),
    "a bulletin": make_picture(make_bulletin()),
    "late": make_picture(record=make_record([make_bulletin()]), now=at(42)),
    "forgotten": make_picture(record=make_record([make_bulletin()]), now=at(3000)),
    "silent": make_picture(record=make_record(times={"road": SILENT, "met": SILENT, "log": SILENT})),
    "nobody looked": make_picture(record=unlooked(make_record())),
    "a feed": make_picture(make_disruption("road", reports=[{"component": "road", "state": "stopped"}])),
}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_no_badge_is_green_but_of_what_is_normal_and_none_is_without_an_end(scene: Picture) -> None:
    here = make_view(scene)
    states = {f"badge/{part.id}.svg": part.state for part in scene.components}
    made = {one.name: one.make(here) for one in part_badges(here)} | {"badge.svg": badge_svg(here)}
    assert made.keys() == states.keys() | {"badge.svg"}
    for name, state in (states | {"badge.svg": scene.state}).items():
        body = made[name].decode()
        is_green = here.templates.look.schemes["--normal-sign"][0] in body or "Normal at" in body
        assert is_green == (state is State.NORMAL), name
        assert ("animation" in body) == (state is not None and 'class="new"' in body), name


def test_in_an_exercise_it_is_marked_and_as_the_clock_stands_still_it_does_not_grow_old() -> None:
    standing = SETTINGS.replace(exercise=Exercise(now=NOW))
    drill = make_view(make_picture(make_bulletin(), exercise=True), settings=standing)
    assert texts(badge_svg(drill)) == ["Slowed at 18:20, 20 Nov", "EXERCISE · Harbour of Orme"]
    assert "EXERCISE: As of 18:20 CET, 20 November" in badge_svg(drill).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_it_is_small_has_a_name_and_leaves_room_for_its_words(language: str) -> None:
    here = spoken(view(make_bulletin()), language)
    body = badge_svg(here)
    assert len(gzip.compress(body, 9)) <= 1024
    root = read(body)
    title = root.findtext(f"{SVG}title") or ""
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "t"
    assert "18:20" in title
    assert "19:00" in title
    assert root.get("direction") == ("rtl" if language == "ar" else "ltr")
    assert all("18:20" in words for words in texts(body)[:2])


def test_a_refresh_draws_it_anew_only_when_its_words_are_others() -> None:
    one, other = view(make_bulletin()), view(make_bulletin(severity="minor"))
    assert badge_key(one) == badge_key(other) != badge_key(view())
    assert badge_svg(one) == badge_svg(other)
    assert badge_key(replace(one, picture=view().picture)) == badge_key(view()), "what is shared is of one picture"


def test_hostile_and_untranslated_names_stay_words() -> None:
    here = view()
    for name in ("<script>x</script>\"'&\u202e", str(Original("Kran", "de"))):
        assert texts(drawn(here, said(here, name, glance(State.SLOWED))))[-1] == name.replace("\u202e", "")


def test_words_of_every_state_can_be_read_in_light_and_in_the_dark() -> None:
    schemes = view().templates.look.schemes
    pairs = [("--paper", "--ink"), *(("--on-sign", f"--{state}-sign") for state in State)]
    assert all((contrast(schemes[a][n], schemes[b][n]) or 0) >= TEXT for a, b in pairs for n in (0, 1))


def test_golden_badge_of_the_harbour(request: pytest.FixtureRequest) -> None:
    body = badge_svg(view(make_bulletin()))
    if request.config.getoption("--golden"):
        GOLDEN.write_bytes(body)
    assert body == GOLDEN.read_bytes()


def test_badges_of_a_site_in_three_languages_lie_beside_one_another_and_go_where_they_are_switched_off(
    tmp_path: Path,
) -> None:
    site = in_three(tmp_path / "site")
    assert site.run("update") == 0
    assert texts(site.page("badge/crane.fr.svg").encode())[-1] == "Grue"
    assert {"badge.svg", "badge.fr.svg", "badge.ar.svg", "badge/ferry.svg"} <= site.files().keys()
    assert "badge" not in site.page("sitemap.xml")
    site.without("embed")
    assert site.run("build") == 0
    assert not [path for path in site.files() if path.startswith("badge")]


# In a browser


def test_in_a_frame_of_another_page_a_badge_grows_old_when_its_time_has_come_and_not_before(page: Pages) -> None:
    here = view(make_bulletin())
    opened = page()
    opened.set_content(badge_svg(here).decode())
    shown = """time => { for (const one of document.getAnimations()) one.currentTime = time;
        return ["new", "old"].map(name => getComputedStyle(document.querySelector("." + name)).visibility) }"""
    assert opened.evaluate(shown, 36 * 60_000 - 1) == ["visible", "hidden"]
    assert opened.evaluate(shown, 36 * 60_000 + 1) == ["hidden", "visible"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_leaves_its_box_or_touches_a_shape(page: Pages, language: str) -> None:
    here = spoken(view(make_bulletin(), exercise=True), language)
    badge = said(here, "Grundstücksverkehr und مراقبة الحركة", glance(State.SLOWED))
    opened = page(viewport={"width": 1200, "height": 60})
    opened.set_content(drawn(here, badge).decode())
    boxes = opened.evaluate(
        """() => [...document.querySelectorAll("svg > path, svg > text, .new > *")].map(one => {
            const box = one.getBoundingClientRect(); return [one.tagName, box.left, box.right] })"""
    )
    spans = sorted((left, right) for tag, left, right in boxes if tag != "path")
    assert all(before[1] <= after[0] + 0.5 for before, after in pairwise(spans))
    for left, right in spans:
        assert any(start - 0.5 <= left and right <= end + 0.5 for tag, start, end in boxes if tag == "path")
