"""The command git calls to merge a clause. --help does not list it: only git calls it."""

from __future__ import annotations

import argparse
import sys

from clausebook.cli.command import FINDINGS, GOOD, WRONG_USE, Commands


def add(commands: Commands) -> None:
    """Add it to the parser."""
    parser = commands.add_parser("merge-driver", description="Git calls this to merge a clause: see docs/merging.md.")
    for name in ("base", "ours", "theirs", "target"):
        parser.add_argument(name, metavar=name.upper())
    parser.add_argument("--path", required=True, help="the file's path in the repository")
    parser.add_argument("--size", type=int, default=7, help="how many characters a marker has")
    parser.add_argument("--ours", dest="our_name", default="", help="what git calls our side")
    parser.add_argument("--theirs", dest="their_name", default="", help="what git calls the other side")
    parser.set_defaults(run=_merge, writes=False)


def _merge(arguments: argparse.Namespace) -> int:
    from clausebook.app.merging import merge_versions
    from clausebook.model.upstream import MergeLabels

    labels = MergeLabels(_name(arguments.our_name, "ours"), _name(arguments.their_name, "theirs"))
    versions = (arguments.base, arguments.ours, arguments.theirs)
    try:
        conflicts = merge_versions(versions, arguments.target, arguments.path, labels, arguments.size)
    except Exception as error:  # whatever it is, git must go on by itself, and the user need not see our bug
        print(f"build.py: {error or type(error).__name__}", file=sys.stderr)
        return WRONG_USE
    return FINDINGS if conflicts else GOOD


def _name(given: str, otherwise: str) -> str:
    """An older git hands over "%X" as it is."""
    return otherwise if not given or given.startswith("%") else given
