"""Text is data: nothing that any format lets through is live on any page or in the feed, and no size is without bound."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from explainer.errors import FeedError
from explainer.formats import Document, Parsed, read_all
from explainer.formats.registry import BUILTIN, format_of
from explainer.model.disruption import Disruption
from explainer.model.history import FeedRecord, Held, Times, Version
from explainer.model.value import stated
from explainer.model.vocabulary import Reality, Status
from explainer.record import store
from fuzz.documents import CORPUS, declared, documents
from tests.conftest import NOW
from tests.support.browser import Pages
from tests.support.server import serving
from tests.support.site import Site, make_site
from tests.support.values import written
from tests.support.woven import LIVE, REMAINS, filled, places_with, woven

MOST_DOCUMENTS = 5
MOST_OF_A_FORMAT = 9
MOST_IN_BROWSER = 40
FORBIDDEN = {"img", "iframe", "object", "embed", "form", "base", "frame", "video", "audio", "input", "textarea"}

pytestmark = pytest.mark.audit


def parsed_woven(name: str, rows: list[tuple[str, bytes]]) -> Iterator[Disruption]:
    """What a format makes of its documents with every field hostile in turn."""
    source = declared(name)
    for turn, (path, body) in enumerate(rows):
        for number, changed in enumerate(woven(body, turn * 5)):
            try:
                parsed = read_all([Document(name=Path(path).name, body=changed)], source)
            except FeedError as error:
                assert len(str(error)) < 1_000  # noqa: PT017 - the reason is what is tested
                continue
            for at, made in enumerate(parsed.disruptions[:20]):
                yield made.replace(id=f"{name}.w{turn}-{number}-{at}")


def chosen(every: Iterator[Disruption]) -> list[Disruption]:
    """A few that have something hostile left in as many places as possible."""
    covered: set[tuple[str, ...]] = set()
    found = []
    for made in every:
        places = set(places_with(made)) - covered
        if places:
            covered |= places
            found.append((len(places), made))
    return [made for _, made in found[:MOST_OF_A_FORMAT]]


@dataclass
class Woven:
    """The built site, and by format what was put into it."""

    site: Site
    by_format: dict[str, list[Disruption]]

    @property
    def pages(self) -> list[str]:
        """Every published page, by its path."""
        root = self.site.root / "site"
        return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.html"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Woven:
    """One small site with hostile disruptions of every format on it."""
    site = make_site(tmp_path_factory.mktemp("hostile") / "site")
    assert site.run("update") == 0
    by_format = {name: chosen(parsed_woven(name, few(rows))) for name, rows in documents(CORPUS).items()}
    whole = [made for rows in by_format.values() for made in rows[:1]]
    by_format["met"] = [
        made.replace(id=f"met.f{number}-{at}", origin=made.origin.replace(feed="met"))
        for number, one in enumerate(whole[::6])
        for at, made in enumerate(filled(one))
    ]
    before = store.read(site.root / "ops_feeds/recorded")
    feeds, held, times = dict(before.feeds), dict(before.held), dict(before.times)
    for name, rows in by_format.items():
        if name != "met":
            read = declared(name).read
            lines = {"publisher": LIVE[0], "format": name, "url": "https://feed.example/", "language": "en"}
            declaration = lines | ({"read": stated(read)} if read else {})
            site.write(f"ops_feeds/{name}.yml", json.dumps(declaration))
        feeds[name] = FeedRecord(feed=name, carried=tuple(made.id for made in rows))
        times[name] = Times(last_attempt=NOW, last_good=NOW, last_changed=NOW)
        for at, made in enumerate(rows):
            # Tests and exercises of publishers have no page; here all have one, and half of them hold now.
            shown = {"reality": Reality.ACTUAL} | ({"status": Status.ACTIVE, "periods": ()} if at % 2 else {})
            version = Version(accepted_at=NOW, disruption=made.replace(**shown))
            held[made.id] = Held(id=made.id, versions=(version,))
    after = replace(before, feeds=feeds, held=held, times=times)
    store.write(site.root / "ops_feeds/recorded", before, after)
    assert site.run("build") == 0
    return Woven(site, by_format)


def few(rows: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """A few small documents, from different folders where there are some."""
    small = [row for row in rows if len(row[1]) < 60_000] or rows[:1]
    return small[:3] + small[3 :: max(1, len(small) // (MOST_DOCUMENTS - 3))][: MOST_DOCUMENTS - 3]


@dataclass
class Faults(HTMLParser):
    """What is live on a page and is not ours."""

    html: str
    own: frozenset[str]
    found: list[str] = field(default_factory=list)
    _in_script: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """No element and no attribute that loads or runs anything."""
        self._in_script = tag == "script"
        if tag in FORBIDDEN and not (tag == "input" and ("type", "checkbox") in attrs):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "ping"):
                self.found.append(f"<{tag} {name}>")
            words = (value or "").strip().lower()
            if name in ("href", "src", "action", "xlink:href") and re.match(r"[a-z][a-z0-9+.-]*:", words):
                if tag == "link" and words.startswith("data:image/svg+xml,"):
                    continue
                if not words.startswith(("http://", "https://", "tel:")):
                    self.found.append(f"<{tag} {name}={words[:60]}>")

    def handle_data(self, data: str) -> None:
        """A script is one of ours, word for word."""
        if self._in_script and data.strip() not in self.own:
            self.found.append(f"script {data[:60]}")

    def handle_endtag(self, _tag: str) -> None:
        """The script is over."""
        self._in_script = False


def test_every_format_has_something_hostile_on_the_site(built: Woven) -> None:
    assert {name for name, rows in built.by_format.items() if not rows} == set()
    assert len({place for rows in built.by_format.values() for made in rows for place in places_with(made)}) > 20
    assert len(built.by_format["met"]) >= len(LIVE)
    for name, rows in built.by_format.items():
        pages = [built.site.page(f"disruptions/{made.id}/index.html") for made in rows]
        assert any(map(REMAINS.search, pages)), f"{name}: nothing of it is seen, so nothing is proved"


def test_nothing_is_live_on_any_page(built: Woven) -> None:
    from explainer.site.frame import HERE

    own = frozenset(path.read_text(encoding="utf-8").strip() for path in (HERE / "script").glob("*.js"))
    crisis = [path for path in built.pages if "Content-Security-Policy" in built.site.page(path)]
    assert len(crisis) > 150
    faults = {path: found for path in crisis if (found := Faults(_without_data(built.site.page(path)), own).found)}
    assert faults == {}


def _without_data(page: str) -> str:
    """A page without what it tells programs and phones, which no browser runs, and without its own card.

    What is told is read, and what is sent is in the letters of addresses alone, so that neither can be broken out of.
    """
    found = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
    assert all("<" not in told and json.loads(told) for told in found.findall(page))
    bare = re.sub(r'<img src="\.\./card\.png"[^<>]*>', "", found.sub("", page))
    return re.sub(r'href="(?:sms|mailto):\?[^"<>\s]*"', 'href="#"', bare)


def test_no_template_and_no_markdown_is_worked_out(built: Woven) -> None:
    for path in built.pages:
        page = built.site.page(path)
        if "Content-Security-Policy" in page:
            assert "Storm 49" not in page, path
            assert "title: Pier One" not in page, path
            assert 'alt="owned"' not in page, path
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", page), path


def test_nothing_is_live_in_the_feed(built: Woven) -> None:
    body = built.site.page("feed.xml").encode()
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    names = {etree.QName(node).localname for node in root.iter() if isinstance(node.tag, str)}
    assert names <= {"feed", "title", "id", "updated", "published", "link", "entry", "author", "name", "summary"} | {
        "subtitle",
        "category",
        "rights",
        "content",
        "icon",
        "generator",
    }
    for node in root.iter():
        assert node.get("type", "text") in ("text", "text/html", "application/atom+xml"), node.tag
        assert node.get("href", "https:").startswith(("https://", "https:")), node.get("href")
    read = feedparser.parse(body)  # type: ignore[attr-defined,no-untyped-call]
    assert not read.bozo
    assert len(read.entries) > 5
    json.loads(built.site.page("status.json"))


def test_the_browser_runs_nothing_and_reports_nothing(built: Woven, page: Pages) -> None:
    """Under the page's own policy, and under a stricter one that only reports: neither finds anything to refuse."""
    own = re.search(r"script-src 'sha256-[^']+'", built.site.page("index.html"))
    assert own
    strict = f"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; connect-src 'self'; {own[0]} 'self'; base-uri 'none'; form-action 'none'"
    dealt: defaultdict[str, list[str]] = defaultdict(list)
    for name, rows in built.by_format.items():
        dealt[name] = [f"disruptions/{made.id}/" for made in rows]
    one_each = [rows[0] for rows in dealt.values()]
    paths = ["", "map/", "archive/", *one_each, *dealt["met"]][: MOST_IN_BROWSER + len(LIVE)]
    with serving(built.site.root / "site", {"Content-Security-Policy-Report-Only": strict}) as address:
        shown = page()
        shown.add_init_script(
            "window.reports = []; document.addEventListener('securitypolicyviolation',"
            " e => window.reports.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.disposition))"
        )
        for path in paths:
            answer = shown.goto(f"{address}/{path}")
            assert answer is not None
            assert answer.ok, path
            assert answer.headers["content-security-policy-report-only"] == strict
            found = shown.evaluate(
                """() => [window.owned ?? 0, window.reports.length ? window.reports : 0,
                document.querySelectorAll('main :is(img,iframe,object,embed,form,script,base,meta,style)').length,
                [...document.querySelectorAll('[href]')].map(a => a.protocol ?? 'https:')
                .filter(p => !['http:', 'https:', 'tel:', 'sms:', 'data:', ':'].includes(p)).length]"""
            )
            assert found == [0, 0, 0, 0], path


