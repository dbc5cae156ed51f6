"""Every real RSS, Atom, cState, Statuspage and CAP document, and the hostile ones, through one whole build."""

import json
import re
import shutil
from pathlib import Path

from tests.support.site import make_site

FOLDERS = {"rss-atom": "rss", "cap": "cap", "cstate": "rss", "statuspage-json": "rss", "feedparser-corpus": "atom"}

NOT_RUN = re.compile(
    r'<img src="\.\./card\.png"[^<>]*>|<script type="application/ld\+json">[^<]*</script>|<script src="[./]*assets/javascripts/live\.[0-9a-f]{8}\.js"[^>]*></script>'
)
"""A page's own card, what is data, and the site's own script in a file."""


def test_every_document_of_the_corpus_goes_through_a_build_and_no_markup_survives(corpus: Path, tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    documents = 0
    for folder, name in FOLDERS.items():
        target = site.root / "ops_feeds" / "local" / folder
        target.mkdir()
        for path in sorted(p for p in (corpus / folder).rglob("*") if p.is_file()):
            shutil.copy(path, target / f"{documents:04}-{path.name.lstrip('.')}")
            documents += 1
        site.write(
            f"ops_feeds/{folder}.yml",
            f"publisher: Corpus {folder}\nformat: {name}\nfile: local/{folder}\nlanguage: en\n",
        )
    assert documents > 1_100, "the corpus is not whole"
    assert site.run("update") == 0
    status = json.loads(site.page("status.json"))
    failed = {source["id"] for source in status["sources"] if source["freshness"] != "fresh"}
    assert failed == {"cstate", "statuspage-json"}, "JSON and Markdown are not RSS, and are named as failures"
    pages = [path.read_text(encoding="utf-8") for path in (site.root / "site" / "disruptions").rglob("*.html")]
    assert len(pages) > 800
    for page in pages:
        ours = (
            1 if ' data-page="disruption"' in page and not re.search(r"assets/stylesheets/over\.\w+\.css", page) else 0
        )
        page = NOT_RUN.sub("", page)  # noqa: PLW2901 - what a browser runs of it
        slider = len(
            re.findall(r'<script src="(?:\.\./)+assets/javascripts/spread\.[0-9a-f]{8}\.js" defer></script>', page)
        )
        assert len(re.findall(r"<script\b", page)) == ours + slider, "our own, and no other"
        assert slider <= 1
        assert not re.search(r"<(?:img|iframe|object|embed|form)\b|\son\w+=|href=[\"']?(?:javascript|data):[^i]", page)
    assert len(site.page("feed.xml").encode()) < 50_000
