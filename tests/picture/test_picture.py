"""The picture as a whole: whatever is reported, its laws hold."""

from hypothesis import given
from hypothesis import strategies as st

from explainer.model.disruption import Report
from explainer.model.history import Times
from explainer.model.vocabulary import State
from explainer.picture.causes import Sure
from explainer.picture.model import Basis
from tests.conftest import NOW
from tests.support.pier import COMPONENTS, GONE, OLD, SYSTEM, picture, report, said

reports = st.builds(
    report,
    st.sampled_from(COMPONENTS),
    st.sampled_from([s for s in State if s is not State.UNKNOWN]),
    st.sampled_from(["wind", "crane", "truck"]),
)
times = st.sampled_from([Times(), GONE, OLD, Times(last_attempt=NOW, last_good=NOW)])


@given(st.lists(reports, max_size=6), st.sampled_from(["met", "log"]), times, times)
def test_whatever_is_reported_the_laws_hold(rows: list[Report], feed: str, met: Times, log: Times) -> None:
    shown = picture(said(feed, "x", *rows), met=met, log=log)
    assert shown == picture(said(feed, "x", *rows), met=met, log=log), "the same picture from the same facts"
    declared = {(link.source, link.target) for link in SYSTEM.links}
    for chain in shown.chains:
        pairs = [(step.link.source, step.link.target) for step in chain.steps if step.link]
        assert set(pairs) <= declared, "never a cause without a declared link"
        assert len({step.component for step in chain.steps}) == len(chain.steps), "no part twice"
    told = (Basis.REPORTED, Basis.VOUCHED)
    for c in shown.components:
        silent = [feed for feed in c.component.watched_by if not shown.source[feed].trusted]
        if c.component.watched_by and len(silent) == len(c.component.watched_by):
            assert c.state is not State.NORMAL or c.basis in told, "never normal from missing data"
    assert all(link.sure is not Sure.KNOWN or link.link.target in {r.component for r in rows} for link in shown.links)
