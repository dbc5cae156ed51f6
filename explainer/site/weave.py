"""Skeleton + picture → the woven files. Pure but for reading the skeleton's own pages.

Each live region is filled in place; the shells are stamped once for every disruption and every symptom. What
a region says is escaped by its renderer; nothing woven is ever read again as source.

Weaving makes *pieces*: each knows the key that changes whenever its bytes do, and how to make them. A build
makes all of them; a refresh only those whose key is not the published one. So both give the same bytes, and a
refresh costs what changed.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.language.words import words_of
from explainer.model.phrases import NO_PHRASES
from explainer.model.vocabulary import Channel
from explainer.outputs import published
from explainer.outputs.calendar import calendar
from explainer.outputs.published import Beside, OfParts, Output
from explainer.outputs.sitemap import PRESENT, SITEMAP, index_xml, is_mapped, month_names, sitemap_xml
from explainer.picture.figures import with_figures
from explainer.picture.model import DisruptionNow, Picture, Standing
from explainer.picture.season import foretold
from explainer.render.addresses import HISTORY, ROBOTS, in_folder
from explainer.render.components.archive import amounts, parts_of
from explainer.render.components.archive import months as months_over
from explainer.render.components.open_now import open_parts
from explainer.render.components.run import reading_of, runs
from explainer.render.isolation import Isolation
from explainer.render.templates import Look, Templates
from explainer.render.view import CALENDAR, EVENTS, PHRASES, View
from explainer.site import alerts, current, over, settled
from explainer.site.alive import with_live
from explainer.site.over import Over
from explainer.site.pieces import Batch, Piece, Workplace, digest, filled, spliced, written
from explainer.site.shells import stamped_path
from explainer.site.skeleton import LivePage, Skeleton, read_plain, read_ready, read_templates
from explainer.site.troubles import MonthOfYear, Year

if TYPE_CHECKING:
    from explainer.site.spoken import Spoken

_NO_ROBOTS = b"User-agent: *\nDisallow: /\n"
"""What search engines are told of an exercise."""

UNPUBLISHED = (f"{SITEMAP}.gz", SITEMAP)
"""What MkDocs builds that weave replaces by other files or none, beside the shells."""


def weave(
    workplace: Workplace,
    skeleton: Skeleton,
    picture: Picture,
    months: Callable[[str], Picture],
    spoken: Spoken | None = None,
) -> Iterator[Piece | Batch]:
    """Everything whose bytes depend on the picture.

    ``months`` gives the picture of what is settled and ended in a month. ``spoken`` is what is translated, for a site
    in several languages.
    """
    opened = [
        settled.Month(now, cache(partial(_told, workplace, skeleton, months, now.month, spoken)))
        for now in picture.settled
    ]
    told = workplace.views or views_of(workplace, skeleton, picture, spoken)
    views = tuple(_looking_back(workplace, skeleton, view, opened) for view in told)
    isolation = workplace.isolation
    ended = tuple(isolation.whole(view, _ARCHIVE, months_over) if view.archive else {} for view in views)
    for view, by_month in zip(views, ended, strict=True):
        yield from with_live(view, isolation, _in_one_language(workplace, skeleton, view, by_month))
    yield from alerts.alerts(views, isolation)
    playable = isolation.whole(views[0], SITEMAP, runs)
    yield from _history(workplace, views[0])
    for log in workplace.months():
        yield Piece(f"{skeleton.settings.at}states/{log.name}.json", digest(str(log.length).encode()), log.make)
    yield from _sitemap(workplace.folder, skeleton, views[0], playable.keys())
    for month in opened:
        for view, by_month in zip(views, ended, strict=True):
            yield from settled.batches(workplace, skeleton, view, month, by_month.get(month.now.month, ()))
        if views[0].makes(Channel.CAP):
            yield alerts.of_a_month(views, month, isolation)
        if is_mapped(skeleton.settings):
            yield settled.sitemap(skeleton, views[0], month)
    yield from _for_search_engines(skeleton, views[0])


def _told(
    workplace: Workplace, skeleton: Skeleton, months: Callable[[str], Picture], month: str, spoken: Spoken | None
) -> dict[str, View]:
    """The views of a month, by the folder of their language."""
    return {view.folder: view for view in views_of(workplace, skeleton, months(month), spoken)}


def _looking_back(workplace: Workplace, skeleton: Skeleton, view: View, months: Iterable[settled.Month]) -> View:
    """The view with what went wrong in the last twelve months."""
    every = tuple(
        MonthOfYear(
            month.now.month,
            digest(skeleton.id.encode(), settled.key_of(view, month.now).encode()),
            partial(_in_language, month, view.folder),
        )
        for month in months
    )
    folder = workplace.folder.parent / "troubles" / (view.folder.rstrip("/") or "default")
    return replace(view, year=Year(view, every, folder, workplace.isolation))


def _in_language(month: settled.Month, folder: str) -> View:
    return month.views()[folder]


def page_at(
    path: str, workplace: Workplace, skeleton: Skeleton, picture: Picture, spoken: Spoken | None = None
) -> bytes | None:
    """One page of staff’s or of a disruption, such as ``index.html``, and nothing else; None where there is none."""
    views = views_of(workplace, skeleton, picture, spoken)
    view = next(view for view in views if view.folder == skeleton.folder_of(path))
    view = _looking_back(workplace, skeleton, view, ())
    page = next((page for page in skeleton.live if page.path == path and not page.is_shell), None)
    if page is not None:
        return filled(workplace, page, view, path, {}).make()
    shell = skeleton.shell(f"{view.home}disruptions")
    about = (now for now in view.picture.disruptions if shell and stamped_path(shell.path, now.id) == path)
    now = next(about, None)
    if shell is None or now is None:
        return None
    if now.standing is Standing.ENDED:
        return _dressed(over.page_from(shell, workplace, view, now).make())
    return _present(workplace, shell, view, now).make()


def _dressed(page: bytes) -> bytes:
    """A page of what is over that brings its style along, as it may be shown anywhere."""
    from explainer.site.sheets import over_style

    return page.replace(b"</style>", f"{over_style('disruption')}</style>".encode(), 1)


def _in_one_language(workplace: Workplace, skeleton: Skeleton, view: View, ended: Over) -> Iterator[Piece | Batch]:
    """Every page in the language of the view, and what machines read of it."""
    for page in skeleton.live:
        if not page.is_shell and skeleton.folder_of(page.path) == view.folder:
            yield filled(workplace, page, view, page.path, {})
    for folder, depth in skeleton.bannered:
        if folder == view.folder:
            yield _bannered(workplace, skeleton, view, depth)
    yield from _traces(workplace, skeleton, view)
    yield from _parties(workplace, skeleton, view)
    yield from _runs(workplace, skeleton, view)
    yield from _disruptions(workplace, skeleton, view)
    yield from _open(workplace, skeleton, view)
    yield from _archive(workplace, skeleton, view, ended)
    for output in published.outputs(view):
        if path := output.path_for(view):
            yield _output(workplace, view, output, path)
    for of_parts in published.of_parts(view):
        yield _of_parts(workplace, view, of_parts)
    yield from _calendars(view)


def _output(workplace: Workplace, view: View, output: Output, path: str) -> Piece:
    """A file beside the pages: it is made only where its key is new, if it has one."""
    make = partial(workplace.isolation.whole, view, path, output.make)
    return Piece(path, digest(output.key(view)), make) if output.key is not None else written(path, make())


def _of_parts(workplace: Workplace, view: View, of_parts: OfParts) -> Batch:
    """Files of every part: one key for all of them, and one for each."""
    found = workplace.isolation.whole(view, f"{view.home}{of_parts.name}/", lambda view: list(of_parts.make(view)))

    def pieces() -> Iterator[Piece]:
        for one in found:
            path = f"{view.settings.at}{in_folder(one.name, view.folder)}"
            yield Piece(path, digest(one.facts), partial(workplace.isolation.whole, view, path, one.make))

    return Batch(f"{of_parts.name} of parts in {view.folder}", digest(*(one.facts for one in found)), pieces)


def _calendars(view: View) -> Iterator[Piece]:
    """The calendar of all invitations, and that of each beside their page."""
    if view.events:
        yield written(f"{view.home}{CALENDAR}", calendar(view, view.events))
        for event in view.events:
            yield written(f"{view.home}{EVENTS}{event.id}.ics", calendar(view, (event,)))


def views_of(workplace: Workplace, skeleton: Skeleton, picture: Picture, spoken: Spoken | None) -> Iterator[View]:
    """What the renderers are given: one view, or one for each language of the site, the first one first."""
    view = View(
        picture=picture,
        system=skeleton.system,
        settings=skeleton.settings,
        rights={rights.id: rights for rights in skeleton.rights},
        phrases=skeleton.phrases,
        events=skeleton.events,
        permissions={one.id: one for one in skeleton.permissions},
        routes=skeleton.routes,
        layout=skeleton.layout,
        reading=skeleton.reading,
        how=skeleton.how,
        questions=skeleton.questions,
        asks=skeleton.asks,
        season=foretold(skeleton.season, picture),
        templates=_templates(workplace.folder, skeleton.templates),
        zone=skeleton.settings.tz,
        words=words_of(skeleton.cldr),
        turns=workplace.turns,
    )
    if spoken is None:
        yield _whole(view, skeleton, workplace.isolation)
        return
    from explainer.site.editions import told_in  # here, because a site in one language has no use for it

    for edition in skeleton.editions:
        told = told_in(edition, skeleton, view, workplace.isolation, spoken)
        yield _whole(told, skeleton, workplace.isolation)


def _whole(view: View, skeleton: Skeleton, isolation: Isolation) -> View:
    """The view with every figure that its texts name, and with whether there is a map, an archive and a record."""
    picture = isolation.whole(view, f"{view.home}index.html", lambda view: with_figures(view.picture, view.words))
    whole = replace(
        view,
        picture=picture,
        map=_has(skeleton, f"{view.home}map/index.html"),
        archive=_has_archive(skeleton, view),
        record=_has_record(skeleton, view),
        who=skeleton.shell(f"{view.home}who") is not None,
        run=skeleton.shell(f"{view.home}run") is not None,
        phrases=view.phrases if _has(skeleton, f"{view.home}{PHRASES}index.html") else NO_PHRASES,
        events=view.events if _has(skeleton, f"{view.home}{EVENTS}index.html") else (),
    )
    runs_ = isolation.whole(whole, f"{view.home}run/", reading_of)
    return replace(whole, reading=whole.reading.with_more(runs_)) if runs_ else whole


@lru_cache(maxsize=4)
def _templates(folder: Path, digest: str) -> Templates:
    code, look = read_templates(folder, digest)
    return Templates(code, Look(*look))


# Pages


def _bannered(workplace: Workplace, skeleton: Skeleton, view: View, depth: int) -> Batch:
    """Every page at one depth that has a banner and nothing else: the same words in each of them."""
    name = f"banner at depth {depth}" + (f" in {view.folder}" if view.folder else "")
    top = "../" * (depth - view.folder.count("/"))
    here = replace(view, root=top + view.settings.at, top=top)
    words = [workplace.isolation.region(here, name, "banner", {}).encode()]
    known = current.letters(view, name, current.without_times(words)) if view.makes(Channel.LIVE) else ""
    said = current.marked(["banner"], words, known)

    def pieces() -> Iterator[Piece]:
        for page in read_plain(workplace.folder).bannered:
            if page.depth == depth and skeleton.folder_of(page.path) == view.folder:
                yield Piece(
                    page.path, digest(page.sha256.encode(), *said), partial(spliced, workplace.folder, page, said)
                )

    return Batch(name, digest(*words, known.encode()), pieces, known)


# Stamped pages


def _traces(workplace: Workplace, skeleton: Skeleton, view: View) -> Iterator[Piece]:
    shell = skeleton.shell(f"{view.home}why")
    if shell is not None:
        for asked in skeleton.system.asked:
            yield filled(workplace, shell, view, stamped_path(shell.path, asked), {"subject": asked})


def _parties(workplace: Workplace, skeleton: Skeleton, view: View) -> Iterator[Piece]:
    shell = skeleton.shell(f"{view.home}who")
    if shell is not None:
        for party in skeleton.system.parties:
            yield filled(workplace, shell, view, stamped_path(shell.path, party.id), {"subject": party.id})


def _runs(workplace: Workplace, skeleton: Skeleton, view: View) -> Iterator[Piece]:
    shell = skeleton.shell(f"{view.home}run")
    if shell is not None:
        for component in workplace.isolation.whole(view, shell.path, runs):
            yield filled(workplace, shell, view, stamped_path(shell.path, component), {"subject": component})


def _disruptions(workplace: Workplace, skeleton: Skeleton, view: View) -> Iterator[Piece]:
    shell = skeleton.shell(f"{view.home}disruptions")
    if shell is None:
        return
    for now in view.picture.disruptions:
        if now.standing is Standing.ENDED:
            yield from over.all_of(workplace, skeleton, view, now)
            continue
        yield _present(workplace, shell, view, now)
        folder = stamped_path(shell.path, now.id).rpartition("/")[0]
        for beside in published.beside_a_disruption(view, now):
            yield _beside(workplace, view, now, beside._replace(name=f"{folder}/{beside.name}"))


def _present(workplace: Workplace, shell: LivePage, view: View, now: DisruptionNow) -> Piece:
    return filled(workplace, shell, view, stamped_path(shell.path, now.id), {"subject": now.id})


def _beside(workplace: Workplace, view: View, now: DisruptionNow, beside: Beside) -> Piece:
    """A file beside the page of a disruption that is not over; ``beside`` has its whole path as its name."""
    make = partial(workplace.isolation.whole, view, beside.name, lambda view: beside.make(view, now))
    if beside.key is None:
        return written(beside.name, make())
    return Piece(beside.name, digest(beside.key(view, now)), make)


def _open(workplace: Workplace, skeleton: Skeleton, view: View) -> Iterator[Piece]:
    """The pages that list all that is open: stamped from the same shell, under names that no disruption can have."""
    shell = skeleton.shell(f"{view.home}disruptions")
    if shell is None:
        return
    for part in open_parts(view):
        yield filled(
            workplace, shell, view, stamped_path(shell.path, part.name), {"page": "open", "subject": part.name}
        )


# The archive

_ARCHIVE = "archive/index.html"


def _has(skeleton: Skeleton, path: str) -> bool:
    return any(page.path == path for page in skeleton.live)


def _has_archive(skeleton: Skeleton, view: View) -> bool:
    """Whether staff kept both the page that lists the months and the shell of a month's page."""
    return skeleton.shell(f"{view.home}archive") is not None and _has(skeleton, f"{view.home}{_ARCHIVE}")


