"""The command desk: the clerk's page in a browser."""

from __future__ import annotations

import argparse
from datetime import date

from clausebook.cli.command import GOOD, Commands, as_of, command, say
from clausebook.errors import UserError

_MORE = "Each change is kept with its reason under your name; nobody else's machine can reach the page."


def add(commands: Commands) -> None:
    """Add it to the parser."""
    desk = command(commands, "desk", _desk, "open the clerk's page in a browser", _MORE, writes=True)
    desk.add_argument("--port", type=int, default=0, metavar="N", help="where to listen on this machine (8520 or next)")
    desk.add_argument("--no-browser", action="store_true", help="only print the address")
    as_of(desk)


def _desk(arguments: argparse.Namespace) -> int:
    try:
        from clausebook.desk.running import run_desk
    except ModuleNotFoundError as missing:
        raise UserError(f"the desk needs the package {missing.name}", "python3 build.py desk installs it") from missing
    run_desk(
        arguments.root,
        arguments.port,
        lambda: arguments.as_of or date.today(),
        lambda line: say(arguments, line),
        not arguments.no_browser,
    )
    return GOOD
