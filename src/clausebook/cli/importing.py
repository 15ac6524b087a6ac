"""The command about documents from elsewhere: import, and import --review for a Word file of ours that comes back."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, command, say
from clausebook.errors import UserError
from clausebook.text.visible import json_safe, one_line

_ABOUT = "a policy's clauses from a Word, OpenDocument, HTML, Markdown, reStructuredText, text or PDF file"
_MORE = "Writes a draft below a new id and a report of what went where; it never overwrites, and approves nothing."


def add(commands: Commands) -> None:
    """Add it to the parser."""
    parser = command(commands, "import", _import, _ABOUT, _MORE, writes=True)
    parser.add_argument(
        "file",
        type=Path,
        nargs="+",
        metavar="FILE",
        help=".docx, .odt, .html, .md, .rst, .txt or a PDF with text; several, or a folder, for many policies at once",
    )
    parser.add_argument("--policy", default="", metavar="ID", help="the new policy's id, such as online-safety")
    parser.add_argument(
        "--school-name",
        action="append",
        default=[],
        metavar="NAME",
        help="a name in the document that means the school: it becomes {{ school.name }}",
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--root", type=Path, default=None, metavar="FOLDER", help="import into another repository")
    as_of(parser)
    options(parser)


def _import(arguments: argparse.Namespace) -> int:
    several = len(arguments.file) > 1 or arguments.file[0].is_dir()
    if several and not arguments.review:
        return _import_many(arguments)
    if several:
        raise UserError("one file is taken back at a time", "name the Word file that came back")
    arguments.file = arguments.file[0]
    if arguments.review:
        return run(arguments)
    if not arguments.policy:
        raise UserError("a policy that is imported needs an id", "say --policy ID, such as online-safety")
    from clausebook.app.console.terminal import count, finding_lines
    from clausebook.app.importing import as_json, import_document, summary

    root = arguments.root
    day = arguments.as_of or date.today()
    done = import_document(
        root, arguments.file, arguments.policy, day, aliases=arguments.school_name, dry_run=arguments.dry_run
    )
    made = done.importation
    if done.again and not arguments.dry_run:
        say(arguments, f"An earlier import of {made.policy} was cut off: all of it was written again.")
    if arguments.format == "json":
        print(json_safe(json.dumps(as_json(made), indent=2, ensure_ascii=False)))
        return FINDINGS if made.alarms else GOOD
    for finding in made.findings:
        for line in finding_lines(finding):
            print(line)
    for alarm in made.alarms:
        print(f"ATTENTION: {alarm}.")
    for line in summary(made):
        say(arguments, line)
    if done.checkup.findings:
        say(
            arguments, f"The rules find {count(done.checkup.findings)} in the draft: python3 build.py check says which."
        )
    if arguments.dry_run:
        for path in sorted(made.files):
            say(arguments, f"would write {path}")
    else:
        say(arguments, f"Written: policy/{made.policy}.yaml, clauses/{made.policy}/, and the report {done.report}.")
    return FINDINGS if made.alarms else GOOD


def _import_many(arguments: argparse.Namespace) -> int:
    """Take in a folder, or several files."""
    if arguments.policy:
        raise UserError("many files get ids of their own", "leave --policy out, or name one file")
    from clausebook.app.console.terminal import ProgressLine
    from clausebook.app.importing_folder import PAGE, ReadingSettings, import_documents
    from clausebook.importer.table import as_json, lines, loud

    day = arguments.as_of or date.today()
    request = ReadingSettings(root=arguments.root, as_of=day, aliases=tuple(arguments.school_name))
    with ProgressLine(arguments.quiet) as progress:
        rows, others = import_documents(arguments.file, request, dry_run=arguments.dry_run, report=progress.report)
    if arguments.format == "json":
        print(json_safe(json.dumps(as_json(rows, others), indent=2, ensure_ascii=False)))
    else:
        for line in lines(rows, others):
            say(arguments, one_line(line))
        for line in loud(rows):
            print(one_line(line))
        if not arguments.dry_run:
            say(arguments, f"Doubt by doubt: {PAGE}. Then python3 build.py check, and commit with a reason.")
    wrong = any(row.outcome in ("refused", "undecided") or (row.is_in and row.alarms) for row in rows)
    return FINDINGS if wrong else GOOD


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
    request = {"policy": arguments.policy, "accept": arguments.accept, "author": arguments.author}
    reason = arguments.reason
    if not arguments.dry_run and not reason and sys.stdin.isatty():
        shown, _ = take_back(root, arguments.file, day, dry_run=True, **request)
        print("\n".join(report_lines(shown)))
        reason = input("Why are the clauses changed? ") if shown.files else ""
    taken, guessed = take_back(root, arguments.file, day, reason=reason, dry_run=arguments.dry_run, **request)
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
