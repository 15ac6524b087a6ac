"""Commands about the law: law list, law show, law refresh."""

from __future__ import annotations

import argparse
from datetime import date

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, command, say


def add(commands: Commands) -> None:
    """Add them to the parser."""
    law = command(commands, "law", _list, "the register of law: what is cited, its status, drift")
    parts = law.add_subparsers(metavar="list | show ID | refresh")
    as_of(command(parts, "list", _list, "every instrument, its status on the day, and where it is cited"))
    show = command(parts, "show", _show, "all that is registered of one instrument, with its timeline")
    show.add_argument("instrument", metavar="ID", help="its id, title or another of its names")
    as_of(show)
    more = "Needs the network. Writes nothing: it prints the YAML that it proposes."
    as_of(command(parts, "refresh", _refresh, "ask legislation.gov.uk what has changed", more))


def _list(arguments: argparse.Namespace) -> int:
    from clausebook.app.legal import law_list, read_register

    # "law" alone has no --as-of
    for line in law_list(read_register(arguments.root, getattr(arguments, "as_of", None) or date.today())):
        print(line)
    return GOOD


def _show(arguments: argparse.Namespace) -> int:
    from clausebook.app.legal import find_instrument, law_shown, read_register

    register = read_register(arguments.root, arguments.as_of or date.today())
    for line in law_shown(register, find_instrument(register, arguments.instrument)):
        print(line)
    return GOOD


def _refresh(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.app.legal import drift_lines, refreshed

    with ProgressLine(quiet=arguments.quiet) as progress:
        drifts = refreshed(arguments.root, arguments.as_of or date.today(), progress.report)
    for line in drift_lines(drifts):
        say(arguments, line)
    return FINDINGS if any(one.differences or one.unseen for one in drifts) else GOOD
