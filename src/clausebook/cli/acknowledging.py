"""Commands that count who has read which edition."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, say
from clausebook.text.phrases import counted

_ABOUT = (
    "Answers come from the school's own form, as the CSV file that it exports. They are kept in acknowledgements/,"
    " which git does not see, and are shown here, by status and at the desk, never on the site."
)


def add(commands: Commands) -> None:
    """Add them to the parser."""
    parser = commands.add_parser(
        "acknowledgements", help="who has read which edition, from your own form", description=_ABOUT
    )
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    take = parts.add_parser("import", help="take in the answers that the form exports")
    take.add_argument("file", type=Path, metavar="FILE.csv")
    take.add_argument("--policy", default="", metavar="ID", help="the policy, where the answers do not say it")
    take.add_argument("--edition", default="", metavar="YEAR", help="the edition, where the answers do not say it")
    people = parts.add_parser("people", help="take in the list of those who are to acknowledge")
    people.add_argument("file", type=Path, metavar="FILE.csv")
    show = parts.add_parser("show", help="how many have acknowledged each edition in force")
    show.add_argument("--who", action="store_true", help="name those who have not")
    for part, run in ((take, _import), (people, _people), (show, _show)):
        part.add_argument("-q", "--quiet", action="store_true", help="show only what is wrong")
        as_of(part)
        part.set_defaults(run=run, writes=False)


def _import(arguments: argparse.Namespace) -> int:
    from clausebook.app.acknowledging import import_answers

    day = arguments.as_of or date.today()
    new, faults = import_answers(arguments.root, arguments.file, day, arguments.policy, arguments.edition)
    for fault in faults:
        print(f"{arguments.file}: {fault}")
    say(arguments, f"{new} new, {len(faults)} not counted; acknowledgements show counts them")
    return FINDINGS if faults else GOOD


def _people(arguments: argparse.Namespace) -> int:
    from clausebook.app.acknowledging import import_people

    say(arguments, f"{counted(import_people(arguments.root, arguments.file), 'person', 'people')} to acknowledge")
    return GOOD


def _show(arguments: argparse.Namespace) -> int:
    from clausebook.app.acknowledging import tallies

    found = tallies(arguments.root, arguments.as_of or date.today())
    if not found:
        say(arguments, "nothing was imported yet: acknowledgements import FILE.csv")
    for one in found:
        print(one.line)
        if arguments.who:
            for person in one.missing or ():
                print(f"  {person}")
    return GOOD
