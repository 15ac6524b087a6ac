"""Commands that read approvals and history: verify, history."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from clausebook.cli.command import FINDINGS, GOOD, Commands, as_of, command, say
from clausebook.text.visible import json_safe

if TYPE_CHECKING:
    from clausebook.model.approvals.verdict import PdfReport, Verdict


def add(commands: Commands) -> None:
    """Add them to the parser."""
    _verify_options(
        command(
            commands,
            "verify",
            _verify,
            "check that every edition is what was approved, or that a PDF is",
            "Without FILE, the records in git, the signed PDFs beside them and the published files in output/. "
            "With FILE, plain answers about each: "
            "are these the words the governors approved, who signed, was anything changed since. Nothing is fetched. "
            "Exit code 0 only if everything holds; with --strict only if everything could be checked, too.",
        )
    )
    history = command(commands, "history", _history, "who changed a clause, when and why, edition by edition")
    history.add_argument(
        "clause", metavar="CLAUSE", help="its id; policy/id where two policies have a clause of that id"
    )
    history.add_argument("--full", action="store_true", help="with the whole message of each commit")


def _verify_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a PDF of an edition")
    command.add_argument("--trust", type=Path, metavar="FILE", help="PEM file with the authorities you trust")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--strict", action="store_true", help="fail where something could not be checked, too")
    as_of(command)


def _verify(arguments: argparse.Namespace) -> int:
    if arguments.files:
        return _testify(arguments)
    from clausebook.app.verifying import verified
    from clausebook.model.approvals.verdict import as_json, verdict_lines

    verdicts = verified(arguments.root, arguments.trust, _moment(arguments.as_of))
    if arguments.format == "json":
        print(json_safe(json.dumps(as_json(verdicts), indent=2, ensure_ascii=False)))
    else:
        for line in verdict_lines(verdicts):
            say(arguments, line)
    return GOOD if all(_passes(verdict, arguments.strict) for verdict in verdicts) else FINDINGS


def _passes(found: Verdict | PdfReport, strict: bool) -> bool:
    return found.is_good and not (strict and found.unchecked)


def _testify(arguments: argparse.Namespace) -> int:
    from clausebook.app.verifying import verify_pdfs
    from clausebook.model.approvals.verdict import report_lines, reports_as_json

    found = tuple(verify_pdfs(arguments.root, arguments.files, arguments.trust, _moment(arguments.as_of)))
    if arguments.format == "json":
        print(json_safe(json.dumps(reports_as_json(found), indent=2, ensure_ascii=False)))
    else:
        for testimony in found:
            # whoever wants it quiet still wants to know what is wrong
            if not (arguments.quiet and _passes(testimony, arguments.strict)):
                print("\n".join(report_lines(testimony)))
    return GOOD if all(_passes(testimony, arguments.strict) for testimony in found) else FINDINGS


def _moment(day: date | None) -> datetime:
    """Now, or the end of a day that was named."""
    return datetime.combine(day, time.max, UTC) if day else datetime.now(UTC)


def _history(arguments: argparse.Namespace) -> int:
    from clausebook.app.governing import history_lines, history_of

    for line in history_lines(history_of(arguments.root, arguments.clause, date.today()), arguments.full):
        print(line)
    return GOOD
