"""Work in a process of its own, that holds up nothing here however long it takes, and is ended when it takes too long.

Two threads of one Python work in turns; reading 20 MB of XML would take its turns from whatever publishes meanwhile.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")


def apart(work: Callable[..., T], given: tuple[Any, ...], within: float) -> T:
    """What ``work`` returns for what it is given; all three must be such as can be pickled. ``within`` is in seconds.

    The process ends with this one at the latest.

    Raises:
        TimeoutError: when it takes longer.
        Exception: whatever ``work`` raises, and when its process was ended by something else.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, work, given), daemon=True)
    with ours:
        process.start()
        theirs.close()
        try:
            if not ours.poll(within):
                raise TimeoutError
            done, what = ours.recv()
        except EOFError as error:
            raise ChildProcessError("the process that read it was ended") from error
        finally:
            process.kill()
            process.join()
            process.close()
    if not done:
        raise what
    returned: T = what
    return returned


def _work(theirs: Connection, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    try:
        what = (True, work(*given))
    except Exception as error:  # noqa: BLE001 - told to whoever waits for it
        what = (False, error)
    theirs.send(what)