def _has_record(skeleton: Skeleton, view: View) -> bool:
    """Whether staff kept the page that says how good our word has been."""
    return _has(skeleton, f"{view.home}record/index.html")


def _archive(workplace: Workplace, skeleton: Skeleton, view: View, ended: Over) -> Iterator[Piece]:
    """The pages of the months of which nothing is settled."""
    elsewhere = {month.month for month in view.picture.settled}
    here = {month: rows for month, rows in ended.items() if month not in elsewhere}
    yield from over.months_of(workplace, skeleton, view, here)


# How each part was


def _history(workplace: Workplace, view: View) -> Iterator[Piece]:
    """How each part was in the last months; on a site without a log there is nothing to tell."""
    months = list(workplace.months())
    if not months or not view.makes(Channel.HISTORY):
        return
    picture = view.picture
    good = [(here.id, here.good_until) for here in picture.components]
    told = (picture.checked_at, picture.exercise, good, view.wording, [(month.name, month.length) for month in months])

    def make() -> bytes:
        from explainer.outputs.history import MONTHS, history_json  # here, because most refreshes do without it

        turns = (turn for month in months[-MONTHS:] for turn in month.turns())
        return history_json(view, turns, [month.name for month in months])

    yield Piece(f"{view.settings.at}{HISTORY}", digest(repr(told).encode()), make)


