"""Commands about the law: law list, law show, law check, law refresh, law diff, law digest."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, command, say


def add(commands: Commands) -> None:
    """Add them to the parser."""
    law = command(commands, "law", _list, "the register of law: what is cited, its status, drift")
    parts = law.add_subparsers(metavar="list | show ID | check FILE | refresh | diff REV | digest")
    as_of(command(parts, "list", _list, "every instrument, its status on the day, and where it is cited"))
    show = command(parts, "show", _show, "what is registered of one instrument, with its timeline")
    show.add_argument("instrument", metavar="ID", help="its id, title or another of its names")
    show.add_argument("--notes", action="store_true", help="with the notes of those who keep the register")
    as_of(show)
    more = (
        "Reads Word, OpenDocument, PDF, web pages, Markdown and plain text. Exit code 1 where a name of law is wrong."
    )
    check = command(parts, "check", _check, "the law that any text names, and what it is on the day", more)
    check.add_argument("file", metavar="FILE", help="the text; - for standard input")
    as_of(check)
    more = "Needs the network. Writes nothing: it prints the YAML that it proposes."
    refresh = command(parts, "refresh", _refresh, "ask legislation.gov.uk what has changed", more)
    refresh.add_argument("ids", nargs="*", metavar="ID", help="instruments to ask for; all where none is given")
    refresh.add_argument("--site", default="", metavar="URL", help="a mirror of legislation.gov.uk to ask instead")
    as_of(refresh)
    diff = command(parts, "diff", _diff, "what changed in the register between two versions of it")
    diff.add_argument("before", metavar="REV", help="a revision, or a folder with another repository")
    diff.add_argument(
        "after", nargs="?", default="", metavar="REV", help="the later one; the working tree if not given"
    )
    as_of(diff)
    digest = command(parts, "digest", _digest, "what changed in the law of each policy since its approval, in Markdown")
    digest.add_argument("--since", type=date.fromisoformat, default=None, metavar="DATE", help="from this day instead")
    as_of(digest)


def _list(arguments: argparse.Namespace) -> int:
    from clausebook.app.legal import law_list, read_register

    # "law" alone has no --as-of
    for line in law_list(read_register(arguments.root, getattr(arguments, "as_of", None) or date.today())):
        print(line)
    return GOOD


def _show(arguments: argparse.Namespace) -> int:
    from clausebook.app.legal import find_instrument, law_shown, read_register

    register = read_register(arguments.root, arguments.as_of or date.today())
    for line in law_shown(register, find_instrument(register, arguments.instrument), arguments.notes):
        print(line)
    return GOOD


def _check(arguments: argparse.Namespace) -> int:
    from clausebook.app.legal import checked

    file = None if arguments.file == "-" else Path(arguments.file)
    text = sys.stdin.buffer.read().decode("utf-8-sig", "replace") if file is None else ""
    lines, wrong = checked(arguments.root, file, text, arguments.as_of or date.today())
    for line in lines:
        if not arguments.quiet or line.startswith("!"):
            print(line)
    return FINDINGS if wrong else GOOD


def _refresh(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.app.legal import drift_lines, refreshed

    day = arguments.as_of or date.today()
    with ProgressLine(quiet=arguments.quiet) as progress:
        drifts = refreshed(arguments.root, day, progress.report, address=arguments.site, ids=tuple(arguments.ids))
    for line in drift_lines(drifts, day):
        say(arguments, line)
    return FINDINGS if any(one.differences or one.unseen for one in drifts) else GOOD


def _diff(arguments: argparse.Namespace) -> int:
    from clausebook.app.legal import difference

    for line in difference(arguments.root, arguments.before, arguments.after, arguments.as_of or date.today()):
        print(line)
    return GOOD


def _digest(arguments: argparse.Namespace) -> int:
    from clausebook.app.legal import digest

    for line in digest(arguments.root, arguments.as_of or date.today(), arguments.since):
        print(line)
    return GOOD
