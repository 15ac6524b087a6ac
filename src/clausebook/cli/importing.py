"""The command about documents from elsewhere: import."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from clausebook.cli import returning
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
    returning.options(parser)


def _import(arguments: argparse.Namespace) -> int:
    several = len(arguments.file) > 1 or arguments.file[0].is_dir()
    if several and not arguments.review:
        return _import_many(arguments)
    if several:
        raise UserError("one file is taken back at a time", "name the Word file that came back")
    arguments.file = arguments.file[0]
    if arguments.review:
        return returning.run(arguments)
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
    from clausebook.app.importing_folder import PAGE, Wish, import_documents
    from clausebook.importer.table import as_json, lines, loud

    day = arguments.as_of or date.today()
    wish = Wish(root=arguments.root, as_of=day, aliases=tuple(arguments.school_name))
    with ProgressLine(arguments.quiet) as progress:
        rows, others = import_documents(arguments.file, wish, dry_run=arguments.dry_run, report=progress.report)
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