def test_the_reports_would_come(built: Woven, page: Pages, tmp_path: Path) -> None:
    """A page with something live on it is noticed; else the test before this one would prove nothing."""
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><main><script>window.owned=1</script></main>")
    with serving(tmp_path, {"Content-Security-Policy-Report-Only": "default-src 'none'"}) as address:
        shown = page()
        shown.add_init_script(
            "window.reports = []; document.addEventListener('securitypolicyviolation', e => window.reports.push(e.blockedURI))"
        )
        shown.goto(f"{address}/")
        assert shown.evaluate("[window.owned, window.reports.length > 0]") == [1, True]


# Sizes


HEAD = format_of("csv").sample.decode().partition("\n")[0]


def tried(name: str, body: bytes) -> Parsed | str:
    """What a format makes of a document, or the reason why it makes nothing of it."""
    try:
        return read_all([Document(name="f", body=body)], declared(name))
    except FeedError as error:
        return str(error)


RSS = "<rss version='2.0'><channel><title>t</title>{}</channel></rss>"
CAP = (
    "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>1</identifier><sender>a</sender>"
    "<sent>2026-11-20T10:00:00+01:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
    "<info><event>Storm</event><headline>{headline}</headline><area><areaDesc>A</areaDesc>"
    "<polygon>{polygon}</polygon></area></info></alert>"
)
ITEM = "<item><guid>g{}</guid><title>t{}</title></item>"
BOMB = "<!DOCTYPE a [<!ENTITY a0 'x'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9)) + "]>"


