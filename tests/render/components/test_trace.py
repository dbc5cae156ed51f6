"""A trace climbs from what a customer feels to where it starts, along declared links only."""

from __future__ import annotations

from typing import Any

from lxml import html

from explainer.picture.causes import Sure
from explainer.render.components.trace import trace
from explainer.render.view import View
from tests.factory import SILENT, at, make_bulletin
from tests.factory_map import map_view, system_of


def page_of(view: View, symptom: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{trace(view, {'subject': symptom})}</div>")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def titles(page: html.HtmlElement) -> list[str]:
    return [words(h) for h in page.xpath('//li[@class="step"]/h2')]


def names(page: html.HtmlElement, section: str) -> list[str]:
    return [words(b) for b in page.xpath(f'//section[@id="{section}"]//li/b')]


def report(component: str, state: str = "slowed", **more: Any) -> dict[str, Any]:
    return {"component": component, "state": state, "says": f"{component} is {state}.", **more}


def test_the_steps_lead_from_the_symptom_through_the_limit_in_numbers() -> None:
    assert titles(page_of(map_view(), "ferries")) == [
        "You leave 40–70 minutes late",
        "Why?20 boxes are ahead of you",
        "Why so many?24 boxes an hour get through, and 36 want to",
        "Why only 24?The crane works at half speed",
    ]


def test_every_step_has_who_says_it_and_how_sure_it_is() -> None:
    page = page_of(map_view(), "ferries")
    said = [words(p) for p in page.xpath('//li[@class="step"]/p[@class="by"]')]
    assert said[0] == "KnownHarbour office, 18:20"
    assert said[1] == "KnownHarbour office, counted 18:20"
    assert all(s.startswith("Known") for s in said)


def test_it_ends_in_causes_of_several_kinds() -> None:
    page = page_of(map_view(), "ferries")
    assert words(page.xpath('//div[@class="starts"]')[0]) == "And behind that?Three causes, of three kinds"
    roots = [words(h) for h in page.xpath('//li[@class="root"]/h3')]
    assert roots == [
        "The weatherWind: slowed",
        "A choice we made todaySweepers clear the rails first",
        "A limit we builtRails",
    ]
    choice = words(page.xpath('//li[@class="root"]')[1])
    assert "A ferry holds people. The cost: Parcels: a day." in choice
    assert "Harbour office and Pilots, decided 16:35" in choice
    assert "There is one pair of rails." in words(page.xpath('//li[@class="root"]')[2])


def test_a_built_limit_may_be_the_cause_where_a_limit_in_numbers_stands_even_if_nobody_states_it() -> None:
    bulletin = make_bulletin(reports=[report("crane"), report("ferries", caused_by=["crane"])])
    why = map_view(bulletin).picture.why["ferries"]
    assert {cause.component: cause.sure for cause in why.others}["rails"] is Sure.LIKELY
    assert [cause.component for cause in why.roots] == ["wind"], "nobody states the limit"
    without = make_bulletin(reports=[report("crane"), report("ferries", caused_by=["crane"])], constraints=[])
    assert "rails" not in {cause.component for cause in map_view(without).picture.why["ferries"].others}


def test_where_nobody_states_a_cause_further_back_it_says_so() -> None:
    reports = [report("crane"), report("ferries", caused_by=["crane"])]
    page = page_of(map_view(make_bulletin(reports=reports, constraints=[], cause=None)), "ferries")
    assert "We do not know" in words(page)
    assert "Nobody has stated a cause further back." in words(page)


def test_an_unknown_cause_is_the_answer_and_what_others_state_stands_apart() -> None:
    unknown = {"unknown": True, "investigator": "harbour", "answer_by": at(21)}
    worse = make_bulletin("it", reports=[report("ferries", "stopped")], cause=unknown, constraints=[], about=[])
    page = page_of(map_view(worse, make_bulletin()), "ferries")
    assert words(page.xpath("//h2")[0]) == "We do not know why yet; Harbour office answers by 18:45."
    assert titles(page) == []
    assert words(page.xpath('//section[@id="too"]//h2')[0]) == "What else is stated to slow it"
    assert names(page, "too")[0] == "Crane"


def test_what_is_said_of_the_stated_cause_is_shown_wherever_the_way_names_it() -> None:
    bulletin = make_bulletin(
        reports=[report("crane"), report("ferries")], cause={"component": "crane", "says": "A bolt."}
    )
    assert "A bolt. crane is slowed." in words(page_of(map_view(bulletin), "ferries"))
    assert "Gale since noon." in words(page_of(map_view(), "ferries").xpath('//li[@class="root"]')[0])


def test_a_stated_cause_without_a_link_is_a_step_that_says_so() -> None:
    bulletin = make_bulletin(reports=[report("road"), report("ferries", caused_by=["road"])], cause=None)
    page = page_of(map_view(bulletin), "ferries")
    assert titles(page) == ["Ferries: slowed", "Why?Road: slowed"]
    assert "Stated; our map does not show this link yet." in words(page)


def test_other_disturbed_parts_may_be_the_cause_with_how_sure_that_is() -> None:
    page = page_of(map_view(), "ferries")
    assert names(page, "also") == ["Berths", "Crews"]
    also = words(page.xpath('//section[@id="also"]')[0])
    assert "A ferry without a berth is not loaded." in also
    assert "Likely" in also
    assert "CheckingHarbour office, answer by 19:00" in also


def test_a_stated_cause_beside_the_chain_is_not_called_possible() -> None:
    bulletin = make_bulletin(
        constraints=[],
        reports=[report("crane"), report("berths"), report("ferries", caused_by=["crane", "berths"])],
    )
    page = page_of(map_view(bulletin), "ferries")
    assert names(page, "too") == ["Berths"]
    assert names(page, "also") == []


def test_a_loop_is_walked_once_and_named() -> None:
    reports = [report("crane"), report("berths"), report("parcels")]
    found = map_view(make_bulletin(reports=reports, constraints=[], symptom="parcels")).picture.why["parcels"]
    loop = {here: [link.source for link in links] for here, links in found.loops.items()}
    assert loop == {"crane": ["berths"]}
    page = page_of(map_view(make_bulletin(reports=reports, constraints=[])), "parcels")
    assert "And round again: Berths. A full quay leaves no room to swing." in words(page)


def test_what_is_normal_upstream_is_ruled_out_and_what_is_unknown_is_not() -> None:
    reports = [report("crane"), report("berths", "normal"), report("parcels")]
    page = page_of(map_view(make_bulletin(reports=reports), times={"road": SILENT}), "parcels")
    ruled = words(page.xpath('//section[@id="not"]')[0])
    assert "Normal. berths is normal." in ruled
    assert "But what lies between works normally." in ruled
    assert "We cannot tell" not in ruled
    (blind,) = page.xpath('//section[@id="blind"]')
    assert words(blind.xpath(".//h2")[0]) == "We cannot tell"
    assert "We cannot tell. Unknown since 17:55." in words(blind)


def test_of_what_a_source_is_silent_it_says_that_nothing_is_reported_and_not_that_it_is_not_it() -> None:
    bulletin = make_bulletin(reports=[report("parcels")], constraints=[], symptom="parcels", cause=None)
    page = page_of(map_view(bulletin), "parcels")
    assert not {"Wind", "Road"} & set(names(page, "not"))
    assert names(page, "unreported")[:2] == ["Wind", "Road"]
    (said,) = page.xpath('//section[@id="unreported"]')
    assert words(said.xpath(".//h2")[0]) == "Nothing is reported here"
    assert "Nothing is reported." in words(said)


def test_without_a_cause_upstream_it_says_so_and_whom_to_ask() -> None:
    page = page_of(map_view(make_bulletin(reports=[report("wind", "normal")], constraints=[], symptom="")), "parcels")
    text = words(page)
    assert "We see no cause here" in text
    assert "Ask your ferry line." in text
    assert "We cannot see everything" not in text


def test_unknown_parts_upstream_keep_no_cause_from_sounding_certain() -> None:
    bulletin = make_bulletin(reports=[report("wind", "normal")], constraints=[], symptom="")
    page = page_of(map_view(bulletin, times={"road": SILENT}), "parcels")
    assert "We cannot see everything that could cause it" in words(page)
    assert "We cannot tell why" in words(page)
    assert "We see no cause here" not in words(page)
    assert names(page, "not") == ["Wind", "Sweeping", "Berths"], "the others because somebody looked"
    assert names(page, "blind")[0] == "Road"


def test_a_symptom_reported_normal_still_shows_what_may_reach_it() -> None:
    reports = [report("berths"), report("parcels", "normal")]
    page = page_of(map_view(make_bulletin(reports=reports, constraints=[])), "parcels")
    assert "No cause is stated" in words(page)
    assert names(page, "also") == ["Berths"]
    assert "May follow" in words(page.xpath('//section[@id="also"]')[0])


def test_what_happened_first_alone_is_never_a_cause() -> None:
    system = system_of([["power", "water"], ["late"]], [("power", "late")])
    reports = [report("water", since=at(-90)), report("late", since=at(-10))]
    bulletin = make_bulletin(reports=reports, constraints=[], symptom="late", cause=None, about=[])
    found = map_view(bulletin, system=system).picture.why["late"]
    assert found.steps == found.roots == found.others == ()


def test_a_reader_can_go_on_from_here() -> None:
    page = page_of(map_view(), "ferries")
    links = page.xpath('//section[@id="next"]//a/@href')
    assert links == ["../disruptions/log.gale/#you", "../map/#ferries", "../why/parcels/"]


def test_an_unknown_symptom_has_no_trace_and_hostile_words_stay_words() -> None:
    assert trace(map_view(), {"subject": "nothing"}) == ""
    evil = "<script>alert(1)</script>"
    reports = [report("crane", headline=evil, detail=evil, by=evil), report("ferries", headline=evil)]
    assert "<script" not in trace(map_view(make_bulletin(reports=reports)), {"subject": "ferries"})
