"""The commands: reads the command line, runs the pipeline, reports, and gives the exit code (0 good, 1 findings, 2)."""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from clausebook.cli.command import WRONG_USE, repository_above
from clausebook.errors import UserError
from clausebook.io.terminal import CLOSED, guarded
from clausebook.signing.keys import VARIABLE
from clausebook.text.visible import visible


def main(argv: list[str], root: str = "") -> int:
    """Run one command line in the repository `root`, or in the one around the working directory.

    Without a command it builds; UserError is one line and exit code 2, never a traceback. An output that is closed
    (`| head`) ends the command without a word.
    """
    try:
        with guarded():
            return _ran(argv, root)
    except BrokenPipeError:
        return CLOSED
    except UserError as error:  # the output itself: it is full
        with suppress(OSError):
            print(f"build.py: {visible(str(error))}", file=sys.stderr, flush=True)
        return WRONG_USE


def _ran(argv: list[str], root: str) -> int:
    asked = list(argv)
    if not argv or (argv[0].startswith("-") and argv[0] not in ("-h", "--help")):
        argv = ["build", *argv]
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit:  # --help has been printed, or what is wrong with the command
        if sys.stdout is not None:
            sys.stdout.flush()
        raise
    arguments.argv = asked
    arguments.passphrase = os.environ.pop(VARIABLE, None)  # no program started from here, git say, inherits it
    given = getattr(arguments, "root", None) or root
    arguments.root = Path(given).resolve() if given else repository_above(Path.cwd())
    try:
        _finish_begun(arguments)
        code: int = arguments.run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except UserError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return WRONG_USE
    return code


def _finish_begun(arguments: argparse.Namespace) -> None:
    """End what an earlier command began and did not finish, and say so."""
    if arguments.writes or (arguments.root / ".git" / "clausebook-unfinished.json").exists():
        from clausebook.io.git.transaction import finish_begun

        for line in finish_begun(arguments.root, thorough=arguments.writes):
            print(f"build.py: {line}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py", description="Policies as documents. Without a command, builds everything."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    # each module beside this one that has an `add` brings commands: a new group of them is one new file
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        if add := getattr(import_module(f"{__name__}.{name}"), "add", None):
            add(commands)
    return parser
