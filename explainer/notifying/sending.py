"""The outbox emptied: each message noted before it is sent, and what became of it after.

A run that is killed in between leaves a note of what it was about to send. Whether that went out nobody can know, so it
is sent once more, under the same id; nothing else is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from explainer.errors import ExplainerError
from explainer.model.notifying import Addressee, Mark
from explainer.model.vocabulary import Step
from explainer.notifying.services import Message, Service, ServiceError, Takes
from explainer.picture.telling import Ended, Plan, Telling
from explainer.record.outbox import Outbox
from explainer.tracing import span

Written = Callable[[Telling, Takes], Message]
"""Writes what somebody is told in a text that a service takes."""


class Done(NamedTuple):
    """What became of one: ``sent`` to how many, how many have it already, and why it failed where it did."""

    telling: Telling
    sent: int
    why: str = ""


class Post(NamedTuple):
    """What sending needs: the outbox, what the environment holds, how services are opened, texts, and the clock."""

    outbox: Outbox
    environment: Mapping[str, str]
    opened: Callable[[str], Service]
    written: Written
    wall: Callable[[], datetime]
    exercise: bool


def end(post: Post, plan: Plan) -> None:
    """Note what is not sent any more.

    Raises:
        RecordError: when the disk does not take it.
    """
    marks = [_ended(post, one) for one in plan.ended]
    if marks:
        post.outbox.add(*marks)


def sent(post: Post, plan: Plan) -> Iterator[Done]:
    """Send what is due, one after the other.

    Raises:
        RecordError: when the disk takes no note; what is not noted is not sent.
    """
    for telling in plan.due:
        try:
            service = opened(post, telling.addressee)
        except ExplainerError as error:
            _failed(post, telling, str(error))
            yield Done(telling, 0, str(error))
            continue
        yield _told(post, telling, service)


def opened(post: Post, addressee: Addressee) -> Service:
    """The service at the address of an addressee.

    Raises:
        ExplainerError: when the environment has none, or it is not one.
    """
    address = post.environment.get(addressee.to, "").strip()
    if not address:
        raise ServiceError(f"the environment has no {addressee.to}, which is to hold its address")
    try:
        return post.opened(address)
    except ServiceError as error:
        raise ServiceError(f"the address in {addressee.to}: {error}") from None


def _told(post: Post, telling: Telling, service: Service) -> Done:
    message, count, why = post.written(telling, service.takes), 0, ""
    for to in range(service.amount):
        if to in telling.has_it:
            continue
        post.outbox.add(_mark(post, telling, Step.SENDING, to))
        try:
            with span("notify", addressee=telling.addressee.name, update=telling.issued.id):
                service.send(message._replace(key=f"{message.key}/{to}"), to)
        except ServiceError as error:
            why = str(error).rstrip(".")
            post.outbox.add(_mark(post, telling, Step.FAILED, to, why))
        else:
            count += 1
            post.outbox.add(_mark(post, telling, Step.SENT, to))
    if not why:
        post.outbox.add(_mark(post, telling, Step.TOLD))
    return Done(telling, count, why)


def _failed(post: Post, telling: Telling, why: str) -> None:
    post.outbox.add(_mark(post, telling, Step.SENDING), _mark(post, telling, Step.FAILED, 0, why))


def _mark(post: Post, telling: Telling, step: Step, to: int = 0, why: str = "") -> Mark:
    return Mark(
        at=post.wall(),
        step=step,
        addressee=telling.addressee.name,
        update=telling.issued.id,
        to=to,
        exercise=post.exercise,
        why=why,
    )


def _ended(post: Post, one: Ended) -> Mark:
    return Mark(
        at=post.wall(),
        step=one.step,
        addressee=one.addressee.name,
        update=one.issued.id,
        exercise=post.exercise,
        why=one.why,
    )
