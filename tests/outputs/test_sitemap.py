"""The sitemap says the same whichever generator listed the other pages."""

from __future__ import annotations

from explainer.model.settings import Exercise, Settings
from explainer.outputs.sitemap import index_xml, month_names, rows_of_others
from tests.conftest import NOW

SETTINGS = Settings(site_name="Pier One", site_url="https://pier.example/")

OF_MKDOCS = """\
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url>
         <loc>https://pier.example/how/</loc>
         <lastmod>2026-10-01</lastmod>
    </url>
    <url>
         <loc>https://pier.example/about/?a&amp;b</loc>

    </url>
    <url>
         <loc>https://pier.example/map/</loc>
    </url>
</urlset>
"""
OF_ANOTHER = """\
<urlset><url><loc>https://pier.example/map/</loc></url>
<url><loc>https://pier.example/about/?a&amp;b</loc></url><url>
<loc> https://pier.example/how/ </loc><lastmod>2026-10-01</lastmod><changefreq>daily</changefreq></url></urlset>
"""
ROWS = (
    "<url><loc>https://pier.example/about/?a&amp;b</loc></url>\n"
    "<url><loc>https://pier.example/how/</loc><lastmod>2026-10-01</lastmod></url>\n"
)


def test_rows_of_other_pages_are_alike_whoever_wrote_them_and_without_our_own() -> None:
    assert rows_of_others(SETTINGS, OF_MKDOCS, {"map/"}) == ROWS
    assert rows_of_others(SETTINGS, OF_ANOTHER, {"map/"}) == ROWS


def test_an_exercise_and_a_site_without_an_address_have_none() -> None:
    drill = SETTINGS.replace(exercise=Exercise(now=NOW))
    assert rows_of_others(drill, OF_MKDOCS, set()) == ""
    assert rows_of_others(SETTINGS.replace(site_url=""), OF_MKDOCS, set()) == ""


def test_what_is_settled_has_maps_of_its_own_within_what_the_protocol_allows() -> None:
    assert month_names("2026-03", 900, 0) == ("sitemap-2026-03.xml",)
    assert month_names("2026-03", 50_001, 0) == ("sitemap-2026-03.xml", "sitemap-2026-03-2.xml")
    assert len(month_names("2026-03", 10_000, 12)) == 7
    index = index_xml(SETTINGS, ["sitemap-now.xml", "sitemap-2026-03.xml"]).decode()
    assert f"<loc>{SETTINGS.site_url.rstrip('/')}/sitemap-2026-03.xml</loc>" in index
    assert index.count("<sitemap>") == 2