# What search engines are told


def _for_search_engines(skeleton: Skeleton, view: View) -> Iterator[Piece]:
    """Where the site has no word of its own for them: that they may read all, or of an exercise, nothing."""
    settings = view.settings
    if view.picture.exercise:
        if not settings.at:
            yield written(ROBOTS, _NO_ROBOTS)
        return
    if settings.indexnow:
        yield written(f"{settings.indexnow}.txt", settings.indexnow.encode())
    if not settings.at and view.makes(Channel.ROBOTS) and not skeleton.has_robots:
        sitemap = f"\nSitemap: {view.address_of(SITEMAP)}\n" if settings.site_url else ""
        yield written(ROBOTS, f"User-agent: *\nDisallow:\n{sitemap}".encode())


def _sitemap(folder: Path, skeleton: Skeleton, view: View, playable: Collection[str]) -> Iterator[Piece]:
    """The map; where anything is settled, one of that which is not, and a list of all maps."""
    settings, at = skeleton.settings, skeleton.settings.at
    moving = [(now.id, now.changed_at) for now in view.picture.disruptions]
    parts = [part.name for month, many in amounts(view).items() for part in parts_of(month, many)]
    said = "\n".join(f"{name} {changed}" for name, changed in moving)
    key = digest(skeleton.id.encode(), said.encode(), " ".join(parts).encode(), " ".join(playable).encode())

    def make() -> bytes:
        addresses: dict[str, datetime | None] = {f"{at}disruptions/{key}/": changed for key, changed in moving}
        addresses |= {f"{at}disruptions/{part.name}/": None for part in open_parts(view) if moving}
        addresses |= {f"{at}why/{asked}/": None for asked in skeleton.system.asked}
        addresses |= {f"{at}who/{party.id}/": None for party in skeleton.system.parties if view.who}
        addresses |= {f"{at}run/{component}/": None for component in playable}
        addresses |= {f"{at}archive/{part}/": None for part in parts}
        return sitemap_xml(settings, addresses, read_ready(folder), view.languages)

    if not view.picture.settled or not is_mapped(settings):
        yield from _packed(SITEMAP, key, make)
        return
    yield Piece(PRESENT, key, make)
    of_months = (month_names(month.month, month.amount, len(view.languages)) for month in view.picture.settled)
    names = [PRESENT, *(name for names in of_months for name in names)]
    yield from _packed(SITEMAP, digest(" ".join(names).encode()), lambda: index_xml(settings, names))


def _packed(path: str, key: str, make: Callable[[], bytes]) -> Iterator[Piece]:
    """A file as it is, and beside it packed."""
    yield Piece(path, key, make)
    yield Piece(f"{path}.gz", key, lambda: gzip.compress(make(), mtime=0))


def unwoven(folder: Path, skeleton: Skeleton) -> dict[str, str]:
    """Every file that is published as it was built, with its digest."""
    plain = read_plain(folder)
    woven = {page.path for page in (*skeleton.live, *plain.bannered)} | set(UNPUBLISHED)
    if skeleton.settings.exercise is not None and not skeleton.settings.at:
        woven.add(ROBOTS)  # whatever the operator tells search engines of the real site
    return {path: digest for path, digest in plain.files.items() if path not in woven}
