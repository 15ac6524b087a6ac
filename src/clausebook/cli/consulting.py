"""The command consult: people are asked about a draft, say something, and something becomes of it."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from clausebook.cli.approving import meeting_options, recorded
from clausebook.cli.command import GOOD, Commands, command, say
from clausebook.errors import UserError

_MORE = (
    "The draft is then marked as for consultation, on the site and in the review pack. Responses are kept in a YAML "
    "file: --collect adds those of a Word file that came back, a person writes what became of each, and --responses "
    "records them. What is not said again stays as it was."
)


def add(commands: Commands) -> None:
    """Add it to the parser."""
    consult = command(
        commands,
        "consult",
        _consult,
        "record that people are asked about the draft, or what became of it",
        _MORE,
        writes=True,
    )
    consult.add_argument("--policy", required=True, metavar="ID")
    meeting_options(consult, required=False)
    consult.add_argument("--until", default="", metavar="DATE", help="the last day for responses")
    consult.add_argument("--with", action="append", default=[], dest="people", metavar="WHOM", help="again for each")
    consult.add_argument(
        "--responses", type=Path, metavar="FILE", help="what was said, as YAML (schema/responses.json)"
    )
    consult.add_argument("--outcome", default="", metavar="TEXT", help="what became of it all, once it is over")
    consult.add_argument(
        "--collect", type=Path, metavar="DOCX", help="add the comments and changes of this Word file to --responses"
    )
    consult.add_argument("--of", default="", metavar="GROUP", help="with --collect: who sent it, a role or a group")


def _consult(arguments: argparse.Namespace) -> int:
    if arguments.collect or arguments.of:
        return _collect(arguments)
    if not (arguments.until or arguments.outcome or arguments.responses):
        usage = "consult --policy ID --until 2027-05-12 --with staff, and later --responses FILE --outcome TEXT"
        raise UserError("consult does not say what is recorded", usage)
    from clausebook.app.consulting import responses_in

    responses = responses_in(arguments.responses) if arguments.responses else ()
    return recorded(
        arguments,
        "consulted",
        until=arguments.until,
        people=tuple(filter(None, map(str.strip, arguments.people))),
        reason=arguments.outcome,
        responses=responses,
    )


def _collect(arguments: argparse.Namespace) -> int:
    missing = [f"--{name}" for name in ("collect", "of", "responses") if not getattr(arguments, name)]
    if missing:
        usage = "consult --policy ID --collect FILE.docx --of staff --responses responses.yaml"
        raise UserError(f"collecting responses needs {' and '.join(missing)}", usage)
    from clausebook.app.consulting import collect

    added, already = collect(
        arguments.root,
        arguments.collect,
        arguments.responses,
        date.today(),
        policy=arguments.policy,
        of=arguments.of,
        dry_run=arguments.dry_run,
    )
    verb = "would add" if arguments.dry_run else "added"
    known = f"; {already} there already" if already else ""
    say(arguments, f"{verb} {len(added)} of {arguments.of} to {arguments.responses}{known}")
    for one in added if arguments.dry_run else ():
        say(arguments, f"  {one.said}")
    if added and not arguments.dry_run:
        say(arguments, "write what became of each behind outcome:, then consult --responses records them")
    return GOOD
