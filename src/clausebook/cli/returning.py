"""`import --review`: what governors and staff changed or said in a Word file of ours comes back into the clauses."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from clausebook.cli.command import GOOD, say
from clausebook.text.visible import json_safe


def options(parser: argparse.ArgumentParser) -> None:
    """Add its options to the command import."""
    group = parser.add_argument_group(
        "a Word file of ours that came back",
        "Words that were changed without tracking count as accepted; tracked ones count where --accept names their "
        "author. They become one commit, with the reason; comments and everything else are listed.",
    )
    group.add_argument("--review", action="store_true", help="FILE is a review or policy of ours, edited in Word")
    group.add_argument(
        "--accept",
        nargs="+",
        default=[],
        metavar="AUTHOR",
        help="take the tracked changes of these people; all for everybody's",
    )
    group.add_argument("--reason", default="", metavar="TEXT", help="why, for the commit; asked for if left out")
    group.add_argument("--author", default="", metavar="AUTHOR", help='"Name <address>" of who made the changes')


def run(arguments: argparse.Namespace) -> int:
    """Take the file in, and print what became of every change."""
    from clausebook.app.returning import as_json, report_lines, take_back

    root = arguments.root
    day = arguments.as_of or date.today()
    wish = {"policy": arguments.policy, "accept": arguments.accept, "author": arguments.author}
    reason = arguments.reason
    if not arguments.dry_run and not reason and sys.stdin.isatty():
        shown, _ = take_back(root, arguments.file, day, dry_run=True, **wish)
        print("\n".join(report_lines(shown)))
        reason = input("Why are the clauses changed? ") if shown.files else ""
    taken, guessed = take_back(root, arguments.file, day, reason=reason, dry_run=arguments.dry_run, **wish)
    if arguments.format == "json":
        print(json_safe(json.dumps(as_json(taken, guessed), indent=2, ensure_ascii=False)))
        return GOOD
    if guessed:
        say(arguments, "The file does not say which words it was made from: it was compared with the draft.")
    if not (reason and not arguments.reason):
        for line in report_lines(taken):
            say(arguments, line)
    if taken.files:
        verb = "Would edit" if arguments.dry_run else "Edited and committed"
        say(arguments, f"{verb}: {', '.join(sorted(taken.files))}.")
    return GOOD
