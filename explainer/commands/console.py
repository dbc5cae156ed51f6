"""What every command shares: the clock it reads, the words it prints, and exit codes that tell the truth.

Exit codes: 0 done; 1 our own fault; 2 wrong use, or findings in what staff wrote; 3 a failure that was asked
about. Nothing here needs the command line library, so that ``refresh`` can do without it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import IO, TYPE_CHECKING

from explainer.errors import (
    ExplainerError,
    Finding,
    Level,
    SkeletonError,
    StaffError,
    by_the_system,
    own_fault,
    redacted,
)
from explainer.model.clock import Reading

if TYPE_CHECKING:
    from explainer.model.disruption import Rejected
    from explainer.model.settings import Settings
    from explainer.pipeline import Asked, FeedResult, Round, Site
    from explainer.site.alone import Held

DONE, OUR_FAULT, FINDINGS, ASKED_FAILURE, STOPPED = 0, 1, 2, 3, 130

DEBUG = "EXPLAINER_DEBUG"
"""Whether a fault is told with the place in the code where it arose: 1 if it is."""

TELLING = frozenset({"check", "docs", "feeds", "fingerprint", "inspect", "show"})
"""The commands of which words are all that is asked."""

MANY_FILES = 1_000
"""From how many files on a folder of staff’s is said to be full: none is left out, and all are read each time."""

SHOWN_SET_ASIDE = 5
"""How many set-aside entries of one feed are named in the terminal; the record has them all."""


def say(line: str, where: IO[str] | None = None) -> None:
    """One line, on standard output unless told otherwise."""
    # The name of a file may hold what no terminal can show, and must not end a run for it.
    print(line.encode("utf-8", "replace").decode(), file=where or sys.stdout)  # this is where printing is done


def answered(command: Callable[[], int]) -> int:
    """The exit code of a command; whatever else ends it is told in one line on standard error, and is a code too."""
    try:
        return command()
    except KeyboardInterrupt:
        say("stopped", sys.stderr)
        return STOPPED
    except Exception as error:  # noqa: BLE001 - the one place where all that nobody foresaw comes to an end
        return failed(error)


def failed(error: Exception) -> int:
    """Say on standard error what went wrong; returns the exit code for it."""
    if isinstance(error, StaffError):
        say_findings(error.findings)
    else:
        say(f"explainer: {in_words(error)}", sys.stderr)
    if is_debugging():
        say(trace_of(error), sys.stderr)
    return FINDINGS if isinstance(error, (StaffError, SkeletonError)) else OUR_FAULT


def in_words(error: Exception) -> str:
    """What went wrong, in one line: what it is about and what to do, or how to see more."""
    if isinstance(error, ExplainerError):
        return str(error)
    if isinstance(error, FileNotFoundError) and error.filename is None and _here() is None:
        return f"the folder in which this was called is gone; go to one that is there, then do it again. {_STANDS}"
    if isinstance(error, OSError):
        return f"{by_the_system(error)}. {_STANDS}"
    if isinstance(error, MemoryError):
        return f"memory ran out; end what uses it, or give this machine more, then do it again. {_STANDS}"
    if isinstance(error, ModuleNotFoundError):
        return f"the module “{error.name}” is not installed here; install Explainer again with all that it needs"
    see = "" if is_debugging() else f", and send what {DEBUG}=1 or --debug shows"
    return f"{own_fault(error)}{see}. {_STANDS}"


def _here() -> Path | None:
    """The folder in which we were called; None where it is gone."""
    try:
        return Path.cwd()
    except OSError:
        return None


_STANDS = "What is published and recorded stands."


def is_debugging() -> bool:
    """Whether a fault is told with the place in the code where it arose."""
    return os.environ.get(DEBUG, "") not in ("", "0")


def heard(arguments: list[str]) -> list[str]:
    """What a command is called with, but for ``--debug``, which may stand anywhere and holds for what it starts too."""
    own = arguments.index("--") if "--" in arguments else len(arguments)
    if "--debug" in arguments[:own]:
        os.environ[DEBUG] = "1"
    return [word for word in arguments[:own] if word != "--debug"] + arguments[own:]


def trace_of(error: Exception) -> str:
    """Where in the code a fault arose, without the secrets that its words may hold."""
    import traceback  # here, because hardly anybody asks for it

    return redacted("".join(traceback.format_exception(error)).rstrip())


def moment(settings: Settings, given: datetime | None) -> datetime:
    """The moment asked for; else that of the exercise's own clock; else now, to the second."""
    return given if given is not None else settings.clock(wall(settings.tz))


def reading(settings: Settings | None, given: datetime | None) -> Reading:
    """What the clocks of this machine say; the moment the site speaks of as :func:`moment` says, if it is known yet."""
    at = wall(settings.tz if settings is not None else UTC)
    return Reading(steady(), at, given or (settings.clock(at) if settings is not None else at))


def asked_of(given: datetime | None, span: timedelta | None = None) -> Asked:
    """For how long what is new waits for staff, if at all, from the moment asked for or by the clock on the wall."""
    from explainer.pipeline.holding import Asked

    return Asked(given or wall(), span)


def steady() -> float:
    """Seconds that only run forwards; through a sleep of the machine too, where the system counts those."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def wall(zone: tzinfo = UTC) -> datetime:
    """The time by the clock on the wall, to the second."""
    return datetime.now(zone).replace(microsecond=0)


def warn(message: str) -> None:
    """One warning on standard error."""
    say(f"warning: {message}", sys.stderr)


def progress(message: str) -> None:
    """One line that overwrites itself on a terminal, and nothing at all in a log."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{message}{'…' if message else ''}")
        sys.stderr.flush()


