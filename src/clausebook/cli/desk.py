"""The command desk: the clerk's page in a browser."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from clausebook.cli.command import GOOD, Commands, as_of, command, say
from clausebook.errors import UserError

_MORE = "Each change is kept with its reason under your name; no other machine can reach the page."


def add(commands: Commands) -> None:
    """Add it to the parser."""
    desk = command(commands, "desk", _desk, "open the clerk's page in a browser", _MORE, writes=True)
    desk.add_argument("--port", type=int, default=0, metavar="N", help="where to listen on this machine (8520 or next)")
    desk.add_argument("--no-browser", action="store_true", help="only print the address")
    desk.add_argument("--hosted", metavar="FILE", type=Path, help="serve the desk that a hosting file describes")
    desk.add_argument("--forget", metavar="EMAIL", help="with --hosted: delete a person's sessions, copies and log")
    desk.add_argument("--lose-unshared", action="store_true", help="with --forget: also what was never shared")
    as_of(desk)


def _desk(arguments: argparse.Namespace) -> int:
    hosted: Path | None = arguments.hosted
    if arguments.forget and not hosted:
        raise UserError("--forget needs --hosted FILE", "name the hosting file of the desk")
    try:
        if hosted:
            return _hosted(arguments, hosted)
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


def _hosted(arguments: argparse.Namespace, config: Path) -> int:
    from clausebook.desk.hosted.running import forget, run_hosted

    if arguments.forget:
        forget(config, arguments.forget, arguments.lose_unshared, lambda line: say(arguments, line))
    else:
        run_hosted(config, lambda: arguments.as_of or date.today(), lambda line: say(arguments, line))
    return GOOD
