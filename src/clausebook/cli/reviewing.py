"""The command about reviews: review, which compares any two editions or revisions."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from clausebook.cli.command import GOOD, Commands, as_of, command
from clausebook.text.visible import json_safe

if TYPE_CHECKING:
    from clausebook.model.artefact import Order

_MORE = (
    "Prints the review and writes its forms to output/POLICY/review/. EDITION is a review year or draft; "
    "REV is anything that git takes for a revision. Without options: the draft against the last approved edition. "
    "With --format markdown only a summary is printed, of all policies where none is named: a comment on a change."
)


def add(commands: Commands) -> None:
    """Add it to the parser."""
    review = command(commands, "review", _review, "what changed between two editions, with the reasons", _MORE)
    review.add_argument("--policy", default="", metavar="ID[,ID]", help="which policy, or several for one meeting")
    review.add_argument("--all", action="store_true", help="every policy in one pack, with one ballot")
    review.add_argument(
        "--agenda",
        nargs="?",
        const="",
        metavar="BODY",
        help="one pack of every policy whose draft differs or whose review is due; of one approving body, if named",
    )
    review.add_argument("--from", default="", dest="old", metavar="EDITION|REV", help="the old side")
    review.add_argument("--to", default="draft", dest="new", metavar="EDITION|REV", help="the new side")
    review.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    as_of(review)


def _review(arguments: argparse.Namespace) -> int:
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.app.reviewing import review_lines, reviewed, summarised
    from clausebook.model.artefact import Order

    order = Order(root=arguments.root, as_of=arguments.as_of or date.today(), policy=arguments.policy)
    if arguments.format == "markdown":
        print(summarised(order, arguments.old, arguments.new), end="")
        return GOOD
    if arguments.all or arguments.agenda is not None or "," in arguments.policy:
        return _meeting(arguments, order)
    with ProgressLine(quiet=arguments.quiet or arguments.format == "json") as progress:
        review, files = reviewed(order, arguments.old, arguments.new, progress.report)
    if arguments.format == "json":
        data = next(path for path in files if path.endswith(f"{review.folder}/{review.file_stem}.json"))
        print(json_safe(files[data].decode("utf-8")), end="")
        return GOOD
    if arguments.quiet:
        return GOOD
    for line in review_lines(review):
        print(line)
    for path in files:
        print(f"wrote {path}", file=sys.stderr)
    return GOOD


def _meeting(arguments: argparse.Namespace, order: Order) -> int:
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.app.reviewing import meeting_lines, meeting_of

    names = [name for name in arguments.policy.split(",") if name]
    with ProgressLine(quiet=arguments.quiet) as progress:
        agenda, body = arguments.agenda is not None, arguments.agenda or ""
        meeting, files = meeting_of(
            order, names, arguments.old, arguments.new, progress.report, agenda=agenda, body=body
        )
    if arguments.format == "json":
        data = next(path for path in files if path.endswith(".json"))
        print(json_safe(files[data].decode("utf-8")), end="")
        return GOOD
    if not arguments.quiet:
        for line in meeting_lines(meeting):
            print(line)
        for path in files:
            print(f"wrote {path}", file=sys.stderr)
    return GOOD
