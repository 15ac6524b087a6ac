"""The command serve: a live preview of what is being edited."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from clausebook.cli.command import GOOD, Commands, as_of, command, say

if TYPE_CHECKING:
    from clausebook.errors import UserError
    from clausebook.model.artefact import Order, Outcome


def add(commands: Commands) -> None:
    """Add it to the parser."""
    serve = command(commands, "serve", _serve, "show the site in a browser and update it on each save")
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="where to listen on this machine (8000)")
    as_of(serve)


def _serve(arguments: argparse.Namespace) -> int:
    from threading import Event

    from clausebook.app.serving import follow, open_preview
    from clausebook.model.artefact import Order

    def order() -> Order:
        return Order(root=arguments.root, as_of=arguments.as_of or date.today())

    with open_preview(arguments.root, arguments.port) as preview:
        say(arguments, f"open {preview.address} in a browser; Ctrl+C ends")
        try:
            follow(order, preview, lambda outcome: _reported(arguments, outcome), Event().wait)
        except KeyboardInterrupt:
            say(arguments, "ended")
    return GOOD


def _reported(arguments: argparse.Namespace, outcome: Outcome | UserError) -> str:
    """Say on the terminal what came of a build; the errors again, for the pages."""
    from clausebook.app.console.terminal import count, finding_lines
    from clausebook.errors import UserError

    if isinstance(outcome, UserError):
        print(f"build.py: {outcome}")
        return str(outcome)
    errors = [line for one in outcome.findings if one.level == "error" for line in finding_lines(one)]
    for line in errors:
        print(line)
    for remark in outcome.remarks:
        say(arguments, f"note: {remark}")
    say(arguments, "nothing was built" if errors and not outcome.remarks else f"built, {count(outcome.findings)}")
    return "\n".join(errors)
