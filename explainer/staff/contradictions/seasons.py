"""What is expected before it comes, against the numbers of the page that explains the part."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.errors import Finding, Level
from explainer.picture.season import normal_of
from explainer.staff.contradictions.capacity import counted_like
from explainer.staff.contradictions.case import Case, said_at


def found(case: Case) -> Iterator[Finding]:
    """A number of what is left that no page on the part comes to, where one counts the same thing.

    That nothing is left needs no number on a page.
    """
    for at, threshold in enumerate(case.season):
        for index, row in enumerate(threshold.expect):
            normal = normal_of(case.system, row)
            if normal is None or not row.now or case.season_file is None:
                continue
            pages = [(page, counted_like(normal.unit, page, case.words)) for page in case.explainers_of(row.component)]
            told = [(page, numbers) for page, numbers in pages if numbers]
            if told and not any(row.now in numbers for _, numbers in told):
                problem = f"expects {row.now:g} {normal.unit}, and {told[0][0].front.file} never comes to that number"
                here = said_at(case.season_file, (at, "expect", index, "now"))
                yield here.finding(problem, "write one figure in both", Level.ADVICE)
