"""Commands that say how things are: status and doctor."""

from __future__ import annotations

import argparse
import json
from datetime import date

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, command, say


def add(commands: Commands) -> None:
    """Add them to the parser."""
    status = command(commands, "status", _status, "every policy: what is in force, what is due, what is still open")
    status.add_argument("--format", choices=("text", "json"), default="text")
    as_of(status)
    command(
        commands,
        "doctor",
        _doctor,
        "what is wrong with this machine or clone, and what mends it",
        "Looks at Python, git, name and email, history, tags, hooks, disk, clock, fonts and LibreOffice.",
    )


def _status(arguments: argparse.Namespace) -> int:
    from clausebook.app.standing import dashboard
    from clausebook.model.acts.overview import overview_json

    day = arguments.as_of or date.today()
    found = dashboard(arguments.root, day)
    if arguments.format == "json":
        more = {"missing": list(found.missing), "law": list(found.law)}
        print(json.dumps({**overview_json(found.policies, day.isoformat()), **more}, indent=2, ensure_ascii=False))
    else:
        for line in found.lines:
            say(arguments, line)
    return GOOD


def _doctor(arguments: argparse.Namespace) -> int:
    from clausebook.app.doctor import examine

    found = examine(arguments.root, date.today())
    for one in found:
        if one.outcome != "good" or not arguments.quiet:
            print("\n".join(one.lines))
    return FINDINGS if any(one.outcome == "wrong" for one in found) else GOOD
