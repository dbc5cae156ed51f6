"""What travels, in which order, and what goes: laws of the plan, whatever is there."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.vocabulary import Compression
from explainer.publishing.packing import Encoding
from explainer.publishing.planning import NOTHING, Pass, Plan, Shown, There, objects_of, planned
from explainer.publishing.serving import Part, homes, part_of

NAMES = [
    *("index.html", "how/index.html", "a/index.html", "b/index.html", "fr/index.html", "404.html"),
    *("assets/explainer.0123abcd.css", "assets/explainer.4567abcd.css", "assets/logo.svg", "photo.jpg"),
    *("status.json", "feed.xml", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json"),
]
HOMES = homes("", ("fr/",))
SITES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from("12"))
GRACE = 60.0


def shown_as(files: Mapping[str, str], compression: Compression, leaving: Mapping[str, float] | None = None) -> Shown:
    objects = {path: There(one.fingerprint) for path, one in objects_of(files, compression).items()}
    left = {path: since for path, since in (leaving or {}).items() if path not in objects}
    return NOTHING.__class__(site="s", by="b", number=1, moment="", objects=objects, leaving=left)


def plan_of(
    files: Mapping[str, str], shown: Shown, compression: Compression, unsure: frozenset[str] = frozenset()
) -> Plan:
    return planned(objects_of(files, compression), shown, unsure, HOMES, (1_000.0, GRACE))


@given(
    before=SITES,
    after=SITES,
    compression=st.sampled_from(Compression),
    unsure=st.frozensets(st.sampled_from(NAMES)),
    leaving=st.dictionaries(st.sampled_from(NAMES), st.floats(0, 2_000)),
)
def test_what_is_carried_out_is_what_is_wanted(
    before: dict[str, str],
    after: dict[str, str],
    compression: Compression,
    unsure: frozenset[str],
    leaving: dict[str, float],
) -> None:
    shown = shown_as(before, compression, leaving)
    plan = plan_of(after, shown, compression, unsure)
    there = {path: row.fingerprint for path, row in shown.objects.items() if path not in unsure}
    there |= {one.path: one.fingerprint for one in plan.objects}
    wanted = {path: one.fingerprint for path, one in objects_of(after, compression).items()}
    assert {path: told for path, told in there.items() if path in wanted} == wanted
    assert {*plan.gone, *plan.leaving} == ({*shown.objects, *shown.leaving, *unsure} - wanted.keys())
    assert all(part_of(path.removesuffix(".gz").removesuffix(".br"), HOMES) is Part.ASSET for path in plan.leaving)
    passes = [step.when for step in plan.steps]
    assert passes == sorted(set(passes))
    assert not set(plan.gone) & {one.path for one in plan.objects}


@given(files=SITES, compression=st.sampled_from(Compression))
def test_what_is_there_already_is_left_alone(files: dict[str, str], compression: Compression) -> None:
    assert plan_of(files, shown_as(files, compression), compression).touched == ()


def test_new_pages_come_before_those_that_may_name_them_and_machine_files_last() -> None:
    shown = shown_as({"index.html": "1", "how/index.html": "1", "status.json": "1"}, Compression.NONE)
    plan = plan_of({name: "2" for name in NAMES if name != "b/index.html"}, shown, Compression.NONE)
    told = {step.when: {one.path for one in step.objects} for step in plan.steps}
    assert told[Pass.NEW_PAGES] == {"a/index.html", "404.html"}
    assert told[Pass.PAGES] == {"how/index.html"}
    assert told[Pass.HOMES] == {"index.html", "fr/index.html"}
    assert told[Pass.MACHINES] == {
        "status.json",
        "feed.xml",
        "sitemap.xml",
        "sitemap.xml.gz",
        "search/search_index.json",
    }


def test_another_way_of_serving_is_a_change_too() -> None:
    shown = shown_as({"index.html": "1"}, Compression.NONE)
    assert [one.encoding for one in plan_of({"index.html": "1"}, shown, Compression.IN_PLACE).objects] == [
        Encoding.GZIP
    ]


def test_a_file_of_the_site_is_never_taken_for_the_compressed_form_of_another() -> None:
    made = objects_of({"sitemap.xml": "1", "sitemap.xml.gz": "2"}, Compression.BESIDE)
    assert made["sitemap.xml.gz"].source == "sitemap.xml.gz"


def test_a_style_that_a_run_may_have_named_again_stays_from_now_on() -> None:
    """That run was killed: its pages were there a moment ago, and some of them are still open."""
    style = "assets/explainer.0123abcd.css"
    shown = shown_as({}, Compression.NONE, {style: 0.0})
    assert plan_of({}, shown, Compression.NONE).gone == (style,)
    assert plan_of({}, shown, Compression.NONE, frozenset({style})).leaving == {style: 1_000.0}
