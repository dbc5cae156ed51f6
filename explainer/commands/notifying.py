"""``explainer notify``: whoever is to be told of an update is, once it is public; or what would be sent is shown."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import TYPE_CHECKING

import click

from explainer.commands.console import ASKED_FAILURE, DONE, moment, say, wall, warn
from explainer.commands.options import config_option, now_option

if TYPE_CHECKING:
    from explainer.model.notifying import Addressee
    from explainer.model.settings import Settings
    from explainer.notifying.sending import Done, Post
    from explainer.notifying.services import Message, Takes
    from explainer.picture.model import Picture
    from explainer.picture.telling import Plan, Telling
    from explainer.pipeline.outward import Outward

NOBODY = "Nobody is to be told of anything: notify: in mkdocs.yml says who is."


@click.command()
@config_option
@now_option
@click.option("--dry-run", is_flag=True, help="Only show every text, with its length; nothing is sent or noted.")
def notify(config_file: Path, now: datetime | None, dry_run: bool) -> int:
    """Tell those whom notify: names of each update that is public: by e-mail, SMS, webhook or a service."""
    from explainer.pipeline.outward import outward
    from explainer.site.alone import alone

    root = config_file.resolve().parent
    if dry_run:
        return _shown(outward(root, lambda settings: moment(settings, now)))
    with alone(root, aside="notifying", told=warn):
        site = outward(root, lambda settings: moment(settings, now))
        if not site.settings.notify:
            say(NOBODY)
            return DONE
        return _sent(site)


def say_outbox(settings: Settings, picture: Picture, recorded: Path) -> None:
    """Say how telling people goes, for the terminal; nothing of a site that tells nobody.

    Raises:
        RecordError: when the outbox cannot be read.
    """
    if not settings.notify:
        return
    from explainer.pipeline.announcing import planned

    _, outlook = planned(settings, picture, recorded, wall())
    say(f"\nOutbox: {len(outlook.waiting) or 'nothing'} to be sent")
    for line in outlook.told():
        say(f"  {line}")


def _sent(site: Outward) -> int:
    from explainer.notifying import sending

    plan, post = _plan(site), _post(site)
    sending.end(post, plan)
    for one in plan.ended:
        warn(f"{one.addressee.name} is not told of {one.issued.id}: {one.why}")
    failed = False
    with _told_to_stop() as stops:
        for done in sending.sent(post, plan):
            failed |= not _say_done(done)
            if stops:
                say("stopped; the next run sends what is left")
                break
    for telling in plan.waiting:
        say(
            f"{telling.addressee.name} is told of {telling.issued.id} in {telling.pause.total_seconds():.0f} s at least"
        )
    if not (plan.due or plan.waiting):
        say("Everybody has been told of everything that is public.")
    return ASKED_FAILURE if failed else DONE


def _say_done(done: Done) -> bool:
    """Say what became of one; whether it went well."""
    name, update = done.telling.addressee.name, done.telling.issued.id
    if done.why:
        warn(f"{name} was not told of {update}: {done.why}. It is tried again.")
    else:
        say(f"{name} was told of {update}" + (", again" if done.telling.is_open else ""))
    return not done.why


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """The signals by which this is told to stop: what is being sent is noted first, so that it is not repeated."""
    heard: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    before = {number: signal.signal(number, lambda got, _: heard.append(got)) for number in (SIGTERM, SIGINT)}
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _shown(site: Outward) -> int:
    """Every text that is to be sent, and the newest of each disruption, sent or not."""
    from explainer.picture.telling import told_here

    if not site.settings.notify:
        say(NOBODY)
        return DONE
    plan, post = _plan(site), _post(site)
    states = _states(plan)
    here = told_here(site.settings.notify, site.picture.exercise)
    for addressee in site.settings.notify:
        if addressee not in here:
            why = "this is an exercise" if site.picture.exercise else "this is no exercise"
            say(f"{addressee.name}: nothing, as it is for {addressee.for_.value}, and {why}")
    for addressee in here:
        _show_one(site, post, addressee, states)
    return DONE


def _show_one(site: Outward, post: Post, addressee: Addressee, states: Mapping[tuple[str, str], str]) -> None:
    from explainer.errors import ExplainerError
    from explainer.notifying.sending import opened
    from explainer.notifying.services import Takes
    from explainer.notifying.texts import is_sms
    from explainer.picture.telling import Telling, wants

    try:
        takes = opened(post, addressee).takes
    except ExplainerError as error:
        warn(f"{addressee.name}: {error}")
        takes = Takes("an unknown service", 250, 4_000)
    newest = [one for one in site.issued if one.is_newest and wants(addressee, one.now)]
    if not newest:
        say(f"{addressee.name}: nothing to tell")
    for issued in newest:
        state = states.get((addressee.name, issued.id), "is not sent now")
        say(f"{addressee.name}, by {takes.name}: {issued.id} {state}")
        message = post.written(Telling(addressee, issued), takes)
        for line in _lengths(message, takes, sms=is_sms(addressee, takes)):
            say(f"  {line}")


def _lengths(message: Message, takes: Takes, *, sms: bool) -> Iterator[str]:
    from explainer.language.sms import counted

    if message.title:
        yield f"{message.title}"
        yield f"({len(message.title)} of {takes.title} characters)"
    yield from message.body.splitlines()
    letters = counted(message.body)
    yield (
        f"({letters.letters} of {letters.most} letters)" if sms else f"({len(message.body)} of {takes.body} characters)"
    )


def _states(plan: Plan) -> dict[tuple[str, str], str]:
    return {
        **{(one.addressee.name, one.issued.id): "is sent next" for one in plan.due},
        **{(one.addressee.name, one.issued.id): f"is tried again, after {one.why}" for one in plan.waiting},
    }


def _plan(site: Outward) -> Plan:
    from explainer.pipeline.announcing import planned

    plan, _ = planned(site.settings, site.picture, site.recorded, wall())
    return plan


def _post(site: Outward) -> Post:
    from explainer.notifying.sending import Post
    from explainer.notifying.services import service_at
    from explainer.record.outbox import Outbox

    written, outbox = partial(_written, site), Outbox(site.recorded, site.picture.now)
    return Post(outbox, os.environ, service_at, written, wall, site.picture.exercise)


def _written(site: Outward, telling: Telling, takes: Takes) -> Message:
    from explainer.notifying.texts import written

    addressee, issued = telling.addressee, telling.issued
    return written(site.view(addressee.language), issued, addressee, takes)
