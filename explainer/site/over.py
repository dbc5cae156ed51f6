"""The pages of what is over: of each disruption, and of each month of the archive.

Such a page is shown a narrowed picture, in which nothing can change any more and no clock runs. So its key is made of
the facts alone and needs no rendering, and no day that passes makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from explainer.model.vocabulary import Channel, State
from explainer.outputs import published
from explainer.outputs.published import Beside
from explainer.picture.model import DisruptionNow, Picture
from explainer.picture.past import clock_of
from explainer.picture.sources import Freshness
from explainer.picture.spread import is_final
from explainer.render.components.archive import MOST_ROWS, Part, narrowed, parts_of, row_of
from explainer.render.components.spread import spread_in
from explainer.render.view import View, Wording
from explainer.site.current import marked, short
from explainer.site.pieces import Piece, Workplace, digest, said, spliced
from explainer.site.shells import shell_of, stamped_path
from explainer.site.skeleton import LivePage, Skeleton

Over = Mapping[str, tuple[DisruptionNow, ...]]
"""What is over, by the month in which it ended."""


def all_of(workplace: Workplace, skeleton: Skeleton, view: View, now: DisruptionNow) -> Iterator[Piece]:
    """The page of a disruption that is over, and every file beside it."""
    page = page_of(workplace, skeleton, view, now)
    if page is None:
        return
    yield page
    for beside in published.beside_a_disruption(view, now):
        yield file_beside(view, now, beside._replace(name=f"{page.path.rpartition('/')[0]}/{beside.name}"))


def page_of(workplace: Workplace, skeleton: Skeleton, view: View, now: DisruptionNow) -> Piece | None:
    """The page of a disruption that is over, on a site that has such pages."""
    shell = skeleton.shell_of_over(f"{view.home}disruptions")
    return page_from(shell, workplace, view, now) if shell is not None else None


def page_from(shell: LivePage, workplace: Workplace, view: View, now: DisruptionNow) -> Piece:
    """The same from one of the shells: from that of the present, it brings its style along.

    It has letters, so that whoever had it open before is told. ``live.json`` does not name them: it changes no more.
    """
    path = stamped_path(shell_of(f"{view.home}disruptions"), now.id)
    key = digest(shell.sha256.encode(), *facts_of(view, now))

    def make() -> bytes:
        words = said(workplace, shell, _alone(view, now), path, {"subject": now.id})
        known = short(bytes.fromhex(digest(path.encode(), *words))) if view.makes(Channel.LIVE) else ""
        return spliced(workplace.folder, shell, marked(shell.names, words, known))

    return Piece(path, key, make)


def file_beside(view: View, now: DisruptionNow, beside: Beside) -> Piece:
    """A file beside that page; ``beside`` has its whole path as its name."""

    def make() -> bytes:
        alone = _alone(view, now)
        return beside.make(alone, alone.picture.disruptions[0])

    return Piece(beside.name, digest(*facts_of(view, now)), make)


def facts_of(view: View, now: DisruptionNow) -> tuple[bytes, ...]:
    """All that can be said of a disruption that is over, in which words, and at which moment if it awaits anything.

    The log of states is read only while it may still tell more of it: from then on it says what it said.
    """
    facts = (
        now.disruption.digest,
        now.changed_at,
        now.written_at,
        now.start,
        now.ended_at,
        now.ended_by,
        now.ahead,
        clock_of(now, view.picture.now, view.zone) if now.disruption.account.owes else "",
    )
    spread = "" if is_final(now, view.picture.now) else spread_in(view, now) or ""
    return " ".join(map(str, (*facts, spread))).encode(), view.wording.encode(), as_bytes(view.spoken.get(now.id))


def as_bytes(spoken: object) -> bytes:
    """Other bytes whenever something is translated otherwise."""
    return repr(spoken).encode("utf-8", "surrogatepass") if spoken else b""


def _alone(view: View, now: DisruptionNow) -> View:
    """The view as far as it concerns a disruption that is over: itself, the name of its source, and its own clock."""
    picture = view.picture
    source = picture.source[now.disruption.origin.feed]
    clock = clock_of(now, picture.now, view.zone)
    narrow = Picture(
        now=clock,
        exercise=picture.exercise,
        state=State.NORMAL,
        components=(),
        disruptions=(replace(now, phase=now.disruption.phase(clock), trusted=True, gathers=(), gathered_by=""),),
        sources=(
            replace(
                source,
                freshness=Freshness.FRESH,
                last_attempt=None,
                last_good=None,
                last_changed=None,
                silent_since=None,
                failure="",
                rejected=(),
                notes=(),
                left_out=(),
                capped=0,
                ahead=None,
                current=(),
                not_shown=0,
            ),
        ),
    )
    return replace(view, picture=narrow, reading=view.reading.lasting(), shared={})


# The archive


def months_of(workplace: Workplace, skeleton: Skeleton, view: View, over: Over) -> Iterator[Piece]:
    """Every page of these months."""
    shell = skeleton.shell(f"{view.home}archive")
    if shell is None:
        return
    for month, ended in over.items():
        for part in parts_of(month, len(ended)):
            yield _listing(workplace, shell, view, part, ended)


def _listing(workplace: Workplace, shell: LivePage, view: View, part: Part, ended: tuple[DisruptionNow, ...]) -> Piece:
    """A page of a month. Its key is made of what its rows say and of nothing else, so it needs no rendering."""
    path = stamped_path(shell.path, part.name)
    own = ended[part.first : part.first + MOST_ROWS]

    def make() -> bytes:
        about = {"subject": part.name, "of": str(len(ended))}
        return spliced(workplace.folder, shell, said(workplace, shell, narrowed(view, part, ended), path, about))

    rows = (row_facts(view, now) for now in own)
    key = digest(shell.sha256.encode(), f"{part.name} of {len(ended)}".encode(), view.wording.encode(), *rows)
    return Piece(path, key, make)


def row_facts(view: View, now: DisruptionNow) -> bytes:
    """All that a page of the archive says of one disruption."""
    try:
        row = row_of(view, now)
    except Exception:  # noqa: BLE001 - the page that lists it will say that it could not
        return now.id.encode()
    return digest(*(str(fact).encode() for fact in (*row._replace(headline=Wording()), *row.headline))).encode()