def test_a_headline_of_a_megabyte_is_cut() -> None:
    long = "gale " * 200_000
    bodies = {
        "rss": RSS.format(f"<item><guid>g</guid><title>{long}</title></item>"),
        "atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>a</id><title>{long}</title></entry></feed>",
        "cap": CAP.format(headline=long, polygon="1,1 1,2 2,2 1,1"),
        "json": json.dumps({"notices": [{"no": "1", "text": long, "more": long}]}),
        "statuspage": json.dumps(
            {"page": {"id": "p"}, "incidents": [{"id": "i", "name": long, "status": "identified"}]}
        ),
    }
    for name, body in bodies.items():
        parsed = tried(name, body.encode())
        assert isinstance(parsed, Parsed), (name, parsed)
        assert len(parsed.disruptions) + len(parsed.rejected) == 1
        for made in parsed.disruptions:
            assert all(len(words.text) <= 300 for words in made.headline)
            assert len(written(made)) < 100_000


def test_of_ten_thousand_and_one_entries_the_last_is_set_aside() -> None:
    for name, body in {
        "rss": RSS.format("".join(ITEM.format(n, n) for n in range(10_001))),
        "json": json.dumps({"notices": [{"no": str(n), "text": "t"} for n in range(10_001)]}),
        "csv": f"{HEAD}\n" + "".join(f"{n},t{',' * (HEAD.count(',') - 1)}\n" for n in range(10_001)),
    }.items():
        parsed = tried(name, body.encode())
        assert isinstance(parsed, Parsed), (name, parsed)
        assert len(parsed.disruptions) == 10_000, name
        assert len(parsed.rejected) == 1, name
        assert re.search("10,?000 entries", parsed.rejected[0].reason), name


def test_fifty_megabytes_of_polygon_are_refused_and_one_is_left_out() -> None:
    assert "larger than 20 MB" in str(tried("cap", CAP.format(headline="h", polygon="46.1,11.2 " * 5_000_000).encode()))
    parsed = tried("cap", CAP.format(headline="h", polygon="46.1,11.2 " * 100_000).encode())
    assert isinstance(parsed, Parsed)
    assert len(parsed.disruptions) == 1
    assert len(written(parsed.disruptions[0])) < 10_000


@pytest.mark.parametrize("name", list(BUILTIN))
def test_what_is_too_deep_or_no_text_or_a_bomb_has_a_reason(name: str) -> None:
    bodies = (
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b"<a>" * 100_000 + b"</a>" * 100_000,
        b"<rss version='2.0'><channel>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</channel></rss>",
        (BOMB + "<rss version='2.0'><channel><title>&a9;</title></channel></rss>").encode(),
        (BOMB + "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>&a9;</alert>").encode(),
        b"<!DOCTYPE a SYSTEM 'http://owned.example/a.dtd'><rss version='2.0'><channel/></rss>",
        b"- " * 20_000 + b"a",
        b"a: &a [x]\n" + b"".join(b"b%d: &b%d [%s]\n" % (n, n, b"*a, *a") for n in range(30)),
        b"\xff\xfe\xfd\x80" * 100,
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x00" * 1_000,
        b"",
    )
    for body in bodies:
        found = tried(name, body)
        if isinstance(found, str):
            assert 10 < len(found) < 1_000, found
        else:
            assert len(written(found)) < 10_000
            assert all(row.reason for row in found.rejected)


@pytest.mark.parametrize("name", list(BUILTIN))
def test_a_byte_order_mark_changes_nothing_and_bytes_that_are_no_text_never_fail_otherwise(name: str) -> None:
    for path, body in few(documents(None)[name])[:2]:
        plain, marked = tried(name, body), tried(name, b"\xef\xbb\xbf" + body)
        if not path.endswith((".pb", "asciipb")) and not body.startswith(b"\xef\xbb\xbf"):
            assert marked == plain, path
        tried(name, body.replace(b"e", b"\xc3\x28", 5))