def say_feeds(done: Round) -> None:
    """What each feed brought; what failed, is in doubt or was set aside goes to standard error.

    So does why the record may be another site’s, where that is in doubt, and that our clock was set back.
    """
    from explainer.model.disruption import entries_in

    results = done.results
    say("Feeds")
    width = max((len(result.publisher) for result in results), default=0)
    for result in results:
        count = f"{result.disruptions} disruption{'' if result.disruptions == 1 else 's'}"
        said = "no answer" if result.failure else count + (", unchanged" if result.unchanged else "")
        aside = f", {entries_in(result.rejected)} set aside" if result.rejected else ""
        say(f"  {result.publisher:<{width}}  {said}{aside}")
    for result in results:
        for remark in _remarks(result):
            warn(f"{result.publisher} ({result.feed}): {remark}")
    if done.doubt:
        warn(done.doubt)
    if done.ahead:
        warn(
            f"what was recorded before is {done.ahead.total_seconds() / 60:.0f} minutes ahead of this machine’s clock, "
            "which was wrong then or is now; it is told as of now"
        )


def _remarks(result: FeedResult) -> Iterator[str]:
    """What staff should know of one feed's answer."""
    from explainer.language.states import doubt_in_words, flood_in_words
    from explainer.language.words import english
    from explainer.model.disruption import entries_in

    if result.failure:
        yield f"{result.failure}. What it said before stands."
    if result.doubt is not None:
        yield doubt_in_words(english(), result.doubt)
    if result.is_staffs and (files := result.disruptions + len(result.rejected)) > MANY_FILES:
        remedy = "the site tells all of them; move what is long over out of the folder, the record keeps it"
        yield f"{files:,} files that staff wrote: {remedy}"
    if result.flood is not None:
        yield f"flooding: {flood_in_words(english(), result.flood)} See at_most: of its declaration."
    for row in result.rejected[:SHOWN_SET_ASIDE]:
        what = row.reason if row.reason.startswith(row.entry) else f"{row.entry}: {row.reason}"
        yield f"set aside {what}"
    if more := entries_in(result.rejected[SHOWN_SET_ASIDE:]):
        yield f"{more} more set aside; see recorded/feeds/{result.feed}.json"


def say_unread(unread: tuple[Rejected, ...]) -> None:
    """The files that were meant to be looks and vouch for nothing, on standard error."""
    for row in unread:
        warn(f"a look vouches for nothing: {row.reason}")


def exit_of(done: Round, strict: bool, otherwise: int) -> int:
    """What staff have to mend comes before a feed that failed: it is they who read the code."""
    failed = strict and any(result.failure for result in done.results)
    return otherwise or (ASKED_FAILURE if failed else DONE)


def say_unsaid(done: Round) -> None:
    """That the site does not say all that staff wrote, on standard error, last of all."""
    if done.unsaid:
        what = "1 file that staff wrote is" if done.unsaid == 1 else f"{done.unsaid} files that staff wrote are"
        say(f"{what} not said by the site; mend what the warnings above name, and run it again.", sys.stderr)


def say_site(site: Site, seconds: float) -> None:
    """What the site says now, how much of it changed, and where to look."""
    from explainer.commands.terminal import asked, headline
    from explainer.render.isolation import told

    published = site.published
    here = _here()
    where = os.path.relpath(site.path, here) if here is not None else str(site.path)
    say("Site")
    say(f"  {headline(site.picture, site.words)}")
    for line in asked(site.picture, site.rights, site.words, site.zone):
        say(f"  {line}")
    changed, removed = len(published.changed), len(published.removed)
    gone = f", {removed} removed" if removed else ""
    say(f"  {changed} file{'' if changed == 1 else 's'} changed{gone}, in {seconds:.1f} s")
    say(f"  Look at {where}/index.html, or preview with: make serve (explainer serve)")
    for line in (*told(site.faults), *published.others.told(where)):
        warn(line)
    for cause, effect in sorted(site.picture.stated - site.picture.link.keys()):
        warn(f"“{cause}” is stated as a cause of “{effect}”, and content/system.yml has no such link. It is shown.")


def say_first(site: Site, brief_first: timedelta | None) -> None:
    """That the page waits for staff, and until when; or that it cannot."""
    if site.waits_until is not None:
        at = site.waits_until.astimezone(site.zone)
        say(
            f"  The brief has what is new; the page waits until {at:%H:%M:%S}, and the next run after that publishes it"
        )
    elif brief_first and not site.has_brief:
        warn("the page does not wait, as there is no brief: write content/permissions.yml or content/routes.yml")


def say_findings(findings: tuple[Finding, ...]) -> int:
    """Every finding on standard error; returns how many must be mended."""
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    for finding in findings:
        say(str(finding), sys.stderr)
    if errors:
        say(f"{len(errors)} thing{'' if len(errors) == 1 else 's'} to mend.", sys.stderr)
    return len(errors)


def alone(root: Path, wait: float | None = None) -> AbstractContextManager[Held]:
    """Keep every other run of this site out; on standard error, that another one is waited for, and which."""
    from explainer.site.alone import alone as held

    return held(root, wait, warn)


def refresh(
    config_file: Path, now: datetime | None, wait: float | None = None, brief_first: timedelta | None = None
) -> int:
    """Publish what the record says at ``now``, or by the clock.

    ``wait`` is how many seconds another run may take, and ``brief_first`` for how long a new word waits.

    Raises:
        ExplainerError: when there is no skeleton to refresh, or the site cannot be written.
    """
    from explainer import pipeline

    root = config_file.resolve().parent
    started = time.monotonic()
    with alone(root, wait):
        site = pipeline.refresh(root, lambda settings: moment(settings, now), asked_of(now, brief_first))
    say_site(site, time.monotonic() - started)
    say_first(site, brief_first)
    return DONE
