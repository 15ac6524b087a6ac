"""Commands about approvals and history: approve, verify, history."""

from __future__ import annotations

import argparse
import json
from datetime import date

from engine.cli.command import FINDINGS, GOOD, ROOT, Commands, command, say


def add(commands: Commands) -> None:
    """Add them to the parser."""
    _approve_options(command(commands, "approve", _approve, "record that the governors approved the draft"))
    verify = command(commands, "verify", _verify, "check that every edition is what was approved")
    verify.add_argument("--format", choices=("text", "json"), default="text")
    history = command(commands, "history", _history, "who changed a clause, when and why, edition by edition")
    history.add_argument(
        "clause", metavar="CLAUSE", help="its id; policy/id where two policies have a clause of that id"
    )


def _approve_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("year", metavar="YEAR", help="the edition's name: its review year")
    command.add_argument("--policy", required=True, metavar="ID")
    command.add_argument(
        "--on", required=True, metavar="DATE", help="as precise as is known: 2027-05-12, 2027-05, 2027"
    )
    command.add_argument("--minute", required=True, metavar="REF", help="reference of the minute, or unknown")
    command.add_argument("--by", required=True, metavar="BODY", help="who approved it: 'governing body'")
    command.add_argument("--review-due", default="", metavar="DATE", help="when the next review is due, if it was said")
    command.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")


def _approve(arguments: argparse.Namespace) -> int:
    from engine.model.decision import Decision
    from engine.pipeline.governing import approve

    decision = Decision(
        policy=arguments.policy,
        edition=arguments.year,
        on=arguments.on,
        body=arguments.by,
        minute=arguments.minute,
        review_due=arguments.review_due,
    )
    written = approve(ROOT, decision, date.today(), arguments.dry_run)
    for line in written.lines if arguments.dry_run else (f"approved: commit and tag {written.tag}",):
        say(arguments, line)
    return GOOD


def _verify(arguments: argparse.Namespace) -> int:
    from engine.model.verdict import as_json, verdict_lines
    from engine.pipeline.governing import verified

    verdicts = verified(ROOT)
    if arguments.format == "json":
        print(json.dumps(as_json(verdicts), indent=2, ensure_ascii=False))
    else:
        for line in verdict_lines(verdicts):
            say(arguments, line)
    return GOOD if all(verdict.is_good for verdict in verdicts) else FINDINGS


def _history(arguments: argparse.Namespace) -> int:
    from engine.pipeline.governing import history_lines, told

    for line in history_lines(told(ROOT, arguments.clause, date.today())):
        print(line)
    return GOOD
