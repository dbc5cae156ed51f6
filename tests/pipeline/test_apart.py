"""What takes long is done in a process of its own, and ended when it takes too long."""

from __future__ import annotations

import os
import time

import pytest

from explainer.errors import FormatError
from explainer.pipeline.apart import apart


def refuse() -> None:
    raise FormatError("it is a login page")


def die() -> None:
    os._exit(3)


def test_it_returns_what_the_work_returns_from_another_process() -> None:
    assert apart(os.getpid, (), 30) != os.getpid()


def test_it_raises_what_the_work_raises() -> None:
    with pytest.raises(FormatError, match="it is a login page"):
        apart(refuse, (), 30)


def test_work_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        apart(time.sleep, (60,), 0.5)
    assert time.monotonic() - began < 10


def test_a_process_that_was_ended_is_an_error() -> None:
    with pytest.raises(ChildProcessError):
        apart(die, (), 30)
