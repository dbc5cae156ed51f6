"""Each update has one id, and it is that of its entry in Atom."""

from __future__ import annotations

import re

from explainer.outputs.atom import feed_xml
from explainer.picture.issued import issued_in
from tests.factory import at, make_bulletin, make_disruption, view


def test_the_id_of_an_update_is_that_of_its_entry_in_atom() -> None:
    updates = [{"at": at(-60), "says": "Slow."}, {"at": at(-10), "says": "Slower."}, {"at": at(-10), "says": "No."}]
    for disruption, amount in ((make_bulletin(updates=updates), 3), (make_disruption(), 1)):
        here = view(disruption)
        issued = issued_in(here.picture)
        ids = {one.id for one in issued}
        assert len(ids) == len(issued) == amount
        entries = re.findall(r"<entry>\s*<id>tag:[^:]+:([^<]+)</id>", feed_xml(here).decode())
        assert set(entries) == ids
        assert sum(one.is_newest for one in issued) == 1
