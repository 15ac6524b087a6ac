"""The command that starts another school's repository: new."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from clausebook.cli.command import FINDINGS, GOOD, WRONG_USE, Commands, command, say
from clausebook.cli.forking import described, facts_options, show

_MORE = (
    "Asks for what is not said with options or in a file. The folder becomes a git repository of some thirty files "
    "with one commit: this school's clauses as the first draft, nothing approved, and the engine as a wheel that "
    "engine.lock pins."
)


def add(commands: Commands) -> None:
    """Add it to the parser."""
    new = command(commands, "new", _new, "start another school's repository with these clauses as its draft", _MORE)
    new.add_argument("folder", type=Path, metavar="FOLDER", help="where; it must not be there yet, or be empty")
    facts_options(new)
    new.add_argument("--upstream", default="", metavar="ADDRESS", help="where it can look for changes of these clauses")
    new.add_argument("--yes", action="store_true", help="do not ask whether to go ahead")
    new.add_argument("--dry-run", action="store_true", help="show what would be made, and write nothing")


def _new(arguments: argparse.Namespace) -> int:
    from clausebook.app.forking.starting import planned_school, start_school

    school = described(arguments)
    if school is None:
        return FINDINGS
    takeover = planned_school(arguments.root, school, arguments.upstream, date.today())
    show(arguments, takeover)
    if arguments.dry_run:
        say(arguments, "nothing was written")
        return GOOD
    if not arguments.yes and sys.stdin.isatty() and input("Go ahead? [y/N] ").strip().lower() not in ("y", "yes"):
        print("nothing was written")
        return WRONG_USE
    commit = start_school(arguments.root, arguments.folder, takeover, school.name)
    say(arguments, f"{arguments.folder} is ready: commit {commit[:10]}; python3 build.py there makes the documents")
    return GOOD
