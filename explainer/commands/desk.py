"""``explainer desk``: forms for notices in a browser, on this machine alone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import webbrowser
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.commands.console import DONE, moment
from explainer.commands.options import config_option, now_option

if TYPE_CHECKING:
    from explainer.desk.publishing import Ran

PORT = 8765
LONGEST_UPDATE = 300
"""Seconds that publishing on this machine may take."""


@click.command()
@config_option
@now_option
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(0, 65_535), help="Where to listen; 0 is any."
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open nothing.")
def desk(config_file: Path, now: datetime | None, port: int, no_browser: bool) -> int:
    """Write notices and updates in a form in your browser, on this machine alone."""
    from explainer.desk.app import application
    from explainer.desk.desk import Desk
    from explainer.desk.house import House
    from explainer.desk.safety import new_token
    from explainer.desk.server import ADDRESS, listening, serve
    from explainer.staff.project import load_project

    load_project(config_file)
    listener = listening(port)
    token, where = new_token(), listener.getsockname()[1]
    house = House(config_file, lambda settings: moment(settings, now))
    address = f"http://{ADDRESS}:{where}/?token={token}"
    try:
        threading.Thread(target=house.warm, daemon=True).start()
        _tell(address, where, no_browser)
        serve(application(Desk(house, lambda: _updated(config_file, now), where), token), listener)
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
    click.echo("\nThe desk is closed. What was typed and not published is there when you open it again.")
    return DONE


def _tell(address: str, port: int, no_browser: bool) -> None:
    """Say where the desk is, and open it where there is a screen."""
    click.echo(f"The desk is open at {address}")
    click.echo("Whoever has this address can publish. Stop with Ctrl+C; what is typed is kept.")
    if "SSH_CONNECTION" in os.environ:
        there = f"ssh -L {port}:127.0.0.1:{port} THIS-MACHINE"
        click.echo(f"You are on another machine: there, run {there}, and open the address.")
    elif not no_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()


def _updated(config_file: Path, now: datetime | None) -> Ran:
    """What ``explainer update`` came to, run apart so that nothing it does can take the desk down."""
    from explainer.desk.publishing import Ran

    told = ["--now", now.isoformat()] if now else []
    command = [sys.executable, "-m", "explainer", "update", "-f", str(config_file), *told]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with our own arguments
            command, capture_output=True, text=True, timeout=LONGEST_UPDATE, stdin=subprocess.DEVNULL, check=False
        )
    except subprocess.TimeoutExpired:
        return Ran(1, f"It took longer than {LONGEST_UPDATE} seconds, and was stopped.")
    return Ran(done.returncode, f"{done.stdout}{done.stderr}".strip())
