"""What all commands share: the repository they work on, exit codes, options, and how they speak."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

GOOD, FINDINGS, WRONG_USE = 0, 1, 2
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
    more: str = "",
    writes: bool = False,
) -> argparse.ArgumentParser:
    """Add a command; `about` is its line in --help, `more` what its --help says besides, `writes` that it commits."""
    description = " ".join(part for part in (f"{about[0].upper()}{about[1:]}.", more) if part)
    parser = commands.add_parser(name, help=about, description=description)
    parser.add_argument("-q", "--quiet", action="store_true", help="show only findings and errors")
    parser.set_defaults(run=run, writes=writes)
    return parser


def repository_above(folder: Path) -> Path:
    """The nearest folder upward that holds policy/school.yaml; where none does, the folder itself."""
    return next((one for one in (folder, *folder.parents) if (one / "policy" / "school.yaml").is_file()), folder)


def as_of(parser: argparse.ArgumentParser) -> None:
    """The option --as-of DATE."""
    parser.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="use this date instead of today")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2027-05-12") from None


def say(arguments: argparse.Namespace, line: str) -> None:
    """Print a line, unless the user wants it quiet."""
    if not arguments.quiet:
        print(line)
